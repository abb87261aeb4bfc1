"""The word to come that is taken back."""

from __future__ import annotations

from bot.domain.intents import Intent, Withdraw
from bot.listening import tags as T
from bot.listening.context import ANNOUNCED, GATHERING, TO_ANSWER, TO_PERSON, Context
from bot.listening.reading import Reading
from bot.listening.text import WORD

SOON = (ANNOUNCED, GATHERING)
UNSURE = T.HEDGE | T.CONDITION | T.REGRET

Found = list[tuple[Intent, str]]


def withdraw(r: Reading, context: Context) -> Found:
    """The promise to come that a message takes back."""
    if not r.all & (T.OUT | T.LIST | T.COME | T.SAID_YES | T.CANCEL) or r.all & T.BALLOT:
        return []
    late = context.stage in SOON or context.earlier.people > 0
    if late and any(_steps_back(r, n, context) for n in r.find(T.OUT)):
        return [(Withdraw(), "takes part no more")]
    if r.all & T.LIST and r.all & T.REMOVE and not r.all & T.ADD and late and not _stays(r):
        return [(Withdraw(), "asks to be taken off the list")]
    taken = T.CANCEL | (T.REMOVE if r.all & T.SAID_YES else 0)
    cancels = r.all & taken and late and context.reply_to is not TO_PERSON
    if cancels and not r.all & T.NEGATION and all(_of_a_thing(r, n) for n in r.find(taken)):
        return []  # "I collect the shirts and come"
    if cancels and all(_of_somebody(r, n) for n in r.find(taken)):
        return []  # "the four of us come, the dog does not count"
    if cancels and (r.all & (T.COME | T.SAID_YES) or context.reply_to is TO_ANSWER):
        return [(Withdraw(), "cancels a promise to come")]
    return _no_longer(r, context) if late else []


def _of_a_thing(r: Reading, at: int) -> bool:
    """Whether behind a word for taking away stands "the" and a noun that means nothing known."""
    noun = at + 2
    if noun >= len(r.tags) or r.kinds[noun] != WORD or not r.has(at + 1, noun, T.ARTICLE):
        return False
    return not r.lexicon.meaning[r.words[noun]] and r.words[noun] not in r.lexicon.common


def _of_somebody(r: Reading, at: int) -> bool:
    """Whether a word for taking away is said of somebody else, or of the dog."""
    first, _, bits = r.clause(at)
    own = T.ME | T.WE | T.SAID_YES | T.LIST
    others = r.has(first, at, T.PERSON | T.PERSONS | T.OTHERS) or bits & T.ACCESS
    return bool(others) and not bits & own


def _steps_back(r: Reading, at: int, context: Context) -> bool:
    asked = r.sentence(at)[2]
    if r.lexicon.meaning[r.words[at]] & T.REMOVE and r.has(at + 1, at + 2, T.YOU):
        asked &= ~T.ASKS  # "haal je me van de lijst?" asks for it
    if context.reply_to is TO_PERSON or (
        asked & T.ASKS and not asked & (T.SUGGEST | T.PLEASE) and not r.all & T.SAID_YES
    ):
        return False
    if before_number(r, at):
        return False
    first = r.clause(at, T.BREAK | T.BUT | T.AND)[0]
    if r.has(max(first, at - 1), at, T.PERSON):
        return False
    if r.lexicon.verb_last and not r.tags[at] & T.NO_MORE and r.has(at + 1, at + 3, T.NEGATION):
        return False
    # "Mum is not well, so I have to cancel"
    so = max((n for n in range(first, at) if r.tags[n] & T.SUM), default=first)
    first = so if r.has(so, at + 1, T.ME | T.WE) else first
    unsure = UNSURE & ~T.REGRET if r.lexicon.verb_last else UNSURE  # "I must travel, so I drop out"
    if r.lexicon.verb_last and not r.has(at - 2, at, T.OTHERS):  # "guests came, so I drop out"
        return not r.has(first, at, T.NEGATION | T.PAST | unsure)
    return not r.has(first, at, T.NEGATION | T.OTHERS | T.PAST | unsure)


def before_number(r: Reading, at: int) -> bool:
    """ "Finalement pas 2 mais 3": what looks like a no only takes back the number behind it."""
    after = at + 1
    while after < len(r.tags) and r.tags[after] & T.FILLER and r.kinds[after] == WORD:
        after += 1
    if r.has(after, after + 1, T.TOGETHER):
        return bool(r.lexicon.meaning[r.words[after - 1]] & T.NEGATION)  # "doch nicht zu fünft"
    after += after > at + 1 and r.has(after, after + 1, T.WE_ARE)  # "toch niet met 3"
    return after > at + 1 and r.has(after, after + 1, T.NUMBER)


def _stays(r: Reading) -> bool:
    """ "Nehmt mich nicht von der Liste", "ne m'enlevez pas": the word for removing is denied."""
    at, listed = r.find(T.REMOVE)[0], r.find(T.LIST)[-1]
    if r.lexicon.verb_last:
        return r.has(at + 1, at + 3, T.NEGATION)
    return r.has(max(at - 2, 0), max(at + 1, listed), T.NEGATION)


def _no_longer(r: Reading, context: Context) -> Found:
    """ "Not coming after all": a no with a sign that there was a yes."""
    earlier = r.all & (T.NO_MORE | T.SAID_YES) or context.earlier.people
    if not earlier and context.reply_to is not TO_ANSWER:
        return []
    if context.reply_to is TO_PERSON:
        return []
    if any(r.clause(n)[2] & T.CURRENCY for n in r.find(T.SAID_YES)):
        return []  # "I had said twenty euros and no more"
    said = r.find(T.COME)
    for n in said[-1:] if r.lexicon.verb_last else said:
        _first, _last, bits = r.clause(n, T.STRONG | T.BUT)
        first, last, _ = r.clause(n)
        if r.lexicon.verb_last:
            first = max(first, n - 2)  # "my son cannot, my husband and I come"
        unsure = UNSURE & ~T.HEDGE if r.lexicon.verb_last else UNSURE  # "it seems I cannot"
        if r.has(first, last, T.NEGATION) and not bits & unsure:
            return [(Withdraw(), "a no after an earlier yes")]
    unsure = r.all & T.HEDGE and not r.lexicon.verb_last  # "it is no longer sure that I come"
    if unsure:
        return []
    if r.all & T.PAST and not r.all & T.BUT and not r.lexicon.verb_last:
        return []  # "last time there were five of us"
    anew = r.lexicon.verb_last and not r.all & (T.NEGATION | T.OUT)
    counts = T.TOGETHER | T.PEOPLE
    if anew and any(r.has(n + 1, len(r.tags), counts) for n in r.find(T.SAID_YES)):
        return []  # "two I had said, but three it may be"
    said_yes = max(r.find(T.SAID_YES), default=0)
    still = T.NEGATION | T.OUT | T.SAID_YES | UNSURE
    comes = any(not r.sentence(n)[2] & still for n in r.find(T.COME) if n > said_yes)
    if r.numbers and comes and not r.lexicon.verb_last:
        return []  # "we said nine, but two fell ill. Seven are coming"
    if r.all & T.SAID_YES and (r.all & (T.BUT | T.NEGATION) or r.lexicon.verb_last):
        return [(Withdraw(), "says that an earlier yes no longer holds")]
    return []
