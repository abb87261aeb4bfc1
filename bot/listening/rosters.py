"""People counted part by part: "six pupils, a trainee and me", "ten children and three parents,
me included"."""

from __future__ import annotations

from typing import NamedTuple

from bot.listening import tags as T
from bot.listening.beside_me import is_named
from bot.listening.capitals import capital, cased
from bot.listening.counts import numbers_of_people
from bot.listening.kin import kin
from bot.listening.mentions import Mention
from bot.listening.numbers import Number
from bot.listening.reading import Reading
from bot.listening.text import NUMBER, WORD

_OTHERWISE = (
    T.SUM | T.CORRECT | T.INSTEAD | T.TOGETHER | T.OR | T.CURRENCY | T.COST | T.EACH | T.SPENT
)
"""What shows that numbers are no list of people, or that their total is said beside them."""

_NO_PERSON = (
    T.UNIT | T.CLOCK | T.TIMES | T.NTH | T.CURRENCY | T.THING | T.BALLOT | T.VOTE | T.OUT | T.COME
    | T.WE_ARE | T.ACCESS | T.CHOOSE | T.KIND | T.OTHERS
)  # fmt: skip
_BESIDE = T.WITH | T.FOR | T.PLACE | T.CLOCK | T.AND
"""What a small word behind a number may say beside "of"."""

_PEOPLE = T.PERSON | T.PERSONS | T.PEOPLE
_LIST = 3
_BOSS = 2
"""Words of "the boss", which says of itself that it is somebody else."""

_SMALL = T.ARTICLE | T.POSSESSIVE


Counts = dict[int, Number]


class _Part(NamedTuple):
    """One part of such a list: how many, whether the writer is named, or is one of the others.

    A vague part ("my parents") is of several people whose number is not said; the part that closes
    the list stands behind an "and".
    """

    people: int
    me: bool = False
    among: bool = False
    counted: bool = False
    vague: bool = False
    kin: bool = False
    closes: bool = False


def roster(r: Reading, mentions: list[Mention]) -> int:
    """How many a list of counted people comes to, the writer among them; 0 where there is none."""
    if r.lexicon.verb_last:
        return kin(r, mentions)
    if not r.all & (T.ME | T.WE) or r.all & _OTHERWISE:
        return 0
    if not r.all & (T.NUMBER | T.TOGETHER):
        return max(map(_one_by_one, _runs(r, {})), default=0)
    if any(r.has(n + 1, n + 3, T.NUMBER) for n in r.find(T.SUM)):
        return 0  # "so five of us"
    numbers = numbers_of_people(r, mentions)
    counted = {n.first: n for n in numbers if n.value > 1 and _counts_people(r, n)}
    several = counted or r.all & T.TOGETHER
    return max((_summed(run) for run in _runs(r, counted)), default=0) if several else 0


def _one_by_one(run: list[_Part]) -> int:
    """ "My daughter, her young man and I": nobody is counted, each is named; two are no list."""
    ends = bool(run) and (run[-1].closes or run[-1].me)  # "Tom, Priya, me"
    whole = ends and len(run) >= _LIST and not any(p.vague for p in run)
    return sum(p.people + p.me for p in run) if whole and sum(p.me for p in run) == 1 else 0


def _counts_people(r: Reading, number: Number) -> bool:
    """Whether behind a number stands a noun that may be people, perhaps behind "of the"."""
    after = number.last + 1
    if (
        r.tags[number.last] & T.NOTE
        or after >= len(r.tags)
        or r.kinds[after] != WORD
        or r.tags[after] & _NO_PERSON
    ):
        return False
    joined = r.tags[after] & T.JOINER and not r.tags[after] & _BESIDE
    if r.tags[after] & _PEOPLE or joined:
        return True  # "six of my cousins"
    return not r.tags[after] & ~(T.PHRASE | T.FILLER) and r.words[after] not in r.lexicon.common


def _summed(run: list[_Part]) -> int:
    me, among = any(p.me for p in run), any(p.among for p in run)
    people = sum(p.people for p in run)
    if len(run) < 2 or not (me or among) or not any(p.counted for p in run):
        return 0
    if sum(p.me for p in run) > 1:
        return 0  # "I nominate Kessler, and I come with two"
    if any(p.vague for p in run):
        return 0
    for n, part in enumerate(run[:-1], 1):
        behind = run[n:]
        apart = part.kin and any(p.me for p in behind)  # no colleague of mine is me
        if part.counted and not part.me and not apart and part.people == _all_of(behind):
            return _all_of(run[:n])  # "two seniors, Edna and me"
    return people + (not among)


def _all_of(parts: list[_Part]) -> int:
    return sum(p.people + (p.me and not p.among) for p in parts)


def _runs(r: Reading, counted: Counts) -> list[list[_Part]]:
    """The lists of a message: what stands between two joints, as long as each part is people."""
    out: list[list[_Part]] = [[]]
    joined = False
    for first, last, opens, with_and in _between_joints(r):
        part = _part(r, first, last, counted, opening=opens or not out[-1])
        if part and part.me and not (opens or with_and) and last - first > 1:
            part = None  # "her six friends, I only drive them"
        ends = joined and not with_and and not (part and part.among)  # "me and the crowd, …"
        if opens or ends or part is None:
            out.append([])  # what is no part of a list may stand before one
            joined = False
        if part is not None:
            joined |= with_and and bool(out[-1])
            out[-1].append(part._replace(closes=with_and or part.closes))
    return out


def _between_joints(r: Reading) -> list[tuple[int, int, bool, bool]]:
    """The tokens between two joints of a list, whether a sentence or a colon precedes them, and
    whether an "and" does."""
    out = []
    first, opens, with_and = 0, True, False
    for n in range(len(r.tags) + 1):
        end = n == len(r.tags)
        apart = end or bool(r.tags[n] & T.STRONG) or r.words[n] == ":"
        if apart or r.words[n] in (",", "+", "&") or r.tags[n] & (T.AND | T.PLUS):
            if n > first:
                out.append((first, n, opens, with_and))
                opens = with_and = False
            first, opens = n + 1, opens or apart
            with_and = with_and or (not apart and r.words[n] != ",")
    return out


def _part(r: Reading, first: int, last: int, counted: Counts, *, opening: bool) -> _Part | None:
    """What one part of a list counts; None where it is no part of one."""
    comes = next((n for n in range(first + 1, last) if r.tags[n] & T.COME), last)
    last = comes if not opening and not r.tags[comes - 1] & T.ME else last
    comes_too = 0 if opening else _comes_too(r, first, last)
    last = comes_too or last
    said = [n for n in range(first, last) if r.kinds[n] in (WORD, NUMBER)]
    me = any(r.tags[n] & T.ME and not r.tags[n] & T.POSSESSIVE for n in said)
    number = next((counted[n] for n in said if n in counted), None)
    if me and (r.has(first, last, T.OF_US) or any(r.words[n] in r.lexicon.among for n in said)):
        return _Part(0, among=True)
    ours = next((n for n in said if n in r.values and _is_we(r, n)), None)
    if opening and ours is not None:  # "nosotros dos, el crío …"
        return _Part(r.values[ours] - 1, me=True, counted=True)
    if number is not None and r.has(number.last, last, T.FOR):
        return None  # "two places for Lena and me"
    if number is not None and (opening or me or _starts(r, number.first, said)):
        kin = r.has(number.last + 1, number.last + 2, T.PERSONS)
        return _Part(int(number.value), me=me, counted=True, kin=kin)
    named = any(r.tags[n] & T.ME and (r.tags[n] & T.SELF or _goes_on(r, n)) for n in said)
    if named and not r.has(first, last, T.WITH | T.BRING):
        return _Part(0, me=True)
    if opening and not (said and r.tags[said[0]] & T.PERSON):  # "we come, my sister …"
        begin = _SMALL | T.PERSON
        said = said[next((i for i, n in enumerate(said) if r.tags[n] & begin), len(said)) :]
    if said and not number and _is_one(r, said, opening=opening):
        return _Part(1, closes=comes_too > 0)
    vague = bool(said) and r.has(said[0], said[0] + 2, T.PERSON | T.PERSONS)  # "my parents"
    return _Part(0, vague=True) if vague else None


def _comes_too(r: Reading, first: int, last: int) -> int:
    """ "I'm in, Marcus is in, Jools is in": where the name ends in a clause of its own; else 0."""
    end = last
    while end > first and r.has(end - 1, end, T.SELF | T.ALSO | T.COME):
        end -= 1
    said = end - 1 > first and r.words[end - 1] in r.lexicon.copula
    return end - 1 if said and not r.has(first, end, T.NEGATION) else 0


def _goes_on(r: Reading, at: int) -> bool:
    """ "La sottoscritta", "and I will come"; behind the "mi" of "mi piace" stands another verb."""
    after = at + 1
    ends = after >= len(r.tags) or r.kinds[after] not in (WORD, NUMBER)
    return ends or r.has(after, after + 1, T.FILLER | T.COME | T.AND | T.PLUS)


def _is_we(r: Reading, at: int) -> bool:
    """ "The two of us": whether a number of people that a phrase says is "we"."""
    return bool(r.tags[at] & T.TOGETHER and r.lexicon.meaning[r.words[at]] & T.WE)


def _starts(r: Reading, at: int, said: list[int]) -> bool:
    """Whether nothing but "the" and "my" stands before a place in its part."""
    return all(r.tags[n] & (_SMALL | T.FILLER | T.WITH | T.WE | T.OTHERS) for n in said if n < at)


def _is_one(r: Reading, said: list[int], *, opening: bool) -> bool:
    """ "A trainee", "my mother", "Karim": one person of a list."""
    first, end = said[0], said[-1] + 1
    small = r.tags[first] & _SMALL or r.words[first] in r.lexicon.indefinite
    whose = r.tags[first] & (T.WE | T.OTHERS) and not r.tags[first] & (T.COME | T.SELF)
    small = small or (len(said) > 1 and whose and not opening)
    if r.tags[first] & T.OTHERS and len(said) == _BOSS and not opening:
        return True  # "the boss"
    if len(said) == 1 and not opening and cased(r) and capital(r, first):
        return not r.tags[first] & ~(T.CHOOSE | T.PHRASE)  # "Sara" is no sloppy "sarà"
    no_person = _NO_PERSON | T.PERSONS | T.NUMBER | T.NEGATION
    if r.has(first + bool(small), end, no_person):
        return False
    if r.has(first, end, T.PERSON):
        return bool(small or not opening or r.tags[first] & T.PERSON)
    if opening and r.words[first - 1 : first] != [":"]:
        return bool(r.tags[first] & T.POSSESSIVE) and len(said) == _BOSS
    noun = bool(small) and len(said) > 1
    return noun or (len(said) <= _BOSS and is_named(r, first))
