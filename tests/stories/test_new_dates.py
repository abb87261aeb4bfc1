"""A mob gets another day while its posts still wait, or before it ever had a shop."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.domain.orders import Approve, AskOwner, Postpone, RecordRefusal
from bot.domain.stages import Stage
from bot.networks import Network, NetworkError, Outcome
from bot.rehearsal.direct import DirectNetwork
from storage.outbox import Rank, Sent
from tests.stories.telling import MEETS, Between, Tale, with_something_between

LATER = MEETS + timedelta(days=14)
PAGE = "https://town.example/facebook/cashmob"
DOWN = NetworkError("the server is down", outcome=Outcome.NOT_APPLIED)


@pytest.fixture
def outage() -> Iterator[tuple[Tale, Between]]:
    """A town with a bot whose words can be kept from it."""
    tale, between = with_something_between()
    yield tale, between
    tale.store.close()


def said(tale: Tale) -> list[tuple[str, bool]]:
    """What the town heard in public, and whether it told the new day."""
    out = [r for r in tale.rows() if r.state is Sent.SENT and r.rank is Rank.PUBLIC]
    return [(row.key, "26 December" in row.text) for row in out]


def test_a_call_that_waited_goes_out_with_the_new_day(outage: tuple[Tale, Between]) -> None:
    tale, between = outage
    between.fails["post"] = DOWN
    tale.comes("call")
    tale.orders(Postpone(LATER))
    del between.fails["post"]
    tale.days_pass(1)
    assert said(tale) == [("call.1", True)]


def test_a_name_and_a_ballot_that_waited_as_well(outage: tuple[Tale, Between]) -> None:
    tale, between = outage
    tale.days_pass(2)
    tale.shouts("ada", "I nominate Bell Books")
    tale.shouts("ben", "I nominate Corner Bakery")
    tale.comes("shortlist")
    between.fails["post"] = DOWN
    tale.names_are_approved_and_owners_asked()
    tale.comes("ballot", plus=timedelta(hours=1))
    assert tale.mob.stage is Stage.BALLOTING
    tale.orders(Postpone(LATER))
    del between.fails["post"]
    tale.days_pass(0.1)
    assert said(tale) == [("call", False), ("new_date.1", True), ("ballot.1", True)]
    tale.shouts("ada", "2", under="ballot")
    assert tale.votes() == {"Corner Bakery": 1}


def test_an_empty_mob_with_a_new_day_calls_again_and_takes_place(town: Tale) -> None:
    town.comes("announce")
    assert town.mob.stage is Stage.POSTPONED
    town.orders(Postpone(LATER + timedelta(days=14)))
    assert town.mob.stage is Stage.CALLING
    town.comes("call", plus=timedelta(days=1))
    town.shouts("ada", "I nominate Bell Books", under="call")
    town.shouts("ben", "I nominate Corner Bakery", under="call")
    town.comes("shortlist")
    town.names_are_approved_and_owners_asked()
    town.comes("ballot")
    town.shouts("ada", "1", under="ballot")
    town.owner_agrees("Bell Books")
    town.comes("gather")
    assert town.heard()[-1] == "gather"


def test_the_only_shop_refused_and_does_not_stand_on_the_ballot_of_the_new_day(town: Tale) -> None:
    town.comes("call", plus=timedelta(days=1))
    town.shouts("ada", "I nominate Bell Books")
    town.names_are_approved_and_owners_asked()
    town.comes("ballot")
    town.orders(RecordRefusal(town.number("Bell Books"), "Amélie"))
    town.comes("consent")
    town.orders(Postpone(LATER + timedelta(days=14)))
    town.comes("call", plus=timedelta(days=1))
    for who, shop in (("ben", "Corner Bakery"), ("cleo", "Harbour Hardware")):
        town.shouts(who, f"I nominate {shop}")
        town.orders(Approve(town.number(shop)))
        town.orders(AskOwner(town.number(shop), "Amélie", "visit"))
    town.comes("ballot")
    listed = [(n.choice, n.name) for n in town.mob.ballot]
    assert listed == [(1, "Corner Bakery"), (2, "Harbour Hardware")]
    assert "Bell Books" not in town.post_of("ballot").text


def test_an_empty_mob_needs_a_day_that_leaves_time_for_a_vote(town: Tale) -> None:
    town.comes("announce")
    carried = town.orders(Postpone(MEETS + timedelta(days=4)))
    assert carried.refused is not None
    assert (carried.refused.kind, town.mob.stage) == ("date_within_lead", Stage.POSTPONED)


def test_names_that_waited_can_still_be_supported(outage: tuple[Tale, Between]) -> None:
    tale, between = outage
    tale.days_pass(2)
    tale.shouts("ada", "I nominate Bell Books")
    between.fails["post"] = DOWN
    tale.names_are_approved_and_owners_asked()
    tale.orders(Postpone(LATER))
    del between.fails["post"]
    tale.days_pass(0.1)
    assert said(tale)[1:] == [("new_date.1", True), ("nomination:1.1", True)]
    tale.shouts("ben", "yes, please!", under="nomination:1.1", tag=False)
    assert tale.tally.of("nominators", 1) == 2


def test_each_network_hears_only_what_it_does_not_know() -> None:
    made: dict[str, Between] = {}

    def through(network: DirectNetwork) -> Network:
        made[network.name] = Between(network)
        return made[network.name]

    tale = Tale(cities={"saint-rivage": {"facebook": {"page_id": PAGE}}}, through=through)
    made["facebook"].fails["post"] = DOWN
    tale.comes("call", plus=timedelta(minutes=10))
    tale.orders(Postpone(LATER))
    del made["facebook"].fails["post"]
    tale.days_pass(1)
    out = [(r.network, r.key) for r in tale.rows() if r.state is Sent.SENT]
    public = [pair for pair in out if pair[1].startswith(("call", "new_date"))]
    assert public == [("mastodon", "call"), ("mastodon", "new_date.1"), ("facebook", "call.1")]
    tale.store.close()
