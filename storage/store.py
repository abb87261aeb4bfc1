"""The store: opening the database, and the unit of work that every change goes through."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.pool import NullPool, StaticPool

import storage.tables  # noqa: F401  the tables must be known before the first statement
from storage.troubles import PATIENCE, trouble_in
from storage.troubles import StoreTrouble as StoreTrouble
from storage.troubles import WrongShape as WrongShape

Boundary = Callable[[str], None]


def unguarded(name: str) -> None:
    """The boundary of a running daemon: nothing stands between it and what comes next."""


class Store:
    """One database. Everything that changes it runs in `work()`: one transaction, taken for
    writing at once, so that two processes never read the same state and both change it."""

    def __init__(self, engine: Engine, *, boundary: Boundary = unguarded) -> None:
        self.engine = engine
        self.boundary = boundary
        self._idle: list[Connection] = []

    @contextmanager
    def work(self, name: str) -> Iterator[Connection]:
        """A transaction that commits at the end of the block, and changes nothing when the block
        raises. `name` names the boundaries before and after the commit. StoreTrouble where the
        database itself cannot be used."""
        with self._usable(), self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection
            self.boundary(f"{name}: before commit")
        self.boundary(f"{name}: after commit")

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A view of the database at one instant, for reading."""
        with self._usable(), self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def _usable(self) -> Iterator[None]:
        try:
            yield
        except (sa.exc.DBAPIError, sqlite3.Error) as error:
            trouble = trouble_in(error)
            if trouble is None:
                raise
            raise StoreTrouble(f"{self.engine.url.database}: {trouble}") from error

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        """Views and units of work are many and short: they begin and end at the driver, on a
        connection that is kept."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._opened()
        raw: Any = connection.connection.driver_connection
        try:
            raw.execute(begin)
            yield connection
            raw.execute("COMMIT")
        finally:
            if raw.in_transaction:
                raw.execute("ROLLBACK")
            self._idle.append(connection)

    def _opened(self) -> Connection:
        connection = self.engine.connect()
        # As far as SQLAlchemy knows, it is in one transaction for ever: it ends none of ours.
        connection.begin()
        return connection

    def close(self) -> None:
        """Closes every connection."""
        while self._idle:
            self._idle.pop().close()
        self.engine.dispose()


def open_store(database: Path | str, *, boundary: Boundary = unguarded) -> Store:
    """The store in this file, or in memory for ":memory:". The tables must be there already
    (`storage.migrating.upgrade`)."""
    return Store(connect(database), boundary=boundary)


def connect(database: Path | str) -> Engine:
    """An engine with the settings that make SQLite safe here: WAL, FULL, foreign keys, ten
    seconds of patience with a lock, erased text overwritten."""
    # The store keeps its connections itself; what is in memory has only one.
    pool = StaticPool if str(database) == ":memory:" else NullPool
    url = sa.URL.create("sqlite", database=str(database))
    engine = sa.create_engine(
        url,
        poolclass=pool,
        # The library's errors would quote what was to be written: words, a shop before its reveal.
        hide_parameters=True,
        connect_args={"check_same_thread": False},
    )
    sa.event.listen(engine, "connect", _settle_in)
    return engine


def _settle_in(raw: Any, _record: Any) -> None:
    # The driver's own BEGIN comes too late (after the first SELECT) and is never IMMEDIATE.
    raw.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={PATIENCE * 1000}",
        "secure_delete=ON",
    ):
        raw.execute(f"PRAGMA {pragma}")
