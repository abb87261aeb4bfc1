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
from bot.listening.sayings import Sayings
from bot.listening.second_words import said_of

Found = list[tuple[Intent, str]]

_ASKED = T.ASKS | T.COUNT | T.WHEN | T.WHERE | T.LEADS | T.IRONY | T.REFUSE
"""What a sentence has that names an entry and gives it no vote."""

_SOMEBODY = T.OTHERS | T.PERSON | T.PERSONS | T.REPORTED
_OVER = T.NEGATION | T.OUT | T.CONDITION | T.REGRET
"""The same of a shop that the writer put forward: "my nomination did not make it"."""

_SMALL = T.ARTICLE | T.JOINER | T.SUPPORT | T.FOR
_PAIR = 2
_NEAR = 2
"""Tokens behind a wish in which "not" denies it."""

_LEAST = 3
"""Fewer tokens than "the one below" only name an entry, as most votes do."""

_SHORT = 12
"""Words of a message in which somebody takes a vote back without saying what it is."""


def voted_again(r: Reading, context: Context, mentions: list[Mention], given: Found) -> Found:
    """What a message does to the vote of somebody who was heard before; `given` is what it does to
    that of anybody, which holds unless "back to my first one" names no first entry."""
    if context.stage not in VOTING or (given and context.reply_to is TO_NOMINATION):
        return given
    if context.reply_to is TO_PERSON and (not r.all & T.HANDLE or r.all & T.YOU):
        return given
    if given and len(r.words) < _LEAST:
        return given
    again, words = r.lexicon.again, r.lexicon.again.needs(r.words)
    if not any(isinstance(intent, Unvote) for intent, _ in given):
        if again.back.may_be_said(words) and (same := _back(r, context, mentions)):
            return same
        for list_, step in ((again.below, 1), (again.above, -1)):
            if list_.may_be_said(words) and (found := _beside(r, context, mentions, list_, step)):
                return found
    if given:
        return given
    if again.own.may_be_said(words) and (own := _own(r, context)):
        return own
    turns = again.turn.may_be_said(words) or again.right.may_be_said(words)
    if turns and (turned := _turned(r, context, mentions)):
        return turned
    if not mentions and again.off.may_be_said(words):
        return _off(r, context)
    return []


def _own(r: Reading, context: Context) -> Found:
    """ "I vote for my own nomination": the entry that the writer put forward."""
    told = T.VOTE | T.CHOOSE | T.BALLOT
    for first, last in r.lexicon.again.own.said(r.words):
        start, end, bits = r.sentence(first)
        if bits & (_ASKED | _OVER) or _of_somebody(r, start, first, last, end):
            continue
        beside = [n for n in r.content() if not first <= n < last and not r.tags[n] & _SMALL]
        alone = len(beside) <= 1 and all(n >= last for n in beside)  # "…, of course"
        asked = r.all & told or (alone and context.reply_to in (TO_BALLOT, TO_ANSWER))
        if asked and context.earlier.nominated:
            return [(Vote(context.earlier.nominated), "is for the shop they put forward")]
    return []


def _back(r: Reading, context: Context, mentions: list[Mention]) -> Found:
    """ "Put the same one back", "back to my first choice": the vote that was taken back, or that
    another took the place of."""
    for first, last in r.lexicon.again.back.said(r.words):
        start, end, bits = r.sentence(first)
        if bits & (_ASKED | T.HOW) or _of_somebody(r, start, first, last, end):
            continue
        if not all(first <= m.at < last for m in mentions):
            continue
        if context.earlier.vote_once:
            return [(Vote(context.earlier.vote_once), "wants the vote they had")]
    return []


def _of_somebody(r: Reading, start: int, first: int, last: int, end: int) -> bool:
    """Whether a sentence tells of others beside its turn of phrase, from `first` to `last`."""
    return r.has(start, first, _SOMEBODY) or r.has(last, end, _SOMEBODY)


def _beside(
    r: Reading, context: Context, mentions: list[Mention], sayings: Sayings, step: int
) -> Found:
    """ "One line off, I meant the one below": the entry beside the one that was chosen."""
    for first, last in sayings.said(r.words):
        start, end, bits = r.sentence(first)
        if bits & (_ASKED | T.NEGATION | T.CONDITION) or _of_somebody(r, start, first, last, end):
            continue
        if not all(first <= m.at < last for m in mentions) or context.earlier.vote is None:
            continue
        choice = context.earlier.vote + step
        if any(c.choice == choice for c in context.candidates):
            return [(Vote(choice), "wants the entry beside the one they chose")]
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
    kept = [m for m in mentions if not is_refused(r, m, mentions)]
    turned = _turns_to(r, kept)
    if not turned and not any(m.marked for m in mentions):
        kept = by_kind(r, names_of(context.candidates), pointed=False)
        turned = _turns_to(r, kept)
    choices = {m.choice for m in kept if m.marked} | {m.choice for m, _ in turned}
    if not turned or len(choices) > _PAIR or any(one_of_two(r, m, mentions) for m in kept):
        return []
    said_too = (n for n in r.content() if not r.tags[n] & _SMALL)
    alone = all(turned[-1][1][0] <= n < turned[-1][1][1] for n in said_too)
    heard = context.reply_to is TO_ANSWER or (alone and context.reply_to is TO_BALLOT)
    if not heard and not context.earlier.vote:
        return []
    choices -= {context.earlier.vote} if len(choices) > 1 else set()
    said = [m for m, span in turned if m.choice in choices and _is_meant(r, m, span)]
    if len(choices) != 1 or not said:
        return []
    return [(Vote(said[-1].choice), "turns to one entry of the ballot")]


def _turns_to(r: Reading, mentions: list[Mention]) -> list[tuple[Mention, tuple[int, int]]]:
    """The entries that a turn of phrase speaks of, each with where that stands."""
    again = r.lexicon.again
    spans = (
        said_of(again.turn, r, m.at, m.last) or said_of(again.right, r, m.at, m.last)
        for m in mentions
    )
    return [(m, found[0]) for m, found in zip(mentions, spans, strict=True) if found]


def _is_meant(r: Reading, mention: Mention, span: tuple[int, int]) -> bool:
    """Whether nothing is asked about an entry, and nobody else is told to want it."""
    first, last, bits = r.sentence(mention.at)
    unsure = T.CONDITION | T.OR | (T.HEDGE if not r.all & T.CORRECT else 0)
    polite = T.YOU | T.BALLOT
    asked = _ASKED if bits & polite != polite else _ASKED & ~T.ASKS  # "can you move my vote to 4?"
    if bits & asked or r.has(first, span[0], unsure) or r.has(span[1], last, unsure):
        return False
    if r.has(first, last, T.CONDITION) and bits & (T.BUT | T.NEGATION):
        return False  # "if I had to: 4. But I don't"
    before = range(r.clause(mention.at)[0], mention.at)
    who = [n for n in before if r.tags[n] & (_SOMEBODY | T.ME)]
    somebody = bool(who) and not r.tags[who[-1]] & T.ME
    after = mention.last + 1
    counted = r.tags[mention.at] & T.NUMBER and r.has(after, after + 1, T.UNIT | T.PERSONS)
    if somebody or counted:
        return False
    return not r.denied(mention.at, mention.last) and not r.quoted(mention.at)
