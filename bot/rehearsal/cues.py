"""What a rehearsal's script is made of: who does what, and when between two moments of the mob."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.domain.posts import Visibility
from bot.rehearsal.town import Person


class At(NamedTuple):
    """A part (0 to 1) of the way from one moment of the mob's calendar to a later one."""

    after: str
    before: str
    part: float


PUT_OFF, WEEK_AFTER = "put_off", "week_after"
"""Two moments that stand in no calendar: when the mob was put off, and a week after that."""


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop of the town, as most call it and as somebody else spells it."""

    name: str
    other: str
    place: str


@dataclass(frozen=True, slots=True)
class Write:
    """Somebody writes.

    `role` is what a careful reader takes it for: an intent's name, or "nothing". `answers` names
    the kind of the bot's post that it replies to ("call", "ballot", "nomination:NAME",
    "candidate:NAME" …), None
    for a message of its own. `{number}` in the text stands for the number that the published
    ballot gives to `shop`. `people` and `amount` are what a reader should find in it.
    """

    text: str
    role: str
    answers: str | None = None
    shop: Shop | None = None
    people: int | None = None
    amount: str | None = None
    visibility: Visibility = Visibility.PUBLIC
    tag: bool = True


@dataclass(frozen=True, slots=True)
class Edit:
    """Somebody changes what they wrote at the cue called `of`; `write` is what it says then."""

    of: str
    write: Write


@dataclass(frozen=True, slots=True)
class Delete:
    """Somebody takes back what they wrote at the cue called `of`."""

    of: str


@dataclass(frozen=True, slots=True)
class Like:
    """Somebody likes the bot's post of that kind."""

    kind: str


@dataclass(frozen=True, slots=True)
class Order:
    """The organiser's act, by the name of its command, with its arguments in words."""

    act: str
    arguments: Mapping[str, str] = field(default_factory=dict)


Doing = Write | Edit | Delete | Like | Order


@dataclass(frozen=True, slots=True)
class Cue:
    """One line of the script; `name` is its own ("vote.editor")."""

    name: str
    at: At
    who: Person
    does: Doing
