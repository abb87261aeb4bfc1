"""An organiser reads every post of the mob before it is said."""

from __future__ import annotations

from storage import posted
from tests.commands.organiser import Organiser, announced, balloting, started

CALENDAR = ["countdown", "countdown", "morning", "soon", "gather", "amounts", "recap_quiet"]


def kinds(ida: Organiser) -> list[str]:
    """What is to come in English."""
    return [post["kind"] for post in ida.reads("preview") if post["language"] == "en"]


def test_the_whole_life_of_a_mob_stands_there_before_anybody_has_named_a_shop(
    ida: Organiser,
) -> None:
    assert kinds(started(ida)) == [
        "call",
        "nomination",
        "nomination",
        "ballot",
        "last_call",
        "counted",
        "announcement",
        *CALENDAR,
        "nudge",
    ]


def test_each_post_says_its_hour_its_words_and_its_length(ida: Organiser) -> None:
    lines = announced(ida).types("preview").stdout.splitlines()
    place = lines.index("Wed 09 Dec 2026 11:00  countdown")
    assert lines[place + 1 : place + 3] == [
        "  en · mastodon 131/500",
        "    In 3 days: cash mob at Harbour Books, Quay Street, Saturday 12 December, 11:00 am. "
        "Tell us if you are coming, and how many you are.",
    ]


def test_what_waits_in_the_outbox_is_to_come_as_well(ida: Organiser) -> None:
    posts = announced(ida).reads("preview")
    waiting = [p["kind"] for p in posts if p["promised"] and p["language"] == "en"]
    assert waiting[-1:] == ["announcement"]
    assert [p["kind"] for p in posts if not p["promised"] and p["language"] == "en"] == [
        *CALENDAR,
        "nudge",
    ]


def test_nothing_is_saved(ida: Organiser) -> None:
    balloting(ida)
    before = ida.with_store(_everything)
    ida.types("preview")
    assert ida.with_store(_everything) == before
    assert ida.reads("mob show")[0]["stage"] == "balloting"


def _everything(store: object) -> object:
    with store.reading() as view:  # type: ignore[attr-defined]
        return posted.of_city(view, "oxbow")


def test_a_mob_that_is_over_has_nothing_left_to_say(ida: Organiser) -> None:
    started(ida).types("mob cancel")
    assert ida.types("preview").stdout.splitlines()[1:] == ["Nothing is left to say."]


def test_what_the_bot_says_later_is_what_was_previewed(ida: Organiser) -> None:
    foreseen = {p["text"] for p in announced(ida).reads("preview") if not p["promised"]}
    ida.wait(days=4)
    ida.wait(days=2)
    said = {p["text"] for p in ida.reads("outbox") if p["kind"] == "countdown"}
    assert (len(said), said - foreseen) == (4, set())
