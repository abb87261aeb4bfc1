"""A long text becomes a thread; nothing of it is lost and nothing is cut that need not be."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.speaking.threads import cut, split


def fits(limit: int):
    return lambda text: len(text) <= limit


def test_a_short_text_stays_whole() -> None:
    assert split("Come in.", fits(20)) == ("Come in.",)


def test_it_is_cut_between_lines_then_sentences_then_words() -> None:
    text = "Where to?\n1. Tasso\n2. Marcel\nReply with one number. Votes close on Friday."
    assert split(text, fits(42)) == (
        "Where to?\n1. Tasso\n2. Marcel (1/3)",
        "Reply with one number. (2/3)",
        "Votes close on Friday. (3/3)",
    )


def test_a_word_longer_than_a_post_is_cut_at_last() -> None:
    assert split("a" * 30, fits(20)) == (f"{'a' * 12} (1/3)", f"{'a' * 12} (2/3)", "aaaaaa (3/3)")


@given(st.text(alphabet="ab .\n!서", max_size=400), st.integers(12, 80))
def test_every_part_fits_and_nothing_is_lost(text: str, limit: int) -> None:
    parts = split(text, fits(limit))
    assert all(len(part) <= limit for part in parts)
    joined = "".join(re.sub(r" \(\d+/\d+\)$", "", part) for part in parts)
    assert re.sub(r"\s", "", joined) == re.sub(r"\s", "", text)


@given(st.text(alphabet="ab .\n!", max_size=200))
def test_a_cut_text_fits(text: str) -> None:
    assert len(cut(text, fits(30))) <= 30
