"""The lock beside the database: one daemon a file, released by the system when it ends."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


class TakenError(Exception):
    """Another daemon holds the lock; the text says which process."""


@contextmanager
def alone(database: Path) -> Iterator[None]:
    """Holds the lock for the length of the block; TakenError at once where another has it."""
    path = database.with_name(f"{database.name}.lock")
    with path.open("a+") as file:
        if not _take(file):
            file.seek(0)
            raise TakenError(f"another cashmob (process {file.read().strip() or '?'}) runs on it")
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield


def taken(database: Path) -> bool:
    """Whether a daemon runs on this database now; looking takes the lock for an instant."""
    path = database.with_name(f"{database.name}.lock")
    if not path.exists():
        return False
    with path.open("a+") as file:
        return not _take(file)


if sys.platform == "win32":
    import msvcrt

    def _take(file: IO[str]) -> bool:
        # One byte far behind the process number, so that others can still read the number.
        file.seek(1024)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _take(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
