"""The announcer: what becomes due in a city's mobs is decided, saved and promised."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.acts.promises import Speaker
from bot.acts.reminding import reminded
from bot.acts.saving import save
from bot.domain.advancing import advance
from bot.domain.meanwhile import meanwhile
from bot.domain.mob import Decision, Mob
from bot.domain.posts import Say
from bot.domain.reminding import hours
from bot.domain.standing import Tally
from bot.domain.tasks import reminders
from schedulers.alerts import alerts
from storage import lanes, mobs, posted


def due(view: Connection, city: str, now: datetime) -> list[tuple[Mob, Decision]]:
    """What time decides in a city's mobs at this instant, of what the organisers are reminded, and
    what is broken: each mob to which anything happens, with its decision. Nothing is written."""
    found = mobs.of_city(view, city)
    known = lanes.of_city(view, city)
    # Mail is a lane too, but nobody in the town writes to us there.
    away = {lane.network: lane.trouble_since for lane in known if lane.network != "mail"}
    said: list[tuple[Mob, Decision, list[Say]]] = []
    for mob, tally in found:
        decision = reminded(view, advance(mob, tally, now), tally, now)
        told = (*reminders(decision.mob, now, tally), *meanwhile(mob, tally, away, now))
        said.append((mob, decision, [*decision.says, *_unsaid(view, mob, told)]))
    if said:
        newest, _, says = said[-1]
        says += _unsaid(view, newest, alerts(view, city, known, now))
    return [
        (mob, replace(decision, says=tuple(says)))
        for mob, decision, says in said
        if says or decision.mob != mob
    ]


def announce(work: Connection, speaker: Speaker, now: datetime) -> None:
    """Moves every mob of a city to this instant, and reminds the organisers of what is due."""
    for mob, decision in due(work, speaker.city, now):
        save(work, speaker, mob, decision, now, who="calendar")


def _unsaid(work: Connection, mob: Mob, says: tuple[Say, ...]) -> tuple[Say, ...]:
    """Those not promised yet: words to organisers are found anew at every tick."""
    said = posted.promised(work, mob.city, mob.id, {say.key for say in says})
    return tuple(say for say in says if say.key not in said)


def next_moment(found: tuple[tuple[Mob, Tally], ...], now: datetime) -> datetime | None:
    """The next instant after `now` at which a calendar has something due."""
    moments = (at for mob, _ in found for at in mob.moments().values())
    asked_for = (hour.at for mob, _ in found for hour in hours(mob))
    return min((at for at in (*moments, *asked_for) if at > now), default=None)
