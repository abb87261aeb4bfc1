"""How alike two words are, held against the plain way to count it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.listening.likeness import alike, likeness, likest, part_likeness

FEW = st.text("abcß한 ", max_size=9)


def shared(one: str, other: str) -> int:
    """The longest common subsequence, letter by letter."""
    if not one or not other:
        return 0
    if one[0] == other[0]:
        return 1 + shared(one[1:], other[1:])
    return max(shared(one[1:], other), shared(one, other[1:]))


def percent(one: str, other: str) -> float:
    letters = len(one) + len(other)
    return round(200 * shared(one, other) / letters, 9) if letters else 100.0


def test_a_slip_of_the_hand_is_nearly_the_word() -> None:
    assert likeness("kessler", "kesler") > 92
    assert likeness("bookshop", "bakery") < 45
    assert likeness("kessler", "kessler") == 100
    assert part_likeness("graz", "graz am see") == 100


@given(FEW, FEW)
def test_what_both_have_in_the_same_order_counts_twice_in_all_their_letters(
    one: str, other: str
) -> None:
    assert round(likeness(one, other), 9) == percent(one, other)


@given(FEW, FEW)
def test_a_part_is_compared_with_the_stretch_that_is_most_like_it(one: str, other: str) -> None:
    short, long = sorted((one, other), key=len)
    size = len(short)
    ends = range(len(long) + size + 1)
    stretches = [long[max(end - size, 0) : end] for end in ends]
    best = max((percent(short, s) for s in stretches if s or not long), default=0.0)
    if len(one) == len(other):
        best = max(best, *(percent(long, short[n:]) for n in range(size)), 0.0)
        best = max(best, *(percent(long, short[:n]) for n in range(1, size + 1)), 0.0)
    assert round(part_likeness(one, other), 9) == (best if size or not long else 0.0)


@given(FEW, st.lists(FEW, max_size=6, unique=True), st.sampled_from([0, 40, 74, 84, 100]))
def test_the_likest_come_first_and_none_that_is_less_like(
    word: str, known: list[str], least: int
) -> None:
    scored = [(other, percent(word, other)) for other in known]
    near = [each for each in scored if each[1] >= least]
    expected = sorted(near, key=lambda each: -each[1])
    found = alike(word, known, least=least)
    assert [(other, round(score, 9)) for other, score in found] == expected
    assert likest(word, tuple(known), least) == (expected[0][0] if expected else None)
