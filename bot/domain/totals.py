"""What a city's mobs came to, year by year: each figure by itself, with how many mobs gave it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.domain.mob import AFTERWARDS, Mob
from bot.domain.standing import Tally


@dataclass(frozen=True, slots=True)
class Year:
    """One year of one city, in one currency (sums in its minor units).

    `heads_at`, `sales_at` and `tills` say how many of the mobs gave the figure before them.
    `till` is what shops told, `reported` what `spenders` people said they spent: two counts of the
    same money, which are never added. What an owner keeps private is in no sum.
    """

    city: str
    year: int
    currency: str
    mobs: int = 0
    heads: int = 0
    heads_at: int = 0
    sales: int = 0
    sales_at: int = 0
    till: int = 0
    tills: int = 0
    reported: int = 0
    spenders: int = 0


def by_year(found: Iterable[tuple[Mob, Tally]]) -> tuple[Year, ...]:
    """The years of the mobs that took place, the oldest first; a mob is of the year in which it
    met by its city's clocks."""
    grouped: dict[tuple[str, int, str], list[tuple[Mob, Tally]]] = {}
    for mob, tally in found:
        if mob.stage in AFTERWARDS and mob.meets_at is not None:
            year = mob.meets_at.astimezone(ZoneInfo(mob.rules.zone)).year
            grouped.setdefault((mob.city, year, mob.rules.currency), []).append((mob, tally))
    return tuple(_summed(*key, grouped[key]) for key in sorted(grouped))


def _summed(city: str, year: int, currency: str, met: list[tuple[Mob, Tally]]) -> Year:
    heads = [mob.heads for mob, _ in met if mob.heads is not None]
    told = [mob for mob, _ in met if "sales" not in mob.private]
    sales = [mob.sales for mob in told if mob.sales is not None]
    tills = [mob.till for mob, _ in met if mob.till is not None and not mob.till_private]
    return Year(
        city,
        year,
        currency,
        mobs=len(met),
        heads=sum(heads),
        heads_at=len(heads),
        sales=sum(sales),
        sales_at=len(sales),
        till=sum(tills),
        tills=len(tills),
        reported=sum(tally.of("spent") for _, tally in met),
        spenders=sum(tally.of("spenders") for _, tally in met),
    )
