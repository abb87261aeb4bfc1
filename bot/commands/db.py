"""`cashmob db`: the shape of the database."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

import click

from bot.commands.configuration import Chosen, settings_of
from bot.commands.desk import Busy, Stop, database_file


@click.group("db")
def db() -> None:
    """Look at the database, or bring it up to date."""


@db.command("upgrade")
@click.option("--locked", is_flag=True, hidden=True, help="The caller holds the lock.")
@click.pass_obj
def upgrade(chosen: Chosen, locked: bool) -> None:
    """Bring the database to the shape of this version, after a backup beside it."""
    from schedulers.lock import TakenError, alone
    from storage import migrating
    from storage.store import StoreTrouble, WrongShape

    database = database_file(settings_of(chosen))
    new = not database.exists()
    try:
        with nullcontext() if locked else alone(database):
            saved = migrating.upgrade(database, chosen.now())
    except TakenError as taken:
        raise Busy(f"{database}: {taken}") from None
    except (StoreTrouble, WrongShape) as wrong:
        raise Stop(str(wrong)) from None
    click.echo(_upgraded(database, saved, new=new))


def _upgraded(database: Path, saved: Path | None, *, new: bool) -> str:
    from storage.migrating import REVISION

    if new:
        return f"{database} is made (shape {REVISION})."
    if saved is None:
        return f"{database} is up to date (shape {REVISION})."
    return f"{database} is up to date now (shape {REVISION}); as it was, it lies in {saved}."


@db.command("status")
@click.pass_obj
def status(chosen: Chosen) -> None:
    """Say where the database lies, and whether it fits this version."""
    from schedulers.lock import taken
    from storage.migrating import REVISION, revision
    from storage.store import StoreTrouble, WrongShape, open_store

    database = database_file(settings_of(chosen))
    if not database.exists():
        raise Stop(f"There is no database yet ({database}). Make it: cashmob db upgrade")
    store = open_store(database)
    try:
        found = revision(store)
    except (StoreTrouble, WrongShape) as wrong:
        raise Stop(str(wrong)) from None
    finally:
        store.close()
    click.echo(f"{database}, {database.stat().st_size // 1024} KiB")
    click.echo(f"shape {found or 'empty'}; this version needs {REVISION}")
    click.echo("a daemon runs on it" if taken(database) else "no daemon runs on it")
    if found != REVISION:
        raise Stop("Bring it up to date: cashmob db upgrade")
