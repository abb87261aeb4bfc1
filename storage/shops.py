"""Shops in the store: the businesses a city knows, with the other names people have for them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.domain.stages import Stage
from storage.columns import one_of
from storage.prepared import Prepared
from storage.tables import MobRow, NominationRow, ShopRow

MOB = MobRow.__table__  # type: ignore[attr-defined]
NOMINATION = NominationRow.__table__  # type: ignore[attr-defined]
SHOP = ShopRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Shop:
    """A business as the city knows it."""

    id: int
    name: str
    place: str | None = None
    aliases: tuple[str, ...] = ()


def of_city(work: Connection, city: str) -> tuple[Shop, ...]:
    """Every shop the city knows."""
    rows = work.execute(sa.select(SHOP).where(SHOP.c.city == city).order_by(SHOP.c.id)).mappings()
    return tuple(map(_shop, rows))


def visited(work: Connection, city: str) -> tuple[tuple[Shop, datetime | None], ...]:
    """Every shop the city knows, with the day of the last cash mob that met there."""
    return tuple((_shop(row), row["last"]) for row in _VISITED.rows(work, of=city))


def _visited() -> Any:
    met = sa.and_(
        MOB.c.id == NOMINATION.c.mob,
        MOB.c.winner == NOMINATION.c.number,
        one_of(MOB.c.stage, (Stage.GATHERING, Stage.RECAPPING, Stage.CLOSED)),
    )
    joined = SHOP.outerjoin(NOMINATION, NOMINATION.c.shop == SHOP.c.id).outerjoin(MOB, met)
    last = sa.func.max(MOB.c.meets_at, type_=MOB.c.meets_at.type).label("last")
    query = sa.select(SHOP, last).select_from(joined).where(SHOP.c.city == sa.bindparam("of"))
    return query.group_by(SHOP.c.id).order_by(SHOP.c.id)


_VISITED = Prepared(_visited())


def _shop(row: Any) -> Shop:
    return Shop(row["id"], row["name"], row["place"], tuple(json.loads(row["aliases"])))


def learn(
    work: Connection, city: str, name: str, *, place: str | None, aliases: tuple[str, ...]
) -> int:
    """The id of the shop of this name, new if need be, with these aliases remembered as well."""
    for shop in of_city(work, city):
        if shop.name == name:
            known = tuple(dict.fromkeys((*shop.aliases, *(a for a in aliases if a != name))))
            work.execute(
                SHOP.update()
                .where(SHOP.c.id == shop.id)
                .values(aliases=json.dumps(known, ensure_ascii=False), place=place or shop.place)
            )
            return shop.id
    made = work.execute(
        SHOP.insert().values(
            city=city,
            name=name,
            place=place,
            aliases=json.dumps([a for a in aliases if a != name], ensure_ascii=False),
        )
    ).inserted_primary_key
    assert made is not None
    return int(made[0])
