"""Who comes: commitments with how many, tentative ones, and those put right."""

from __future__ import annotations

from bot.domain.intents import Commit, Companions, Intent, Tentative
from bot.listening import tags as T
from bot.listening.bare_counts import plain_count
from bot.listening.beside_me import is_named
from bot.listening.bystanders import (
    is_hearsay,
    is_quoted,
    listed_from,
    of_another,
    others_are_counted,
    speaks_of_another,
)
from bot.listening.capitals import capital, cased
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
from bot.listening.counts import either, numbers_of_people
from bot.listening.heads import heads
from bot.listening.mentions import Mention
from bot.listening.reading import Reading
from bot.listening.recounts import recounted, since_so
from bot.listening.second_thoughts import second_thoughts, still_means
from bot.listening.text import WORD
from bot.listening.totals import total
from bot.listening.withdrawals import SOON, UNSURE, withdraw

_BEFORE = (
    CALLING, BALLOTING, CONSENTING, ANNOUNCED, GATHERING
)  # fmt: skip
_INVITING = (TO_ANNOUNCEMENT, TO_COUNTDOWN, TO_MOBDAY)
_FEW = 6
_PAIR = 2
_COUNT = T.NUMBER | T.TOGETHER
_BROUGHT = T.PERSON | T.PERSONS | T.PEOPLE | T.PLUS
_SHORT_TAG = 3
"""Tokens of a question that only asks to be answered: ", right?"."""

_WHOLE = 100
_OF_COMING = (
    T.COME | T.OUT | T.LIST | T.ADD | T.CANCEL | T.CORRECT | T.INSTEAD | T.NO_MORE | T.SAID_YES
)  # fmt: skip
"""Without any of these a message speaks of coming only where that was just announced."""

_SPEAKER = T.ME | T.WE | T.OF_US | T.TOGETHER | T.PLUS

_NO_PERHAPS = (
    T.REGRET | T.SADLY | T.IRONY | T.OUT | T.SAID_YES | T.TELL | T.ASKS | T.CURRENCY
)  # fmt: skip
"""With any of these a hedge under the announcement is no "perhaps I come"."""

_IDLE_BEFORE = T.POLITE | T.FILLER | T.FOR | T.ME | T.WE | T.NEGATION | T.CONDITION
_FEW_HEDGED = 4
_ALL = 100
_ODDS = frozenset("/-:")

Found = list[tuple[Intent, str]]


def attendance(r: Reading, context: Context, mentions: list[Mention]) -> Found:
    """The word to come that a message gives, corrects or takes back."""
    anew = second_thoughts(r, context, mentions)
    if anew is not None:
        return anew
    return still_means(r, context, _anybodys(r, context, mentions))


def _anybodys(r: Reading, context: Context, mentions: list[Mention]) -> Found:
    """The word to come that the words alone give, correct or take back."""
    if not r.all & _OF_COMING and context.stage not in SOON:
        return []
    if r.all & T.EACH and r.all & T.SPENT:
        return []  # "we spent 20 each, there are two of us"
    if context.stage is GATHERING and _only_prices(r):
        return []
    if people := recounted(r, context, mentions):
        return _committed(r, context, people)
    if r.all & T.HEDGE and r.all & T.BUT:
        _mend_anyway(r)
    if people := _put_down(r, context, mentions):
        return _committed(r, context, people)
    if _decided(r, context):
        return _committed(r, context, heads(r, mentions))
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


def _decided(r: Reading, context: Context) -> bool:
    """ "다섯이서 가기로 했어요": "we have decided to come", where it closes the message;
    elsewhere it is a promise that is taken back."""
    if not r.lexicon.verb_last or not r.all & T.SAID_YES or context.stage not in SOON:
        return False
    unsaid = T.NEGATION | T.OUT | T.NO_MORE | T.CANCEL | T.BUT | T.ASKS | T.REGRET | T.HEDGE
    at = r.find(T.SAID_YES)[-1]
    if r.all & (unsaid | T.CORRECT | T.INSTEAD | T.PAST) or context.reply_to is TO_PERSON:
        return False
    return r.words[at] in r.lexicon.decided and not any(n > at for n in r.content())


def _mend_anyway(r: Reading) -> None:
    """ "Pero igual voy": what elsewhere says "perhaps" is "all the same" behind a "but"."""
    for n in r.find(T.HEDGE):
        if (r.words[n],) in r.lexicon.anyway and r.has(n - 1, n, T.BUT):
            r.retag(n, T.COME)


def _put_down(r: Reading, context: Context, mentions: list[Mention]) -> int:
    """ "Put me down for five": so many come where there is nothing to vote for; else 0."""
    if context.stage not in SOON or context.reply_to is TO_PERSON or not r.all & T.CHOOSE:
        return 0
    if r.all & (T.ASKS | T.CURRENCY | T.NEGATION | T.HEDGE | T.CONDITION):
        return 0
    for number in numbers_of_people(r, mentions):
        put = number.first - 1
        if put < 0 or not r.lexicon.meaning[r.words[put]] & T.FOR:
            continue
        while put > 0 and r.tags[put] & T.FILLER:
            put -= 1
        if r.tags[put] & T.CHOOSE and r.has(put + 1, number.first, T.ME | T.WE):
            return int(number.value)
    return 0


def _committed(r: Reading, context: Context, people: int) -> Found:
    """A promise; after an earlier one, "+1" and "my sister too" add to it."""
    added = people > 1 and r.all & (T.PLUS | T.ALSO) and context.earlier.people
    if added and not total(r, []):
        return [(Companions(people - 1), "brings more people than promised before")]
    return [(Commit(max(people, 1)), "says that they come")]


def _said(r: Reading, context: Context, mentions: list[Mention]) -> bool | None:
    """None where nobody promises, True for a promise with an "if", False for a plain one."""
    found: bool | None = None
    signs_up = _signs_up(r, context)
    if not (r.all & T.COME or signs_up) or context.reply_to is TO_NOMINATION:
        return None
    if context.stage not in _BEFORE:
        return None
    if context.stage is CALLING and len(r.content()) > _FEW and not _counts(r, mentions):
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
        if r.tags[n] & T.BRING and context.reply_to is TO_BALLOT and not r.all & _BROUGHT:
            continue  # "ich nehm die mit dem Ball": the "with" belongs to the entry
        sentence = r.sentence(n)
        counted_voters = r.lexicon.meaning[r.words[n]] & T.WE_ARE and sentence[2] & T.VOTE
        if mentions and counted_voters and not late and not bits & T.ME:
            continue  # "there are twelve of us and we all vote 4"
        if context.stage is GATHERING and sentence[2] & T.CURRENCY:
            continue  # "fine for us, twenty-two euros": told at the till
        told = n + r.lexicon.verb_last
        if (sentence[2] & T.ASKS and _asked(r, n, sentence)) or r.has(first, told, T.REPORTED):
            continue
        if bits & T.REPORTED and not (r.lexicon.verb_last or bits & (T.ME | T.WE)):
            continue  # "some say that there will be twenty"
        if r.quoted(n):
            continue
        speaker = bits | (sentence[2] if r.tags[first] & T.AND else 0)
        if context.stage is CALLING and not speaker & _SPEAKER:
            continue
        if not late and _counts_things(r, n):
            continue
        if _is_there(r, n) or r.has(first, n, T.COUNT | T.WHEN):
            continue  # "how many's coming", "hoe laat moesten we er zijn"
        against = T.NEGATION | T.PAST | (0 if late else T.OUT)
        near = bits & against
        if r.lexicon.verb_last:
            near = r.has(max(first, n - 2), n + 3, against)
        if near and (so := since_so(r, first, n)) > first:
            near = r.has(so, last, against)  # "hubby can't make it so there'll be 3 of us"
        if near or sentence[2] & T.IRONY or speaks_of_another(r, n):
            continue
        if bits & T.NEXT_TIME and r.all & (T.NEGATION | T.REGRET | T.OUT):
            continue  # "not this time, but next time the five of us are in"
        others = T.OTHERS | T.YOU if sentence[2] & T.ASKS else T.OTHERS
        first = listed_from(r, first)
        if r.has(first, n, others) and not r.has(first, last, T.ME | T.WE):
            continue
        if context.reply_to is TO_PERSON and not _whole_wish(r, bits):
            continue
        sad = bits & T.SADLY or r.has(first - 2, first - 1, T.SADLY)  # "synd, jag sitter på tåget"
        if (
            sad
            and not _anyway(r, first - r.lexicon.verb_last, last + 1)
            and not sentence[2] & (T.NUMBER | T.TOGETHER | T.PERSON | T.PERSONS)
        ):
            continue
        unsure = bits & UNSURE and not of_another(r, r.find(UNSURE)[0], n)
        if unsure or _conditional(r, sentence, n) or _share(r, n):
            found = True if found is None else found
        else:
            found = False
    return found


def _anyway(r: Reading, first: int, last: int) -> bool:
    """ "A pity about mine, but I come all the same": the sadness is about something else."""
    for said in r.lexicon.anyway:
        for n in range(max(first, 0), min(last, len(r.words))):
            if r.words[n] == said[0] and tuple(r.words[n : n + len(said)]) == said:
                return True
    return False


def _counts(r: Reading, mentions: list[Mention]) -> bool:
    """Whether people are counted in a message; "forty years on line 12" counts none."""
    told = r.all & (T.TOGETHER | T.PLUS | T.PERSON | T.PERSONS)
    return bool(told or numbers_of_people(r, mentions))


def _only_prices(r: Reading) -> bool:
    """ "I got the bag for 15 instead of 25": numbers behind "for", and nobody is counted."""
    if len(r.numbers) < _PAIR or r.all & (_BROUGHT | T.COME | T.WE | T.OF_US | T.TOGETHER):
        return False
    return any(r.has(n.first - 1, n.first, T.PRICED) for n in r.numbers)


def _your_people(r: Reading) -> bool:
    """ "Bring your two kids along": said to somebody of theirs, and nothing of the writer."""
    if r.all & (T.ME | T.WE) or not r.all & (T.PERSON | T.PERSONS) or r.lexicon.verb_last:
        return False
    return any(r.has(n + 1, n + 3, T.PERSON | T.PERSONS) for n in r.find(T.YOU))


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


def _counts_things(r: Reading, at: int) -> bool:
    """ "Ci sono 7 opzioni": behind what else says "I come" a number of things."""
    after = at + 1
    while after < len(r.tags) and r.tags[after] & T.FILLER and r.kinds[after] == WORD:
        after += 1
    number = next((n for n in r.numbers if n.first == after), None)
    noun = number.last + 1 if number and not r.lexicon.verb_last else len(r.tags)
    if noun >= len(r.tags) or r.kinds[noun] != WORD:
        return False
    return not r.tags[noun] & ~(T.PHRASE | T.THING) and r.words[noun] not in r.lexicon.common


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
    if _more_perhaps(r, sentence, at):
        return False
    if sentence[2] & T.CONDITION:
        return True
    first = max(_but_surely(r, sentence, at), sentence[0])
    hedges = [n for n in range(first, sentence[1]) if r.tags[n] & (T.HEDGE | T.REGRET)]
    if r.lexicon.verb_last and _anyway(r, r.clause(at)[0] - 1, at):
        hedges = [n for n in hedges if n >= r.clause(at)[0]]
    return any(not of_another(r, n, at) for n in hedges)


def _but_surely(r: Reading, sentence: tuple[int, int, int], at: int) -> int:
    """ "Not sure we can park, but yes, we're coming": where the "but yes" stands; else 0."""
    buts = (n for n in range(sentence[0], at) if r.tags[n] & T.BUT)
    return next((n for n in buts if r.has(n + 1, n + 3, T.SUPPORT)), 0)


def _more_perhaps(r: Reading, sentence: tuple[int, int, int], at: int) -> bool:
    """ "There are three of us, four if Kalle makes it": what is unsure is another number."""
    if r.lexicon.verb_last or not r.clause(at)[2] & _COUNT:
        return False
    spans = [r.clause(n) for n in range(*sentence[:2]) if r.tags[n] & (UNSURE | T.CONDITION)]
    return all(bits & _COUNT and not first <= at < last for first, last, bits in spans)


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


def _so_many(r: Reading) -> int:
    """ "Grandad can't make it, so we are only 3": how many, behind "so"; else 0."""
    if not r.all & T.SUM or not r.all & T.REGRET or r.all & (T.HEDGE | T.CONDITION | T.ASKS):
        return 0
    so = r.find(T.SUM)[-1]
    last = r.clause(so)[1]
    ours = r.has(so, last, T.WE) and any(so < n.first < last for n in r.numbers)
    return total(r, []) if ours and r.has(0, so, T.PERSON) else 0


def _odds(r: Reading) -> list[int]:
    """Where "50/50" or "60:40" stands, which says the same in every language."""
    if not r.all & T.NUMBER:
        return []
    ends = {n.first: n for n in r.numbers}
    others = ((n, ends.get(n.last + 2)) for n in r.numbers)
    split = ((n, m) for n, m in others if m and r.words[n.last + 1] in _ODDS)
    return [n.first for n, m in split if n.value + m.value == _ALL]


def _perhaps(r: Reading, context: Context) -> bool:
    """ "Not sure yet, I'll see how my hip is": a hedge that answers the invitation, not one that
    stands in talk of something else."""
    if r.all & _NO_PERHAPS or is_hearsay(r) or is_quoted(r):
        return False
    said = r.content()
    hedge = min(r.find(T.HEDGE) + _odds(r))
    if r.clause(hedge)[2] & (T.OTHERS | T.CANCEL | T.PAST):
        return False  # "I hope nobody cancels"
    before = [n for n in said if n < hedge and not r.tags[n] & _IDLE_BEFORE]
    before = [n for n in before if not r.clause(n)[2] & T.CONDITION]  # "if Mum is well, perhaps"
    if context.reply_to in _INVITING:
        return len(said) <= _FEW_HEDGED or len(before) <= 1
    return context.reply_to is None and len(before) <= 1 and len(said) <= _FEW_HEDGED + _FEW


def _short(r: Reading, context: Context) -> Found:
    """What is a yes only under the announcement: "me too", "four of us", a raised hand."""
    if _odds(r) and _perhaps(r, context):
        return [(Tentative(), "odds, under the announcement")]
    if r.all & T.HEDGE and _perhaps(r, context):
        return [(Tentative(heads(r, []) or 1), "perhaps, under the announcement")]
    counted = T.OF_US | T.WE_ARE | T.CORRECT | (T.INSTEAD if r.all & T.NUMBER else 0)
    if r.all & T.NEGATION and not r.all & counted:
        return []
    if context.reply_to in _INVITING and (people := _so_many(r)):
        return _committed(r, context, people)
    if r.all & (T.REGRET | T.SADLY | T.IRONY | T.OUT | T.SAID_YES | T.TELL | T.PAST | T.UNBOUGHT):
        return []
    if (r.all & T.NEXT_TIME and r.all & T.NEGATION) or _your_people(r):
        return []
    if r.lexicon.verb_last and any(
        r.tags[n] & T.REPORTED or speaks_of_another(r, n) for n in r.find(T.COME)
    ):
        return []
    if is_hearsay(r) or is_quoted(r) or others_are_counted(r) or "%" in r.words:
        return []
    if r.all & T.HEDGE:
        return []
    if context.reply_to in _INVITING or context.reply_to is TO_ANSWER:
        people = plain_count(r, context.reply_to is TO_ANSWER)
        return _committed(r, context, people) if people else []
    return []
