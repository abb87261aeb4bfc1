"""Pauses in the store: whether a city keeps silent by an organiser's word, and since when."""

from __future__ import annotations

import json

from sqlalchemy.engine import Connection

from storage import facts
from storage.known import Pause as Pause
from storage.known import pause_from, pause_of


def last(work: Connection, city: str) -> Pause | None:
    """The last word on it, a pause or its end; None where the city was never paused."""
    return pause_from(facts.fact(work, pause_of(city)))


def paused(work: Connection, city: str) -> Pause | None:
    """The pause that holds now, None where the city speaks."""
    found = last(work, city)
    return found if found is not None and found.paused else None


def note(work: Connection, city: str, pause: Pause) -> None:
    """Notes a pause, or its end."""
    data = {"paused": pause.paused, "since": pause.since.isoformat(), "who": pause.who}
    facts.note(work, pause_of(city), json.dumps(data))
