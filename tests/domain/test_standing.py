"""What one person stands for, however they came to it, and the sum over everybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.intents import (
    Ask,
    Commit,
    Companions,
    Help,
    Intent,
    Nominate,
    OwnerRefuses,
    Spent,
    Tentative,
    Topic,
    Unvote,
    Vote,
    Withdraw,
)
from bot.domain.standing import (
    Said,
    Standing,
    Tally,
    counts,
    difference,
    fold,
    followed,
    minor_units,
    recount,
)
from tests.domain.builders import HOUR, MINUTE, before, window, wrote


def vote(number: int) -> Vote:
    return Vote(number, number)


def test_who_changes_their_mind_has_voted_once_for_the_last_shop() -> None:
    said = [wrote(before(13), vote(1)), wrote(before(12), vote(2))]
    assert fold(window(), said) == Standing(vote=2)
    assert fold(window(), reversed(said)) == Standing(vote=2)


def test_a_vote_taken_back_is_no_vote_and_may_be_given_again() -> None:
    said = [wrote(before(13), vote(1)), wrote(before(12), Unvote())]
    assert fold(window(), said) == Standing()
    assert fold(window(), [*said, wrote(before(11.5), vote(1))]) == Standing(vote=1)


@pytest.mark.parametrize(
    ("early", "read_after", "counts_it"),
    [
        (timedelta(0), timedelta(0), False),
        (timedelta(seconds=1), MINUTE, True),
        (MINUTE, 16 * MINUTE, True),
        (MINUTE, 16 * MINUTE + timedelta(seconds=1), False),
        (-MINUTE, MINUTE, False),
    ],
)
def test_a_vote_counts_when_said_before_the_close_and_read_within_the_grace(
    early: timedelta, read_after: timedelta, counts_it: bool
) -> None:
    said = [wrote(before(11) - early, vote(1), read=read_after)]
    assert fold(window(), said) == Standing(vote=1 if counts_it else None)


def test_a_late_change_of_mind_leaves_the_vote_that_counted() -> None:
    first = wrote(before(12), vote(1))
    for late in (vote(2), Unvote()):
        assert fold(window(), [first, wrote(before(10), late)]) == Standing(vote=1)


def test_support_before_the_ballot_backs_a_nomination_and_is_no_vote() -> None:
    said = [wrote(before(18), vote(1)), wrote(before(17), vote(2)), wrote(before(13), vote(3))]
    assert fold(window(), said) == Standing(backs=frozenset({1, 2}), vote=3)
    assert fold(window(opens=None), said) == Standing(backs=frozenset({1, 2, 3}))
    assert fold(window(), [*said[:2], wrote(before(16), Unvote())]) == Standing()
    assert fold(window(), [wrote(before(14), vote(1))]) == Standing(vote=1)


def test_an_edited_message_keeps_its_place_in_the_order() -> None:
    first, second = wrote(before(13), vote(1), event="7"), wrote(before(12), vote(2), event="8")
    edited = replace(first, intents=(vote(3),))
    assert fold(window(), [second, edited]) == Standing(vote=2)
    assert fold(window(), [replace(second, intents=()), edited]) == Standing(vote=3)


def test_of_two_messages_in_one_second_the_later_number_is_the_later_word() -> None:
    at = before(12)
    said = [wrote(at, vote(2), event="10"), wrote(at, vote(1), event="9")]
    assert fold(window(), said) == Standing(vote=2)


def test_votes_and_support_follow_a_merge() -> None:
    merged = window(merged={3: 2, 2: 1})
    said = [wrote(before(20), Nominate("Bakery", number=3)), wrote(before(18), vote(2))]
    said.append(wrote(before(12), vote(3)))
    assert fold(merged, said) == Standing(nomination=1, backs=frozenset({1}), vote=1)
    assert counts(fold(merged, said))["nominators", 1] == 1


def test_what_could_not_be_matched_moves_nothing() -> None:
    said = [
        wrote(before(12), Vote(9), Nominate("?"), OwnerRefuses(), Help(), Ask(Topic.WHEN)),
    ]
    assert fold(window(), said) == Standing()


@pytest.mark.parametrize(
    ("words", "people", "tentative"),
    [
        ([Commit()], 1, 0),
        ([Commit(3)], 3, 0),
        ([Commit(3), Commit(2)], 2, 0),
        ([Commit(400)], 10, 0),
        ([Commit(), Companions(2)], 3, 0),
        ([Commit(9), Companions(5)], 10, 0),
        ([Commit(4), Companions(-1)], 3, 0),
        ([Commit(2), Companions(-5)], 1, 0),
        ([Companions(2)], 0, 0),
        ([Tentative(2)], 0, 2),
        ([Tentative(40)], 0, 10),
        ([Tentative(2), Companions(1)], 0, 2),
        ([Tentative(2), Commit()], 1, 0),
        ([Commit(4), Tentative(2)], 0, 2),
        ([Commit(4), Withdraw()], 0, 0),
        ([Tentative(4), Withdraw()], 0, 0),
        ([Commit(4), Withdraw(), Companions(2)], 0, 0),
        ([Commit(4), Withdraw(), Commit(2)], 2, 0),
    ],
)
def test_how_many_come(words: list[Intent], people: int, tentative: int) -> None:
    said = [wrote(before(6) + n * HOUR, word) for n, word in enumerate(words)]
    assert fold(window(), said) == Standing(people=people, tentative=tentative)


def test_what_was_spent_on_top_is_added_and_what_is_no_money_of_the_city_is_not() -> None:
    first = wrote(before(-1), Spent(Decimal("18.90")))
    cake, dollars = Spent(Decimal(4), more=True), Spent(Decimal(7), "USD", more=True)
    assert fold(window(), [first, wrote(before(-2), cake)]).spent == 2290
    assert fold(window(), [first, wrote(before(-2), dollars)]).spent == 1890
    assert fold(window(), [wrote(before(-2), cake)]).spent == 400


def test_what_came_back_is_taken_off_and_never_leaves_less_than_nothing() -> None:
    first = wrote(before(-1), Spent(Decimal("18.90")))
    few, many = (Spent(Decimal(n), more=True) for n in ("-4", "-40"))
    assert fold(window(), [first, wrote(before(-2), few)]).spent == 1490
    assert fold(window(), [first, wrote(before(-2), many)]).spent == 1890
    assert fold(window(), [wrote(before(-2), few)]).spent is None


def test_the_vote_before_the_last_is_known() -> None:
    said = [wrote(before(13), vote(1)), wrote(before(12), vote(2)), wrote(before(11.8), vote(2))]
    assert followed(window(), said).vote_once == 1


def test_a_corrected_sum_replaces_the_first_and_other_money_is_not_counted() -> None:
    first = wrote(before(-1), Spent(Decimal("18.905")))
    assert fold(window(), [first]) == Standing(spent=1891)
    assert fold(window(), [first, wrote(before(-2), Spent(Decimal(25), "EUR"))]).spent == 2500
    assert fold(window(), [first, wrote(before(-2), Spent(Decimal(25), "USD"))]).spent == 1891
    assert fold(window(), [first, wrote(before(-2), Spent(Decimal(0)))]).spent == 1891


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [
        ("18.905", "EUR", 1891),
        ("18.904", "EUR", 1890),
        ("25000", "KRW", 25000),
        ("12.5", "JPY", 13),
        ("1.2345", "KWD", 1235),
        ("7", "TND", 7000),
    ],
)
def test_money_is_kept_in_the_smallest_coin_of_its_currency(
    amount: str, currency: str, minor: int
) -> None:
    assert minor_units(Decimal(amount), currency) == minor


def test_a_nameless_vote_is_counted_and_marked() -> None:
    standing = fold(window(), [wrote(before(12), vote(1))], nameless=True)
    assert standing == Standing(vote=1, nameless=True)
    assert counts(standing) == {("votes", 1): 1, ("unnamed", 1): 1}


def test_one_person_who_is_everywhere_counts_once_everywhere() -> None:
    standing = Standing(
        nomination=1, backs=frozenset({1, 2}), vote=2, people=3, tentative=0, spent=1500
    )
    assert recount([standing]) == {
        ("nominators", 1): 1,
        ("nominators", 2): 1,
        ("votes", 2): 1,
        ("commitments", 0): 1,
        ("people", 0): 3,
        ("spenders", 0): 1,
        ("spent", 0): 1500,
    }
    assert difference(standing, standing) == {}
    assert difference(standing, Standing(vote=1)) == {
        ("nominators", 1): -1,
        ("nominators", 2): -1,
        ("votes", 2): -1,
        ("votes", 1): 1,
        ("commitments", 0): -1,
        ("people", 0): -3,
        ("spenders", 0): -1,
        ("spent", 0): -1500,
    }


def test_the_tally_knows_its_votes() -> None:
    tally = Tally().moved({("votes", 1): 2, ("votes", 2): 1, ("people", 0): 9})
    assert (tally.votes, tally.of("votes", 1), tally.of("people"), tally.of("spent")) == (
        3,
        2,
        9,
        0,
    )
    assert tally.moved({}) is tally


numbers = st.integers(1, 4)
intents = st.one_of(
    st.builds(lambda n: Nominate("shop", number=n), numbers),
    st.builds(vote, numbers),
    st.builds(Commit, st.integers(1, 20)),
    st.builds(Companions, st.integers(-5, 5)),
    st.builds(Tentative, st.integers(1, 20)),
    st.builds(
        Spent,
        st.decimals("0.01", "500", places=2),
        st.sampled_from([None, "EUR", "USD"]),
        st.sampled_from([None, True]),
    ),
    st.sampled_from([Unvote(), Withdraw(), Help(), Vote(7)]),
)
messages = st.builds(
    lambda person, minutes, late, event, asked: (
        person,
        Said(
            str(event), before(20) + minutes * MINUTE, before(20) + (minutes + late) * MINUTE, asked
        ),
    ),
    st.sampled_from("abc"),
    st.integers(0, 15 * 24 * 60),
    st.integers(0, 60),
    st.integers(1, 10**6),
    st.lists(intents, max_size=3).map(tuple),
)
merges = st.sampled_from([{}, {4: 1}, {4: 3, 3: 2}])


@given(arriving=st.lists(messages, max_size=25), merged=merges, data=st.data())
def test_the_tally_kept_by_differences_is_the_recount_whatever_arrives_and_vanishes(
    arriving: list[tuple[str, Said]], merged: dict[int, int], data: st.DataObject
) -> None:
    known = window(merged=merged)
    said: dict[str, list[Said]] = {}
    standings = {person: Standing(nameless=person == "c") for person in "abc"}
    tally = Tally()

    def refold(person: str) -> None:
        nonlocal tally
        after = fold(known, said[person], nameless=person == "c")
        tally = tally.moved(difference(standings[person], after))
        standings[person] = after

    for person, message in arriving:
        said.setdefault(person, []).append(message)
        refold(person)
        if data.draw(st.booleans()):
            said[person].pop(data.draw(st.integers(0, len(said[person]) - 1)))
            refold(person)
    assert {key: n for key, n in tally.numbers.items() if n} == recount(standings.values())
    assert all(n >= 0 for n in tally.numbers.values())
    assert tally.votes == sum(s.vote is not None for s in standings.values())


@given(st.lists(messages, max_size=12, unique_by=lambda pair: pair[1].event), st.randoms())
def test_the_order_of_arrival_does_not_matter(arriving: list[tuple[str, Said]], random) -> None:
    said = [message for _, message in arriving]
    mixed = list(said)
    random.shuffle(mixed)
    assert fold(window(), mixed) == fold(window(), said)
