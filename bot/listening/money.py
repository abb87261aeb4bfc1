"""What was spent: sums with their currency, worked out as a person would."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from bot.domain.intents import Intent, Spent
from bot.domain.posts import ReplyTo
from bot.domain.stages import Stage
from bot.listening import tags as T
from bot.listening.context import Context
from bot.listening.numbers import Number
from bot.listening.reading import Reading
from bot.listening.signs import SIGN_MONEY
from bot.listening.text import NUMBER as DIGITS
from bot.listening.text import SIGN

_AFTER = (Stage.GATHERING, Stage.RECAPPING, Stage.CLOSED)
_THERE = (ReplyTo.MOBDAY, ReplyTo.RECAP, ReplyTo.ANSWER)
_NOT_OURS = (
    T.COST | T.ELSEWHERE | T.MOB_TOTAL | T.INTEND | T.REGRET | T.CONDITION | T.HEDGE | T.PAST
)  # fmt: skip
_TO = frozenset("-–—/")
_MOST = Decimal(100_000_000)
_MUCH = {None: _MOST, "EUR": Decimal(400), "USD": Decimal(500), "GBP": Decimal(400),
         "CHF": Decimal(500), "SEK": Decimal(4_000), "KRW": Decimal(600_000)}  # fmt: skip
_LEAST = 3
_SUMMING = T.TOTAL | T.SUM | T.CORRECT | T.ME | T.WE
_FEW_THINGS = 20
_SHARED = 2
_RANGE_REACH = 5
"""Tokens from "between" to the second of its two sums."""


class Sum(NamedTuple):
    """An amount of money in a text: its tokens, its value, its currency if one is said there."""

    first: int
    last: int
    value: Decimal
    currency: str | None
    decimals: bool
    factor: bool


def spent(r: Reading, context: Context) -> list[tuple[Intent, str]]:
    """What the writer's own group left at the shop, when the message says so."""
    if context.stage not in _AFTER or not r.all & T.NUMBER:
        return []
    if context.reply_to is ReplyTo.PERSON and not r.all & T.SPENT:
        return []
    sums = [s for s in _sums(r) if _ours(r, s, context)]
    if not sums:
        return []
    amount, currency = _worked_out(r, sums)
    currency = currency or next((s.currency for s in _sums(r) if s.currency), None)
    if not 0 < amount < _MOST or (amount > _too_much(currency) and not r.all & T.ME):
        return []
    return [(Spent(amount, currency), "money left at the shop")]


def _too_much(currency: str | None) -> Decimal:
    """From here on a sum of which nobody says "I" is the whole mob's."""
    return _MUCH.get(currency, _MUCH[None])


def _sums(r: Reading) -> list[Sum]:
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


def _currency(r: Reading, at: int) -> str | None:
    if not 0 <= at < len(r.tags) or not r.tags[at] & T.CURRENCY:
        return None
    if r.kinds[at] == SIGN:
        return SIGN_MONEY.get(r.words[at])
    return r.lexicon.currency_of(r.words[at])


def _sum_at(r: Reading, index: int, number: Number) -> Sum | None:
    """The amount a number is: its currency before or after, its cents behind it."""
    first, last, value = number.first, number.last, number.value
    if r.tags[first] & T.NTH:
        return None
    currency = None if r.has(first - 2, first - 1, T.NUMBER) else _currency(r, first - 1)
    if currency:
        first -= 1
    if r.tags[number.last] & T.NOTE:
        return _notes(r, index, number)
    if not currency and (_at_hour(r, first) or _year(r, number)):
        return None
    linked = last + 1 < len(r.tags) and bool(r.tags[last + 1] & T.JOINER)
    if found := _currency(r, last + 1) or (linked and _currency(r, last + 2)) or None:
        last += 2 if linked else 1
        currency = currency or found
        nxt = r.numbers[index + 1] if index + 1 < len(r.numbers) else None
        joined = (
            last + 2
            if last + 1 < len(r.tags)
            and r.words[last + 1] in r.lexicon.number_and | r.lexicon.cents_with
            else last + 1
        )
        if nxt and nxt.first == joined and _cents(r, nxt, joined == last + 1):
            value += nxt.value / 100
            last = nxt.last
            if _currency(r, last + 1):
                last += 1
    if _and_a_half(r, last):
        value, last = value + Decimal("0.5"), last + 2
    following = r.tags[last + 1] if last + 1 < len(r.tags) else 0
    factor = _is_factor(r, number, last)
    if (
        not factor
        and following & (T.CLOCK | T.UNIT | T.PERSON | T.PERSONS | T.PEOPLE)
        and not (currency or following & T.EACH)
    ):
        return None
    return Sum(first, last, value, currency, not number.whole, factor)


def _at_hour(r: Reading, first: int) -> bool:
    """ "Um 12", "om 12 uur": the small word that is said of hours alone."""
    return any(
        b & T.CLOCK and not b & (T.PLACE | T.JOINER | T.RANGE) for b in r.tags[first - 1 : first]
    )


def _year(r: Reading, number: Number) -> bool:
    """ "27 euros for an atlas of 1963": four digits of a year beside another number."""
    typed = r.words[number.first]
    year = typed.isdecimal() and len(typed) == len("1963") and typed[:2] in ("18", "19", "20")
    alone = len(r.numbers) < _SHARED or r.has(number.last + 1, number.last + 3, T.CURRENCY)
    return year and not alone


def _and_a_half(r: Reading, last: int) -> bool:
    if last + 2 >= len(r.words) or r.words[last + 1] not in r.lexicon.number_and:
        return False
    return r.words[last + 2] in r.lexicon.halves


def _cents(r: Reading, number: Number, close: bool) -> bool:
    typed = r.words[number.first]
    if r.kinds[number.first] == DIGITS:
        return len(typed) == 2 and number.whole
    counted = T.PERSON | T.PERSONS | T.PEOPLE | T.UNIT | T.CURRENCY
    return number.value < 100 and not (close and r.has(number.last + 1, number.last + 2, counted))


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
    """Whether a number only multiplies: "3 ×", "2 books at"."""
    tags = r.tags
    beside = next((n for n in r.numbers if 0 < n.first - last <= 4), None)
    if beside is None or last + 1 >= len(tags):
        return False
    return bool(tags[last + 1] & T.TIMES) or _priced(r, number, last, beside)


def _priced(r: Reading, number: Number, last: int, beside: Number) -> bool:
    """ "Two albums at 14.90": a few things, then the word before a price, then a price."""
    if last > number.last or not number.whole or number.value > _FEW_THINGS:
        return False
    after = beside.last + 1
    money = not beside.whole or r.has(after, after + 1, T.CURRENCY | T.EACH)
    things = beside.first - 1 - last
    return (
        money
        and bool(r.tags[beside.first - 1] & T.PRICED)
        and things > 1
        and not r.has(last + 1, beside.first - 1, T.BREAK | T.AND | T.PEOPLE | T.PERSON | T.PERSONS)
    )


def _ours(r: Reading, found: Sum, context: Context) -> bool:
    """Whether an amount is money the writer's own group really left there."""
    if found.factor:
        return True
    bits = r.clause(found.first, T.BREAK | T.BUT | T.AND)[2]
    sentence = r.sentence(found.first)
    if r.denied(found.first, found.last) or _ranged(r, found):
        return False
    if bits & T.HEDGE and not r.has(r.clause(found.first)[0], found.first, T.HEDGE):
        bits &= ~T.HEDGE  # "25, I think"
    if bits & (_NOT_OURS | T.IRONY) or sentence[2] & (T.MOB_TOTAL | T.IRONY):
        return False
    if sentence[2] & T.ASKS and not r.has(r.clause(found.last)[1], sentence[1], T.YOU):
        return False
    if sentence[2] & T.ELSEWHERE and not sentence[2] & T.SPENT and not _other_sum(r, found):
        return False
    if r.has(sentence[0], found.first, T.OTHERS | T.COST) and not r.has(
        sentence[0], sentence[1], T.ME | T.WE | T.TOGETHER
    ):
        return False
    return _is_money(r, found, bits | sentence[2], context)


def _other_sum(r: Reading, found: Sum) -> bool:
    """ "10 for flowers, then 6 at the bar": what was spent elsewhere is another sum's."""
    first, last, _ = r.sentence(found.first)
    return any(
        first <= n.first < last
        and not found.first <= n.first <= found.last
        and (not n.whole or r.has(n.first - 1, n.last + 2, T.CURRENCY | T.JOINER))
        and r.clause(n.first, T.BREAK | T.BUT | T.AND)[2] & T.ELSEWHERE
        for n in r.numbers
    )


def _answers(r: Reading, found: Sum, context: Context) -> bool:
    """A number that is nearly all the answer to the question what was spent."""
    if context.stage is Stage.GATHERING or found.value < _LEAST:
        return False
    small = T.CORRECT | T.INSTEAD | T.NEGATION | T.ME | T.SUM | T.TOTAL | T.LEFT | T.AND | T.NUMBER
    strange = sum(
        1 for n in r.content() if not r.tags[n] & small and r.words[n] not in r.lexicon.common
    )
    if context.reply_to is ReplyTo.ANSWER:
        return strange <= 1 and (found.decimals or bool(r.all & (T.CORRECT | T.INSTEAD)))
    return context.reply_to is ReplyTo.RECAP and found.decimals and strange <= 1


def _adds_up(r: Reading) -> bool:
    """ "Me 20, my sister 25, so 45": three numbers of which the last is the others' sum."""
    values = [n.value for n in r.numbers]
    return len(values) > 2 and values[-1] == sum(values[:-1]) and bool(r.all & (T.SUM | T.TOTAL))


def _priced_too(r: Reading, found: Sum) -> bool:
    """ "Three cards at 1.50 and a book for 12": beside a sum with cents another is money too."""
    if not r.has(found.first - 1, found.first, T.PRICED):
        return False
    return any(not n.whole and n.first != found.first for n in r.numbers)


def _added_up(r: Reading, found: Sum) -> bool:
    """ "49 + 49 kr": beside a plus, where one of the numbers shows that they are money."""
    if not r.all & T.PLUS or (found.value < _LEAST and not found.decimals):
        return False
    money = r.all & T.CURRENCY or any(not n.whole for n in r.numbers)
    before, after = found.first - 4, found.last + 5
    return bool(money) and r.has(before, after, T.PLUS)


def _shared_out(r: Reading) -> bool:
    """ "Me 20, my sister: 15": two numbers or more, before each of them whose it is."""
    if len(r.numbers) < _SHARED:
        return False
    before = [n.first - 1 - (r.words[n.first - 1] == ":") for n in r.numbers]
    return all(at >= 0 and r.tags[at] & (T.PERSON | T.ME) for at in before)


def _is_money(r: Reading, found: Sum, bits: int, context: Context) -> bool:
    if _came_back(r, found) or (context.reply_to in _THERE and _added_up(r, found)):
        return True
    if bits & (T.SPENT | T.LEFT):
        return bool(found.currency or found.decimals or _bare_sum(r, found))
    if context.reply_to not in _THERE and not r.all & T.SPENT:
        return False
    if _answers(r, found, context) or _adds_up(r) or _shared_out(r):
        return True
    if found.value >= _LEAST and _priced_too(r, found):
        return True
    listed = r.has(found.last + 1, found.last + 2, T.FOR) and any(not n.whole for n in r.numbers)
    if listed and (found.decimals or found.value >= 3):
        return True
    if r.all & T.TIMES and found.value >= 3 and r.has(found.first - 3, found.first, T.TIMES):
        return True
    whose = T.PERSON | T.ME | T.PERSONS
    beside = r.has(found.first - 3, found.first, whose) or r.has(
        found.last + 1, found.last + 2, whose
    )
    if beside and r.all & T.CURRENCY:
        return True
    if r.words[found.first - 1] in r.lexicon.copula and found.first and not r.all & _SUMMING:
        return False  # "that lamp is £150"
    return bool(
        found.currency
        or (found.decimals and r.all & (T.TIMES | T.EACH | T.CORRECT | T.SUM | T.CURRENCY))
    )


def _bare_sum(r: Reading, found: Sum) -> bool:
    """Whether a whole number alone can be a sum: nothing that is counted stands behind it."""
    after = found.last + 1
    if found.value < 3 or after >= len(r.tags):
        return found.value >= 3
    bits = r.tags[after]
    idle = (
        T.BREAK | T.AND | T.FOR | T.PLACE | T.POLITE | T.SPENT | T.LEFT | T.WITH | T.TOTAL
        | T.FILLER
    )  # fmt: skip
    return bool(bits & idle) or r.words[after] in r.lexicon.common


def _ranged(r: Reading, found: Sum) -> bool:
    """ "10–20", "between 9 and 13": a range is no amount."""
    for other in r.numbers:
        between = found.last + 1 if other.first > found.last else other.last + 1
        apart = max(other.first - found.last, found.first - other.last)
        if apart == 2 and (r.words[between] in _TO or r.tags[between] & T.UNTIL):
            return True
    first, last, _ = r.clause(found.first)
    if r.lexicon.verb_last:
        return r.has(first, last, T.RANGE)
    return r.has(max(first, found.first - _RANGE_REACH), found.first, T.RANGE)


def _worked_out(r: Reading, sums: list[Sum]) -> tuple[Decimal, str | None]:
    if (change := _change(r, sums)) is not None:
        return change, sums[0].currency or sums[-1].currency
    factors = [s for s in sums if s.factor]
    plain = [s for s in sums if not s.factor]
    if not plain:
        return Decimal(0), None
    currency = next((s.currency for s in plain if s.currency), None)
    plain = [s for s in plain if s.currency or not currency or s.decimals or s.value >= 3] or plain
    plain = _once(plain)
    if len(plain) > 2 and plain[-1].value == sum(s.value for s in plain[:-1]):
        return plain[-1].value, currency
    if factors and factors[0].value * plain[0].value == plain[-1].value:
        return plain[-1].value, currency
    if factors and len(plain) == 1:
        return factors[0].value * plain[0].value, currency
    if factors and not r.all & (T.SUM | T.TOTAL | T.CORRECT | T.INSTEAD):
        return _multiplied(factors, plain), currency
    if r.all & T.EACH and len(plain) == 1 and (count := _count_for(r, plain[0])):
        return count * plain[0].value, currency
    if len(plain) == 1:
        return plain[0].value, currency
    if r.all & (T.SUM | T.TOTAL):
        return _summed_up(r, plain), currency
    if r.all & (T.CORRECT | T.INSTEAD) or _answered_no(r, plain):
        return plain[-1].value, currency
    said = [s for s in plain if r.clause(s.first)[2] & T.SPENT]
    if len(said) == 1 and not r.all & (T.AND | T.PLUS | T.PERSON):
        return said[0].value, currency
    return sum((s.value for s in plain), Decimal(0)), currency


def _change(r: Reading, sums: list[Sum]) -> Decimal | None:
    """ "Paid with a fifty and got 18 back": what was given less what came back."""
    if len(sums) != _SHARED or not _came_back(r, sums[1]):
        return None
    left = sums[0].value - sums[1].value
    return left if left > 0 else None


def _came_back(r: Reading, found: Sum) -> bool:
    return r.has(found.last + 1, found.last + 3, T.CHANGE)


def _answered_no(r: Reading, plain: list[Sum]) -> bool:
    """ "24.50! No, 25.40": a no that stands alone between two sums takes the first one back."""
    between = range(plain[-2].last + 1, plain[-1].first)
    idle = T.BREAK | T.POLITE | T.NEGATION | T.CURRENCY
    said = r.has(between.start, between.stop, T.NEGATION)
    return said and all(r.tags[n] & idle for n in between)


def _once(plain: list[Sum]) -> list[Sum]:
    """ "Thirty-two and change, okay, 32.85": a sum said again with its cents is one sum.

    So is the total beside its parts.
    """
    exact = {int(s.value) for s in plain if s.decimals}
    plain = [s for s in plain if s.decimals or int(s.value) not in exact] or plain
    whole = sum((s.value for s in plain), Decimal(0))
    return [s for s in plain if len(plain) > 2 and 2 * s.value == whole][:1] or plain


def _summed_up(r: Reading, plain: list[Sum]) -> Decimal:
    """ "So 17", "makes 17 in all": the amount beside the word, else what they come to."""
    for at in reversed(r.find(T.SUM | T.TOTAL)):
        beside = [s for s in plain if s.first > at] or [s for s in plain if s.last == at - 1]
        if beside:
            return beside[0].value
    return sum((s.value for s in plain), Decimal(0))


def _multiplied(factors: list[Sum], plain: list[Sum]) -> Decimal:
    """ "Two albums at 14.90 and a card at 3": each factor counts for the price behind it."""
    out = Decimal(0)
    for price in plain:
        near = [f for f in factors if 0 < price.first - f.last <= 4]
        out += price.value * (near[-1].value if near else 1)
    return out


def _count_for(r: Reading, found: Sum) -> Decimal | None:
    """How many things at that price: the number before "at 9.50 each"."""
    before = [n for n in r.numbers if n.last < found.first and n.whole and n.value <= 50]
    after = [n for n in r.numbers if n.first > found.last and n.whole and n.value <= 50]
    near = before[-1:] or after[:1]
    if near:
        return near[0].value
    people = [r.value_at(n) for n in r.find(T.TOGETHER)]
    return Decimal(people[0]) if people and people[0] else None
