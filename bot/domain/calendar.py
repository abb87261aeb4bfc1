"""The calendar of a mob: every instant counted back from the mob, in the city's wall time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


class Moment(StrEnum):
    """An instant in a mob's calendar at which something is due."""

    CALL = "call"
    SHORTLIST = "shortlist"
    BALLOT = "ballot"
    BALLOT_LATEST = "ballot_latest"
    LAST_CALL = "last_call"
    CLOSE = "close"
    COUNT = "count"
    CONSENT = "consent"
    ANNOUNCE = "announce"
    REVEAL = "reveal"
    MORNING = "morning"
    GATHER = "gather"
    DRINKS = "drinks"
    AMOUNTS = "amounts"
    RECAP = "recap"
    NUDGE = "nudge"


@dataclass(frozen=True, slots=True)
class Steps:
    """How long before the mob (after it, from `amounts` on) each moment lies.

    Whole days are counted on the calendar, so that seven days before 11:00 is 11:00; the rest of
    a duration is elapsed time. `morning` is a wall time on the day itself, or a duration before
    the mob, or None. `reveal` is None where the shop's name is no secret, `drinks` where nothing
    follows in a bar.
    """

    call: timedelta = 21 * DAY
    shortlist: timedelta = 16 * DAY
    ballot: timedelta = 14 * DAY
    ballot_latest: timedelta = 12 * DAY
    close: timedelta = 11 * DAY
    grace: timedelta = timedelta(minutes=15)
    consent: timedelta = 8 * DAY
    announce: timedelta = 7 * DAY
    countdown: tuple[timedelta, ...] = (3 * DAY, DAY, timedelta(hours=1))
    morning: time | timedelta | None = time(9)
    reveal: timedelta | None = None
    drinks: timedelta | None = None
    amounts: timedelta = DAY
    recap: timedelta = 2 * DAY
    nudge: timedelta = 30 * DAY


def last_call(opens: datetime, closes: datetime) -> datetime:
    """When those who have not voted are reminded: for the last third of the vote, which is a day
    before the close of one that lasts three."""
    return closes - (closes - opens) / 3


def instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The UTC instant of a naive wall time: the first of the two in a fold, and in a gap the
    first instant after it."""
    late = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    if _shows(late, wall, zone):
        return late
    # In a gap the two readings of the wall time lie on either side of the change: close in on it.
    early = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    while late - early > timedelta(microseconds=1):
        middle = early + (late - early) / 2
        if middle.astimezone(zone).replace(tzinfo=None) < wall:
            early = middle
        else:
            late = middle
    return late


def _shows(at: datetime, wall: datetime, zone: ZoneInfo) -> bool:
    return at.astimezone(zone).replace(tzinfo=None) == wall


def kept(at: datetime, wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant that was planned for a wall time: `at`, unless the zone has other rules by now
    and its clocks show something else then."""
    return at if _shows(at, wall, zone) else instant(wall, zone)


def in_gap(wall: datetime, zone: ZoneInfo) -> bool:
    """Whether the clocks of the zone skip this naive wall time."""
    return not _shows(wall.replace(tzinfo=zone).astimezone(UTC), wall, zone)


def shift(at: datetime, by: timedelta, zone: ZoneInfo) -> datetime:
    """The instant `by` away from `at`: its whole days on the calendar, the rest as elapsed time.

    `by` is negative for before; its days and its rest are split as a person says them, so that
    minus 36 hours is one day and twelve hours before.
    """
    sign = -1 if by < timedelta(0) else 1
    days, rest = divmod(abs(by), DAY)
    if not days:
        return at + by
    wall = at.astimezone(zone).replace(tzinfo=None) + sign * days * DAY
    return instant(wall, zone) + sign * rest


def countdown_name(step: timedelta) -> str:
    """The name of a countdown moment: `countdown 259200`, its seconds before the mob."""
    return f"countdown {step / timedelta(seconds=1)}".removesuffix(".0")


@lru_cache(maxsize=512)
def calendar(meets_at: datetime, zone_name: str, steps: Steps) -> dict[str, datetime]:
    """Every moment of a mob that meets at `meets_at` (aware), as UTC instants in order of time."""
    zone = ZoneInfo(zone_name)
    named = sorted(_moments(meets_at.astimezone(UTC), zone, steps), key=lambda pair: pair[1])
    return dict(named)


def _moments(at: datetime, zone: ZoneInfo, steps: Steps) -> Iterator[tuple[str, datetime]]:
    close = shift(at, -steps.close, zone)
    ballot = shift(at, -steps.ballot, zone)
    yield Moment.CALL, shift(at, -steps.call, zone)
    yield Moment.SHORTLIST, shift(at, -steps.shortlist, zone)
    yield Moment.BALLOT, ballot
    yield Moment.BALLOT_LATEST, shift(at, -steps.ballot_latest, zone)
    yield Moment.LAST_CALL, last_call(ballot, close)
    yield Moment.CLOSE, close
    yield Moment.COUNT, close + steps.grace
    yield Moment.CONSENT, shift(at, -steps.consent, zone)
    yield Moment.ANNOUNCE, shift(at, -steps.announce, zone)
    for step in steps.countdown:
        yield countdown_name(step), shift(at, -step, zone)
    if steps.morning is not None:
        yield from _morning(at, zone, steps.morning)
    if steps.reveal is not None:
        yield Moment.REVEAL, shift(at, -steps.reveal, zone)
    yield Moment.GATHER, at
    if steps.drinks is not None:
        yield Moment.DRINKS, at + steps.drinks
    yield Moment.AMOUNTS, shift(at, steps.amounts, zone)
    yield Moment.RECAP, shift(at, steps.recap, zone)
    yield Moment.NUDGE, shift(at, steps.nudge, zone)


def _morning(
    at: datetime, zone: ZoneInfo, morning: time | timedelta
) -> Iterator[tuple[str, datetime]]:
    if isinstance(morning, timedelta):
        yield Moment.MORNING, at - morning
        return
    due = instant(datetime.combine(at.astimezone(zone).date(), morning), zone)
    # A mob before breakfast has no morning post: it would come after the mob.
    if due < at:
        yield Moment.MORNING, due
