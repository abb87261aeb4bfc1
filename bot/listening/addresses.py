"""How far an address reaches: street words, names, house numbers, the town behind them."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.capitals import capital, cased
from bot.listening.numbers import is_year
from bot.listening.reading import Reading
from bot.listening.text import NUMBER, SIGN, WORD

_NUMBERED = frozenset(("bis", "ter"))
_LONGEST = 8
_HOUSE = 3
"""Digits of a house number; more of them are a postal code."""
SMALL_WORDS = T.ARTICLE | T.JOINER
_LINKS = T.AND | T.BUT
_NO_PLACE = T.ME | T.POLITE | T.KIND | T.END | T.UNIT | T.CLOCK | T.LIST


def begins_place(r: Reading, n: int) -> bool:
    """Whether a token could begin a place's name."""
    if r.kinds[n] == NUMBER:
        return street_follows(r, n)
    if r.kinds[n] != WORD or r.tags[n] & _NO_PLACE:
        return bool(r.tags[n] & T.STREET)
    if cased(r) and capital(r, n):
        return True
    # "In wood" is no place, "in leipzig" and "on main st" are.
    low = not cased(r) or r.lexicon.noun_capitals or r.has(n + 1, n + 2, T.STREET_END)
    return bool(r.tags[n] & (T.STREET | T.STREET_END)) or (low and _typed_low(r, n))


def _typed_low(r: Reading, n: int) -> bool:
    """A word of no meaning typed in small letters, with an end soon behind it: a name."""
    if r.tags[n] or r.words[n] in r.lexicon.common:
        return False
    ends = T.BREAK | T.END | T.STREET_END | T.POLITE
    return n + 1 >= len(r.tags) or r.has(n + 1, n + 3, ends) or n + 2 >= len(r.tags)


def street_follows(r: Reading, n: int) -> bool:
    """Whether a word for a street stands in the next three tokens."""
    return r.has(n + 1, n + 4, T.STREET | T.STREET_END)


def address_from(r: Reading, first: int) -> tuple[str, int]:
    """From its first token: street words, names, small words between them, house numbers."""
    n = first + 1
    while n < min(first + _LONGEST, len(r.tags)):
        if _opens_street(r, n, first):
            n += 1
        elif r.kinds[n] == NUMBER:
            n, closed = _past_house(r, n, first)
            if closed:
                break
        elif reach := _over(r, n, first):
            n = reach
        else:
            break
    n = _in_town(r, n, first) or n
    return r.text[r.starts[first] : r.end(n - 1)].strip(" '"), n


def _opens_street(r: Reading, n: int, first: int) -> bool:
    """ "8 bis rue", "9th Avenue", and the further words of a street word that is a phrase."""
    if n == first + 1 and r.kinds[first] == NUMBER and _before_street(r, n):
        return True
    return bool(r.tags[n] & T.FILLER and r.tags[first] & T.STREET) and n <= first + 2


def _past_house(r: Reading, n: int, first: int) -> tuple[int, bool]:
    """The token after a house number and the town behind it, and whether the address ends there."""
    n += 1
    if n < len(r.tags) and (r.words[n] in _NUMBERED or _ordinal(r, n)):
        n += 1  # "12 bis", "Lyon 3e"
    if _town_stands(r, n):
        return n + 1, True
    if reach := _in_town(r, n, first):
        return reach, True
    comma = n < len(r.tags) and r.words[n] == ","
    return n, not (comma or street_follows(r, n - 1))


def _over(r: Reading, n: int, first: int) -> int:
    """The token after a sign, a word or small words inside an address; 0 when it ends there."""
    if r.kinds[n] == SIGN:
        return n + 1 if _joins(r, n, first) else 0
    if r.kinds[n] == WORD and (goes_on(r, n) or _glued(r, n)):
        return n + 1
    return _over_small(r, n) if cased(r) or n == first + 1 else 0


def _joins(r: Reading, n: int, first: int) -> bool:
    """Whether an address goes on behind a sign: a comma, or what is written on to its word."""
    sign = r.words[n]
    if sign == ",":
        follows = _town_follows(r, n, first) or _house_follows(r, n, first)
        return follows or _street_joins(r, n, first)
    if sign not in "./'-" or n + 1 >= len(r.tags):
        return False
    apart = sign == "/" and r.starts[n] != r.end(n - 1)
    return not apart and goes_on(r, n + 1) and _abbreviated(r, n, first)


def _glued(r: Reading, n: int) -> bool:
    """The "s" of "Tanner's Row"."""
    return r.words[n - 1][-1] == "'" and r.starts[n] == r.end(n - 1)


def _before_street(r: Reading, n: int) -> bool:
    return r.has(n + 1, n + 2, T.STREET) or (
        bool(r.tags[n] & T.NTH) and r.has(n + 1, n + 2, T.STREET_END)
    )


def _in_town(r: Reading, n: int, first: int) -> int:
    """ "Mill Lane 5 in Leeds": the town behind a street; the token after it, 0 for none."""
    if n + 1 >= len(r.tags) or not r.tags[n] & T.PLACE or not r.tags[n] & T.JOINER:
        return 0
    if not r.has(first, n, T.STREET | T.STREET_END) or not begins_place(r, n + 1):
        return 0
    if r.kinds[n + 1] != WORD or r.tags[n + 1] or (cased(r) and not capital(r, n + 1)):
        return 0
    last = n + 2
    while last < min(n + 4, len(r.tags)) and not r.tags[last] and goes_on(r, last):
        last += 1
    return last if last >= len(r.tags) or r.tags[last] & (T.BREAK | T.END | T.POLITE) else 0


def _ordinal(r: Reading, n: int) -> bool:
    return bool(r.tags[n] & T.NTH) and r.starts[n] == r.end(n - 1)


def _over_small(r: Reading, n: int) -> int:
    """The token after small words inside an address ("rue de la Paix"); 0 when it ends there."""
    start = n
    while n < min(start + 3, len(r.tags)) and r.tags[n] & SMALL_WORDS and not r.tags[n] & _LINKS:
        n += 1
    if n == start or n >= len(r.tags) or is_year(r, n):
        return 0
    after_street = bool(r.tags[start - 1] & (T.STREET | T.LANDMARK))
    after_street = after_street and r.kinds[n] == WORD and not r.tags[n] & ~T.LANDMARK
    return n if goes_on(r, n) or after_street else 0


def _abbreviated(r: Reading, n: int, first: int) -> bool:
    if r.words[n] == "." and n - 1 > first and r.tags[n - 1] & T.STREET_END:
        return r.kinds[n + 1] == NUMBER  # "... Tanner's Row. He"
    short = len(r.words[n - 1]) <= 3
    named = short and (bool(r.tags[n - 1] & T.STREET) or capital(r, n + 1))
    return r.words[n] in "/'-" or named or r.kinds[n + 1] == NUMBER


def _town_stands(r: Reading, n: int) -> bool:
    """ "via Savona 103 Milano": a capital word of no meaning alone behind the house number."""
    if n >= len(r.tags) or r.kinds[n] != WORD or not cased(r) or not capital(r, n):
        return False
    return not r.tags[n] and (n + 1 >= len(r.tags) or bool(r.tags[n + 1] & T.BREAK))


def _house_follows(r: Reading, comma: int, first: int) -> bool:
    """ "calle del Pez, 12": the house number behind a comma."""
    if not r.tags[first] & T.STREET or comma + 1 >= len(r.tags):
        return False
    closed = comma + 2 >= len(r.tags) or bool(r.tags[comma + 2] & T.BREAK)
    return r.kinds[comma + 1] == NUMBER and r.words[comma + 1].isdecimal() and closed


def _street_joins(r: Reading, comma: int, first: int) -> bool:
    """ "Aix, 5 rue de Genève": the street and its number behind the town."""
    if r.has(first, comma, T.STREET | T.STREET_END) or comma + 2 >= len(r.tags):
        return False
    house = comma + 1 + (r.kinds[comma + 1] == NUMBER)
    return bool(r.tags[house] & T.STREET) and house + 1 < len(r.tags) and _house_near(r, comma)


def _house_near(r: Reading, comma: int) -> bool:
    """Whether a house number stands in the next few tokens, so that it is an address."""
    return any(r.kinds[n] == NUMBER for n in range(comma + 1, min(comma + 7, len(r.tags))))


def _town_follows(r: Reading, comma: int, first: int) -> bool:
    """ "Nieuwstraat 14, Deventer": a capital word alone between the comma and the end."""
    after = comma + 1
    if after + 1 < len(r.tags) and r.words[after].isdecimal() and len(r.words[after]) > _HOUSE:
        after += 1  # "Mill Lane 5, 04109 Leipzig"
    if after >= len(r.tags) or not cased(r):
        return False
    if r.kinds[after] != WORD or r.tags[after] or r.words[after] in r.lexicon.common:
        return False
    last = after + 1
    if last + 1 < len(r.tags) and r.kinds[last] == NUMBER and _ordinal(r, last + 1):
        last += 2  # "Lyon 6e"
    closed = last >= len(r.tags) or r.words[last] in ".!?)\n"
    if not closed and r.kinds[comma - 1] == NUMBER:
        closed = bool(r.tags[last] & T.BREAK)  # "Fischmarkt 2, Konstanz 🧶"
    return closed and (capital(r, after) or r.kinds[comma - 1] == NUMBER)


def goes_on(r: Reading, n: int) -> bool:
    """Whether an address that reached this token goes on with it."""
    bits = r.tags[n]
    if r.kinds[n] == NUMBER:
        return True
    if r.kinds[n] != WORD:
        return False
    if bits & (T.STREET | T.STREET_END | T.LANDMARK):
        return True
    if cased(r) and capital(r, n):
        return not bits & (T.ME | T.NOMINATE | T.PLEASE)
    if cased(r) and capital(r, n - 1) and not r.tags[n - 1] & T.STREET:
        return False  # "on Mill Lane too"
    return _typed_low(r, n)
