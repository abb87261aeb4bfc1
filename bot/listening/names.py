"""Names of shops in a text: where one begins, where it ends, and how a person would print it."""

from __future__ import annotations

import re
from string import ascii_lowercase, ascii_uppercase
from typing import NamedTuple

from bot.listening import tags as T
from bot.listening.reading import Reading
from bot.listening.text import HANDLE, NUMBER, SIGN, URL, WORD

_LEAD = (
    T.ARTICLE | T.FOR | T.ME | T.WE | T.POLITE | T.QUOTE | T.ALSO | T.AND | T.WITH | T.FILLER
    | T.JOINER | T.NOMINATE | T.NOMINATION | T.NEXT_TIME | T.TOGETHER | T.BUT | T.LIST | T.ADD
    | T.PLACE | T.BREAK | T.SUGGEST | T.HEDGE
)  # fmt: skip
_ENDS = (
    T.END | T.POLITE | T.ME | T.WE | T.YOU | T.OTHERS | T.BREAK | T.BUT | T.NEXT_TIME | T.LIST
    | T.NOMINATE | T.ADD | T.NAMED | T.QUOTE | T.ALSO | T.FOR | T.PERSON | T.NEGATION | T.WITH
)  # fmt: skip
_LINK = T.JOINER | T.ARTICLE | T.AND
_TRADE = T.KIND | T.FILLER
# What joins the words of names in the eight languages; shops abroad keep their own.
_LINKS = frozenset({
    "of", "the", "and", "du", "des", "de", "la", "le", "les", "et", "à", "au", "aux", "der",
    "die", "das", "und", "zum", "zur", "am", "im", "von", "di", "da", "del", "della", "dei",
    "degli", "delle", "dello", "e", "ed", "van", "het", "en", "y", "el", "los", "las", "al",
    "och", "på", "med",
})  # fmt: skip
_HANDLES = re.compile(r"[@#]\S+")
_CAPITALS, _SMALL = ascii_uppercase.encode(), ascii_lowercase.encode()
_YEAR = re.compile("1[89][0-9]{2}|20[0-9]{2}")
_I = ("i", "i'")
_LONGEST = 8
_LONGEST_TYPED_LOW = 6
_LONGEST_LEAD = 9
_QUOTES = {"“": "”„“", "”": "”", '"': '"', "«": "»", "»": "«", "„": "“”", "‹": "›", "'": "'"}


class Name(NamedTuple):
    """A shop's name in a text: its first token, the token after its last, and how to print it."""

    first: int
    last: int
    shop: str


def cased(r: Reading) -> bool:
    """Whether capitals tell anything: not in a text all in capitals or all in small letters."""
    if r.has_case is None:
        text = _HANDLES.sub("", r.text) if "@" in r.text or "#" in r.text else r.text
        upper, lower = _capitals(text)
        r.has_case = 0 < upper < 2 * lower
    return r.has_case


def _capitals(text: str) -> tuple[int, int]:
    """How many capitals and how many small letters a text has."""
    if text.isascii():
        typed = text.encode()
        without = typed.translate(None, _CAPITALS)
        return len(typed) - len(without), len(without) - len(without.translate(None, _SMALL))
    return sum(map(str.isupper, text)), sum(map(str.islower, text))


def capital(r: Reading, at: int) -> bool:
    """Whether a token could begin a name: a capital letter, a digit, or a script without case."""
    first = r.text[r.starts[at]]
    return (
        first.isupper()
        or r.kinds[at] == NUMBER
        or (first.isalpha() and first.lower() == first.upper())
    )


def name_at(r: Reading, at: int, *, low: bool = True, sure: bool = False) -> Name | None:
    """The name that begins at a token or after the small words before it; None when there is none.

    `low` lets a name typed in small letters count too; `sure` says that the name begins here.
    """
    at = at if sure else _skip_lead(r, at)
    if at >= len(r.tags) or r.kinds[at] in (URL, HANDLE):
        return None
    if quoted := _quoted(r, at) or _clipped(r, at):
        return quoted
    if cased(r):
        start = at
        while (
            start < min(at + 4, len(r.tags))
            and not capital(r, start)
            and (r.tags[start] & T.KIND or (start > at and r.tags[start] & _LINK))
        ):
            start += 1
        if start < len(r.tags) and capital(r, start) and r.words[start] not in _I:
            described = start - at > 2 and r.tags[start - 1] & T.KIND
            return _printed(r, start if described else at, _cased_end(r, start))
        if not sure and (not low or any(c.isupper() for c in r.text[r.starts[at] :].split(".")[0])):
            return None
    pub = r.tags[at] & T.ELSEWHERE and not r.tags[at] & T.KIND
    if pub and r.has(at - 1, at, T.ARTICLE):
        return None  # "the pub"
    if cased(r) and not sure and r.tags[at] & T.UNIT:
        return None  # "shops out of town"
    end = _low_end(r, at)
    if r.has(end, end + 2, T.POSSESSIVE) or r.has(at, end, T.POSSESSIVE):
        return None  # "the pension of my aunt" is no name
    return _printed(r, at, end)


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
        else:
            break
    return at


def _small_before_capital(r: Reading, at: int) -> bool:
    """A small word (or a word typed wrong) right before a capital name in a text with capitals."""
    if r.kinds[at] != WORD or r.tags[at] & (_ENDS | T.KIND | T.STREET):
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
    return capital(r, at + 1) or bool(r.tags[at + 1] & _LINK)


def _quoted(r: Reading, at: int) -> Name | None:
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
    end = _cased_end(r, at + 2)
    return Name(at, end, r.text[r.starts[at] : r.end(end - 1)])


def _cased_end(r: Reading, at: int) -> int:
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
                or r.words[n] in _I
                or (bits & T.NEGATION and r.has(n + 1, n + 2, T.BREAK))
            ):
                break
            n += 1
        elif (bits & T.KIND and not bits & _ENDS) or _described(r, n):
            n += 1
        elif _second_begins(r, n, at):
            break
        elif reach := _linked(r, at, n) or _kind_goes_on(r, n):
            n = reach
        else:
            break
    return n


def _second_begins(r: Reading, n: int, at: int) -> bool:
    """ "Wijnhandel Bacchus en Kaashuis Tromp": behind the "and" another trade, another shop."""
    if r.kinds[n] != WORD or not r.tags[n] & T.AND or not r.has(n + 1, n + 2, T.KIND):
        return False
    named = any(not r.tags[m] & (T.KIND | _LINK) for m in range(at, n))
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
    return reach if named or _place_is_said(r, reach) else 0


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
    if _set_off(r, after):
        return True
    what = r.tags[small + 1] & ~(T.PHRASE | T.PLACE | T.STREET | T.LANDMARK | T.ARTICLE)
    if what and after >= len(r.tags) - 1:
        return True  # "Les Filles à Vélo": a word of another meaning is no town
    kind = all(r.tags[n] & T.KIND for n in range(first, small))
    placed = after + 1 < len(r.tags) and r.words[after] == "," and capital(r, after + 1)
    return kind and placed


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
        and (capital(r, following) or bool(r.tags[following] & _LINK))
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
    if sign == "/" and r.kinds[at - 1] == r.kinds[at + 1] == NUMBER:
        return at + 2
    before = at - 1
    short = sign == "." and len(r.words[before]) <= 2 and r.words[at + 1] not in r.lexicon.common
    if short and capital(r, at + 1) and r.kinds[at + 1] != SIGN:
        return at + 1
    return 0


def _over_links(r: Reading, at: int) -> int:
    """The token after small words inside a name ("Le Bal des Ardents"); 0 when it ends there."""
    if r.words[at + 1 : at + 2] == ["/"] and len(r.words[at]) == 1 and at + 3 < len(r.tags):
        return at + 3 if len(r.words[at + 2]) == 1 and capital(r, at + 3) else 0  # "v/d Berg"
    n = at
    while (
        n < min(at + 3, len(r.tags))
        and r.kinds[n] == WORD
        and (r.tags[n] & _LINK or (not r.tags[n] and r.words[n] in _LINKS))
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


def is_year(r: Reading, at: int) -> bool:
    """Whether a number is a year, as in "since 1951"."""
    return r.kinds[at] == NUMBER and bool(_YEAR.fullmatch(r.words[at]))


def _low_end(r: Reading, at: int) -> int:
    n = at
    while n < min(at + _LONGEST_TYPED_LOW, len(r.tags)):
        bits = r.tags[n]
        if r.kinds[n] == SIGN and r.words[n] in "&+":
            n += 1
        elif (
            r.kinds[n] not in (WORD, NUMBER)
            or (bits & _ENDS and not bits & T.JOINER and not _of_person(r, n, at))
            or (n > at and (_place_typed_low(r, n) or _on_list(r, n)))
        ):
            break
        else:
            n += 1
    while n > at and r.tags[n - 1] & (_LINK | T.PLACE) and n - at > 1:
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


def _printed(r: Reading, first: int, last: int) -> Name | None:
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
        if at < len(out) and (n == first or not r.tags[n] & _LINK):
            out[at] = out[at].upper()
    return "".join(out)


def _title_case(r: Reading, at: int) -> bool:
    """A word with a capital that is not shouted: "A VAPE SHOP" names none."""
    return (
        r.kinds[at] == WORD and capital(r, at) and not (len(r.raw(at)) > 1 and r.raw(at).isupper())
    )


def _says_nothing(r: Reading, at: int) -> bool:
    """Whether a word is of those that make no shop's name by themselves."""
    idle = T.THING | T.CONDITION | T.HEDGE | T.ALSO | T.POLITE | T.FILLER | T.FORMERLY
    known = r.tags[at] & idle or r.words[at] in r.lexicon.common
    return bool(known) or r.kinds[at] == SIGN


def _only_describes(r: Reading, first: int, last: int) -> bool:
    """ "the little bookshop" names no shop; a capital alone does not make a kind word a name."""
    tell = [n for n in range(first, last) if not r.tags[n] & (_LINK | T.NATION)]
    if all(r.tags[n] & (T.KIND | T.PLUS) or r.kinds[n] == SIGN for n in tell):
        small = T.ARTICLE if r.lexicon.noun_capitals else 0  # "Das Nähcafé" is any
        capitals = sum(_title_case(r, n) and not r.tags[n] & small for n in range(first, last))
        alone = capitals == 1 and last - first == 1 and first > 0 and not r.lexicon.noun_capitals
        # "the Bookshop" is any; "het Knopenhuis", a word of its own making, is one.
        some = T.ARTICLE if r.words[first] in r.lexicon.trades else 0
        opens = alone and r.tags[first - 1] & (T.STRONG | T.HANDLE | some)
        named = capitals > 1 or (alone and not opens)
        return not r.lexicon.joined and not (named and cased(r))
    if r.has(first, last, T.THING) and all(_says_nothing(r, n) for n in tell):
        return True  # "wie wäre es mit mehr Werbung"
    kind = 0 if r.lexicon.joined else T.KIND
    known = [n for n in tell if r.words[n] in r.lexicon.common or r.tags[n] & kind]
    return len(known) == len(tell) and not any(capital(r, n) for n in tell)
