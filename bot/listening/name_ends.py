"""Where the name of a shop ends in a text."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.capitals import capital
from bot.listening.name_links import linked
from bot.listening.name_sentences import who_does
from bot.listening.printed import LINK
from bot.listening.reading import Reading
from bot.listening.text import NUMBER, SIGN, WORD

ENDS = (
    T.END | T.POLITE | T.ME | T.WE | T.YOU | T.OTHERS | T.BREAK | T.BUT | T.NEXT_TIME | T.LIST
    | T.NOMINATE | T.ADD | T.NAMED | T.QUOTE | T.ALSO | T.FOR | T.PERSON | T.NEGATION | T.WITH
)  # fmt: skip
_TRADE = T.KIND | T.FILLER
SAYS_I = ("i", "i'")
_LONGEST = 8
_LONGEST_TYPED_LOW = 6


def cased_end(r: Reading, at: int) -> int:
    """The token after the last of a name with capitals."""
    n = at + 1
    while n < min(at + _LONGEST, len(r.tags)) and (reach := _over(r, n, at)):
        n = reach
    return n


def _over(r: Reading, n: int, at: int) -> int:
    """The token after what goes on with a name that begins `at`; 0 where nothing does."""
    bits, kind = r.tags[n], r.kinds[n]
    if kind == WORD and r.words[n - 1][-1] == "'" and r.starts[n] == r.end(n - 1):
        return n + 1
    if kind == SIGN:
        return _over_sign(r, n)
    if kind not in (WORD, NUMBER) or (bits & (T.STREET | T.STREET_END) and _street_here(r, n)):
        return 0
    if capital(r, n) and (kind == WORD or _number_in_name(r, n)):
        return 0 if _is_of_the_sentence(r, n) else n + 1
    if (bits & T.KIND and not bits & ENDS) or _described(r, n):
        return n + 1
    if _second_begins(r, n, at):
        return 0
    return linked(r, at, n) or _kind_goes_on(r, n) or who_does(r, n)


def _is_of_the_sentence(r: Reading, n: int) -> bool:
    """Whether a word with a capital is none of the name's: "I", a break, "Kessler Not!"."""
    bits = r.tags[n]
    if bits & T.BREAK or r.words[n] in SAYS_I:
        return True
    return bool(bits & T.NEGATION) and r.has(n + 1, n + 2, T.BREAK) and not _hyphened(r, n)


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


def _kind_goes_on(r: Reading, at: int) -> int:
    """The token after a kind of several words ("salon de thé"), from its second; 0 for none."""
    if not r.tags[at] & T.FILLER or not r.has(at - 1, at, T.KIND):
        return 0
    end = at
    while end < len(r.tags) and r.tags[end] & T.FILLER and r.kinds[end] == WORD:
        end += 1
    return end if " ".join(r.words[at - 1 : end]) in r.lexicon.trades else 0


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


def low_end(r: Reading, at: int) -> int:
    """The token after the last of a name typed in small letters."""
    n = at
    while n < min(at + _LONGEST_TYPED_LOW, len(r.tags)) and _goes_on_low(r, n, at):
        n += 1
    while n > at + 1 and r.tags[n - 1] & (LINK | T.PLACE):
        n -= 1
    return n


def _goes_on_low(r: Reading, n: int, at: int) -> bool:
    """Whether a name in small letters that begins `at` goes on with a token."""
    bits = r.tags[n]
    if r.kinds[n] == SIGN and r.words[n] in "&+":
        return True
    if r.kinds[n] not in (WORD, NUMBER):
        return False
    if bits & ENDS and not bits & T.JOINER and not _of_person(r, n, at):
        return False
    return n == at or not (_place_typed_low(r, n) or _on_list(r, n))


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
