"""Whether a number in a message is an amount of money at all."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.context import GATHERING, TO_ANSWER, TO_MOBDAY, TO_RECAP, Context
from bot.listening.entries import names_of
from bot.listening.mentions import by_name
from bot.listening.numbers import Number
from bot.listening.reading import Reading
from bot.listening.reckoning import added, came_back, gives_change, of_people
from bot.listening.sums import SHARED, Sum, lists_on, sums_in
from bot.listening.text import WORD

_THERE = (TO_MOBDAY, TO_RECAP, TO_ANSWER)
_LEAST = 3
_SUMMING = T.TOTAL | T.SUM | T.CORRECT | T.ME | T.WE


def _answers(r: Reading, found: Sum, context: Context) -> bool:
    """A number that is nearly all the answer to the question what was spent."""
    if context.stage is GATHERING or found.value < _LEAST:
        return False
    small = T.CORRECT | T.INSTEAD | T.NEGATION | T.ME | T.SUM | T.TOTAL | T.LEFT | T.AND | T.NUMBER
    strange = sum(
        1 for n in r.content() if not r.tags[n] & small and r.words[n] not in r.lexicon.common
    )
    if nothing_else(r, found) and context.reply_to in (TO_RECAP, TO_ANSWER):
        return True
    if context.reply_to is TO_ANSWER:
        if _not_the_other(r):
            return True
        return strange <= 1 and (found.decimals or bool(r.all & (T.CORRECT | T.INSTEAD)))
    cents = len(r.words[found.last].partition(".")[2] or r.words[found.last].partition(",")[2]) == 2
    said = found.decimals or (r.all & T.CORRECT and len(r.numbers) == SHARED)
    return context.reply_to is TO_RECAP and bool(said) and strange <= 1 + 2 * cents


def _not_the_other(r: Reading) -> bool:
    """ "It was 13.80 and not 18.30, I swapped the digits": the one sum in place of the other."""
    if len(r.numbers) != SHARED or any(n.whole for n in r.numbers):
        return False
    first, second = r.numbers
    return r.has(first.last + 1, second.first, T.NEGATION | T.INSTEAD)


def _price_alone(r: Reading, found: Sum) -> bool:
    """ "7,50, and the bookmark was free": a sum with its cents is all its clause says."""
    first, last, _ = r.clause(found.first, T.BREAK | T.AND)
    cents = r.words[found.last].rpartition(",")[2]
    middle = "".join(r.words[found.first + 1 : found.last])
    spelt = r.kinds[found.first] == WORD and middle in r.lexicon.cents_with
    typed = spelt or (len(cents) == len("50") and "," in r.text)
    typed = typed and found.decimals and found.value >= _LEAST
    if spelt:  # "ventitré e cinquanta, …": the "and" is a part of the sum
        first, last, _ = r.clause(found.first, T.BREAK)
        first += sum(r.tags[n] & T.HANDLE > 0 for n in range(first, found.first))
    return typed and (first, last) == (found.first, found.last + 1)


def _opens_with_cents(r: Reading, found: Sum) -> bool:
    """ "12,50 in postcards, and so happy": a sum with its cents, and what it went for."""
    opens = found.first == next(iter(r.content()), -1) and len(r.numbers) == 1
    typed = found.decimals and len(r.words[found.last].rpartition(",")[2]) == len("50")
    went = r.has(found.last + 1, found.last + 2, T.PLACE | T.FOR)
    return opens and typed and went and found.value >= _LEAST and not r.all & T.ASKS


def _my_share(r: Reading, found: Sum) -> bool:
    """ "72 euros, half of it my neighbour's, so 36": the last sum, behind "so" or "our part"."""
    first = r.clause(found.first)[0]
    last = all(n.first <= found.first for n in r.numbers)
    return last and len(r.numbers) > 1 and r.has(first, found.first, T.SUM)


def nothing_else(r: Reading, found: Sum) -> bool:
    """ "About 20", "25. And you?": the first sentence is the number and nothing that is counted."""
    first, last, bits = r.sentences()[0]
    if len(r.numbers) > 1 or bits & T.ASKS or r.all & T.OTHERS:
        return False
    unsure = r.has(*r.clause(last - 1 - (r.tags[last - 1] & T.BREAK > 0))[:2], T.DOUBT | T.HEDGE)
    end = r.clause(found.last)[1] if unsure else last  # "20, I don't know exactly"
    idle = T.POLITE | T.FILLER | T.HEDGE | T.HANDLE | T.BREAK
    return all(found.first <= n <= found.last or r.tags[n] & idle for n in range(first, end))


def _adds_up(r: Reading) -> bool:
    """ "Me 20, my sister 25, so 45": three numbers of which the last is the others' sum."""
    values = [n.value for n in r.numbers]
    return len(values) > 2 and values[-1] == sum(values[:-1]) and bool(r.all & (T.SUM | T.TOTAL))


def _at_winner(r: Reading, found: Sum, context: Context) -> bool:
    """ "16.75 € at Loganberry": a sum, and in its clause the shop where the mob met."""
    first, last, _ = r.clause(found.first)
    named = by_name(r, names_of(context.candidates)) if context.winner else []
    return any(m.choice == context.winner and first <= m.at < last for m in named)


def _priced_too(r: Reading, found: Sum) -> bool:
    """ "Three cards at 1.50 and a book for 12": beside a sum with cents another is money too."""
    if not r.has(found.first - 1, found.first, T.PRICED):
        return False
    if r.clause(found.first)[0] == found.first - 1:
        return False  # "72 € in all, à cinq"
    if any(not n.whole and n.first != found.first for n in r.numbers):
        return True
    ends = found.last + 1 >= len(r.tags) or bool(r.tags[found.last + 1] & T.BREAK)
    return ends and any(s.currency and s.last < found.first for s in sums_in(r))


def _joined(r: Reading, found: Sum) -> bool:
    """ "Four novels at 8 € and a card at 2": a small sum behind an "and" with its own noun."""
    first = r.clause(found.first, T.BREAK)[0]
    counted = (n.last for n in reversed(r.numbers) if not r.tags[n.first] & T.ARTICLE)
    before = next((last for last in counted if last < found.first), first)
    return found.first - before > 2 and r.has(before + 1, found.first, T.AND)


def _added_up(r: Reading, found: Sum) -> bool:
    """ "49 + 49 kr": beside a plus, where one of the numbers shows that they are money."""
    if not r.all & T.PLUS or (found.value < _LEAST and not found.decimals):
        return False
    money = r.all & T.CURRENCY or any(not n.whole for n in r.numbers)
    before, after = found.first - 4, found.last + 5
    return bool(money) and r.has(before, after, T.PLUS)


def _shared_out(r: Reading) -> bool:
    """ "Me 20, my sister: 15": two numbers or more, before each of them whose it is."""
    if len(r.numbers) < SHARED:
        return False
    before = [_behind_phrase(r, n.first - 1 - (r.words[n.first - 1] == ":")) for n in r.numbers]
    return all(at >= 0 and r.tags[at] & (T.PERSON | T.ME) for at in before)


def _each_priced(r: Reading, context: Context) -> bool:
    """ "Two books for 250 and a pen for 90": asked what was spent, thing after thing is priced."""
    if context.reply_to not in _THERE:
        return False
    return sum(r.has(n.first - 1, n.first, T.PRICED) for n in r.numbers) > 1


def _all_with_cents(r: Reading) -> bool:
    """ "11.90 the novel and 3.10 the stickers": asked what was spent, nothing but such sums."""
    sums = sums_in(r)
    return len(sums) >= SHARED and all(s.decimals for s in sums) and not r.all & T.ASKS


def _behind_phrase(r: Reading, at: int) -> int:
    """The token that says what a phrase ("grand-mère") means, from its last one."""
    while at > 0 and r.tags[at] & T.FILLER and r.kinds[at] == WORD:
        at -= 1
    return at


def is_money(r: Reading, found: Sum, bits: int, context: Context) -> bool:
    """Whether a number is money, by what stands beside it and by what was asked."""
    if came_back(r, found) and len(r.numbers) == 1:
        return False  # "a book returned, 12 euros back"
    if not (len(r.numbers) > 1 or found.currency or found.decimals) and of_people(r, found):
        return False  # "we are here, party of three"
    if not found.currency and r.all & T.CURRENCY and _so_many_of_us(r, found):
        return False
    if came_back(r, found) or (context.reply_to in _THERE and _added_up(r, found)):
        return True
    if r.all & T.CURRENCY and found.value >= _LEAST and _my_share(r, found):
        return True
    if lists_on(r, found) or _instead_of_sum(r, found):
        return True
    if bits & (T.SPENT | T.LEFT):
        sure = found.currency is not None or found.decimals
        return sure or (_bare_sum(r, found) and not _only_counts(r, found))
    if context.reply_to not in _THERE and not r.all & T.SPENT:
        if r.all & T.CURRENCY and r.all & T.ME and _shared_out(r):
            return True
        return found.currency is not None and _at_winner(r, found, context)
    if (r.all & T.CHANGE and gives_change(r)) or (
        found.value >= _LEAST and added(r, [found], context)
    ):
        return True
    if found.value >= _LEAST and _shares_currency(r, found):
        return True
    if _price_alone(r, found) or _answers(r, found, context) or _adds_up(r) or _shared_out(r):
        return True
    if (found.value >= _LEAST or _joined(r, found)) and _priced_too(r, found):
        return True
    if r.has(found.first - 1, found.first, T.PRICED) and _each_priced(r, context):
        return True
    if found.decimals and r.has(found.first - 1, found.first, T.PRICED):
        return True  # "a book of 22.50"
    if context.reply_to is TO_MOBDAY and _opens_with_cents(r, found):
        return True
    asked = context.reply_to in (TO_RECAP, TO_MOBDAY)
    if found.decimals and asked and _all_with_cents(r):
        return True
    if _each_went_on(r):
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
    if beside and (r.all & T.CURRENCY or _each_beside_somebody(r, context)):
        return True
    if r.all & T.CURRENCY and found.value >= _LEAST and (r.all & T.CORRECT or _and_of(r, found)):
        return True
    if found.value >= _LEAST and r.all & T.CURRENCY and r.before(found.first) & (T.SUM | T.TOTAL):
        return True  # "two at 7 € and one at 3 €, makes 17"
    if r.words[found.first - 1] in r.lexicon.copula and found.first and not _summed(r, found):
        return False  # "that lamp is £150"
    return found.currency is not None or bool(
        found.decimals and r.all & (T.TIMES | T.EACH | T.CORRECT | T.SUM | T.CURRENCY)
    )


def _so_many_of_us(r: Reading, found: Sum) -> bool:
    """ "72 euros à nous cinq": how many paid it."""
    return r.has(found.first - 1, found.first, T.WE) and r.has(
        found.first - 2, found.first - 1, T.WE_ARE
    )


def _instead_of_sum(r: Reading, found: Sum) -> bool:
    """ "Spesi venti, anzi ventidue": a bare number right behind the word that puts a sum right."""
    if not r.all & T.SPENT or len(r.numbers) != SHARED or r.numbers[-1].last != found.last:
        return False
    bare = r.numbers[0].value >= _LEAST and not r.has(found.last + 1, found.last + 2, T.PEOPLE)
    first = r.clause(r.numbers[0].first)[2] & T.SPENT
    return bool(first) and bare and r.has(found.first - 1, found.first, T.CORRECT)


def _each_went_on(r: Reading) -> bool:
    """ "11 on cards and 9.50 on a book": behind each of the numbers what it went on."""
    behind = [n.last + 1 + r.has(n.last + 1, n.last + 2, T.CURRENCY) for n in r.numbers]
    several = len(behind) > 1 and all(n.value >= _LEAST for n in r.numbers)
    return several and all(r.has(at, at + 1, T.PLACE | T.FOR) for at in behind)


def _summed(r: Reading, found: Sum) -> bool:
    """Whether a sum behind "is" is what was paid: a total, or told of "me" in its own clause."""
    mine = T.ME | T.WE
    return bool(r.all & _SUMMING & ~mine) or bool(r.clause(found.first)[2] & mine)


def _shares_currency(r: Reading, found: Sum) -> bool:
    """ "Two books, 18 and 22 euros": the currency behind the last is that of both."""
    after = found.last + 2
    joined = r.has(after - 1, after, T.AND) and r.has(found.first - 1, found.first, T.BREAK)
    other = next((n for n in r.numbers if n.first == after), None)
    return joined and other is not None and r.has(other.last + 1, other.last + 2, T.CURRENCY)


def _and_of(r: Reading, found: Sum) -> bool:
    """ "Twelve euros of cards and eight of ribbons": the currency is said once.

    So it is in "12 for a book and 8 for a card", where what it was for stands behind both, and in
    "5 euros the pad, 19 the novel".
    """
    after = found.last + 1
    if r.has(after, after + 1, T.ARTICLE) and any(_priced(r, n.last + 1) for n in r.numbers):
        return True
    if not r.has(found.first - 1, found.first, T.AND):
        return False
    if not r.lexicon.of.isdisjoint(r.words[after : after + 1]):
        return True
    if r.has(after, after + 1, T.JOINER) and r.has(after, after + 3, T.PERSON):
        return True  # "25 francs of mine and 10 of the boyfriend's"
    first = r.clause(found.first, T.STRONG)[0]
    before = range(first + 1, found.first)
    both = any(r.tags[n] & T.FOR and r.tags[n - 1] & T.CURRENCY for n in before)
    return both and r.has(after, after + 1, T.FOR)


def _priced(r: Reading, at: int) -> bool:
    return r.has(at, at + 1, T.CURRENCY) and r.has(at + 1, at + 2, T.ARTICLE)


def _each_beside_somebody(r: Reading, context: Context) -> bool:
    """ "15 me, 22 my wife": asked what was spent, every number stands beside who spent it."""
    if context.reply_to not in (TO_RECAP, TO_ANSWER) or len(r.numbers) < 2:
        return False
    return all(n.value >= _LEAST and _has_owner(r, n) for n in r.numbers)


def _has_owner(r: Reading, number: Number) -> bool:
    """Whether a person stands before a number or behind it; "50 men" only counts them."""
    who = T.PERSON | T.PERSONS | T.ME
    after = number.last + 1
    if r.has(after, after + 1, who):
        return r.has(after, after + 1, T.ME)
    behind = r.has(after, after + 1, T.POSSESSIVE | T.ARTICLE) and r.has(after, after + 3, who)
    return behind or r.has(number.first - 2, number.first, who)


def _only_counts(r: Reading, found: Sum) -> bool:
    """ "The four of us spent 20 euros each": a bare number that nothing joins to the other sum."""
    money = any(s.currency for s in sums_in(r) if s.first != found.first)
    joins = T.AND | T.PLUS | T.PRICED | T.SPENT | T.LEFT | T.CORRECT | T.INSTEAD | T.BREAK
    whose = T.PERSON | T.PERSONS | T.ME | T.FOR
    joined = r.has(found.first - 2, found.first, joins) or r.has(
        found.first - 3, found.first, whose
    )
    return money and not joined and not r.has(found.last + 1, found.last + 3, joins | whose)


def _bare_sum(r: Reading, found: Sum) -> bool:
    """Whether a whole number alone can be a sum: nothing that is counted stands behind it."""
    after = found.last + 1
    if found.value < 3 or after >= len(r.tags):
        return found.value >= 3
    bits = r.tags[after]
    idle = (
        T.BREAK | T.AND | T.FOR | T.PLACE | T.POLITE | T.SPENT | T.LEFT | T.WITH | T.TOTAL
        | T.FILLER | T.INSTEAD | T.CORRECT | T.EACH
    )  # fmt: skip
    return bool(bits & idle) or r.words[after] in r.lexicon.common
