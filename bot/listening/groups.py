"""Groups told in parts: "the two of us + a baby", "2 adults, 3 children"."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.beside_me import is_named
from bot.listening.capitals import capital
from bot.listening.counts import (
    numbers_of_people,
    said_anew,
)
from bot.listening.mentions import Mention
from bot.listening.reading import Reading
from bot.listening.text import WORD

FEW_MORE = 9
_MANY = 50
_PAIR = 2
_TELLS_WHO = frozenset(":(")
"""Signs behind which those are told who were counted: "four people: my wife, two sons and I"."""


def and_a_baby(r: Reading, at: int) -> int:
    """ "The four of us + a baby", "the two of us and the 3 kids": how many more behind it."""
    after = at + 1
    while after < len(r.tags) and r.tags[after] & T.FILLER and r.kinds[after] == WORD:
        after += 1
    if r.tags[at] & T.TOGETHER and r.has(after, after + 1, T.PERSONS):
        after += 1  # "we three sisters and mum"
    if r.words[after : after + 1] == [","] and r.has(after + 1, after + 2, T.PLUS):
        after += 1  # "eleven of the choir, plus our conductor"
    if r.has(after, after + 1, T.BREAK) or after >= len(r.tags):
        return 0
    noun_of_us = r.kinds[after] == WORD and not r.tags[after] and r.tags[at] & T.TOGETHER
    after += bool(noun_of_us)  # "wir zwei Alten und die Enkelin"
    if after < len(r.tags) and r.tags[after] & T.AND and r.tags[after] & T.PERSON:
        return 1  # "plus een", one phrase
    ours = r.tags[at] & T.TOGETHER or r.has(at - 1, at, T.WE)  # "we 2 and our niece"
    both = bool(ours) and r.has(after, after + 1, T.AND)
    noun = after + 1 + r.has(after + 1, after + 2, T.ARTICLE | T.POSSESSIVE | T.WE | T.OTHERS)
    if noun >= len(r.tags) or not (both or r.tags[after] & T.PLUS):
        return 0
    number = next((n for n in r.numbers if n.first == noun), None)
    if number and r.has(number.last + 1, number.last + 2, T.PERSONS | T.PERSON):
        return int(number.value) if number.value <= FEW_MORE else 0
    said = noun > after + 1 or r.has(after, after + 1, T.PLUS)
    if r.has(after, after + 1, T.PLUS) and r.has(noun, noun + 1, T.PERSONS):
        return 2 - r.has(noun, noun + 1, T.PERSON)  # "the two of us + my parents"
    return 1 + _and_theirs(r, noun) if said and r.has(noun, noun + 1, T.PERSON) else 0


def _and_theirs(r: Reading, at: int) -> int:
    """ "The two of us, plus Uncle Herbert and his new girlfriend": one more behind an "and"."""
    link = next((n for n in range(at + 1, at + 3) if r.has(n, n + 1, T.AND)), 0)
    near = range(link + 2, min(link + 4, len(r.tags)))
    return int(link > 0 and any(r.tags[n] & T.PERSON for n in near))


def counted_before(r: Reading, at: int) -> int:
    """ "Eighteen guests and the two of us": how many stand before the "and"; else 0."""
    if not r.tags[at] & T.TOGETHER or not r.has(at - 1, at, T.AND):
        return 0
    noun = T.PERSON | T.PERSONS | T.PEOPLE
    before = (n for n in r.numbers if n.last == at - 3 and n.whole and n.value < _MANY)
    return next((int(n.value) for n in before if r.has(at - 2, at - 1, noun)), 0)


def comes_too(r: Reading, at: int) -> int:
    """ "The two of us come, and our grandchild comes along": one more in a clause of its own."""
    first = r.clause(at)[1] + 1
    if not r.tags[at] & T.TOGETHER or first >= len(r.tags) or not r.has(first, first + 1, T.AND):
        return 0
    last, bits = r.clause(first)[1:]
    if not bits & T.BRING or bits & (T.NEGATION | T.HEDGE | T.CONDITION | T.NUMBER):
        return 0
    return int(sum(bool(r.tags[n] & T.PERSON) for n in range(first, last)) == 1)


def and_i_too(r: Reading, at: int) -> bool:
    """ "My flatmates come, all three, and me too": the writer comes beside those counted."""
    if not r.tags[at] & T.TOGETHER or not r.has(0, at, T.PERSONS) or r.has(0, at, T.ME | T.WE):
        return False
    link = at + 1
    while link < len(r.tags) and (r.tags[link] & T.FILLER or r.words[link] == ","):
        link += 1
    me = r.tags[link + 1] if link + 1 < len(r.tags) else 0
    return r.has(link, link + 1, T.AND) and bool(me & T.ME) and not me & T.POSSESSIVE


def us_by_name(r: Reading) -> int:
    """ "Apúntanos: Rocío y Manu": nothing but names behind the colon, the writer's among them."""
    colon = r.words.index(":") if ":" in r.words else 0
    if not colon or not r.tags[colon - 1] & T.WE_ARE:
        return 0
    behind = [n for n in range(colon + 1, len(r.words)) if not r.tags[n] & T.BREAK]
    names = [n for n in behind if is_named(r, n) and capital(r, n)]
    rest = all(n in names or r.tags[n] & T.AND for n in behind)
    joined = len(names) > _PAIR or r.has(colon, len(r.words), T.AND)
    return len(names) if rest and len(names) > 1 and joined else 0


def with_one_more(r: Reading, mentions: list[Mention]) -> int:
    """ "2 plus baby": a number that opens what is said, and one person more; else 0."""
    for number in numbers_of_people(r, mentions)[:1]:
        plus = number.last + 1
        opens = all(r.tags[n] & (T.BREAK | T.FILLER | T.POLITE) for n in range(number.first))
        if opens and r.has(plus, plus + 1, T.PLUS | T.AND) and r.has(plus + 1, plus + 2, T.PERSON):
            return int(number.value) + 1
    return 0


def kinds_of_us(r: Reading, mentions: list[Mention]) -> int:
    """ "We are fourteen pupils and two teachers": kinds of people behind "we are"; else 0."""
    if not r.all & T.WE_ARE or len(r.numbers) < _PAIR or r.lexicon.verb_last:
        return 0
    kinds = [
        n
        for n in numbers_of_people(r, mentions)
        if r.has(n.last + 1, n.last + 2, T.PERSONS) and not r.has(n.last + 1, n.last + 2, T.PERSON)
    ]
    if len(kinds) < _PAIR or not r.has(kinds[1].first - 1, kinds[1].first, T.AND):
        return 0
    ours = range(max(kinds[0].first - 3, 0), kinds[0].first)
    we = any(r.tags[n] & T.WE and r.tags[n] & T.WE_ARE for n in ours)
    close = kinds[1].first - kinds[0].last <= _PAIR + 1
    return int(kinds[0].value + kinds[1].value) if we and close else 0


def listed(r: Reading, mentions: list[Mention]) -> int:
    """ "2 adults 3 children": kinds of people counted one by one, the writer among them."""
    if not r.all & T.PEOPLE or r.all & (T.CORRECT | T.SUM) or _instead(r):
        return 0
    people = T.PERSON | T.PERSONS
    counted = [
        n
        for n in numbers_of_people(r, mentions)
        if n.last + 1 < len(r.tags) and r.tags[n.last + 1] & (T.PEOPLE | people)
    ]
    if len(counted) > 1 and said_anew(r, counted[0], counted[-1]):
        return 0
    if len(counted) > 1 and r.words[counted[0].last + 2] in _TELLS_WHO:
        return int(counted[0].value)
    if r.lexicon.verb_last and any(_with_me(r, n.first - 1) for n in counted):
        return 0  # "without me three, with me four"
    if r.lexicon.verb_last:  # "My husband, I and one kid, three people": a total of its own
        counted = [n for n in counted if not r.has(n.first - 1, n.first, T.BREAK)]
    parts = [(int(n.value), r.tags[n.last + 1]) for n in counted]
    if r.lexicon.verb_last and (
        nouns := [n - 1 for n in r.find(T.TOGETHER) if n and not r.has(n + 1, n + 2, T.ME)]
    ):
        # "Grown-ups two, children three": the noun stands before its number.
        one_by_one = all(r.tags[n] & (people | T.PEOPLE) and not r.tags[n] & T.WITH for n in nouns)
        parts += [(r.value_at(n + 1), r.tags[n]) for n in nouns if one_by_one]
    grown = any(noun & T.PEOPLE and not noun & people for _, noun in parts)
    if not grown:
        parts = [part for part in parts if part[1] & T.PEOPLE]
    single = sum(_one_more(r, n) for n in _joints(r)) if grown and parts else 0
    people = sum(value for value, _ in parts) + single
    if not r.lexicon.verb_last and any(r.value_at(n) > people for n in r.find(T.TOGETHER)):
        return 0  # "three seniors, two teens and I, all six with glasses" says the total
    return people if len(parts) + single > 1 else 0


def _with_me(r: Reading, at: int) -> bool:
    """Whether a word counts the writer in: "with me four"."""
    bits = r.tags[at] if at >= 0 else 0
    return bool(bits & T.ME and bits & T.WE_ARE) and not bits & T.WE


def _instead(r: Reading) -> bool:
    """ "Three and not four": a no beside a number; "a baby who does not buy" takes nothing back."""
    return any(r.has(n - 2, n + 3, T.NUMBER) for n in r.find(T.INSTEAD))


def _joints(r: Reading) -> list[int]:
    """Where a list of people goes on: "and", "+", a comma."""
    commas = [n for n, word in enumerate(r.words) if word == ","][:FEW_MORE]
    return r.find(T.AND | T.PLUS) + [n for n in commas if not r.has(n + 1, n + 2, T.NUMBER)]


def _one_more(r: Reading, at: int) -> bool:
    """ "Two adults and a baby": the one behind the "and" is counted by its article."""
    if r.words[at] == "+" and r.has(at + 1, at + 2, T.PERSON):
        return True
    noun = next((n for n in range(at + 2, at + 5) if r.has(n, n + 1, T.PERSON | T.BREAK)), 0)
    if not r.has(noun, noun + 1, T.PERSON) or not noun:
        return False
    # "one very small baby"; "one kid" is a number of people as it stands.
    small = noun > at + 2 and any(n.first == at + 1 and n.value == 1 for n in r.numbers)
    return small or r.has(at + 1, at + 2, T.ARTICLE)
