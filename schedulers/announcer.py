"""The announcer: what becomes due in a city's mobs is decided, saved and promised."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.acts.promises import Speaker
from bot.acts.saving import save
from bot.domain.advancing import advance
from bot.domain.mob import Mob
from bot.domain.standing import Tally
from bot.domain.tasks import reminders
from storage import mobs


def announce(work: Connection, speaker: Speaker, now: datetime) -> None:
    """Moves every mob of a city to this instant, and reminds the organisers of what is due."""
    for mob, tally in mobs.of_city(work, speaker.city):
        _move_on(work, speaker, mob, tally, now)


def _move_on(work: Connection, speaker: Speaker, mob: Mob, tally: Tally, now: datetime) -> None:
    decision = advance(mob, tally, now)
    says = (*decision.says, *reminders(decision.mob, now))
    if says or decision.mob != mob:
        save(work, speaker, mob, replace(decision, says=says), now, who="calendar")


def next_moment(found: tuple[tuple[Mob, Tally], ...], now: datetime) -> datetime | None:
    """The next instant after `now` at which a calendar has something due."""
    later = (at for mob, _ in found for at in mob.moments().values() if at > now)
    return min(later, default=None)
