"""Corrections of how many come: "we said three but we'll be five"."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.context import CLOSED, RECAPPING, TO_ANSWER, TO_PERSON, Context
from bot.listening.counts import either, last_count, numbers_of_people
from bot.listening.mentions import Mention
from bot.listening.reading import Reading
from bot.listening.rosters import roster
from bot.listening.totals import totals
from bot.listening.withdrawals import SOON, UNSURE, before_number

_NOT_PEOPLE = T.COST | T.CURRENCY | T.IRONY | T.ASKS
_OVER = (RECAPPING, CLOSED)
_FEW = 6
_NEAR = 3
"""Tokens from "now" to its number: "now it's 5"."""

_PAIR = 2
_CLOSE = 6
"""Tokens from a number to the one that takes its place."""


def recounted(r: Reading, context: Context, mentions: list[Mention]) -> int:
    """ "We said three but we'll be five": the new number holds; 0 where none is said."""
    changed = r.all & (T.CORRECT | T.INSTEAD | T.SAID_YES | T.FORMERLY)
    changed |= r.all & T.CANCEL if len(r.numbers) > 1 else 0  # "scratch the 4, we're 5"
    changed = changed or any(not r.tags[n] & T.AND for n in r.find(T.NO_MORE))  # "più" adds
    if not (changed or (r.all & T.OUT and r.all & T.SUM)) or r.all & _NOT_PEOPLE:
        return 0
    if not (context.stage in SOON or context.earlier.people) or context.reply_to is TO_PERSON:
        return 0
    if context.stage in _OVER:
        return 0
    if r.all & T.REMOVE and r.all & T.LIST and not r.all & (T.CORRECT | T.INSTEAD | T.SUM):
        return 0
    if either(r, mentions):
        return 0
    if (
        r.all & T.NO_MORE
        and not r.all & (UNSURE | T.OUT | T.INSTEAD)
        and (now := _now(r, mentions))
    ):
        return now
    unsaid = T.NEGATION | T.OUT | T.SAID_YES | UNSURE
    if not r.all & unsaid and (listed := roster(r, mentions)):
        return listed
    for at, people in sorted(totals(r, mentions), reverse=True):
        first, last, bits = r.clause(at)
        if r.lexicon.verb_last and not r.has(at, last + 1, T.SAID_YES):
            bits &= ~T.SAID_YES  # said of what stands before it
        elif r.lexicon.verb_last:
            bits |= T.SAID_YES  # "two had signed up, but"
        so = since_so(r, first, at)
        if so > first and not r.has(so, last, T.OUT):
            bits &= ~T.OUT  # "mum can't come after all so it's just me"
            bits &= ~T.REPORTED if r.lexicon.verb_last else -1
        elif not changed:
            continue
        if bits & T.OUT and all(before_number(r, n) for n in r.find(T.OUT)):
            bits &= ~T.OUT
        told = T.REPORTED if r.lexicon.verb_last else 0  # "two are coming, one is ill, she says"
        if r.has(r.sentence(at)[0], at, T.REGRET):
            continue  # "were it not for my leg, we two would come"
        if bits & (T.SAID_YES | T.OUT | T.CANCEL | T.FORMERLY | T.CLOCK | UNSURE | told):
            continue
        if r.lexicon.verb_last or not _denied_verb(r, first, at):
            return people
    if context.reply_to is TO_ANSWER and (instead := _not_that_but(r)):
        return instead
    ours = r.all & T.WE or any(_says_we(r, n) for n in r.find(T.SAID_YES))
    turned = r.all & T.SAID_YES and r.all & T.BUT and ours
    # "first 2, now 3"
    turned = turned or (r.all & T.FORMERLY and len(r.numbers) > 1 and len(r.content()) <= _FEW)
    turned = turned or (r.all & T.FORMERLY and r.all & T.BUT and _set_apart(r))
    return last_count(r, mentions) if turned else 0


def _now(r: Reading, mentions: list[Mention]) -> int:
    """ "I said 4, it's 3 now", "we were 6, now it's 5": the last number, beside "now"; else 0."""
    counts = numbers_of_people(r, mentions)
    if len(counts) < _PAIR or r.lexicon.verb_last:
        return 0
    before, last = counts[-_PAIR:]
    said = r.has(last.last + 1, last.last + 2, T.NO_MORE)
    said = said or r.has(max(before.last + 1, last.first - _NEAR), last.first, T.NO_MORE)
    if r.has(before.last + 1, last.first, T.INSTEAD):
        return 0  # "it's 4 now instead of 6"
    return int(last.value) if said and before.value != last.value else 0


def _says_we(r: Reading, at: int) -> bool:
    """ "Íbamos a ir cuatro": the verb itself says "we"."""
    return bool(r.lexicon.our_verbs) and r.words[at].endswith(r.lexicon.our_verbs)


def _not_that_but(r: Reading) -> int:
    """ "Oops, not 6, 5": of two numbers the one that is not denied; else 0."""
    if len(r.numbers) != _PAIR or not all(n.whole for n in r.numbers):
        return 0
    if r.numbers[0].value == r.numbers[1].value:
        return 0  # two articles
    near = r.numbers[1].first - r.numbers[0].last <= _CLOSE
    kept = [n for n in r.numbers if not r.denied(n.first, n.last)]
    return int(kept[0].value) if near and len(kept) == 1 else 0


def _set_apart(r: Reading) -> bool:
    """ "There were five of us but mum drops out, 4": a last number behind a comma of its own."""
    last = r.numbers[-1] if len(r.numbers) > 1 else None
    return last is not None and last.first > 0 and r.words[last.first - 1] == ","


def _denied_verb(r: Reading, first: int, last: int) -> bool:
    """Whether "not" is said; a "no" before "actually" only answers."""
    so = since_so(r, first, last)
    return any(r.tags[n] & T.NEGATION and not r.tags[n + 1] & T.CORRECT for n in range(so, last))


def since_so(r: Reading, first: int, last: int) -> int:
    """Where the last "so" of a clause stands, its beginning where there is none."""
    return max((n for n in range(first, last) if r.tags[n] & T.SUM), default=first)
