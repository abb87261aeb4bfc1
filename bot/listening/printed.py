"""How a person would print the name that a few tokens are, if they are one."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from bot.listening import tags as T
from bot.listening.capitals import capital, cased
from bot.listening.reading import Reading
from bot.listening.text import NUMBER, SIGN, WORD

LINK = T.JOINER | T.ARTICLE | T.AND


class Name(NamedTuple):
    """A shop's name in a text: its first token, the token after its last, and how to print it."""

    first: int
    last: int
    shop: str


def has_capital(r: Reading, name: Name) -> bool:
    """Whether any word of a name has a capital or stands in quotation marks."""
    inside = range(name.first, name.last)
    numbers = (n for n in inside if r.kinds[n] == NUMBER and n > name.first)  # "on the 4th floor"
    typed = set(inside).difference(numbers)
    return any(capital(r, n) or r.words[n] in "“«„\"'" for n in typed)


def says_shop(r: Reading, name: Name) -> bool:
    """Whether a name says itself that it is a shop's: by its trade, by "&", by "Sal's"."""
    words = r.words[name.first : name.last]
    owned = any(w == "s" and before[-1] == "'" for before, w in pairwise(words))
    hosted = words[0] in r.lexicon.hosts and len(words) > 1  # "Chez Abdel", "Da Ahmed"
    quoted = name.first > 0 and bool(r.tags[name.first - 1] & T.QUOTE)
    return quoted or owned or hosted or "&" in words or r.has(name.first, name.last, T.KIND)


def printed(r: Reading, first: int, last: int) -> Name | None:
    """The name as a person would print it, None when it only describes a shop."""
    if last <= first or _only_describes(r, first, last):
        return None
    if last == first + 1 and r.tags[first] & (T.WHERE | T.WHEN | T.COUNT):
        return None  # "the address is …"
    typed = r.text[r.starts[first] : r.end(last - 1)].strip(" '\"“”«»")
    if "cash mob" in typed.lower() or "cashmob" in typed.lower():
        return None
    letters = sum(map(str.isalpha, typed))
    if (not letters and not typed.isdecimal()) or (letters == len(typed) == 1):
        return None
    if typed == typed.lower() or (typed == typed.upper() and not cased(r)):
        typed = _titled(r, first, last, typed.lower())
    elif typed[0].islower():
        typed = typed[0].upper() + typed[1:]
    return Name(first, last, typed)


def _titled(r: Reading, first: int, last: int, low: str) -> str:
    """A name typed without capitals, with those a person would put."""
    out = list(low)
    for n in range(first, last):
        at = r.starts[n] - r.starts[first]
        if at < len(out) and (n == first or not r.tags[n] & LINK):
            out[at] = out[at].upper()
    return "".join(out)


def _title_case(r: Reading, at: int) -> bool:
    """A word with a capital that is not shouted: "A VAPE SHOP" names none."""
    return (
        r.kinds[at] == WORD and capital(r, at) and not (len(r.raw(at)) > 1 and r.raw(at).isupper())
    )


def _is_thing(r: Reading, at: int) -> bool:
    """Whether a word is a noun that is no shop, also inside a phrase ("the date")."""
    return bool(r.lexicon.meaning[r.words[at]] & T.THING)


def _says_nothing(r: Reading, at: int) -> bool:
    """Whether a word is of those that make no shop's name by themselves."""
    idle = T.THING | T.CONDITION | T.HEDGE | T.ALSO | T.POLITE | T.FILLER | T.FORMERLY
    idle |= 0 if capital(r, at) else T.KIND
    known = r.tags[at] & idle or r.words[at] in r.lexicon.common or _is_thing(r, at)
    return bool(known) or r.kinds[at] == SIGN


def _only_describes(r: Reading, first: int, last: int) -> bool:
    """ "the little bookshop" names no shop; a capital alone does not make a kind word a name."""
    tell = [n for n in range(first, last) if not r.tags[n] & (LINK | T.NATION)]
    if all(r.tags[n] & (T.KIND | T.PLUS) or r.kinds[n] == SIGN for n in tell):
        small = T.ARTICLE if r.lexicon.noun_capitals else 0  # "Das Nähcafé" is any
        capitals = sum(_title_case(r, n) and not r.tags[n] & small for n in range(first, last))
        alone = capitals == 1 and last - first == 1 and first > 0 and not r.lexicon.noun_capitals
        # "the Bookshop" is any; "het Knopenhuis", a word of its own making, is one.
        some = T.ARTICLE if r.words[first] in r.lexicon.trades else 0
        opens = alone and r.tags[first - 1] & (T.STRONG | T.HANDLE | some)
        named = capitals > 1 or (alone and not opens)
        return not r.lexicon.joined and not (named and cased(r))
    # "Fiori e Luce", "Corner of Light" are names where nouns have no capital.
    large = [capital(r, n) for n in tell]
    typed = not r.lexicon.noun_capitals and cased(r) and (any(large[1:]) or all(large))
    thing = not typed and any(_is_thing(r, n) for n in tell)
    if thing and all(_says_nothing(r, n) for n in tell):
        return True  # "wie wäre es mit mehr Werbung"
    kind = 0 if r.lexicon.joined else T.KIND
    known = [n for n in tell if r.words[n] in r.lexicon.common or r.tags[n] & kind]
    return len(known) == len(tell) and not any(capital(r, n) for n in tell)
