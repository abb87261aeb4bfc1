"""How alike two words are, from 0 to 100: what a person who mistypes has in common with the word.

A likeness counts the letters that both have in the same order (their letters common subsequence),
twice, in a hundred of all letters of both.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

_REMEMBERED = 1024


def likeness(one: str, other: str) -> float:
    """How alike two words are."""
    return _percent(_shared(_places(one), len(one), other), len(one) + len(other))


def part_likeness(one: str, other: str) -> float:
    """How alike the shorter is to the stretch of the longer that is most like it, also to one that
    the longer begins or ends with."""
    short, long = sorted((one, other), key=len)
    best = _best_stretch(short, long)
    return max(best, _best_stretch(long, short)) if len(short) == len(long) else best


def alike(word: str, known: Iterable[str], *, least: float) -> list[tuple[str, float]]:
    """The known words that are at least so like it, with how alike: the likest first."""
    places, length, letters = _places(word), len(word), frozenset(word)
    found = []
    for other in known:
        both = length + len(other)
        # What one has and the other has not is in no common part; most words are passed over here.
        if 100 * (both - len(letters ^ _letters(other))) < least * both:
            continue
        score = _percent(_shared(places, length, other), both)
        if score >= least:
            found.append((other, score))
    found.sort(key=lambda each: -each[1])
    return found


@lru_cache(maxsize=_REMEMBERED)
def likest(word: str, known: tuple[str, ...], least: float) -> str | None:
    """The known word that is most like it, the first of several; None where none is so like it.

    People mistype the same words, and ask for the same few.
    """
    found = alike(word, known, least=least)
    return found[0][0] if found else None


@lru_cache(maxsize=_REMEMBERED)
def _letters(word: str) -> frozenset[str]:
    return frozenset(word)


def _percent(shared: int, letters: int) -> float:
    return (1 - (letters - 2 * shared) / letters) * 100 if letters else 100.0


def _places(word: str) -> dict[str, int]:
    """Where each letter stands, a bit for each place."""
    places: dict[str, int] = {}
    for at, letter in enumerate(word):
        places[letter] = places.get(letter, 0) | 1 << at
    return places


def _shared(places: dict[str, int], length: int, other: str) -> int:
    """How many letters both have in the same order: Hyyrö's way, all places of one word at once
    ("Bit-parallel LCS-length computation revisited", 2004)."""
    free = whole = (1 << length) - 1
    for letter in other:
        if fits := free & places.get(letter, 0):
            free = ((free + fits) | (free - fits)) & whole
    return length - free.bit_count()


def _best_stretch(short: str, long: str) -> float:
    if not short:
        return 0.0 if long else 100.0
    places, length = _places(short), len(short)
    stretches = [long[max(end - length, 0) : end] for end in range(1, len(long) + 1)]
    stretches += [long[start:] for start in range(len(long) - length + 1, len(long))]
    return max(_percent(_shared(places, length, s), length + len(s)) for s in stretches)
