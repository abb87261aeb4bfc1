"""The entries of a table by the word that each begins with, in little room until one is said."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from bot.listening.branches import Branch
from bot.listening.phrases import END, Written, ways


class Openings:
    """Words that entries begin with: the entries are kept as they are written, one behind the
    other, and become a tree when the word is first met. Most words of most languages never are.

    First all entries are noted, then the table is settled, then it is asked.
    """

    __slots__ = ("_firsts", "_latest", "_noted", "_places", "_starts", "_text", "_trees", "_which")

    def __init__(self) -> None:
        self._places: dict[str, int] = {}
        self._firsts: list[str] = []
        self._trees: dict[int, Branch] = {}
        self._text: bytes | bytearray = bytearray()
        self._starts = array("I", [0])
        self._noted: list[list[int]] = []
        self._which: list[array[int]] = []
        self._latest: Written | None = None

    def note(self, first: str, written: Written) -> None:
        """One more entry that begins so; its several spellings are noted one after the other."""
        if written != self._latest:
            self._latest = written
            self._text += _line(written)
            self._starts.append(len(self._text))
        place = self._places.setdefault(first, len(self._firsts))
        if place == len(self._firsts):
            self._firsts.append(first)
            self._noted.append([])
        number = len(self._starts) - 2
        if number not in self._noted[place][-1:]:
            self._noted[place].append(number)

    def settle(self) -> None:
        """No more entries come."""
        self._which = [array("H", numbers) for numbers in self._noted]
        self._text = bytes(self._text)
        self._noted, self._latest = [], None

    def firsts(self) -> frozenset[str]:
        """The words that entries begin with."""
        return frozenset(self._firsts or self._places)

    def __contains__(self, word: str) -> bool:
        return word in self._places

    def get(self, word: str) -> Branch | None:
        """The phrases that begin with the word, None where none does."""
        place = self._places.get(word)
        if place is None:
            return None
        tree = self._trees.get(place)
        if tree is None:
            self._trees[place] = tree = self._grown(place)
        return tree

    def also(self, word: str, root: str) -> None:
        """What begins with the root begins with the word too."""
        self._places[word] = self._places[root]

    def _grown(self, place: int) -> Branch:
        tree = Branch()
        first = self._firsts[place]
        here = (first, first + "*")
        for written in self._written(place):
            for spelling, said in written.spelled():
                for step in ways(spelling):
                    if step and step[0] in here and step[1] != END:
                        tree.add(step[1], said)
        return tree

    def _written(self, place: int) -> Iterator[Written]:
        for number in self._which[place]:
            line = self._text[self._starts[number] : self._starts[number + 1]].decode()
            said, bits, value, declared, entry = line.split(" ", 4)
            yield Written(entry, int(said), int(bits), int(value), declared == "1")


def _line(written: Written) -> bytes:
    entry, number, bits, value, declared = written
    return f"{number} {bits} {value} {declared:d} {entry}".encode()
