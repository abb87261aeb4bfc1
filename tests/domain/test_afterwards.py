"""After the hour in the shop: where it goes on, for the towns that name a place for it."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.allowing import stale
from bot.domain.calendar import Steps
from bot.domain.mob import Mob
from bot.domain.ordering import order
from bot.domain.orders import Cancel
from tests.domain.builders import HOUR, MEETS, announced, live, votes, with_rules

TOWN = with_rules(drinks="Bar du Port", steps=Steps(drinks=HOUR))
MET = announced().done | {"countdown 259200", "countdown 86400", "countdown 3600", "morning"}


def town() -> Mob:
    """The mob of a town with a bar, on its day."""
    return replace(announced(done=MET), rules=TOWN)


def test_drinks_are_told_an_hour_after_the_mob_met() -> None:
    mob, said = live(town(), votes(3), MEETS, MEETS + HOUR)
    assert said == ["gather", "drinks"]
    assert stale(mob, "drinks", "drinks", MEETS + HOUR) is None


def test_a_town_without_a_bar_is_told_of_none() -> None:
    assert live(announced(done=MET), votes(3), MEETS, MEETS + HOUR)[1] == ["gather"]


def test_nobody_is_sent_for_drinks_by_a_mob_that_was_stopped() -> None:
    met, _ = live(town(), votes(3), MEETS)
    stopped = order(met, Cancel("storm"), MEETS + HOUR / 2, tally=votes(3)).mob
    assert live(stopped, votes(3), MEETS + HOUR)[1] == []
