"""What reading a tally, and all that `status` shows, costs at a thousand votes and at a million.

The votes are put in as rows of the store, each with its favourite sent; the cost is counted in
steps of the machine inside SQLite, which are the same on every computer.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy.engine import Connection

from bench import payload
from bench.contenders import cashmob
from storage import lanes, mentions, mobs, pauses, posted
from storage.store import Store, open_store

FEW, MANY = 1_000, 1_000_000

_NUMBERS = "WITH RECURSIVE i(i) AS (SELECT :first UNION ALL SELECT i + 1 FROM i WHERE i + 1 < :end)"
_STANDINGS = f"""{_NUMBERS}
INSERT INTO standing (mob, person, network, name, vote, since)
SELECT 1, 'https://town.example/' || i, 'mastodon', 'local_' || i, 1 + i % 9, :now FROM i"""
_FAVOURITES = f"""{_NUMBERS}
INSERT INTO outbox (city, mob, key, network, part, kind, action, rank, body, language, visibility,
    origin, due, until, state, next_try)
SELECT 'graz', 1, 'read:mastodon:' || i, 'mastodon', 'en', 'read', 'favourite', 3, '', 'en',
    'unlisted', i, :now, :now, 'sent', :now FROM i"""
_COUNTED = """INSERT INTO tally (mob, what, number, network, n)
SELECT 1, 'votes', vote, 'mastodon', count(*) FROM standing WHERE mob = 1 GROUP BY vote
ON CONFLICT DO UPDATE SET n = excluded.n"""


def measured() -> dict[str, Any]:
    """The steps of each reading at both sizes, and how many times as many the larger takes."""
    with tempfile.TemporaryDirectory(prefix="cashmob-bench-") as name:
        folder = Path(name)
        cashmob.prepare(folder, 1)
        with closing(open_store(folder / "bot.db")) as store:
            found = []
            for first, end in ((0, FEW), (FEW, MANY)):
                _vote(store, first, end)
                found.append((_steps(store, _tally), _steps(store, _status)))
    (few, few_status), (many, many_status) = found
    return {
        "tally": [few, many],
        "tally_ratio": round(many / few, 3),
        "status": [few_status, many_status],
        "status_ratio": round(many_status / few_status, 3),
    }


def _vote(store: Store, first: int, end: int) -> None:
    now = payload.T0.isoformat(timespec="microseconds")
    with store.work("votes") as work:
        raw: Any = work.connection.driver_connection
        for statement in (_STANDINGS, _FAVOURITES):
            raw.execute(statement, {"first": first, "end": end, "now": now})
        raw.execute(_COUNTED)


def _tally(view: Connection) -> None:
    mobs.of_city(view, cashmob.CITY)


def _status(view: Connection) -> None:
    """All that `cashmob status` reads."""
    mobs.of_city(view, cashmob.CITY)
    lanes.lane(view, cashmob.CITY, "mastodon")
    posted.open_ends(view, cashmob.CITY)
    pauses.paused(view, cashmob.CITY)
    mentions.set_aside(view)


def _steps(store: Store, what: Callable[[Connection], None]) -> int:
    count = 0

    def step() -> None:
        nonlocal count
        count += 1

    with store.reading() as view:
        raw: Any = view.connection.driver_connection
        raw.set_progress_handler(step, 1)
        what(view)
        raw.set_progress_handler(None, 1)
    return count
