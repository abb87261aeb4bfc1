"""The disk fills up in the middle of a vote: nothing is lost, and nothing is said twice."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from schedulers import daemon
from storage.migrating import upgrade
from storage.store import Store, StoreTrouble, open_store
from tests.stories.telling import BEGINS, Tale, open_a_ballot


@contextmanager
def full(store: Store) -> Iterator[None]:
    """No page more fits onto the disk, for as long as the block lasts."""
    with ExitStack() as stack:
        # As many connections as the daemon ever needs at once; the store keeps them for later.
        views = [stack.enter_context(store.reading()) for _ in range(6)]
    kept = [view.connection.driver_connection for view in views]
    for raw in kept:
        raw.execute("PRAGMA max_page_count=1")
    yield
    for raw in kept:
        raw.execute("PRAGMA max_page_count=1000000")


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Tale]:
    """A town with a ballot open, whose database is a file and whose lanes have threads."""
    file = tmp_path / "cashmob.db"
    upgrade(file, BEGINS)
    # Sixty neighbours who write the same at once would be under suspicion; here they are welcome.
    tale = Tale(cities={"saint-rivage": {"votes": {"crowd": 0}}}, store=open_store(file))
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
        for n in range(60):
            town.writes(f"voter{n}", "2 " + "because I like it so much " * 40, under="ballot")
        for _ in range(3):
            town.clock.pass_by(town.settings.waits.poll * 2)
            with pytest.raises(StoreTrouble, match="the disk is full: make room"):
                town.round.quiet()
        assert len(town.town.said("", "mastodon")) == ballot
    town.minutes_pass(5)
    assert town.votes() == {"Bell Books": 1, "Corner Bakery": 60}
    told = [record.getMessage().partition(":")[0] for record in caplog.records]
    assert told == ["nothing can be saved", "the database can be used again"]
    town.owner_agrees("Corner Bakery")
    town.comes("announce")
    assert town.heard().count("announcement") == 1
