"""The figures of understanding do not fall: the corpus, our own messages, a stranger's."""

from __future__ import annotations

import pytest

from bench.understanding_report import HIDDEN, parts, scored, tables

PARTS = parts()


@pytest.mark.parametrize(
    ("part", "exact", "harmful"),
    [
        ("corpus, four fifths", 99.4, 0.3),
        ("corpus, kept aside", 92.5, 2.5),
        ("our own messages", 99.4, 0.3),
        ("a stranger's messages", 94.0, 1.7),
        ("a stranger's messages, unseen", 92.5, 2.7),
    ],
)
def test_the_figures_do_not_fall(part: str, exact: float, harmful: float) -> None:
    score = scored(PARTS[part])[""]
    assert score.exact >= exact
    assert score.harmful <= harmful


def test_a_network_that_names_no_language_costs_two_points_at_most() -> None:
    corpus = PARTS["corpus, four fifths"] + PARTS["corpus, kept aside"]
    told, untold = scored(corpus)[""], scored(corpus, lang=False)[""]
    assert told.exact - untold.exact <= 2


def test_each_language_has_five_messages_of_our_own_for_each_intent() -> None:
    counts: dict[tuple[str, str], int] = {}
    for row in PARTS["our own messages"]:
        for intent in row["expect"] or [{"intent": "nothing"}]:
            key = (row["lang"], intent["intent"])
            counts[key] = counts.get(key, 0) + 1
    assert {key: count for key, count in counts.items() if count < 5} == {}


def test_the_tables_name_what_was_missed_but_never_what_nobody_may_look_at() -> None:
    row = PARTS["our own messages"][0]
    missed = row | {"id": "a-1", "expect": [{"intent": "forget"}]}
    said = list(tables({"our own messages": [missed], HIDDEN[0]: [missed]}, misses=True))
    assert [line for line in said if "a-1" in line] == ["missed: a-1", "missed: a-1"]
    assert not any("a-1" in line for line in said[said.index(f"\n{HIDDEN[0]}") :])
    assert not any("a-1" in line for line in tables({"our own messages": [missed]}, misses=False))


def test_the_hidden_parts_are_parts() -> None:
    assert set(HIDDEN) <= set(PARTS)
