"""Upgrades: from nothing to the tables of the source, with a checked backup, never backwards."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlmodel import SQLModel

from storage import facts, migrating
from storage.migrating import is_current, upgrade
from storage.store import WrongShape, open_store

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    file = tmp_path / "cashmob.db"
    assert upgrade(file, NOW) is None
    return file


def test_from_nothing_the_steps_lead_to_the_tables_of_the_source(database: Path) -> None:
    store = open_store(database)
    assert is_current(store)
    with store.reading() as view:
        context = MigrationContext.configure(view, opts={"compare_type": True})
        assert compare_metadata(context, SQLModel.metadata) == []
    store.close()


def test_an_upgrade_makes_a_backup_that_only_its_owner_reads(
    database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(database)
    with store.work("x") as work:
        facts.note(work, "colour", "blue")
    store.close()
    monkeypatch.setattr(migrating, "REVISION", "0002")
    saved = upgrade(database, NOW)
    assert saved is not None
    assert saved.name == "cashmob-20261121T120000-before-upgrade.db"
    assert saved.stat().st_mode & 0o077 == 0
    with closing(sqlite3.connect(saved)) as copy:
        assert copy.execute("SELECT value FROM fact WHERE name='colour'").fetchone() == ("blue",)


def test_a_database_of_this_version_is_left_alone(database: Path) -> None:
    before = sorted(database.parent.iterdir())
    assert upgrade(database, NOW) is None
    assert sorted(database.parent.iterdir()) == before


def test_a_newer_database_is_refused_and_untouched(database: Path) -> None:
    with closing(sqlite3.connect(database)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(WrongShape, match="newer version"):
        upgrade(database, NOW)
    with closing(sqlite3.connect(database)) as raw:
        found = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    assert found == ("9999",)
