"""Backups: a copy of a database that may be in use, which is not there before it was checked."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

from storage.troubles import WrongShape, trouble_in

_SIGNS_OF_LIFE = {
    "audit": ("at",),
    "lane": ("read_at",),
    "mention": ("read_at",),
    "outbox": ("claimed_at", "sent_at"),
}
"""The columns that say when the program last did anything."""


@dataclass(frozen=True, slots=True)
class Contents:
    """What stands in a sound database: its shape, the rows of each table, and when the program
    last did anything in it (None where it never did)."""

    shape: str
    rows: Mapping[str, int]
    last_sign: datetime | None


def back_up(database: Path, target: Path) -> Contents:
    """Copies a database into one file, also while the bot works on it; WrongShape where the copy
    is not sound, and then there is none.

    The copy is that of one instant: what is written meanwhile is not in it, and nobody waits.
    """
    unfinished = target.with_name(f"{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        with _only_read(database) as source, closing(sqlite3.connect(unfinished)) as copy:
            unfinished.chmod(0o600)
            source.execute("BEGIN")
            counted = _rows(source)
            source.backup(copy)
            # One file that needs nothing beside it, wherever it is carried.
            copy.execute("PRAGMA journal_mode=DELETE")
        found = contents(unfinished)
        if found.rows != counted:
            raise WrongShape(f"the copy of {database.name} is not complete; please try again")
        put(unfinished, target)
        return found
    except sqlite3.DatabaseError as error:
        raise _told(database, error) from None
    finally:
        unfinished.unlink(missing_ok=True)


def contents(file: Path) -> Contents:
    """What stands in a database; WrongShape unless every page, every index and every reference in
    it is right. Nothing is written."""
    try:
        with _only_read(file) as raw:
            raw.execute("BEGIN")
            wrong = raw.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if wrong != "ok":
                raise WrongShape(f"{file.name} is damaged ({wrong})")
            if raw.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise WrongShape(
                    f"{file.name} is damaged: a row belongs to a mob that is not there"
                )
            rows = _rows(raw)
            if "alembic_version" not in rows:
                raise WrongShape(f"{file.name} is no database of cashmob; it was left as it is")
            shape = raw.execute("SELECT version_num FROM alembic_version").fetchone()
            return Contents(shape[0] if shape else "", rows, _last_sign(raw, rows))
    except sqlite3.DatabaseError as error:
        raise _told(file, error) from None


@contextmanager
def _only_read(file: Path) -> Iterator[sqlite3.Connection]:
    uri = f"file:{quote(str(file.absolute()))}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, isolation_level=None, timeout=10)) as raw:
        yield raw


def _rows(raw: sqlite3.Connection) -> dict[str, int]:
    names = raw.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    tables = [name for (name,) in names if not name.startswith("sqlite_")]
    count = 'SELECT count(*) FROM "{}"'
    return {name: raw.execute(count.format(name)).fetchone()[0] for name in tables}


def _last_sign(raw: sqlite3.Connection, rows: Mapping[str, int]) -> datetime | None:
    found = []
    for table, columns in _SIGNS_OF_LIFE.items():
        if table in rows:
            newest = raw.execute(f"SELECT {', '.join(f'max({c})' for c in columns)} FROM {table}")  # noqa: S608  our own names
            found += [at for at in newest.fetchone() if at is not None]
    return datetime.fromisoformat(max(found)) if found else None


def _told(file: Path, error: sqlite3.DatabaseError) -> WrongShape:
    """A database that SQLite cannot read or copy, in a sentence."""
    if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_NOTADB:
        return WrongShape(f"{file.name} is no database of cashmob; it was left as it is")
    return WrongShape(f"{file.name} cannot be copied: {trouble_in(error) or error}")


def put(file: Path, target: Path) -> None:
    """Moves a finished file to its place, whole or not at all, also should the power fail."""
    with file.open("rb") as written:
        os.fsync(written.fileno())
    file.replace(target)
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def keep(database: Path, now: datetime, why: str) -> Path:
    """Keeps a database beside itself under a name that says when and why, a damaged one byte by
    byte with all its files; returns where the copy lies."""
    target = database.with_name(f"{database.stem}-{now:%Y%m%dT%H%M%S}-{why}.db")
    try:
        back_up(database, target)
    except WrongShape:
        for ending in _BESIDE:
            file = database.with_name(database.name + ending)
            if file.exists():
                shutil.copy2(file, target.with_name(target.name + ending))
    return target


_BESIDE = ("", "-wal", "-shm")
"""The endings of a database's own files: what is not yet in the first stands in the second."""


def replace_by(prepared: Path, database: Path) -> None:
    """Puts a prepared database in the place of another, whole or not at all."""
    try:
        contents(database)
    except WrongShape:
        # Its log must not be taken for the new one's.
        for ending in _BESIDE[1:]:
            database.with_name(database.name + ending).unlink(missing_ok=True)
        with closing(sqlite3.connect(prepared)) as whole:
            whole.execute("PRAGMA journal_mode=DELETE")
        put(prepared, database)
        return
    here = sqlite3.connect(database, timeout=10)
    with closing(sqlite3.connect(prepared)) as source, closing(here) as target:
        # One transaction: whoever reads meanwhile sees the one or the other.
        source.backup(target)
