"""The clock: the only place that reads the time of day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Protocol


class Clock(Protocol):
    """What time it is, as an aware UTC instant."""

    def now(self) -> datetime:
        """The present instant."""


def now() -> datetime:
    """This instant, aware, in UTC."""
    return datetime.now(UTC)  # noqa: TID251  everybody else is given the time


class WallClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """The present instant."""
        return now()


class StandingClock:
    """A clock that stands still until it is set: the rehearsal's, the simulator's, the tests'."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._lock = Lock()

    def now(self) -> datetime:
        """The instant it was set to last."""
        with self._lock:
            return self._at

    def set(self, at: datetime) -> None:
        """Sets the clock; the simulator's faults include setting it back."""
        with self._lock:
            self._at = at

    def pass_by(self, time: timedelta) -> datetime:
        """Lets time pass, and returns the instant reached."""
        with self._lock:
            self._at += time
            return self._at
