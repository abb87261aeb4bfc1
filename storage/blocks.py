"""The block list in the store: the people whom a city's bot no longer hears."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from storage.tables import BlockRow

BLOCK = BlockRow.__table__  # type: ignore[attr-defined]


def add(work: Connection, city: str, person: str, since: datetime) -> None:
    """Blocks a person; once is enough."""
    row = insert(BLOCK).values(city=city, person=person, since=since)
    work.execute(row.on_conflict_do_nothing())


def remove(work: Connection, city: str, person: str) -> None:
    """Hears a person again."""
    work.execute(BLOCK.delete().where(BLOCK.c.city == city, BLOCK.c.person == person))


def among(work: Connection, city: str, persons: Collection[str]) -> frozenset[str]:
    """Those of the people who are blocked."""
    which = sa.and_(BLOCK.c.city == city, BLOCK.c.person.in_(persons))
    return frozenset(row[0] for row in work.execute(sa.select(BLOCK.c.person).where(which)))
