"""Requests to the bot itself: forgetting, reminders, a vote taken back."""

from __future__ import annotations

import re

from bot.domain.intents import (
    About,
    Forget,
    Intent,
    Remind,
    Unvote,
)
from bot.listening import tags as T
from bot.listening.choices import VOTING
from bot.listening.context import (
    TO_ANSWER,
    TO_PERSON,
    Context,
)
from bot.listening.mentions import Mention
from bot.listening.reading import Reading
from bot.listening.text import HANDLE, SIGN

Found = list[tuple[Intent, str]]


_SHORT = 5
"""Tokens of a sentence that can only speak of what the one before it named."""


_BOT = re.compile(r"@[^@]*bot(?:en)?[0-9_]*(?:@.*)?")


def to_another_bot(r: Reading) -> bool:
    """ "@menubot stop writing to me": what is said to some other bot, by a name that says so."""
    handles = (n for n, kind in enumerate(r.kinds) if kind == HANDLE and not r.tags[n] & T.HANDLE)
    return any(_BOT.fullmatch(r.words[n]) for n in handles)


def forgets(r: Reading, context: Context) -> Found:
    """The wish that what is kept on the writer be deleted, or that the bot be silent.

    "Stop tagging me" to another person is not said to the bot.
    """
    if (context.reply_to is TO_PERSON and not r.all & T.HANDLE) or to_another_bot(r):
        return []
    if r.all & T.STOP and _stops(r):
        return [(Forget(), "asks the bot to stop")]
    if not r.all & T.FORGET:
        return []
    votes = r.all & T.BALLOT and context.stage in VOTING
    if votes and not any(r.tags[n] & T.DATA for n in r.find(T.FORGET)):
        return []  # "delete my vote"; "destroy every record of me, votes included" means all
    if r.all & T.SAID_YES and r.all & T.BUT:
        return []  # "I had said yes but my car broke down, delete me": off the list
    before = 0  # "Who allowed you to keep my name? Delete it!" names the data first
    for first, last, bits in r.sentences():
        data = bits | (before if last - first <= _SHORT else 0)
        before = bits
        asked = bits & T.FORGET and data & (T.DATA | T.KEPT) and not bits & T.LIST
        if bits & T.ASKS and bits & T.WHEN:
            continue  # "when do you delete my data?"
        if asked and bits & T.HOW and _asks_how(r, first, last):
            continue
        if asked and not _against(r, first, last, T.FORGET):
            return [(Forget(), "asks that their data be deleted")]
    return []


def _asks_how(r: Reading, first: int, last: int) -> bool:
    """ "How do I delete my data?"; not "remove my data, I don't know how you got it"."""
    how = next(n for n in range(first, last) if r.tags[n] & T.HOW)
    return r.lexicon.verb_last or not r.has(first, how, T.FORGET)


def disclosures(r: Reading, context: Context) -> Found:
    """The wish to read what is kept on the writer; to another person it is not for the bot."""
    if context.reply_to is TO_PERSON:
        return []
    at = r.find(T.KEPT)[0]
    if r.has(max(0, at - 3), at, T.NEGATION):
        return []
    return [(About(), "asks what is kept about them")]


def _stops(r: Reading) -> bool:
    first, last, _ = r.sentence(r.find(T.STOP)[0])
    said = r.content()  # "stop, stop, stop" is one word
    alone = bool(said) and all(r.tags[n] & T.STOP or r.words[n] in r.lexicon.slips for n in said)
    meant = alone or (r.all & T.DATA and r.all & T.FORGET)
    return bool(meant) and not _against(r, first, last, T.STOP)


def _denied(r: Reading, first: int, last: int, wish: int) -> bool:
    """Whether a wish is denied wherever it is said, or only quoted."""
    said = [n for n in range(first, last) if r.tags[n] & wish]
    return r.has(first, said[0], T.QUOTE) or all(_denied_at(r, n) for n in said)


def _denied_at(r: Reading, at: int) -> bool:
    """ "Not" may also stand behind the verb ("löscht meine Stimme nicht")."""
    start, end, _ = r.clause(at, T.BREAK | T.BUT | T.AND)
    if r.has(max(start, at - 3), at, T.NEGATION):
        return True
    if at > start and r.lexicon.meaning[r.words[at - 1]] & T.NEGATION:
        return True  # the "no" of another phrase that ends here
    behind = range(at + 1, min(at + 5, end))
    mine = (n for n in behind if r.tags[n] & T.ME and not r.tags[n] & T.POSSESSIVE)
    end = next(mine, behind.stop)  # "remove my vote I don't want to take part"
    return not r.lexicon.verb_last and r.has(at + 1, end, T.NEGATION)


def _against(r: Reading, first: int, last: int, wish: int) -> bool:
    """Whether it is denied, reported, or said of somebody else: "my ex won't stop writing"."""
    at = next(n for n in range(first, last) if r.tags[n] & wish)
    if r.tags[at] & (T.REPORTED | T.PAST) or _denied(r, first, last, wish):
        return True
    taken_back = wish not in (T.FORGET, T.STOP)
    finished = r.words[at].endswith(r.lexicon.verb_endings)  # "cancel it, I vote for none"
    behind = r.lexicon.verb_last and taken_back and not finished
    if behind and r.has(at + 1, min(at + 4, last), T.NEGATION):
        return True
    start = r.clause(at)[0]
    if taken_back and r.has(first, last, T.ASKS) and r.has(start, at, T.OTHERS):
        return True  # "who has taken the vote back?"
    if _said_by_another(r, first, start):
        return True
    whose = T.REPORTED | T.PERSON | T.OTHERS | T.PAST
    told = [bits for bits in r.tags[start:at] if not bits & T.INTEND]
    spoken_of = any(bits & (whose) for bits in told)
    return r.quoted(at) or (spoken_of and not r.has(start, at, T.ME | T.YOU))


def _said_by_another(r: Reading, first: int, start: int) -> bool:
    """ "My sister said, take me off your books": a word for saying ends the clause before."""
    said = start - 2
    if said < first or not r.lexicon.meaning[r.words[said]] & T.REPORTED:
        return False
    return r.has(first, start, T.PERSON | T.OTHERS) and not r.has(first, start, T.ME)


_BEFORE_ASKING = (
    T.POLITE | T.FILLER | T.AND | T.BUT | T.BREAK | T.HANDLE | T.ALSO | T.SUPPORT | T.NEGATION
    | T.STOP | T.TELL
)  # fmt: skip
"""What may stand before "remind me" in its clause: "this reminds me of …" asks for nothing."""

_AGAINST_IT = T.NEGATION | T.STOP | T.CANCEL


def reminders(r: Reading) -> Found:
    """The wish to be reminded, or not to be any more. What it is that the writer wants to be
    reminded of ("to vote for 2", "to come") is not said by them now, and counts for nothing."""
    for at in r.find(T.REMIND):
        first, last, bits = r.clause(at, T.BREAK | T.BUT | T.AND)
        if not _asked_for(r, first, at):
            continue
        if bits & T.WHERE or (r.sentence(at)[2] & T.ASKS and bits & (T.WHEN | T.COUNT | T.LEADS)):
            return []  # "can you remind me when it is?" wants to know it now
        off = bool(bits & _AGAINST_IT)
        r.unsay(first if r.lexicon.verb_last else at, last)
        why = "asks not to be reminded" if off else "asks to be reminded"
        return [(Remind(off or None), why)]
    return []


def _asked_for(r: Reading, first: int, at: int) -> bool:
    return r.lexicon.verb_last or all(
        r.tags[n] & _BEFORE_ASKING or r.kinds[n] == SIGN for n in range(first, at)
    )


def unvotes(r: Reading) -> Found:
    """The wish to end without a vote."""
    if not (r.all & T.BALLOT and r.all & (T.CANCEL | T.FORGET | T.REMOVE)):
        return []
    taking = T.CANCEL | T.FORGET | T.REMOVE
    for first, last, bits in r.sentences():
        asked = bits & T.BALLOT and any(
            bits & taking and not bits & T.STOP for bits in r.tags[first:last]
        )
        if asked and not bits & T.HOW and not _against(r, first, last, taking):
            return [(Unvote(), "takes the vote back")]
    return []


def cancelled_entry(r: Reading, context: Context, mentions: list[Mention]) -> Found:
    """ "Cancel the 6", to an answer of the bot: the one entry that is named was the vote."""
    if context.reply_to is not TO_ANSWER or context.stage not in VOTING:
        return []
    against = T.NEGATION | T.OTHERS | T.PERSON | T.REPORTED | T.CONDITION
    if not mentions and len(r.content()) <= _SHORT and not r.all & against:
        return [(Unvote(), "takes the vote back")]  # "can you cancel that"
    if len(mentions) != 1 or r.all & T.ASKS:
        return []
    first, _, bits = r.clause(mentions[0].at)
    if not bits & T.CANCEL or r.has(first, mentions[0].at, against):
        return []
    return [(Unvote(), "takes the vote back")]
