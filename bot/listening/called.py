"""Names that a message says a shop is called by, or that it sets in quotation marks."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.capitals import capital, cased
from bot.listening.names import name_at, quoted
from bot.listening.printed import LINK, Name
from bot.listening.reading import Reading
from bot.listening.text import WORD

_LONG_QUOTE = 10


def name_called(r: Reading, first: int, last: int) -> Name | None:
    """ "… which is called X": what follows is the name, however it is typed."""
    if not r.all & T.NAMED:
        return None
    for n in range(first, last):
        if r.tags[n] & T.NAMED:
            start = n + 1
            while start < len(r.tags) and (r.tags[start] & T.FILLER or r.words[start] == ":"):
                start += 1
            if before := _named_before(r, n, start):
                return before
            if _says_only_so(r, start):
                continue
            return name_at(r, start, sure=True)
    return None


def _named_before(r: Reading, at: int, behind: int) -> Name | None:
    """ "Kessler heißt der Laden": the one capital before the verb, a small word behind it."""
    small = r.has(behind, behind + 1, T.ARTICLE | T.OTHERS | T.END) and not capital(r, behind)
    if not small or not at or not cased(r) or r.kinds[at - 1] != WORD or not capital(r, at - 1):
        return None
    first = at - 1
    while first > 0 and r.kinds[first - 1] == WORD and capital(r, first - 1):
        first -= 1
    return None if r.tags[first] & (T.ME | T.KIND | T.ARTICLE) else name_at(r, first, low=False)


def _says_only_so(r: Reading, start: int) -> bool:
    """ "(It is really called that)": what follows is no name but a word that slips in."""
    if start >= len(r.tags) or capital(r, start):
        return False
    return r.words[start] in r.lexicon.slips or bool(r.tags[start] & (T.END | T.ME))


def quoted_name(r: Reading) -> Name | None:
    """ "The loveliest shop is called “Sal's”. I propose it": called so in another sentence."""
    for n in r.find(T.NAMED):
        at = n + 1 + (not r.has(n + 1, n + 2, T.QUOTE))  # "is officially called “…”"
        if r.has(at, at + 1, T.QUOTE) and (found := name_at(r, at, sure=True)):
            return found
    return None


def only_quoted(r: Reading, trigger: int) -> Name | None:
    """ "“Buttons, Bows and Brenda” it is": the one thing in quotes that is typed as a name."""
    if not r.tags[trigger] & (T.NOMINATE | T.NOMINATION | T.ADD) or not cased(r):
        return None
    names: list[Name] = []
    for n in r.find(T.QUOTE):
        if not names or n >= names[-1].last:
            names += filter(None, [_titled_quote(r, n)])
    return names[0] if len(names) == 1 else None


def _titled_quote(r: Reading, at: int) -> Name | None:
    """What stands in quotes, if each of its words has a capital but for the small ones."""
    found = quoted(r, at)
    if not found or found.last - at > _LONG_QUOTE:
        return None
    words = [n for n in range(at + 1, found.last - 1) if r.kinds[n] == WORD]
    low = [n for n in words if not capital(r, n)]
    return found if len(words) > len(low) and all(r.tags[n] & LINK for n in low) else None


def quoted_kind(r: Reading, first: int, last: int) -> Name | None:
    """ "i'd like the bakery “crumb” on the list": a trade, and a name in quotation marks."""
    quotes = (n for n in r.find(T.QUOTE) if first <= n < last and r.has(n - 1, n, T.KIND))
    return next((found for n in quotes if (found := name_at(r, n, sure=True))), None)
