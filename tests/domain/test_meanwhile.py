"""A network that cannot be read: where people are told to write instead, and how often."""

from __future__ import annotations

from datetime import datetime

from bot.domain.meanwhile import meanwhile
from bot.domain.standing import Tally
from tests.domain.builders import HOUR, MINUTE, before, voting, yes

NOON = before(12) + 2 * HOUR


def keys(since: datetime, now: datetime) -> list[tuple[str, tuple[str, ...]]]:
    """What is said on which networks when X does not answer since then."""
    away = {"mastodon": None, "twitter": since, "facebook": None}
    return [(say.key, say.networks) for say in meanwhile(voting(yes(1)), Tally(), away, now)]


def test_after_an_hour_the_others_say_where_to_write() -> None:
    assert keys(NOON, NOON + 59 * MINUTE) == []
    said = [("meanwhile:twitter:20261130", ("mastodon", "facebook"))]
    assert keys(NOON, NOON + HOUR) == said


def test_a_network_that_comes_and_goes_is_spoken_of_once_a_day() -> None:
    assert keys(NOON, NOON + HOUR) == keys(NOON + 2 * HOUR, NOON + 4 * HOUR)
    assert keys(NOON, NOON + HOUR) != keys(NOON + 24 * HOUR, NOON + 26 * HOUR)


def test_nobody_is_woken_for_it() -> None:
    assert keys(NOON, NOON + 14 * HOUR) == []


def test_it_is_said_while_its_whole_hour_is_day() -> None:
    assert len(keys(NOON, NOON + 8 * HOUR - MINUTE)) == 1
    assert keys(NOON, NOON + 8 * HOUR) == []
