"""Places in a text: the street, quarter or town that is said of a shop."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.names import capital, cased, is_year
from bot.listening.reading import Reading
from bot.listening.text import NUMBER, SIGN, WORD

_FAR = 30
_MOST_WORDS = 4
_ABBREVIATED = 4
_NUMBERED = frozenset(("bis", "ter"))
_FEW_WORDS = 2
_HOUSE = 3
"""Digits of a house number; more of them are a postal code."""

_OPENERS = frozenset(",(–—/")
_BEFORE_NUMBER = frozenset((",", ":", "(", "–", "—", "-", "in", "at"))
_SMALL = T.ARTICLE | T.JOINER
_SKIPPED = _SMALL | T.FILLER
_LINKS = T.AND | T.BUT
_NO_PLACE = T.ME | T.POLITE | T.KIND | T.END | T.UNIT | T.CLOCK | T.LIST
_SPEAKING = (
    T.ME | T.WE | T.POLITE | T.KIND | T.NOMINATE | T.NOMINATION | T.PERSON | T.PERSONS | T.SUPPORT
    | T.NEGATION | T.OWNER | T.FORGET | T.STOP
)  # fmt: skip
"""What no word of a place set off by signs can be."""


def place_after(r: Reading, at: int) -> tuple[str | None, int]:
    """The place said after a name, and the token after it; (None, at) when none is said.

    An address or "in" with a name is sure; a capital word set off by a comma or in brackets is
    taken when nothing surer follows ("(comics, Vaise)").
    """
    strong = 0
    weak: tuple[str, int] | None = None
    if at + 1 < len(r.tags) and r.words[at] == "(" and (found := _beside(r, at + 1)):
        place, last = found
        if r.has(last + 1, last + 2, T.AND) and r.words[last] == ")":
            return place, last + 1  # "X (Monti) and Y (San Lorenzo)"
    for n in range(at, min(at + _FAR, len(r.tags))):
        bits = r.tags[n]
        if bits & T.STRONG and r.words[n] != "." and not r.tags[n - 1] & T.STRONG:
            strong += 1
        if strong > 1 or (bits & (T.NOMINATE | T.SUGGEST) and n > at + 2):
            return weak or _house_later(r, n) or (None, at)
        if weak and bits & T.STRONG:
            return weak
        if found := _starts(r, n, at):
            return found
        if n == at and not cased(r) and (found := _typed_after(r, n)):
            return found
        if r.words[n] in _OPENERS and strong <= 1 and n + 1 < len(r.tags):
            weak = weak if weak and weak[0][-1].isdigit() else _beside(r, n + 1) or weak
        elif bits & T.STRONG and not weak:
            weak = _set_apart(r, n + 1)
        weak = weak or _whose(r, n, at)
    return weak or (None, at)


def _typed_after(r: Reading, comma: int) -> tuple[str, int] | None:
    """ "penny's records, old whitby": in small letters, the words of no meaning behind a comma."""
    n = comma + 1
    while n < len(r.tags) and r.kinds[n] == WORD and not r.tags[n]:
        n += 1
    last = n >= len(r.tags) or r.tags[n] & T.BREAK
    known = any(r.words[m] in r.lexicon.common for m in range(comma + 1, n))
    if r.words[comma] != "," or known or not last or not 0 < n - comma - 1 <= _FEW_WORDS:
        return None
    return r.text[r.starts[comma + 1] : r.end(n - 1)], n


def place_before(r: Reading, at: int) -> str | None:
    """The place said before a name in its own clause: "in Gouda there is X", None for none."""
    first, _, _ = r.clause(at)
    for n in range(at - 1, first - 1, -1):
        if not r.tags[n] & T.PLACE or r.kinds[n] != WORD:
            continue
        start = n + 1
        while start < at and r.tags[start] & _SKIPPED and not _named(r, start):
            start += 1
        if start < at and cased(r) and capital(r, start) and _named(r, start):
            place, last = _address(r, start)
            known = any(r.tags[m] & ~(T.STREET | T.STREET_END) for m in range(start, last))
            return place if last <= at and not known else None
    return _street_before(r, at) if cased(r) else None


def _street_before(r: Reading, at: int) -> str | None:
    """ "The cobbler in rue Ney, “The Last”": a street named in the same sentence."""
    for n in range(r.sentence(at)[0], at):
        if r.tags[n] & T.STREET and not capital(r, n) and n + 1 < at and not _alone(r, n):
            place, last = _address(r, n)
            return place if last <= at and last > n + 1 else None
    return None


def _house_later(r: Reading, at: int) -> tuple[str, int] | None:
    """ "… nominated already? If not: here. 21 Mill Lane": a street with its number, set off."""
    for n in range(at, min(at + _FAR, len(r.tags) - 1)):
        if r.tags[n] & T.BREAK and r.kinds[n + 1] in (WORD, NUMBER) and capital(r, n + 1):
            place, last = _address(r, n + 1)
            closed = last >= len(r.tags) or r.tags[last] & T.BREAK
            house = any(map(str.isdigit, place)) and r.has(n + 1, last, T.STREET | T.STREET_END)
            if house and closed:
                return place, last
    return None


def _set_apart(r: Reading, n: int) -> tuple[str, int] | None:
    """A place that is a sentence of its own, with more said behind it; at the end it may be a name.

    On a line of its own right under the shop it counts there too.
    """
    while n < len(r.tags) and r.tags[n] & T.STRONG:
        n += 1
    if n >= len(r.tags):
        return None
    found = _beside(r, n)
    last = found[1] if found else n
    return found if r.words[n - 1] == "\n" or last + 1 < len(r.tags) else None


def _starts(r: Reading, n: int, at: int) -> tuple[str, int] | None:
    bits = r.tags[n]
    if bits & T.STREET and n + 1 < len(r.tags) and not _alone(r, n):
        wide = n > at + 1 and cased(r) and capital(r, n - 1) and r.kinds[n - 1] == WORD
        return _address(r, n - 1 if wide and r.tags[n - 2] & T.BREAK else n)  # "Breite Straße"
    if (
        r.kinds[n] == NUMBER
        and n > 0
        and r.words[n - 1] in _BEFORE_NUMBER
        and _street_follows(r, n)
    ):
        return _address(r, n)
    if r.kinds[n] == WORD and bits & T.STREET_END and n > at and not bits & T.PLACE:
        if cased(r) and not capital(r, n) and not capital(r, n - 1) and len(r.words[n]) < 6:
            return None  # "the tattoo place"
        return _back_to(r, n, at)
    if bits & T.LANDMARK and n > at and (found := _at_landmark(r, n)):
        return found
    inside = bits & T.FILLER and r.kinds[n] == WORD and not r.has(n + 1, n + 2, T.FILLER)
    if inside and n > at:
        inside = n + 1 < len(r.tags) and not r.tags[n + 1] and cased(r) and capital(r, n + 1)
    if inside and r.lexicon.meaning[r.words[n]] & T.PLACE:
        bits |= T.PLACE  # "could you do Kessler in Leeds?": the word is part of the asking too
    if bits & T.PLACE and r.kinds[n] == WORD:
        if n > at and r.words[n - 1] == "," and capital(r, n) and _begins_street(r, n):
            return _address(r, n)
        start = n + 1
        while start < len(r.tags) and r.tags[start] & _SKIPPED and not _named(r, start):
            start += 1
        if start < len(r.tags) and _named(r, start):
            return _address(r, start)
    return None


def _whose(r: Reading, n: int, at: int) -> tuple[str, int] | None:
    """ "…, the bakers of Oullins": what is sold or done there, "of", and the town's name."""
    if n <= at + 1 or r.words[n] not in r.lexicon.of or r.kinds[n - 1] != WORD:
        return None
    described = r.tags[n - 2] & T.ARTICLE and r.has(n - 3, n - 2, T.BREAK) and not r.tags[n - 1]
    if not described and not r.tags[n - 1] & T.KIND:
        return None
    if not cased(r) or capital(r, n - 1):
        return None
    town = n + 1
    while town < len(r.tags) and r.tags[town] & _SMALL and not capital(r, town):
        town += 1
    known = town >= len(r.tags) or r.kinds[town] != WORD or r.tags[town]
    return None if known or not capital(r, town) else _address(r, town)


def _at_landmark(r: Reading, n: int) -> tuple[str, int] | None:
    """ "the market of Abastos", "metro Tetuán": a landmark, where a name follows it."""
    named = n + 1
    while named < min(n + 4, len(r.tags)) and r.tags[named] & _SMALL and not capital(r, named):
        named += 1
    if named >= len(r.tags) or r.kinds[named] != WORD or r.tags[named] & ~T.LANDMARK:
        return None
    return _address(r, n) if cased(r) and capital(r, named) else None


def _begins_street(r: Reading, n: int) -> bool:
    """ "Am Markt 3", "Op de Wal 12": a small word with a capital that begins a street's name."""
    last = min(n + 5, len(r.tags))
    house = next((m for m in range(n + 1, last) if r.kinds[m] == NUMBER), 0)
    return house > n + 1 and all(r.kinds[m] == WORD for m in range(n + 1, house))


def _alone(r: Reading, n: int) -> bool:
    """Whether a street word has no name behind it ("BD," is no boulevard)."""
    after = r.words[n + 1]
    short = after == "/" or (after == "." and len(r.words[n]) <= _ABBREVIATED)
    return bool(r.tags[n + 1] & T.BREAK) and not short


def _named(r: Reading, n: int) -> bool:
    """Whether a token could begin a place's name."""
    if r.kinds[n] == NUMBER:
        return _street_follows(r, n)
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


def _street_follows(r: Reading, n: int) -> bool:
    return r.has(n + 1, n + 4, T.STREET | T.STREET_END)


def _address(r: Reading, first: int) -> tuple[str, int]:
    """From its first token: street words, names, small words between them, house numbers."""
    n = first + 1
    while n < min(first + 8, len(r.tags)):
        bits = r.tags[n]
        if n == first + 1 and r.kinds[first] == NUMBER and _before_street(r, n):
            n += 1  # "8 bis rue", "9th Avenue"
        elif bits & T.FILLER and r.tags[first] & T.STREET and n <= first + 2:
            n += 1
        elif r.kinds[n] == NUMBER:
            n += 1
            if n < len(r.tags) and (r.words[n] in _NUMBERED or _ordinal(r, n)):
                n += 1  # "12 bis", "Lyon 3e"
            if _town_stands(r, n):
                n += 1
                break
            if reach := _in_town(r, n, first):
                n = reach
                break
            if not _street_follows(r, n - 1) and not (n < len(r.tags) and r.words[n] == ","):
                break
        elif r.kinds[n] == SIGN:
            if (
                r.words[n] in "./'-"
                and (r.words[n] != "/" or r.starts[n] == r.end(n - 1))
                and n + 1 < len(r.tags)
                and _goes_on(r, n + 1)
                and _abbreviated(r, n, first)
            ) or (
                r.words[n] == ","
                and (
                    _town_follows(r, n, first)
                    or _house_follows(r, n, first)
                    or _street_joins(r, n, first)
                )
            ):
                n += 1
            else:
                break
        elif r.kinds[n] == WORD and (_goes_on(r, n) or _glued(r, n)):
            n += 1
        elif (reach := _over_small(r, n)) and (cased(r) or n == first + 1):
            n = reach
        else:
            break
    if reach := _in_town(r, n, first):
        n = reach
    end = n - 1
    return r.text[r.starts[first] : r.end(end)].strip(" '"), n


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
    if not r.has(first, n, T.STREET | T.STREET_END) or not _named(r, n + 1):
        return 0
    if r.kinds[n + 1] != WORD or r.tags[n + 1] or (cased(r) and not capital(r, n + 1)):
        return 0
    last = n + 2
    while last < min(n + 4, len(r.tags)) and not r.tags[last] and _goes_on(r, last):
        last += 1
    return last if last >= len(r.tags) or r.tags[last] & (T.BREAK | T.END | T.POLITE) else 0


def _ordinal(r: Reading, n: int) -> bool:
    return bool(r.tags[n] & T.NTH) and r.starts[n] == r.end(n - 1)


def _over_small(r: Reading, n: int) -> int:
    """The token after small words inside an address ("rue de la Paix"); 0 when it ends there."""
    start = n
    while n < min(start + 3, len(r.tags)) and r.tags[n] & _SMALL and not r.tags[n] & _LINKS:
        n += 1
    if n == start or n >= len(r.tags) or is_year(r, n):
        return 0
    after_street = bool(r.tags[start - 1] & (T.STREET | T.LANDMARK))
    after_street = after_street and r.kinds[n] == WORD and not r.tags[n] & ~T.LANDMARK
    return n if _goes_on(r, n) or after_street else 0


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
    closed = last >= len(r.tags) or r.words[last] in ".!)\n"
    return closed and (capital(r, after) or r.kinds[comma - 1] == NUMBER)


def _goes_on(r: Reading, n: int) -> bool:
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


def _beside(r: Reading, n: int) -> tuple[str, int] | None:
    """A place set off by a comma or in brackets right behind the name."""
    if r.kinds[n] == NUMBER and _street_follows(r, n):
        return _address(r, n)
    if r.tags[n] & T.STREET:
        return _address(r, n)
    if r.kinds[n] != WORD or not cased(r) or not capital(r, n):
        return None
    if not r.tags[n] & ~T.STREET_END or _titled(r, n):
        place, last = _address(r, n)
        most = _MOST_WORDS + 2 * any(map(str.isdigit, place))
        closed = last >= len(r.tags) or r.tags[last] & T.BREAK or _and_i(r, last)
        if closed and last - n <= most:
            return place, last
    return _bracketed(r, n) if r.words[n - 1] == "(" else None


def _and_i(r: Reading, at: int) -> bool:
    """ "…, Ludlow and I'll be there": what is said next is another sentence."""
    return bool(r.tags[at] & T.AND) and r.has(at + 1, at + 2, T.ME | T.WE)


def _titled(r: Reading, n: int) -> bool:
    """ "Old Town": capitals on every word up to the next sign, none of which speaks."""
    last = n
    while last < len(r.tags) and r.kinds[last] == WORD and capital(r, last):
        if r.tags[last] & _SPEAKING:
            return False
        last += 1
    words = last - n
    last += last < len(r.tags) and r.kinds[last] == NUMBER
    closed = last >= len(r.tags) or bool(r.tags[last] & T.BREAK)
    return closed and 1 < words <= _MOST_WORDS


def _bracketed(r: Reading, n: int) -> tuple[str, int] | None:
    """ "(Bos en Lommer)": capitals joined by small words, and nothing else in the brackets."""
    last = n
    while last < len(r.tags) and r.kinds[last] == WORD:
        joined = r.tags[last] & (T.JOINER | T.AND)
        if not joined and (not capital(r, last) or r.tags[last] & _SPEAKING):
            return None
        last += 1
    if last >= len(r.tags) or r.words[last] != ")" or not 1 < last - n <= _MOST_WORDS:
        return None
    return r.text[r.starts[n] : r.end(last - 1)], last


def _back_to(r: Reading, n: int, at: int) -> tuple[str, int] | None:
    """ "Division Street": the words before a street's last word belong to it."""
    first = n
    while (
        first > at
        and r.kinds[first - 1] in (WORD, NUMBER)
        and _goes_on(r, first - 1)
        and n - first < 4
    ):
        first -= 1
    if first == n and len(r.words[n]) < 6:
        return None
    return _address(r, first)
