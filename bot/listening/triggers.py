"""Words that ask for a shop, and whether the writer means them so, here and now."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from bot.listening import tags as T
from bot.listening.bystanders import is_subject
from bot.listening.capitals import capital, cased
from bot.listening.context import CALLING, TO_PERSON, Context
from bot.listening.reading import Reading
from bot.listening.text import HANDLE, WORD

ASKING = T.NOMINATE | T.NOMINATION | T.SUGGEST | T.ADD
_HINTS = T.NOMINATE | T.NOMINATION | T.SUGGEST
_MINE = T.ME | T.WE | T.POSSESSIVE
_OF_IDEAS = T.NOMINATION | T.PHRASE | T.THING
_TYPO_LENGTH = 6

_SIMILAR = 84


def is_of_mine(r: Reading, trigger: int) -> bool:
    """ "I nominate my neighbour, who plays the trumpet": a person, put forward in jest."""
    if not r.tags[trigger] & T.NOMINATE or not r.has(trigger + 1, trigger + 2, T.POSSESSIVE):
        return False
    return r.has(trigger + 2, trigger + 3, T.PERSON) and r.words[trigger + 2][-1] != "'"


def is_in_name(r: Reading, trigger: int) -> bool:
    """ "Something called Nominate More Ltd": the capital word is a part of a name."""
    named = bool(r.before(trigger) & T.NAMED)
    return named and r.kinds[trigger] == WORD and cased(r) and capital(r, trigger)


def read_politely(r: Reading, trigger: int) -> None:
    """ "Couldn't you do X?", "könnt ihr nicht zu X?": the "not" of a question denies nothing."""
    if not r.tags[trigger] & T.SUGGEST or not r.sentence(trigger)[2] & T.ASKS:
        return
    for n in range(trigger + 1, min(trigger + 4, len(r.tags))):
        if r.tags[n] & T.NEGATION:
            r.retag(n, T.FILLER)


def mend_trigger(r: Reading) -> None:
    """A word for nominating that is typed wrong counts where the message has no right one."""
    for n, word in enumerate(r.words):
        if r.kinds[n] == WORD and not r.tags[n] and len(word) >= _TYPO_LENGTH:
            found = process.extractOne(
                word, r.lexicon.likely, scorer=fuzz.ratio, score_cutoff=_SIMILAR
            )
            if found and (
                r.lexicon.meaning[found[0]] & T.NOMINATE or r.words[n + 1 : n + 2] == [":"]
            ):
                r.retag(n, r.tags[n] | T.NOMINATE)
                return


def asked_now(r: Reading, context: Context) -> int:
    """Weaker ways to ask count only while names are called for, or for the next time."""
    if context.stage is CALLING or r.all & T.NEXT_TIME:
        return ASKING
    return T.NOMINATE | T.NOMINATION


def is_meant(r: Reading, at: int, context: Context) -> bool:
    """Whether the writer asks for a shop with this word, for themselves and now."""
    if _speaks_of_the_word(r, at) or _not_now(r, at):
        return False
    if _others_ask(r, at) or _perhaps(r, at):
        return False
    bits, asks = r.tags[at], r.sentence(at)[2] & T.ASKS
    if context.reply_to is not TO_PERSON:
        elsewhere = r.clause(at)[2] & (T.HOW | T.WHEN | T.WHERE | T.HELP)
        return not (asks and elsewhere and bits & (T.NOMINATE | T.NOMINATION))
    if bits & _HINTS == T.SUGGEST and not r.all & T.HANDLE:
        return False  # "how about Kessler and a lie-down", to a friend
    asked = asks and bits & (T.NOMINATE | T.NOMINATION)
    return not asked and not _tells_you(r, r.clause(at)[0], at)


def _speaks_of_the_word(r: Reading, at: int) -> bool:
    """Whether a word that asks is quoted, or said of a thing, of an idea or of a choice undone."""
    _, last, bits = r.clause(at)
    if r.all & T.QUOTE and r.has(at - 1, at, T.QUOTE) and r.has(at + 1, at + 2, T.QUOTE):
        return True
    if bits & T.PURSE and any(r.tags[n] & T.PURSE for n in range(at, last) if _typed_low(r, n)):
        return True  # "I nominate the kettle"; not "La Bouilloire de Cuivre"
    if r.tags[at] & T.NOMINATION and _of_somebody(r, at):
        return True
    # "I take back my choice, and …"
    return bool(r.tags[at] & T.CHOOSE and bits & T.CANCEL and bits & T.BALLOT)


def _not_now(r: Reading, at: int) -> bool:
    """Whether the asking is denied, only planned or wished, or was done before."""
    first, last, bits = r.clause(at)
    sentence = r.sentence(at)[2]
    if bits & (T.PLAN | T.WISH | T.PAST):
        return True
    if (bits if _before_colon(r, at) else sentence) & T.ALREADY:
        return True
    wondered = sentence & T.ASKS and r.tags[at] & T.SUGGEST
    return not wondered and _not_asked(r, first, at, last)


def _others_ask(r: Reading, at: int) -> bool:
    """Whether somebody else than the writer asks for a shop."""
    first, last, _ = r.clause(at)
    told = at + bool(r.lexicon.verb_last and r.tags[at] & T.BUT)  # "nominated it, but"
    while told > first and r.tags[at] & T.SUGGEST and r.words[told - 1] in r.lexicon.relatives:
        told -= 1  # "a cobbler called Heel Thyself who deserves a full shop"
    if r.has(first, told, T.OTHERS | T.REPORTED) and not r.has(first, last, _MINE):
        return True
    if _persons_wish(r, r.sentence(at)[0], at):
        return True
    return bool(r.tags[at] & T.NOMINATE) and _somebody_does(r, first, at)


def _perhaps(r: Reading, at: int) -> bool:
    """ "Perhaps I nominate Kessler": said with a doubt, and no question."""
    hedged = r.tags[at] & T.NOMINATE and r.has(r.clause(at)[0], at, T.HEDGE)
    return bool(hedged) and not r.sentence(at)[2] & T.ASKS


def _before_colon(r: Reading, at: int) -> bool:
    """ "My vote isn't needed yet, so here's my nomination: X": the phrase leads up to a name."""
    at += 1
    while at < len(r.tags) and r.tags[at] & T.FILLER and r.kinds[at] == WORD:
        at += 1
    return r.words[at : at + 1] == [":"]


def _typed_low(r: Reading, at: int) -> bool:
    """Whether nothing in a phrase of two words has a capital where names have one."""
    if not cased(r) or r.lexicon.noun_capitals:
        return True
    return not any(capital(r, n) for n in range(at, min(at + 2, len(r.tags))))


def _of_somebody(r: Reading, at: int) -> bool:
    """ "Petra's suggestion", "het voorstel van Petra": whose it is, and it is not the writer's."""
    if r.tags[at] & ~_OF_IDEAS or not cased(r):
        return False
    if r.has(at + 1, at + 2, T.POSSESSIVE) and r.has(at + 1, at + 2, T.FILLER):
        return False  # "Marlowe Maps gets my nod"
    before = at > 0 and r.kinds[at - 1] == WORD and r.words[at - 1][-1] == "s"
    if before and not r.tags[at - 1] and capital(r, at - 1) and not r.lexicon.joined:
        return r.words[at - 1] not in r.lexicon.common
    name = at + 2
    if name >= len(r.tags) or r.tags[name]:
        return False
    if not r.tags[at + 1] & T.PROPORTION and r.words[at + 1] not in r.lexicon.of:
        return False
    told = name + 1 < len(r.tags) and r.kinds[name + 1] == WORD and not capital(r, name + 1)
    return told and capital(r, name) and bool(at and r.tags[at - 1] & T.ARTICLE)


def _tells_you(r: Reading, first: int, at: int) -> bool:
    """ "You should nominate yours, Geoff": to another person, what they may do themselves."""
    told = any(r.lexicon.meaning[r.words[n]] & T.YOU for n in range(first, at + 1))
    strong = r.has(at, min(at + 4, len(r.tags)), T.NOMINATE | T.NOMINATION)
    orders = at == first or r.kinds[at - 1] == HANDLE  # "@joan nominate Kessler then"
    told = told or (orders and r.words[at] in r.lexicon.bids)
    return told and strong and not r.has(first, at, T.ME | T.WE | T.HANDLE)


def _persons_wish(r: Reading, first: int, at: int) -> bool:
    """ "My mother thinks you should do X": somebody else's wish, with no "I" behind it."""
    if r.lexicon.verb_last:
        return False
    for n in range(first, at):
        told = r.tags[n] & T.OTHERS and r.tags[n + 1] & T.FILLER
        if told or (r.tags[n] & T.REPORTED and r.has(first, n, T.PERSON | T.PERSONS | T.OTHERS)):
            return not r.has(n, at + 1, T.ME | T.WE)
    return False


def _not_asked(r: Reading, first: int, at: int, last: int) -> bool:
    """Whether "not" is said of the asking: before it or, where the verb comes last, about it.

    There "since there are no guests I nominate …" denies something else.
    """
    if not r.lexicon.verb_last:
        # In some languages "not" ends the clause: "ich nominiere das Nähkästchen nicht".
        end = last - 1
        while end > at and r.tags[end] & T.FILLER and r.kinds[end] == WORD:
            end -= 1  # "nicht mehr" is one phrase
        closed = r.lexicon.verb_closes and r.has(max(at, end), last, T.NEGATION)
        return closed or r.has(first, at, T.NEGATION)
    before = at - 1
    close = before >= first and r.tags[before] & T.NEGATION and len(r.words[before]) == 1
    return bool(close) or r.has(at + 1, min(at + 4, last), T.NEGATION)


def _somebody_does(r: Reading, first: int, at: int) -> bool:
    """ "My flatmate always nominates …": somebody else is the subject, and no "I" or "we"."""
    people = [n for n in range(first, at) if r.tags[n] & (T.PERSON | T.PERSONS)]
    if cased(r) and not r.lexicon.noun_capitals:
        people = [n for n in people if n == first or not capital(r, n)]  # "Seven Sisters Saris"
    if not people and r.tags[at - 1] & T.THING and not r.words[at].endswith(r.lexicon.infinitives):
        people = [at - 1]  # "the council proposes more parking"
    if r.lexicon.verb_last:
        told = r.tags[at] & T.REPORTED and r.has(at + 1, at + 2, T.REPORTED)
        return bool(told) and any(is_subject(r, n) for n in people)  # "she says proudly that"
    if not people:
        return False
    mine = r.words[at].endswith(r.lexicon.first_person)
    mine = mine or bool(r.tags[at] & (T.ME | T.WE))  # "on vous propose" is one phrase
    return not mine and not r.has(first, at, T.ME | T.WE | T.AND)
