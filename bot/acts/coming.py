"""Who comes to a mob, on which network, since when, with how many: for organisers only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.domain.mob import Mob
from bot.domain.standing import Said, Standing, Window, fold
from storage import mentions, standings


@dataclass(frozen=True, slots=True)
class Coming:
    """One person who comes (`people`) or may come (`tentative`), themselves included."""

    person: str
    name: str
    network: str
    since: datetime
    people: int
    tentative: int


def coming(view: Connection, mob: Mob) -> tuple[Coming, ...]:
    """Everybody who comes or may come, in the order in which they said so."""
    said = mentions.said_in(view, mob.id)
    window = mob.window()
    found = [
        Coming(
            kept.person,
            kept.name,
            kept.network,
            _since(window, said.get(kept.person, ())) or kept.since,
            kept.standing.people,
            kept.standing.tentative,
        )
        for kept in standings.all_in(view, mob.id)
        if _comes(kept.standing)
    ]
    return tuple(sorted(found, key=lambda one: (one.since, one.person)))


def _comes(standing: Standing) -> bool:
    return bool(standing.people or standing.tentative)


def _since(window: Window, said: Sequence[Said]) -> datetime | None:
    """When the person first gave the word that has held ever since."""
    since = None
    ordered = sorted(said, key=lambda message: (message.said_at, message.event))
    for number, message in enumerate(ordered, start=1):
        if not _comes(fold(window, ordered[:number])):
            since = None
        elif since is None:
            since = message.said_at
    return since
