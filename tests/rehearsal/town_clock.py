"""A clock for towns in tests: it stands until it is moved."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Clock:
    """Call it for the time; `passes` moves it on."""

    def __init__(self, at: datetime = NOON) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def passes(self, **time: float) -> None:
        """Let so many hours, minutes, seconds go by."""
        self.at += timedelta(**time)
