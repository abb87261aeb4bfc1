"""A new date before the announcement: what waits to be said tells it, and no longer the old one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.acts.promises import Speaker
from bot.domain.calls import said_anew
from bot.domain.mob import Mob
from bot.domain.posts import Say
from bot.domain.standing import Tally
from storage import mobs, posted, taking_back
from storage.outbox import Promise, Rank, Sent

REASON = "the mob has another date"


def redated(
    work: Connection, speaker: Speaker, mob: Mob, says: Iterable[Say], now: datetime
) -> tuple[Say, ...]:
    """What is to be said of a mob's new date. Posts that still wait with the old one are taken
    back and promised anew, each on the networks where it was not out; where not even the call is
    out, nobody needs to hear that the date is another one."""
    waiting = [row for row in posted.of_mob(work, mob.id) if _waits(row)]
    taking_back.skip(work, [row.id for row in waiting], REASON)
    first: dict[str, list[str]] = {}
    for row in waiting:
        if row.after is None:
            first.setdefault(row.key, []).append(row.network)
    uncalled = {net for key, nets in first.items() if _named(key) == "call" for net in nets}
    told = tuple(net for net in speaker.voices if net not in uncalled)
    news = (_for(say, told) for say in says)
    loaded = mobs.load(work, mob.id)
    assert loaded is not None
    return (*(say for say in news if say is not None), *_anew(mob, first, loaded[1], now))


def _waits(row: Promise) -> bool:
    return row.rank is Rank.PUBLIC and row.state is Sent.PENDING


def _named(key: str) -> str:
    return key.partition(".")[0]


def _for(say: Say, networks: tuple[str, ...]) -> Say | None:
    """The word of a new date, for the networks that know the old one."""
    if say.kind != "new_date":
        return say
    return replace(say, networks=networks) if networks else None


def _anew(mob: Mob, first: dict[str, list[str]], tally: Tally, now: datetime) -> Iterator[Say]:
    for key, networks in first.items():
        say = said_anew(mob, key, tally, now)
        if say is not None:
            yield replace(say, networks=tuple(networks))
