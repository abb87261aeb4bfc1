"""People in the store: who is meant by a name, and all that is kept about one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage.mentions import MENTION, Filed, Kept, filed_from
from storage.standings import MOB, STANDING, kept_from
from storage.standings import Kept as KeptStanding


@dataclass(frozen=True, slots=True)
class Person:
    """One person as the store knows them: their lasting id, network, and last name there."""

    person: str
    network: str
    name: str


def called(work: Connection, city: str, name: str) -> tuple[Person, ...]:
    """Everybody of a city whose id is this, or who goes by this name, with or without its @."""
    bare = name.lstrip("@").lower()
    found = {person.person: person for person in _all(work, city)}
    if name in found:
        return (found[name],)
    return tuple(p for p in found.values() if p.name.lstrip("@").lower() == bare)


def _all(work: Connection, city: str) -> list[Person]:
    """Everybody who wrote or stands for something in a city, by the time of their last word."""
    wrote = work.execute(
        sa.select(MENTION.c.person, MENTION.c.network, MENTION.c.name)
        .where(MENTION.c.city == city, MENTION.c.state != Kept.ERASED, MENTION.c.person != "")
        .order_by(MENTION.c.said_at)
    )
    return [Person(*row) for row in wrote]


def messages(work: Connection, city: str, person: str) -> tuple[Filed, ...]:
    """Every message of a person that is kept, whatever it was for."""
    which = sa.and_(MENTION.c.city == city, MENTION.c.person == person)
    rows = work.execute(sa.select(MENTION).where(which).order_by(MENTION.c.said_at))
    return tuple(filed_from(row) for row in rows.mappings())


def standings(work: Connection, city: str, person: str) -> tuple[KeptStanding, ...]:
    """What a person stands for, mob after mob."""
    query = sa.select(STANDING).join(MOB, MOB.c.id == STANDING.c.mob)
    rows = work.execute(query.where(MOB.c.city == city, STANDING.c.person == person))
    return tuple(kept_from(row) for row in rows.mappings())


def bury(
    work: Connection, city: str, person: str, *, anonymous: str, graves: Mapping[str, str]
) -> None:
    """Takes the words, names and ids out of all a person's messages that are left; `graves` gives
    what stands in the place of each event."""
    for event, grave in graves.items():
        work.execute(
            MENTION.update()
            .where(MENTION.c.city == city, MENTION.c.person == person, MENTION.c.event == event)
            .values(
                event=grave,
                person=anonymous,
                name="",
                body="",
                parent=None,
                account_since=None,
                again_at=None,
                intents="[]",
                state=Kept.ERASED.value,
            )
        )
