"""The unit of work: whole or not at all, one writer at a time, and columns that keep their word."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa

from storage import audit, facts, lanes
from storage.columns import written
from storage.migrating import upgrade
from storage.store import Store, open_store

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "cashmob.db"
    upgrade(file, NOW)
    return file


@pytest.fixture
def store(database: Path) -> Iterator[Store]:
    opened = open_store(database)
    yield opened
    opened.close()


def test_a_unit_of_work_that_raises_leaves_nothing_behind(store: Store) -> None:
    def half_a_page() -> None:
        with store.work("page") as work:
            facts.note(work, "a", "1")
            audit.write(work, NOW, city="oxbow", who="x", act="y")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_a_page()
    with store.reading() as view:
        assert (facts.fact(view, "a"), audit.lines(view, "oxbow")) == (None, ())


def test_a_death_before_the_commit_leaves_nothing_and_one_after_it_all(store: Store) -> None:
    class Death(BaseException):
        pass

    def dies_at(fatal: str) -> None:
        def boundary(name: str) -> None:
            if name == fatal:
                raise Death

        store.boundary = boundary

    for moment in ("before", "after"):
        dies_at(f"page: {moment} commit")
        with pytest.raises(Death), store.work("page") as work:
            facts.note(work, moment, "1")
    with store.reading() as view:
        assert (facts.fact(view, "before"), facts.fact(view, "after")) == (None, "1")


def count_up(database: Path, times: int) -> None:
    store = open_store(database)
    for _ in range(times):
        with store.work("count") as work:
            facts.note(work, "n", str(int(facts.fact(work, "n") or "0") + 1))
    store.close()


def test_two_processes_that_read_and_write_lose_nothing(database: Path) -> None:
    spawn = multiprocessing.get_context("spawn")
    both = [spawn.Process(target=count_up, args=(database, 300)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    store = open_store(database)
    with store.reading() as view:
        assert facts.fact(view, "n") == "600"
    store.close()


def test_every_table_is_strict(store: Store) -> None:
    with store.reading() as view:
        rows = view.execute(sa.text("PRAGMA table_list")).mappings()
        loose = {r["name"] for r in rows if r["schema"] == "main" and not r["strict"]}
    assert loose == {"sqlite_schema", "alembic_version"}


def test_a_word_in_a_column_of_numbers_is_refused(store: Store) -> None:
    with pytest.raises(sa.exc.IntegrityError, match="cannot store TEXT"), store.work("x") as work:
        work.execute(sa.text("INSERT INTO tally VALUES (1, 'votes', 1, 'mastodon', 'many')"))


def test_a_standing_without_its_mob_is_refused(store: Store) -> None:
    with pytest.raises(sa.exc.IntegrityError, match="FOREIGN KEY"), store.work("x") as work:
        work.execute(
            sa.text(
                "INSERT INTO standing (mob, person, network, name, since)"
                " VALUES (9, 'p', 'mastodon', 'p', :now)"
            ),
            {"now": written(NOW)},
        )


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    naive = NOW.replace(tzinfo=None)
    with pytest.raises(ValueError, match="without a time zone"), store.work("x") as work:
        lanes.note(work, "oxbow", "mastodon", read_at=naive)


def test_the_settings_that_make_sqlite_safe_are_in_force(store: Store) -> None:
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
    with store.reading() as view:
        found = {n: view.execute(sa.text(f"PRAGMA {n}")).scalar() for n in names}
    assert found == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 10_000,
        "secure_delete": 1,
    }
