"""What stories and the simulator run in: a store in memory, lanes that run one after the other."""

from __future__ import annotations

import sqlite3
from concurrent.futures import Executor, Future
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from storage.migrating import upgrade
from storage.store import Store, open_store


class InTurn(Executor):
    """Runs one lane after the other, so that a run is the same to the byte."""

    def submit(self, fn: Any, /, *args: Any, **more: Any) -> Future[Any]:
        """Runs it at once; what it raises is raised here."""
        future: Future[Any] = Future()
        future.set_result(fn(*args, **more))
        return future


@cache
def _template() -> sqlite3.Connection:
    """An empty database in the newest shape, made once."""
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty.db"
        upgrade(file, datetime(2026, 1, 1, tzinfo=UTC))
        source = sqlite3.connect(file)
        source.backup(connection)
        source.close()
    return connection


def fresh_store() -> Store:
    """A new store in memory."""
    store = open_store(":memory:")
    raw = store.engine.raw_connection()
    _template().backup(raw.driver_connection)  # type: ignore[arg-type]
    raw.close()
    return store
