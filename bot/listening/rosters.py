"""Lists of people that the writer is in: "six pupils, their teacher and me"."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.companions import is_named
from bot.listening.counts import numbers_of_people
from bot.listening.mentions import Mention
from bot.listening.numbers import Number
from bot.listening.reading import Reading
from bot.listening.text import WORD

_JOINS = T.AND | T.PLUS
_NO_LIST = T.CORRECT | T.INSTEAD | T.SUM | T.TOGETHER | T.EACH | T.OR
"""Where one of these is said, the message tells its total in another way."""

_NO_PERSON = (
    T.COME | T.NEGATION | T.CURRENCY | T.CLOCK | T.UNIT | T.ACCESS | T.THING | T.KIND | T.BUT
    | T.HEDGE | T.CONDITION | T.SPENT | T.COST | T.OUT | T.VOTE | T.NOMINATE | T.BALLOT | T.NTH
    | T.WHEN | T.WHERE | T.ADD | T.LIST | T.FOR | T.WITH
)  # fmt: skip
_LEADS = T.COME | T.BRING | T.ADD | T.WE_ARE
"""What may stand before the first of a list: "we are coming, …", "put down …"."""

_MOST_WORDS = 5
"""Words that one person or group of a list is described by: "three of her old colleagues"."""

_SMALL = T.FILLER | T.ALSO
_WHOSE = T.ARTICLE | T.POSSESSIVE | T.OTHERS | T.WE

Part = tuple[int, int]
Counts = dict[int, Number]


def roster(r: Reading, mentions: list[Mention], *, alone: bool = False) -> int:
    """How many people are listed, the writer among them; 0 where no such list is said.

    What stands beside "me" in a list with numbers is a person, whatever the word: that is why a
    noun nobody knows counts here. With `alone` the list has to be the last thing its sentence says.
    """
    if r.lexicon.verb_last or r.all & _NO_LIST or not (r.all & T.NUMBER and r.all & _JOINS):
        return 0
    counts = {number.first: number for number in numbers_of_people(r, mentions)}
    for at in r.find(T.ME | T.OF_US) if counts else ():
        listed = _list_at(r, at, counts)
        inside = {n for first, last in listed for n in range(first, last)}
        if listed and counts.keys() <= inside and not (alone and _goes_on(r, max(inside | {at}))):
            told, *others = (_people(r, *part, counts) for part in listed)
            said_first = others and told == sum(others) + 1  # "we'll be three: my girls and I"
            return told if said_first else told + sum(others) + (not r.tags[at] & T.OF_US)
    return 0


def _goes_on(r: Reading, at: int) -> bool:
    """Whether more is said behind a token in its sentence."""
    end = r.sentence(at)[1]
    return any(at < n < end for n in r.content())


def _list_at(r: Reading, at: int, counts: Counts) -> list[Part]:
    """The others in the list that "me" stands in, or that "me included" is said of."""
    if r.tags[at] & T.POSSESSIVE or r.kinds[at] != WORD:
        return []
    first, end, _ = r.sentence(at)
    included = r.tags[at] & T.OF_US
    before = at - 1
    while before > first and r.tags[before] & T.FILLER and r.kinds[before] == WORD:
        before -= 1
    joined = before > first and (r.tags[before] & _JOINS or r.words[before] == ",")
    left = _before(r, first, before, counts) if joined else []
    if included:
        return left if len(left) > 1 else []
    right = _behind(r, at + 1, end, counts)
    return left + right if right or (left and r.tags[before] & _JOINS) else []


def _before(r: Reading, first: int, last: int, counts: Counts) -> list[Part]:
    """The people listed right before a place, as far back as all are people."""
    first = max((n + 1 for n in range(first, last) if r.words[n] == ":"), default=first)
    parts: list[Part] = []
    while last > first:
        start = last
        while start > first and not _is_joint(r, start - 1):
            start -= 1
        led = max((n + 1 for n in range(start, last) if _leads(r, n)), default=start)
        part = _trimmed(r, led, last)
        if not _people(r, *part, counts):
            break
        parts.insert(0, part)
        last = start - 1 if led == start else first
    return parts


def _behind(r: Reading, first: int, last: int, counts: Counts) -> list[Part]:
    """The people listed right behind a place: up to the one behind the "and"."""
    parts: list[Part] = []
    joined = False
    while first < last and _is_joint(r, first) and not (joined and r.words[first] == ","):
        joined = joined or bool(r.tags[first] & _JOINS)
        end = first + 1
        while end < last and not (_is_joint(r, end) or r.tags[end] & (T.BREAK | T.STRONG)):
            end += 1
        part = _trimmed(r, first + 1, end)
        if end > first + 1 and not _people(r, *part, counts):
            return []
        parts += [part] * (part[0] < part[1])
        first = end
    return parts if joined else []


def _leads(r: Reading, at: int) -> bool:
    """ "We are coming, …", "put down …" lead to a list; "by bike with the" does not."""
    with_other = r.tags[at] & T.WITH and not r.has(at + 1, at + 2, T.NUMBER)
    return bool(r.tags[at] & _LEADS) and not with_other


def _is_joint(r: Reading, at: int) -> bool:
    """A comma, an "and"; the "more" of "two more" is none."""
    joint = r.words[at] == "," or bool(r.tags[at] & _JOINS)
    return joint and (bool(r.tags[at] & (T.JOINER | T.BREAK)) or not r.has(at - 1, at, T.NUMBER))


def _trimmed(r: Reading, first: int, last: int) -> Part:
    """Without the small words that go before."""
    while first < last and r.tags[first] & _SMALL and not r.tags[first] & T.NUMBER:
        first += 1
    return first, last


def _people(r: Reading, first: int, last: int, counts: Counts) -> int:
    """How many people one part of a list is; 0 where it is no person, or nobody knows how many."""
    noun = first
    while noun < last and noun not in counts and _is_whose(r, noun):
        noun += 1
    if r.has(first, last, T.ME) or r.has(noun, min(last, noun + _MOST_WORDS), _NO_PERSON):
        return 0
    if noun in counts:
        return int(counts[noun].value)
    said = any(r.kinds[n] == WORD and not r.tags[n] & T.FILLER for n in range(noun, last))
    if not said or last - noun > _MOST_WORDS or r.has(first, last, T.PERSONS | T.NUMBER):
        return 0
    return int(noun > first or bool(r.tags[first] & T.PERSON) or is_named(r, first))


def _is_whose(r: Reading, at: int) -> bool:
    """ "The", "our", "her": what stands before a noun and is none."""
    return bool(r.tags[at] & _WHOSE) and not r.tags[at] & (T.COME | T.SELF | T.PERSON)
