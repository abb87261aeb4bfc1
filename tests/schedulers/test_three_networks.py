"""One mob on three networks at once: one list, one tally, one head count, whatever one of them
does."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.acts.recounting import differences
from bot.domain.links import has_link
from bot.domain.orders import Approve, AskOwner, Choose, RecordConsent
from bot.domain.stages import Stage
from bot.domain.tasks import tasks
from storage import lanes
from storage.outbox import TOO_LATE, Rank, Sent
from tests.faults import FACEBOOK, MASTODON, TWITTER, Hang, Refuse, Reset, Rule
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


# What X refuses, and what it is not shown


def test_a_reply_that_x_refuses_is_not_tried_again_and_the_vote_stands(here: Place) -> None:
    to_the_ballot(here)
    here.switches["twitter"].breaks(TWITTER["no replies"])
    here.say("ada", "I vote for number 2. When is it?", "twitter", under="ballot")
    here.passes(minutes=1)
    here.switches["twitter"].breaks()
    here.passes(hours=2)
    (reply,) = [row for row in here.rows("twitter") if row.rank is Rank.REPLY]
    assert (reply.state, reply.tries) == (Sent.BLOCKED, 1)
    assert "You can only reply to or quote posts" in reply.reason
    assert here.tally.of("votes", 2) == 1
    assert recounted(here) == {}
    here.until(MEETS - 7 * DAY)
    assert here.mob.stage is Stage.ANNOUNCED
    assert here.tally.of("votes", 2) == 1


def test_a_shop_that_looks_like_a_link_is_announced_on_x_without_one(tmp_path: Path) -> None:
    with place(tmp_path, MEETS - 21 * DAY - timedelta(hours=1), networks=["twitter"]) as here:
        here.begin(MEETS)
        here.passes(hours=2)
        here.say("rosa", "I nominate Joes.shop, 2 Harbour Lane", "twitter")
        here.until(MEETS - 16 * DAY)
        here.orders(Approve(1, "Joes.shop"), AskOwner(1, "Amélie", "visit"))
        here.orders(RecordConsent(1, "Amélie", "visit", MEETS))
        # X takes the announcement, and the line goes dead before it has said so.
        here.at(MEETS - 7 * DAY, partial(here.switches["twitter"].breaks, lost_answer()))
        here.at(MEETS - 7 * DAY + timedelta(minutes=1), here.switches["twitter"].breaks)
        here.until(MEETS - 6 * DAY)
        said = here.town.said("Joes", "twitter")
        assert [has_link(post.text) for post in said] == [False] * len(said)
        announced = [r for r in here.rows("twitter") if r.key == "announcement"]
        assert {row.state for row in announced} == {Sent.SENT}
        # Found again on the own timeline, and not said twice.
        texts = [post.text for post in said if "goes to" in post.text]
        assert len(texts) == 1


def lost_answer() -> Rule:
    return Rule(Reset(), "POST", "/2/tweets", after=True)


# One of them down


DOWN = {
    "mastodon": (Rule(Refuse(503)), MASTODON["token revoked"]),
    "twitter": (Rule(Refuse(503)), TWITTER["token revoked"], TWITTER["no credits"]),
    "facebook": (Rule(Refuse(503)), FACEBOOK["role lost"], FACEBOOK["page throttled"]),
}


@pytest.mark.parametrize(
    ("network", "rule"), [(network, rule) for network, rules in DOWN.items() for rule in rules]
)
def test_one_network_in_trouble_delays_no_other(here: Place, network: str, rule: Rule) -> None:
    others = [name for name in ALL if name != network]
    to_the_ballot(here)
    for name in ALL:
        here.say(f"ada-{name}", "1", name, under="ballot")
    here.until(MEETS - 7 * DAY - timedelta(minutes=30))
    here.switches[network].breaks(rule)
    here.until(MEETS - 7 * DAY + timedelta(minutes=5))
    for name in others:
        announced = [row for row in here.rows(name) if row.key == "announcement"]
        assert {(row.state, row.sent_at) for row in announced} == {(Sent.SENT, MEETS - 7 * DAY)}
    with here.store.reading() as view:
        troubled = [lane.network for lane in lanes.all_lanes(view) if lane.trouble_since]
    assert troubled == [network]


def test_what_is_late_goes_out_while_it_is_true_and_never_after(here: Place) -> None:
    to_the_ballot(here)
    for n, network in enumerate(ALL):
        here.say(f"ada{n}", "1", network, under="ballot")
    here.until(MEETS - 7 * DAY - timedelta(minutes=5))
    here.switches["facebook"].breaks(Rule(Refuse(503)))
    here.until(MEETS - 7 * DAY + timedelta(hours=2))
    waiting = {r.state for r in here.rows("facebook") if r.key == "announcement"}
    # After a 503 the fate of the first part is unsure until the own timeline can be read.
    assert waiting <= {Sent.PENDING, Sent.SENDING}
    here.switches["facebook"].breaks()
    here.passes(hours=1)
    late = here.post("announcement", "facebook").at - (MEETS - 7 * DAY)
    assert timedelta(hours=2) <= late <= timedelta(hours=2, minutes=12)
    here.until(MEETS - timedelta(hours=1, minutes=5))
    here.switches["facebook"].breaks(Rule(Refuse(503)))
    here.until(MEETS - timedelta(minutes=20))
    here.switches["facebook"].breaks()
    here.until(MEETS + timedelta(minutes=10))
    soon = [(r.state, r.reason) for r in here.rows("facebook") if r.key == "countdown 3600"]
    assert set(soon) == {(Sent.SKIPPED, TOO_LATE)}
    assert {r.state for r in here.rows("facebook") if r.key == "gather"} == {Sent.SENT}


def test_a_network_that_hangs_holds_nobody_up(tmp_path: Path) -> None:
    start = MEETS - 21 * DAY - timedelta(hours=1)
    with place(tmp_path, start, deadline=timedelta(seconds=4)) as here:
        here.begin(MEETS)
        here.passes(minutes=1)
        here.switches["mastodon"].breaks(Rule(Hang()))
        here.clock.set(MEETS - 21 * DAY)
        here.round.poll_soon()
        began = time.monotonic()
        out: set[str] = set()
        while out != {"twitter", "facebook"} and time.monotonic() - began < 4:
            here.round.strike()
            here.round.settled(at_most=0.05)
            out = {row.network for row in here.rows() if row.state is Sent.SENT}
        assert out == {"twitter", "facebook"}
        assert time.monotonic() - began < 4


def test_a_token_of_another_account_says_nothing(tmp_path: Path) -> None:
    begins = MEETS - 21 * DAY - timedelta(hours=1)
    with place(tmp_path, begins, ids={"twitter": "77"}) as here:
        here.begin(MEETS)
        here.passes(hours=2)
        assert {r.network for r in here.rows() if r.state is Sent.SENT} == {"mastodon", "facebook"}
        with here.store.reading() as view:
            trouble = lanes.lane(view, here.city.key, "twitter").trouble
        assert trouble.startswith("token: the token is that of another account (CashMob)")


def test_the_others_say_where_to_write_meanwhile(here: Place) -> None:
    to_the_ballot(here)
    here.switches["twitter"].breaks(Rule(Refuse(503)))
    here.passes(minutes=50)
    assert [row for row in here.rows() if row.kind == "meanwhile"] == []
    here.passes(minutes=30)
    here.switches["twitter"].breaks()
    here.passes(hours=1)
    said = [(r.network, r.part, r.state) for r in here.rows() if r.kind == "meanwhile"]
    assert {(network, state) for network, _, state in said} == {
        ("mastodon", Sent.SENT),
        ("facebook", Sent.SENT),
    }
    (told, *_) = here.town.said("on X at the moment", "mastodon")
    assert "please write to us here until it is mended" in told.text
    assert len(here.town.said("on X at the moment", "mastodon")) == 1
