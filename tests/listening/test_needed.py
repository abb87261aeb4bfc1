"""The words without which an entry is never said, and with none of which a message is let be."""

from __future__ import annotations

import pytest

from bot.listening.needed import beginnings, needed, needed_all
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
    ("entry", "parts"),
    [
        ("(take|leave) us (off|out)", ({"us"}, {"leave", "take"}, {"off", "out"})),
        ("my shop , please", ({"please"}, {"shop"}, {"my"}, {","})),
        ("nobody (ever|) asked", ({"nobody"}, {"asked"})),
        ("(unlist*|drop) … us", ({"us"},)),
        ("* (us|)", ()),
    ],
)
def test_all_parts_that_cannot_be_left_out(entry: str, parts: tuple[set[str], ...]) -> None:
    assert needed_all(entry, COMMON) == parts


def test_a_word_may_be_known_by_how_it_begins() -> None:
    parts = needed_all("(가게를|사장님*) 해요*", (), begun=True)
    assert parts == ({"가게를", "사장*"}, {"해요*"})
    assert beginnings(["사장님이", "네"]) == {"사장님이", "네", "사*", "사장*", "네*"}


@pytest.mark.parametrize(
    ("text", "may"), [("oh my data", True), ("tell me my number", False), ("erase my name", False)]
)
def test_a_clause_is_looked_for_where_one_of_them_stands(text: str, may: bool) -> None:
    table = Sentences({"forget": ["(delete|erase) my data"]}, frozenset(), common=COMMON)
    assert table.may_pass(text.split()) is may


def test_where_an_entry_needs_no_word_every_message_is_looked_at() -> None:
    assert Sentences({"unvote": ["(undo|) (vote|)"]}, frozenset()).may_pass(["hello"])
