"""Lanes in the store: how far each account has been read, and what is wrong with it."""

from __future__ import annotations

from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from storage.known import Lane as Lane
from storage.prepared import Prepared
from storage.tables import LaneRow

LANE = LaneRow.__table__  # type: ignore[attr-defined]


def lane(work: Connection, city: str, network: str) -> Lane:
    """What is known of an account; a new one is empty."""
    row = _ONE.first(work, of=city, on=network)
    return Lane(city, network) if row is None else Lane(**row)


_ONE = Prepared(
    sa.select(LANE).where(LANE.c.city == sa.bindparam("of"), LANE.c.network == sa.bindparam("on"))
)


def all_lanes(work: Connection) -> tuple[Lane, ...]:
    """Every account that was ever read."""
    rows = work.execute(sa.select(LANE).order_by(LANE.c.city, LANE.c.network)).mappings()
    return tuple(Lane(**row) for row in rows)


def of_city(work: Connection, city: str) -> tuple[Lane, ...]:
    """Every account of a city that was ever read."""
    return tuple(Lane(**row) for row in _OF_CITY.rows(work, of=city))


_OF_CITY = Prepared(
    sa.select(LANE).where(LANE.c.city == sa.bindparam("of")).order_by(LANE.c.network)
)


def note(work: Connection, city: str, network: str, **changes: Any) -> None:
    """Writes what changed about an account."""
    _noting(tuple(changes)).change(work, city=city, network=network, **changes)


@cache
def _noting(names: tuple[str, ...]) -> Prepared:
    statement = insert(LANE)
    fresh = {name: statement.excluded[name] for name in names}
    keys = ["city", "network"]
    return Prepared(
        statement.on_conflict_do_update(index_elements=keys, set_=fresh), (*keys, *names)
    )
