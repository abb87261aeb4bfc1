"""The store: opening the database, and the unit of work that every change goes through."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import StaticPool

import storage.tables  # noqa: F401  the tables must be known before the first statement

Boundary = Callable[[str], None]


class WrongShape(Exception):
    """The file is no sound database of this version; the text says what to do."""


def unguarded(name: str) -> None:
    """The boundary of a running daemon: nothing stands between it and what comes next."""


class Store:
    """One database. Everything that changes it runs in `work()`: one transaction, taken for
    writing at once, so that two processes never read the same state and both change it."""

    def __init__(self, engine: Engine, *, boundary: Boundary = unguarded) -> None:
        self.engine = engine
        self.boundary = boundary

    @contextmanager
    def work(self, name: str) -> Iterator[Connection]:
        """A transaction that commits at the end of the block, and changes nothing when the block
        raises. `name` names the boundaries before and after the commit."""
        with self.engine.connect() as connection, connection.begin():
            yield connection
            self.boundary(f"{name}: before commit")
        self.boundary(f"{name}: after commit")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A view of the database at one instant, for reading."""
        reader = self.engine.connect().execution_options(reading=True)
        with reader as connection, connection.begin():
            yield connection

    def close(self) -> None:
        """Closes every connection."""
        self.engine.dispose()


def open_store(database: Path | str, *, boundary: Boundary = unguarded) -> Store:
    """The store in this file, or in memory for ":memory:". The tables must be there already
    (`storage.migrating.upgrade`)."""
    return Store(connect(database), boundary=boundary)


def connect(database: Path | str) -> Engine:
    """An engine with the settings that make SQLite safe here: WAL, FULL, foreign keys, ten
    seconds of patience with a lock, erased text overwritten."""
    memory = str(database) == ":memory:"
    more: dict[str, Any] = {"poolclass": StaticPool} if memory else {}
    url = sa.URL.create("sqlite", database=str(database))
    engine = sa.create_engine(url, connect_args={"check_same_thread": False}, **more)
    sa.event.listen(engine, "connect", _settle_in)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _settle_in(raw: Any, _record: Any) -> None:
    # The driver's own BEGIN comes too late (after the first SELECT) and is never IMMEDIATE.
    raw.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "secure_delete=ON",
    ):
        raw.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
