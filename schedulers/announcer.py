"""The announcer: what becomes due in a city's mobs is decided, saved and promised."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.acts.promises import Speaker, promise
from bot.acts.saving import save
from bot.domain.advancing import advance
from bot.domain.meanwhile import meanwhile
from bot.domain.mob import Mob
from bot.domain.posts import Say
from bot.domain.standing import Tally
from bot.domain.tasks import reminders
from schedulers.alerts import alerts
from storage import lanes, mobs, outbox


def announce(work: Connection, speaker: Speaker, now: datetime) -> None:
    """Moves every mob of a city to this instant, and reminds the organisers of what is due."""
    found = mobs.of_city(work, speaker.city)
    for mob, tally in found:
        _move_on(work, speaker, mob, tally, now)
    if found:
        newest = found[-1][0]
        known = lanes.all_lanes(work)
        open_now = alerts(work, speaker.city, known, now)
        promise(work, speaker, ((newest, say) for say in _unsaid(work, newest, open_now)))
        # Mail is a lane too, but nobody in the town writes to us there.
        here = [lane for lane in known if lane.city == speaker.city and lane.network != "mail"]
        away = {lane.network: lane.trouble_since for lane in here}
        for mob, tally in found:
            told = _unsaid(work, mob, meanwhile(mob, tally, away, now))
            promise(work, speaker, ((mob, say) for say in told))


def _move_on(work: Connection, speaker: Speaker, mob: Mob, tally: Tally, now: datetime) -> None:
    decision = advance(mob, tally, now)
    says = (*decision.says, *_unsaid(work, mob, reminders(decision.mob, now, tally)))
    if says or decision.mob != mob:
        save(work, speaker, mob, replace(decision, says=says), now, who="calendar")


def _unsaid(work: Connection, mob: Mob, says: tuple[Say, ...]) -> tuple[Say, ...]:
    """Those not promised yet: words to organisers are found anew at every tick."""
    said = outbox.promised(work, mob.city, mob.id, {say.key for say in says})
    return tuple(say for say in says if say.key not in said)


def next_moment(found: tuple[tuple[Mob, Tally], ...], now: datetime) -> datetime | None:
    """The next instant after `now` at which a calendar has something due."""
    later = (at for mob, _ in found for at in mob.moments().values() if at > now)
    return min(later, default=None)
