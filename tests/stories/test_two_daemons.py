"""Two daemons on one database, on a disk that knows no locks: the claims alone keep them apart."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from schedulers import daemon
from schedulers.lane import FRESH_CLAIM
from storage.store import open_store
from tests.indoors import InTurn
from tests.stories.telling import Tale, open_a_ballot, said_twice

PAGE = "https://town.example/facebook/cashmob"
PLACES = ("claim: after commit", "send post: after")
"""Where the first daemon is stopped: a row is claimed, and a post is out and not noted yet."""
SETTLED = timedelta(minutes=7)
"""Longer than the other daemon waits before it looks what became of a claim."""


class Other:
    """The second daemon. It works whenever the first one is stopped, and once more before the
    first one goes on."""

    def __init__(self, tale: Tale, file: Path, *, place: str, length: timedelta) -> None:
        self.stops, self._visits = 0, 0
        self.store = open_store(file)
        self._clock, self._place, self._length = tale.clock, place, length
        self._round = daemon.build(
            tale.settings,
            self.store,
            tale.clock,
            lambda city, name: tale.networks[city.key, name],
            pool=InTurn(),
        )

    def at_boundary(self, name: str) -> None:
        """The first daemon stands at this boundary; every second time it is stopped there."""
        self._visits += name == self._place
        if name == self._place and self._visits % 2:
            self.stops += 1
            self._round.quiet()
            self._clock.pass_by(self._length)
            self._round.quiet()


@pytest.fixture
def town(file: Path) -> Iterator[Tale]:
    tale = Tale(cities={"saint-rivage": {"facebook": {"page_id": PAGE}}}, store=open_store(file))
    yield tale
    tale.round.close()
    tale.store.close()


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("length", [timedelta(0), FRESH_CLAIM * 1.1, SETTLED])
def test_what_the_one_is_about_to_say_or_just_said_the_other_does_not_say(
    town: Tale, file: Path, place: str, length: timedelta
) -> None:
    other = Other(town, file, place=place, length=length)
    town.store.boundary = other.at_boundary
    open_a_ballot(town)
    for who in ("ada", "ben", "cleo"):
        town.shouts(who, "1", under="ballot")
    town.owner_agrees("Bell Books")
    town.comes("announce")
    other.store.close()
    heard = ["call", "nomination", "nomination", "ballot", "last_call", "announcement"]
    assert [kind for kind in town.heard() if kind != "counted"] == heard
    assert said_twice(town) == []
    assert other.stops > 5
