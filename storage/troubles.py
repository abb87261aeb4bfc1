"""What can be wrong with the file of a database, told so that a person knows what to do."""

from __future__ import annotations

import sqlite3

PATIENCE = 10
"""Seconds that are waited for another program to let go of it."""


class WrongShape(Exception):
    """The file is no sound database of this version; the text says what to do."""


class StoreTrouble(Exception):
    """The database cannot be used for now, and nothing was changed; the text says why and what to
    do. Trying again later may help."""


_TROUBLES = {
    sqlite3.SQLITE_FULL: "the disk is full: make room, and it goes on by itself",
    sqlite3.SQLITE_READONLY: "it may only be read: give it back to the user who runs cashmob",
    sqlite3.SQLITE_BUSY: "another program has held it for ten seconds: close that program",
    sqlite3.SQLITE_LOCKED: "another program has held it for ten seconds: close that program",
    sqlite3.SQLITE_IOERR: "the disk does not take or give what it should: is it full, or broken?",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened: is its folder there, and does it belong to you?",
    sqlite3.SQLITE_CORRUPT: "it is damaged: put a backup in its place (cashmob restore FILE)",
}


def trouble_in(error: BaseException) -> str | None:
    """What is wrong with the database, where that and not the program is at fault."""
    # SQLAlchemy wraps the driver's errors in its own.
    cause = getattr(error, "orig", None) or error
    # The low byte is the kind; what stands above it says more than anybody needs.
    code = getattr(cause, "sqlite_errorcode", None)
    return None if code is None else _TROUBLES.get(code & 0xFF)


def no_database(error: BaseException, name: object) -> WrongShape | None:
    """What to say where the file is no database at all."""
    cause = getattr(error, "orig", None) or error
    if getattr(cause, "sqlite_errorcode", None) != sqlite3.SQLITE_NOTADB:
        return None
    return WrongShape(f"{name} is no database of cashmob; it was left as it is")
