"""A table of words in little room answers as a dictionary does."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.listening.words import Words, by_hash

TABLES = st.dictionaries(st.text("aäb한'0", max_size=4), st.integers(0, 1 << 121), max_size=30)


@given(TABLES, st.lists(st.text("aäb한'0", max_size=4)))
def test_a_table_of_words_answers_as_a_dictionary_does(
    numbers: dict[str, int], asked: list[str]
) -> None:
    table = Words(sorted(numbers.items(), key=by_hash))
    assert dict(table.items()) == numbers
    assert [table.get(word) for word in asked] == [numbers.get(word) for word in asked]
