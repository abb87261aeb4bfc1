"""How many to expect at a mob, from what the store knows of the city's earlier ones."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.engine import Connection

from bot.domain.forecast import Expected, Met, forecast
from bot.domain.mob import AFTERWARDS, Mob
from bot.domain.posts import Say
from bot.domain.standing import Tally
from storage import mobs


def history(view: Connection, city: str) -> tuple[Met, ...]:
    """The city's mobs at which heads were counted, with what had been promised for them."""
    return tuple(
        Met(tally.of("people"), tally.of("tentative"), mob.heads)
        for mob, tally in mobs.all_of_city(view, city)
        if mob.heads is not None and mob.stage in AFTERWARDS
    )


def expected(view: Connection, mob: Mob, tally: Tally) -> Expected:
    """Between how many and how many will come, as far as can be told now."""
    return forecast(tally.of("people"), tally.of("tentative"), history(view, mob.city))


def with_forecast(view: Connection, mob: Mob, say: Say) -> Say:
    """A letter's say with the heads to expect, by what had been promised when it became due."""
    people, tentative = say.values.get("people"), say.values.get("tentative")
    assert isinstance(people, int)
    assert isinstance(tentative, int)
    found = forecast(people, tentative, history(view, mob.city))
    return replace(say, values={**say.values, "fewest": found.low, "most": found.high})
