"""The words without which an entry is never said, and with none of which a message is let be."""

from __future__ import annotations

import pytest

from bot.listening.needed import needed, needed_twice
from bot.listening.sentences import Sentences

COMMON = ("i", "me", "my", "the")


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("forget me", {"forget"}),
        ("(delete|erase) (all|) my (data|name|photos)", {"delete", "erase"}),
        ("(please|) wipe … me", {"wipe"}),
        ("i (want (out|off)|am (gone|)) now", {"now"}),
        ("(my|the) *", {"my", "the"}),
        ("(delet*|erase) (me|)", set()),
    ],
)
def test_a_part_that_cannot_be_left_out(entry: str, words: set[str]) -> None:
    assert needed(entry, COMMON) == words


@pytest.mark.parametrize(
    ("entry", "first", "second"),
    [
        ("(take|leave) us (off|out)", {"us"}, {"take", "leave"}),
        ("my shop , please", {"please"}, {"shop"}),
        ("nobody asked", {"nobody"}, {"asked"}),
        ("unlist", {"unlist"}, set()),
    ],
)
def test_two_parts_that_cannot_be_left_out(entry: str, first: set[str], second: set[str]) -> None:
    assert needed_twice(entry, COMMON) == (first, second)


@pytest.mark.parametrize(
    ("text", "may"), [("oh my data", True), ("tell me my number", False), ("erase my name", False)]
)
def test_a_clause_is_looked_for_where_one_of_them_stands(text: str, may: bool) -> None:
    table = Sentences({"forget": ["(delete|erase) my data"]}, frozenset(), common=COMMON)
    assert table.may_pass(text.split()) is may


def test_where_an_entry_needs_no_word_every_message_is_looked_at() -> None:
    assert Sentences({"unvote": ["(undo|) (vote|)"]}, frozenset()).may_pass(["hello"])
