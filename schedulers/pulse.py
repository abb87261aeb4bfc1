"""The pulse: when each lane last gave a sign of life, for this process and for others to read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from threading import Lock

Account = tuple[str, str]
"""A city's key and the name of its network."""


class Pulse:
    """Notes signs of life. A plain file beside the database, not synced, shows them to `cashmob
    status`; where the disk takes no more, they are kept in memory alone."""

    def __init__(self, database: Path | None = None) -> None:
        self._file = None if database is None else pulse_file(database)
        self._beats: dict[Account, datetime] = {}
        self._lock = Lock()

    def beat(self, account: Account, now: datetime) -> None:
        """A lane lives."""
        with self._lock:
            self._beats[account] = now

    @property
    def beats(self) -> dict[Account, datetime]:
        """Each lane's last sign of life."""
        with self._lock:
            return dict(self._beats)

    def show(self) -> None:
        """Writes the file anew, whole or not at all."""
        if self._file is None:
            return
        rows = [[city, network, at.isoformat()] for (city, network), at in self.beats.items()]
        new = self._file.with_name(f"{self._file.name}.new")
        try:
            new.write_text(json.dumps(rows), encoding="utf-8")
            new.replace(self._file)
        except OSError:
            return


def pulse_file(database: Path) -> Path:
    """Where the pulse of the daemon on this database is shown."""
    return database.with_name(f"{database.name}.pulse")


def shown(database: Path) -> Mapping[Account, datetime]:
    """What the daemon on this database showed last; nothing where it never did."""
    try:
        rows = json.loads(pulse_file(database).read_text(encoding="utf-8"))
        return {(city, network): datetime.fromisoformat(at) for city, network, at in rows}
    except (OSError, ValueError, TypeError):
        return {}
