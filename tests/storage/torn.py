"""A database whose log ends at some byte, as a power cut leaves it, and what is found then."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import sqlalchemy as sa

from storage import facts
from storage.migrating import upgrade
from storage.store import open_store

COMMITS = 5
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Found:
    """Whether the database is sound, and how many commits it has: each wrote two facts."""

    sound: bool
    commits: int


def written(folder: Path) -> Path:
    """A database in whose log there are some commits, copied as it lies on the disk."""
    file = folder / "cashmob.db"
    upgrade(file, NOW)
    store = open_store(file)
    made = folder / "torn.db"
    try:
        with store.reading() as view:
            view.execute(sa.text("SELECT 1 FROM fact")).all()
        for n in range(1, COMMITS + 1):
            with store.work("commit") as work:
                facts.note(work, "n", str(n))
                facts.note(work, f"fact {n}", "x" * 300)
        for ending in ("", "-wal"):
            shutil.copy(f"{file}{ending}", f"{made}{ending}")
    finally:
        store.close()
    return made


def cuts(made: Path, *, every: int) -> list[int]:
    """The lengths to which the log is cut: each so many bytes, and its whole length."""
    size = Path(f"{made}-wal").stat().st_size
    return [*range(0, size, every), size]


def faults(made: Path, at: Path, length: int) -> Found:
    """What is found after the log was cut to this length."""
    Path(f"{at}-shm").unlink(missing_ok=True)
    shutil.copy(made, at)
    Path(f"{at}-wal").write_bytes(Path(f"{made}-wal").read_bytes()[:length])
    with closing(sqlite3.connect(at)) as raw:
        whole = raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        rows = dict(raw.execute("SELECT name, value FROM fact").fetchall())
    commits = int(rows.pop("n", 0))
    names = {f"fact {n}" for n in range(1, commits + 1)}
    return Found(whole and rows.keys() == names, commits)
