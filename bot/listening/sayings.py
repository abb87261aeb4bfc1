"""Turns of phrase that are looked for anywhere in a message, each list for itself.

The phrases of `[hear.words]` share the words of a message out among them, so that each word means
one thing. These do not: what is found here takes nothing from any other list.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from bot.listening.needed import Part, beginnings, needed_all
from bot.listening.openings import Openings
from bot.listening.phrases import END, Written, cut, ways, written_out
from bot.listening.spellings import spellings

ENTRY = "§"
"""Stands in a language's lists for an entry of the ballot, by its number or its name."""

EDGE = "¶"
"""Stands in a language's lists for where a message begins or ends."""

_SORT = re.compile("<([a-z]+)>")

_REMEMBERED = 4_096
"""Words of which it is kept how they end."""

_NO_WORD = ""
"""What a phrase needs that can do without any word."""

_ALWAYS = frozenset((_NO_WORD, ENTRY, EDGE))


class Sayings:
    """A list of a language's tables, compiled; written like those of `[hear.ways]`."""

    def __init__(
        self,
        entries: Iterable[str],
        slips: frozenset[str],
        *,
        common: Collection[str] = (),
        begun: bool = False,
    ) -> None:
        self._slips = slips
        self._first = Openings()
        self._alone: set[str] = set()
        self._stems: dict[str, set[str]] = {}
        self._signs: dict[str, set[tuple[Part, ...]]] = {}
        """The word that an entry cannot do without → all others of which it needs one each."""
        for number, entry in enumerate(e for several in entries for e in written_out(several)):
            written = Written(entry, number, 0, 0)
            for spelling, _ in written.spelled():
                self._learn(spelling, written)
                sign, *others = needed_all(spelling, common, begun=begun) or ((_NO_WORD,),)
                for word in sign:
                    self._signs.setdefault(word, set()).add(tuple(others))
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

    def may_be_said(self, words: Part) -> bool:
        """Whether a message with these words can hold an entry: it has all that one of them cannot
        do without. They are those of `needs`."""
        signs = self._signs
        for word in signs.keys() & words:
            for others in signs[word]:
                if not any(map(words.isdisjoint, others)):
                    return True
        return False

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

    def firsts(self) -> frozenset[str]:
        """The words that an entry begins with."""
        return self._first.firsts().union(self._alone)

    def stands_at(self, words: list[str], at: int) -> bool:
        """Whether an entry begins with the word at a place."""
        word = words[at]
        if word in self._alone:
            return True
        tree = self._first.get(word) if at + 1 < len(words) else None
        return tree is not None and bool(tree.matches(words, at, self._slips))

    def _firsts(self, word: str) -> Iterator[str]:
        yield word
        for stem in self._stems.get(word[0], ()):
            if stem != word and word.startswith(stem):
                yield stem


class Owners:
    """A language's `[hear.owners]`, compiled.

    `mine` says that a shop is the writer's own; `ours` says "us" and counts only under the post
    that presents one shop; `no` is that they want none of it; `glad` is what those say who do,
    and `theirs` what people say of a shop that is not their own.
    Where words are written together "-laden" stands in all of them for every word that ends so.
    Words that recur have a list of their own in `sorts`: "<shop>" stands for any one of its list.
    Where particles are `joined` to words, a message is let be by how its words begin, too.
    """

    def __init__(
        self,
        table: dict[str, Any],
        slips: frozenset[str],
        common: Collection[str],
        *,
        joined: bool = False,
    ) -> None:
        self._begun = joined
        sorts = {name: f"({'|'.join(words)})" for name, words in table.get("sorts", {}).items()}
        lists = [
            [_SORT.sub(lambda sort: sorts[sort[1]], entry) for entry in table.get(name, ())]
            for name in ("mine", "ours", "no", "glad", "theirs")
        ]
        self.mine, self.ours, self.no, self.glad, self.theirs = (
            Sayings(entries, slips, common=common, begun=joined) for entries in lists
        )
        entries = (entry for entries in lists for entry in entries)
        pieces = {piece for entry in entries for piece in cut(entry)}
        ends = {piece[1:] for piece in pieces if piece[0] == "-" and piece != "-"}
        spelled = {spelling for end in ends for spelling in spellings(end)}
        self._ends = tuple(sorted(spelled, key=len, reverse=True))
        self._known = _Ended(self._ends)

    def ended(self, words: Iterable[str]) -> list[str]:
        """The words, with "-laden" for each that ends in "laden", as the tables write it."""
        return list(map(self._known.__getitem__, words)) if self._ends else list(words)

    def needs(self, words: Iterable[str]) -> Part:
        """The words of a message by which it may hold a phrase, if it names an entry too."""
        return _needs(self.ended(words), begun=self._begun)


class Asking:
    """A language's `[hear.asking]`, compiled: how people ask the bot, and what about.

    A question `opens` so, or closes with one of the endings of `closes`; behind a comma and
    without its mark it opens only as `inside` has it. Words of `before` may stand before it. Each
    of `TOPICS` holds what is asked about, `other` what only the organisers can answer, `that` what
    asks about the words before ("is that all right?"). `never` asks the bot nothing, a `tag`
    ("right?") makes no question, `friend` speaks to one person. `sorts` and "-laden" are written
    as in `Owners`.
    """

    def __init__(self, table: dict[str, Any], slips: frozenset[str]) -> None:
        sorts = {name: f"({'|'.join(words)})" for name, words in table.get("sorts", {}).items()}
        names = (*TOPICS, "opens", "inside", "other", "that", "never", "tag", "friend")
        lists = {
            name: [_SORT.sub(lambda sort: sorts[sort[1]], entry) for entry in table.get(name, ())]
            for name in names
        }
        pieces = {piece for entries in lists.values() for entry in entries for piece in cut(entry)}
        ends = {piece[1:] for piece in pieces if piece[0] == "-" and piece != "-"}
        self._ends = tuple(sorted(ends, key=len, reverse=True))
        self._known = _Ended(self._ends)
        compiled = {name: Sayings(entries, slips) for name, entries in lists.items()}
        self.topics = {name: compiled[name] for name in TOPICS}
        self.opens, self.inside = compiled["opens"], compiled["inside"]
        self.other, self.that = compiled["other"], compiled["that"]
        self.never, self.tag = compiled["never"], compiled["tag"]
        self.friend = compiled["friend"]
        self.before = frozenset(table.get("before", "").split())
        self.closes: tuple[str, ...] = tuple(table.get("closes", ()))
        self.openings = self.opens.firsts()

    def ended(self, words: Iterable[str]) -> list[str]:
        """The words, with "-laden" for each that ends in "laden", as the tables write it."""
        return list(map(self._known.__getitem__, words)) if self._ends else list(words)

    def may_ask(self, words: list[str]) -> bool:
        """Whether a message with these words and without a question mark can ask anything."""
        if not self.openings.isdisjoint(words):
            return True
        return bool(self.closes) and any(word.endswith(self.closes) for word in words)


TOPICS = (
    "about",
    "access",
    "parking",
    "payment",
    "help",
    "money",
    "leader",
    "count",
    "where",
    "when",
)
"""What is asked about, what is said in the fewest ways first."""


class _Ended(dict[str, str]):
    """Word → "-laden" for one that ends in "laden", and the word itself for others."""

    def __init__(self, ends: tuple[str, ...]) -> None:
        super().__init__()
        self.ends = ends

    def __missing__(self, word: str) -> str:
        ended = next(("-" + end for end in self.ends if word.endswith(end)), word)
        if len(self) < _REMEMBERED:
            self[word] = ended
        return ended


class Again:
    """A language's `[hear.again]`, compiled: what somebody says who asked for something before.

    `turn` puts another entry in place of theirs, `right` another entry or sum, `more` adds a sum to
    the one told before,
    `less` takes one off it; in all four § stands for it. `own` is the shop they put forward
    themselves, `back` wants what they had first, `off` takes the vote back; `below` and `above` are
    the entries beside the one they chose.
    """

    def __init__(
        self,
        table: dict[str, Any],
        slips: frozenset[str],
        common: Collection[str],
        *,
        joined: bool = False,
    ) -> None:
        self._begun = joined
        self.turn, self.right, self.more, self.less, self.own, self.back, self.off = (
            Sayings(table.get(name, ()), slips, common=common, begun=joined)
            for name in ("turn", "right", "more", "less", "own", "back", "off")
        )
        self.below, self.above = (
            Sayings(table.get(name, ()), slips, common=common, begun=joined)
            for name in ("below", "above")
        )

    def needs(self, words: Iterable[str]) -> Part:
        """The words of a message by which it may hold a phrase, if it names an entry too."""
        return _needs(words, begun=self._begun)


def _needs(words: Iterable[str], *, begun: bool) -> Part:
    return (beginnings(words) if begun else frozenset(words)) | _ALWAYS
