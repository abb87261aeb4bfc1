"""The scripts of rehearsals, one file each: what the town does, and what has to come of it.

A file here is a script by its name: `cashmob rehearse --script NAME` plays the `SCRIPT` in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files
from typing import TYPE_CHECKING

from bot.domain.mob import ENDED, Mob

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from bot.config import City
    from bot.rehearsal.cues import Cue
    from bot.rehearsal.town import TownPost


@dataclass(frozen=True, slots=True)
class Opening:
    """What a script knows when the town gets to work: the mob as it was started, and the city."""

    mob: Mob
    city: City
    seed: int


def ended(mob: Mob) -> bool:
    """A mob that is closed or cancelled is at its end."""
    return mob.stage in ENDED


def as_it_is(city: City) -> City:
    """The city by its own rules."""
    return city


@dataclass(frozen=True, slots=True)
class Script:
    """One story that a town can tell.

    `tells` says it in a line. `cues` is what everybody does, the organiser included. `wrong` looks
    at the store and at what the town saw of the bot, and says what went wrong, a sentence each.
    The story is over where `over` says so and nothing waits any more. `city` changes the city's
    rules where the story needs others.
    """

    tells: str
    cues: Callable[[Opening], tuple[Cue, ...]]
    wrong: Callable[[Connection, Mob, Iterable[TownPost], Iterable[str]], tuple[str, ...]]
    over: Callable[[Mob], bool] = ended
    city: Callable[[City], City] = as_it_is


def names() -> tuple[str, ...]:
    """The scripts there are, in alphabetical order."""
    found = (entry.name for entry in files(__name__).iterdir())
    modules = (n.removesuffix(".py") for n in found if n.endswith(".py") and n[0] != "_")
    return tuple(sorted(modules))


def script(name: str) -> Script:
    """The script of that name, one of `names()`."""
    found: Script = import_module(f"{__name__}.{name}").SCRIPT
    return found
