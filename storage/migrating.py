"""Bringing a database to the shape this version needs: backup first, then all steps at once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage.backups import keep
from storage.known import REVISION as REVISION
from storage.store import Boundary, Store, WrongShape, connect, unguarded
from storage.troubles import no_database


def revision(store: Store) -> str | None:
    """The shape the database is in, by one SELECT; None for an empty one. WrongShape where the
    file is no database at all."""
    try:
        with store.reading() as view:
            found = view.execute(sa.text("SELECT version_num FROM alembic_version")).scalar()
    except sa.exc.OperationalError:
        return None
    except sa.exc.DatabaseError as error:
        if (wrong := no_database(error, store.engine.url.database)) is None:
            raise
        raise wrong from None
    return None if found is None else str(found)


def is_current(store: Store) -> bool:
    """Whether the database has the shape this version needs."""
    return revision(store) == REVISION


def newer(found: str) -> WrongShape:
    """Why a database of a later version is left alone."""
    return WrongShape(
        f"the database is of a newer version ({found}; this one knows {REVISION}): "
        "install the newer cashmob again, or restore a backup made before it"
    )


def upgrade(database: Path | str, now: datetime, *, boundary: Boundary = unguarded) -> Path | None:
    """Runs every missing step in one transaction and returns where the backup lies.

    A new database needs no backup (None). WrongShape where the database is newer than this
    version, or its integrity check fails; nothing is changed then.
    """
    store = Store(connect(database), boundary=boundary)
    try:
        found = revision(store)
        if found == REVISION:
            return None
        if found is not None and found > REVISION:
            raise newer(found)
        saved = keep(Path(database), now, "before-upgrade") if found is not None else None
        _for_its_owner(database)
        with store.work("upgrade") as work:
            run_steps(work)
        return saved
    finally:
        store.close()


def _for_its_owner(database: Path | str) -> None:
    """Who wrote what is nobody else's to read: SQLite gives its other files the same mode."""
    if str(database) != ":memory:":
        Path(database).chmod(0o600)


def run_steps(work: Connection) -> None:
    """All steps to the newest shape, in the transaction that is open on `work`."""
    # Alembic takes longer to load than the rest of the store, and the daemon never needs it.
    from alembic import command

    command.upgrade(alembic_config(work), "head")


def alembic_config(work: Connection) -> Any:
    """Alembic's settings, without a file of its own."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = work
    return config
