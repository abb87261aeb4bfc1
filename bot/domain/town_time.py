"""The hour in the town: what was told to people stays, though the rules of its clocks change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.calendar import Moment, kept
from bot.domain.mob import Mob

_UNTIL = {"meets_at": Moment.GATHER, "closes": Moment.CLOSE, "next_call": None}
"""The instants of a mob that are planned by the town's clocks, and the moment of the calendar after
which each is a thing of the past."""


def walls(mob: Mob) -> dict[str, str]:
    """What the clocks of the town show at each planned instant, by today's rules."""
    planned = ((name, getattr(mob, name)) for name in _UNTIL)
    return {name: wall(at, mob.rules.zone) for name, at in planned if at is not None}


def held_to(mob: Mob, told: Mapping[str, str]) -> Mob:
    """The mob with its planned instants where the clocks show what was `told`: an update may have
    brought other rules since."""
    moved: dict[str, Any] = {}
    for name, until in _UNTIL.items():
        at = getattr(mob, name)
        if at is not None and name in told and until not in mob.done:
            held = where(at, told[name], mob.rules.zone)
            moved |= {} if held == at else {name: held}
    return replace(mob, **moved) if moved else mob


def where(at: datetime, told: str, zone: str) -> datetime:
    """The instant at which the clocks of the zone show what was told: mostly `at`."""
    return kept(at, datetime.fromisoformat(told), ZoneInfo(zone))


def wall(at: datetime, zone: str) -> str:
    """What the clocks of the zone show at an instant, by today's rules."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None).isoformat()
