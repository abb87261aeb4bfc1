"""Names of shops in a text: where one begins, and whether one stands there at all."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.capitals import capital, cased
from bot.listening.name_ends import ENDS, SAYS_I, cased_end, low_end
from bot.listening.name_sentences import sentence_end
from bot.listening.printed import LINK, Name, printed
from bot.listening.reading import Reading
from bot.listening.text import HANDLE, NUMBER, SIGN, URL, WORD

_LEAD = (
    T.ARTICLE | T.FOR | T.ME | T.WE | T.POLITE | T.QUOTE | T.ALSO | T.AND | T.WITH | T.FILLER
    | T.JOINER | T.NOMINATE | T.NOMINATION | T.NEXT_TIME | T.TOGETHER | T.BUT | T.LIST | T.ADD
    | T.PLACE | T.BREAK | T.SUGGEST | T.HEDGE
)  # fmt: skip
_LONGEST_LEAD = 9
_QUOTES = {"“": "”„“", "”": "”", '"': '"', "«": "»", "»": "«", "„": "“”", "‹": "›", "'": "'"}


def name_at(r: Reading, at: int, *, low: bool = True, sure: bool = False) -> Name | None:
    """The name that begins at a token or after the small words before it; None when there is none.

    `low` lets a name typed in small letters count too; `sure` says that the name begins here.
    """
    at = at if sure else _skip_lead(r, at)
    if at >= len(r.tags) or r.kinds[at] in (URL, HANDLE):
        return None
    if found := quoted(r, at) or _clipped(r, at):
        return found
    if cased(r):
        start = _over_trade(r, at)
        if r.has(at, start, T.PLACE) and r.has(start, start + 3, T.STREET | T.STREET_END):
            return None  # "the fishmonger on Quay Street"
        if start < len(r.tags) and capital(r, start) and r.words[start] not in SAYS_I:
            return _in_capitals(r, at, start)
        if not sure and (not low or _capital_follows(r, at)):
            return None
    return _typed_low(r, at, sure=sure)


def _over_trade(r: Reading, at: int) -> int:
    """The token after what a shop is, in small letters: "café de la Gare"."""
    start = at
    while start < min(at + 4, len(r.tags)) and not capital(r, start):
        if not (r.tags[start] & T.KIND or (start > at and r.tags[start] & LINK)):
            break
        start += 1
    return start


def _capital_follows(r: Reading, at: int) -> bool:
    """Whether a capital stands between a token and the next full stop."""
    return any(c.isupper() for c in r.text[r.starts[at] :].split(".")[0])


def _in_capitals(r: Reading, at: int, start: int) -> Name | None:
    """The name whose first capital stands at `start`, from `at` on where its trade is before it."""
    end = cased_end(r, start)
    if end == start + 1 and r.tags[start] & T.OTHERS and r.words[start] in r.lexicon.common:
        end = sentence_end(r, start)
        if end == start:
            return None  # "I propose He"
    described = start - at > 2 and r.tags[start - 1] & T.KIND
    name = printed(r, start if described else at, end)
    return _without_trade(r, at, start, name)


def _typed_low(r: Reading, at: int, *, sure: bool) -> Name | None:
    """A name typed in small letters: no "pub", no "shops out of town", no "pension of my aunt"."""
    bits = r.tags[at]
    if bits & T.ELSEWHERE and not bits & T.KIND and r.has(at - 1, at, T.ARTICLE):
        return None
    if bits & T.UNIT and not sure and cased(r):
        return None
    end = low_end(r, at)
    if r.has(at, end, T.POSSESSIVE) or r.has(end, end + 2, T.POSSESSIVE):
        return None
    return printed(r, at, end)


def _without_trade(r: Reading, at: int, start: int, name: Name | None) -> Name | None:
    """ "La mercerie Au Dé d'Argent": what the shop is stands before a name with an article."""
    trade = start - at == 1 and r.lexicon.of_what and r.has(at - 1, at, T.ARTICLE)
    if not trade or name is None or name.first != at or not r.tags[start] & T.ARTICLE:
        return name
    alone = printed(r, start, cased_end(r, start))
    return alone if alone and alone.last == name.last else name


def _skip_lead(r: Reading, at: int) -> int:
    last = min(at + _LONGEST_LEAD, len(r.tags))
    while at < last:
        bits = r.tags[at]
        if r.kinds[at] == WORD and bits & _LEAD and not _begins_name(r, at):
            at += 1
        elif r.kinds[at] == SIGN and (
            r.words[at] in ":→>,-–—…" or (bits & T.BREAK and not bits & T.STRONG)
        ):
            if r.words[at] == "(":
                break
            at += 1
        elif (r.kinds[at] == HANDLE and bits & T.HANDLE) or _small_before_capital(r, at):
            at += 1
        elif r.kinds[at] == NUMBER and r.words[at + 1 : at + 2] == [")"]:
            at += 2  # "1) La Trastienda"
        else:
            break
    return at


def _small_before_capital(r: Reading, at: int) -> bool:
    """A small word (or a word typed wrong) right before a capital name in a text with capitals."""
    if r.kinds[at] != WORD or r.tags[at] & (ENDS | T.KIND | T.STREET):
        return False
    if not cased(r) or capital(r, at):
        return False
    following = range(at + 1, min(at + 3, len(r.tags)))
    return any(capital(r, n) and r.kinds[n] == WORD and not r.tags[n] & T.ME for n in following)


def _begins_name(r: Reading, at: int) -> bool:
    """A capital article before a capital word is part of the name ("The Paper Crane")."""
    if not cased(r) or not r.text[r.starts[at]].isupper() or at + 1 >= len(r.tags):
        return False
    if r.tags[at] & (T.NOMINATE | T.NOMINATION | T.ME):
        return False
    return capital(r, at + 1) or bool(r.tags[at + 1] & LINK)


def quoted(r: Reading, at: int) -> Name | None:
    """What stands between quotation marks, where one opens at a token."""
    mark = r.words[at]
    if mark not in _QUOTES or (mark == "'" and len("".join(r.words[at + 1 : at + 2])) == 1):
        return None  # "'t" opens no quotation
    for n in range(at + 1, min(at + 12, len(r.words))):
        if mark == "'" and r.words[n].endswith("'") and len(r.words[n]) > 1:
            return Name(at, n + 1, r.text[r.end(at) : r.end(n) - 1].strip())
        if r.words[n] in _QUOTES[mark] and n > at + 1:
            shop = r.text[r.end(at) : r.starts[n]].strip()
            return Name(at, n + 1, shop) if shop else None
    return None


def _clipped(r: Reading, at: int) -> Name | None:
    """ "'t Boekhuis": an article of one letter, clipped."""
    if r.words[at] != "'" or len(r.words[at + 1 : at + 3]) < 2 or len(r.words[at + 1]) > 1:
        return None
    if not capital(r, at + 2) or r.kinds[at + 2] != WORD:
        return None
    end = cased_end(r, at + 2)
    return Name(at, end, r.text[r.starts[at] : r.end(end - 1)])
