"""Entries that are named by somebody who gives no vote at all, or takes it back at once."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.mentions import Mention
from bot.listening.reading import Reading

_WITH_VERB = 4
"""Tokens from the word for a vote to the verb that denies it, where verbs come last."""


def abstains(r: Reading, mentions: list[Mention]) -> bool:
    """Whether the writer says that they do not vote, whatever entries they name."""
    last = mentions[-1]
    return _taken_back_behind(r, last) or _votes_not(r, last) or _denies_voting(r, mentions)


def _taken_back_behind(r: Reading, last: Mention) -> bool:
    """ "I voted for 2. Strike that out": what is cancelled in a sentence behind all entries."""
    if not r.all & T.VOTE:
        return False
    end = r.sentence(last.at)[1]
    said = [n for n in r.find(T.CANCEL) if n >= end and not r.denied(n, n)]
    return any(r.sentence(n)[2] & T.BALLOT or not r.all & T.CORRECT for n in said)


def _denies_voting(r: Reading, mentions: list[Mention]) -> bool:
    """ "Number 3 is near me, but I do not vote this month": the one word for voting is denied."""
    said = r.find(T.VOTE) if r.all & T.VOTE and r.all & T.NEGATION else []
    if len(said) != 1 or r.all & T.CORRECT:
        return False
    at = said[0]
    own = range(at, at + _WITH_VERB) if r.lexicon.verb_last else ()  # "to vote I will not do"
    if any(n not in own for n in r.find(T.CHOOSE)):
        return False
    first, last, bits = r.clause(at, T.BREAK | T.BUT | T.AND)
    near = (
        range(at + 1, min(at + 3, last)) if r.lexicon.verb_last else range(max(first, at - 2), at)
    )
    denied = any(r.tags[n] & T.NEGATION for n in near)
    if r.lexicon.verb_last:
        first = at - 2  # "number 3 is near, but this month I vote not"
    return denied and not bits & T.ASKS and not any(first <= m.last < last for m in mentions)


def _votes_not(r: Reading, last: Mention) -> bool:
    """ "4 is lovely, but I don't vote for places I never went to": the vote is what is denied."""
    for n in r.find(T.VOTE):
        first, end, bits = r.clause(n)
        behind = first > last.last and r.has(last.last, first, T.BUT)
        if behind and bits & T.ME and r.has(n + 1, min(n + 3, end), T.NEGATION):
            return True
    return False
