"""The one writer: every change to the store passes here, one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from sqlalchemy.engine import Connection

from storage.store import Boundary, Store


class Writer:
    """Lends the store to one unit of work at a time, whichever lane brings it.

    Lanes wait here for a commit, never for each other's network.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self._lock = Lock()

    @property
    def boundary(self) -> Boundary:
        """The hook that stands before and after every commit and every send."""
        return self.store.boundary

    @contextmanager
    def work(self, name: str) -> Iterator[Connection]:
        """One transaction, alone."""
        with self._lock, self.store.work(name) as connection:
            yield connection
