"""Where the name of a shop ends in a text."""

from __future__ import annotations

import re

from bot.listening import tags as T
from bot.listening.capitals import capital
from bot.listening.name_sentences import told_of, who_does
from bot.listening.printed import LINK
from bot.listening.reading import Reading
from bot.listening.text import NUMBER, SIGN, WORD

ENDS = (
    T.END | T.POLITE | T.ME | T.WE | T.YOU | T.OTHERS | T.BREAK | T.BUT | T.NEXT_TIME | T.LIST
    | T.NOMINATE | T.ADD | T.NAMED | T.QUOTE | T.ALSO | T.FOR | T.PERSON | T.NEGATION | T.WITH
)  # fmt: skip
_TRADE = T.KIND | T.FILLER
# What joins the words of names in the eight languages; shops abroad keep their own.
_LINKS = frozenset({
    "of", "the", "and", "du", "des", "de", "la", "le", "les", "et", "à", "au", "aux", "der",
    "die", "das", "und", "zum", "zur", "am", "im", "von", "di", "da", "del", "della", "dei",
    "degli", "delle", "dello", "e", "ed", "van", "het", "en", "y", "el", "los", "las", "al",
    "och", "på", "med",
})  # fmt: skip
_LACKING = frozenset({"without", "sans", "senza", "zonder", "utan", "sin"})
_YEAR = re.compile("1[89][0-9]{2}|20[0-9]{2}")
SAYS_I = ("i", "i'")
_LONGEST = 8
_LONGEST_TYPED_LOW = 6


def cased_end(r: Reading, at: int) -> int:
    """The token after the last of a name with capitals."""
    n = at + 1
    while n < min(at + _LONGEST, len(r.tags)):
        bits = r.tags[n]
        if r.words[n - 1][-1] == "'" and r.starts[n] == r.end(n - 1) and r.kinds[n] == WORD:
            n += 1
        elif r.kinds[n] == SIGN:
            reach = _over_sign(r, n)
            if not reach:
                break
            n = reach
        elif r.kinds[n] not in (WORD, NUMBER) or (
            bits & (T.STREET | T.STREET_END) and _street_here(r, n)
        ):
            break
        elif capital(r, n) and (r.kinds[n] == WORD or _number_in_name(r, n)):
            if (
                bits & T.BREAK
                or r.words[n] in SAYS_I
                or (bits & T.NEGATION and r.has(n + 1, n + 2, T.BREAK) and not _hyphened(r, n))
            ):
                break
            n += 1
        elif (bits & T.KIND and not bits & ENDS) or _described(r, n):
            n += 1
        elif _second_begins(r, n, at):
            break
        elif reach := _linked(r, at, n) or _kind_goes_on(r, n) or who_does(r, n):
            n = reach
        else:
            break
    return n


def _hyphened(r: Reading, at: int) -> bool:
    """ "Petit-Pas": written on to the word before."""
    return r.text[r.starts[at] - 1] == "-"


def _second_begins(r: Reading, n: int, at: int) -> bool:
    """ "Wijnhandel Bacchus en Kaashuis Tromp": behind the "and" another trade, another shop."""
    if r.kinds[n] != WORD or not r.tags[n] & T.AND or not r.has(n + 1, n + 2, T.KIND):
        return False
    named = any(not r.tags[m] & (T.KIND | LINK) for m in range(at, n))
    # "The Quiet Corner Yarn and Tea Room": a trade without a name of its own is no other shop.
    other = n + 2 < len(r.tags) and r.kinds[n + 2] == WORD and not r.tags[n + 2] & _TRADE
    return named and other and capital(r, n + 2) and r.has(at - 1, n, T.KIND)


def _described(r: Reading, at: int) -> bool:
    """ "Zur alten Waage": one describing word between a small word with a capital and a name."""
    if at + 1 >= len(r.tags) or r.tags[at] or r.words[at] in r.lexicon.common:
        return False
    opens = bool(r.lexicon.meaning[r.words[at - 1]] & T.JOINER) and capital(r, at - 1)
    return opens and r.kinds[at] == r.kinds[at + 1] == WORD and capital(r, at + 1)


def _linked(r: Reading, first: int, at: int) -> int:
    """The token after small words that go on with the name, and begin no place; else 0."""
    reach = _over_links(r, at)
    if not reach or not r.tags[at] & T.PLACE or r.tags[reach] & T.KIND:
        return reach
    named = r.words[at] in r.lexicon.of_what and _of_what(r, first, at, reach + 1)
    # "Osteria alla Frasca": the trade alone would name nothing; "Cartoleria Bruni al Pigneto".
    alone = r.words[at] in r.lexicon.of_kind and capital(r, first)
    named = named or (alone and all(r.tags[n] & T.KIND for n in range(first, at)))
    named = named or _any_such(r, first, at, reach) or told_of(r, first, reach)
    return reach if named or _place_is_said(r, reach) else 0


def _any_such(r: Reading, first: int, small: int, at: int) -> bool:
    """ "Bull in a China Shop", "Pane al Pane": no town has "a" before it, nor the shop's word."""
    some = not r.lexicon.indefinite.isdisjoint(r.words[small + 1 : at])
    number = bool(r.tags[at] & T.NUMBER) and r.kinds[at] == WORD  # "Da Zero a Dieci"
    return some or number or r.words[at] in r.words[first:small]


def _kind_goes_on(r: Reading, at: int) -> int:
    """The token after a kind of several words ("salon de thé"), from its second; 0 for none."""
    if not r.tags[at] & T.FILLER or not r.has(at - 1, at, T.KIND):
        return 0
    end = at
    while end < len(r.tags) and r.tags[end] & T.FILLER and r.kinds[end] == WORD:
        end += 1
    return end if " ".join(r.words[at - 1 : end]) in r.lexicon.trades else 0


def _place_is_said(r: Reading, at: int) -> bool:
    """ "Le Moulin à Poivre, cours Vitton": what looks like a place is none, the place follows."""
    last = r.sentence(at)[1]
    return any(
        (r.tags[n] & T.STREET and n + 1 < last) or (r.words[n] == ")" and _town_at(r, n - 1))
        for n in range(at + 1, last)
    )


def _town_at(r: Reading, at: int) -> bool:
    """ "(second-hand, Vienne)": a capital word of no meaning before the bracket closes."""
    return r.kinds[at] == WORD and not r.tags[at] and capital(r, at)


def _of_what(r: Reading, first: int, small: int, after: int) -> bool:
    """ "L'Échoppe à Madeleine, à Caluire", "Cave à Bulles, Oullins": a place follows, so none here.

    Without a small word before it only where a kind alone would be left as the name.
    """
    if _set_off(r, after) or (r.tags[small] & T.ARTICLE and _of_several(r, first, small)):
        return True
    what = r.tags[small + 1] & ~(T.PHRASE | T.PLACE | T.STREET | T.LANDMARK | T.ARTICLE)
    if what and after >= len(r.tags) - 1:
        return True  # "Les Filles à Vélo": a word of another meaning is no town
    kind = all(r.tags[n] & T.KIND for n in range(first, small))
    placed = after + 1 < len(r.tags) and r.words[after] == "," and capital(r, after + 1)
    return kind and placed


def _of_several(r: Reading, first: int, small: int) -> bool:
    """ "La Boîte aux Mots": an article with a capital, one noun, and what it is of."""
    plural = r.words[small][-1] == "x" and small - first == len(("la", "boîte"))
    return plural and bool(r.lexicon.meaning[r.words[first]] & T.ARTICLE)


def _set_off(r: Reading, at: int) -> bool:
    """ "L'Échoppe à Madeleine, à Caluire": the place follows a sign."""
    if at + 1 >= len(r.tags):
        return False
    if r.kinds[at] == WORD and r.tags[at] & T.PLACE and capital(r, at + 1):
        return True  # "Charlotte aux Pommes à Brignais"
    start = at + 1
    while r.tags[start - 1] & T.STRONG and r.has(start, start + 1, T.STRONG):
        start += 1  # "Cabane aux Laines !! à Vienne"
    if start + 1 < len(r.tags) and r.tags[at] & T.STRONG and r.words[at] != ".":
        return bool(r.tags[start] & T.PLACE) and capital(r, start + 1)
    if r.words[at] not in ",(":
        return False
    while start < len(r.tags) - 1 and r.tags[start] & (T.PLACE | T.ARTICLE):
        start += 1
    if r.words[at] == "," and start == at + 1:
        return False
    return r.kinds[start] == WORD and capital(r, start)


def _street_here(r: Reading, at: int) -> bool:
    """A street word before a number or a name begins an address."""
    following = at + 1
    return (
        bool(r.tags[at] & T.STREET)
        and following < len(r.tags)
        and (capital(r, following) or bool(r.tags[following] & LINK))
    )


def _number_in_name(r: Reading, at: int) -> bool:
    return not r.has(at + 1, at + 2, T.CLOCK | T.UNIT | T.CURRENCY | T.PERSONS | T.PEOPLE)


def _over_sign(r: Reading, at: int) -> int:
    """The token after a sign inside a name ("&", "No. 7", "St. Marks"); 0 when it ends there."""
    sign = r.words[at]
    if at + 1 >= len(r.tags):
        return 0
    if sign in "&+'·-":
        return at + 2 if r.kinds[at + 1] in (WORD, NUMBER) else 0
    if (
        sign == ":"
        and r.words[at + 1] == "s"
        and r.starts[at + 1] == r.end(at) == r.end(at - 1) + 1
    ):
        return at + 2  # "Gurra G:s Gitarrer"
    if sign == "," and _three_joined(r, at):
        return at + 3  # "Up, Down & Sideways"
    if sign == "/" and r.kinds[at - 1] == r.kinds[at + 1] == NUMBER:
        return at + 2
    before = at - 1
    opens = r.words[at + 1].rstrip("'") in r.lexicon.common
    short = sign == "." and len(r.words[before]) <= 2 and not opens
    short = short and not (r.words[before] in r.lexicon.common and r.kinds[at + 1] == WORD)
    if short and capital(r, at + 1) and r.kinds[at + 1] != SIGN:
        return at + 1
    return 0


def _three_joined(r: Reading, at: int) -> bool:
    """Whether behind a comma a capital word, "&" and another one go on with a name."""
    if r.words[at + 2 : at + 3] != ["&"] or at + 3 >= len(r.kinds):
        return False
    return r.kinds[at + 1] == r.kinds[at + 3] == WORD and capital(r, at + 1) and capital(r, at + 3)


def _over_links(r: Reading, at: int) -> int:
    """The token after small words inside a name ("Le Bal des Ardents"); 0 when it ends there."""
    if r.words[at + 1 : at + 2] == ["/"] and len(r.words[at]) == 1 and at + 3 < len(r.tags):
        return at + 3 if len(r.words[at + 2]) == 1 and capital(r, at + 3) else 0  # "v/d Berg"
    n = at
    while (
        n < min(at + 3, len(r.tags))
        and r.kinds[n] == WORD
        and (r.tags[n] & LINK or (not r.tags[n] and r.words[n] in _LINKS) or _lacks(r, n))
        and not capital(r, n)
    ):
        n += 1
    if at < n < len(r.tags) - 1 and not r.has(at, n, T.PLACE | T.AND | T.BREAK):
        # "Zur scharfen Ecke": one describing word may stand between.
        described = r.kinds[n] == WORD and not r.tags[n] and not capital(r, n)
        n += described and r.words[n] not in r.lexicon.common
    if n == at or n >= len(r.tags) or not capital(r, n) or r.kinds[n] not in (WORD, NUMBER):
        return 0
    if is_year(r, n):
        return 0  # "in 1951"
    if r.kinds[n] == NUMBER and r.has(n + 1, n + 2, T.STREET):
        return 0  # "at 12 Mill Lane"
    return n if not r.tags[n] & (T.NOMINATE | T.ME | T.HANDLE) else 0


def _lacks(r: Reading, at: int) -> bool:
    """ "Kaas zonder Gaten": what a name says is lacking; not where every noun has a capital."""
    named = at + 1 < len(r.tags) and capital(r, at + 1)
    return named and r.words[at] in _LACKING and not r.lexicon.noun_capitals


def is_year(r: Reading, at: int) -> bool:
    """Whether a number is a year, as in "since 1951"."""
    return r.kinds[at] == NUMBER and bool(_YEAR.fullmatch(r.words[at]))


def low_end(r: Reading, at: int) -> int:
    """The token after the last of a name typed in small letters."""
    n = at
    while n < min(at + _LONGEST_TYPED_LOW, len(r.tags)):
        bits = r.tags[n]
        if r.kinds[n] == SIGN and r.words[n] in "&+":
            n += 1
        elif (
            r.kinds[n] not in (WORD, NUMBER)
            or (bits & ENDS and not bits & T.JOINER and not _of_person(r, n, at))
            or (n > at and (_place_typed_low(r, n) or _on_list(r, n)))
        ):
            break
        else:
            n += 1
    while n > at and r.tags[n - 1] & (LINK | T.PLACE) and n - at > 1:
        n -= 1
    return n


def _on_list(r: Reading, n: int) -> bool:
    """ "put kessler on the list": the end of the phrase that asks is no part of the name."""
    if not r.tags[n] & T.FILLER:
        return False
    meaning = r.lexicon.meaning
    verb = meaning[r.words[n]] & (T.ADD | T.NOMINATE)
    return bool(verb) or any(meaning[word] & T.LIST for word in r.words[n + 1 : n + 3])


def _of_person(r: Reading, n: int, at: int) -> bool:
    """ "le grenier de mamie": a person behind a small word inside a name."""
    return n > at + 1 and bool(r.tags[n] & T.PERSON) and bool(r.tags[n - 1] & T.JOINER)


def _place_typed_low(r: Reading, n: int) -> bool:
    bits = r.tags[n]
    if bits & T.FILLER and r.lexicon.meaning[r.words[n]] & T.PLACE:
        bits |= T.PLACE | T.JOINER  # "take Mono on Mill Lane": a part of the asking too
    goes_on = n + 1 < len(r.tags) and r.kinds[n + 1] == WORD
    if bits & T.STREET_END and goes_on and not r.tags[n + 1] & ~(T.KIND | T.PHRASE):
        return False  # "penny lane records"
    if not bits & T.JOINER and bits & (T.PLACE | T.STREET | T.STREET_END):
        return True
    if not bits & T.PLACE or r.has(n + 1, n + 2, T.KIND):
        return False
    if n + 3 == len(r.tags) and r.kinds[n + 2] == NUMBER:
        return True  # "... am hafen 7"
    ends = T.STREET | T.STREET_END | T.BREAK | T.POLITE | T.NOMINATE
    return r.has(n + 1, n + 4, ends) or n + 2 >= len(r.tags)
