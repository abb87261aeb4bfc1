"""Disks and their troubles: cut logs, kills under load, no room, no right to write, a lock."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import facts
from storage.backups import back_up
from storage.migrating import upgrade
from storage.store import Store, StoreTrouble, WrongShape, open_store
from tests.storage.torn import COMMITS, cuts, faults, written

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "cashmob.db"
    upgrade(file, NOW)
    return file


def test_a_log_cut_anywhere_leaves_whole_commits_from_the_first_on(tmp_path: Path) -> None:
    made = written(tmp_path)
    found = [faults(made, tmp_path / "cut.db", length) for length in cuts(made, every=977)]
    assert {told.sound for told in found} == {True}
    counts = [told.commits for told in found]
    assert (counts[0], counts[-1], counts) == (0, COMMITS, sorted(counts))


def test_a_byte_that_flips_in_the_log_costs_no_more_than_what_came_after(tmp_path: Path) -> None:
    made = written(tmp_path)
    log = made.with_name(f"{made.name}-wal")
    whole = log.read_bytes()
    dice = random.Random(4)
    for place in dice.sample(range(len(whole)), 40):
        log.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        told = faults(made, tmp_path / "cut.db", len(whole))
        assert (told.sound, 0 <= told.commits <= COMMITS) == (True, True), place


COUNTING = """
import sys
from storage import facts
from storage.store import open_store
store = open_store(sys.argv[1])
n = 0
while True:
    n += 1
    with store.work("count") as work:
        facts.note(work, "n", str(n))
        facts.note(work, "twice", str(2 * n))
    print(n, flush=True)
"""


def killed_while_counting(database: Path, after: int) -> int:
    """The last number that a process said it had saved before it was killed."""
    with subprocess.Popen(
        [sys.executable, "-c", COUNTING, str(database)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = [int(process.stdout.readline()) for _ in range(after)]
        process.send_signal(signal.SIGKILL)
        said += [int(line) for line in process.stdout]
    return said[-1]


@pytest.mark.parametrize("after", [1, 17, 60])
def test_a_kill_under_load_loses_nothing_that_was_saved(database: Path, after: int) -> None:
    last = killed_while_counting(database, after)
    with closing(sqlite3.connect(database)) as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = dict(raw.execute("SELECT name, value FROM fact").fetchall())
    n = int(found["n"])
    # What was saved may not have been said any more.
    assert (n in (last, last + 1), found["twice"]) == (True, str(2 * n))


@contextmanager
def opened(database: Path, *pragmas: str) -> Iterator[Store]:
    """The store with its connections limited."""
    store = open_store(database)

    def limit(raw: sqlite3.Connection, _record: object) -> None:
        for pragma in pragmas:
            raw.execute(f"PRAGMA {pragma}")

    sa.event.listen(store.engine, "connect", limit)
    try:
        yield store
    finally:
        store.close()


def note(store: Store, value: str) -> None:
    with store.work("note") as work:
        facts.note(work, "a", value)


def noted(database: Path) -> str | None:
    with opened(database) as store, store.reading() as view:
        return facts.fact(view, "a")


def pages(database: Path) -> int:
    with closing(sqlite3.connect(database)) as raw:
        found: tuple[int] = raw.execute("PRAGMA page_count").fetchone()
    return found[0]


@pytest.mark.parametrize("room", range(0, 40, 7))
def test_a_full_disk_is_a_sentence_and_nothing_half_done(database: Path, room: int) -> None:
    with opened(database) as store:
        note(store, "before")
    with opened(database, f"max_page_count={pages(database) + room}") as store:
        with pytest.raises(StoreTrouble) as trouble:
            note(store, "much " * 100_000)
        assert str(trouble.value) == (
            f"{database}: the disk is full: make room, and it goes on by itself"
        )
        note(store, "after")
    assert noted(database) == "after"


def test_a_database_that_may_only_be_read_is_a_sentence(database: Path) -> None:
    with opened(database) as store:
        note(store, "before")
    with opened(database, "query_only=ON") as store:
        with pytest.raises(StoreTrouble, match="may only be read: give it back to the user"):
            note(store, "after")
        with store.reading() as view:
            assert facts.fact(view, "a") == "before"


def test_a_database_that_another_program_holds_is_a_sentence(database: Path) -> None:
    with (
        closing(sqlite3.connect(database, isolation_level=None)) as other,
        opened(database, "busy_timeout=50") as store,
    ):
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreTrouble, match="another program has held it"):
            note(store, "meanwhile")
        other.execute("ROLLBACK")
        note(store, "after")
    assert noted(database) == "after"


def test_a_damaged_database_says_how_to_restore_it(database: Path) -> None:
    with opened(database) as store:
        for n in range(200):
            with store.work("fill") as work:
                facts.note(work, str(n), "x" * 200)
    with database.open("r+b") as raw:
        raw.seek(4096)
        raw.write(b"\xa5" * (pages(database) - 1) * 4096)
    with opened(database) as store, pytest.raises(StoreTrouble, match="cashmob restore FILE"):
        note(store, "after")


LIMITED = """
import resource, signal, sys
from pathlib import Path
from storage.backups import back_up
from storage.store import WrongShape
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), int(sys.argv[3])))
try:
    back_up(Path(sys.argv[1]), Path(sys.argv[2]))
except WrongShape as wrong:
    print(wrong)
"""


@pytest.mark.parametrize("room", [0, 4096, 70_000])
def test_a_backup_that_finds_no_room_leaves_none(database: Path, room: int) -> None:
    target = database.with_name("backup.db")
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, str(database), str(target), str(room)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == (
        "cashmob.db cannot be copied: the disk does not take or give what it should: is it full, "
        "or broken?\n"
    )
    assert sorted(file.name for file in database.parent.iterdir() if "backup" in file.name) == []


def test_a_backup_of_what_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(WrongShape, match="cannot be opened: is its folder there"):
        back_up(tmp_path / "no.db", tmp_path / "backup.db")
    assert list(tmp_path.iterdir()) == []


def test_twenty_backups_under_load_are_all_sound(database: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", COUNTING, str(database)], stdout=subprocess.DEVNULL
    ) as process:
        try:
            for n in range(20):
                target = database.with_name(f"copy-{n}.db")
                back_up(database, target)
                with closing(sqlite3.connect(target)) as raw:
                    found = dict(raw.execute("SELECT name, value FROM fact").fetchall())
                assert int(found.get("twice", 0)) == 2 * int(found.get("n", 0))
        finally:
            process.kill()
