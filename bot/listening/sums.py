"""The sums of money that stand in a message, each with where it stands and in which currency."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from bot.listening import tags as T
from bot.listening.numbers import Number
from bot.listening.reading import Reading
from bot.listening.signs import SIGN_MONEY
from bot.listening.text import NUMBER as DIGITS
from bot.listening.text import SIGN, WORD

_COUNTED = T.UNIT | T.PERSON | T.PERSONS | T.PEOPLE | T.OF_US
_FEW_THINGS = 20
NEAR = 4
"""Tokens between how many and the price of each: "two cards at £2.50"."""
_LEAST_CENTS = 5
_HALF = 50
"""Cents that nobody says of two sums: "twenty-three and fifty"."""

"""Fewer, in words, are an article: "16 Franken ein Heft"."""

SHARED = 2


class Sum(NamedTuple):
    """An amount of money in a text: its tokens, its value, its currency if one is said there.

    The currency is "" where the word for it ("pesos") is that of many countries: the city's own.
    """

    first: int
    last: int
    value: Decimal
    currency: str | None
    decimals: bool
    factor: bool


def sums_in(r: Reading) -> list[Sum]:
    """Every sum of a message, in order."""
    out: list[Sum] = []
    skip = -1
    for n, number in enumerate(r.numbers):
        if number.first <= skip or r.tags[number.first] & T.NTH:
            continue
        found = _sum_at(r, n, number)
        if found:
            out.append(found)
            skip = found.last
    return out


_NAMES_MONEY = T.CURRENCY | T.NTH


def _currency(r: Reading, at: int) -> str | None:
    if not 0 <= at < len(r.tags) or not r.tags[at] & _NAMES_MONEY:
        return None
    if _letter_for_euros(r, at):
        return "EUR"
    if not r.tags[at] & T.CURRENCY:
        return None
    if r.kinds[at] == SIGN:
        return SIGN_MONEY.get(r.words[at])
    return r.lexicon.currency_of(r.words[at])


_BEHIND_MONEY = T.BREAK | T.END | T.FOR | T.TOTAL | T.PLACE | T.AND | T.WITH | T.POLITE | T.SUM


def _letter_for_euros(r: Reading, at: int) -> bool:
    """ "31 e in all", "I spent 20e": the letter stands for euros; "the 3e floor" is a rank."""
    if not 0 < at < len(r.tags) or r.words[at] != "e" or not r.tags[at] & T.NTH:
        return False
    if r.kinds[at - 1] != DIGITS or (r.starts[at] == r.end(at - 1) and not r.all & T.SPENT):
        return False
    return at + 1 >= len(r.tags) or bool(r.tags[at + 1] & _BEHIND_MONEY)


def _sum_at(r: Reading, index: int, number: Number) -> Sum | None:
    """The amount a number is: its currency before or after, its cents behind it."""
    first, last, value = number.first, number.last, number.value
    if r.tags[first] & T.NTH:
        return None
    currency = None if r.has(first - 2, first - 1, T.NUMBER) else _currency(r, first - 1)
    if currency is not None:
        first -= 1
    more = index + 1 < len(r.numbers)
    if more and (glued := _glued_euros(r, index)):
        return glued
    if r.tags[number.last] & T.NOTE:
        return _notes(r, index, number)
    # "the flat at no. 12 spent 54 euros"
    ranked = r.has(first - 1, first, T.RANK) and not r.has(last + 1, last + 2, T.CURRENCY)
    if not currency and (ranked or _at_hour(r, first) or _year(r, number)):
        return None
    if more and (cents := _spelt_cents(r, index)) is not None:
        value, last = value + cents.value / 100, cents.last
    linked = last + 1 < len(r.tags) and bool(r.tags[last + 1] & T.JOINER)
    found = _currency(r, last + 1)
    if found is None and linked:
        found = _currency(r, last + 2)
    if found is not None:
        last += 2 if linked else 1
        currency = currency or found
        nxt = r.numbers[index + 1] if more else None
        joined = last + 2 if last + 1 < len(r.tags) and _joins_cents(r, last + 1) else last + 1
        if nxt and nxt.first == joined and _cents(r, nxt, joined == last + 1):
            value += nxt.value / 100
            last = nxt.last
            if _currency(r, last + 1):
                last += 1
    elif more and (cents := _bare_cents(r, index)) is not None:
        last, currency = cents.last, currency or _currency(r, cents.last + 1)
        return Sum(first, last, value + cents.value / 100, currency, True, False)
    if _and_a_half(r, last):
        value, last = value + Decimal("0.5"), last + 2
    following = r.tags[last + 1] if last + 1 < len(r.tags) else 0
    if currency is None and _for_price(r, number, last):
        return None
    factor = more and _is_factor(r, number, last)
    if (
        not factor
        and (following & _COUNTED or following & (T.CLOCK | T.PLACE) == T.CLOCK)
        and currency is None
        and not following & T.EACH
    ):
        return None
    if currency is None and _priced_out(r, last):
        currency = ""
    return Sum(first, last, value, currency, not number.whole, factor)


def _for_price(r: Reading, number: Number, last: int) -> bool:
    """ "3 for 200": a few things and what they cost together, with nothing between."""
    price = next((n for n in r.numbers if n.first == last + 2), None)
    few = number.whole and number.value <= _FEW_THINGS and r.has(last + 1, last + 2, T.FOR)
    few = few and not r.tags[last + 1] & T.TIMES  # "3 x 12"
    return few and price is not None and price.value > number.value


def _joins_cents(r: Reading, at: int) -> bool:
    return r.words[at] in r.lexicon.number_and or r.words[at] in r.lexicon.cents_with


def _priced_out(r: Reading, last: int) -> bool:
    """ "15,-", "80:-": a round price as it is written on a tag."""
    return r.words[last + 1 : last + 2] in ([","], [":"]) and r.words[last + 2 : last + 3] in (
        ["-"],
        ["–"],
        ["—"],
    )


def _at_hour(r: Reading, first: int) -> bool:
    """ "Um 12", "om 12 uur": the small word that is said of hours alone."""
    if not r.all & T.CLOCK or not first:
        return False
    before = r.tags[first - 1]
    return bool(before & T.CLOCK) and not before & (T.PLACE | T.JOINER | T.RANGE)


def _year(r: Reading, number: Number) -> bool:
    """ "27 euros for an atlas of 1963": four digits of a year beside another number."""
    if len(r.numbers) < SHARED:
        return False
    typed = r.words[number.first]
    year = typed.isdecimal() and len(typed) == len("1963") and typed[:2] in ("18", "19", "20")
    return year and not r.has(number.last + 1, number.last + 3, T.CURRENCY)


def _and_a_half(r: Reading, last: int) -> bool:
    if last + 2 >= len(r.words) or r.words[last + 1] not in r.lexicon.number_and:
        return False
    return r.words[last + 2] in r.lexicon.halves


def _cents(r: Reading, number: Number, close: bool) -> bool:
    typed = r.words[number.first]
    if r.kinds[number.first] == DIGITS:
        return len(typed) == 2 and number.whole
    counted = T.PERSON | T.PERSONS | T.PEOPLE | T.UNIT | T.CURRENCY
    return _LEAST_CENTS <= number.value < 100 and not (
        close and r.has(number.last + 1, number.last + 2, counted)
    )


def _glued_euros(r: Reading, index: int) -> Sum | None:
    """ "14e90": the letter for euros between the euros and the cents, with no space."""
    number, after = r.numbers[index], r.numbers[index + 1 : index + 2]
    if not after or after[0].first != number.last + 2 or r.words[number.last + 1] != "e":
        return None
    cents, typed = after[0], r.words[after[0].first]
    glued = r.starts[cents.first] == r.starts[number.last + 1] + 1 == r.end(number.last) + 1
    if not glued or len(typed) != 2 or not (number.whole and cents.whole):
        return None
    return Sum(number.first, cents.last, number.value + cents.value / 100, "EUR", True, False)


def _spelt_cents(r: Reading, index: int) -> Number | None:
    """ "Eight ninety": two numbers in words side by side, euros and cents with nothing between."""
    number, after = r.numbers[index], r.numbers[index + 1 : index + 2]
    if not after or after[0].first != number.last + 1 or not r.all & (T.CURRENCY | T.SPENT):
        return None
    cents = after[0]
    spelt = r.kinds[number.last] == r.kinds[cents.first] == WORD
    spelt = spelt and not r.tags[cents.last] & T.NOTE  # "twee tientjes"
    money = number.whole and cents.whole and number.value < 100 and 10 <= cents.value < 100
    note = r.has(cents.first, cents.first + 1, T.NOTE)  # "two tenners"
    return cents if spelt and money and not note else None


def _bare_cents(r: Reading, index: int) -> Number | None:
    """ "Ventuno e cinquanta": where cents are said behind a small word, with no currency at all."""
    number, after = r.numbers[index], r.numbers[index + 1 : index + 2]
    if not after or not number.whole:
        return None
    cents = after[0]
    joined = cents.first == number.last + 2 and r.words[number.last + 1] in r.lexicon.cents_with
    # "Cuatro con cincuenta" says nothing else, "quattro e cinquanta" may be two sums.
    sure = joined and not r.tags[number.last + 1] & T.AND
    half = cents.value == _HALF and len(r.numbers) > SHARED
    if not sure and (r.all & T.CURRENCY or not (half or len(r.numbers) == SHARED)):
        return None
    behind = T.BREAK | T.SPENT | (T.ARTICLE | T.AND | T.FOR | T.PLACE if sure else 0)
    behind |= T.CURRENCY if sure else 0  # "dieciséis con cincuenta euros"
    behind |= T.FOR if half else 0  # "ventitré e cinquanta per due romanzi"
    ends = cents.last + 1 >= len(r.tags) or r.tags[cents.last + 1] & behind
    said = cents.whole and 10 <= cents.value < 100 and cents.value % 5 == 0
    return cents if joined and ends and said and not r.has(*number[:2], T.RANGE) else None


def _notes(r: Reading, index: int, number: Number) -> Sum:
    """ "a tenner", "two tens": a banknote, and how many of them."""
    word = r.words[number.last]
    value, code = r.lexicon.note_of(word)
    count = number.value / value if number.last > number.first else Decimal(1)
    before = r.numbers[index - 1] if index else None
    if before and before.last == number.first - 1 and before.whole:
        count = before.value
    return Sum(number.first, number.last, count * value, code, False, False)


def _is_factor(r: Reading, number: Number, last: int) -> bool:
    """Whether a number only multiplies: "3 ×", "2 books × 11", "2 books at"."""
    tags = r.tags
    beside = next((n for n in r.numbers if 0 < n.first - last <= NEAR), None)
    if beside is None or last + 1 >= len(tags):
        return False
    noun = r.kinds[last + 1] == WORD and not tags[last + 1] & (T.CURRENCY | T.TIMES)
    times = last + 1 + noun
    if times < beside.first and tags[times] & T.TIMES and not r.has(times + 1, times + 2, T.BREAK):
        apart = T.AND | T.ME | T.POSSESSIVE | T.PERSON
        if r.has(times + 1, beside.first, apart) or not (number.whole or beside.whole):
            return False  # "17.90 por mí y 12.10 por mi hermana"
        priced = tags[last + 1] & T.FOR and r.has(beside.last + 1, beside.last + 2, T.UNIT)
        return not (priced and last > number.last)  # "350 pesos por dos novelas"
    return _priced(r, number, last, beside)


def _several_prices(r: Reading) -> bool:
    """ "Two at 4.50 and one at 3": with prices for several things none of them is an hour."""
    return bool(r.all & (T.SPENT | T.EACH)) or len(r.find(T.PRICED)) > 1


def _priced(r: Reading, number: Number, last: int, beside: Number) -> bool:
    """ "Two albums at 14.90": a few things, then the word before a price, then a price.

    "Two albums for 14.90" is what the two cost together, if no "each" follows.
    """
    if last > number.last or not number.whole or number.value > _FEW_THINGS:
        return False
    sign = bool(r.tags[beside.first - 1] & T.CURRENCY)
    at, after = beside.first - 1 - sign, beside.last + 1
    money = sign or not beside.whole or r.has(after, after + 1, T.CURRENCY | T.EACH)
    money = money or (len(r.find(T.PRICED)) > 1 and any(not n.whole for n in r.numbers))
    each = r.has(after, after + 2, T.EACH) or not r.tags[at] & T.FOR
    return (
        money
        and each
        and (bool(r.tags[at] & (T.PRICED | T.EACH)) or r.has(after, after + 1, T.EACH))
        and (at - last > 1 or (not beside.whole and _several_prices(r)))
        and not r.has(last + 1, at, T.BREAK | T.AND | T.PEOPLE | T.PERSON | T.PERSONS)
    )


def lists_on(r: Reading, found: Sum) -> bool:
    """ "Two pads 5 euros, pen 3, marker 2": a thing and its price, in a list that began with money.

    Each part is set off by a comma, and ends with its number.
    """
    if not r.all & T.CURRENCY or len(r.numbers) < SHARED or found.currency is not None:
        return False
    first, last, _ = r.clause(found.first)
    if last != found.last + 1 or not 0 < found.first - first <= SHARED or not first:
        return False
    thing = T.ARTICLE | T.KIND | T.PHRASE | T.THING | T.END | T.JOINER | T.UNIT
    things = all(r.kinds[n] == WORD and not r.tags[n] & ~thing for n in range(first, found.first))
    before = r.tags[first - 2] & (T.CURRENCY | T.NUMBER) and r.words[first - 1] == ","
    return bool(things and before)
