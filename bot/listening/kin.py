"""People who are listed one by one where the verb comes last: "Mum, Dad, two brothers, I, all
come"."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.bystanders import is_subject
from bot.listening.counts import numbers_of_people
from bot.listening.mentions import Mention
from bot.listening.reading import Reading

_OTHERWISE = T.SUM | T.CORRECT | T.INSTEAD | T.OR | T.CURRENCY | T.EACH | T.SAID_YES | T.REPORTED
"""What shows that the total is said beside the list, or that it is no list."""

_KIN = T.PERSON | T.PERSONS
_JOINS = T.AND | T.FILLER | T.PLUS | T.WITH | T.BRING | T.WE
_FEWEST = 2
"""Others beside the writer: "my wife and I" needs no list."""


def kin(r: Reading, mentions: list[Mention]) -> int:
    """How many such a list comes to, the writer among them; 0 where there is none."""
    if not r.all & T.ME or not r.all & _KIN or r.all & _OTHERWISE:
        return 0
    counted = {n.first: (int(n.value), n.last) for n in numbers_of_people(r, mentions)}
    counted |= {n: (r.value_at(n), n) for n in r.find(T.TOGETHER)}
    best, used = 0, 0
    at = 0
    while at < len(r.tags):
        people, numbers, end = _list_from(r, at, counted)
        if people > best:
            best, used = people, numbers
        at = max(end, at + 1)
    return best if used == len(counted) else 0  # a number beside the list is its total


def _list_from(r: Reading, at: int, counted: dict[int, tuple[int, int]]) -> tuple[int, int, int]:
    """How many the list that begins at a token comes to, its numbers, the token after it."""
    others = nouns = numbers = 0
    me = False
    while at < len(r.tags):
        bits = r.tags[at]
        if bits & _KIN and not is_subject(r, at):
            number = None if _joined(r, at) else counted.get(at + 1)
            listed = others + me
            both = not r.has(at + 1, at + 2, T.TOGETHER) or r.has(at + 2, at + 3, T.FILLER)
            if number and both and listed and bits & T.PERSON and number[0] == listed + 1:
                number = (1, number[1])  # "I and my wife, both of us"
            if not number and not bits & T.PERSON:
                break  # "the children" are of no number
            others, nouns = others + (number[0] if number else 1), nouns + 1
            numbers += bool(number)
            at = number[1] if number else at
            at += r.has(at + 1, at + 2, T.PEOPLE) and not r.has(at + 1, at + 2, _KIN)
        elif bits & (T.ME | T.WE) and _is_whose(r, at):
            pass
        elif bits & T.ME and not bits & T.WE and not me:
            me = True
        elif r.words[at] in r.lexicon.both and r.has(at - 1, at, T.WE):
            others, nouns, numbers, me = others + 1, nouns + 1, numbers + 1, True  # "we two"
        elif not bits and r.has(at + 1, at + 2, T.ME):
            pass  # "their teacher, me"
        elif not (bits & _JOINS or r.words[at] == ",") or bits & T.COME:
            break
        at += 1
    several = nouns >= _FEWEST or (numbers and nouns)
    return (others + 1 if me and several else 0), numbers, at


def _joined(r: Reading, at: int) -> bool:
    """ "With my wife, the three of us": behind such a noun the number is of all."""
    return bool(r.tags[at] & T.WITH) or r.words[at].endswith(tuple(r.lexicon.with_particles))


def _is_whose(r: Reading, at: int) -> bool:
    """ "My brother", "our mum": said of the noun behind it, and no "I" that is on the list."""
    return r.has(at + 1, at + 2, _KIN) and not r.tags[at] & T.SELF
