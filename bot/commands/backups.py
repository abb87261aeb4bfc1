"""`cashmob backup` and `cashmob restore`: a copy of all that the bot knows, and the way back."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.commands.configuration import Chosen, settings_of
from bot.commands.desk import Busy, Stop, database_file, sure, yes_option
from bot.commands.tables import one_line

if TYPE_CHECKING:
    from bot.acts.restoring import Restored
    from storage.backups import Contents

_TOLD = {"mob": "mobs", "mention": "messages", "standing": "people", "outbox": "posts"}
"""The tables that an organiser knows, by what stands in them."""

_file = click.Path(dir_okay=False, path_type=Path)


@click.command("backup")
@click.argument("file", type=_file, required=False)
@click.pass_obj
def backup(chosen: Chosen, file: Path | None) -> None:
    """Copy the database into FILE, also while the bot runs, and check the copy.

    Without FILE it lies beside the database, with the time in its name. It holds people's names
    and words: keep it where only you can read it, and not for longer than you need it.
    """
    from storage.backups import back_up
    from storage.store import WrongShape

    database = database_file(settings_of(chosen))
    if not database.exists():
        raise Stop(f"There is no database yet ({database}), so there is nothing to copy.")
    target = file or database.with_name(f"{database.stem}-{chosen.now():%Y%m%dT%H%M%S}.db")
    if target.exists():
        raise Stop(f"{target} is there already; it was left as it is. Name another file.")
    try:
        found = back_up(database, target)
    except WrongShape as wrong:
        raise Stop(f"No backup was made: {wrong}") from None
    except OSError as error:
        raise Stop(f"No backup was made: {target}: {error.strerror}") from None
    click.echo(f"{target}, checked: {_counted(found)}.")


def _counted(found: Contents) -> str:
    return ", ".join(f"{found.rows.get(table, 0)} {what}" for table, what in _TOLD.items())


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@yes_option
@click.pass_obj
def restore(chosen: Chosen, file: Path, yes: bool) -> None:
    """Put the backup FILE in the place of the database, which is kept beside it.

    The bot must not run. When it runs again, it first looks at what it said on the networks since
    the backup was made, so that it says nothing twice. Whoever was forgotten since stays so.
    """
    from bot.acts import restoring
    from schedulers.lock import TakenError, alone
    from storage.store import StoreTrouble, WrongShape

    database = database_file(settings_of(chosen))
    sure(f"Put {file} in the place of {database}?", yes)
    try:
        with alone(database):
            done = restoring.restore(file, database, chosen.now())
    except TakenError as taken:
        raise Busy(f"{database}: {taken}; stop it first") from None
    except (StoreTrouble, WrongShape) as wrong:
        raise Stop(f"Nothing was changed: {wrong}") from None
    except (OSError, sqlite3.OperationalError) as error:
        raise Stop(f"Nothing was changed: {error}") from None
    _tell(database, done)


def _tell(database: Path, done: Restored) -> None:
    click.echo(f"{database} is what the backup was, checked: {_counted(done.contents)}.")
    if done.kept is not None:
        click.echo(f"As it was, it lies in {done.kept}.")
    click.echo(
        f"It knows nothing after {_utc(done.since)}. The next `cashmob run` first reads what was "
        "written since, and looks at what the bot said, before it says anything."
    )
    if not done.forgets:
        click.echo(
            "The replaced database could not be read: whoever asked since then to be forgotten "
            "has to be forgotten again (cashmob forget)."
        )
    if done.undone:
        click.echo(
            "What you and others did since is undone. Do it again before the bot runs "
            "(names and owners' answers first):"
        )
    for line in done.undone:
        click.echo("  " + one_line(f"{_utc(line['at'])}  {line['who']}: {_act(line)}"))


def _utc(at: Any) -> str:
    assert isinstance(at, datetime)
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _act(line: Mapping[str, Any]) -> str:
    details = (f"{key} {value}" for key, value in line["details"].items() if value is not None)
    return f"{line['act']} ({', '.join(details)})" if line["details"] else str(line["act"])
