"""The stages of a mob: every step that the table has, and none that it has not."""

from __future__ import annotations

import pytest

from bot.domain.mob import AFTERWARDS, BEFORE_RESULT, ENDED, MEETING, TRANSITIONS, WrongStage, move
from bot.domain.stages import Stage
from tests.domain.builders import paris

ALLOWED = {
    "calling": "balloting consenting postponed cancelled",
    "balloting": "consenting postponed cancelled",
    "consenting": "announced postponed cancelled",
    "announced": "gathering postponed cancelled",
    "gathering": "recapping cancelled",
    "recapping": "closed",
    "closed": "",
    "postponed": "calling announced cancelled",
    "cancelled": "",
}
PAIRS = [(a, b) for a in Stage for b in Stage]


def test_the_table_is_the_one_that_the_town_was_told() -> None:
    told = {str(a): " ".join(to) for a, to in TRANSITIONS.items()}
    assert told == ALLOWED


@pytest.mark.parametrize(("here", "there"), PAIRS, ids=lambda stage: stage.value)
def test_a_mob_goes_where_the_table_lets_it_and_nowhere_else(here: Stage, there: Stage) -> None:
    mob = paris(stage=here)
    if there in ALLOWED[here].split():
        assert move(mob, there) == paris(stage=there)
    else:
        with pytest.raises(WrongStage, match=f"{here} does not go to {there}"):
            move(mob, there, winner=1)
        assert mob == paris(stage=here)


def test_a_mob_can_be_cancelled_in_every_stage_before_the_recap() -> None:
    can = {stage for stage in Stage if Stage.CANCELLED in TRANSITIONS[stage]}
    assert can == set(Stage) - AFTERWARDS - {Stage.CANCELLED}


def test_a_mob_can_be_put_off_until_it_meets() -> None:
    can = {stage for stage in Stage if Stage.POSTPONED in TRANSITIONS[stage]}
    assert can == BEFORE_RESULT | {Stage.CONSENTING, Stage.ANNOUNCED}


def test_only_an_ended_mob_goes_nowhere() -> None:
    assert {stage for stage, to in TRANSITIONS.items() if not to} == ENDED
    assert {Stage.ANNOUNCED, Stage.GATHERING, Stage.RECAPPING, Stage.CLOSED} == MEETING
