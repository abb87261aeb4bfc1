"""The towns that stories are told in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.migrating import upgrade
from tests.stories.telling import BEGINS, Tale, open_a_ballot


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An empty database in a file."""
    made = tmp_path / "cashmob.db"
    upgrade(made, BEGINS)
    return made


@pytest.fixture
def town() -> Iterator[Tale]:
    """A town on Mastodon three weeks before its mob."""
    tale = Tale()
    yield tale
    tale.store.close()


@pytest.fixture
def voting(town: Tale) -> Tale:
    """The same town with a ballot open: 1 Bell Books, 2 Corner Bakery; both owners were asked."""
    open_a_ballot(town)
    assert [(n.choice, n.name) for n in town.mob.ballot] == [
        (1, "Bell Books"),
        (2, "Corner Bakery"),
    ]
    return town


@pytest.fixture
def announced(voting: Tale) -> Tale:
    """The same town after the announcement: Bell Books won by one vote."""
    voting.shouts("ada", "1", under="ballot")
    voting.owner_agrees("Bell Books")
    voting.comes("announce")
    assert voting.heard()[-1] == "announcement"
    return voting
