"""What a message can ask for: one small class an intent, and their form in JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Any


class Topic(StrEnum):
    """What a question is about; the first four are answered from the mob's own state."""

    LEADER = "leader"
    WHEN = "when"
    WHERE = "where"
    COUNT = "count"
    MONEY = "money"
    PARKING = "parking"
    ACCESS = "access"
    PAYMENT = "payment"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Nominate:
    """A shop put forward, named as a person would print it.

    `number` is the mob's own number of the nomination once the name has been matched. `own` says
    that the writer speaks as the shop's owner.
    """

    shop: str
    place: str | None = None
    number: int | None = None
    own: bool | None = None


@dataclass(frozen=True, slots=True)
class Vote:
    """A vote: `choice` is the number on the ballot, `number` the nomination behind it.

    Under a post that presents one nomination, `choice` is that nomination's `on`.
    """

    choice: int
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Unvote:
    """The vote is taken back and no other given."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A word to come; `people` is the total, the writer included."""

    people: int = 1


@dataclass(frozen=True, slots=True)
class Companions:
    """More people for a commitment already given ("my sister comes too"): added, never a total.
    Below zero some of them stay away ("Paul can't make it")."""

    more: int = 1


@dataclass(frozen=True, slots=True)
class Tentative:
    """Perhaps, with how many; never counted as a yes."""

    people: int = 1


@dataclass(frozen=True, slots=True)
class Withdraw:
    """An earlier yes is taken back."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What the writer's own group left at the shop; `currency` is an ISO code, None if not said.
    `more` says that it comes on top of what they told before; below zero they got it back."""

    amount: Decimal
    currency: str | None = None
    more: bool | None = None


@dataclass(frozen=True, slots=True)
class Ask:
    """A question about this mob (who leads, when, where, how many, parking …)."""

    topic: Topic


@dataclass(frozen=True, slots=True)
class Help:
    """How it works, what to write, what a cash mob is."""


@dataclass(frozen=True, slots=True)
class Forget:
    """Delete what you have on me; a lone STOP is the same."""


@dataclass(frozen=True, slots=True)
class Remind:
    """Remind me: once before the vote closes, once before the mob. `off` takes it back."""

    off: bool | None = None


@dataclass(frozen=True, slots=True)
class About:
    """What do you have on me: the wish to read what is kept about the writer."""


@dataclass(frozen=True, slots=True)
class OwnerRefuses:
    """The writer says the shop is theirs and they do not want this; `shop` as written, if named."""

    shop: str | None = None


Intent = (
    Nominate
    | Vote
    | Unvote
    | Commit
    | Companions
    | Tentative
    | Withdraw
    | Spent
    | Ask
    | Help
    | Forget
    | Remind
    | About
    | OwnerRefuses
)

_NAMES: dict[type[Any], str] = {
    Nominate: "nominate",
    Vote: "vote",
    Unvote: "unvote",
    Commit: "commit",
    Companions: "companions",
    Tentative: "tentative",
    Withdraw: "withdraw",
    Spent: "spent",
    Ask: "ask",
    Help: "help",
    Forget: "forget",
    Remind: "remind",
    About: "about",
    OwnerRefuses: "owner",
}
_CLASSES = {name: cls for cls, name in _NAMES.items()}


def name_of(intent: Intent) -> str:
    """The intent's name in JSON, logs and reports."""
    return _NAMES[type(intent)]


def as_dict(intent: Intent) -> dict[str, Any]:
    """The intent as a flat JSON object; what is None is left out, an amount is a decimal string."""
    slots = ((slot, getattr(intent, slot)) for slot in intent.__slots__)
    found = {s: str(v) if isinstance(v, Decimal) else v for s, v in slots if v is not None}
    return {"intent": name_of(intent), **found}


def from_dict(data: dict[str, Any]) -> Intent:
    """The intent back from its JSON object; KeyError on a name this version does not know."""
    slots = dict(data)
    cls = _CLASSES[slots.pop("intent")]
    if cls is Spent:
        slots["amount"] = Decimal(slots["amount"])
    if cls is Ask:
        slots["topic"] = Topic(slots["topic"])
    made: Intent = cls(**slots)
    return made


def to_json(intents: Iterable[Intent]) -> str:
    """A message's intents as one compact JSON text, "[]" when it asks for nothing."""
    asked = tuple(intents)
    # Two sums may be equal and written in two ways.
    if any(type(i) is Spent for i in asked):
        return _COMPACT([as_dict(i) for i in asked])
    return _remembered(asked)


@lru_cache(maxsize=1024)
def _remembered(intents: tuple[Intent, ...]) -> str:
    """Most messages of a mob ask for the same few."""
    return _COMPACT([as_dict(i) for i in intents])


# Made once: with settings of its own `json.dumps` makes another encoder at every call.
_COMPACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@lru_cache(maxsize=1024)
def from_json(text: str) -> tuple[Intent, ...]:
    """A message's intents back from `to_json`."""
    return tuple(from_dict(data) for data in json.loads(text))
