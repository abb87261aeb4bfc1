"""A few mobs of the simulator at every commit, and the seeds that have ever failed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests.simulator.play import CLIMATES, STRANGE, Play

pytestmark = pytest.mark.trust

LATE_TIMELINE, CLOCKS, RESTORED = STRANGE
KEPT = Path(__file__).parent.parent / "seeds.txt"


def kept_seeds() -> Iterator[ParameterSet]:
    """The seed and climate of each line that is no comment, with the mark it may have."""
    for line in KEPT.read_text().splitlines():
        words = line.partition("#")[0].split()
        if words:
            seed, climate, *slow = words
            yield pytest.param(int(seed), int(climate), marks=[pytest.mark.slow] if slow else [])


@pytest.mark.parametrize(("seed", "climate"), list(kept_seeds()))
def test_a_seed_that_failed_once_never_fails_again(seed: int, climate: int) -> None:
    assert Play(seed, (*CLIMATES, *STRANGE)[climate]).run().violations == []


def test_a_mob_in_good_weather_misses_nothing_at_all() -> None:
    report = Play(2, CLIMATES[0]).run()
    assert (report.violations, report.missed, report.crashes) == ([], [], 0)
    assert report.votes > 10


def told(play: Play) -> list[str]:
    """Everything that was written in the town."""
    assert play.run().violations == []
    return [f"{p.at} {p.network} {p.parent} {p.text}" for p in play.world.town.posts()]


def test_a_seed_makes_the_same_run_to_the_byte() -> None:
    assert told(Play(7, CLIMATES[1])) == told(Play(7, CLIMATES[1]))


def test_a_timeline_that_shows_our_posts_late_makes_none_twice() -> None:
    assert Play(1, LATE_TIMELINE).run().violations == []


def test_a_machine_that_sleeps_and_whose_clock_is_wrong_says_nothing_untrue() -> None:
    play = Play(1, CLOCKS)
    assert play.run().violations == []
    assert play.world.downtimes


def test_an_old_backup_in_the_middle_of_a_mob_loses_nothing_and_says_nothing_twice() -> None:
    play = Play(1, RESTORED)
    assert play.run().violations == []
    assert play.world.restored_at is not None
    assert play.world.out_before
    assert set(play.report.restores) == {"restored 1 h old", "restored 24 h old"}
