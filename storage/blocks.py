"""The block list in the store: the people whom a city's bot no longer hears."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from storage.prepared import Prepared
from storage.tables import BlockRow

BLOCK = BlockRow.__table__  # type: ignore[attr-defined]


def add(work: Connection, city: str, person: str, since: datetime) -> None:
    """Blocks a person; once is enough."""
    row = insert(BLOCK).values(city=city, person=person, since=since)
    work.execute(row.on_conflict_do_nothing())


def remove(work: Connection, city: str, person: str) -> None:
    """Hears a person again."""
    work.execute(BLOCK.delete().where(BLOCK.c.city == city, BLOCK.c.person == person))


def of_city(work: Connection, city: str) -> frozenset[str]:
    """Everybody whom the city no longer hears."""
    return frozenset(row["person"] for row in _OF_CITY.rows(work, of=city))


_OF_CITY = Prepared(sa.select(BLOCK.c.person).where(BLOCK.c.city == sa.bindparam("of")))
