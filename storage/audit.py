"""The audit log: what was done, by whom, when; only ever added to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage.tables import AuditRow

AUDIT = AuditRow.__table__  # type: ignore[attr-defined]


def write(
    work: Connection,
    now: datetime,
    *,
    city: str,
    who: str,
    act: str,
    mob: int | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Adds one line."""
    text = json.dumps(details or {}, ensure_ascii=False, default=str, sort_keys=True)
    work.execute(AUDIT.insert().values(at=now, city=city, mob=mob, who=who, act=act, details=text))


def lines(work: Connection, city: str, mob: int | None = None) -> tuple[dict[str, Any], ...]:
    """The log of a city, or of one of its mobs, oldest first."""
    query = sa.select(AUDIT).where(AUDIT.c.city == city).order_by(AUDIT.c.id)
    if mob is not None:
        query = query.where(AUDIT.c.mob == mob)
    rows = work.execute(query).mappings()
    return tuple(dict(row) | {"details": json.loads(row["details"])} for row in rows)


_NOBODY = ("calendar", "housekeeping")
"""Who acts in the log without being a person."""


def by_people(work: Connection, since: datetime) -> tuple[dict[str, Any], ...]:
    """What people did after that instant, in all cities, oldest first."""
    which = sa.and_(AUDIT.c.at > since, AUDIT.c.who.not_in(_NOBODY))
    rows = work.execute(sa.select(AUDIT).where(which).order_by(AUDIT.c.id)).mappings()
    return tuple(dict(row) | {"details": json.loads(row["details"])} for row in rows)
