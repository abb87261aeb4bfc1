"""The time that a restored database knows nothing of: from its backup until it was restored."""

from __future__ import annotations

import json

from sqlalchemy.engine import Connection

from storage import facts
from storage.known import LOST, lost_from
from storage.known import Lost as Lost


def span(view: Connection) -> Lost | None:
    """The lost time that was not caught up with yet; None where nothing is lost."""
    return lost_from(facts.fact(view, LOST))


def note(work: Connection, lost: Lost | None) -> None:
    """Notes what is lost, how far it was caught up with, or that nothing is any more."""
    times = (lost.since, lost.until, lost.reached) if lost else ()
    told = [at.isoformat() for at in times if at is not None]
    facts.note(work, LOST, json.dumps(told) if told else "")
