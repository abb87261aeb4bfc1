"""A backup is checked, a restore is careful, and whatever goes wrong is a sentence."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from schedulers.lock import alone
from storage import audit, lost
from storage.lost import Lost
from storage.store import Store
from tests.commands.organiser import Organiser, called, started


def rows(file: Path, table: str) -> int:
    with closing(sqlite3.connect(file)) as raw:
        found: tuple[int] = raw.execute(f"SELECT count(*) FROM {table}").fetchone()
    return found[0]


def test_a_backup_is_one_checked_file_for_its_owner_alone(ida: Organiser, tmp_path: Path) -> None:
    called(ida)
    target = tmp_path / "elsewhere" / "mobs.db"
    target.parent.mkdir()
    result = ida.types(f"backup {target}")
    assert (result.exit_code, result.stdout) == (
        0,
        f"{target}, checked: 1 mobs, 3 messages, 3 people, {rows(ida.file, 'outbox')} posts.\n",
    )
    assert list(target.parent.iterdir()) == [target]
    assert target.stat().st_mode & 0o077 == 0
    again = ida.types(f"backup {target}")
    assert (again.exit_code, again.stderr) == (
        1,
        f"{target} is there already; it was left as it is. Name another file.\n",
    )


def test_a_backup_without_a_name_lies_beside_the_database(ida: Organiser) -> None:
    started(ida)
    assert ida.types("backup").exit_code == 0
    assert ida.file.with_name(f"cashmob-{ida.at:%Y%m%dT%H%M%S}.db").exists()


def test_there_is_nothing_to_copy_before_there_is_a_database(ida: Organiser) -> None:
    result = ida.types("backup")
    assert (result.exit_code, result.stderr) == (
        1,
        f"There is no database yet ({ida.file}), so there is nothing to copy.\n",
    )


def test_a_restore_keeps_what_it_replaces_and_says_what_is_undone(
    ida: Organiser, tmp_path: Path
) -> None:
    called(ida)
    target = tmp_path / "backup.db"
    assert ida.types(f"backup {target}").exit_code == 0
    since = ida.at
    ida.at += timedelta(hours=5)
    assert ida.types("approve 1").exit_code == 0
    result = ida.types(f"restore {target} --yes")
    kept = ida.file.with_name(f"cashmob-{ida.at:%Y%m%dT%H%M%S}-before-restore.db")
    assert (result.exit_code, result.stdout.splitlines()) == (
        0,
        [
            f"{ida.file} is what the backup was, checked: 1 mobs, 3 messages, 3 people, "
            f"{rows(target, 'outbox')} posts.",
            f"As it was, it lies in {kept}.",
            f"It knows nothing after {since:%Y-%m-%d %H:%M} UTC. The next `cashmob run` first "
            "reads what was written since, and looks at what the bot said, before it says "
            "anything.",
            "What you and others did since is undone. Do it again before the bot runs (names and "
            "owners' answers first):",
            f"  {ida.at:%Y-%m-%d %H:%M} UTC Ida: Approve (number 1)",
        ],
    )
    assert ida.reads("nominations")[0]["state"] == "waiting"
    with closing(sqlite3.connect(kept)) as raw:
        states = raw.execute("SELECT state FROM nomination ORDER BY number").fetchall()
    assert states == [("approved",), ("waiting",)]

    def missing(store: Store) -> Lost | None:
        with store.reading() as view:
            return lost.span(view)

    assert ida.with_store(missing) == Lost(since, ida.at)
    beside = sorted(file.name for file in ida.file.parent.glob("cashmob*"))
    assert [name for name in beside if "restoring" in name or "unfinished" in name] == []


def test_nothing_is_restored_under_a_running_bot(ida: Organiser, tmp_path: Path) -> None:
    started(ida)
    target = tmp_path / "backup.db"
    assert ida.types(f"backup {target}").exit_code == 0
    before = ida.file.read_bytes()
    with alone(ida.file):
        result = ida.types(f"restore {target} --yes")
    assert (result.exit_code, result.stderr.endswith("runs on it; stop it first\n")) == (75, True)
    assert ida.file.read_bytes() == before


def broken(file: Path) -> None:
    """A page in the middle of the file is not what it was."""
    with file.open("r+b") as raw:
        raw.seek(3 * 4096)
        raw.write(b"\xa5" * 8192)


def test_a_damaged_backup_changes_nothing(ida: Organiser, tmp_path: Path) -> None:
    called(ida)
    target = tmp_path / "backup.db"
    assert ida.types(f"backup {target}").exit_code == 0
    broken(target)
    before = ida.file.read_bytes()
    result = ida.types(f"restore {target} --yes")
    assert result.exit_code == 1
    assert result.stderr.startswith("Nothing was changed: backup.db ")
    assert ida.file.read_bytes() == before


@pytest.mark.parametrize("text", ["not a database at all", ""])
def test_something_else_is_no_backup(ida: Organiser, tmp_path: Path, text: str) -> None:
    started(ida)
    target = tmp_path / "letter.txt"
    target.write_text(text)
    result = ida.types(f"restore {target} --yes")
    assert (result.exit_code, result.stderr) == (
        1,
        "Nothing was changed: letter.txt is no database of cashmob; it was left as it is\n",
    )
    assert target.read_text() == text


def test_a_backup_of_a_newer_version_is_refused(ida: Organiser, tmp_path: Path) -> None:
    started(ida)
    target = tmp_path / "backup.db"
    assert ida.types(f"backup {target}").exit_code == 0
    with closing(sqlite3.connect(target)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    result = ida.types(f"restore {target} --yes")
    assert result.exit_code == 1
    assert "the database is of a newer version (9999" in result.stderr


def test_a_damaged_database_is_no_backup_and_can_be_replaced(
    ida: Organiser, tmp_path: Path
) -> None:
    called(ida)
    target = tmp_path / "backup.db"
    assert ida.types(f"backup {target}").exit_code == 0
    broken(ida.file)
    damaged = ida.file.read_bytes()
    result = ida.types(f"backup {tmp_path / 'second.db'}")
    assert (result.exit_code, result.stderr.startswith("No backup was made: cashmob.db ")) == (
        1,
        True,
    )
    assert not (tmp_path / "second.db").exists()
    result = ida.types(f"restore {target} --yes")
    assert result.exit_code == 0, result.stderr
    assert "has to be forgotten again (cashmob forget)" in result.stdout
    kept = ida.file.with_name(f"cashmob-{ida.at:%Y%m%dT%H%M%S}-before-restore.db")
    assert kept.read_bytes() == damaged
    assert len(ida.reads("nominations")) == 2


def test_a_lost_database_comes_back(ida: Organiser, tmp_path: Path) -> None:
    called(ida)
    target = tmp_path / "backup.db"
    assert ida.types(f"backup {target}").exit_code == 0
    for file in ida.file.parent.glob("cashmob.db*"):
        file.unlink()
    result = ida.types(f"restore {target} --yes")
    assert (result.exit_code, "As it was" in result.stdout) == (0, False)
    assert len(ida.reads("nominations")) == 2


def test_a_backup_of_another_town_does_not_bring_back_who_was_forgotten(
    ida: Organiser, tmp_path: Path
) -> None:
    called(ida)
    target = tmp_path / "backup.db"
    assert ida.types(f"backup {target}").exit_code == 0
    with closing(sqlite3.connect(target)) as raw, raw:
        raw.execute("UPDATE fact SET value = 'another' WHERE name = 'erasure key'")
    assert ida.types("forget rosa --yes --by Ida").exit_code == 0
    result = ida.types(f"restore {target} --yes")
    assert (result.exit_code, "they would return" in result.stderr) == (1, True)


def test_a_backup_while_somebody_writes_holds_one_instant(ida: Organiser, tmp_path: Path) -> None:
    started(ida)

    def half_written(store: Store) -> None:
        with store.work("x") as work:
            audit.write(work, ida.at, city="oxbow", who="Ida", act="pause")
            assert ida.types(f"backup {tmp_path / 'a.db'}").exit_code == 0
        assert ida.types(f"backup {tmp_path / 'b.db'}").exit_code == 0

    ida.with_store(half_written)
    assert rows(tmp_path / "b.db", "audit") == rows(tmp_path / "a.db", "audit") + 1
