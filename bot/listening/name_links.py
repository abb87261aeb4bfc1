"""The small words inside the name of a shop: which of them go on with it, and which say where."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.capitals import capital
from bot.listening.name_sentences import told_of
from bot.listening.numbers import is_year
from bot.listening.printed import LINK
from bot.listening.reading import Reading
from bot.listening.text import NUMBER, WORD

# What joins the words of names in the eight languages; shops abroad keep their own.
_LINKS = frozenset({
    "of", "the", "and", "du", "des", "de", "la", "le", "les", "et", "à", "au", "aux", "der",
    "die", "das", "und", "zum", "zur", "am", "im", "von", "di", "da", "del", "della", "dei",
    "degli", "delle", "dello", "e", "ed", "van", "het", "en", "y", "el", "los", "las", "al",
    "och", "på", "med",
})  # fmt: skip
_ARTICLE_AND_NOUN = 2
_LACKING = frozenset({"without", "sans", "senza", "zonder", "utan", "sin"})


def linked(r: Reading, first: int, at: int) -> int:
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


def _any_such(r: Reading, first: int, small: int, at: int) -> bool:
    """ "Bull in a China Shop", "Pane al Pane": no town has "a" before it, nor the shop's word."""
    some = not r.lexicon.indefinite.isdisjoint(r.words[small + 1 : at])
    number = bool(r.tags[at] & T.NUMBER) and r.kinds[at] == WORD  # "Da Zero a Dieci"
    return some or number or r.words[at] in r.words[first:small]


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
    plural = r.words[small][-1] == "x" and small - first == _ARTICLE_AND_NOUN
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
