"""Others that a message speaks of: those who come without the writer, and what is told of them."""

from __future__ import annotations

from functools import reduce
from operator import or_

from bot.listening import tags as T
from bot.listening.reading import Reading
from bot.listening.text import WORD

_KIN = T.PERSON | T.PERSONS


def speaks_of_another(r: Reading, at: int) -> bool:
    """ "My sister will be there": the one who comes is somebody else, and comes alone."""
    first, last, _ = r.clause(at)
    if not r.has(first, at, T.PERSON | T.PERSONS):
        mine = r.has(first, last, T.ME | T.WE) or r.words[at].endswith(r.lexicon.come_endings)
        return _some_title(r, first, at) and not mine
    if r.has(listed_from(r, first), first, T.ME):
        return False
    joined = T.ME | T.WE | T.WITH | T.ALSO | T.PLUS | T.BRING
    if r.lexicon.verb_last:
        if any(is_subject(r, n) for n in range(first, at)) or _is_topic(r, first, at):
            own = max((n + 1 for n in r.find(T.COME) if first <= n < at), default=first)
            ours = (n for n in range(own, at) if r.tags[n] & (T.ME | T.WE | T.WE_ARE))
            return all(_my_own(r, n) for n in ours)  # "I don't come, my husband does"
        return not r.has(first, at + 1, joined | T.WE_ARE) and not _grown_ups(r, at)
    theirs = at if _they_come(r, at) else -1
    said = (n for n in range(first, last) if r.tags[n] & joined and not _is_whose(r, n))
    return all(n == theirs for n in said)


def _is_whose(r: Reading, at: int) -> bool:
    """ "Our neighbours come, the six of them": "our" is no "we", and "six of them" no "with"."""
    if r.tags[at] & T.TOGETHER:
        return True
    if r.lexicon.meaning[r.words[at]] & T.WE_ARE:
        return False  # "wir Freundinnen"
    return bool(r.tags[at] & T.WE) and r.has(at + 1, at + 2, T.PERSON | T.PERSONS)


def _grown_ups(r: Reading, at: int) -> bool:
    """ "Two grown-ups, one child": the writer is one of those who are counted, noun first."""
    near = range(r.sentence(at)[0], at)
    counted = T.NUMBER | T.TOGETHER
    return any(
        r.tags[n] & T.PEOPLE
        and not r.tags[n] & (counted | T.PERSON | T.OTHERS)
        and not r.has(n - 1, n, counted)
        and r.has(n + 1, n + 2, counted)
        for n in near
    )


def _some_title(r: Reading, first: int, at: int) -> bool:
    """ "The mayor will be there", "the three ladies will": a noun that is none of the writer's."""
    return any(
        r.tags[n] & T.ARTICLE
        and (
            (r.kinds[n + 1] == WORD and not r.tags[n + 1] & ~(T.PHRASE | T.THING))
            or (r.has(n + 1, n + 2, T.NUMBER) and r.has(n + 2, min(n + 3, at), T.PEOPLE))
        )
        for n in range(first, at - 1)
        if r.words[n + 1] not in r.lexicon.common
    )


def listed_from(r: Reading, first: int) -> int:
    """ "Me, my two sisters and mum": where a list of people begins that commas divide."""
    names = T.ME | T.POSSESSIVE | T.PERSON | T.PERSONS | T.NUMBER | T.AND | T.ARTICLE | T.FILLER
    while first > 1 and r.words[first - 1] == ",":
        start = r.clause(first - 2)[0]
        if any(not r.tags[n] & names for n in range(start, first - 1)):
            break
        first = start
    return first


def is_subject(r: Reading, at: int) -> bool:
    """Whether a person is marked as the one who acts, where particles say so."""
    word = r.words[at]
    roots = (word.removesuffix(p) for p in r.lexicon.subject if word.endswith(p))
    return any(r.lexicon.meaning.get(root, 0) & T.PERSON for root in roots)


def _my_own(r: Reading, at: int) -> bool:
    """ "My brother comes": the word says whose he is, and not that the writer comes."""
    return r.has(at + 1, at + 2, _KIN) and not r.tags[at] & T.SELF


def _they_come(r: Reading, at: int) -> bool:
    """ "I miei ci saranno": the "ci" of the phrase is no "we", its verb is that of others."""
    ours = r.lexicon.our_verbs
    verb = r.words[at + 1] if r.has(at + 1, at + 2, T.FILLER) else ""
    return bool(ours and verb) and not verb.endswith(ours)


def _is_topic(r: Reading, first: int, at: int) -> bool:
    """ "As for my husband and the kids, they come": of all the people the last is marked so."""
    last = next((n for n in range(at - 1, first - 1, -1) if r.tags[n] & _KIN), None)
    return last is not None and r.words[last].endswith(r.lexicon.topic)


def of_another(r: Reading, hedge: int, at: int) -> bool:
    """ "I'm there, my husband must work": said of somebody else, in a clause of its own."""
    first, last, bits = r.clause(hedge, T.BREAK | T.BUT | T.AND)
    if first <= at < last or bits & (T.ME | T.WE | T.COME):
        return False
    return bool(bits & (T.PERSON | T.PERSONS | T.OTHERS | T.NTH))


def others_are_counted(r: Reading) -> bool:
    """ "My neighbours go, six of them": people before the number, and nothing of the writer."""
    own = T.ME | T.WE | T.WITH | T.ALSO | T.PLUS | T.AND | T.BRING
    people = [n for n in r.find(T.PERSON | T.PERSONS) if not r.tags[n] & (T.PEOPLE | T.WE_ARE)]
    counted = [n.first for n in r.numbers] + r.find(T.TOGETHER)
    if any(r.has(n + 1, n + 3, T.WE) for n in r.find(T.TOGETHER)):
        return False  # "six of us, two grandparents, four bairns"
    for n in counted if people else ():
        first, last, _ = r.clause(n)
        if (
            n == first > 1
            and r.tags[n] & T.TOGETHER
            and r.words[first - 1] == ","
            and r.has(last, last + 1, T.BREAK)
        ):
            first = r.clause(first - 2)[0]  # "my parents go, both of them, and leave me"
        ours = any(r.tags[m] & own and not _is_whose(r, m) for m in range(first, last))
        told = r.has(first, last, T.COME) or not r.all & own  # "our neighbours come, we do not"
        told = told or people[0] - first <= 1  # "my nephews go, all five, I stay"
        if first <= people[0] < n and not ours and told:
            return True
    return False


def is_hearsay(r: Reading) -> bool:
    """ "My cousin says they will be fifteen": a number that somebody else tells."""
    own = T.ME | T.WE | T.ALSO
    counted = [n.first for n in r.numbers] + r.find(T.TOGETHER)
    told = [r.sentence(n)[2] for n in counted] or [r.all]
    if r.lexicon.verb_last and counted:  # "my brother's five come, she says, but I …"
        spans = [r.clause(n) for n in counted]
        told = [bits | reduce(or_, r.tags[last : last + 1], 0) for _, last, bits in spans]
    if not r.all & T.REPORTED or any(bits & own for bits in told):
        return False
    return bool(r.all & T.PERSON) and all(bits & T.REPORTED for bits in told)


def is_quoted(r: Reading) -> bool:
    """ "She writes “eight of us are coming”": all the coming is in somebody else's words."""
    if not r.all & T.QUOTE:
        return False
    said = r.find(T.COME) or [n.first for n in r.numbers] + r.find(T.TOGETHER)
    return bool(said) and all(r.quoted(n) for n in said)
