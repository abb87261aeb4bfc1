"""Graves: the keyed hashes that stand where messages were erased, and what could lie in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from bot.domain.intents import Intent, from_json
from bot.domain.posts import Visibility
from storage.mentions import MENTION, Kept

Place = tuple[str, str, str]
"""Where a grave stands: city, network, and the hash in the place of the event."""

_NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Body:
    """A message that is not erased: where it stands and whose it is."""

    city: str
    network: str
    event: str
    mob: int | None
    person: str


def dug(view: Connection) -> dict[Place, tuple[Intent, ...]]:
    """Every grave, with what still counts of the message."""
    columns = (MENTION.c.city, MENTION.c.network, MENTION.c.event, MENTION.c.intents)
    rows = view.execute(sa.select(*columns).where(MENTION.c.state == Kept.ERASED))
    return {(row.city, row.network, row.event): from_json(row.intents) for row in rows}


def bodies(view: Connection) -> Iterator[Body]:
    """Every message that is not erased."""
    columns = (MENTION.c.city, MENTION.c.network, MENTION.c.event, MENTION.c.mob, MENTION.c.person)
    rows = view.execute(sa.select(*columns).where(MENTION.c.state != Kept.ERASED)).all()
    return (Body(*row) for row in rows)


def add(work: Connection, places: Mapping[Place, object], *, anonymous: str) -> None:
    """Digs those graves that are not there, so that no poll brings back what they keep away. They
    count for nothing: the messages were never in this database."""
    nothing = {
        "person": anonymous,
        "name": "",
        "body": "",
        "visibility": Visibility.PUBLIC.value,
        "said_at": _NEVER,
        "read_at": _NEVER,
        "state": Kept.ERASED.value,
    }
    rows = [
        {"city": city, "network": network, "event": event, **nothing}
        for city, network, event in places
    ]
    if rows:
        work.execute(insert(MENTION).on_conflict_do_nothing(), rows)
