"""What the writer wants to know of this mob, or of how it works."""

from __future__ import annotations

from bot.domain.intents import Ask, Help, Intent, Topic
from bot.listening import tags as T
from bot.listening.context import TO_NOMINATION, TO_PERSON, Context
from bot.listening.reading import Reading
from bot.listening.text import SIGN, WORD

Found = list[tuple[Intent, str]]

_LONGEST_QUESTION = 10
_SHORT = 5


_TOPICS = (
    (T.LEADS, Topic.LEADER),
    (T.WHEN, Topic.WHEN),
    (T.WHERE, Topic.WHERE),
    (T.COUNT, Topic.COUNT),
)
_OTHER_TOPICS = (
    (T.PARKING, Topic.PARKING),
    (T.ACCESS, Topic.ACCESS),
    (T.PAYMENT, Topic.PAYMENT),
    (T.COST, Topic.MONEY),
)


ASKING = T.DECIDED | T.MEET | T.HELP | T.HOW | T.ASKS | T.LEADS | T.WHEN | T.WHERE | T.COUNT
"""A message without any of these asks nothing."""


def questions(r: Reading, context: Context) -> Found:
    """What the writer wants to know; to another person nothing is asked of the bot."""
    if context.reply_to in (TO_PERSON, TO_NOMINATION):
        return []
    for first, last, bits in r.sentences():
        if not bits & ASKING or (bits & T.DATA and bits & T.FORGET):
            continue  # "when do you delete my data?" asks nothing of this mob
        if bits & T.ASKS and bits & T.WHEN and _opens(r, first, last, T.WHEN):
            return [(Ask(Topic.WHEN), "asks about this mob")]
        if bits & T.HELP and _asks_help(r, first, last):
            return [(Help(), "asks how it works")]
        if bits & T.HOW and bits & T.HELP and bits & (T.YOU | T.ASKS | T.POLITE):
            return [(Help(), "asks for an explanation")]
        if (
            bits & T.HOW
            and _asks_how(r, first, last)
            and bits & (T.VOTE | T.NOMINATE | T.BALLOT | T.CANCEL | T.NOMINATION)
        ):
            return [(Help(), "asks how to do it")]
        if (
            bits & T.WHERE
            and bits & T.ME
            and bits & (T.NOMINATE | T.NOMINATION | T.BALLOT)
            and (bits & T.ASKS or _opens(r, first, last, T.WHERE))
        ):
            return [(Help(), "asks where to send it")]
        if topic := _topic(r, first, last, bits):
            return [(Ask(topic), "asks about this mob")]
    return []


def _asks_how(r: Reading, first: int, last: int) -> bool:
    """Whether "how" and what is to be done stand in one clause, not "I don't know its name"."""
    done = T.VOTE | T.NOMINATE | T.BALLOT | T.CANCEL | T.NOMINATION
    return any(r.tags[n] & T.HOW and r.clause(n)[2] & done for n in range(first, last))


def _asks_help(r: Reading, first: int, last: int) -> bool:
    """A lone "help" counts where it is nearly all that is said, not as a sigh in a longer text."""
    at = next(n for n in range(first, last) if r.tags[n] & T.HELP)
    behind = at + 1 + (r.words[at + 1] in r.lexicon.slips if at + 1 < last else 0)
    phrase = r.has(behind, min(behind + 1, last), T.FILLER)  # "leg eens uit"
    if phrase and not r.has(first, last, T.ASKS | T.NEGATION) and _of_something(r, at, last):
        return False
    return phrase or len(r.content()) <= _SHORT


def _of_something(r: Reading, at: int, last: int) -> bool:
    """ "Somebody explained how the microwave works": what the question is about is none of ours."""
    at += 1
    while at < last and r.tags[at] & T.FILLER:
        at += 1
    return r.has(at, min(at + 1, last), T.ARTICLE | T.POSSESSIVE) and _strange(r, at + 1, last)


def _strange(r: Reading, at: int, last: int) -> bool:
    """Whether a word means nothing that is known, and is no part of "cash mob"."""
    if at >= last or r.kinds[at] != WORD or r.words[at].startswith(("cash", "mob")):
        return False
    return not r.lexicon.meaning[r.words[at]] and r.words[at] not in r.lexicon.common


def _counts_others(r: Reading, first: int, last: int, bits: int) -> bool:
    """ "How many goals did they score?": what is counted is neither people nor votes."""
    if bits & (T.COME | T.PERSON | T.PERSONS | T.PEOPLE | T.VOTE | T.BALLOT | T.LIST | T.WE):
        return False
    at = next(n for n in range(first, last) if r.tags[n] & T.COUNT) + 1
    while at < last and r.tags[at] & T.FILLER:
        at += 1
    return _strange(r, at, last) and _strange(r, at + 1, last)


def _topic(r: Reading, first: int, last: int, bits: int) -> Topic | None:
    """What a sentence asks about: by its question mark, or by beginning with the question."""
    if bits & T.WHERE and bits & T.PARKING and (bits & T.ASKS or len(r.content()) <= _SHORT):
        return Topic.PARKING  # "where can I park?" does not ask where we meet
    if bits & T.ASKS and not bits & (T.COME | T.PARKING | T.HEDGE):
        if bits & T.DECIDED:
            return Topic.LEADER
        if bits & T.MEET:
            return Topic.WHERE
        if bits & T.CLOCK and bits & T.NUMBER and not r.all & T.COME and _hour(r, first, last):
            return Topic.WHEN
    asked = bits & (T.ASKS | T.TELL | T.REMIND) or (bits & T.PLEASE and len(r.content()) <= _SHORT)
    for bit, topic in _TOPICS:
        if bit == T.COUNT and bits & bit and _counts_others(r, first, last, bits):
            continue
        if bits & bit and (asked or _opens(r, first, last, bit)):
            return topic
    if bits & T.ASKS:
        for bit, topic in _OTHER_TOPICS:
            if bits & bit:
                return topic
    return None


def _hour(r: Reading, first: int, last: int) -> bool:
    """ "At 11?", "11 o'clock?": a number with the word for hours beside it."""
    beside = (n for n in r.numbers if first <= n.first < last and not r.tags[n.first] & T.NTH)
    return any(
        r.has(n.first - 2, n.first, T.CLOCK)
        or any(bits & (T.CLOCK | T.PLACE) == T.CLOCK for bits in r.tags[n.last + 1 : n.last + 3])
        for n in beside
        if n.value < 24 and not r.has(n.first, n.last + 2, T.FILLER | T.ARTICLE)
    )


def _asked_before(r: Reading, first: int, last: int) -> int:
    """ "What time do we start and is there a meeting point": where the second question begins."""
    more = T.WHEN | T.WHERE | T.COUNT | T.LEADS | T.HOW | T.PARKING | T.ACCESS
    ands = (n for n in range(first, last) if r.tags[n] & T.AND)
    return next((n for n in ands if r.has(n + 1, min(n + 6, last), more)), last)


def _opens(r: Reading, first: int, last: int, bit: int) -> bool:
    """Whether the question stands where a question stands without its mark: first in its clause."""
    idle = T.POLITE | T.FILLER | T.AND | T.BUT | T.BREAK
    for n in range(first, last):
        if r.tags[n] & bit:
            start = r.clause(n)[0]
            end = min(last, r.clause(n)[1])
            if _asked_before(r, n, end) - n > _LONGEST_QUESTION:
                return False
            if r.has(n - 1, n, T.AND) and r.has(n + 1, n + 2, T.FILLER):
                return True  # "Is there parking and what time does it start"
            return all(r.tags[m] & idle or r.kinds[m] == SIGN for m in range(start, n))
    return False
