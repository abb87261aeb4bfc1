"""The log of what was done tells a mob's life in plain words, and is only added to."""

from __future__ import annotations

from bot.commands.log import WORDS
from bot.domain import ordering
from tests.commands.organiser import Organiser, announced, called, started


def test_who_did_what_and_when(ida: Organiser) -> None:
    told = announced(ida).types("log").stdout.splitlines()
    assert told == [
        "Sun 01 Nov 2026 10:00 mob 1, Ida: started the mob of Sat 12 Dec 2026 11:00",
        "Sun 22 Nov 2026 11:00:03 mob 1, Ida: approved number 1, Harbour Books",
        "Sun 22 Nov 2026 11:00:03 mob 1, Ida: asked the owner of number 1, Harbour Books (visit)",
        "Sun 22 Nov 2026 11:00:03 mob 1, Ida: approved number 2, Thistle & Twine",
        "Sun 22 Nov 2026 11:00:03 mob 1, Ida: asked the owner of number 2, Thistle & Twine (visit)",
        "Sat 28 Nov 2026 15:00:03 mob 1, calendar: the mob is balloting now",
        "Wed 02 Dec 2026 15:00:06 mob 1, calendar: the mob is consenting now",
        "Wed 02 Dec 2026 15:00:06 mob 1, calendar: the mob goes to number 1, Harbour Books now",
        "Wed 02 Dec 2026 15:00:06 mob 1, Ida: recorded the yes of number 1, Harbour Books to "
        "Sat 12 Dec 2026 11:00 (phone)",
        "Sun 06 Dec 2026 15:00:06 mob 1, calendar: the mob is announced now",
    ]


def test_a_reason_stands_in_the_log(ida: Organiser) -> None:
    called(ida).types("reject 2 --reason chain")
    assert ida.types("log").stdout.splitlines()[-1] == (
        "Sun 22 Nov 2026 11:00:03 mob 1, Ida: rejected number 2, Thistle & Twine (reason: chain)"
    )


def test_the_log_of_one_mob_alone(ida: Organiser) -> None:
    started(ida).types("mob start --at 2027-01-09T11:00")
    assert [line["mob"] for line in ida.reads("log")] == [1, 2]
    assert [line["mob"] for line in ida.reads("log 2")] == [2]
    assert ida.types("log 7").exit_code == 1


def test_every_act_of_an_organiser_has_its_words() -> None:
    acts = {act.__name__ for act in ordering._ACTS}
    assert acts - set(WORDS) == set()
