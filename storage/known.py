"""What the store knows, as plain values: of accounts, of pauses, of lost time, of a row's state."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

REVISION = "0001"
"""The shape of the database that this version needs."""

LOST = "lost"
"""The name of the fact that tells of lost time."""


class Sent(StrEnum):
    """How far a promised post has come.

    PENDING waits; SENDING was claimed, and is unsure until its own timeline was read; SENT is
    out; SKIPPED is no longer true or wanted; BLOCKED the network will not take.
    """

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"
    BLOCKED = "blocked"


class Kept(StrEnum):
    """What became of a mention."""

    HEARD = "heard"
    IGNORED = "ignored"
    GONE = "gone"
    ASIDE = "aside"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class Lane:
    """One account of a city: its cursor, its own id, a span it could not read, and its trouble."""

    city: str
    network: str
    cursor: str | None = None
    read_at: datetime | None = None
    account: str | None = None
    handle: str = ""
    max_characters: int | None = None
    gap_since: datetime | None = None
    gap_until: datetime | None = None
    trouble: str = ""
    trouble_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """The last word on a city's silence: whether it is paused, since when, and who said so."""

    paused: bool
    since: datetime
    who: str


@dataclass(frozen=True, slots=True)
class Lost:
    """The span of time in which things may have been said that the database does not know, and how
    far it was lived through again."""

    since: datetime
    until: datetime
    reached: datetime | None = None


def pause_of(city: str) -> str:
    """The name of the fact that tells whether a city is paused."""
    return f"pause {city}"


def pause_from(fact: str | None) -> Pause | None:
    """The last word on a city's silence as the fact tells it."""
    if fact is None:
        return None
    data = json.loads(fact)
    return Pause(data["paused"], datetime.fromisoformat(data["since"]), data["who"])


def lost_from(fact: str | None) -> Lost | None:
    """The lost time as the fact tells it; None where nothing is lost."""
    if not fact:
        return None
    since, until, *reached = map(datetime.fromisoformat, json.loads(fact))
    return Lost(since, until, *reached)
