"""Pictures for the recap: kept with the mob until its people are let go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.domain.posts import Picture
from storage.tables import PictureRow

PICTURE = PictureRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Hung:
    """A picture of a mob, under its number there: what describes it, who is on it and agreed, who
    brought it, and how many bytes it has."""

    number: int
    alt: str
    consent: str
    by: str
    added_at: datetime
    size: int


def hang(
    work: Connection, mob: int, picture: Picture, now: datetime, *, consent: str, by: str
) -> int:
    """Keeps a picture, and returns its number; a number is never given again while any of that
    mob's pictures is kept."""
    highest = sa.select(sa.func.max(PICTURE.c.number)).where(PICTURE.c.mob == mob)
    number = (work.execute(highest).scalar() or 0) + 1
    values = {"alt": picture.alt, "consent": consent, "by": by, "data": picture.data}
    work.execute(PICTURE.insert().values(mob=mob, number=number, added_at=now, **values))
    return number


def listed(view: Connection, mob: int) -> tuple[Hung, ...]:
    """What hangs in a mob, in the order of the numbers."""
    names = (*("number", "alt", "consent", "by", "added_at"),)
    columns = [PICTURE.c[name] for name in names]
    query = sa.select(*columns, sa.func.length(PICTURE.c.data).label("size"))
    rows = view.execute(query.where(PICTURE.c.mob == mob).order_by(PICTURE.c.number)).mappings()
    return tuple(Hung(**row) for row in rows)


def of_mob(view: Connection, mob: int) -> tuple[Picture, ...]:
    """The pictures themselves, in the order of their numbers."""
    query = sa.select(PICTURE.c.data, PICTURE.c.alt).where(PICTURE.c.mob == mob)
    return tuple(Picture(*row) for row in view.execute(query.order_by(PICTURE.c.number)))


def take_down(work: Connection, mob: int, number: int) -> bool:
    """Erases one picture; False where there is none of that number."""
    which = sa.and_(PICTURE.c.mob == mob, PICTURE.c.number == number)
    return int(work.execute(PICTURE.delete().where(which)).rowcount) == 1


def drop(work: Connection, mob: int) -> None:
    """Erases all pictures of a mob."""
    work.execute(PICTURE.delete().where(PICTURE.c.mob == mob))
