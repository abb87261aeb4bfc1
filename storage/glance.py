"""A glance at the store by the standard library alone.

What writes here takes four times as long to load as all that `cashmob status` has to say. So what
that command reads is asked in plain SQL; each answer is the one that the store itself would give.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.domain.mob import Mob
from bot.domain.standing import Tally
from storage.known import LOST, REVISION, Lane, Lost, Pause, Sent, lost_from, pause_from, pause_of
from storage.mob_rows import LISTED, mob_from, tally_from
from storage.troubles import PATIENCE, StoreTrouble, no_database, trouble_in

Row = dict[str, Any]


def _fields(what: type, kind: str) -> frozenset[str]:
    return frozenset(field.name for field in fields(what) if str(field.type).startswith(kind))


_INSTANTS = _fields(Mob, "datetime") | _fields(Lane, "datetime")
_FLAGS = _fields(Mob, "bool")

_LISTED = ", ".join(f'nomination."{name}"' for name in LISTED)
_MOBS = f"""
SELECT mob.*,
  (SELECT json_group_array(json_array({_LISTED}))
   FROM nomination WHERE nomination.mob = mob.id) AS listed,
  (SELECT json_group_array(json_array(what, number, n))
   FROM tally WHERE tally.mob = mob.id) AS summed
FROM mob WHERE city = ?
"""  # noqa: S608  the names are our own
_SPEAKING = """
AND NOT (stage = 'cancelled' OR (stage = 'closed' AND done LIKE '%"nudge"%')) ORDER BY id
"""
_LAST = "ORDER BY id DESC LIMIT 1"
_LANES = "SELECT * FROM lane ORDER BY city, network"
_FACT = "SELECT value FROM fact WHERE name = ?"
_OPEN_ENDS = """
SELECT state, count(*) AS n FROM outbox
WHERE city = ? AND state IN ('pending', 'sending', 'blocked') GROUP BY state
"""
_ASIDE = "SELECT city, network, event, reason FROM mention WHERE state = 'aside'"


class Glance:
    """The database at one instant."""

    def __init__(self, raw: sqlite3.Connection) -> None:
        self._raw = raw

    def is_current(self) -> bool:
        """Whether the database has the shape this version needs."""
        try:
            found = self._raw.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
                raise
            return False  # there is no such table
        return found is not None and str(found[0]) == REVISION

    def mobs(self, city: str) -> tuple[tuple[Mob, Tally], ...]:
        """The mobs of a city that can still hear or say something, oldest first; where there is
        none, its last one."""
        rows = list(self._rows(_MOBS + _SPEAKING, city)) or self._rows(_MOBS + _LAST, city)
        return tuple((mob_from(row), tally_from(row["summed"])) for row in rows)

    def lanes(self) -> tuple[Lane, ...]:
        """Every account that was ever read."""
        return tuple(Lane(**row) for row in self._rows(_LANES))

    def paused(self, city: str) -> Pause | None:
        """The pause that holds now, None where the city speaks."""
        found = pause_from(self._fact(pause_of(city)))
        return found if found is not None and found.paused else None

    def lost(self) -> Lost | None:
        """The lost time that was not caught up with yet; None where nothing is lost."""
        return lost_from(self._fact(LOST))

    def open_ends(self, city: str) -> dict[Sent, int]:
        """How many promises of a city wait, are being sent, or are blocked."""
        return {Sent(row["state"]): row["n"] for row in self._rows(_OPEN_ENDS, city)}

    def set_aside(self, city: str) -> tuple[Row, ...]:
        """The mentions to a city that could not be read, each with its reason."""
        return tuple(row for row in self._rows(_ASIDE) if row["city"] == city)

    def _fact(self, name: str) -> str | None:
        found = self._raw.execute(_FACT, (name,)).fetchone()
        return None if found is None else str(found[0])

    def _rows(self, sql: str, *values: str) -> Iterator[Row]:
        found = self._raw.execute(sql, values)
        names = [column[0] for column in found.description]
        for values_ in found:
            yield {name: _read(name, value) for name, value in zip(names, values_, strict=True)}


def _read(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _INSTANTS:
        return datetime.fromisoformat(value)
    return bool(value) if name in _FLAGS else value


@contextmanager
def glance(database: Path) -> Iterator[Glance]:
    """The database at one instant, for the length of the block. StoreTrouble where it cannot be
    used, WrongShape where it is none."""
    try:
        with closing(sqlite3.connect(database, timeout=PATIENCE, isolation_level=None)) as raw:
            raw.execute("PRAGMA query_only=ON")
            raw.execute("BEGIN")
            yield Glance(raw)
    except sqlite3.Error as error:
        if (wrong := no_database(error, database)) is not None:
            raise wrong from None
        trouble = trouble_in(error)
        if trouble is None:
            raise
        raise StoreTrouble(f"{database}: {trouble}") from error
