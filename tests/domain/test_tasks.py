"""What an organiser has to do, by when, with which command, and how often the bot says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.mob import Answer, Mob, State
from bot.domain.stages import Stage
from bot.domain.tasks import reminders, tasks
from tests.domain.builders import (
    DAY,
    HOUR,
    MEETS,
    after,
    announced,
    before,
    chosen,
    no,
    paris,
    shop,
    voting,
    with_rules,
    yes,
)


def todo(mob: Mob, now: datetime) -> list[tuple[str, datetime | None, str]]:
    """The list as an organiser reads it."""
    return [(t.kind, t.by, t.command) for t in tasks(mob, now)]


def keys(mob: Mob, now: datetime) -> list[str]:
    return [say.key for say in reminders(mob, now)]


def test_names_and_owners_wait_until_the_ballot() -> None:
    fresh = shop(1, Answer.NONE, state=State.WAITING)
    mob = paris(nominations=(fresh, shop(2, Answer.NONE), shop(3), no(4)))
    assert todo(mob, before(16)) == [
        ("todo_approve", before(14), "cashmob approve 1"),
        ("todo_ask_owner", before(14), "cashmob mob ask 2 --channel visit"),
    ]
    assert todo(replace(mob, rules=with_rules(notice=True)), before(16)) == [
        ("todo_approve", before(14), "cashmob approve 1")
    ]


def test_the_organiser_hears_of_a_task_from_its_day_on_once_a_day() -> None:
    mob = paris(nominations=(shop(1, Answer.NONE, state=State.WAITING),))
    assert keys(mob, before(16) - HOUR) == []
    assert keys(mob, before(16)) == ["todo_approve:1:0:0"]
    assert keys(mob, before(15, hours=1)) == ["todo_approve:1:0:0"]
    assert keys(mob, before(15)) == ["todo_approve:1:0:1"]
    (say,) = reminders(mob, before(15))
    assert (say.organiser, say.due, say.until) == (True, before(15), before(14))
    assert say.values == {
        "command": "cashmob approve 1",
        "by": before(14),
        "when": MEETS,
        "number": 1,
        "shop": "Bakery",
        "place": "",
        "flag": "",
        "checked": 0,
        "points": 7,
    }
    late = replace(mob.nominations[0], said_at=before(15.5))
    assert keys(replace(mob, nominations=(late,)), before(15)) == ["todo_approve:1:0:0"]


def test_while_people_vote_there_is_nothing_to_do() -> None:
    assert todo(voting(shop(1), shop(2)), before(12)) == []
    assert todo(announced(), before(5)) == []


def test_the_winner_has_to_be_asked_by_eight_days_before() -> None:
    mob = chosen(1, shop(1), shop(2))
    confirm = "cashmob mob consent 1 --channel phone"
    assert todo(mob, before(10)) == [("todo_confirm", before(8), confirm)]
    assert todo(mob, before(6)) == [("todo_confirm", before(8), f"{confirm} --short-notice")]
    assert keys(mob, before(10)) == ["todo_confirm:1:0:0"]
    assert todo(chosen(1, yes(1)), before(10)) == []


def test_without_a_winner_an_organiser_chooses() -> None:
    for mob in (chosen(None, shop(1), shop(2)), chosen(1, no(1), no(2))):
        assert todo(mob, before(10)) == [("todo_choose", before(8), "cashmob mob choose NUMBER")]


def test_a_winner_that_agreed_too_late_needs_the_organisers_word() -> None:
    mob = chosen(1, yes(1))
    command = "cashmob mob consent 1 --channel phone --short-notice"
    assert todo(mob, before(6)) == [("todo_late", None, command)]
    assert todo(replace(mob, short_notice=True), before(6)) == []


def test_a_mob_put_off_asks_for_a_date_then_for_the_owner() -> None:
    undated = chosen(1, shop(1), stage=Stage.POSTPONED, meets_at=None)
    new_date = [("todo_new_date", None, "cashmob mob postpone --to DATE")]
    assert todo(undated, before(5)) == new_date
    assert todo(replace(undated, meets_at=MEETS), MEETS) == new_date
    later = replace(undated, meets_at=MEETS + 28 * DAY, sequence=1)
    confirm = [("todo_confirm", after(21), "cashmob mob consent 1 --channel phone")]
    assert todo(later, before(5)) == confirm
    assert keys(later, after(11)) == []
    assert keys(later, after(12)) == ["todo_confirm:1:1:0"]
    assert keys(later, after(14)) == ["todo_confirm:1:1:2"]


@pytest.mark.parametrize(
    "stage",
    [s for s in Stage if s not in (Stage.CLOSED, Stage.CANCELLED, Stage.RECAPPING)],
    ids=lambda stage: stage.value,
)
def test_somebody_wrote_as_the_owner_and_an_organiser_must_look(stage: Stage) -> None:
    mob = announced(yes(1), shop(2, Answer.HELD), stage=stage)
    assert ("todo_held", None, "cashmob mob refuse 2") in todo(mob, before(5))


def test_nobody_is_nagged_about_a_mob_that_is_over() -> None:
    for stage in (Stage.CLOSED, Stage.CANCELLED):
        held = announced(shop(1, Answer.HELD), stage=stage, till=100)
        assert todo(held, after(9)) == []


def test_the_till_is_asked_for_until_three_days_after_the_recap() -> None:
    mob = announced(stage=Stage.RECAPPING)
    assert todo(mob, after(1)) == [("todo_till", after(2), "cashmob mob till AMOUNT")]
    closed = announced(stage=Stage.CLOSED)
    assert keys(closed, after(5)) == ["todo_till:1:0:4"]
    assert keys(closed, after(5) + HOUR) == []
    assert todo(replace(mob, till=9900), after(1)) == []


def test_the_most_urgent_comes_first() -> None:
    waiting = shop(1, Answer.NONE, state=State.WAITING)
    mob = paris(nominations=(waiting, shop(2, Answer.HELD), shop(3, Answer.NONE)))
    assert [t.kind for t in tasks(mob, before(15))] == [
        "todo_approve",
        "todo_ask_owner",
        "todo_held",
    ]
