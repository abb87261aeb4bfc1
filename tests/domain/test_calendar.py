"""The calendar counted back from the mob: on the city's clocks, over every change of them."""

# ruff: noqa: DTZ001  wall times: each test says in which zone

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.calendar import Moment, Steps, calendar, countdown_name, in_gap, instant, shift
from tests.domain.builders import DAY, HOUR, MEETS, MINUTE, wall

ZONES = sorted(available_timezones() - {"localtime", "Factory"})


def announced(meets: datetime, zone: str) -> datetime:
    """The wall time of the announcement of a mob at this wall time."""
    at = instant(meets, ZoneInfo(zone))
    return wall(calendar(at, zone, Steps())[Moment.ANNOUNCE], zone)


def test_the_default_calendar_of_a_mob_on_a_winter_saturday() -> None:
    told = {name: MEETS - at for name, at in calendar(MEETS, "Europe/Paris", Steps()).items()}
    assert told == {
        "call": 21 * DAY,
        "shortlist": 16 * DAY,
        "ballot": 14 * DAY,
        "ballot_latest": 12 * DAY,
        "last_call": 12 * DAY,
        "close": 11 * DAY,
        "count": 11 * DAY - 15 * MINUTE,
        "consent": 8 * DAY,
        "announce": 7 * DAY,
        countdown_name(3 * DAY): 3 * DAY,
        countdown_name(DAY): DAY,
        "morning": 2 * HOUR,
        countdown_name(HOUR): HOUR,
        "gather": 0 * DAY,
        "amounts": -DAY,
        "recap": -2 * DAY,
        "nudge": -30 * DAY,
    }


@pytest.mark.parametrize(
    ("zone", "meets"),
    [
        ("Europe/Paris", datetime(2026, 3, 29, 11)),
        ("Europe/Paris", datetime(2026, 10, 25, 11)),
        ("America/New_York", datetime(2026, 3, 8, 11)),
        ("America/New_York", datetime(2026, 11, 1, 11)),
        ("Australia/Lord_Howe", datetime(2026, 4, 5, 11)),
        ("Australia/Lord_Howe", datetime(2026, 10, 4, 11)),
        ("Antarctica/Troll", datetime(2026, 3, 29, 11)),
        ("Antarctica/Troll", datetime(2026, 10, 25, 11)),
        ("Asia/Kathmandu", datetime(2026, 6, 6, 11)),
        ("Europe/Paris", datetime(2028, 3, 1, 11)),
        ("Europe/Paris", datetime(2028, 2, 29, 11)),
    ],
)
def test_the_announcement_comes_at_the_same_hour_of_the_same_weekday(
    zone: str, meets: datetime
) -> None:
    assert announced(meets, zone) == meets - 7 * DAY


def test_two_changes_of_the_clocks_between_call_and_mob_leave_the_hours_alone() -> None:
    steps = Steps(call=250 * DAY)
    meets = instant(datetime(2026, 11, 7, 11), ZoneInfo("Europe/Paris"))
    assert wall(calendar(meets, "Europe/Paris", steps)["call"]) == datetime(2026, 3, 2, 11)


@pytest.mark.parametrize(
    ("zone", "skipped", "first"),
    [
        ("Europe/Paris", datetime(2026, 3, 29, 2, 30), datetime(2026, 3, 29, 3)),
        ("Australia/Lord_Howe", datetime(2026, 10, 4, 2, 15), datetime(2026, 10, 4, 2, 30)),
        ("Antarctica/Troll", datetime(2026, 3, 29, 1, 30), datetime(2026, 3, 29, 3)),
        ("Pacific/Apia", datetime(2011, 12, 30, 11), datetime(2011, 12, 31)),
    ],
)
def test_an_hour_that_the_clocks_skip_becomes_the_first_after_it(
    zone: str, skipped: datetime, first: datetime
) -> None:
    assert in_gap(skipped, ZoneInfo(zone))
    assert wall(instant(skipped, ZoneInfo(zone)), zone) == first
    assert announced(skipped + 7 * DAY, zone) == first


def test_a_fraction_of_a_second_in_a_skipped_hour_finds_the_same_instant() -> None:
    skipped = datetime(2026, 3, 29, 2, 30, 0, 500_000)
    assert instant(skipped, ZoneInfo("Europe/Paris")) == datetime(2026, 3, 29, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "twice", "first"),
    [
        ("Europe/Paris", datetime(2026, 10, 25, 2, 30), datetime(2026, 10, 25, 0, 30)),
        ("Australia/Lord_Howe", datetime(2026, 4, 5, 1, 45), datetime(2026, 4, 4, 14, 45)),
        ("Antarctica/Troll", datetime(2026, 10, 25, 1, 30), datetime(2026, 10, 24, 23, 30)),
    ],
)
def test_an_hour_that_the_clocks_show_twice_is_the_first_of_the_two(
    zone: str, twice: datetime, first: datetime
) -> None:
    assert not in_gap(twice, ZoneInfo(zone))
    assert instant(twice, ZoneInfo(zone)) == first.replace(tzinfo=UTC)


def test_a_day_and_a_half_before_is_a_day_on_the_calendar_and_twelve_hours_by_the_watch() -> None:
    zone = ZoneInfo("Europe/Paris")
    meets = instant(datetime(2026, 3, 29, 11), zone)
    assert wall(shift(meets, -DAY - 12 * HOUR, zone)) == datetime(2026, 3, 27, 23)
    assert wall(shift(meets, -12 * HOUR, zone)) == datetime(2026, 3, 28, 22)
    assert wall(shift(meets, DAY, zone)) == datetime(2026, 3, 30, 11)


def test_a_mob_before_breakfast_has_no_morning_post() -> None:
    zone = ZoneInfo("Europe/Paris")
    for hour, has in ((8, False), (9, False), (10, True)):
        meets = instant(datetime(2026, 12, 12, hour), zone)
        assert (Moment.MORNING in calendar(meets, "Europe/Paris", Steps())) is has
    assert Moment.MORNING not in calendar(MEETS, "Europe/Paris", Steps(morning=None))
    early = calendar(MEETS, "Europe/Paris", Steps(morning=3 * HOUR))
    assert early[Moment.MORNING] == MEETS - 3 * HOUR


def test_a_shop_named_on_the_spot_is_named_at_the_hour_itself() -> None:
    for hours in (0, 6):
        steps = Steps(reveal=hours * HOUR)
        assert calendar(MEETS, "Europe/Paris", steps)[Moment.REVEAL] == MEETS - hours * HOUR


def test_drinks_follow_the_mob() -> None:
    moments = calendar(MEETS, "Europe/Paris", Steps(drinks=2 * HOUR))
    assert moments[Moment.DRINKS] == MEETS + 2 * HOUR
    assert Moment.DRINKS not in calendar(MEETS, "Europe/Paris", Steps())


def test_a_countdown_is_named_by_its_seconds_since_databases_hold_those_names() -> None:
    names = [countdown_name(step) for step in (3 * DAY, HOUR, timedelta(seconds=1.5))]
    assert names == ["countdown 259200", "countdown 3600", "countdown 1.5"]


def test_a_whole_mob_fits_into_two_minutes() -> None:
    seconds = (70, 60, 50, 45, 40, 30, 25)
    names = ("call", "shortlist", "ballot", "ballot_latest", "close", "consent", "announce")
    short = dict(zip(names, (timedelta(seconds=s) for s in seconds), strict=True))
    tail = {n: timedelta(seconds=s) for n, s in (("amounts", 10), ("recap", 20), ("nudge", 30))}
    steps = Steps(
        **short, **tail, grace=timedelta(seconds=3), countdown=(timedelta(seconds=9),), morning=None
    )
    moments = calendar(MEETS, "Europe/Paris", steps).values()
    told = [round((at - MEETS).total_seconds()) for at in moments]
    assert told == [-70, -60, -50, -45, -43, -40, -37, -30, -25, -9, 0, 10, 20, 30]


@settings(max_examples=300, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(date(2020, 1, 1), date(2040, 12, 31)),
    hour=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
)
def test_everywhere_and_always_the_shop_is_named_a_week_ahead(
    zone: str, day: date, hour: time
) -> None:
    where = ZoneInfo(zone)
    meets = datetime.combine(day, hour)
    assume(not in_gap(meets, where))
    at = instant(meets, where)
    moments = calendar(at, zone, Steps())
    told = wall(moments["announce"], zone)
    if in_gap(meets - 7 * DAY, where):
        assert told > meets - 7 * DAY
        just_before = moments["announce"] - timedelta(microseconds=1)
        assert wall(just_before, zone) < meets - 7 * DAY
    else:
        assert told == meets - 7 * DAY
    assert all(earlier <= later for earlier, later in pairwise(moments.values()))
    assert list(moments).index("announce") < list(moments).index("gather")
    assert moments["gather"] == at
    assert moments.get("morning", at - HOUR) < at
    assert all(due.tzinfo is UTC for due in moments.values())
