"""Giving an order: an organiser's act goes the way of every act, or its refusal is told."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.commands.configuration import Chosen
from bot.commands.desk import Desk, desk, refused, who

if TYPE_CHECKING:
    from bot.config import City
    from bot.domain.mob import Mob
    from bot.domain.orders import Act


@dataclass(frozen=True, slots=True)
class Meant:
    """The mob that an act is meant for, as it stands, and who gives the order."""

    here: Desk
    city: City
    mob: Mob
    by: str | None

    def carry(self, act: Act) -> Mob:
        """Carries out an act, and returns the mob as it stands then."""
        return carry(self.here, self.city, act, mob_number=self.mob.id, by=self.by)


@contextmanager
def meant(
    chosen: Chosen, *, city_key: str | None, mob_number: int | None, by: str | None
) -> Iterator[Meant]:
    """The mob that `--city` and `--mob` name, for as long as the store is open; Stop where it is
    not clear which."""
    with desk(chosen) as here:
        city = here.city(city_key)
        yield Meant(here, city, here.mob(city, mob_number), by)


def give(
    chosen: Chosen, act: Act, *, city_key: str | None, mob_number: int | None, by: str | None
) -> Mob:
    """Carries out an act that needs to know nothing more of its mob, and returns the mob."""
    with desk(chosen) as here:
        return carry(here, here.city(city_key), act, mob_number=mob_number, by=by)


def carry(here: Desk, city: City, act: Act, *, mob_number: int | None, by: str | None) -> Mob:
    """Carries out one act; Stop with its sentence where it is refused."""
    from bot.acts.ordering import carry_out

    carried = carry_out(here.store, city, act, here.now, who=who(by), mob=mob_number)
    if carried.refused is not None:
        raise refused(carried.refused, city)
    assert carried.mob is not None
    return carried.mob
