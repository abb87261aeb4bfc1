"""The stages of a mob and the one table of transitions between them."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """Where a mob stands between the call for nominations and the last thank-you."""

    CALLING = "calling"
    BALLOTING = "balloting"
    CONSENTING = "consenting"
    ANNOUNCED = "announced"
    GATHERING = "gathering"
    RECAPPING = "recapping"
    CLOSED = "closed"
    POSTPONED = "postponed"
    CANCELLED = "cancelled"
