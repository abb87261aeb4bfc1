"""Every zone of the world and every week of twelve years: `make tz`; a sample at every commit.

Whatever the clocks do, the shop is named at the hour of the mob on the same weekday a week before.
"""

from __future__ import annotations

import random
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from bot.domain.calendar import Steps, calendar, in_gap, instant

WEEK = timedelta(days=7)
STEPS = Steps()
FIRST, LAST = date(2026, 1, 3), date(2037, 12, 26)
HOURS = (time(0, 30), time(2, 30), time(11))
"""An ordinary hour, and two that clocks skip or show twice."""


def zones() -> list[str]:
    """All that the tz database names, but for those that are a machine's own idea of it."""
    return sorted(available_timezones() - {"localtime", "Factory"})


def saturdays() -> list[date]:
    """Every Saturday of the twelve years."""
    weeks = (LAST - FIRST) // WEEK + 1
    return [FIRST + n * WEEK for n in range(weeks)]


def wrong(zone: str, day: date, hour: time) -> str | None:
    """What is wrong with the calendar of a mob, None where nothing is."""
    where = ZoneInfo(zone)
    wall = datetime.combine(day, hour)
    if in_gap(wall, where):
        # The settings refuse such an hour.
        return None
    meets = instant(wall, where)
    moments = calendar(meets, zone, STEPS)
    if not all(earlier <= later for earlier, later in pairwise(moments.values())):
        return f"{zone} {wall}: the calendar is out of order"
    told = moments["announce"].astimezone(where).replace(tzinfo=None)
    if in_gap(wall - WEEK, where):
        # The first instant that there is after the hour that is skipped: never an hour late.
        first = moments["announce"] - timedelta(microseconds=1)
        late = first.astimezone(where).replace(tzinfo=None) >= wall - WEEK
        return f"{zone} {wall}: announced {told}, later than need be" if late else None
    if told != wall - WEEK:
        return f"{zone} {wall}: announced {told}"
    lead = meets - moments["announce"]
    if abs(lead - WEEK) > timedelta(hours=25):
        return f"{zone} {wall}: announced {lead} ahead"
    return None


def every(zone: str) -> list[str]:
    """What is wrong in one zone in all the years; in weeks in which the clocks stay as they are
    the ordinary hour stands for all."""
    found = (wrong(zone, day, hour) for day in saturdays() for hour in _hours(zone, day))
    return [fault for fault in found if fault]


def _hours(zone: str, day: date) -> tuple[time, ...]:
    where = ZoneInfo(zone)
    ends = (datetime.combine(day, time(12), where) + n * timedelta(days=1) for n in (-9, 2))
    changed = len({at.utcoffset() for at in ends}) > 1
    return HOURS if changed else HOURS[-1:]


def test_a_sample_of_all_zones_and_weeks() -> None:
    chance = random.Random(2026)
    days = saturdays()
    sample = [(z, chance.choice(days), h) for z in zones() for h in HOURS for _ in range(2)]
    assert [fault for zone, day, hour in sample if (fault := wrong(zone, day, hour))] == []
    assert len(zones()) > 400


@pytest.mark.parametrize("zone", ["Europe/Paris", "Australia/Lord_Howe", "Africa/Casablanca"])
def test_every_week_where_clocks_change_in_strange_ways(zone: str) -> None:
    assert every(zone) == []


@pytest.mark.slow
@pytest.mark.parametrize("zone", zones())
def test_every_week_everywhere(zone: str) -> None:
    assert every(zone) == []
