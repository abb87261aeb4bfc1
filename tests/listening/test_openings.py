"""Entries kept by their first word: found when a message has it, with all their spellings."""

from __future__ import annotations

from bot.listening.openings import Openings
from bot.listening.phrases import Written

COUNT, COUNTING, GOODBYE = (
    Written("(count|put) me in", 1, 1 << 100, 7, True),
    Written("count* on (me|us)", 2, 2, 0),
    Written("à bientôt", 4, 8, 0),
)


def openings() -> Openings:
    table = Openings()
    for first, written in (("count", COUNT), ("put", COUNT), ("count", COUNTING)):
        table.note(first, written)
    table.note("à", GOODBYE)
    table.note("a", GOODBYE)
    table.settle()
    return table


def found(table: Openings, text: str) -> list[tuple[tuple[str, ...], int, int]]:
    """What follows the first word of a text in each entry that stands there, its bits and value."""
    words = text.split()
    tree = table.get(words[0])
    assert tree is not None
    return [(p.rest, p.bits, p.value) for p, _ in tree.matches(words, 0, frozenset())]


def test_each_word_that_an_entry_begins_with_opens_it() -> None:
    table = openings()
    assert found(table, "count me in") == [(("me", "in"), 1 << 100, 7)]
    assert found(table, "put me in") == [(("me", "in"), 1 << 100, 7)]
    assert found(table, "count on us") == [(("on", "us"), 2, 0)]
    assert found(table, "put on us") == []
    assert found(table, "à bientôt") == [(("bientôt",), 8, 0)]
    assert found(table, "a bientot") == [(("bientot",), 8, 0)]


def test_a_word_that_opens_nothing_is_not_there() -> None:
    table = openings()
    assert "counting" not in table
    assert table.get("counting") is None


def test_a_word_may_open_what_another_opens() -> None:
    table = openings()
    table.also("counting", "count")
    assert "counting" in table
    assert found(table, "counting on me") == [(("on", "me"), 2, 0)]
    assert table.get("counting") is table.get("count")
