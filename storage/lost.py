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
    """The span of time in which things may have been said that the database does not know, and how
    far it was lived through again."""

    since: datetime
    until: datetime
    reached: datetime | None = None


def span(view: Connection) -> Lost | None:
    """The lost time that was not caught up with yet; None where nothing is lost."""
    found = facts.fact(view, _NAME)
    if not found:
        return None
    since, until, *reached = map(datetime.fromisoformat, json.loads(found))
    return Lost(since, until, *reached)


def note(work: Connection, lost: Lost | None) -> None:
    """Notes what is lost, how far it was caught up with, or that nothing is any more."""
    times = (lost.since, lost.until, lost.reached) if lost else ()
    told = [at.isoformat() for at in times if at is not None]
    facts.note(work, _NAME, json.dumps(told) if told else "")
