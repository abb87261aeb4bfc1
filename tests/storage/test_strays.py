"""Posts of ours that only the network knows, after a restore."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy.engine import Connection

from storage.strays import KNOWN_FOR, Stray, leave, of_account
from tests.indoors import fresh_store

SAID = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
POST = Stray("17", "https://town.example/@mob/17", SAID)


@pytest.fixture
def work() -> Iterator[Connection]:
    store = fresh_store()
    with store.work("restored") as connection:
        yield connection
    store.close()


@pytest.mark.parametrize(
    ("later", "known"),
    [
        (timedelta(minutes=5), {"words": POST}),
        (KNOWN_FOR - timedelta(seconds=1), {"words": POST}),
        (KNOWN_FOR, {}),
    ],
)
def test_the_same_words_are_known_again_for_four_weeks_and_are_news_after(
    work: Connection, later: timedelta, known: dict[str, Stray]
) -> None:
    leave(work, "lyon", "mastodon", {"words": POST})
    assert of_account(work, "lyon", "mastodon", SAID + later) == known


def test_each_account_has_its_own(work: Connection) -> None:
    leave(work, "lyon", "mastodon", {"words": POST})
    assert of_account(work, "lyon", "twitter", SAID) == {}
    assert of_account(work, "nice", "mastodon", SAID) == {}


def test_those_that_are_left_take_the_place_of_those_before(work: Connection) -> None:
    leave(work, "lyon", "mastodon", {"words": POST})
    leave(work, "lyon", "mastodon", {})
    assert of_account(work, "lyon", "mastodon", SAID) == {}
