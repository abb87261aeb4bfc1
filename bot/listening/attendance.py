"""Who comes: commitments with how many, tentative ones, and those put right."""

from __future__ import annotations

from functools import reduce
from operator import or_

from bot.domain.intents import Commit, Companions, Intent, Tentative
from bot.listening import tags as T
from bot.listening.bare_counts import plain_count
from bot.listening.capitals import capital, cased
from bot.listening.companions import is_named
from bot.listening.context import (
    ANNOUNCED,
    BALLOTING,
    CALLING,
    CONSENTING,
    GATHERING,
    TO_ANNOUNCEMENT,
    TO_ANSWER,
    TO_BALLOT,
    TO_COUNTDOWN,
    TO_MOBDAY,
    TO_NOMINATION,
    TO_PERSON,
    Context,
)
from bot.listening.counts import either, last_count
from bot.listening.heads import heads
from bot.listening.mentions import Mention
from bot.listening.reading import Reading
from bot.listening.rosters import roster
from bot.listening.text import WORD
from bot.listening.totals import total, totals
from bot.listening.withdrawals import SOON, UNSURE, before_number, withdraw

_BEFORE = (
    CALLING, BALLOTING, CONSENTING, ANNOUNCED, GATHERING
)  # fmt: skip
_INVITING = (TO_ANNOUNCEMENT, TO_COUNTDOWN, TO_MOBDAY)
_NOT_PEOPLE = T.COST | T.CURRENCY | T.IRONY | T.ASKS
_FEW = 6
_SHORT_TAG = 3
"""Tokens of a question that only asks to be answered: ", right?"."""

_PAIR = 2
_CLOSE = 4
"""Tokens from a number to the one that takes its place."""

_WHOLE = 100
_OF_COMING = (
    T.COME | T.OUT | T.LIST | T.ADD | T.CANCEL | T.CORRECT | T.INSTEAD | T.NO_MORE | T.SAID_YES
)  # fmt: skip
"""Without any of these a message speaks of coming only where that was just announced."""

_SPEAKER = T.ME | T.WE | T.OF_US | T.TOGETHER | T.PLUS

Found = list[tuple[Intent, str]]


def attendance(r: Reading, context: Context, mentions: list[Mention]) -> Found:
    """The word to come that a message gives, corrects or takes back."""
    if not r.all & _OF_COMING and context.stage not in SOON:
        return []
    if r.all & T.EACH and r.all & T.SPENT:
        return []  # "we spent 20 each, there are two of us"
    if people := _recounted(r, context, mentions):
        return _committed(r, context, people)
    if taken_back := withdraw(r, context):
        return taken_back
    said = _said(r, context, mentions)
    if said is False and either(r, mentions):
        said = True
    if said is None:
        if either(r, mentions):
            return []
        if context.stage not in SOON or context.reply_to in (TO_PERSON, TO_NOMINATION):
            return []
        return _short(r, context)
    if said:
        return [(Tentative(heads(r, mentions) or 1), "comes, but not surely")]
    return _committed(r, context, heads(r, mentions))


def _recounted(r: Reading, context: Context, mentions: list[Mention]) -> int:
    """ "We said three but we'll be five": the new number holds; 0 where none is said."""
    changed = r.all & (T.CORRECT | T.INSTEAD | T.SAID_YES | T.FORMERLY)
    changed = changed or any(not r.tags[n] & T.AND for n in r.find(T.NO_MORE))  # "più" adds
    if not (changed or (r.all & T.OUT and r.all & T.SUM)) or r.all & _NOT_PEOPLE:
        return 0
    if not (context.stage in SOON or context.committed) or context.reply_to is TO_PERSON:
        return 0
    if r.all & T.REMOVE and r.all & T.LIST and not r.all & (T.CORRECT | T.INSTEAD | T.SUM):
        return 0
    if either(r, mentions):
        return 0
    unsaid = T.NEGATION | T.OUT | T.SAID_YES | UNSURE
    if not r.all & unsaid and (listed := roster(r, mentions)):
        return listed
    for at, people in sorted(totals(r, mentions), reverse=True):
        first, last, bits = r.clause(at)
        if r.lexicon.verb_last and not r.has(at, last + 1, T.SAID_YES):
            bits &= ~T.SAID_YES  # said of what stands before it
        elif r.lexicon.verb_last:
            bits |= T.SAID_YES  # "two had signed up, but"
        so = _since_so(r, first, at)
        if so > first and not r.has(so, last, T.OUT):
            bits &= ~T.OUT  # "mum can't come after all so it's just me"
        elif not changed:
            continue
        if bits & T.OUT and all(before_number(r, n) for n in r.find(T.OUT)):
            bits &= ~T.OUT
        told = T.REPORTED if r.lexicon.verb_last else 0  # "two are coming, one is ill, she says"
        if bits & (T.SAID_YES | T.OUT | T.CANCEL | T.FORMERLY | T.CLOCK | UNSURE | told):
            continue
        if r.lexicon.verb_last or not _denied_verb(r, first, at):
            return people
    if context.reply_to is TO_ANSWER and (instead := _not_that_but(r)):
        return instead
    turned = r.all & T.SAID_YES and r.all & T.BUT and r.all & T.WE
    # "first 2, now 3"
    turned = turned or (r.all & T.FORMERLY and len(r.numbers) > 1 and len(r.content()) <= _FEW)
    turned = turned or (r.all & T.FORMERLY and r.all & T.BUT and _set_apart(r))
    return last_count(r, mentions) if turned else 0


def _not_that_but(r: Reading) -> int:
    """ "Oops, not 6, 5": of two numbers the one that is not denied; else 0."""
    if len(r.numbers) != _PAIR or not all(n.whole for n in r.numbers):
        return 0
    near = r.numbers[1].first - r.numbers[0].last <= _CLOSE
    kept = [n for n in r.numbers if not r.denied(n.first, n.last)]
    return int(kept[0].value) if near and len(kept) == 1 else 0


def _set_apart(r: Reading) -> bool:
    """ "There were five of us but mum drops out, 4": a last number behind a comma of its own."""
    last = r.numbers[-1] if len(r.numbers) > 1 else None
    return last is not None and last.first > 0 and r.words[last.first - 1] == ","


def _denied_verb(r: Reading, first: int, last: int) -> bool:
    """Whether "not" is said; a "no" before "actually" only answers."""
    so = _since_so(r, first, last)
    return any(r.tags[n] & T.NEGATION and not r.tags[n + 1] & T.CORRECT for n in range(so, last))


def _since_so(r: Reading, first: int, last: int) -> int:
    """Where the last "so" of a clause stands, its beginning where there is none."""
    return max((n for n in range(first, last) if r.tags[n] & T.SUM), default=first)


def _committed(r: Reading, context: Context, people: int) -> Found:
    """A promise; after an earlier one, "+1" and "my sister too" add to it."""
    added = context.committed and r.all & (T.PLUS | T.ALSO) and not total(r, [])
    if added:
        return [(Companions(max(people - 1, 1)), "brings more people than promised before")]
    return [(Commit(max(people, 1)), "says that they come")]


def _said(r: Reading, context: Context, mentions: list[Mention]) -> bool | None:
    """None where nobody promises, True for a promise with an "if", False for a plain one."""
    found: bool | None = None
    signs_up = _signs_up(r, context)
    if not (r.all & T.COME or signs_up) or context.reply_to is TO_NOMINATION:
        return None
    if context.stage not in _BEFORE:
        return None
    counted = T.NUMBER | T.TOGETHER | T.PLUS | T.PERSON | T.PERSONS
    if context.stage is CALLING and not r.all & counted and len(r.content()) > _FEW:
        return None
    late = context.stage in SOON
    for n in r.find(T.COME) or signs_up:
        first, last, bits = r.clause(n)
        if r.tags[n] & T.CHOOSE and context.stage is CALLING:
            continue
        voted = context.reply_to is TO_BALLOT or (mentions and context.stage not in SOON)
        if r.tags[n] & T.SUPPORT and voted:
            continue  # "I confirm" is said of the vote
        if bits & T.CURRENCY or (r.tags[n] & T.CHOOSE and _about_entry(r, n, mentions)):
            continue
        sentence = r.sentence(n)
        counted_voters = r.lexicon.meaning[r.words[n]] & T.WE_ARE and sentence[2] & T.VOTE
        if mentions and counted_voters and not late and not bits & T.ME:
            continue  # "there are twelve of us and we all vote 4"
        if context.stage is GATHERING and sentence[2] & T.CURRENCY:
            continue  # "fine for us, twenty-two euros": told at the till
        told = n + r.lexicon.verb_last
        if (sentence[2] & T.ASKS and _asked(r, n, sentence)) or r.has(first, told, T.REPORTED):
            continue
        if r.quoted(n):
            continue
        speaker = bits | (sentence[2] if r.tags[first] & T.AND else 0)
        if context.stage is CALLING and not speaker & _SPEAKER:
            continue
        if _is_there(r, n) or r.has(first, n, T.COUNT | T.WHEN):
            continue  # "how many's coming", "hoe laat moesten we er zijn"
        against = T.NEGATION | T.PAST | (0 if late else T.OUT)
        near = r.has(n - 2, n + 3, against) if r.lexicon.verb_last else bits & against
        if near and (so := _since_so(r, first, n)) > first:
            near = r.has(so, last, against)  # "hubby can't make it so there'll be 3 of us"
        if near or sentence[2] & T.IRONY or _speaks_of_another(r, n):
            continue
        others = T.OTHERS | T.YOU if sentence[2] & T.ASKS else T.OTHERS
        first = _listed_from(r, first)
        if r.has(first, n, others) and not r.has(first, last, T.ME | T.WE):
            continue
        if context.reply_to is TO_PERSON and not _whole_wish(r, bits):
            continue
        sad = bits & T.SADLY or r.has(first - 2, first - 1, T.SADLY)  # "synd, jag sitter på tåget"
        if sad and not sentence[2] & (T.NUMBER | T.TOGETHER | T.PERSON | T.PERSONS):
            continue
        unsure = bits & UNSURE and not _of_another(r, r.find(UNSURE)[0], n)
        if unsure or _conditional(r, sentence, n) or _share(r, n):
            found = True if found is None else found
        else:
            found = False
    return found


def _speaks_of_another(r: Reading, at: int) -> bool:
    """ "My sister will be there": the one who comes is somebody else, and comes alone."""
    first, last, _ = r.clause(at)
    if not r.has(first, at, T.PERSON | T.PERSONS):
        mine = r.has(first, last, T.ME | T.WE) or r.words[at].endswith(r.lexicon.come_endings)
        return _some_title(r, first, at) and not mine
    if r.has(_listed_from(r, first), first, T.ME):
        return False
    joined = T.ME | T.WE | T.WITH | T.ALSO | T.PLUS | T.BRING
    if r.lexicon.verb_last:
        if any(_is_subject(r, n) for n in range(first, at)):
            return not r.has(first, at, T.ME | T.WE | T.WE_ARE)
        return not r.has(first, at + 1, joined | T.WE_ARE) and not _grown_ups(r, at)
    return not any(r.tags[n] & joined and not _is_whose(r, n) for n in range(first, last))


def _is_whose(r: Reading, at: int) -> bool:
    """ "Our neighbours come, the six of them": "our" is no "we", and "six of them" no "with"."""
    if r.tags[at] & T.TOGETHER:
        return True
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


def _is_there(r: Reading, at: int) -> bool:
    """ "I'm in Peru": the "in" of "I'm in" belongs to a place behind it."""
    after = at + 1
    while after < len(r.tags) and r.tags[after] & T.FILLER and r.kinds[after] == WORD:
        after += 1
    if after >= len(r.tags) or r.kinds[after] != WORD or after == at + 1:
        return False
    small = r.lexicon.meaning[r.words[after - 1]]
    if small & T.ARTICLE and r.words[after] not in r.lexicon.common:
        return True  # "je suis la cousine", which sounds like "je suis là"
    if not (small & T.PLACE and small & T.SELF) or r.starts[after] != r.end(after - 1) + 1:
        return False
    after += bool(r.tags[after] & T.ARTICLE)  # "I'm in the Alps"
    if after >= len(r.tags) or r.words[after] in r.lexicon.common or not cased(r):
        return False
    return capital(r, after) and not r.tags[after] & ~T.PHRASE


def _some_title(r: Reading, first: int, at: int) -> bool:
    """ "The mayor will be there": an article and a noun that is none of the writer's own."""
    return any(
        r.tags[n] & T.ARTICLE
        and r.kinds[n + 1] == WORD
        and not r.tags[n + 1] & ~(T.PHRASE | T.THING)
        for n in range(first, at - 1)
        if r.words[n + 1] not in r.lexicon.common
    )


def _listed_from(r: Reading, first: int) -> int:
    """ "Me, my two sisters and mum": where a list of people begins that commas divide."""
    names = T.ME | T.POSSESSIVE | T.PERSON | T.PERSONS | T.NUMBER | T.AND | T.ARTICLE | T.FILLER
    while first > 1 and r.words[first - 1] == ",":
        start = r.clause(first - 2)[0]
        if any(not r.tags[n] & names for n in range(start, first - 1)):
            break
        first = start
    return first


def _is_subject(r: Reading, at: int) -> bool:
    """Whether a person is marked as the one who acts, where particles say so."""
    word = r.words[at]
    roots = (word.removesuffix(p) for p in r.lexicon.subject if word.endswith(p))
    return any(r.lexicon.meaning.get(root, 0) & T.PERSON for root in roots)


def _share(r: Reading, at: int) -> bool:
    """ "90 % in": a share below the whole is no promise."""
    first, last, _ = r.clause(at)
    return any(
        first <= n.first < last and n.value < _WHOLE and r.words[n.last + 1 : n.last + 2] == ["%"]
        for n in r.numbers
    )


def _about_entry(r: Reading, at: int, mentions: list[Mention]) -> bool:
    """ "I'm going with 3" speaks of the ballot, not of Saturday."""
    first, last, _ = r.clause(at, T.BREAK | T.BUT | T.AND)
    return any(first <= m.at < last for m in mentions)


def _conditional(r: Reading, sentence: tuple[int, int, int], at: int) -> bool:
    """ "If my boss lets me go, I come": the condition stands in the clause beside."""
    if sentence[2] & T.CONDITION:
        return True
    hedges = [n for n in range(*sentence[:2]) if r.tags[n] & (T.HEDGE | T.REGRET)]
    return any(not _of_another(r, n, at) for n in hedges)


def _of_another(r: Reading, hedge: int, at: int) -> bool:
    """ "I'm there, my husband must work": said of somebody else, in a clause of its own."""
    first, last, bits = r.clause(hedge, T.BREAK | T.BUT | T.AND)
    if first <= at < last or bits & (T.ME | T.WE | T.COME):
        return False
    return bool(bits & (T.PERSON | T.PERSONS | T.OTHERS | T.NTH))


def _asked(r: Reading, at: int, sentence: tuple[int, int, int]) -> bool:
    """Whether "coming?" is asked of somebody, not said before a question of its own."""
    first, last, _ = r.clause(at)
    end = sentence[1]
    if r.lexicon.verb_last:
        # "I'll come by train which line is it?": more is said behind the verb.
        if sum(r.kinds[n] == WORD and not r.tags[n] & T.FILLER for n in range(at + 1, end)) > 1:
            return False
    else:
        mine = r.has(first, last, T.ME | T.WE) or r.words[at].endswith(r.lexicon.come_endings)
        if mine and last < end - _SHORT_TAG and not r.has(last, end, T.HELP | T.HOW):
            return False
    return not r.has(last, end, T.WHEN | T.WHERE | T.COUNT | T.PARKING | T.OTHERS)


def _signs_up(r: Reading, context: Context) -> list[int]:
    """ "Put down my mother and me": the word for adding, where people say that they come."""
    if context.stage not in SOON or context.reply_to is TO_PERSON or not r.all & T.ADD:
        return []
    return [n for n in r.find(T.ADD) if _adds_me_and(r, n)]


def _adds_me_and(r: Reading, at: int) -> bool:
    first, last, _ = r.clause(at)
    if not r.lexicon.verb_last and r.words[last : last + 1] == [","]:
        last = r.clause(at, T.STRONG | T.BUT)[1]  # "put down my father, my aunt and me"
    near = range(first, at) if r.lexicon.verb_last else range(at, last)
    me = any(r.tags[n] & (T.ME | T.WE) and not r.tags[n] & T.POSSESSIVE for n in near)
    others = r.has(near.start, near.stop, T.PERSON | T.PERSONS)
    others = others or any(_name_and_me(r, n) for n in near)
    return me and others and r.has(near.start, near.stop, T.AND | T.WITH)


def _name_and_me(r: Reading, at: int) -> bool:
    """ "Put Sandra and me down", "put me and Sandra down": the "and" between the two."""
    if not r.tags[at] & T.AND or r.lexicon.noun_capitals:
        return False
    beside = ((at - 1, at + 1), (at + 1, at - 1))
    return any(
        r.has(me, me + 1, T.ME) and is_named(r, name) and capital(r, name)
        for name, me in beside
        if 0 <= name < len(r.tags)
    )


def _whole_wish(r: Reading, bits: int) -> bool:
    """To another person only a wish that names its number, or asks the bot to count, is meant."""
    number = r.all & (T.OF_US | T.TOGETHER) or (r.all & T.WE_ARE and r.all & T.NUMBER)
    meant = number or r.all & (T.LIST | T.HANDLE)
    return bool(meant and bits & T.COME) and not r.all & T.NEGATION


def _others_are_counted(r: Reading) -> bool:
    """ "My neighbours go, six of them": people before the number, and nothing of the writer."""
    own = T.ME | T.WE | T.WITH | T.ALSO | T.PLUS | T.AND | T.BRING
    people = [n for n in r.find(T.PERSON | T.PERSONS) if not r.tags[n] & (T.PEOPLE | T.WE_ARE)]
    counted = [n.first for n in r.numbers] + r.find(T.TOGETHER)
    for n in counted if people else ():
        first, last, _ = r.clause(n)
        ours = any(r.tags[m] & own and not _is_whose(r, m) for m in range(first, last))
        told = r.has(first, last, T.COME) or not r.all & own  # "our neighbours come, we do not"
        told = told or people[0] - first <= 1  # "my nephews go, all five, I stay"
        if first <= people[0] < n and not ours and told:
            return True
    return False


def _is_hearsay(r: Reading) -> bool:
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


def _is_quoted(r: Reading) -> bool:
    """ "She writes “eight of us are coming”": all the coming is in somebody else's words."""
    if not r.all & T.QUOTE:
        return False
    said = r.find(T.COME) or [n.first for n in r.numbers] + r.find(T.TOGETHER)
    return bool(said) and all(r.quoted(n) for n in said)


def _so_many(r: Reading) -> int:
    """ "Grandad can't make it, so we are only 3": how many, behind "so"; else 0."""
    if not r.all & T.SUM or not r.all & T.REGRET or r.all & (T.HEDGE | T.CONDITION | T.ASKS):
        return 0
    so = r.find(T.SUM)[-1]
    last = r.clause(so)[1]
    ours = r.has(so, last, T.WE) and any(so < n.first < last for n in r.numbers)
    return total(r, []) if ours and r.has(0, so, T.PERSON) else 0


def _short(r: Reading, context: Context) -> Found:
    """What is a yes only under the announcement: "me too", "four of us", a raised hand."""
    counted = T.OF_US | T.WE_ARE | T.CORRECT | (T.INSTEAD if r.all & T.NUMBER else 0)
    if r.all & T.NEGATION and not r.all & counted:
        return []
    if context.reply_to in _INVITING and (people := _so_many(r)):
        return _committed(r, context, people)
    if r.all & (T.REGRET | T.SADLY | T.IRONY | T.OUT | T.SAID_YES | T.TELL | T.PAST):
        return []
    if r.lexicon.verb_last and any(
        r.tags[n] & T.REPORTED or _speaks_of_another(r, n) for n in r.find(T.COME)
    ):
        return []
    if _is_hearsay(r) or _is_quoted(r) or _others_are_counted(r) or "%" in r.words:
        return []
    if r.all & T.HEDGE:
        inviting = context.reply_to in _INVITING and len(r.content()) <= 4
        return [(Tentative(), "perhaps, under the announcement")] if inviting else []
    if context.reply_to in _INVITING or context.reply_to is TO_ANSWER:
        people = plain_count(r, context.reply_to is TO_ANSWER)
        return _committed(r, context, people) if people else []
    return []
