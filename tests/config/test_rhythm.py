"""When a city meets, over the change of the clocks, and when there is time for the next mob."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest

from bot.config.rhythm import WallTimeError, mob_at, next_mob, parse_rhythm
from bot.domain.calendar import Steps

PARIS = ZoneInfo("Europe/Paris")
NEW_YORK = ZoneInfo("America/New_York")


def hours(text: str, zone: ZoneInfo, *, since: str, count: int = 3) -> list[str]:
    found = parse_rhythm(text).after(datetime.fromisoformat(since), zone)
    return [f"{at.astimezone(zone):%a %Y-%m-%d %H:%M}" for at in islice(found, count)]


def test_the_second_saturday_keeps_its_hour_when_the_clocks_change() -> None:
    found = parse_rhythm("second saturday 11:00").after(datetime(2026, 10, 1, tzinfo=UTC), PARIS)
    assert list(islice(found, 2)) == [
        datetime(2026, 10, 10, 9, tzinfo=UTC),
        datetime(2026, 11, 14, 10, tzinfo=UTC),
    ]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("last friday 17:30", "Fri 2026-01-30 17:30", "Fri 2026-02-27 17:30"),
        ("every saturday 9:00", "Sat 2026-01-03 09:00", "Sat 2026-01-10 09:00"),
        ("every other Saturday 11:00", "Sat 2026-01-03 11:00", "Sat 2026-01-17 11:00"),
        ("the 20th 18:00", "Tue 2026-01-20 18:00", "Fri 2026-02-20 18:00"),
        ("FREQ=MONTHLY;INTERVAL=2;BYDAY=4TU 18:00", "Tue 2026-01-27 18:00", "Tue 2026-03-24 18:00"),
    ],
)
def test_rhythms_that_cities_have(text: str, first: str, second: str) -> None:
    assert hours(text, PARIS, since="2026-01-01T00:00Z", count=2) == [first, second]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "second saturday",
        "saturday 11:00",
        "fifth saturday 11:00",
        "second saturday 25:00",
        "the 31st 11:00",
        "FREQ=MONTHLY;COUNT=3;BYDAY=2SA 11:00",
        "FREQ=MONTHLY;INTERVAL=0 11:00",
        "FREQ=MONTHLY;BYDAY=2XX 11:00",
    ],
)
def test_rhythms_that_nobody_can_keep(text: str) -> None:
    with pytest.raises(ValueError, match="second saturday 11:00"):
        parse_rhythm(text)


def test_the_next_mob_is_the_first_that_leaves_time_for_its_call() -> None:
    rhythm = parse_rhythm("second saturday 11:00")
    three_weeks_ahead = datetime(2026, 11, 21, 10, tzinfo=UTC)
    found = [
        next_mob(rhythm, zone=PARIS, steps=Steps(), now=now)
        for now in (three_weeks_ahead, three_weeks_ahead + timedelta(seconds=1))
    ]
    assert found == [
        datetime(2026, 12, 12, 10, tzinfo=UTC),
        datetime(2027, 1, 9, 10, tzinfo=UTC),
    ]


def test_an_hour_that_the_clocks_skip_is_refused_with_its_neighbours() -> None:
    with pytest.raises(WallTimeError) as error:
        mob_at("2027-03-14T02:30", NEW_YORK)
    assert str(error.value) == (
        "the clocks in America/New_York never show 2027-03-14 02:30: they go forward that night; "
        "choose 01:59 or earlier, or 03:00 or later"
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-12-12T11:00", datetime(2026, 12, 12, 16, tzinfo=UTC)),
        ("2026-12-12 11:00:20", datetime(2026, 12, 12, 16, 0, 20, tzinfo=UTC)),
        ("2026-12-12T11:00Z", datetime(2026, 12, 12, 11, tzinfo=UTC)),
        # Shown twice that night: the first is meant.
        ("2026-11-01T01:30", datetime(2026, 11, 1, 5, 30, tzinfo=UTC)),
    ],
)
def test_an_organiser_writes_a_day_and_an_hour(written: str, meant: datetime) -> None:
    assert mob_at(written, NEW_YORK) == meant


@pytest.mark.parametrize("written", ["soon", "2026-12-12", "12.12.2026 11:00", "2026-02-30T11:00"])
def test_a_day_that_nobody_can_read(written: str) -> None:
    with pytest.raises(WallTimeError, match=r"2026-\d\d-"):
        mob_at(written, NEW_YORK)
