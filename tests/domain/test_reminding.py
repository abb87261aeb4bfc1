"""When those who asked are reminded, in a calendar of weeks and in one of seconds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.domain.calendar import Steps
from bot.domain.intents import Remind
from bot.domain.reminding import asked, due, hours
from tests.domain.builders import MEETS, announced, before, voting, with_rules, wrote, yes

SECOND = timedelta(seconds=1)


def test_of_the_vote_with_everybody_else_and_of_the_mob_the_day_before() -> None:
    first, second = hours(voting(yes(1), yes(2)))
    assert (first.at, second.at) == (before(12), before(11, hours=3))
    first, second = hours(announced())
    assert (first.at, second.at) == (before(1), before(0, hours=2))


def test_in_a_calendar_of_seconds_in_proportion() -> None:
    quick = Steps(announce=84 * SECOND, countdown=(), morning=None)
    first, second = hours(replace(announced(), rules=with_rules(steps=quick)))
    assert (MEETS - first.at, MEETS - second.at) == (12 * SECOND, SECOND)


def test_an_hour_is_dealt_with_once() -> None:
    mob = announced(done=frozenset({"reminder_mob:first"}))
    assert [hour.name for hour in due(mob, before(0, hours=1))] == ["reminder_mob:second"]


def test_who_asks_twice_asked_the_first_time() -> None:
    first, again = wrote(before(9), Remind()), wrote(before(8), Remind())
    assert asked([again, first]) == first


def test_the_last_word_about_it_holds() -> None:
    no, yes_ = wrote(before(9), Remind(off=True)), wrote(before(8), Remind())
    assert asked([yes_, no]) == yes_
    assert asked([no]) is None
