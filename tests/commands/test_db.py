"""The database is made, looked at, and brought up to date."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from schedulers.lock import alone
from storage.migrating import REVISION
from tests.commands.organiser import Organiser, started


def test_it_is_made(ida: Organiser) -> None:
    assert ida.types("db status").stderr == (
        f"There is no database yet ({ida.file}). Make it: cashmob db upgrade\n"
    )
    assert ida.types("db upgrade").stdout == f"{ida.file} is made (shape {REVISION}).\n"
    assert ida.types("db upgrade").stdout == f"{ida.file} is up to date (shape {REVISION}).\n"
    assert ida.types("db status").stdout.splitlines()[1:] == [
        f"shape {REVISION}; this version needs {REVISION}",
        "no daemon runs on it",
    ]


def test_it_is_not_touched_under_a_running_bot(ida: Organiser) -> None:
    started(ida)
    with alone(ida.file):
        result = ida.types("db upgrade")
        assert (result.exit_code, "runs on it" in result.stderr) == (75, True)
        assert ida.types("db upgrade --locked").exit_code == 0


def test_a_newer_one_is_refused(ida: Organiser) -> None:
    started(ida)
    with closing(sqlite3.connect(ida.file)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    result = ida.types("db upgrade")
    assert (result.exit_code, result.stderr) == (
        1,
        f"the database is of a newer version (9999; this one knows {REVISION}): install the "
        "newer cashmob again, or restore a backup made before it\n",
    )
    assert ida.types("status").stderr == (
        f"{ida.file} is not of this version. Bring it up to date: cashmob db upgrade\n"
    )
