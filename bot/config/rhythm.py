"""The rhythm of a city: the hours at which its mobs meet, and the next one with time to prepare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

from bot.domain.calendar import Moment, Steps, calendar, in_gap, instant

ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1}
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
EXAMPLE = '"second saturday 11:00", "every other friday 18:00" or "the 20th 18:00"'

# Every other week is counted from one Monday for all cities, so that it never depends on the day
# on which the program was started.
_FIRST_MONDAY = datetime(2024, 1, 1)  # noqa: DTZ001  a wall time: each city adds its zone
_HOUR = re.compile(r"(?P<when>.+?)\s+(?P<hour>\d{1,2}:\d{2}(?::\d{2})?)")
_ENDLESS_RULE = re.compile(
    r"FREQ=(?:WEEKLY|MONTHLY|YEARLY)"
    r"(?:;(?:INTERVAL=[1-9]\d?|(?:BYDAY|BYMONTH|BYMONTHDAY|BYSETPOS|WKST)=[-+A-Z0-9,]+))*"
)
_DAY_OF_MONTH = re.compile(r"(?:the )?(?P<day>\d{1,2})(?:st|nd|rd|th)")


class WallTimeError(ValueError):
    """A wall time that a city's clocks never show, or that nobody can read."""


@dataclass(frozen=True)
class Rhythm:
    """How often a city meets: the organiser's words, the RRULE (RFC 5545) and the wall hour."""

    text: str
    rule: str
    hour: time

    def walls(self, start: datetime = _FIRST_MONDAY) -> Iterator[datetime]:
        """The naive wall times from `start` (naive) on, in order, without end."""
        first = datetime.combine(_FIRST_MONDAY, self.hour)
        yield from rrulestr(self.rule, dtstart=first).xafter(start, inc=True)

    def after(self, now: datetime, zone: ZoneInfo) -> Iterator[datetime]:
        """The UTC instants later than `now`, in order; WallTimeError where the clocks skip one."""
        for wall in self.walls(now.astimezone(zone).replace(tzinfo=None)):
            at = wall_instant(wall, zone)
            if at > now:
                yield at

    def skipped(self, zone: ZoneInfo) -> datetime | None:
        """The first of ten years' wall times that the clocks of the zone skip, if there is one."""
        ten_years = islice(self.walls(), 520)
        return next((wall for wall in ten_years if in_gap(wall, zone)), None)

    def shortest_gap(self) -> timedelta:
        """The shortest time between two mobs of this rhythm, over two years."""
        walls = list(islice(self.walls(), 105))
        return min(later - earlier for earlier, later in pairwise(walls))


def parse_rhythm(text: str) -> Rhythm:
    """The rhythm that the text says; ValueError with what is wanted on anything else.

    "second saturday 11:00", "last friday 17:30", "every saturday 11:00", "every other friday
    18:00", "the 20th 18:00", or an RRULE without end before the hour:
    "FREQ=MONTHLY;INTERVAL=2;BYDAY=4TU 18:00".
    """
    found = _HOUR.fullmatch(" ".join(text.split()))
    if found is None:
        raise ValueError(f"a rhythm with its hour, such as {EXAMPLE}")
    hour = _hour(found["hour"])
    rule = _rule(found["when"])
    try:
        next(iter(rrulestr(rule, dtstart=_FIRST_MONDAY)))
    except (ValueError, KeyError, StopIteration):
        raise ValueError(f"a rhythm such as {EXAMPLE}") from None
    return Rhythm(text, rule, hour)


def _hour(text: str) -> time:
    try:
        return time.fromisoformat(text.rjust(5, "0") if text.count(":") == 1 else text)
    except ValueError:
        raise ValueError(f"an hour between 00:00 and 23:59 in a rhythm such as {EXAMPLE}") from None


def _rule(when: str) -> str:
    if _ENDLESS_RULE.fullmatch(when.upper()):
        return when.upper()
    words = when.lower().split()
    if words[-1] in WEEKDAYS and len(words) > 1:
        day = words[-1][:2].upper()
        rhythm = " ".join(words[:-1])
        if rhythm in ORDINALS:
            return f"FREQ=MONTHLY;BYDAY={ORDINALS[rhythm]}{day}"
        if rhythm in ("every", "every other"):
            return f"FREQ=WEEKLY;INTERVAL={len(words) - 1};BYDAY={day}"
    day_of_month = _DAY_OF_MONTH.fullmatch(" ".join(words))
    if day_of_month is not None and 1 <= int(day_of_month["day"]) <= 28:
        return f"FREQ=MONTHLY;BYMONTHDAY={int(day_of_month['day'])}"
    raise ValueError(f"a rhythm such as {EXAMPLE}")


def wall_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The UTC instant of a naive wall time; WallTimeError, naming its neighbours, in a gap.

    Where the clocks go back and show the time twice, the first of the two is meant.
    """
    if in_gap(wall, zone):
        raise WallTimeError(gap_sentence(wall, zone))
    return instant(wall, zone)


def gap_sentence(wall: datetime, zone: ZoneInfo) -> str:
    """What is wrong with a skipped wall time, and the valid times next to it."""
    opens = instant(wall, zone)
    after = opens.astimezone(zone)
    before = (opens - timedelta(minutes=1)).astimezone(zone)
    return (
        f"the clocks in {zone.key} never show {wall:%Y-%m-%d %H:%M}: they go forward that night; "
        f"choose {before:%H:%M} or earlier, or {after:%H:%M} or later"
    )


def mob_at(text: str, zone: ZoneInfo) -> datetime:
    """The UTC instant that an organiser wrote, such as "2026-12-12T11:00" in the city's wall time.

    With an offset ("…+01:00", "…Z") it is taken as written. WallTimeError says what is wrong.
    """
    try:
        written = datetime.fromisoformat(text)
    except ValueError:
        raise WallTimeError(
            f'"{text}" is not a date and an hour such as 2026-12-12T11:00'
        ) from None
    if len(text) <= len("2026-12-12"):
        raise WallTimeError(f'"{text}" has no hour: write it as {text}T11:00')
    return wall_instant(written, zone) if written.tzinfo is None else written.astimezone(UTC)


def next_mob(rhythm: Rhythm, *, zone: ZoneInfo, steps: Steps, now: datetime) -> datetime:
    """The first mob of the rhythm whose whole calendar, from the call on, still lies ahead."""
    for at in rhythm.after(now, zone):
        if calendar(at, zone.key, steps)[Moment.CALL] >= now:
            return at
    raise AssertionError("a rhythm has no end")  # pragma: no cover
