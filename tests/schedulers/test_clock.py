"""The clock that stands until it is set, and the one of the machine."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta

from schedulers.clock import StandingClock, WallClock, now

NOON = datetime(2026, 12, 12, 12, tzinfo=UTC)


def test_a_standing_clock_goes_where_it_is_set_also_back() -> None:
    clock = StandingClock(NOON)
    assert clock.now() == NOON
    assert (clock.pass_by(timedelta(minutes=5)), clock.now()) == (NOON + timedelta(minutes=5),) * 2
    clock.set(NOON - timedelta(days=1))
    assert clock.now() == NOON - timedelta(days=1)


def test_the_machines_clock_is_in_utc_whatever_its_zone() -> None:
    before = time.time()  # noqa: TID251  to hold against
    told = (now(), WallClock().now())
    after = time.time()  # noqa: TID251
    assert [at.tzinfo for at in told] == [UTC, UTC]
    assert all(before <= at.timestamp() <= after for at in told)
