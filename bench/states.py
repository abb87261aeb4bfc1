"""A contender's final state, reduced to what all of them must agree on.

python -m bench.states cashmob|evening FOLDER
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any


def of_cashmob(db: sqlite3.Connection) -> dict[str, Any]:
    """This program: one mob is in its ballot, the other is calling."""
    votes = db.execute("select name, vote from standing where vote is not null")
    coming = db.execute("select name from standing where people > 0")
    shops = db.execute("select name from nomination join mob on id = mob where stage='calling'")
    return {
        "votes": {_local(name): vote for name, vote in votes},
        "commitments": sorted(_local(row[0]) for row in coming),
        "nominations": sorted(row[0] for row in shops),
    }


def of_evening(db: sqlite3.Connection) -> dict[str, Any]:
    """The floor and the evening scripts, which have the same tables."""
    votes = db.execute("select account, shop from votes")
    return {
        "votes": {_local(account): int(shop) for account, shop in votes},
        "commitments": sorted(_local(row[0]) for row in db.execute("select account from commits")),
        "nominations": sorted(row[0] for row in db.execute("select shop from noms")),
    }


def _local(handle: str) -> str:
    """The name without its server, by which the writers of all networks are the same people."""
    return handle.partition("@")[0]


_STATES: dict[str, Callable[[sqlite3.Connection], dict[str, Any]]] = {
    "cashmob": of_cashmob,
    "evening": of_evening,
}


if __name__ == "__main__":
    with closing(sqlite3.connect(Path(sys.argv[2]) / "bot.db")) as opened:
        print(json.dumps(_STATES[sys.argv[1]](opened), sort_keys=True))
