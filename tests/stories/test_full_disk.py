"""The disk fills up in the middle of a vote: nothing is lost, and nothing is said twice."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from schedulers import daemon
from storage.migrating import upgrade
from storage.store import Store, StoreTrouble, open_store
from tests.stories.telling import BEGINS, Tale, open_a_ballot


@contextmanager
def full(store: Store) -> Iterator[None]:
    """No page more fits onto the disk, for as long as the block lasts."""

    def limit(raw: sqlite3.Connection, _record: object) -> None:
        raw.execute("PRAGMA max_page_count=1")

    sa.event.listen(store.engine, "connect", limit)
    # From here on every connection is a new one.
    store.close()
    try:
        yield
    finally:
        sa.event.remove(store.engine, "connect", limit)
        store.close()


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Tale]:
    """A town with a ballot open, whose database is a file and whose lanes have threads."""
    file = tmp_path / "cashmob.db"
    upgrade(file, BEGINS)
    tale = Tale(store=open_store(file))
    open_a_ballot(tale)
    tale.round = daemon.build(
        tale.settings, tale.store, tale.clock, lambda city, name: tale.networks[city.key, name]
    )
    yield tale
    tale.round.close()
    tale.store.close()


def test_votes_of_that_time_count_and_the_announcement_comes_once(
    town: Tale, caplog: pytest.LogCaptureFixture
) -> None:
    town.shouts("ada", "1", under="ballot")
    ballot = len(town.town.said("", "mastodon"))
    caplog.set_level(logging.INFO, "schedulers.tick")
    with full(town.store):
        for who, party in (("ben", "🎉"), ("cleo", "🥖"), ("dora", "🍞")):
            town.writes(who, "2 " + party * 4_000, under="ballot")
        for _ in range(3):
            town.clock.pass_by(town.settings.waits.poll * 2)
            with pytest.raises(StoreTrouble, match="the disk is full: make room"):
                town.round.quiet()
        assert len(town.town.said("", "mastodon")) == ballot
    town.minutes_pass(5)
    assert town.votes() == {"Bell Books": 1, "Corner Bakery": 3}
    told = [record.getMessage().partition(":")[0] for record in caplog.records]
    assert told == ["nothing can be saved", "the database can be used again"]
    town.owner_agrees("Corner Bakery")
    town.comes("announce")
    assert town.heard().count("announcement") == 1
