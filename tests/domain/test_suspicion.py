"""What makes a vote suspect: a new account, and crowds that are too much alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.suspicion import Cast, Reason, Watch, alone, crowded, phrase, traces
from tests.domain.builders import DAY, MINUTE, before

AT = before(12)
WATCH = Watch(held_servers=frozenset({"farm.example"}))
PLEA = "Our whole family loves that little shop, please give them your vote today"


def cast(who: str = "ada", at: datetime = AT, server: str = "tiny.example", **more: object) -> Cast:
    given = {"text": "number 3 please", "number": 3} | more
    return Cast(f"https://{server}/users/{who}", at=at, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("vote", "reason"),
    [
        (cast(account_since=AT - 6 * DAY), Reason.NEW),
        (cast(account_since=AT - 7 * DAY), None),
        (cast(account_since=None), None),
        (cast(server="farm.example"), Reason.SERVER),
        (replace(cast(), person="4711"), None),
    ],
)
def test_an_account_of_days_or_a_listed_server_is_held_by_itself(
    vote: Cast, reason: Reason | None
) -> None:
    assert alone(WATCH, vote) == reason


def test_what_a_vote_may_share_with_others() -> None:
    young = cast(text=PLEA, account_since=AT - 20 * DAY)
    assert list(traces(WATCH, young, ())) == [
        (Reason.WORDS, phrase(PLEA)),
        (Reason.YOUNG, ""),
        (Reason.BURST, "tiny.example"),
    ]
    assert list(traces(WATCH, cast(server="mastodon.social"), ())) == []
    assert list(traces(replace(WATCH, crowd=0), young, ())) == []


def test_the_same_words_are_the_same_however_they_are_typed() -> None:
    shouted = "OUR whole family loves THAT little shop — pléase give them your vote, today!!! 3"
    assert phrase(shouted) == phrase(PLEA) != ""
    assert phrase(PLEA + " because of the bread") != phrase(PLEA)


@pytest.mark.parametrize(
    "text",
    [
        "3",
        "I vote for number 3, please!",
        "My vote goes to number 3, thank you very much",
        "Number 3: The Old Harbour Bookshop and Tearoom on the Quay",
        "저는 3번에 투표할게요",
    ],
)
def test_what_people_write_alike_by_chance_is_nobodys_words(text: str) -> None:
    assert phrase(text, ["The Old Harbour Bookshop and Tearoom on the Quay"]) == ""


def test_a_crowd_is_so_many_within_so_short_a_time() -> None:
    def after(*minutes: float) -> list[tuple[datetime, str]]:
        return [(AT + m * MINUTE, f"p{i}") for i, m in enumerate(minutes)]

    assert crowded(WATCH, after(0, 2, 4, 6)) == frozenset()
    assert crowded(WATCH, after(0, 2, 4, 6, 10)) == frozenset({"p0", "p1", "p2", "p3", "p4"})
    assert crowded(WATCH, after(0, 2, 4, 6, 11)) == frozenset()
    slow = after(0, 9, 10, 11, 12, 13, 40)
    assert crowded(WATCH, slow) == frozenset({"p1", "p2", "p3", "p4", "p5"})
    assert crowded(replace(WATCH, within=timedelta(0)), after(0, 0, 0, 0, 0)) == {
        *("p0", "p1", "p2", "p3", "p4")
    }
