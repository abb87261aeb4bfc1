"""The people of whom a message speaks beside its writer: named, counted, or only "she"."""

from __future__ import annotations

from typing import NamedTuple

from bot.listening import tags as T
from bot.listening.beside_me import is_i, is_named
from bot.listening.capitals import capital, cased
from bot.listening.reading import Reading, Span
from bot.listening.text import WORD

MOST = 20
"""More people than these nobody brings along in one word."""

_NEAR = 3
PEOPLE = T.PERSON | T.PERSONS | T.PEOPLE
OPEN = T.HEDGE | T.CONDITION
_NO_PEOPLE = T.CURRENCY | T.CLOCK | T.UNIT | T.NTH | T.TIMES | T.ACCESS | T.THING | T.KIND


_GOES_ON = (
    T.END | T.PLACE | T.COME | T.OUT | T.NEGATION | T.AND | T.BUT | T.ALSO | T.POLITE | T.WITH
    | T.ME | T.WE | T.BRING | T.NO_MORE | T.SUM | T.OF_US | T.SELF | T.ADD | T.WE_ARE | T.SADLY
    | PEOPLE
)  # fmt: skip
"""What may follow a number that counts people."""


class Count(NamedTuple):
    """A number of a message, or a word that counts ("the two of us")."""

    first: int
    last: int
    people: int


class Parties:
    """A message, the people it speaks of, and what `[hear.coming]` finds in it."""

    def __init__(self, r: Reading) -> None:
        self.r = r
        self.counts = _counts(r)
        self.counted: set[int] = set()
        """Where the numbers stand that count others alone."""
        self._found: dict[str, list[tuple[int, int]]] = {}

    def said(self, name: str) -> list[tuple[int, int]]:
        """Where the entries of a list stand in the message."""
        if name not in self._found:
            found = list(self.r.lexicon.coming[name].said(self.r.words))
            if name == "joins" and found:  # "can't come" holds "come"
                away = self.said("away")
                found = [s for s in found if not any(a <= s[0] and s[1] <= b for a, b in away)]
            self._found[name] = found
        return self._found[name]

    def says(self, name: str) -> bool:
        """Whether an entry of a list is said, and not in a question."""
        return any(not self.r.sentence(at)[2] & T.ASKS for at, _ in self.said(name))

    def within(self, name: str, span: Span) -> tuple[int, int] | None:
        """The first entry of a list that stands in a clause."""
        first, last, _ = span
        return next((s for s in self.said(name) if first <= s[0] < last), None)

    def unsure(self, first: int, last: int) -> bool:
        """Whether it is left open: "perhaps", "if"; not within "se ne sono aggiunti"."""
        open_ = [n for n in range(first, last) if self.r.tags[n] & OPEN]
        if not open_:
            return False
        known = [s for name in ("joins", "away") for s in self.said(name)]
        return not all(any(a <= n < b for a, b in known) for n in open_)

    def counts_people(self, at: int) -> bool:
        """Whether a number may count people."""
        return any(c.first == at for c in self.counts)

    def _may_follow(self, at: int) -> bool:
        bits = self.r.tags[at]
        if any(s[0] <= at < s[1] for s in self.said("somebody")):
            return True
        if bits & (T.UNIT | T.CLOCK | T.THING | T.KIND | T.CURRENCY):
            return bool(bits & PEOPLE)
        if self.r.has(at + 1, at + 2, T.ME | T.WE):
            return True  # "two more chez nous"
        if bits & T.ARTICLE:
            return self.r.has(at + 1, at + 3, T.PERSON | T.PERSONS)
        makes = (s[0] for s in self.said("makes"))
        return bool(bits & _GOES_ON) or self.r.words[at] in slips(self.r) or at in makes

    def _counts_people_up_to(self, count: Count, at: int) -> bool:
        """Not "five minutes more", and where nouns stand before their number, no "question"."""
        r = self.r
        between = range(count.last + 1, at)
        if any(r.kinds[n] == WORD and not r.tags[n] & (PEOPLE | T.FILLER) for n in between):
            return False
        noun = count.first - 1
        if r.has(count.last + 1, count.last + 2, T.PEOPLE):
            return True
        if not r.lexicon.verb_last or noun < 0 or r.kinds[noun] != WORD:
            return True
        return bool(r.tags[noun]) or r.words[noun] in r.lexicon.common

    def _stands_for(self, at: int, span: Span) -> bool:
        r = self.r
        if r.tags[at] & (T.PERSON | T.PERSONS) or any(c.first == at for c in self.counts):
            return True
        return self._is_name(at, span) or any(at == s[0] for s in self.said("somebody"))

    def _is_writer(self, at: int) -> bool:
        return is_i(self.r, at) or self._is_we(at)

    def _is_we(self, at: int) -> bool:
        r = self.r
        if not r.tags[at] & T.WE or r.tags[at] & (T.POSSESSIVE | T.FILLER | T.OF_US):
            return False
        if at and r.words[at - 1] in r.lexicon.of:
            return False  # "metà di noi"
        return not r.has(at + 1, at + 2, T.PERSON | T.PERSONS)

    def _is_she(self, at: int) -> bool:
        return any(at == s[0] for s in self.said("she"))

    def _people(self, first: int, last: int, *, keep: bool = True, doing: bool = False) -> int:
        """How many people a stretch of the message names or counts, the writer left out. Where
        they are said to be `doing` something, whatever is counted is people."""
        r = self.r
        span = r.clause(first) if first < len(r.tags) else (first, last, 0)
        people = 0
        counted: set[int] = set()
        n = first
        while n < last:
            count = next((c for c in self.counts if c.first == n), None)
            some = next((s for s in self.said("somebody") if s[0] == n), None)
            if count and not self._stands_apart(count, last, doing=doing):
                n = count.last + 1
                continue
            if count:
                noun = self._noun_of(count.last + 1, last)
                people += count.people
                counted.add(count.first)
                n = noun + 1
                continue
            if some:
                people += 1
                n = some[1]
                continue
            if r.tags[n] & (T.PERSON | T.PERSONS) and not r.tags[n] & T.FILLER:
                behind = self._count_behind(n, last)
                if behind:
                    people += behind.people
                    counted.add(behind.first)
                    n = behind.last + 1
                    continue
                people += 1 if r.tags[n] & T.PERSON else 2
                n += r.tags[n] & T.PERSON > 0 and self._is_name(n + 1, span)  # "my aunt Loli"
            elif self._is_name(n, span):
                people += 1
                n += n + 1 < last and self._is_name(n + 1, span)
            n += 1
        if keep:
            self.counted |= counted
        return people if people <= MOST else 0

    def _stands_apart(self, count: Count, last: int, *, doing: bool) -> bool:
        """Whether no noun of a thing follows a number."""
        after = count.last + 1
        if after >= last or self.r.kinds[after] != WORD:
            return True
        if doing and not self.r.tags[after] & _NO_PEOPLE:
            return True
        noun = self._noun_of(after, last)
        return noun >= after or self._may_follow(after)

    def _noun_of(self, at: int, last: int) -> int:
        """The noun that a number counts; the number itself where none follows."""
        for n in range(at, min(at + _NEAR, last)):
            if self.r.tags[n] & PEOPLE:
                return n
            if self.r.tags[n] & (T.BREAK | T.AND | T.COME | T.OUT | T.NEGATION):
                break
        return at - 1

    def _count_behind(self, at: int, last: int) -> Count | None:
        """Where a noun stands before its number: "two friends"."""
        if not self.r.lexicon.verb_last:
            return None
        return next((c for c in self.counts if at < c.first <= at + 2 and c.first < last), None)

    def _is_name(self, at: int, span: Span) -> bool:
        """Whether a token is somebody's name: a capital, nothing known, and no place before it."""
        r = self.r
        if at >= len(r.tags) or not cased(r) or not capital(r, at) or r.kinds[at] != WORD:
            return False
        if not (is_named(r, at) or self._is_name_with_verb(at)):
            return False
        if any(first <= at <= last for first, (last, _) in r.taken.items()):
            return False
        if r.has(at - 1, at, T.PLACE | T.STREET) and not r.has(at - 1, at, T.WITH):
            return False
        if at and r.words[at - 1] in r.lexicon.of:
            return False  # "my cousins from Namur"
        opens = at == span[0] or r.has(at - 1, at, T.AND | T.WITH | T.BREAK)
        if r.lexicon.noun_capitals and not opens:
            return False
        return at != r.sentence(at)[0] or self._acts(at + 1)

    def _is_name_with_verb(self, at: int) -> bool:
        """ "Derek's done his knee in": the name and the beginning of its verb."""
        r = self.r
        if r.words[at][-1] != "'" or r.words[at + 1 : at + 2] != ["s"] or r.tags[at]:
            return False
        return not r.has(at + 2, at + 4, PEOPLE)

    def _acts(self, at: int) -> bool:
        """Whether a token behind the first word shows that this is who acts."""
        r = self.r
        if at >= len(r.tags):
            return False
        acting = T.COME | T.OUT | T.NEGATION | T.ALSO | T.AND | T.BREAK | T.BRING
        starts = (s[0] for name in ("joins", "away") for s in self.said(name))
        return (
            bool(r.tags[at] & acting)
            or r.words[at] == "s"
            or r.words[at] in r.lexicon.common
            or at in starts
        )


def slips(r: Reading) -> frozenset[str]:
    """Words that may stand between any two others: "really", "now"."""
    return r.lexicon.slips


def _counts(r: Reading) -> list[Count]:
    found = [
        Count(n.first, n.last, int(n.value))
        for n in r.numbers
        if n.whole and 0 < n.value <= MOST and not _counts_things(r, n.first, n.last + 1)
    ]
    taken = {c.first for c in found}
    found += [
        Count(n, n, r.value_at(n)) for n in r.find(T.TOGETHER) if n not in taken and r.value_at(n)
    ]
    return sorted(found)


def _counts_things(r: Reading, first: int, after: int) -> bool:
    """Whether a number counts minutes, money or things, or is an hour."""
    if r.tags[first] & T.NTH or r.words[after : after + 1] == ["%"]:
        return True
    aged = r.has(first - 2, first - 1, T.PERSON) and r.has(first - 1, first, T.JOINER)
    if aged and not r.has(first - 1, first, T.AND | T.WITH):
        return True  # "my granddaughter of 9"
    if r.has(first - 2, first, T.CLOCK):
        return True  # "um halb 4"
    if r.has(after, after + 1, _NO_PEOPLE) and not r.has(after, after + 1, PEOPLE | T.FOR):
        return True
    return bool(r.before(first) & (T.CURRENCY | T.RANK | T.CLOCK))
