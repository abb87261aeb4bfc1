"""The courier: each promise goes out once, late only where that is true, and never by guessing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from bot.domain.posts import Draft, Post
from bot.networks import NetworkError, Outcome, Trouble
from bot.rehearsal.direct import DirectNetwork
from schedulers import courier
from storage import outbox
from storage.outbox import Promise, Sent
from tests.stories.telling import Between, Tale, with_something_between

SETTLE = timedelta(minutes=5)


@pytest.fixture
def slow() -> tuple[Tale, Between]:
    """A town whose network can be made to fail, a day before the call."""
    return with_something_between()


def row(tale: Tale, key: str = "call") -> Promise:
    """The first part of a promise."""
    return next(r for r in tale.rows() if r.key == key)


def calls(tale: Tale) -> int:
    """How often the town has heard the call."""
    return tale.heard().count("call")


def test_refused_for_good_is_blocked_with_its_reason(slow: tuple[Tale, Between]) -> None:
    tale, between = slow
    between.fails["post"] = NetworkError(
        "too long", outcome=Outcome.REFUSED, trouble=Trouble.REJECTED
    )
    tale.comes("call")
    assert (row(tale).state, row(tale).reason) == (Sent.BLOCKED, "too long")


def test_a_rate_limit_is_waited_out(slow: tuple[Tale, Between]) -> None:
    tale, between = slow
    back = tale.mob.moments()["call"] + timedelta(minutes=40)
    between.fails["post"] = NetworkError(
        "429", outcome=Outcome.NOT_APPLIED, trouble=Trouble.LIMIT, retry_at=back
    )
    tale.comes("call")
    assert (row(tale).state, row(tale).next_try) == (Sent.PENDING, back)
    between.fails.clear()
    tale.minutes_pass(45)
    assert row(tale).sent_at == back


def test_waits_grow_to_five_minutes(slow: tuple[Tale, Between]) -> None:
    tale, between = slow
    between.fails["post"] = NetworkError("503", outcome=Outcome.NOT_APPLIED)
    tale.comes("call", plus=timedelta(0))
    waits = []
    while len(waits) < 8:
        call, rests = row(tale), tale.round.lanes[0].next_at
        assert call.claimed_at is not None
        assert rests is not None
        waits.append(int((call.next_try - call.claimed_at).total_seconds()))
        tale._go_to(max(call.next_try, rests))
    assert waits == [10, 20, 40, 80, 160, 300, 300, 300]


class Swallows:
    """A network that does what it is asked and loses the answer, `times` times."""

    def __init__(self, network: DirectNetwork, *, applies: bool) -> None:
        self._network, self._applies, self.times = network, applies, 1
        self.posts = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._network, name)

    def post(self, draft: Draft, *, key: str) -> Post:
        """The post, or none, and no word of it."""
        self.posts += 1
        if self.times:
            self.times -= 1
            if self._applies:
                self._network.post(draft, key=key)
            raise NetworkError("no answer in time", outcome=Outcome.UNSURE)
        return self._network.post(draft, key=key)


@pytest.mark.parametrize(("applies", "posts"), [(True, 1), (False, 2)])
def test_an_unsure_post_is_adopted_where_it_stands_else_sent_once_more(
    applies: bool, posts: int
) -> None:
    made: list[Swallows] = []

    def through(network: DirectNetwork) -> Swallows:
        made.append(Swallows(network, applies=applies))
        return made[-1]

    tale = Tale(through=through)  # type: ignore[arg-type]
    tale.comes("call", plus=timedelta(minutes=4))
    assert row(tale).state is Sent.SENDING
    tale.minutes_pass(2)
    assert (row(tale).state, made[0].posts, calls(tale)) == (Sent.SENT, posts, 1)


def test_a_send_that_was_cut_off_is_not_repeated_before_its_wait_is_over() -> None:
    tale = Tale()
    due = tale.mob.moments()["call"]

    class Cut(BaseException):
        pass

    def cut(name: str) -> None:
        if name == "send post: before":
            raise Cut

    tale.store.boundary = cut
    with pytest.raises(Cut):
        tale.comes("call", plus=timedelta(0))
    tale.store.boundary = lambda name: None
    tale.restarts()
    assert (row(tale).state, row(tale).next_try) == (Sent.SENDING, due + SETTLE)
    tale.minutes_pass(6)
    assert (row(tale).sent_at, calls(tale)) == (due + SETTLE, 1)


def test_what_is_gone_is_not_answered_and_a_public_post_stands_alone(
    announced: Tale,
) -> None:
    announced.town.delete(int(announced.post_of("announcement").remote_id or 0))
    announced.comes("countdown 259200")
    assert announced.post_of("countdown 259200").parent is None
    question = announced.writes("ada", "when is it?", tag=True)
    announced.clock.pass_by(timedelta(minutes=2))
    announced.town.delete(question.id)
    announced.minutes_pass(3)
    assert announced.answers(question) == []


def test_the_first_send_after_a_start_looks_before_it_posts() -> None:
    tale = Tale()
    tale.comes("call", plus=timedelta(minutes=1))
    call = row(tale)
    with tale.store.work("a backup from before the call was sent") as work:
        table = outbox.OUTBOX
        work.execute(
            table.update()
            .where(table.c.id == call.id)
            .values(state=Sent.PENDING.value, remote_id=None, next_try=call.due, tries=0)
        )
    tale.restarts()
    assert (row(tale).state, row(tale).remote_id, calls(tale)) == (Sent.SENT, call.remote_id, 1)


def test_a_part_waits_for_the_part_before_and_falls_with_it(slow: tuple[Tale, Between]) -> None:
    tale, _ = slow
    tale.comes("call")
    first = row(tale)
    follows = replace(first, after=first.part, part="en.2", key="call")
    for state, expected in (
        (Sent.SENT, (first.remote_id, False, None)),
        (Sent.BLOCKED, (None, False, "the part before is not out")),
    ):
        with tale.store.work("x") as work:
            table = outbox.OUTBOX
            work.execute(table.update().where(table.c.id == first.id).values(state=state.value))
        with tale.store.reading() as view:
            assert courier._follows(view, follows) == expected


def test_only_one_claim_takes_a_row(slow: tuple[Tale, Between]) -> None:
    tale, between = slow
    between.fails["post"] = NetworkError("503", outcome=Outcome.NOT_APPLIED)
    tale.comes("call", plus=timedelta(0))
    now, call = tale.clock.now(), row(tale)
    with tale.store.work("two at once") as work:
        taken = [outbox.claim(work, call.id, now, settle_at=now) for _ in range(2)]
    assert taken == [True, False]


def test_a_post_that_is_another_row_s_is_not_taken_for_this_one(slow: tuple[Tale, Between]) -> None:
    tale, _ = slow
    tale.comes("call")
    call = row(tale)
    with tale.store.work("the same words promised once more") as work:
        table = outbox.OUTBOX
        twin = work.execute(sa.select(table).where(table.c.id == call.id)).mappings().one()
        again = {k: v for k, v in twin.items() if k != "id"} | {
            "key": "call.1",
            "state": Sent.PENDING.value,
            "remote_id": None,
            "next_try": call.due,
        }
        work.execute(table.insert().values(**again))
    tale.restarts()
    twin_row = row(tale, "call.1")
    assert (twin_row.state, twin_row.remote_id != call.remote_id) == (Sent.SENT, True)
