"""The checklist of a shop: what an organiser looks at before a mob goes there, and who looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

POINTS = {
    "independent": "it belongs to people of the town, no chain decides for it",
    "price": "there is something for at most what everybody brings",
    "everybody": "women and men, young and old find something there",
    "gives-back": "it does something for the neighbourhood",
    "room": "a crowd fits in, or can take turns",
    "reach": "people get there: parking, bus, bicycles, no step",
    "drinks": "there is a place for a drink near by",
}
"""What to look at, in the order of the list."""


@dataclass(frozen=True, slots=True)
class Tick:
    """An organiser has looked at one point of a shop, and it holds."""

    point: str
    by: str
    at: datetime


def ticked(ticks: tuple[Tick, ...], *more: Tick) -> tuple[Tick, ...]:
    """The ticks with some more; of two on one point the later one stands."""
    by_point = {t.point: t for t in (*ticks, *more)}
    return tuple(by_point[point] for point in POINTS if point in by_point)
