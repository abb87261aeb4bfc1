"""One mob on three networks at once: one list, one tally, one head count, whatever one of them
does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.acts.recounting import differences
from bot.domain.ordering import Choose
from bot.domain.stages import Stage
from bot.domain.tasks import tasks
from storage.outbox import Sent
from tests.schedulers.place import ALL, Place, place

DAY = timedelta(days=1)
MEETS = datetime(2026, 12, 19, 15, tzinfo=UTC)


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Place]:
    with place(tmp_path, MEETS - 21 * DAY - timedelta(hours=1)) as here:
        called(here)
        yield here


def called(here: Place) -> None:
    here.begin(MEETS)
    here.passes(hours=2)
    here.say("rosa", "I nominate Harbour Lane Books, 2 Harbour Lane", "mastodon")
    here.passes(minutes=5)
    here.say("yvon", "I nominate Theriault Hardware, 40 Water Street", "twitter")


def to_the_ballot(here: Place) -> None:
    here.until(MEETS - 16 * DAY)
    here.approve()
    here.until(MEETS - 14 * DAY)
    assert here.mob.stage is Stage.BALLOTING


def recounted(here: Place) -> dict[object, object]:
    with here.store.reading() as view:
        return {**differences(view, here.mob)}


def test_people_of_three_networks_make_one_tally_and_one_head_count(here: Place) -> None:
    here.say("noor", "I nominate Harbour Lane Books", "facebook", under="call")
    to_the_ballot(here)
    assert here.tally.of("nominators", 1) == 2
    for network in ALL:
        here.say(f"ada-{network}", "1", network, under="ballot")
        here.say(f"bea-{network}", "2" if network == "twitter" else "1", network, under="ballot")
    here.until(MEETS - 7 * DAY)
    assert [here.tally.of("votes", n) for n in (1, 2)] == [5, 1]
    assert here.mob.stage is Stage.ANNOUNCED
    for heads, network in enumerate(ALL, start=1):
        here.say(f"ada-{network}", f"I'm in, we are {heads}", network, under="announcement")
    here.until(MEETS + 3 * DAY)
    assert (here.tally.of("people"), here.tally.of("commitments")) == (6, 3)
    assert here.mob.stage is Stage.CLOSED
    assert recounted(here) == {}
    said = {n: [r.key for r in here.rows(n) if r.rank.value == 0 and r.part == "1"] for n in ALL}
    assert said["mastodon"] == said["facebook"]
    # Where posts cost money the votes are told once, at the close.
    assert set(said["mastodon"]) - set(said["twitter"]) == {
        key for key in said["mastodon"] if key.startswith("counted")
    } - set(said["twitter"])
    assert all(r.state is Sent.SENT for r in here.rows() if r.rank.value == 0)


# People whom Facebook does not name


def test_unnamed_people_count_once_a_comment_and_are_shown_apart(here: Place) -> None:
    here.say("a", "I nominate Harbour Lane Books", "facebook", under="call", nameless=True)
    to_the_ballot(here)
    assert here.tally.of("nominators", 1) == 2
    for n in range(3):
        here.say(f"named{n}", "1", "mastodon", under="ballot")
    here.say("b", "2", "facebook", under="ballot", nameless=True)
    here.say("c", "1", "facebook", under="ballot", nameless=True)
    here.until(MEETS - 7 * DAY)
    assert [here.tally.of("votes", n) for n in (1, 2)] == [4, 1]
    assert [here.tally.of("unnamed", n) for n in (1, 2)] == [1, 1]
    assert here.mob.stage is Stage.ANNOUNCED
    here.say("d", "we are coming, 40 of us", "facebook", under="announcement", nameless=True)
    here.passes(hours=1)
    assert here.tally.of("people") == here.city.max_people == 10
    assert recounted(here) == {}


def test_a_result_that_unnamed_votes_would_turn_is_an_organisers_to_settle(here: Place) -> None:
    to_the_ballot(here)
    here.say("ada", "1", "mastodon", under="ballot")
    for n in range(2):
        here.say(f"shade{n}", "2", "facebook", under="ballot", nameless=True)
    here.until(MEETS - 11 * DAY + timedelta(hours=1))
    assert (here.mob.stage, here.mob.winner) == (Stage.CONSENTING, None)
    (task,) = tasks(here.mob, here.now, here.tally)
    assert (task.kind, task.command) == ("todo_choose_unnamed", "cashmob mob choose NUMBER")
    assert task.values == {"shop": "Theriault Hardware", "other": "Harbour Lane Books"}
    assert any(r.kind == "todo_choose_unnamed" for r in here.rows("mastodon"))
    here.orders(Choose(1))
    here.until(MEETS - 7 * DAY)
    assert here.mob.stage is Stage.ANNOUNCED
    # The other shop has more votes on the list, so the figures are nobody's to quote.
    assert "of 3 votes" not in here.post("announcement", "twitter").text
    assert recounted(here) == {}


def test_a_result_that_nobody_settles_is_not_settled_by_the_calendar(here: Place) -> None:
    to_the_ballot(here)
    here.say("ada", "1", "mastodon", under="ballot")
    for n in range(2):
        here.say(f"shade{n}", "2", "facebook", under="ballot", nameless=True)
    here.until(MEETS - 7 * DAY)
    assert (here.mob.stage, here.mob.winner) == (Stage.POSTPONED, None)
