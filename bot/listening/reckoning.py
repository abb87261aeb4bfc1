"""What several sums of a message come to: added, multiplied, put right, less the change."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from bot.listening import tags as T
from bot.listening.context import TO_ANSWER, TO_RECAP, Context
from bot.listening.heads import heads
from bot.listening.numbers import Number
from bot.listening.reading import Reading
from bot.listening.sums import NEAR, SHARED, Sum, lists_on

_FEW_PEOPLE = 20
_LEAST = 3
"""Less than this is no sum without its currency."""

_LEAST_WON = 100
"""The same where the least coin is so many."""

_TABLE = 10
"""As many as this are no longer counted beside a verb that is not known."""


def worked_out(r: Reading, sums: list[Sum]) -> tuple[Decimal, str | None]:
    """What the sums of one person come to, and in which currency, as far as it is said."""
    if (change := _change(r, sums)) is not None:
        return change, sums[0].currency or sums[-1].currency
    factors = [s for s in sums if s.factor]
    plain = [s for s in sums if not s.factor]
    if not plain:
        return Decimal(0), None
    currency = next((s.currency for s in plain if s.currency), None)
    if not factors and _one_by_one(r, plain):
        return sum((s.value for s in plain), Decimal(0)), currency
    if _left_over(r, plain):
        return plain[2].value, currency
    if any(n.first > plain[0].last and _is_part(r, n, plain[0].value) for n in r.numbers):
        return plain[0].value, currency
    if len(plain) > 1 and r.words.count("=") == len(plain):
        return sum((s.value for s in plain), Decimal(0)), currency  # "3 books = 45, a card = 2"
    if len(plain) > 1 and not factors and _joined_by_plus(r, plain):
        return sum((s.value for s in plain), Decimal(0)), currency
    plain = [s for s in plain if not currency or _sure(r, s)] or plain
    plain = _once(r, plain)
    if len(plain) > 2 and plain[-1].value == sum(s.value for s in plain[:-1]):
        return plain[-1].value, currency
    if len(plain) == 3 and plain[0].value - plain[1].value == plain[2].value:
        return plain[2].value, currency
    if factors and factors[0].value * plain[0].value == plain[-1].value:
        return plain[-1].value, currency
    if factors and len(plain) == 1:
        return factors[0].value * plain[0].value, currency
    if factors and not (r.all & (T.SUM | T.TOTAL) or _puts_right(r)):
        return _multiplied(factors, plain), currency
    if len(plain) > 1 and (counted := _counted_each(r, plain)):
        return counted, currency
    if r.all & T.EACH and (whole := _of_which_each(r, plain)):
        return whole, currency
    each = plain if len(plain) == 1 else _each_of(r, plain)
    if r.all & T.EACH and len(each) == 1 and (count := _count_for(r, each[0], plain)):
        beside = [s for s in plain if s not in each and (s.currency or s.decimals)]
        apart = beside and not r.all & (T.CORRECT | T.INSTEAD)
        return count * each[0].value + (sum(s.value for s in beside) if apart else 0), currency
    if len(plain) == 1:
        return plain[0].value, currency
    if r.all & (T.SUM | T.TOTAL):
        return _summed_up(r, plain), currency
    if _puts_right(r) or _answered_no(r, plain):
        return plain[-1].value, currency
    if len(plain) == 2 and _put_right(r, plain[1]):
        return plain[1].value, currency
    if all(r.has(s.first - 1, s.first, T.PRICED) for s in plain):
        return sum((s.value for s in plain), Decimal(0)), currency  # "for 16 a book, for 4 a pen"
    said = [s for s in plain if r.clause(s.first)[2] & T.SPENT]
    listed = T.AND | T.PLUS | T.PERSON
    if len(said) == 1 and not r.all & listed and not r.lexicon.verb_last:
        return said[0].value, currency
    return sum((s.value for s in plain), Decimal(0)), currency


def _sure(r: Reading, found: Sum) -> bool:
    """Whether beside a sum with its currency another is one too: not "1" or "2" of something."""
    priced = r.has(found.first - 1, found.first, T.PRICED)
    least = _LEAST_WON if r.lexicon.joined else _LEAST  # "five pairs, 10,000 won"
    sure = found.currency or found.decimals or found.value >= least or priced
    return bool(sure or lists_on(r, found))


def _puts_right(r: Reading) -> bool:
    """Whether a number follows a word that puts another right; "you make the sum" does not.

    Nor does "then, on second thoughts, another 11".
    """
    if r.has(r.numbers[-1].first - 1, r.numbers[-1].first, T.PLUS):
        return False
    return any(r.numbers[-1].first > at for at in r.find(T.CORRECT | T.INSTEAD))


def _one_by_one(r: Reading, plain: list[Sum]) -> bool:
    """ "Mum 15, Dad 10, me 5": before each of the sums the one who spent it, and no total."""
    if len(plain) < SHARED or r.all & (T.SUM | T.TOTAL | T.CORRECT | T.INSTEAD):
        return False
    who = T.PERSON | T.ME
    return all(r.has(s.first - 1, s.first, who) for s in plain)


def _left_over(r: Reading, plain: list[Sum]) -> bool:
    """ "Paid 32 but 12 of that was my neighbour's, so 20"."""
    if len(plain) != SHARED + 1 or plain[0].value - plain[1].value != plain[2].value:
        return False
    return bool(r.before(plain[2].first) & T.SUM)


def _is_part(r: Reading, number: Number, whole: Decimal) -> bool:
    """ "75 in all, 50 of that my husband", "davon 50": what is only a part of the sum before."""
    if number.value >= whole:
        return False
    after = number.last + 1 + r.has(number.last + 1, number.last + 2, T.CURRENCY)
    before = number.first - r.has(number.first - 1, number.first, T.CURRENCY)
    return any(
        r.words[after : after + len(said)] == said or r.words[before - len(said) : before] == said
        for said in r.lexicon.part_of
    )


def _put_right(r: Reading, second: Sum) -> bool:
    """ "I spent 40, well, 44 with the cards": the second sum comes after a pause and "well"."""
    at = second.first - 1
    while at > 0 and r.tags[at] & T.FILLER:
        at -= 1
    return at > 0 and bool(r.tags[at] & T.POLITE) and bool(r.tags[at - 1] & T.BREAK)


def _change(r: Reading, sums: list[Sum]) -> Decimal | None:
    """ "Paid with a fifty and got 18 back": what was given less what came back.

    "… so I spent 32" may say the difference too.
    """
    if len(sums) == SHARED + 1 and came_back(r, sums[1]):
        left = sums[0].value - sums[1].value
        return left if left == sums[2].value else None
    if len(sums) != SHARED or not came_back(r, sums[1]):
        return None
    left = sums[0].value - sums[1].value
    return left if left > 0 else None


def gives_change(r: Reading) -> bool:
    """Whether of two numbers the second is what was given back."""
    return len(r.numbers) == SHARED and came_back(r, r.numbers[1])


def came_back(r: Reading, found: Sum | Number) -> bool:
    """Whether a sum is what was given back, by the words beside it."""
    if not r.all & T.CHANGE:
        return False
    near = r.has(found.last + 1, found.last + 3, T.CHANGE)
    start = max(r.sentence(found.first)[0], found.first - 4)
    return near or r.has(start, found.first, T.CHANGE)


def _answered_no(r: Reading, plain: list[Sum]) -> bool:
    """ "24.50! No, 25.40": a no that stands alone between two sums takes the first one back."""
    between = range(plain[-2].last + 1, plain[-1].first)
    idle = T.BREAK | T.POLITE | T.NEGATION | T.CURRENCY
    said = r.has(between.start, between.stop, T.NEGATION)
    return said and all(r.tags[n] & idle for n in between)


def _joined_by_plus(r: Reading, plain: list[Sum]) -> bool:
    """ "18 + 12 + 7.50": nothing but the sign between one sum and the next."""
    pairs = pairwise(plain)
    return all(b.first - a.last == 2 and r.words[a.last + 1] == "+" for a, b in pairs)


def added(r: Reading, found: list[Sum], context: Context) -> bool:
    """Whether a number is one of a sum written out, where what was spent is asked."""
    if context.reply_to not in (TO_RECAP, TO_ANSWER):
        return False
    signs = [n for n in r.find(T.PLUS) if r.words[n] == "+"]
    beside = any(n in (s.first - 1, s.last + 1) for s in found for n in signs)
    return beside and len(r.numbers) == len(signs) + 1 > 2


def _once(r: Reading, plain: list[Sum]) -> list[Sum]:
    """ "Thirty-two and change, okay, 32.85": a sum said again with its cents is one sum.

    So is the total beside its parts.
    """
    exact = {int(s.value) for s in plain if s.decimals}
    plain = [s for s in plain if s.decimals or int(s.value) not in exact] or plain
    whole = sum((s.value for s in plain), Decimal(0))
    if r.has(plain[-1].first - 2, plain[-1].first, T.SUM):
        return plain  # "29, less 5, so 24"
    ends = (plain[0], plain[-1]) if len(plain) > SHARED else ()
    return [s for s in ends if 2 * s.value == whole][:1] or plain


def _summed_up(r: Reading, plain: list[Sum]) -> Decimal:
    """ "So 17", "makes 17 in all": the amount beside the word, else what they come to."""
    if len(plain) > 1 and _told_apart(r, plain):
        return sum((s.value for s in plain), Decimal(0))
    for at in reversed(r.find(T.SUM | T.TOTAL)):
        beside = [s for s in plain if s.first > at] or [s for s in plain if s.last == at - 1]
        if beside:
            return beside[0].value
    if r.all & (T.CORRECT | T.INSTEAD):
        return plain[-1].value  # "the 80 had to be 18. So 18 spent"
    return sum((s.value for s in plain), Decimal(0))


def _told_apart(r: Reading, plain: list[Sum]) -> bool:
    """ "We went together, Grandad paid 10 and I 14": behind the word each sum has its payer."""
    at = r.find(T.SUM | T.TOTAL)[-1]
    starts = [at, *(s.last for s in plain)]
    who = T.ME | T.PERSON
    apart = r.clause(at)[1] < plain[0].first > at
    return apart and all(r.has(a + 1, s.first, who) for a, s in zip(starts, plain, strict=False))


def _each_of(r: Reading, plain: list[Sum]) -> list[Sum]:
    """ "There are three of us and we spent 20 euros each": what is left without the people."""
    if r.all & (T.SUM | T.TOTAL):
        return plain
    beside = [s for s in plain if r.clause(s.first)[2] & T.EACH]
    if len(beside) > 1:
        beside = [s for s in beside if r.has(s.last + 1, s.last + 3, T.EACH)] or beside
    if len(beside) == 1:
        return beside  # "20 each, there were 4 of us"
    others = [s for s in plain if not s.currency and not s.decimals and _counts_us(r, s)]
    if r.all & T.EACH and len(plain) - len(others) == 1:
        return [s for s in plain if s not in others]
    return [s for s in plain if s.currency or s.decimals or not of_people(r, s)]


def _of_which_each(r: Reading, plain: list[Sum]) -> Decimal:
    """ "One bill for three friends, 48 euros, 16 a head": what the shares come to; else 0."""
    whole = max(s.value for s in plain)
    people = {n.value for n in r.numbers} | {Decimal(r.value_at(n)) for n in r.find(T.TOGETHER)}
    each = (
        n for n in r.numbers if r.before(n.first) & T.EACH or r.has(n.last + 1, n.last + 3, T.EACH)
    )
    shares = [n.value for n in each]
    shared = any(share > 1 and share != whole and whole / share in people for share in shares)
    return whole if shared and len(plain) <= SHARED else Decimal(0)


def _counts_us(r: Reading, found: Sum) -> bool:
    """ "Each of the three of us spent 15 €", "each spent 20 and there were three": a few people."""
    priced = r.has(found.first - 1, found.first, T.FOR | T.PRICED | T.SPENT)
    closes = r.clause(found.last, T.BREAK | T.BUT | T.AND)[1] == found.last + 1
    ours = closes or r.has(found.first - 1, found.first, T.WE | T.TOGETHER)
    before = r.words[max(found.first - 2, 0) : found.first]  # "eravamo in quattro"
    ours |= bool(r.lexicon.first_person) and any(w.endswith(r.lexicon.first_person) for w in before)
    return found.value < _FEW_PEOPLE and ours and not priced


def _counted_each(r: Reading, plain: list[Sum]) -> Decimal:
    """ "A book for 18,000 and cards, two at 2,000 each" with the count right before its price.

    0 where no price has one; the last sum may be what it comes to.
    """
    out, counted = Decimal(0), False
    for price in plain:
        before = (n for n in r.numbers if n.first == n.last == price.first - 2)
        count = next(before, None) if r.tags[price.last] & T.EACH else None
        unit = count is not None and r.has(count.last + 1, price.first, T.UNIT)
        if r.lexicon.verb_last and r.tags[price.last] & T.EACH:  # "at 2,000 two of them"
            after = next((n for n in r.numbers if n.first == price.last + 1), None)
            if after and r.has(after.last + 1, after.last + 2, T.UNIT):
                count, unit = after, True
        out += price.value * (count.value if count and unit else 1)
        counted |= unit
    if not counted:
        return Decimal(0)
    return plain[-1].value if out == 2 * plain[-1].value else out


def of_people(r: Reading, found: Sum) -> bool:
    """ "We are three": behind the word for coming or being so many."""
    before = found.first - 1 - r.has(found.first - 1, found.first, T.FILLER)
    said = found.first - 1
    if found.value < _TABLE and r.has(said - 1, said, T.WE) and not r.has(said, said + 1, T.SPENT):
        return True  # "there were three of us", with the verb of one's own language
    return r.has(before, found.first, T.WE_ARE | T.COME) and not r.has(
        before, found.first, T.FOR | T.PRICED
    )


def _multiplied(factors: list[Sum], plain: list[Sum]) -> Decimal:
    """ "Two albums at 14.90 and a card at 3": each factor counts for the price behind it."""
    out = Decimal(0)
    for price in plain:
        near = [f for f in factors if 0 < price.first - f.last <= NEAR]
        out += price.value * (near[-1].value if near else 1)
    return out


def _count_for(r: Reading, found: Sum, sums: list[Sum]) -> Decimal | None:
    """How many things at that price: the number before "at 9.50 each"."""
    sure = [s for s in sums if s.currency or s.decimals]
    money = {n for s in sure for n in range(s.first, s.last + 1)} | {s.last - 1 for s in sums}
    before = [n for n in r.numbers if n.last < found.first and n.whole and n.value <= 50]
    before = [n for n in before if n.first not in money]
    after = [n for n in r.numbers if n.first > found.last and n.whole and n.value <= 50]
    after = [n for n in after if n.first not in money]
    if r.lexicon.verb_last:  # "ten cards, one card at 1,000 each"
        before = [n for n in before if n.value > 1] or before
        after = [n for n in after if n.value > 1]
    near = before[-1:] or after[:1]
    kin = T.PERSON | T.PERSONS
    joins = T.AND | (T.WITH if r.lexicon.verb_last else 0)
    several = r.all & T.ME and r.all & joins and r.all & kin
    if near and not (several and r.has(near[0].last + 1, near[0].last + 3, kin)):
        return near[0].value
    people = [r.value_at(n) for n in r.find(T.TOGETHER)]
    if people and people[0]:
        return Decimal(people[0])
    if not several:
        return None
    # "a twenty each, my brother and I", "fifteen each for my son and me"
    return Decimal(max(heads(r, []), 1 + len(r.find(T.PERSON))))
