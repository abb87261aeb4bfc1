"""Starting a mob: its date from the organiser or the city's rhythm, the city's rules as of now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.acts.recognising import carried_over
from bot.config import City
from bot.config.rhythm import next_mob
from bot.domain.calendar import Moment, calendar
from bot.domain.mob import Mob, Refusal
from bot.domain.stages import Stage
from storage import audit, mobs
from storage.store import Store


def by_rhythm(city: City, now: datetime) -> datetime | None:
    """The next mob of the city's rhythm with its whole calendar ahead; None without a rhythm."""
    if city.rhythm is None:
        return None
    return next_mob(city.rhythm, zone=city.zone, steps=city.steps, now=now)


def start(
    store: Store,
    city: City,
    meets_at: datetime,
    now: datetime,
    *,
    who: str,
    theme: str | None = None,
) -> Mob | Refusal:
    """Starts a mob for that instant; a Refusal where the lead is too short, the shop could not be
    warned, or another mob of the city meets on that day. Where the city carries over, the shops
    that lost the vote before stand on its list; `theme` is this mob's own, None for the city's."""
    begun = start_each(store, {city: meets_at}, now, who=who, theme=theme)
    return begun[city] if isinstance(begun, dict) else begun[1]


def start_each(
    store: Store,
    days: Mapping[City, datetime],
    now: datetime,
    *,
    who: str,
    theme: str | None = None,
) -> dict[City, Mob] | tuple[City, Refusal]:
    """Starts a mob in each city, or in none: the first city where it cannot be, and why."""
    with store.work("start") as work:
        for city, meets_at in days.items():
            refusal = _refusal(work, city, meets_at, now)
            if refusal is not None:
                return city, refusal
        return {
            city: _begun(work, city, meets_at, now, who=who, theme=theme)
            for city, meets_at in days.items()
        }


def _refusal(work: Connection, city: City, meets_at: datetime, now: datetime) -> Refusal | None:
    moments = calendar(meets_at, city.timezone, city.steps)
    # What lies behind by now is done late, but the owners and the ballot need their time.
    if moments[Moment.BALLOT] <= now:
        return Refusal("too_late_to_start", {"when": meets_at, "latest": _latest(city, now)})
    day = meets_at.astimezone(city.zone).date()
    for other, _ in mobs.of_city(work, city.key):
        same = other.meets_at and other.meets_at.astimezone(city.zone).date() == day
        if same and other.stage not in (Stage.CLOSED, Stage.CANCELLED):
            return Refusal("day_is_taken", {"when": meets_at, "number": other.id})
    return None


def _begun(
    work: Connection, city: City, meets_at: datetime, now: datetime, *, who: str, theme: str | None
) -> Mob:
    rules = city.rules if theme is None else replace(city.rules, theme=theme)
    mob = Mob(0, rules, Stage.CALLING, meets_at, now, next_call=next_call(city, meets_at))
    empty = mobs.create(work, mob)
    mob = carried_over(work, empty, now, losers=city.carry_over)
    mobs.save(work, empty, mob)
    details = {"meets_at": meets_at.isoformat()}
    audit.write(work, now, city=city.key, who=who, act="start", mob=mob.id, details=details)
    return mob


def _latest(city: City, now: datetime) -> datetime:
    """The earliest mob that still leaves time from its ballot on."""
    return now + city.calendar.ballot


def next_call(city: City, meets_at: datetime) -> datetime | None:
    """When the call for the mob after this one goes out, by the city's rhythm."""
    if city.rhythm is None:
        return None
    for later in city.rhythm.after(meets_at, city.zone):
        call = calendar(later, city.timezone, city.steps)[Moment.CALL]
        if call > meets_at:
            return call
    return None
