"""The numbers of a message that may count people, and what stands beside them."""

from __future__ import annotations

from itertools import pairwise

from bot.listening import tags as T
from bot.listening.mentions import Mention
from bot.listening.numbers import Number
from bot.listening.reading import Reading
from bot.listening.text import WORD

_MOST = 50
_NEAR = 3
_PAIR = 2
_NO_COUNT = T.CURRENCY | T.CLOCK | T.UNIT | T.NTH | T.TIMES

_ENDS = frozenset(".!?")
"""Signs over which nobody counts on."""


def numbers_of_people(r: Reading, mentions: list[Mention]) -> list[Number]:
    """The numbers that may count people: no money, no hours, no entry of the ballot."""
    voted = {m.at for m in mentions}
    return [
        n
        for n in r.numbers
        if n.whole and 0 < n.value <= _MOST and n.first not in voted and not _other(r, n)
    ]


def _other(r: Reading, number: Number) -> bool:
    """Whether a number counts something else: money, hours, an entry's number."""
    after = number.last + 1
    if r.tags[number.first] & T.NTH or r.tags[number.last] & T.NOTE:
        return True  # "a fiver"
    if r.words[after : after + 1] == ["%"] or r.words[after : after + 2] == [",", "-"]:
        return True  # "18,- für eine Kanne"
    if _counts_no_person(r, after) or _led_elsewhere(r, number):
        return True
    if is_part(r, number.first, after) or _age(r, number):
        return True
    return _before_me(r, after) or _said_to_you(r, number)


def _counts_no_person(r: Reading, after: int) -> bool:
    """Whether what stands behind a number is no person: "1 dog", "2 hours", "3 for 200"."""
    if after >= len(r.tags):
        return False
    bits = r.tags[after]
    if bits & T.ACCESS or (bits & _NO_COUNT and not bits & (T.FOR | T.PEOPLE)):
        return True
    whole = r.lexicon.verb_last and r.has(after + 1, after + 2, T.PROPORTION)
    if whole and r.has(after + 2, after + 3, T.NUMBER):
        return True  # "of our five three are coming"
    return bool(bits & T.FOR and r.all & T.SPENT) and r.has(after + 1, after + 2, T.NUMBER)


def _led_elsewhere(r: Reading, number: Number) -> bool:
    """Whether what stands before a number says that it is money, a rank or an hour."""
    before = number.first - 1
    if r.before(number.first) & (T.CURRENCY | T.RANK | T.CLOCK):
        return True
    article = r.tags[number.first] & T.ARTICLE and r.has(before, number.first, T.FOR)
    if article and _is_thing(r, number.last + 1):
        return True  # "für ein Solo"
    word = r.words[before] if before >= 0 and r.kinds[before] == WORD else ""
    return bool(word) and bool(r.lexicon.meaning[word] & T.CLOCK)  # "see everybody at eleven"


def _said_to_you(r: Reading, number: Number) -> bool:
    """ "Lovely for you four", "good luck to all twenty of you": others than the writer's."""
    if not r.all & T.YOU:
        return False
    after = number.last + 1
    if r.has(number.first - 1, number.first, T.YOU) and not r.has(after, after + 1, T.OF_US):
        return True
    near = range(after, min(after + 4, len(r.tags)))
    you = next((n for n in near if r.tags[n] & T.YOU), 0)
    return bool(you) and r.has(you + 1, you + 2, T.FILLER) and not r.has(after, you, T.BREAK)


def _before_me(r: Reading, at: int) -> bool:
    """Whether people stand at a token, and behind them a word that says where, seen from "me"."""
    if r.lexicon.verb_last or not r.has(at, at + 1, T.PEOPLE) or not r.has(at + 1, at + 3, T.ME):
        return False
    beside = T.WITH | T.AND | T.PLUS | T.OF_US | T.BREAK | T.FOR | T.POSSESSIVE | T.COME | T.ME
    beside |= T.FILLER  # "4 posti per me", one phrase
    told = r.has(at + 1, at + 2, T.OTHERS) or not r.has(at + 1, at + 2, beside)
    return told and not r.has(at + 2, at + 3, T.POSSESSIVE)


def _is_thing(r: Reading, at: int) -> bool:
    """Whether a token is a word of which nothing is known, as most nouns are."""
    if at >= len(r.tags) or r.kinds[at] != WORD or r.tags[at] & ~(T.PHRASE | T.THING):
        return False
    return r.words[at] not in r.lexicon.common and r.words[at] not in r.lexicon.slips


def _age(r: Reading, number: Number) -> bool:
    """ "My son is 6", "my twins are 3 and 5": so old they are."""
    if r.words[number.first - 1] not in r.lexicon.copula or number.first < _PAIR:
        return r.has(number.first - 1, number.first, T.AND) and any(
            n.last == number.first - _PAIR and _age(r, n) for n in r.numbers
        )
    who = r.tags[number.first - _PAIR]
    after = number.last + 1
    two = r.has(after, after + 1, T.AND) and any(n.first == after + 1 for n in r.numbers)
    return bool(who & T.PERSON and not who & T.PEOPLE) or bool(two and who & T.PERSONS)


def is_part(r: Reading, first: int, after: int) -> bool:
    """ "4 people, two of them kids", "di cui due bambini": a part of those counted before."""
    if not any(n.last < first for n in r.numbers):
        return False
    return any(
        r.words[after : after + len(said)] == said or r.words[first - len(said) : first] == said
        for said in r.lexicon.part_of
    )


def either(r: Reading, mentions: list[Mention]) -> bool:
    """Whether two counts are left open: "there will be 4 or 5 of us"."""
    if not r.all & T.OR:
        return False
    counts = numbers_of_people(r, mentions)
    return any(
        b.value - a.value == 1 and b.first - a.last <= _NEAR and r.has(a.last + 1, b.first, T.OR)
        for a, b in pairwise(counts)
    )


def last_count(r: Reading, mentions: list[Mention]) -> int:
    """The number of people that a message ends with; 0 where it ends otherwise."""
    counts = numbers_of_people(r, mentions)
    said = r.content()
    return int(counts[-1].value) if counts and said and counts[-1].last >= said[-1] else 0


def in_brackets(r: Reading, number: Number) -> bool:
    """ "The kids (3)": the number only says how many of them there are."""
    before = number.first - 1
    if before < 1 or r.words[before] != "(":
        return False
    noun = noun_at(r, before)
    # "my volunteers (3)": whatever they are, they are mine
    return bool(r.tags[noun] & T.PERSONS) or (
        r.has(noun - 1, noun, T.POSSESSIVE) and _is_thing(r, noun)
    )


def noun_at(r: Reading, before: int) -> int:
    """The noun before a place, from the first word of its phrase: "les beaux-parents (2)"."""
    at = before - 1
    while at > 0 and r.tags[at] & T.FILLER and r.kinds[at] == WORD:
        at -= 1
    return at


def brings(r: Reading, at: int) -> bool:
    """Whether the people counted at a token are said to be brought along."""
    first, last, _ = r.clause(at)
    if r.lexicon.verb_last:
        return _brings_before_verb(r, at, first, last)
    near = at - 2 - r.has(at - 1, at, T.POSSESSIVE)  # "con le mie tre figlie"
    return r.has(first, at, T.BRING) or r.has(max(first, near), at, T.WITH)


def _brings_before_verb(r: Reading, at: int, first: int, last: int) -> bool:
    """Where the noun stands before its number: "two friends", not "with a friend, the two of us".

    A noun with "with" joined to it is one person, and the number behind it is the whole group.
    """
    noun = r.tags[at - 1] if at > first else 0
    if not noun & (T.PERSON | T.PERSONS) or noun & T.WITH:
        return False
    if noun & T.PERSON or r.has(first, at, T.ME):
        return True
    return r.has(at, last, T.BRING | T.WITH)


def said_anew(r: Reading, first: Number, last: Number) -> bool:
    """ "4 people are coming. Oh, 5 people!": the same is counted again in another sentence."""
    same = r.words[last.last + 1].startswith(r.words[first.last + 1])
    return same and not _ENDS.isdisjoint(r.words[first.last : last.first])


def me_and(r: Reading, at: int) -> bool:
    """ "Me and two from work": the number behind the word is of the others."""
    at -= at > 0 and bool(r.tags[at] & T.POSSESSIVE)  # "me and my two flatmates"
    return at > 0 and bool(r.tags[at] & T.AND) and bool(r.tags[at - 1] & T.ME)


def and_me(r: Reading, at: int) -> bool:
    """Whether "and I" ends the clause that a number is in: the writer comes beside them."""
    last = r.clause(at - 1)[1]
    near = range(at, min(at + 5, last - 1))
    if r.has(near.start, near.stop, T.FOR):
        return False  # "two places for Lena and me"
    return any(
        r.tags[n] & T.AND and r.tags[n + 1] & T.ME and not r.tags[n + 1] & T.POSSESSIVE
        for n in near
    )


def of_them(r: Reading, number: Number) -> bool:
    """ "I bring my flatmates, there are three of them": it counts those who were named before."""
    first, _, bits = r.clause(number.first)
    others = r.has(max(first, number.first - 3), number.first, T.OTHERS)
    others = others or r.has(number.last + 1, number.last + 2, T.OTHERS)
    whole = T.ME | T.WE | T.SUM | T.TOTAL  # "… so three people in all"
    return others and not bits & whole and r.has(0, first, T.PERSONS)


def noun_of(r: Reading, at: int) -> int:
    """ "My wife and the two kids": the noun behind "the two" where others come too; else 0."""
    first = r.clause(at, T.STRONG)[0]
    after = at + 1
    while after < len(r.tags) and r.tags[after] & T.FILLER and r.kinds[after] == WORD:
        after += 1
    if r.lexicon.verb_last or after == at + 1 or not r.has(after, after + 1, T.PERSONS):
        return 0
    joined = r.has(at - 1, at, T.AND | T.WITH) or "," in r.words[max(at - 1, 0) : at]
    return after if joined and r.has(first, at, T.ME | T.PERSON | T.WITH) else 0
