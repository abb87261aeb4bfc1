"""Sums of somebody who told one before: what comes on top of it, and what takes its place."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from bot.domain.intents import Intent, Spent
from bot.listening import tags as T
from bot.listening.context import CLOSED, GATHERING, RECAPPING, TO_PERSON, Context
from bot.listening.reading import Reading
from bot.listening.reckoning import came_back, of_people
from bot.listening.second_words import said_of
from bot.listening.sums import Sum, sums_in

Found = list[tuple[Intent, str]]

_AFTER = (GATHERING, RECAPPING, CLOSED)
_NOT_TOLD = T.ASKS | T.MOB_TOTAL | T.IRONY | T.UNBOUGHT | T.REFUSE
"""What the sentence of a sum has that nobody spent there."""

_NOT_YET = T.INTEND | T.CONDITION | T.REGRET
"""What stands before such a sum."""

_NOT_OURS = T.ELSEWHERE | T.COME
"""The same of its clause."""

_IDLE = T.POLITE | T.FILLER | T.BREAK | T.HANDLE | T.LAUGH | T.SUPPORT
_BEHIND = (
    T.BREAK | T.FOR | T.PLACE | T.JOINER | T.AND | T.BUT | T.SPENT | T.LEFT | T.PRICED | T.PLUS
    | T.ARTICLE | T.END | T.FILLER
)  # fmt: skip
"""What may stand behind a bare number that is a sum: no word for things that are counted."""

_LEAST = 3
"""Less than this is no sum without its currency, unless it is told what it was for."""

_SAYS_SO = T.AND | T.PLUS | T.NEGATION | T.CORRECT | T.SUM | T.CHANGE | T.POLITE | T.PERSON
"""What a message has of which no list is needed: "and 15 more", "no, 32", "so 22", "wife's: 9"."""

_PAIR = 2
_FEW = 5


_BEFORE_THEIRS = T.NEGATION | T.CORRECT | T.INSTEAD | T.ME | T.WE | T.PERSONS
_BESIDE_THEIRS = T.REPORTED | T.TOTAL | T.HEDGE | T.QUOTE
"""What shows that a sum behind a word for a person is not what that person left."""


def told_again(r: Reading, context: Context, told: Found) -> Found:
    """What a message tells of somebody who told a sum before: one on top of that, or in its place.

    `told` is what the message tells of anybody.
    """
    if context.stage not in _AFTER or (context.reply_to is TO_PERSON and not r.all & T.HANDLE):
        return told
    if len(r.words) < _PAIR or not (r.all & _SAYS_SO or _may_be_said(r)):
        return told  # "20 euros"
    earlier = context.earlier
    if not earlier.spent:
        return told
    sums = sums_in(r)
    if not sums or any(s.factor for s in sums):
        return told
    if earlier.people > 1 and len(sums) == 1 and _one_of_us(r, sums[0]):
        left = replace(_as_told(sums[0]), more=True)
        return [(left, "what one of those who came along left")]
    if behind := _comes_on_top(r, sums[0]):
        more = told or _plain(r, sums, behind)
        if more:
            theirs = _somebody_spent(r, sums[0])
            why = "money on top of what was told"
            return [] if theirs else [(_on_top(intent), why) for intent, _ in more]
        return told
    if len(sums) == 1 and _came_off(r, sums[0]):
        off = Spent(-sums[0].value, sums[0].currency or None, more=True)
        return [(off, "money that came back")]
    misread = bool(told) and came_back(r, sums[0]) and told[0][0] == _as_told(sums[0])
    unheard = misread or not told
    turned = _in_its_place(r, sums) if unheard else None
    if turned is None and not misread:
        return told
    if turned is None:
        return []  # what came back is not what was left
    return [(_as_told(turned), "money in place of what was told")]


def _may_be_said(r: Reading) -> bool:
    if r.lexicon.too and r.all & T.PERSON:
        return True
    again, words = r.lexicon.again, r.lexicon.again.needs(r.words)
    return any(said.may_be_said(words) for said in (again.more, again.less, again.right))


def _one_of_us(r: Reading, found: Sum) -> bool:
    """ "My husband paid 15", "wife's was 15": somebody of the writer's own, and their sum, open the
    sentence."""
    first, _, bits = r.sentence(found.first)
    while first < found.first and r.tags[first] & (_IDLE | T.POSSESSIVE | T.ALSO | T.AND):
        first += 1
    said = r.has(first, found.first, _BEFORE_THEIRS) or bits & (_NOT_TOLD | _BESIDE_THEIRS)
    if said or not r.has(first, first + 1, T.PERSON) or r.clause(found.first)[2] & T.ELSEWHERE:
        return False
    return _is_money(r, found, found.last + 1)


def _as_told(found: Sum) -> Spent:
    return Spent(found.value, found.currency or None)


def _came_off(r: Reading, found: Sum) -> bool:
    """ "They gave me 11 back", "knock off the 16": the one number is less than was told."""
    after = found.last + 1
    if len(r.numbers) > 1 or r.has(after, after + 1, T.UNIT) or r.words[after : after + 1] == ["%"]:
        return False
    if not said_of(r.lexicon.again.less, r, found.first, found.last):
        return False
    return _may_be_told(r, found, back=True)


def _on_top(intent: Intent) -> Intent:
    return replace(intent, more=True) if isinstance(intent, Spent) else intent


def _comes_on_top(r: Reading, found: Sum) -> int:
    """ "Another 6", "4 more", "and my husband 15": the token after what says so; 0 where a message
    says no such thing, or what all of it comes to."""
    if r.clause(found.first, T.STRONG)[2] & T.TOTAL or _puts_right(r, found):
        return 0
    several = len(r.numbers) > 1
    if several and r.all & (T.TOTAL | T.SUM | T.CORRECT | T.INSTEAD):
        return 0
    for first, end in said_of(r.lexicon.again.more, r, found.first, found.last):
        if _adds(r, found, first, end) and not (several and first >= found.first):
            return end
    return found.last + 1 if _goes_on(r, found) else 0


def _adds(r: Reading, found: Sum, first: int, last: int) -> bool:
    """Whether a turn of phrase from `first` to before `last` says that a sum comes on top: not
    "20 and not one more", "20 more or less", "I left 25, and forgot my bag"."""
    around = [n for n in range(first, last) if not found.first <= n <= found.last]
    if any(r.tags[n] & (T.NEGATION | T.BUT | T.LEFT | T.NUMBER | T.OR) for n in around):
        return False
    start, end, bits = r.clause(found.first, T.BREAK)
    if bits & T.ELSEWHERE:
        return False
    if bits & T.SPENT and not r.lexicon.verb_last and not (start <= first and last <= end):
        return False
    return last >= len(r.tags) or (bool(r.tags[last] & _BEHIND) and not r.tags[last] & T.OR)


def _goes_on(r: Reading, found: Sum) -> bool:
    """ "Oh, and £6 for the postcards": a sentence that opens with "and", and then the sum."""
    at = r.sentence(found.first)[0]
    if _too(r, at, found.first):
        return True
    while at < found.first and not r.tags[at] & (T.AND | T.PLUS) and r.tags[at] & _IDLE:
        at += 1
    joined = at < found.first and bool(r.tags[at] & (T.AND | T.PLUS))
    between = r.tags[at + 1 : found.first]
    somebody = any(bits & T.PERSON for bits in between)  # "and my husband spent 15"
    verb = T.COME | T.NEGATION | T.OR | (0 if somebody else T.SPENT)
    mine = (bits & (T.ME | T.WE) and not bits & T.POSSESSIVE for bits in between)
    return joined and not any(mine) and not r.has(at + 1, found.first, verb | T.BREAK)


def _plain(r: Reading, sums: list[Sum], behind: int) -> Found:
    """The sums of a message that says of none of them that it was spent."""
    if not all(_may_be_told(r, s) for s in sums):
        return []
    if len(sums) > 1 and not all(s.currency or s.decimals for s in sums):
        return []
    if len(sums) == 1 and not _is_money(r, sums[0], behind):
        return []
    currency = next((s.currency for s in sums if s.currency), None)
    return [(Spent(sum((s.value for s in sums), Decimal(0)), currency), "")]


def _may_be_told(r: Reading, found: Sum, *, back: bool = False) -> bool:
    """Whether nothing says that a sum was not left there; `back` where it came back."""
    first, _, clause = r.clause(found.first, T.BREAK | T.BUT)
    start, _, sentence = r.sentence(found.first)
    untold = sentence & _NOT_TOLD or clause & _NOT_OURS
    if not back:
        others = r.has(first, found.first, T.OTHERS | T.REPORTED)
        untold = untold or others or clause & T.COST or came_back(r, found)
        untold = untold or r.has(start, found.first, _NOT_YET)
    return not (untold or (r.denied(found.first, found.last) and not _puts_right(r, found)))


def _somebody_spent(r: Reading, found: Sum) -> bool:
    """ "My neighbour spent another 60"; "my wife spent another 10 too" is one's own group."""
    first, _, bits = r.clause(found.first, T.BREAK | T.BUT)
    somebody = r.has(first, found.first, T.PERSON | T.PERSONS) and bits & T.SPENT
    if somebody and _too(r, first, found.first):
        return False
    return bool(somebody) and not bits & (T.ALSO | T.AND | T.ME | T.WE)


def _too(r: Reading, first: int, last: int) -> bool:
    """Whether "too" is an ending of the word for a person: "my husband too spent 8,000"."""
    too = r.lexicon.too
    return bool(too) and any(
        r.tags[n] & T.PERSON and r.words[n].endswith(too) for n in range(first, last)
    )


def _is_money(r: Reading, found: Sum, behind: int) -> bool:
    """Whether a number that comes on top can be a sum: not "two more books"."""
    if found.currency is not None or found.decimals:
        return True
    ends = behind >= len(r.tags)
    bits = T.BREAK if ends else r.tags[behind]
    least = found.value >= _LEAST or bool(bits & (T.FOR | T.JOINER) and not ends)
    return least and bool(bits & _BEHIND)


def _in_its_place(r: Reading, sums: list[Sum]) -> Sum | None:
    """The sum that takes the place of the one told before; None where none does."""
    last = sums[-1]
    untold = _NOT_TOLD | T.CONDITION | T.INTEND
    if len(sums) > 1 and _concludes(r, last) and not r.sentence(last.first)[2] & untold:
        return last
    sums = [s for s in sums if not r.sentence(s.first)[2] & _NOT_TOLD]
    kept = [s for s in sums if not _is_given_up(r, s)]
    if len(kept) != 1 or len(sums) > _PAIR or not _may_be_told(r, kept[0]):
        return None
    new = kept[0]
    if r.all & T.CHANGE:  # "9 euros came back, that leaves 43"
        return new if len(sums) == _PAIR and new is last else None
    if not (new.currency or new.decimals or new.value >= _LEAST):
        return None
    others = [s for s in sums if s is not new]
    instead = any(r.denied(s.first, s.last) for s in others) and not of_people(r, new)
    instead = instead or _puts_right(r, new)
    return new if instead or said_of(r.lexicon.again.right, r, new.first, new.last) else None


def _concludes(r: Reading, found: Sum) -> bool:
    """ "…, so 22", "180 then": a last sum beside a word that sums up, and nothing else."""
    if not r.all & T.SUM:
        return False
    end = r.sentence(found.last)[1]
    before = r.has(max(r.clause(found.first)[0], found.first - 2), found.first, T.SUM)
    after = found.last + 1 + r.has(found.last + 1, found.last + 2, T.SUM)
    ends = after >= end or r.has(after, after + 1, T.BREAK)
    return ends and bool(before or after > found.last + 1)


def _is_given_up(r: Reading, found: Sum) -> bool:
    """ "Not 22", "90 was the restaurant": the one that is not meant, or was not left there."""
    elsewhere = r.clause(found.first, T.BREAK)[2] & T.ELSEWHERE
    if elsewhere or came_back(r, found):
        return True
    return r.denied(found.first, found.last) and not _puts_right(r, found)


def _puts_right(r: Reading, found: Sum) -> bool:
    """ "No, wait, 294, …", "sorry, 43": an answering word and the sum open the sentence."""
    first, last, bits = r.sentence(found.first)
    if bits & T.CORRECT and len(r.content()) <= _FEW:
        return True  # "was 36, typo"
    said = range(first, found.first)
    turns = T.NEGATION | T.CORRECT | T.POLITE
    strange = sum(not r.tags[n] & (_IDLE | turns | T.DOUBT) for n in said)
    opens = any(r.tags[n] & turns for n in said) and strange <= 1
    if strange and not r.has(first, found.first, T.NEGATION | T.CORRECT):
        return False
    # "No 294" answers where the word does nothing else, "mica 20" denies.
    apart = r.has(first, found.first, T.BREAK | T.CORRECT | T.DOUBT | T.POLITE)
    after = found.last + 1
    return opens and apart and (after >= last or r.has(after, after + 1, T.BREAK))
