"""A few mobs of the simulator at every commit, and the seeds that have ever failed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark import ParameterSet

from tests.simulator.play import CLIMATES, Play

pytestmark = pytest.mark.trust

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
    assert Play(seed, CLIMATES[climate]).run().violations == []


def test_a_mob_in_good_weather_misses_nothing_at_all() -> None:
    report = Play(2, CLIMATES[0]).run()
    assert (report.violations, report.missed, report.crashes) == ([], [], 0)
    assert report.votes > 10


def test_a_seed_makes_the_same_run_to_the_byte() -> None:
    def told(play: Play) -> list[str]:
        play.run()
        return [f"{p.at} {p.network} {p.parent} {p.text}" for p in play.world.town.posts()]

    assert told(Play(7, CLIMATES[1])) == told(Play(7, CLIMATES[1]))
