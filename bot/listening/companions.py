"""Who comes beside the writer: "my husband", "two friends", "with Zoé and Malik", "+1"."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.beside_me import is_i, is_named, named_beside_me, strange_beside_me
from bot.listening.capitals import capital, cased
from bot.listening.counts import (
    and_me,
    brings,
    in_brackets,
    me_and,
    noun_at,
    noun_of,
    numbers_of_people,
    of_them,
)
from bot.listening.mentions import Mention
from bot.listening.reading import Reading
from bot.listening.text import WORD


def companions(r: Reading, mentions: list[Mention]) -> int:
    """People beside the writer: "my husband", "two friends", "+1"."""
    more = 0
    counted: set[int] = set()
    for number in numbers_of_people(r, mentions):
        before, after = number.first - 1, number.last + 1
        plus = before >= 0 and bool(r.tags[before] & T.PLUS)
        near = range(after, min(after + 4, len(r.tags)))
        if _unsure_of(r, number.first):
            continue
        noun = next((n for n in near if r.tags[n] & (T.PERSON | T.PERSONS | T.PEOPLE)), None)
        if in_brackets(r, number):
            more += int(number.value)
            counted.add(noun_at(r, before))
        elif of_them(r, number):
            more += int(number.value)
            counted |= {n for n in r.find(T.PERSONS) if n < number.first}
        elif noun is not None and not r.has(after, noun, T.BREAK | T.AND):
            more += int(number.value)
            counted |= {noun, before} if r.lexicon.verb_last else {noun}
        elif plus and (_content_before(r, before) or int(number.value) > 1):
            more += int(number.value)
            counted |= set(_next_noun(r, after))
        elif (
            brings(r, number.first)
            or me_and(r, before)
            or and_me(r, after)
            or _and_hers(r, before, after)
        ):
            more += int(number.value)
            counted.add(number.first - 1)
    for n in r.find(T.TOGETHER):
        if r.lexicon.verb_last and n not in r.values and brings(r, n):
            more += r.value_at(n)
            counted.add(n - 1)
        elif noun := noun_of(r, n):
            more += r.value_at(n)
            counted.add(noun)
    more += named_beside_me(r, counted) + _named_with(r, counted) + strange_beside_me(r)
    people = T.PERSON | T.PERSONS
    if r.all & people:
        for n in r.find(people):
            if _whose(r, n) or _is_me(r, n):
                continue
            if _is_us(r, n):
                continue  # "wir Nachbarn"
            if r.tags[n] & T.TITLE and r.has(n - 1, n, T.PERSON):
                continue  # "my neighbour Mrs Oelze" is one
            if n not in counted and _comes_along(r, n) and not _unsure_of(r, n):
                more += 1 if r.tags[n] & T.PERSON else 2
    return more


def _and_hers(r: Reading, before: int, after: int) -> bool:
    """ "My sister and her three": the number ends the clause, and they are hers."""
    whose = r.has(before - 1, before, T.AND) and r.has(before, before + 1, T.OTHERS)
    return (
        whose
        and r.has(0, before, T.PERSON)
        and (after == len(r.tags) or r.has(after, after + 1, T.BREAK))
    )


def _unsure_of(r: Reading, at: int) -> bool:
    """ "I come, perhaps I'll bring somebody", "… my son if he wakes": only the sure are counted."""
    unsure = T.HEDGE | T.CONDITION
    if not r.all & unsure or r.lexicon.verb_last:
        return False
    first, last, bits = r.clause(at, T.BREAK | T.BUT | T.AND)
    sure = (n for n in r.find(T.COME) if not first <= n < last)
    return bool(bits & unsure) and any(not r.clause(n)[2] & unsure for n in sure)


def _named_with(r: Reading, counted: set[int]) -> int:
    """ "On my way with Zoé and Malik": each name behind "with" is one more person."""
    more = 0
    if r.lexicon.name_with:
        joined = sum(_is_named_joined(r, n) for n in range(len(r.words)) if n not in counted)
        return joined + any(_me_with_name(r, n) for n in r.find(T.ME))
    if not r.all & (T.WITH | T.BRING) or not cased(r):
        return 0
    for n in r.find(T.WITH | T.BRING):
        at = n + 1
        small = T.FILLER | T.UNTIL | T.ALSO
        while at < len(r.tags) and r.tags[at] & small and not capital(r, at):
            at += 1  # "llevamos a Karim"
        while at < len(r.tags) and at not in counted and is_named(r, at) and capital(r, at):
            counted.add(at)
            more += 1
            surname = at + 1 < len(r.tags) and is_named(r, at + 1) and capital(r, at + 1)
            at += 1 + surname
            while at < len(r.tags) and (r.tags[at] & T.AND or r.words[at] == ","):
                at += 1
    return more


def _is_me(r: Reading, at: int) -> bool:
    """ "Dad, mum (me) and the three kids": the person is the writer."""
    return r.words[at + 1 : at + 2] == ["("] and r.has(at + 2, at + 3, T.ME)


def _whose(r: Reading, at: int) -> bool:
    """ "With a friend's baby": where nothing joins two nouns, the first only says whose it is."""
    if not r.lexicon.verb_last or not r.has(at + 1, at + 2, T.PERSON):
        return False
    bare = not r.tags[at] & T.WITH and not r.words[at].endswith(r.lexicon.name_particles)
    several = r.has(at + 2, at + 3, T.TOGETHER | T.NUMBER)  # "two of my son's friends"
    return bare and (bool(r.tags[at + 1] & T.WITH) or several)


def _is_named_joined(r: Reading, at: int) -> bool:
    """Whether a word of no meaning ends in "with", as a name does where particles are joined."""
    word = r.words[at]
    return (
        r.kinds[at] == WORD
        and not r.tags[at]
        and len(word) > 2
        and word.endswith(r.lexicon.name_with)
        and r.has(at + 1, r.clause(at)[1], T.COME)
    )


def _me_with_name(r: Reading, at: int) -> bool:
    """ "I with Paco come": a word of no meaning between "I with" and the verb is one more."""
    beside = at + 2 < len(r.tags) and r.words[at].endswith(r.lexicon.name_with)
    return beside and is_named(r, at + 1) and bool(r.tags[at + 2] & T.COME)


def _next_noun(r: Reading, after: int) -> list[int]:
    """ "+1 (my flatmate)": the person named beside the figure is that one."""
    if after < len(r.tags) and r.words[after] == "(":
        return [n for n in range(after, min(after + 5, len(r.tags))) if r.tags[n] & T.PERSON]
    return []


def _content_before(r: Reading, at: int) -> bool:
    idle = T.POLITE | T.FILLER | T.BREAK | T.HANDLE
    return any(bits & (T.COME | T.ME | T.SELF) or not bits & idle for bits in r.tags[:at])


def _does_something_else(r: Reading, at: int) -> bool:
    """ "Grandpa and I come, Grandma minds the dog": a clause of its own behind the coming."""
    first, last, bits = r.clause(at)
    joins = T.COME | T.BRING | T.AND | T.WITH | T.ALSO | T.PLUS | T.NUMBER | T.ME | T.WE
    if r.lexicon.verb_last or first < 2 or r.words[first - 1] != ",":
        return False
    if bits & joins:
        return False
    idle = T.PERSON | T.PERSONS | T.ARTICLE | T.POSSESSIVE | T.POLITE | T.FILLER
    said = sum(not r.tags[n] & idle for n in range(first, last))
    return said > 1 and bool(r.clause(first - 2)[2] & T.COME)


def _is_called(r: Reading, at: int, first: int) -> bool:
    """ "Bro I'm coming with Tom": who is called before "I" does not come along."""
    opens = all(r.tags[n] & (T.HANDLE | T.POLITE | T.BREAK) for n in range(first, at))
    return opens and is_i(r, at + 1) and not r.tags[at] & (T.AND | T.WITH | T.POSSESSIVE)


def _is_us(r: Reading, at: int) -> bool:
    """ "Wir Nachbarn": those who say "we"; but somebody comes with "ons ma"."""
    before = at - 1
    if not r.has(before, at, T.WE) or not r.lexicon.meaning[r.words[before]] & T.WE_ARE:
        return False
    return not r.has(before, at, T.POSSESSIVE) and not r.has(before - 1, before, T.WITH)


def _comes_along(r: Reading, at: int) -> bool:
    first, last, _bits = r.clause(at, T.STRONG)
    if r.has(max(first, at - 4), at, T.NOMINATE | T.NOMINATION):
        return False  # "I nominate Aunt Emma's"
    if r.has(max(first, at - 3), at, T.NEGATION) or r.has(max(first, at - 2), at, T.FOR):
        return False
    if r.lexicon.verb_last and r.tags[at] & T.WITH:
        return True
    if _does_something_else(r, at) or _is_called(r, at, first):
        return False
    if r.has(max(first, at - 5), at, T.WITH | T.AND | T.BRING | T.PLUS):
        return True
    if r.tags[at] & (T.AND | T.WITH):
        return True  # "plus one", "with her"
    after = at + 1
    while after < last and r.tags[after] & T.FILLER:
        after += 1
    if r.has(at + 1, min(after + 3, last), T.AND | T.WITH | T.ALSO | T.PLUS):
        return True
    if after < last and r.words[after] == ",":
        return r.has(after + 1, min(after + 4, last), T.PERSON | T.PERSONS | T.ME)
    first, last, beside = r.clause(at)
    if not beside & (T.COME | T.BRING) or beside & T.NEGATION:
        return False
    called = r.has(first, at, T.COME) and r.has(at - 1, at, T.ARTICLE) and at + 1 == last
    if called and not r.has(at - 1, at, T.POSSESSIVE):
        return False  # "see you on Saturday, folks"
    # "My sister comes with me" is said of her; the "me" there is no subject.
    return not any(r.tags[n] & T.ME and not r.tags[n] & T.BRING for n in range(first, last))
