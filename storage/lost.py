"""The time that a restored database knows nothing of: from its backup until it was restored."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from storage import facts

_NAME = "lost"


@dataclass(frozen=True, slots=True)
class Lost:
    """The span of time in which things may have been said that the database does not know."""

    since: datetime
    until: datetime


def span(view: Connection) -> Lost | None:
    """The lost time that was not caught up with yet; None where nothing is lost."""
    found = facts.fact(view, _NAME)
    if not found:
        return None
    since, until = json.loads(found)
    return Lost(datetime.fromisoformat(since), datetime.fromisoformat(until))


def note(work: Connection, lost: Lost | None) -> None:
    """Notes what is lost, how far it was caught up with, or that nothing is any more."""
    text = json.dumps([lost.since.isoformat(), lost.until.isoformat()]) if lost else ""
    facts.note(work, _NAME, text)
