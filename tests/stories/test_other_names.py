"""One shop, many names: what organisers confirm once, the bot knows from then on."""

from __future__ import annotations

from bot.domain.mob import Nomination
from bot.domain.orders import Approve, AskOwner, Merge, PutForward
from tests.stories.telling import Tale


def listed(tale: Tale) -> list[str]:
    """The shops on the list, without those that are the same as another."""
    return [n.name for n in tale.mob.nominations if n.into is None]


def first(tale: Tale) -> Nomination:
    return tale.mob.nominations[0]


def test_a_handle_that_an_organiser_named_is_that_shop_for_everybody(town: Tale) -> None:
    town.days_pass(2)
    town.shouts("ada", "I nominate @nanous_kitchen@food.example")
    assert listed(town) == ["@nanous_kitchen@food.example"]
    town.orders(Approve(1, name="Épicerie Anne-Marie"))
    town.shouts("ben", "I nominate @nanous_kitchen@food.example")
    assert listed(town) == ["Épicerie Anne-Marie"]
    assert town.tally.of("nominators", 1) == 2


def test_the_name_that_people_have_for_a_shop_is_a_vote_for_it(town: Tale) -> None:
    town.days_pass(2)
    town.shouts("ada", "I nominate Chez Nanou")
    town.shouts("ben", "I nominate Corner Bakery")
    town.orders(Approve(1, name="Épicerie Anne-Marie"))
    town.orders(Approve(2))
    for number in (1, 2):
        town.orders(AskOwner(number, "Amélie", "visit"))
    town.comes("ballot")
    town.shouts("kim", "Chez Nanou!", under="ballot")
    town.shouts("lou", "my vote goes to Épicerie Anne-Marie", under="ballot")
    assert town.votes() == {"Épicerie Anne-Marie": 2}


def test_what_was_merged_is_not_listed_twice_again(town: Tale) -> None:
    town.days_pass(2)
    town.shouts("ada", "I nominate Épicerie Anne-Marie")
    town.shouts("ben", "I nominate Chez Nanou")
    town.orders(Merge(2, into=1))
    town.shouts("kim", "I nominate Chez Nanou")
    town.orders(PutForward("chez nanou", "the box in the library", people=2))
    assert listed(town) == ["Épicerie Anne-Marie"]
    assert (town.tally.of("nominators", 1), first(town).paper) == (3, 2)
    assert first(town).aliases == ("Chez Nanou",)
