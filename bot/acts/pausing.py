"""Pausing a city: it goes on reading and deciding, and says nothing until it is told to go on."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Connection

from storage import audit, pauses
from storage.pauses import Pause
from storage.store import Store


def pause(store: Store, city: str, now: datetime, *, who: str) -> Pause | None:
    """Silences the city from this moment on; the pause that holds already, None where none did."""
    return _turn(store, city, Pause(True, now, who))


def resume(store: Store, city: str, now: datetime, *, who: str) -> Pause | None:
    """Lets the city speak again; returns the pause that is over, None where there was none."""
    return _turn(store, city, Pause(False, now, who))


def _turn(store: Store, city: str, wanted: Pause) -> Pause | None:
    with store.work("pause") as work:
        return turn(work, city, wanted)


def turn(work: Connection, city: str, wanted: Pause) -> Pause | None:
    """Notes a pause or its end, where that is news; returns the pause that held before."""
    act = "pause" if wanted.paused else "resume"
    holds = pauses.paused(work, city)
    if (holds is not None) is not wanted.paused:
        pauses.note(work, city, wanted)
        audit.write(work, wanted.since, city=city, who=wanted.who, act=act)
    return holds
