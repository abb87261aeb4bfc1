"""Requests that are a whole sentence: the short plain ones, which leave nothing over to weigh."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from bot.listening.needed import needed
from bot.listening.openings import Openings
from bot.listening.phrases import END, Written, ways, written_out

ASKED = (
    "nothing",
    "forget",
    "unvote",
    "withdraw",
    "leave",
    "help",
    "leads",
    "when",
    "where",
    "count",
)
"""What a sentence of `[hear.whole]` can ask for.

"nothing" is said in passing and asks nothing; to "leave" is to withdraw where the writer can have
said yes, and to be forgotten elsewhere.
"""

PASSING = frozenset(("forget", "unvote"))
"""What counts as a clause among others too: few say it of anybody else."""

VOTE = "vote "
"""Before the rank on the ballot ("vote 1"); 99 is its last entry."""


class Sentences:
    """A language's `[hear.whole]` tables, compiled: sentences that mean one thing as they stand.

    A sentence counts only from its first word to its last. Words of `before` ("hi", "could
    you") may stand before it, words of `after` ("thanks") behind, those of `slips` inside.
    """

    def __init__(
        self, table: dict[str, Any], slips: frozenset[str], *, common: Collection[str] = ()
    ) -> None:
        self.before: frozenset[str] = frozenset(table.get("before", "").split())
        self._after: frozenset[str] = frozenset(table.get("after", "").split())
        self._slips = slips
        self._first = Openings()
        self._alone: dict[str, str] = {}
        entries = [(asked, several) for asked in ASKED for several in table.get(asked, ())]
        for rank, votes in table.get("vote", {}).items():
            entries += [(VOTE + rank, several) for several in votes]
        self._asked = tuple(dict.fromkeys(asked for asked, _ in entries))
        number = 0
        signs: set[frozenset[str]] = set()
        for asked, several in entries:
            for entry in written_out(several):
                written = Written(entry, number, 0, self._asked.index(asked))
                for spelling, _ in written.spelled():
                    number += 1
                    self._learn(spelling, written)
                    if asked in PASSING:
                        signs.add(needed(spelling, common))
        self._first.settle()
        self._signs: frozenset[str] = frozenset().union(*signs)
        self._unsigned = frozenset() in signs

    def _learn(self, spelling: str, written: Written) -> None:
        for step in ways(spelling):
            if step is None:
                continue
            first, after = step
            if None in after:
                self._alone.setdefault(first, self._asked[written.value])
            if after != END:
                self._first.note(first, written)

    def may_pass(self, words: Iterable[str]) -> bool:
        """Whether a clause of a message with these words can ask for one of `PASSING`: most
        messages have none of the words without which no such sentence is said."""
        return self._unsigned or not self._signs.isdisjoint(words)

    def may_begin(self, word: str, following: str | None) -> bool:
        """Whether a sentence of the table can begin with these words; most do not, and need not
        be taken apart."""
        if word in self._alone and (following is None or following in self._after):
            return True
        tree = self._first.get(word)
        if tree is None or following is None:
            return False
        return tree.goes_on(following, self._slips)

    def asked(self, words: list[str]) -> str | None:
        """What a sentence asks for, None where it is no sentence of the table."""
        start, end = 0, len(words)
        while start < end:
            if found := self._at(words, start, end):
                return found
            if words[start] not in self.before:
                return None
            start += 1
        return None

    def _at(self, words: list[str], start: int, end: int) -> str | None:
        first = words[start]
        tree = self._first.get(first)
        if tree is not None and start + 1 < end:
            for phrase, places in tree.matches(words, start, self._slips):
                if self._idle(words, places[-1] + 1):
                    return self._asked[phrase.value]
        alone = self._alone.get(first)
        return alone if alone and self._idle(words, start + 1) else None

    def _idle(self, words: list[str], start: int) -> bool:
        return all(word in self._after for word in words[start:])
