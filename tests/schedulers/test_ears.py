"""What an ear keeps in mind of the mobs it listens for: the newest, and not those of years."""

from __future__ import annotations

from dataclasses import replace

from schedulers.understanding import Ear
from tests.domain.builders import voting, yes


def test_of_the_mobs_of_years_only_the_newest_are_kept_in_mind() -> None:
    ear = Ear("oxbow", "mastodon", ("en",), frozenset(), frozenset())
    mob = voting(yes(1))
    for number in range(1, 40):
        assert ear.of(replace(mob, id=number)).nominations == mob.nominations
    assert sorted(ear._lists) == list(range(32, 40))
    assert ear.of(replace(mob, id=39)) is ear.of(replace(mob, id=39))
