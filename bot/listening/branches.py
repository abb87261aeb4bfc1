"""A language's phrases as a tree, unfolded where it is read.

Written out the phrases would be a hundred thousand; here a choice stays a choice, and only the
branches that people's words reach are ever made.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.listening.phrases import GAP, Said, Ways

_LONGEST_GAP = 6
_MOST_SLIPPED = 2
_ENDS = frozenset(".!?;\n")
"""Signs that no phrase reaches over with its gap."""

_Thread = tuple[Ways, tuple[int, ...], Said]
"""An entry as far as it has been read: how it goes on, and which of its choices were taken."""


class Phrase(NamedTuple):
    """Several words that mean one thing: what follows the first word, and the bits it gives it.

    By `rank` they are tried: most words first, those without a gap before those with, then in
    the order of the tables.
    """

    rank: tuple[int, bool, int, tuple[int, ...]]
    rest: tuple[str, ...]
    bits: int
    value: int


Matched = list[tuple[Phrase, tuple[int, ...]]]
"""Phrases that begin at one word, longest first, each with the places of its further words."""

_NO_WORDS: dict[str, Branch] = {}
_NO_STEMS: dict[str, list[tuple[str, Branch]]] = {}
"""Of the thousands of branches most never are looked into: these stand for what they would hold."""


class Branch:
    """A place in the tree: the phrase that ends there, if one does, and the words that go on."""

    __slots__ = ("_gap", "_last", "_phrase", "_stems", "_threads", "plain", "rest", "words")

    def __init__(self, rest: tuple[str, ...] = ()) -> None:
        self.rest = rest
        self._threads: list[_Thread] | None = []
        self._phrase: Phrase | None = None
        self._last = False
        self.words: dict[str, Branch] = _NO_WORDS
        self._stems: dict[str, list[tuple[str, Branch]]] = _NO_STEMS
        self._gap: Branch | None = None
        self.plain = False
        """Whether nothing but the next words of `words` goes on from here."""

    def add(self, way: Ways, said: Said, taken: tuple[int, ...] = ()) -> None:
        """One more entry that comes by here; to be added before the branch is first read."""
        assert self._threads is not None
        self._threads.append((way, taken, said))

    def matches(self, words: list[str], at: int, slips: frozenset[str]) -> Matched:
        """The phrases that begin with the word at a place, behind which there is another."""
        if self._threads is not None:
            self._unfold()
        found: Matched = []
        after = at + 1
        word = words[after]
        if word in slips or self._stems:
            self._follow(words, after, (), slips, found)
        else:  # nearly always
            branch = self.words.get(word)
            if branch is not None:
                branch._follow(words, after + 1, (after,), slips, found)
            if self._gap is not None:
                self._gap._leap(words, after, (), slips, found)
        if len(found) > 1:
            found.sort()
        return found

    def goes_on(self, word: str, slips: frozenset[str]) -> bool:
        """Whether the word may be the next, or may stand before it."""
        if self._threads is not None:
            self._unfold()
        if word in self.words or word in slips:
            return True
        return not self.plain and (self._gap is not None or bool(self._begun(word)))

    def _follow(
        self,
        words: list[str],
        place: int,
        places: tuple[int, ...],
        slips: frozenset[str],
        found: Matched,
    ) -> None:
        if self._threads is not None:
            self._unfold()
        if self._phrase is not None:
            found.append((self._phrase, places))
        if self._last or place >= len(words):
            return
        word = words[place]
        if word in slips:
            if self.words or self._stems:
                self._step(words, self._near(words, place, slips), places, slips, found)
        else:
            branch = self.words.get(word)
            if branch is not None:
                branch._follow(words, place + 1, (*places, place), slips, found)
            if self._stems:
                for stem, branch in self._begun(word):
                    if word.startswith(stem):
                        branch._follow(words, place + 1, (*places, place), slips, found)
        if self._gap is not None:
            self._gap._leap(words, place, places, slips, found)

    def _leap(
        self,
        words: list[str],
        place: int,
        places: tuple[int, ...],
        slips: frozenset[str],
        found: Matched,
    ) -> None:
        """Go on behind a gap, with each word that fits one as far as it reaches."""
        if self._threads is not None:
            self._unfold()
        reach = words[place : place + _LONGEST_GAP + 1]
        if not self._is_in(reach):
            return
        if not _ENDS.isdisjoint(reach):
            reach = reach[: next(n for n, word in enumerate(reach) if word in _ENDS)]
        self._step(words, range(place, place + len(reach)), places, slips, found)

    def _is_in(self, reach: list[str]) -> bool:
        """Whether any of these words may be the next."""
        if not self.words.keys().isdisjoint(reach):
            return True
        return any(map(self._begun, reach)) if self._stems else False

    def _begun(self, word: str) -> Sequence[tuple[str, Branch]]:
        """The stems that a word may begin with: those of its first letter, and "*"."""
        stems = self._stems
        return (*stems.get(word[0], ()), *stems.get("", ())) if stems else ()

    def _near(self, words: list[str], place: int, slips: frozenset[str]) -> Sequence[int]:
        """Where the next word can stand: at a word that slips in, or behind one or two.

        Right behind its first word a phrase goes on with no word that slips in itself.
        """
        last = place + 1
        end = min(place + _MOST_SLIPPED, len(words) - 1)
        while last < end and words[last] in slips:
            last += 1
        if not self.rest:
            return (place, last) if last <= end and words[last] not in slips else (place,)
        return range(place, min(last, end) + 1)

    def _step(
        self,
        words: list[str],
        reach: Sequence[int],
        places: tuple[int, ...],
        slips: frozenset[str],
        found: Matched,
    ) -> None:
        """Go on with each word that fits one within reach, at the first place where it does."""
        for place in reach:
            word = words[place]
            branch = self.words.get(word)
            if branch is not None and word not in words[reach[0] : place]:
                branch._follow(words, place + 1, (*places, place), slips, found)
            if self._stems:
                for stem, branch in self._begun(word):
                    if word.startswith(stem) and not _begins(words[reach[0] : place], stem):
                        branch._follow(words, place + 1, (*places, place), slips, found)

    def _unfold(self) -> None:
        """Make the branches that go on from here, and the phrase that ends here."""
        below: dict[str, Branch] = {}
        ended: list[tuple[tuple[int, ...], Said]] = []
        for way, taken, said in self._threads or ():
            for n, branch in enumerate(way):
                chosen = (*taken, n)
                if branch is None:
                    ended.append((chosen, said))
                    continue
                word, after = branch
                if word not in below:
                    below[word] = Branch((*self.rest, word))
                below[word].add(after, said, chosen)
        if ended and self.rest:
            self._phrase = _ended(self.rest, ended)
        self._gap = below.pop(GAP, None)
        words = {word: b for word, b in below.items() if word[-1] != "*"}
        stems: dict[str, list[tuple[str, Branch]]] = {}
        for word, b in below.items():
            if word[-1] == "*":
                stems.setdefault(word[:-1][:1], []).append((word[:-1], b))
        self.words, self._stems = words or _NO_WORDS, stems or _NO_STEMS
        self.plain = not (self._stems or self._gap)
        self._last = self.plain and not self.words
        self._threads = None


def _begins(words: Iterable[str], stem: str) -> bool:
    return any(word.startswith(stem) for word in words)


def _ended(rest: tuple[str, ...], ended: list[tuple[tuple[int, ...], Said]]) -> Phrase:
    """The phrase that several entries are; sloppy spellings of another give way."""
    if any(said.declared for _, said in ended):
        ended = [(chosen, said) for chosen, said in ended if not said.sloppy]
    bits = value = 0
    for _, said in ended:
        bits |= said.bits
        value = said.value or value
    chosen, said = ended[0]
    rank = (rest.count(GAP) - len(rest), GAP in rest, said.number, chosen)
    return Phrase(rank, rest, bits, value)
