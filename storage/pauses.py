"""Pauses in the store: whether a city keeps silent by an organiser's word, and since when."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from storage import facts


@dataclass(frozen=True, slots=True)
class Pause:
    """The last word on a city's silence: whether it is paused, since when, and who said so."""

    paused: bool
    since: datetime
    who: str


def last(work: Connection, city: str) -> Pause | None:
    """The last word on it, a pause or its end; None where the city was never paused."""
    found = facts.fact(work, _name(city))
    if found is None:
        return None
    data = json.loads(found)
    return Pause(data["paused"], datetime.fromisoformat(data["since"]), data["who"])


def paused(work: Connection, city: str) -> Pause | None:
    """The pause that holds now, None where the city speaks."""
    found = last(work, city)
    return found if found is not None and found.paused else None


def note(work: Connection, city: str, pause: Pause) -> None:
    """Notes a pause, or its end."""
    data = {"paused": pause.paused, "since": pause.since.isoformat(), "who": pause.who}
    facts.note(work, _name(city), json.dumps(data))


def _name(city: str) -> str:
    return f"pause {city}"
