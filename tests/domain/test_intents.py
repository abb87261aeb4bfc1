"""What a message asks for, written down and read back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.intents import (
    Ask,
    Commit,
    Companions,
    Forget,
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
    as_dict,
    from_dict,
    from_json,
    name_of,
    to_json,
)

words = st.text(max_size=20)
numbers = st.integers(1, 10_000)
amounts = st.decimals(min_value="0.01", max_value="99999999", places=3)
intents = st.one_of(
    st.builds(Nominate, words, st.none() | words, st.none() | numbers),
    st.builds(Vote, numbers, st.none() | numbers),
    st.builds(Commit, numbers),
    st.builds(Companions, numbers),
    st.builds(Tentative, numbers),
    st.builds(Spent, amounts, st.sampled_from([None, "EUR", "KRW"])),
    st.builds(Ask, st.sampled_from(Topic)),
    st.builds(OwnerRefuses, st.none() | words),
    st.sampled_from([Unvote(), Withdraw(), Help(), Forget()]),
)


@given(st.lists(intents, max_size=4))
def test_what_was_understood_reads_back_as_it_was(asked: list[Intent]) -> None:
    assert from_json(to_json(asked)) == tuple(asked)
    assert repr(from_json(to_json(asked))) == repr(tuple(asked))


def test_a_message_in_the_store_says_plainly_what_it_asks() -> None:
    asked = (Nominate("Café Zoë", "Elm Street"), Spent(Decimal("18.90"), "EUR"), Ask(Topic.WHEN))
    assert to_json(asked) == (
        '[{"intent":"nominate","shop":"Café Zoë","place":"Elm Street"},'
        '{"intent":"spent","amount":"18.90","currency":"EUR"},'
        '{"intent":"ask","topic":"when"}]'
    )
    assert to_json(()) == "[]"
    assert as_dict(Vote(2)) == {"intent": "vote", "choice": 2}
    assert name_of(OwnerRefuses()) == "owner"


def test_an_intent_of_a_later_version_is_not_guessed() -> None:
    with pytest.raises(KeyError, match="dance"):
        from_dict({"intent": "dance"})
