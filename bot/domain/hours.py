"""A shop's opening hours as an organiser types them, and whether a mob falls into them.

`mon-fri 9-18, sat 9-13` · `tue-sat 9:30-12:30 14-18:30, sun closed` · `daily 8-20`: days, then one
or more spans; after a comma further days, or further spans of the same days. Days are English or
French, by their first three letters or in full. A span that ends before it begins ends after
midnight.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.domain.mob import ENDED, Mob, Nomination, eligible
from bot.domain.posts import Value
from bot.domain.stages import Stage

CLOSED, CLOSING = "todo_hours_closed", "todo_hours_closing"
NEAR = 30
"""Minutes before its closing at which a shop has no time for a crowd any more."""

_DAY = 24 * 60
_DAYS = (
    ("mon", "monday", "lun", "lundi"),
    ("tue", "tuesday", "mar", "mardi"),
    ("wed", "wednesday", "mer", "mercredi"),
    ("thu", "thursday", "jeu", "jeudi"),
    ("fri", "friday", "ven", "vendredi"),
    ("sat", "saturday", "sam", "samedi"),
    ("sun", "sunday", "dim", "dimanche"),
)
_NUMBER = {name: number for number, names in enumerate(_DAYS) for name in names}
_SPAN = re.compile(r"(\d{1,2})(?:[:h.](\d{2})?)?-(\d{1,2})(?:[:h.](\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when a shop is open on a day (0 is Monday), in minutes from that midnight."""

    day: int
    opens: int
    closes: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Words in which no hours could be found; `part` is where it went wrong."""

    part: str


@lru_cache(maxsize=512)
def week(text: str) -> tuple[Span, ...] | Unreadable:
    """The hours behind a text, in the order of the week; none at all for an empty one."""
    found: list[Span] = []
    days: tuple[int, ...] = ()
    for part in re.split("[,;]", re.sub(r"\s*[-–]\s*", "-", text.casefold())):
        words = part.split()
        named = [word for word in words if _days(word)]
        times = words[len(named) :]
        if named:
            days = tuple(day for word in named for day in _days(word))
        spans = [_span(word) for word in times]
        shut = times in (["closed"], ["fermé"], ["ferme"])
        if words and (not days or not times or not (shut or all(spans))):
            return Unreadable(" ".join(words))
        found += [Span(day, *span) for day in days for span in spans if span]
    return tuple(sorted(found, key=lambda span: (span.day, span.opens)))


def _days(word: str) -> tuple[int, ...]:
    """The days that a word names: one, some in a row (also over Sunday), or all."""
    if word in ("daily", "tlj"):
        return tuple(range(7))
    first, _, last = word.partition("-")
    if first not in _NUMBER or (last and last not in _NUMBER):
        return ()
    start, end = _NUMBER[first], _NUMBER[last or first]
    return tuple((start + n) % 7 for n in range((end - start) % 7 + 1))


def _span(word: str) -> tuple[int, int] | None:
    found = _SPAN.fullmatch(word)
    if found is None:
        return None
    opens, closes = (int(found[i]) * 60 + int(found[i + 1] or 0) for i in (1, 3))
    minutes = (int(found[2] or 0), int(found[4] or 0))
    if max(opens, closes) > _DAY or max(minutes) > 59 or opens == closes:
        return None
    return opens, closes if closes > opens else closes + _DAY


@dataclass(frozen=True, slots=True)
class Misfit:
    """A shop that the mob's hour does not fit: a key of the organisers' texts, with its values."""

    nomination: Nomination
    kind: str
    values: dict[str, Value]


def misfit(mob: Mob, nomination: Nomination) -> Misfit | None:
    """Why a shop cannot well receive the mob at its hour; None where it can, or where nobody has
    noted its hours."""
    spans = week(nomination.hours)
    if mob.meets_at is None or isinstance(spans, Unreadable) or not spans:
        return None
    wall = mob.meets_at.astimezone(ZoneInfo(mob.rules.zone))
    minute = wall.weekday() * _DAY + wall.hour * 60 + wall.minute
    left = max((closes - minute for opens, closes in _around(spans) if opens <= minute), default=0)
    if left > NEAR:
        return None
    values: dict[str, Value] = {
        "number": nomination.number,
        "shop": nomination.name,
        "place": nomination.place or "",
        "hours": nomination.hours,
        "when": mob.meets_at,
    }
    if left <= 0:
        return Misfit(nomination, CLOSED, values)
    return Misfit(nomination, CLOSING, values | {"closes": mob.meets_at + timedelta(minutes=left)})


def _around(spans: tuple[Span, ...]) -> Iterator[tuple[int, int]]:
    """All spans in minutes of the week, those of Sunday also as what runs into Monday."""
    for span in spans:
        for shift in (0, -7 * _DAY):
            start = span.day * _DAY + shift
            yield start + span.opens, start + span.closes


def misfits(mob: Mob) -> tuple[Misfit, ...]:
    """Those of the shops the mob may still go to whose hours its hour does not fit."""
    if mob.stage in ENDED or mob.stage in (Stage.GATHERING, Stage.RECAPPING):
        return ()
    meant = (mob.won,) if mob.won is not None else tuple(filter(eligible, mob.nominations))
    return tuple(found for n in meant if (found := misfit(mob, n)) is not None)
