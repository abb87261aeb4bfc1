"""Turns of phrase that are looked for anywhere in a message, each list for itself.

The phrases of `[hear.words]` share the words of a message out among them, so that each word means
one thing. These do not: what is found here takes nothing from any other list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from bot.listening.needed import needed_twice
from bot.listening.openings import Openings
from bot.listening.phrases import END, GAP, Written, cut, ways, written_out
from bot.listening.spellings import spellings

ENTRY = "§"
"""Stands in a language's lists for an entry of the ballot, by its number or its name."""


class Sayings:
    """A list of a language's tables, compiled; written like those of `[hear.ways]`."""

    def __init__(
        self, entries: Iterable[str], slips: frozenset[str], *, common: Collection[str] = ()
    ) -> None:
        self._slips = slips
        self._first = Openings()
        self._alone: set[str] = set()
        self._stems: dict[str, set[str]] = {}
        self._signs: dict[str, set[frozenset[str]]] = {}
        """The word that an entry cannot do without → the others of which it needs one too."""
        for number, entry in enumerate(e for several in entries for e in written_out(several)):
            written = Written(entry, number, 0, 0)
            for spelling, _ in written.spelled():
                self._learn(spelling, written)
                sign, others = needed_twice(spelling.replace(ENTRY, GAP), common)
                for word in sign or ("",):
                    self._signs.setdefault(word, set()).add(others)
        self._first.settle()

    def _learn(self, spelling: str, written: Written) -> None:
        for step in ways(spelling):
            if step is None:
                continue
            first, after = step
            stem = first.removesuffix("*")
            if stem != first:
                self._stems.setdefault(stem[0], set()).add(stem)
            if None in after:
                self._alone.add(first)
            if after != END:
                self._first.note(stem, written)

    def may_be_said(self, words: Collection[str]) -> bool:
        """Whether a message with these words can hold an entry: it has the two words that one of
        them cannot do without."""
        signs = self._signs
        return "" in signs or any(
            not others or not others.isdisjoint(words)
            for word in signs.keys() & words
            for others in signs[word]
        )

    def said(self, words: list[str]) -> Iterator[tuple[int, int]]:
        """The first word and the one after the last of each entry that stands in the message."""
        for at, word in enumerate(words):
            if word in self._alone:
                yield at, at + 1
            for first in self._firsts(word):
                if first + "*" in self._alone:
                    yield at, at + 1
                tree = self._first.get(first)
                if tree is None or at + 1 == len(words):
                    continue
                for _, places in tree.matches(words, at, self._slips)[:1]:
                    yield at, places[-1] + 1

    def _firsts(self, word: str) -> Iterator[str]:
        yield word
        for stem in self._stems.get(word[0], ()):
            if stem != word and word.startswith(stem):
                yield stem


class Owners:
    """A language's `[hear.owners]`, compiled.

    `mine` says that a shop is the writer's own; `ours` says "us" and counts only under the post
    that presents one shop; `no` is that they want none of it; `glad` is what those say who do.
    Where words are written together "-laden" stands in all four for every word that ends so.
    """

    def __init__(
        self, table: dict[str, Any], slips: frozenset[str], common: Collection[str]
    ) -> None:
        self.mine, self.ours, self.no, self.glad = (
            Sayings(table.get(name, ()), slips, common=common)
            for name in ("mine", "ours", "no", "glad")
        )
        entries = (entry for name in table for entry in table[name])
        pieces = {piece for entry in entries for piece in cut(entry)}
        ends = {piece[1:] for piece in pieces if piece[0] == "-" and piece != "-"}
        spelled = {spelling for end in ends for spelling in spellings(end)}
        self._ends = tuple(sorted(spelled, key=len, reverse=True))

    def ended(self, words: Iterable[str]) -> list[str]:
        """The words, with "-laden" for each that ends in "laden", as the tables write it."""
        ends = self._ends
        if not ends:
            return list(words)
        return [self._end_of(word) if word.endswith(ends) else word for word in words]

    def _end_of(self, word: str) -> str:
        return "-" + next(end for end in self._ends if word.endswith(end))


class Again:
    """A language's `[hear.again]`, compiled: what somebody says who asked for something before.

    `turn` puts another entry or sum in place of theirs, `more` adds a sum to the one told before;
    in both § stands for it. `own` is the shop they put forward themselves, `back` wants what they
    had first, `off` takes the vote back.
    """

    def __init__(
        self, table: dict[str, Any], slips: frozenset[str], common: Collection[str]
    ) -> None:
        self.turn, self.more, self.own, self.back, self.off = (
            Sayings(table.get(name, ()), slips, common=common)
            for name in ("turn", "more", "own", "back", "off")
        )
