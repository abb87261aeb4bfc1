"""A lane in trouble: it rests and recovers, trusts no wrong clock, and stops no other."""

from __future__ import annotations

from datetime import timedelta

from bot.networks import NetworkError, Outcome
from storage import lanes
from storage.outbox import Sent
from tests.stories.telling import Tale, with_something_between

DOWN = NetworkError("the server is down", outcome=Outcome.NOT_APPLIED)


def trouble(tale: Tale) -> str:
    with tale.store.reading() as view:
        return lanes.lane(view, tale.key, "mastodon").trouble


def test_a_lane_rests_longer_each_time_and_recovers() -> None:
    tale, between = with_something_between()
    between.fails["mentions"] = DOWN
    tale.minutes_pass(30)
    assert trouble(tale) == "down: the server is down"
    rest = tale.round.lanes[0].next_at
    assert rest is not None
    assert rest - tale.clock.now() <= timedelta(minutes=5)
    between.fails.clear()
    tale.minutes_pass(6)
    assert (trouble(tale), tale.round.lanes[0].next_at) == ("", None)


def test_the_calendar_goes_on_while_a_network_is_down() -> None:
    tale, between = with_something_between()
    between.fails = {"mentions": DOWN, "post": DOWN}
    tale.comes("call", plus=timedelta(minutes=10))
    assert [r.state for r in tale.rows() if r.key == "call"] == [Sent.PENDING]
    between.fails.clear()
    tale.minutes_pass(6)
    assert tale.heard() == ["call"]


def test_nothing_is_sent_while_the_clock_is_wrong() -> None:
    tale, between = with_something_between()
    tale.minutes_pass(1)
    fast = timedelta(minutes=5)
    told = between._network.server_time
    between.server_time = lambda: told() - fast  # type: ignore[attr-defined]
    tale.comes("call", plus=timedelta(minutes=2))
    assert tale.heard() == []
    del between.server_time  # type: ignore[attr-defined]
    tale.minutes_pass(2)
    assert tale.heard() == ["call"]


def test_a_clock_that_was_set_back_does_not_silence_the_lane(voting: Tale) -> None:
    voting.clock.pass_by(timedelta(hours=5))
    voting.round.quiet()
    voting.clock.pass_by(timedelta(hours=-5) + timedelta(minutes=2))
    voting.writes("ada", "1", under="ballot", tag=True)
    voting.round.quiet()
    assert voting.votes() == {"Bell Books": 1}


def test_a_claim_that_was_held_up_is_given_back_and_sent_a_moment_later() -> None:
    tale = Tale()
    tale.minutes_pass(1)
    held: list[str] = []

    def suspended(name: str) -> None:
        # The machine sleeps for a minute between the claim and the call.
        if name == "claim: after commit" and not held and tale.mob.moments()["call"] <= now():
            held.append(name)
            tale.clock.pass_by(timedelta(minutes=1))

    now = tale.clock.now
    tale.store.boundary = suspended
    tale.comes("call")
    assert (held, tale.heard()) == (["claim: after commit"], ["call"])
    call = next(r for r in tale.rows() if r.key == "call")
    assert (call.tries, call.sent_at) == (2, tale.clock.now())


def test_what_is_due_goes_out_though_mentions_cannot_be_read() -> None:
    tale, between = with_something_between()
    tale.minutes_pass(1)
    between.fails["mentions"] = DOWN
    tale.comes("call", plus=timedelta(minutes=6))
    assert (tale.heard(), trouble(tale)) == (["call"], "down: the server is down")
