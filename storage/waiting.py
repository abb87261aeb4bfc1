"""Orders that wait for their code: at most one of each organiser, for an hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from storage.tables import WaitingOrderRow

WAITING = WaitingOrderRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Waiting:
    """An order as JSON, by whom it was given, and until when it waits.

    `digest` is the salted hash of the code that was shown last, good until `good_until`; it is
    empty as long as none was. `tries` counts wrong codes.
    """

    person: str
    name: str
    body: str
    asked_at: datetime
    until: datetime
    salt: str = ""
    digest: str = ""
    good_until: datetime | None = None
    tries: int = 0


def put(work: Connection, city: str, waiting: Waiting) -> None:
    """Lets an order wait, in the place of an earlier one of the same person."""
    values = {name: getattr(waiting, name) for name in waiting.__slots__}
    row = insert(WAITING).values(city=city, **values)
    work.execute(row.on_conflict_do_update(index_elements=["city", "person"], set_=values))


def drop(work: Connection, city: str, person: str) -> None:
    """That person's order waits no longer."""
    work.execute(WAITING.delete().where(WAITING.c.city == city, WAITING.c.person == person))


def drop_all(work: Connection) -> None:
    """No order waits any longer: a restored database knows nothing of what became of them."""
    work.execute(WAITING.delete())


def of_person(view: Connection, city: str, person: str, now: datetime) -> Waiting | None:
    """The order of a person that still waits, None where there is none."""
    return next((w for w in of_city(view, city, now) if w.person == person), None)


def of_city(view: Connection, city: str, now: datetime) -> tuple[Waiting, ...]:
    """The orders of a city that still wait, the oldest first."""
    which = sa.and_(WAITING.c.city == city, WAITING.c.until > now)
    rows = view.execute(sa.select(WAITING).where(which).order_by(WAITING.c.asked_at)).mappings()
    return tuple(Waiting(**{k: v for k, v in row.items() if k != "city"}) for row in rows)
