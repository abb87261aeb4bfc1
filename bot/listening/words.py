"""Many words, each with a number, in little room: a language has thousands, and a town says few."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator

_END = b"\n"


class Words:
    """A table of words that no longer changes; it takes a fifth of a dictionary's room.

    The words stand one behind the other in a single text, in the order of their hashes, so that
    one is found by halving; a number that many words share is kept once.
    """

    __slots__ = ("_hashes", "_numbers", "_starts", "_text", "_which")

    def __init__(self, words: Iterable[tuple[str, int]]) -> None:
        """Of words with their numbers, in the order of their hashes (`by_hash`)."""
        places: dict[int, int] = {}
        self._hashes, self._starts, self._which = array("q"), array("I"), array("H")
        text = bytearray()
        for word, number in words:
            self._hashes.append(hash(word))
            self._starts.append(len(text))
            self._which.append(places.setdefault(number, len(places)))
            text += word.encode() + _END
        self._numbers = tuple(places)
        self._text = bytes(text)

    def get(self, word: str) -> int | None:
        """The number of a word, None where it is not in the table."""
        wanted, hashes = hash(word), self._hashes
        at = bisect_left(hashes, wanted)
        while at < len(hashes) and hashes[at] == wanted:
            if self._text.startswith(word.encode() + _END, self._starts[at]):
                return self._numbers[self._which[at]]
            at += 1
        return None

    def items(self) -> Iterator[tuple[str, int]]:
        """Every word with its number, in the order of their hashes."""
        for start, which in zip(self._starts, self._which, strict=True):
            word = self._text[start : self._text.index(_END, start)]
            yield word.decode(), self._numbers[which]


def by_hash(pair: tuple[str, int]) -> tuple[int, str]:
    """Where a word with its number stands in a table."""
    return hash(pair[0]), pair[0]
