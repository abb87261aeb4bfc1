"""Shops in the store: the businesses a city knows, with the other names people have for them."""

from __future__ import annotations

import json
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage.tables import ShopRow

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
    return tuple(
        Shop(r["id"], r["name"], r["place"], tuple(json.loads(r["aliases"]))) for r in rows
    )


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
