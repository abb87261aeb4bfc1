"""What was spent: sums with their currency, worked out as a person would."""

from __future__ import annotations

from decimal import Decimal

from bot.domain.intents import Intent, Spent
from bot.listening import tags as T
from bot.listening.amounts import is_money, nothing_else
from bot.listening.context import CLOSED, GATHERING, RECAPPING, TO_PERSON, Context
from bot.listening.payers import somebody_elses
from bot.listening.prices import only_a_price
from bot.listening.reading import Reading
from bot.listening.reckoning import worked_out
from bot.listening.sums import Sum, sums_in
from bot.listening.text import SIGN

_AFTER = (GATHERING, RECAPPING, CLOSED)
_NOT_OURS = (
    T.COST | T.ELSEWHERE | T.MOB_TOTAL | T.INTEND | T.REGRET | T.CONDITION | T.HEDGE | T.PAST
)  # fmt: skip
_TO = frozenset("-–—/~～")
_MOST = Decimal(100_000_000)
_MUCH = {None: Decimal(20_000), "EUR": Decimal(400), "USD": Decimal(500), "GBP": Decimal(400),
         "CHF": Decimal(500), "SEK": Decimal(4_000), "KRW": Decimal(600_000)}  # fmt: skip
_TO_NEXT = 2
"""Tokens from one number to the next with a single sign between."""

_RANGE_REACH = 5
"""Tokens from "between" to the second of its two sums."""


def spent(r: Reading, context: Context) -> list[tuple[Intent, str]]:
    """What the writer's own group left at the shop, when the message says so."""
    if context.stage not in _AFTER or not r.all & T.NUMBER:
        return []
    if context.reply_to is TO_PERSON and not r.all & T.SPENT:
        return []
    found = sums_in(r)
    sums = [s for s in found if _ours(r, s, context)]
    if not sums or (len(sums) == 1 and _is_first(r, sums[0])):
        return []
    told = _in_parts(r, found, sums) or _so_much(r, found)
    amount, currency = told or worked_out(r, sums)
    currency = currency or next((s.currency for s in found if s.currency), None)
    if not 0 < amount < _MOST or (amount > _too_much(r, currency) and not r.all & T.ME):
        return []
    return [(Spent(amount, currency or None), "money left at the shop")]


def _in_parts(r: Reading, found: list[Sum], sums: list[Sum]) -> tuple[Decimal, str | None] | None:
    """ "£75: that's my £30 and his £45": the first sum is what the others come to."""
    whole, *parts = found
    told = len(parts) > 1 and whole in sums and all(s.currency and not s.factor for s in found)
    told = told and not r.all & (T.CHANGE | T.SUM)  # "a fifty, £20 back, so 30"
    return (whole.value, whole.currency) if told and whole.value == _come_to(parts) else None


def _so_much(r: Reading, found: list[Sum]) -> tuple[Decimal, str | None] | None:
    """ "It came to 61.20 but I had a voucher, so 51.20": the last sum, behind "so"."""
    last = found[-1]
    so = r.before(last.first) & T.SUM and "=" not in r.words  # "3 books = 45"
    ends = so and r.clause(last.last)[1] == last.last + 1
    sure = len(found) > 1 and not r.all & (T.ASKS | T.INTEND | T.CHANGE | T.MOB_TOTAL | T.HEDGE)
    return (last.value, last.currency) if sure and ends else None


def _come_to(parts: list[Sum]) -> Decimal:
    return sum((s.value for s in parts), Decimal(0))


def _too_much(r: Reading, currency: str | None) -> Decimal:
    """From here on a sum of which nobody says "I" is the whole mob's."""
    if currency is None and r.lexicon.joined:
        return _MUCH["KRW"]
    return _MUCH.get(currency, _MUCH[None])


def _ours(r: Reading, found: Sum, context: Context) -> bool:
    """Whether an amount is money the writer's own group really left there."""
    if found.factor:
        return True
    bits = r.clause(found.first, T.BREAK | T.BUT | T.AND)[2]
    if r.lexicon.verb_last and _paid_at_once(r, found):
        bits = T.SPENT  # "I only meant to look, and 18,500 won I spent"
    elif r.lexicon.received and not r.all & T.CHANGE and _was_given(r, found):
        return False
    sentence = r.sentence(found.first)
    denied = r.denied(found.first, found.last) and not _says_no_to(r, found)
    if denied or _denied_behind(r, found) or _ranged(r, found) or _shares(r, found):
        return False
    if bits & T.HEDGE and not r.has(r.clause(found.first)[0], found.first, T.HEDGE):
        bits &= ~T.HEDGE  # "25, I think"
    one = r.all if len(r.numbers) == 1 else sentence[2]  # "40 the case! I put it back."
    if bits & T.UNBOUGHT or (one & T.UNBOUGHT and not one & T.SPENT):
        return False  # "a lamp at 80, I looked at it and left it there"
    if bits & T.FORMERLY and not bits & T.SPENT and not _more_later(r, found):
        return False  # "I had 20 on me"
    if r.all & T.IRONY and not r.all & T.SPENT and not nothing_else(r, found):
        return False  # "40 € the bag! I put it back"
    if r.all & T.REFUSE and not r.all & T.SPENT:
        return False  # "65 euros for a signed copy, no thank you"
    if bits & (_NOT_OURS | T.IRONY) or sentence[2] & (T.MOB_TOTAL | T.IRONY):
        return False
    if sentence[2] & T.ASKS and not r.has(r.clause(found.last)[1], sentence[1], T.YOU):
        return False
    if _cost_elsewhere(r, sentence):
        return False
    if r.has(r.clause(found.first)[0], found.first, T.DOUBT) and not sentence[2] & T.SPENT:
        return False  # "I cannot choose between two books at 18 and 22"
    elsewhere = (
        sentence[2] & T.ELSEWHERE and not sentence[2] & T.SPENT and not _ours_alone(r, found)
    )
    if elsewhere and not _other_sum(r, found) and not _apart(r, found):
        return False
    told = sentence[2] & (T.COST | T.OTHERS) and bits != T.SPENT
    told = told and any(_says_of_others(r, n) for n in range(sentence[0], found.first))
    if _was_wrong(r, found):
        return False
    if told and not r.has(*sentence[:2], T.ME | T.WE | T.TOGETHER):
        return False
    if somebody_elses(r, found, sentence) or only_a_price(r, found, sentence, context):
        return False
    return is_money(r, found, bits | sentence[2], context)


def _paid_at_once(r: Reading, found: Sum) -> bool:
    """Where the verb comes last: whether the one that says it was paid stands behind the sum."""
    at = found.last + 1
    while at < len(r.tags) and r.words[at] in r.lexicon.slips:
        at += 1
    unsaid = T.INTEND | T.REPORTED | T.REGRET | T.ELSEWHERE | T.NEGATION | T.CONDITION | T.HEDGE
    paid = r.has(at, at + 1, T.SPENT) and not r.has(at, at + 2, unsaid)
    before = (
        T.ELSEWHERE | T.OTHERS | T.PERSON | T.PERSONS | T.MOB_TOTAL | T.NEGATION | T.PAST
    )  # fmt: skip
    return paid and not r.has(r.clause(found.first)[0], found.first, before)


def _was_given(r: Reading, found: Sum) -> bool:
    """ "30,000 that Mum gave me": the verb behind a sum says that it was not paid there."""
    behind = " ".join(r.words[found.last + 1 : found.last + 3])
    return behind.startswith(r.lexicon.received)


def _was_wrong(r: Reading, found: Sum) -> bool:
    """ "16, the 61 was a slip": the last number is the one that was typed wrongly."""
    others = [n for n in r.numbers if not found.first <= n.first <= found.last]
    first = found.first if r.lexicon.verb_last else r.clause(found.first, T.BREAK)[0]
    last = bool(others) and all(n.last < first for n in others)  # not "12 and 1, you do the sum"
    end = min(found.last + 4, r.sentence(found.last)[1])
    return last and r.has(found.last + 1, end, T.CORRECT)


def _more_later(r: Reading, found: Sum) -> bool:
    """ "Ten euros of cards at first, another nine for a novel then": the first sum is spent too."""
    later = (n for n in r.numbers if n.first > found.last)
    return any(r.has(n.first - 1, n.first, T.PLUS) or _with_more(r, n.last) for n in later)


def _is_first(r: Reading, found: Sum) -> bool:
    """ "11 at first + 6 …": where the second is not understood, the first alone is too little."""
    bits = r.clause(found.first, T.BREAK | T.BUT | T.AND)[2]
    return bool(bits & T.FORMERLY and not bits & T.SPENT) and _more_later(r, found)


def _with_more(r: Reading, last: int) -> bool:
    return r.lexicon.verb_last and r.has(last + 1, last + 3, T.PLUS)


def _says_of_others(r: Reading, at: int) -> bool:
    """Whether a word speaks of others or of a price; "3 people, 51 euros" counts one's own."""
    if r.tags[at] & T.COST:
        return True
    counted = r.tags[at] & T.PEOPLE and r.has(at - 1, at, T.NUMBER)
    return bool(r.tags[at] & T.OTHERS) and not counted


def _says_no_to(r: Reading, found: Sum) -> bool:
    """ "10 €? No, 100!": the no answers the number before, and takes it back."""
    at = found.first - 1
    while at > 0 and r.tags[at] & (T.POLITE | T.BREAK) and not r.tags[at] & T.STRONG:
        at -= 1
    said = at > 0 and r.tags[at] & T.NEGATION and r.tags[at - 1] & T.STRONG
    later = any(n.first > found.last for n in r.numbers)
    return bool(said) and not later and any(n.last < at for n in r.numbers)


def _shares(r: Reading, found: Sum) -> bool:
    """ "1 € in 3 stays in town": a small sum, and the number it is a part of."""
    if not r.all & T.PROPORTION or found.currency is None or found.value > 1:
        return False
    after = found.last + 1
    number = next((n for n in r.numbers if after < n.first <= after + 3), None)
    return number is not None and r.has(after, number.first, T.PROPORTION)


def _denied_behind(r: Reading, found: Sum) -> bool:
    """ "Die 50 Euro haben wir nicht gebraucht": verb and "we" turn round, the "not" comes last."""
    last = r.clause(found.last, T.BREAK | T.BUT | T.AND)[1]
    near = range(found.last + 2, last)
    mine = (n for n in near if r.tags[n] & (T.ME | T.WE))
    turned = next((n for n in mine if r.words[n - 1] in r.lexicon.tells), None)
    return turned is not None and r.has(turned, last, T.NEGATION)


def _cost_elsewhere(r: Reading, sentence: tuple[int, int, int]) -> bool:
    """ "The parking cost me more than the book, 6 €": what was paid is the parking alone."""
    if not r.all & T.ELSEWHERE:
        return False
    spent = [n for n in range(*sentence[:2]) if r.tags[n] & T.SPENT]
    if len(spent) != 1:
        return False
    first = r.clause(spent[0])[0]
    noun = T.ARTICLE | T.POSSESSIVE  # "the wine after it did cost me, 40 €"
    subject = any(
        r.tags[n] & T.ELSEWHERE and r.has(n - 1, n, noun) for n in range(first + 1, spent[0])
    )
    return subject or r.has(spent[0] - 1, spent[0], T.ELSEWHERE)


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


def _ours_alone(r: Reading, found: Sum) -> bool:
    """ "Thirty euros my husband and I, and the vermouth after it was on us": a clause before."""
    first, last, bits = r.clause(found.first)
    elsewhere = r.has(first, last, T.ELSEWHERE)
    return bool(bits & T.ME and bits & T.PERSON) and not elsewhere


def _apart(r: Reading, found: Sum) -> bool:
    """ "15 €, and an ice cream after": nothing but the sum stands before the "and"."""
    first, last, bits = r.clause(found.first, T.STRONG | T.AND)
    said = [n for n in range(first, last) if not r.tags[n] & (T.BREAK | T.FILLER | T.POLITE)]
    alone = all(found.first <= n <= found.last or r.kinds[n] == SIGN for n in said)
    return alone and not bits & T.ELSEWHERE and r.has(last, last + 1, T.AND)


def _ranged(r: Reading, found: Sum) -> bool:
    """ "10–20", "between 9 and 13": a range is no amount."""
    for other in r.numbers if len(r.numbers) > 1 else ():
        between = found.last + 1 if other.first > found.last else other.last + 1
        apart = max(other.first - found.last, found.first - other.last)
        if apart != _TO_NEXT:
            continue
        until = r.tags[between] & T.UNTIL and not r.tags[between] & T.AND
        if r.words[between] in _TO or until:
            return True
    if not r.all & T.RANGE:
        return False
    first, last, _ = r.clause(found.first)
    if r.lexicon.verb_last:
        return r.has(first, last, T.RANGE)
    reach = max(first, found.first - _RANGE_REACH)
    at = next((n for n in range(reach, found.first) if r.tags[n] & T.RANGE), None)
    # "entre mi hermana (14 €) y yo (13 €)" is between people
    return at is not None and not r.has(at + 1, found.first, T.PERSON | T.ME)
