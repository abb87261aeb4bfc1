"""Phrases with choices: found as if every one of them were written out, longest first."""

from __future__ import annotations

import pytest

from bot.listening.branches import Branch
from bot.listening.phrases import Said, ways, written_out

SLIPS = frozenset({"really", "just"})


def found(text: str, *entries: str) -> list[tuple[str, tuple[int, ...]]]:
    """What follows the first word of a text in each phrase that begins there, and where."""
    words = text.split()
    tree: dict[str, Branch] = {}
    for number, entry in enumerate(one for several in entries for one in written_out(several)):
        for step in ways(entry):
            assert step
            tree.setdefault(step[0], Branch()).add(step[1], Said(number, 1 << number, 0))
    matches = tree[words[0]].matches(words, 0, SLIPS)
    return [(" ".join(phrase.rest), places) for phrase, places in matches]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("count me in", ["me in"]),
        ("count us in", ["us in"]),
        ("count in", ["in"]),
        ("count them in", []),
        ("count me", []),
    ],
)
def test_a_choice_stands_for_each_of_its_words_or_for_nothing(text: str, rest: list[str]) -> None:
    assert [words for words, _ in found(text, "count (me|us|) in")] == rest


def test_a_choice_can_stand_inside_another_and_touch_a_word() -> None:
    entry = "would be (nice|a (good|great) idea)"
    assert found("would be a great idea", entry) == [("be a great idea", (1, 2, 3, 4))]
    assert [w for w, _ in found("it needs our help", "it need(s|) our help")] == ["needs our help"]


def test_the_longest_comes_first_then_those_without_a_gap_then_as_they_are_written() -> None:
    entries = ("put … list", "put it", "put (the|it) on", "put it on … list")
    assert found("put it on our list", *entries) == [
        ("it on … list", (1, 2, 4)),
        ("it on", (1, 2)),
        ("it", (1,)),
        ("… list", (4,)),
    ]


def test_six_words_fill_a_gap_and_two_slip_in() -> None:
    assert found("put a b c d e f on", "put … on") == [("… on", (7,))]
    assert found("put a b c d e f g on", "put … on") == []
    assert found("count really just in", "count in") == [("in", (3,))]
    assert found("count really just really in", "count in") == []


def test_a_beginning_stands_for_every_word_that_begins_so() -> None:
    assert found("want nominating", "want nominat*") == [("nominat*", (1,))]


def meaning(text: str, *said: tuple[str, Said]) -> list[int]:
    """The bits of each phrase that a text begins with."""
    tree = Branch()
    for entry, what in said:
        for step in ways(entry):
            assert step
            tree.add(step[1], what)
    return [phrase.bits for phrase, _ in tree.matches(text.split(), 0, SLIPS)]


def test_a_phrase_that_several_entries_say_means_all_of_it() -> None:
    ours, theirs = ("be (in|there)", Said(0, 1, 0)), ("be (there|here)", Said(1, 2, 0))
    assert meaning("be there", ours, theirs) == [3]
    assert meaning("be in", ours, theirs) == [1]


def test_a_sloppy_spelling_gives_way_to_what_is_itself_an_entry() -> None:
    without_accent = ("par la", Said(0, 1, 0, sloppy=True))
    assert meaning("par la", without_accent) == [1]
    assert meaning("par la", without_accent, ("par la", Said(1, 2, 0, declared=True))) == [2]
