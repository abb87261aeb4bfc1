"""Votes of somebody who was heard before: another in its place, none, or the one they had."""

from __future__ import annotations

from bot.domain.intents import Intent, Unvote, Vote
from bot.listening import tags as T
from bot.listening.choices import VOTING
from bot.listening.context import TO_ANSWER, TO_BALLOT, TO_NOMINATION, TO_PERSON, Context
from bot.listening.entries import names_of
from bot.listening.mentions import Mention, by_kind
from bot.listening.reading import Reading
from bot.listening.rejections import is_refused, one_of_two
from bot.listening.second_words import said_of

Found = list[tuple[Intent, str]]

_ASKED = T.ASKS | T.COUNT | T.WHEN | T.WHERE | T.LEADS | T.IRONY | T.REFUSE
"""What a sentence has that names an entry and gives it no vote."""

_SOMEBODY = T.OTHERS | T.PERSON | T.PERSONS | T.REPORTED
_OVER = T.NEGATION | T.OUT | T.CONDITION | T.REGRET
"""The same of a shop that the writer put forward: "my nomination did not make it"."""

_PAIR = 2
_NEAR = 2
"""Tokens behind a wish in which "not" denies it."""

_SHORT = 12
"""Words of a message in which somebody takes a vote back without saying what it is."""


def voted_again(r: Reading, context: Context, mentions: list[Mention], given: Found) -> Found:
    """What a message does to the vote of somebody who was heard before; `given` is what it does to
    that of anybody, which holds unless "back to my first one" names no first entry."""
    if context.stage not in VOTING or (given and context.reply_to is TO_NOMINATION):
        return given
    if context.reply_to is TO_PERSON and not r.all & T.HANDLE:
        return given
    again, words = r.lexicon.again, r.lexicon.again.needs(r.words)
    unvoted = any(isinstance(intent, Unvote) for intent, _ in given)
    if not unvoted and again.back.may_be_said(words) and (same := _back(r, context, mentions)):
        return same
    if given:
        return given
    if again.own.may_be_said(words) and (own := _own(r, context)):
        return own
    if again.turn.may_be_said(words) and (turned := _turned(r, context, mentions)):
        return turned
    if not mentions and again.off.may_be_said(words):
        return _off(r, context)
    return []


def _own(r: Reading, context: Context) -> Found:
    """ "I vote for my own nomination": the entry that the writer put forward."""
    told = T.VOTE | T.CHOOSE | T.BALLOT
    for first, last in r.lexicon.again.own.said(r.words):
        start, end, bits = r.sentence(first)
        somebody = r.has(start, first, _SOMEBODY) or r.has(last, end, _SOMEBODY)
        if bits & (_ASKED | _OVER) or somebody:
            continue
        alone = all(first <= n < last for n in r.content())
        asked = bits & told or (alone and context.reply_to in (TO_BALLOT, TO_ANSWER))
        if asked and context.earlier.nominated:
            return [(Vote(context.earlier.nominated), "is for the shop they put forward")]
    return []


def _back(r: Reading, context: Context, mentions: list[Mention]) -> Found:
    """ "Put the same one back", "back to my first choice": the vote that was taken back, or that
    another took the place of."""
    for first, last in r.lexicon.again.back.said(r.words):
        if r.sentence(first)[2] & (_ASKED | _SOMEBODY | T.HOW):
            continue
        if not all(first <= m.at < last for m in mentions):
            continue
        if context.earlier.vote_once:
            return [(Vote(context.earlier.vote_once), "wants the vote they had")]
    return []


def _off(r: Reading, context: Context) -> Found:
    """ "Could you take it off again": where nothing else is asked, the vote is taken back."""
    if len(r.content()) > 2 * _SHORT:
        return []
    for first, last in r.lexicon.again.off.said(r.words):
        start, end, bits = r.clause(first, T.BREAK | T.BUT)
        told = T.HOW | T.HELP | T.WHEN | T.CONDITION | T.REGRET
        if bits & told or r.has(start, last, _SOMEBODY) or r.quoted(first):
            continue
        if r.has(start, first, T.NEGATION) or r.has(last, min(end, last + _NEAR), T.NEGATION):
            continue
        if not r.has(first, last, T.BALLOT) and not _ends(r, last):
            continue
        if context.earlier.vote:
            return [(Unvote(), "takes the vote back")]
    return []


def _ends(r: Reading, at: int) -> bool:
    """Whether a clause ends at a token: "take it back"; not "take it back to the printer"."""
    ends = T.BREAK | T.POLITE | T.AND | T.BUT
    return at >= len(r.tags) or bool(r.tags[at] & ends) or r.words[at] in r.lexicon.reasons


def _turned(r: Reading, context: Context, mentions: list[Mention]) -> Found:
    """ "Then the 7", "not the books, the other one: 4": one entry, and what turns to it."""
    mentions = mentions or by_kind(r, names_of(context.candidates), pointed=False)
    kept = [m for m in mentions if not is_refused(r, m, mentions)]
    turn = r.lexicon.again.turn
    turned = [(m, span) for m in kept if (span := said_of(turn, r, m.at, m.last))]
    choices = {m.choice for m in kept if m.marked} | {m.choice for m, _ in turned}
    if not turned or len(choices) > _PAIR or any(one_of_two(r, m, mentions) for m in kept):
        return []
    alone = all(first <= n < last for _, (first, last) in turned for n in r.content())
    heard = context.reply_to is TO_ANSWER or (alone and context.reply_to is TO_BALLOT)
    if not heard and not context.earlier.vote:
        return []
    choices -= {context.earlier.vote} if len(choices) > 1 else set()
    said = [m for m, _ in turned if m.choice in choices and _is_meant(r, m)]
    if len(choices) != 1 or not said:
        return []
    return [(Vote(said[-1].choice), "turns to one entry of the ballot")]


def _is_meant(r: Reading, mention: Mention) -> bool:
    """Whether nothing is asked about an entry, and nobody else is told to want it."""
    if r.sentence(mention.at)[2] & (_ASKED | T.CONDITION | T.HEDGE | T.OR):
        return False
    before = range(r.clause(mention.at)[0], mention.at)
    who = [n for n in before if r.tags[n] & (_SOMEBODY | T.ME)]
    somebody = bool(who) and not r.tags[who[-1]] & T.ME
    after = mention.last + 1
    counted = r.tags[mention.at] & T.NUMBER and r.has(after, after + 1, T.UNIT | T.PERSONS)
    return (
        not (somebody or counted)
        and not r.denied(mention.at, mention.last)
        and not r.quoted(mention.at)
    )
