"""The ballot: who stands on it, who leads, and who is next when a shop falls out."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from bot.domain.ballot import (
    drawn,
    leader,
    next_in_line,
    numbered,
    ranking,
    shortlist,
    turned_by_held,
    turned_by_unnamed,
    undecided,
)
from bot.domain.mob import Answer, Nomination, State
from bot.domain.standing import Tally
from tests.domain.builders import HOUR, before, no, paris, shop, votes, voting, with_rules, yes


def listed(found: tuple[Nomination, ...]) -> list[int]:
    return [n.number for n in found]


def nominators(*by_number: int) -> Tally:
    return Tally({("nominators", n): count for n, count in enumerate(by_number, start=1)})


def test_the_shops_most_people_are_for_stand_first() -> None:
    mob = paris(nominations=(shop(1), shop(2), shop(3)))
    assert listed(shortlist(mob, nominators(1, 5, 3))) == [2, 3, 1]


def test_of_two_with_as_many_nominators_the_one_nominated_first_stands_first() -> None:
    late = replace(shop(1), said_at=before(15))
    assert listed(shortlist(paris(nominations=(late, shop(2))), nominators(2, 2))) == [2, 1]
    same = replace(shop(1), said_at=shop(2).said_at)
    assert listed(shortlist(paris(nominations=(shop(2), same)), nominators())) == [1, 2]


def test_a_pinned_shop_stands_before_more_popular_ones() -> None:
    mob = paris(nominations=(shop(1), shop(2), shop(3, pinned=True)))
    assert listed(shortlist(mob, nominators(9, 5, 0))) == [3, 1, 2]


def test_a_ballot_holds_nine_shops_or_as_many_as_the_city_says() -> None:
    many = tuple(replace(shop(1), number=n, said_at=before(20) + n * HOUR) for n in range(1, 13))
    assert listed(shortlist(paris(nominations=many), Tally())) == [1, 2, 3, 4, 5, 6, 7, 8, 9]
    few = paris(with_rules(ballot_size=3), nominations=many)
    assert listed(shortlist(few, Tally({("nominators", 12): 1}))) == [12, 1, 2]
    assert [n.choice for n in numbered(shortlist(few, Tally()))] == [1, 2, 3]


def test_who_was_not_approved_not_asked_or_refused_does_not_stand() -> None:
    shops = (
        shop(1, state=State.WAITING),
        shop(2, state=State.REJECTED),
        shop(3, state=State.MERGED, into=5),
        no(4),
        shop(5),
    )
    assert listed(shortlist(paris(nominations=shops), nominators(9, 9, 9, 9, 1))) == [5]
    quiet = (shop(1, Answer.NONE), shop(2, Answer.HELD), yes(3))
    assert listed(shortlist(paris(nominations=quiet), Tally())) == [3]


def test_a_city_that_only_gives_notice_asks_nobody_but_hears_a_no() -> None:
    shops = (shop(1, Answer.NONE), no(2), shop(3, Answer.HELD))
    city = paris(with_rules(notice=True), nominations=shops)
    assert listed(shortlist(city, Tally())) == [1]


def test_most_votes_win_and_a_tie_goes_to_the_shop_nominated_first() -> None:
    mob = voting(shop(1), shop(2), shop(3))
    assert listed(ranking(mob, votes(2, 5, 5))) == [2, 3, 1]
    assert leader(mob, votes(2, 5, 5)) == mob.ballot[1]
    late = replace(shop(1), said_at=before(15))
    assert listed(ranking(voting(late, shop(2)), votes(5, 5))) == [2, 1]


def test_without_a_vote_nobody_has_won() -> None:
    assert leader(voting(shop(1), shop(2)), votes()) is None
    assert leader(voting(shop(1), shop(2)), votes(people=7)) is None


def test_the_leader_who_refused_still_leads_but_the_next_one_wins() -> None:
    mob = voting(no(1), shop(2), yes(3))
    tally = votes(9, 4, 3)
    leading = leader(mob, tally)
    assert leading is not None
    assert leading.number == 1
    assert next_in_line(mob, tally, agreed=False) == mob.nominations[1]
    assert next_in_line(mob, tally, agreed=True) == mob.nominations[2]
    assert next_in_line(voting(no(1), no(2)), tally, agreed=False) is None


def test_a_yes_to_another_date_is_no_yes() -> None:
    old = yes(1)
    old = replace(old, consent=replace(old.consent, told=before(28)))
    assert next_in_line(voting(old, shop(2)), votes(1), agreed=True) is None


def unnamed(by_number: dict[int, int], *, of: dict[int, int]) -> Tally:
    """Votes by number, and how many of them are of people whom their network does not name."""
    marked = {("unnamed", number): n for number, n in by_number.items()}
    return Tally({("votes", number): n for number, n in of.items()} | marked)


def test_votes_of_unnamed_people_that_turn_the_result_are_told() -> None:
    mob = voting(shop(1), shop(2))
    first, without = turned_by_unnamed(mob, unnamed({1: 3}, of={1: 5, 2: 4})) or (None, None)
    assert (first, without) == (mob.ballot[0], mob.ballot[1])
    assert turned_by_unnamed(mob, unnamed({1: 1}, of={1: 5, 2: 4})) is None
    assert turned_by_unnamed(mob, unnamed({}, of={1: 5, 2: 4})) is None
    assert turned_by_unnamed(mob, Tally()) is None


def test_a_result_of_unnamed_votes_alone_is_turned_by_them() -> None:
    mob = voting(shop(1), shop(2))
    assert turned_by_unnamed(mob, unnamed({2: 3}, of={2: 3})) == (mob.ballot[1], None)


def test_unnamed_votes_for_a_shop_that_cannot_win_turn_nothing() -> None:
    mob = voting(no(1), shop(2), shop(3))
    assert turned_by_unnamed(mob, unnamed({1: 9}, of={1: 9, 2: 2})) is None


def test_people_on_paper_are_as_many_as_they_are() -> None:
    mob = paris(nominations=(shop(1), shop(2, paper=2), shop(3, paper=1)))
    assert listed(shortlist(mob, nominators(1, 0, 2))) == [3, 2, 1]


def test_the_lot_falls_where_anybody_can_draw_it_again() -> None:
    hashes = {hashlib.sha256(f"lot {n}".encode()).hexdigest(): n for n in (1, 2, 3)}
    assert drawn((1, 2, 3), "lot") == hashes[min(hashes)]


def held(by_number: dict[int, int], *, of: dict[int, int]) -> Tally:
    """Counted votes by number, and how many more wait for an organiser."""
    waiting = {("held", number): n for number, n in by_number.items()}
    return Tally({("votes", number): n for number, n in of.items()} | waiting)


def test_held_votes_that_could_change_the_winner_are_told() -> None:
    mob = voting(shop(1), shop(2))
    turned = held({2: 3}, of={1: 5, 2: 4})
    assert turned_by_held(mob, turned) == (mob.ballot[0], mob.ballot[1])
    assert undecided(mob, turned)
    for sure in (held({2: 1}, of={1: 5, 2: 4}), held({1: 9}, of={1: 5, 2: 4}), votes(5, 4)):
        assert (turned_by_held(mob, sure), undecided(mob, sure)) == (None, False)


def test_held_votes_may_be_the_only_ones() -> None:
    mob = voting(shop(1), shop(2))
    assert turned_by_held(mob, held({2: 1}, of={})) == (None, mob.ballot[1])


def test_held_votes_for_shops_that_cannot_win_turn_nothing() -> None:
    assert turned_by_held(voting(no(1), no(2)), held({1: 1}, of={})) is None
    mob = voting(yes(1), shop(2))
    assert turned_by_held(mob, held({2: 2}, of={1: 1})) == (mob.ballot[0], mob.ballot[1])


def test_either_kind_of_doubt_is_an_organisers_to_settle() -> None:
    mob = voting(shop(1), shop(2))
    assert undecided(mob, unnamed({1: 3}, of={1: 5, 2: 4}))
    assert not undecided(mob, Tally())
