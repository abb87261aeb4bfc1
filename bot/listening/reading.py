"""A message read once: its tokens with what each may mean, its numbers, its sentences."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import reduce
from operator import itemgetter, or_
from typing import TypeAlias

from bot.listening import tags as T
from bot.listening.joining import join_phrases
from bot.listening.mending import (
    mend_each,
    mend_hours,
    mend_signs,
    skip_handles,
    split_counters,
    write_out,
)
from bot.listening.numbers import Number, numbers_in
from bot.listening.text import HANDLE, SIGN, URL, WORD, Tokens
from bot.listening.vocabulary import Vocabulary

_CLAUSE = 40
"""Tokens to either side that can belong to one clause."""

_STRONG = T.STRONG  # asked of every sign

_STOPS = T.BREAK | T.BUT
"""Where a clause ends; every token that ends a sentence ends a clause too."""

Span: TypeAlias = tuple[int, int, int]
"""A sentence or a clause: its first token, the token after its last, and all its bits."""

_FIRST = itemgetter(0)

_IDLE = T.FILLER | T.POLITE | T.BREAK | T.HANDLE
_YES = T.HAND | T.SUPPORT

_MOST_FOUND = 30
"""Places of one meaning that are looked at in one message."""

_SAME = (
    "all",
    "kinds",
    "lexicon",
    "numbers",
    "short",
    "spans",
    "starts",
    "text",
    "values",
    "words",
)
"""What understanding a message leaves as it was read."""


class Reading:
    """A message as the grammar sees it; `tags[n]` are the bits of token n, `all` of the whole.

    A rule asks `all` for what it cannot do without before it looks anywhere: `r.all & T.OR` costs
    next to nothing, and most messages have next to no kind of word.
    """

    __slots__ = (
        "all",
        "clauses",
        "has_case",
        "kinds",
        "lexicon",
        "numbers",
        "short",
        "spans",
        "starts",
        "tags",
        "taken",
        "telling",
        "text",
        "values",
        "words",
    )

    def __init__(self, tokens: Tokens, lexicon: Vocabulary, handles: frozenset[str]) -> None:
        self.text = tokens.text
        self.kinds = tokens.kinds
        self.words = tokens.words
        self.starts = tokens.starts
        self.lexicon = lexicon
        self.short: dict[int, int] = {}
        if not lexicon.short.keys().isdisjoint(tokens.words):
            write_out(self)
        if lexicon.joined:
            split_counters(self)
        self.tags = list(map(lexicon.tagged.__getitem__, self.words))
        mend_signs(self)
        if handles:
            skip_handles(self, handles, tokens.low)
        self.values: dict[int, int] = {}
        join_phrases(self)
        self._divide()
        if self.all & T.CONDITION or self.all & T.EACH:
            self._mend_double()
        self.numbers: list[Number] = numbers_in(self) if self.all & T.NUMBER else []
        self.has_case: bool | None = None
        self.taken: dict[int, tuple[int, int]] = {}

    def _mend_double(self) -> None:
        """Words that are two things are only one of them, by what stands beside them."""
        if self.all & T.EACH and self.all & T.WHERE:
            mend_each(self)
            self._divide()
        if self.all & T.CONDITION and self.all & T.CLOCK and self.all & T.NUMBER:
            mend_hours(self)
            self._divide()

    def copy(self) -> Reading:
        """The same message, read and not yet understood."""
        other = object.__new__(Reading)
        for name in _SAME:
            setattr(other, name, getattr(self, name))
        other.tags = self.tags.copy()
        other.has_case = other.telling = None
        other.taken, other.clauses = {}, {}
        return other

    def quoted(self, at: int) -> bool:
        """Whether somebody's words are quoted here: "“count me in”, he said"."""
        first, last, bits = self.sentence(at)
        if not bits & T.QUOTE or not bits & (T.REPORTED | T.OTHERS | T.NEGATION):
            return False
        before = sum(bool(bits & T.QUOTE) for bits in self.tags[first:at])
        return before % 2 == 1 and self.has(at, last, T.QUOTE)

    def _divide(self) -> None:
        """Finds the sentences and where clauses end, and what the whole message may mean."""
        tags = self.tags
        stops = T.where(tags, _STOPS)
        self.all = reduce(or_, tags, 0)
        divided: tuple[list[int], dict[int, Span]] = (stops, {})
        self.clauses = {_STOPS: divided, _STOPS & self.all: divided}
        strong = [n for n in stops if tags[n] & _STRONG] if self.all & _STRONG else stops[:0]
        if tags and (not strong or strong[0] == len(tags) - 1):  # most are one sentence
            self.spans: list[Span] = [(0, len(tags), self.all)]
        else:
            self.spans = _sentences(tags, strong)
        self.telling: list[int] | None = None

    def sentences(self) -> list[Span]:
        """Each sentence as (first token, token after its last, all its bits)."""
        return self.spans

    def sentence(self, at: int) -> Span:
        """The sentence a token stands in."""
        spans = self.spans
        if len(spans) == 1:
            return spans[0]
        return spans[bisect_right(spans, at, key=_FIRST) - 1]

    def clause(self, at: int, stop: int = _STOPS) -> Span:
        """The clause a token stands in, between two tokens that have a bit of `stop`."""
        divided = self.clauses.get(stop)
        if divided is None:  # where there is no "and", clauses end the same with it and without
            here = stop & self.all
            divided = self.clauses.get(here) or (self.find(here, most=None), {})
            self.clauses[here] = self.clauses[stop] = divided
        stops, known = divided
        before = bisect_left(stops, at)
        after = bisect_right(stops, at, before)
        found = known.get(before + after)  # a token that stops joins the clauses on its two sides
        if found is None:
            tags = self.tags
            first = stops[before - 1] + 1 if before else 0
            last = stops[after] if after < len(stops) else len(tags)
            if last - first > _CLAUSE:
                first, last = max(first, at - _CLAUSE), min(last, at + _CLAUSE)
                return first, last, reduce(or_, tags[first:last], 0)
            known[before + after] = found = (first, last, reduce(or_, tags[first:last], 0))
        return found

    def has(self, first: int, last: int, bits: int) -> bool:
        """Whether a token from `first` to before `last` has one of the bits."""
        if not self.all & bits:
            return False
        # A generator in any() would cost twice as much, and this is asked most often of all.
        for found in self.tags[first if first > 0 else 0 : last]:  # noqa: SIM110
            if found & bits:
                return True
        return False

    def unsay(self, first: int, last: int) -> None:
        """Takes the meaning out of the tokens `first` to before `last`."""
        for n in range(first, last):
            self.tags[n] = T.FILLER | (self.tags[n] & (T.BREAK | T.STRONG))
        self.numbers = [number for number in self.numbers if not first <= number.first < last]
        self._divide()

    def take(self, first: int, last: int, choice: int) -> None:
        """Reads the tokens `first` to `last` as the name of an entry of the ballot alone."""
        self.tags[first : last + 1] = [0] * (last + 1 - first)
        self.numbers = [number for number in self.numbers if not first <= number.first <= last]
        self._divide()
        self.taken[first] = (last, choice)

    def retag(self, at: int, bits: int) -> None:
        """Reads one token otherwise than it was read; its sentence stays what it was."""
        self.tags[at] = bits
        self.all |= bits
        self.clauses = {}
        self.telling = None

    def find(self, bits: int, *, most: int | None = _MOST_FOUND) -> list[int]:
        """The places of the tokens that have one of the bits; at most `most`."""
        if not self.all & bits:
            return []
        return T.where(self.tags, bits)[:most]

    def value_at(self, at: int) -> int:
        """The number that a token or the phrase it begins stands for, 0 for none."""
        return self.values.get(at) or self.lexicon.values.get(self.words[at], 0)

    def before(self, at: int) -> int:
        """The bits of what stands before a token, a phrase counted as one; 0 at the start."""
        at -= 1
        while at > 0 and self.tags[at] & T.FILLER and self.kinds[at] == WORD:
            at -= 1
        return self.tags[at] if at >= 0 else 0

    def denied(self, first: int, last: int, reach: int = 3) -> bool:
        """Whether "not" or "instead of" is said of the tokens `first` to `last`.

        It stands before them or, where the verb comes last, behind them.
        """
        against = T.NEGATION | T.INSTEAD | T.EXCEPT
        if not self.all & against:
            return False
        start, end, _ = self.clause(first)
        if self.lexicon.verb_last:
            behind = next(
                (n for n in range(last + 1, end) if self.tags[n] & T.NUMBER), min(last + 4, end)
            )
            return self.has(last + 1, behind, against)
        return self.has(max(start, first - reach), first, against)

    def end(self, at: int) -> int:
        """Where a token ends in the text."""
        return self.starts[at] + (self.short.get(at) or len(self.words[at]))

    def raw(self, at: int) -> str:
        """A token as typed."""
        return self.text[self.starts[at] : self.end(at)]

    def content(self) -> list[int]:
        """The places of the tokens that say something: no signs, addresses, courtesies."""
        if self.telling is None:
            self.telling = self._content()
        return self.telling

    def _content(self) -> list[int]:
        kinds = self.kinds
        return [
            n
            for n, bits in enumerate(self.tags)
            if (not bits & _IDLE or bits & _YES)
            and (kinds[n] == WORD or (kinds[n] not in (HANDLE, URL) and (bits or kinds[n] != SIGN)))
        ]


def _sentences(tags: list[int], ends: list[int]) -> list[Span]:
    out: list[Span] = []
    first = 0
    for n in ends:
        # "?!" and "!!" end one sentence, not two.
        if n == first and out:
            before = out.pop()
            out.append((before[0], n + 1, before[2] | tags[n]))
        else:
            out.append((first, n + 1, reduce(or_, tags[first : n + 1])))
        first = n + 1
    if first < len(tags):
        out.append((first, len(tags), reduce(or_, tags[first:])))
    return out
