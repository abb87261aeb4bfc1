"""Places in a text: the street, quarter or town that is said of a shop."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.addresses import SMALL_WORDS, address_from, begins_place, goes_on, street_follows
from bot.listening.capitals import capital, cased
from bot.listening.reading import Reading
from bot.listening.text import NUMBER, WORD

_FAR = 30
_MOST_WORDS = 4
_ABBREVIATED = 4
_FEW_WORDS = 2

_OPENERS = frozenset(",(–—/")
_BEFORE_NUMBER = frozenset((",", ":", "(", "–", "—", "-", "in", "at"))
_SKIPPED = SMALL_WORDS | T.FILLER
_SPEAKING = (
    T.ME | T.WE | T.POLITE | T.KIND | T.NOMINATE | T.NOMINATION | T.PERSON | T.PERSONS | T.SUPPORT
    | T.NEGATION | T.OWNER | T.FORGET | T.STOP
)  # fmt: skip
"""What no word of a place set off by signs can be."""

_BEGINNINGS = T.STREET | T.STREET_END | T.LANDMARK | T.FILLER | T.PLACE
"""What a word has that a place can begin with; so can a number."""


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
        begins = bits & _BEGINNINGS or r.kinds[n] == NUMBER
        if begins and (found := _starts(r, n, at)):
            return found
        if n == at and not cased(r) and (found := _typed_after(r, n)):
            return found
        if r.words[n] in _OPENERS and strong <= 1 and n + 1 < len(r.tags):
            kept = weak and (weak[0][-1].isdigit() or n < weak[1])
            weak = weak if kept else _beside(r, n + 1) or weak
        elif bits & T.STRONG and not weak:
            weak = _set_apart(r, n + 1)
        if weak is None and r.words[n] in r.lexicon.of:
            weak = _whose(r, n, at)
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
        while start < at and r.tags[start] & _SKIPPED and not begins_place(r, start):
            start += 1
        if start < at and cased(r) and capital(r, start) and begins_place(r, start):
            place, last = address_from(r, start)
            known = any(r.tags[m] & ~(T.STREET | T.STREET_END) for m in range(start, last))
            return place if last <= at and not known else None
    return _street_before(r, at) if cased(r) else None


def _street_before(r: Reading, at: int) -> str | None:
    """ "The cobbler in rue Ney, “The Last”": a street named in the same sentence."""
    if not r.all & T.STREET:
        return None
    for n in range(r.sentence(at)[0], at):
        if r.tags[n] & T.STREET and not capital(r, n) and n + 1 < at and not _alone(r, n):
            place, last = address_from(r, n)
            return place if last <= at and last > n + 1 else None
    return None


def _house_later(r: Reading, at: int) -> tuple[str, int] | None:
    """ "… nominated already? If not: here. 21 Mill Lane": a street with its number, set off."""
    if not r.all & (T.STREET | T.STREET_END):
        return None
    for n in range(at, min(at + _FAR, len(r.tags) - 1)):
        if r.tags[n] & T.BREAK and r.kinds[n + 1] in (WORD, NUMBER) and capital(r, n + 1):
            place, last = address_from(r, n + 1)
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
        return address_from(r, n - 1 if wide and r.tags[n - 2] & T.BREAK else n)  # "Breite Straße"
    if r.kinds[n] == NUMBER and n > 0 and r.words[n - 1] in _BEFORE_NUMBER and street_follows(r, n):
        return address_from(r, n)
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
            return address_from(r, n)
        start = n + 1
        while start < len(r.tags) and r.tags[start] & _SKIPPED and not begins_place(r, start):
            start += 1
        if start < len(r.tags) and begins_place(r, start):
            return address_from(r, start)
    return None


def _whose(r: Reading, n: int, at: int) -> tuple[str, int] | None:
    """ "…, the bakers of Oullins": what is sold or done there, "of", and the town's name."""
    if n <= at + 1 or r.kinds[n - 1] != WORD:
        return None
    described = r.tags[n - 2] & T.ARTICLE and r.has(n - 3, n - 2, T.BREAK) and not r.tags[n - 1]
    if not described and not r.tags[n - 1] & T.KIND:
        return None
    if not cased(r) or capital(r, n - 1):
        return None
    town = n + 1
    while town < len(r.tags) and r.tags[town] & SMALL_WORDS and not capital(r, town):
        town += 1
    known = town >= len(r.tags) or r.kinds[town] != WORD or r.tags[town]
    return None if known or not capital(r, town) else address_from(r, town)


def _at_landmark(r: Reading, n: int) -> tuple[str, int] | None:
    """ "the market of Abastos", "metro Tetuán": a landmark, where a name follows it."""
    named = n + 1
    while named < min(n + 4, len(r.tags)) and r.tags[named] & SMALL_WORDS and not capital(r, named):
        named += 1
    if named >= len(r.tags) or r.kinds[named] != WORD or r.tags[named] & ~T.LANDMARK:
        return None
    return address_from(r, n) if cased(r) and capital(r, named) else None


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


def _beside(r: Reading, n: int) -> tuple[str, int] | None:
    """A place set off by a comma or in brackets right behind the name."""
    if r.kinds[n] == NUMBER and street_follows(r, n):
        return address_from(r, n)
    if r.tags[n] & T.STREET:
        return address_from(r, n)
    if r.kinds[n] != WORD or not cased(r) or not capital(r, n):
        return None
    if not r.tags[n] & ~T.STREET_END or _titled(r, n):
        place, last = address_from(r, n)
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
        and goes_on(r, first - 1)
        and n - first < 4
    ):
        first -= 1
    if first == n and len(r.words[n]) < 6:
        return None
    return address_from(r, first)
