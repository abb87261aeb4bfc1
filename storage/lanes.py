"""Lanes in the store: how far each account has been read, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from storage.tables import LaneRow

LANE = LaneRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Lane:
    """One account of a city: its cursor, its own id, a span it could not read, and its trouble."""

    city: str
    network: str
    cursor: str | None = None
    read_at: datetime | None = None
    account: str | None = None
    handle: str = ""
    max_characters: int | None = None
    gap_since: datetime | None = None
    gap_until: datetime | None = None
    trouble: str = ""
    trouble_since: datetime | None = None


def lane(work: Connection, city: str, network: str) -> Lane:
    """What is known of an account; a new one is empty."""
    query = sa.select(LANE).where(LANE.c.city == city, LANE.c.network == network)
    row = work.execute(query).mappings().first()
    return Lane(city, network) if row is None else Lane(**row)


def all_lanes(work: Connection) -> tuple[Lane, ...]:
    """Every account that was ever read."""
    rows = work.execute(sa.select(LANE).order_by(LANE.c.city, LANE.c.network)).mappings()
    return tuple(Lane(**row) for row in rows)


def of_city(work: Connection, city: str) -> tuple[Lane, ...]:
    """Every account of a city that was ever read."""
    rows = work.execute(_OF_CITY, {"of": city}).mappings()
    return tuple(Lane(**row) for row in rows)


_OF_CITY = sa.select(LANE).where(LANE.c.city == sa.bindparam("of")).order_by(LANE.c.network)


def note(work: Connection, city: str, network: str, **changes: Any) -> None:
    """Writes what changed about an account."""
    statement = insert(LANE).values(city=city, network=network, **changes)
    work.execute(statement.on_conflict_do_update(index_elements=["city", "network"], set_=changes))
