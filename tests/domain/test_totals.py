"""What the public reads of a vote while it goes on, and of its figures afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.advancing import advance
from bot.domain.facts import so_far
from bot.domain.hearing import hear
from bot.domain.intents import Ask, Topic
from bot.domain.mob import Mob, Reveal
from bot.domain.standing import Standing
from tests.domain.builders import (
    HOUR,
    before,
    chosen,
    kinds,
    no,
    shop,
    votes,
    voting,
    with_rules,
    wrote,
    yes,
)

NOW = before(13)
BOTH = ((2, "Bookshop", 7), (1, "Bakery", 4))


def asked(**rules: Any) -> Mob:
    """Two shops stand in a vote by these rules."""
    return replace(voting(shop(1), shop(2)), rules=with_rules(**rules))


@pytest.mark.parametrize(
    ("rules", "read"),
    [
        ({"totals": "hidden"}, {}),
        ({"totals": "hidden", "losing_figures": True}, {}),
        ({"totals": "order"}, {"leading": "Bookshop"}),
        ({"totals": "live"}, {"leading": "Bookshop", "figures": BOTH[:1]}),
        ({"totals": "live", "losing_figures": True}, {"leading": "Bookshop", "figures": BOTH}),
        ({"totals": "live", "reveal": Reveal.PLACE}, {}),
        ({"totals": "order", "reveal": Reveal.SPOT}, {}),
    ],
)
def test_the_city_says_how_much_the_public_reads(
    rules: dict[str, Any], read: dict[str, Any]
) -> None:
    assert so_far(asked(**rules), votes(4, 7), NOW) == read


def test_of_two_that_are_level_the_one_nominated_first_leads() -> None:
    assert so_far(asked(totals="order"), votes(4, 4), NOW) == {"leading": "Bakery"}


def test_nothing_is_read_where_nobody_voted_or_the_vote_is_closed() -> None:
    mob = asked(totals="live")
    assert so_far(mob, votes(), NOW) == {}
    assert so_far(mob, votes(4, 7), before(11)) == {}


def test_figures_do_not_tell_of_an_owner_who_refused() -> None:
    mob = voting(shop(1), no(2))
    mob = replace(mob, rules=with_rules(totals="live", losing_figures=True))
    assert so_far(mob, votes(4, 7), NOW) == {}


def test_the_line_under_the_ballot_and_an_answer_say_the_same() -> None:
    mob, sums = asked(totals="live", losing_figures=True), votes(4, 7)
    line = advance(mob, sums, NOW).says[0]
    question = wrote(NOW - HOUR, Ask(Topic.LEADER))
    answer = hear(mob, Standing(), [question], NOW, tally=sums).says[0]
    assert [line.kind, answer.kind] == ["counted", "status_balloting"]
    assert line.values["figures"] == answer.values["figures"] == BOTH


def test_at_the_close_only_the_number_of_votes_is_told() -> None:
    """The leader may yet fall out, and no owner is named as a winner before their yes."""
    line = advance(asked(totals="live", losing_figures=True), votes(4, 7), before(11)).says[0]
    assert line.kind == "counted"
    assert not {"leading", "figures"} & set(line.values)


@pytest.mark.parametrize(("published", "said"), [(True, ["figures"]), (False, [])])
def test_the_losers_figures_follow_the_announcement_where_the_city_says_so(
    published: bool, said: list[str]
) -> None:
    mob = replace(chosen(2, shop(1), yes(2)), rules=with_rules(losing_figures=published))
    says = advance(mob, votes(4, 7), before(7)).says
    assert kinds(says) == ["announcement", *said]
    assert [s.values["figures"] for s in says[1:]] == [BOTH for _ in said]


def test_the_figures_of_a_vote_whose_leader_fell_out_are_never_said() -> None:
    mob = chosen(2, no(1), yes(2), stepped_in=True)
    mob = replace(mob, rules=with_rules(losing_figures=True))
    assert kinds(advance(mob, votes(7, 4), before(7)).says) == ["announcement_plain"]
