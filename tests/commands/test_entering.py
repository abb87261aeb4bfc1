"""Words to come that were given on no network are entered by hand, and counted like all others."""

from __future__ import annotations

from bot.acts.recounting import differences
from storage import mobs
from storage.store import Store
from tests.commands.organiser import Organiser, announced, called, started


def recounted(ida: Organiser) -> bool:
    """Whether the tally is what the messages add up to."""

    def agrees(store: Store) -> bool:
        with store.reading() as view:
            loaded = mobs.load(view, 1)
            assert loaded is not None
            return not differences(view, loaded[0])

    found: bool = ida.with_store(agrees)
    return found


def add(ida: Organiser, name: str, people: int) -> str:
    line = f"commitments add --name {name} --people {people} --reason counter --by Ida"
    result = ida.types(line)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def test_somebody_said_it_at_the_counter(ida: Organiser) -> None:
    announced(ida).hears(("noor", "@cashmob I'm in"))
    assert add(ida, "Grandma", 3) == "Entered for mob 1: Grandma, 3 in all.\n"
    shown = ida.reads("commitments")[0]
    assert (shown["people"], shown["commitments"]) == (4, 2)
    assert [(one["name"], one["network"], one["people"]) for one in shown["who"]] == [
        ("@noor", "mastodon", 1),
        ("Grandma", "paper", 3),
    ]
    assert recounted(ida)


def test_the_same_name_again_corrects_the_entry(ida: Organiser) -> None:
    called(ida)
    add(ida, "Grandma", 3)
    ida.at = ida.at.replace(minute=5)
    add(ida, "grandma", 2)
    assert ida.reads("commitments")[0]["people"] == 2
    ida.at = ida.at.replace(minute=6)
    add(ida, "Grandma", 0)
    assert ida.reads("commitments")[0]["people"] == 0
    assert recounted(ida)


def test_no_more_than_the_city_counts_for_one_person(ida: Organiser) -> None:
    assert add(called(ida), "Choir", 40) == (
        "Entered for mob 1: Choir, 10 in all (the city counts at most 10 a person).\n"
    )


def test_author_and_reason_stand_in_the_log(ida: Organiser) -> None:
    add(called(ida), "Grandma", 3)
    assert ida.types("log").stdout.splitlines()[-1] == (
        "Sun 22 Nov 2026 11:00:03 mob 1, Ida: entered by hand that 3 people come (reason: counter)"
    )


def test_the_log_of_a_forgotten_person_does_not_name_them(ida: Organiser) -> None:
    add(called(ida), "Grandma", 3)
    assert ida.types("forget Grandma --by Ida").exit_code == 0
    assert ida.reads("commitments")[0]["people"] == 0
    assert "Grandma" not in ida.types("log").stdout
    assert recounted(ida)


def test_a_mob_that_is_over_takes_no_more(ida: Organiser) -> None:
    started(ida).types("mob cancel")
    result = ida.types("commitments add --name Kim --people 2 --reason late --by Ida")
    assert (result.exit_code, result.stdout) == (1, "")
