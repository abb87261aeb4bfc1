"""A whole mob in which everything goes as it should."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.orders import EnterTill
from bot.domain.stages import Stage
from storage.outbox import Rank, Sent
from tests.stories.telling import MEETS, Tale


def test_from_the_call_to_the_last_word(town: Tale) -> None:
    town.days_pass(2)
    town.shouts("ada", "I nominate Bell Books")
    town.shouts("ben", "I nominate Corner Bakery", under="call")
    town.comes("shortlist")
    town.names_are_approved_and_owners_asked()
    town.owner_agrees("Corner Bakery")
    town.comes("ballot")
    town.shouts("ada", "1", under="ballot")
    town.shouts("ben", "I vote for Corner Bakery")
    town.shouts("cleo", "2", under="ballot", tag=False)
    assert town.votes() == {"Bell Books": 1, "Corner Bakery": 2}
    town.comes("announce")
    town.shouts("ada", "I'm in!", under="announcement")
    town.shouts("dora", "count me in, we are three", under="announcement")
    town.comes("gather")
    assert town.mob.stage is Stage.GATHERING
    town.comes("amounts")
    town.shouts("ada", "I spent $15", under="amounts")
    town.shouts("dora", "we spent 42.50", under="amounts")
    town.orders(EnterTill(31_000))
    town.comes("nudge")
    assert town.heard() == [
        "call",
        "nomination",
        "nomination",
        "ballot",
        "last_call",
        "counted",
        "announcement",
        "countdown",
        "countdown",
        "morning",
        "soon",
        "gather",
        "amounts",
        "recap",
        "nudge",
    ]
    assert town.mob.won is not None
    assert town.mob.won.name == "Corner Bakery"
    tally = town.tally
    assert (tally.of("people"), tally.of("commitments")) == (4, 2)
    assert (tally.of("spent"), tally.of("spenders"), town.mob.till) == (5750, 2, 31_000)
    assert {r.state for r in town.rows() if r.rank is Rank.PUBLIC} == {Sent.SENT}


def test_the_announcement_stands_a_week_ahead_and_every_post_in_its_time(announced: Tale) -> None:
    announced.comes("nudge")
    at = {r.key: r.sent_at for r in announced.rows() if r.rank is Rank.PUBLIC}
    assert at["announcement"] == MEETS - timedelta(days=7)
    assert at["countdown 259200"] == MEETS - timedelta(days=3)
    assert at["countdown 3600"] == MEETS - timedelta(hours=1)
    assert at["morning"] == MEETS - timedelta(hours=2)
    assert at["gather"] == MEETS
