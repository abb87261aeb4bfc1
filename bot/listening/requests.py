"""Requests to the bot itself: forgetting, reminders, a vote taken back, an owner's no."""

from __future__ import annotations

from bot.domain.intents import (
    About,
    Ask,
    Forget,
    Help,
    Intent,
    OwnerRefuses,
    Remind,
    Topic,
    Unvote,
    Vote,
    Withdraw,
)
from bot.listening import tags as T
from bot.listening.choices import VOTING
from bot.listening.context import (
    ANNOUNCED,
    GATHERING,
    TO_ANSWER,
    TO_BALLOT,
    TO_NOMINATION,
    TO_PERSON,
    Context,
)
from bot.listening.entries import names_of
from bot.listening.likely import likeliest
from bot.listening.mentions import Mention, by_name
from bot.listening.reading import Reading
from bot.listening.sentences import PASSING, VOTE
from bot.listening.text import HANDLE, LINE, SIGN, WORD

Found = list[tuple[Intent, str]]
_LAST = 99
_SIGNS = (SIGN, LINE)
_LONGEST_PLAIN = 30
"""Tokens of a plain request, its courtesies among them."""

_NOT_ASKED = (TO_PERSON, TO_NOMINATION)
"""To them nothing is asked of the bot."""

_DIVIDED = T.BREAK | T.BUT | T.AND

_SHORT = 5
"""Tokens of a sentence that can only speak of what the one before it named."""


_PLAIN: dict[str, tuple[Intent, str]] = {
    "forget": (Forget(), "asks to be forgotten, and nothing else"),
    "unvote": (Unvote(), "takes the vote back"),
    "withdraw": (Withdraw(), "takes part no more"),
    "help": (Help(), "asks how it works"),
    "leads": (Ask(Topic.LEADER), "asks about this mob"),
    "when": (Ask(Topic.WHEN), "asks about this mob"),
    "where": (Ask(Topic.WHERE), "asks about this mob"),
    "count": (Ask(Topic.COUNT), "asks about this mob"),
}


_ORDERS = frozenset(("nothing", "forget", "unvote", "withdraw", "help"))
"""What may be said with an exclamation mark; a question with none but that is none."""


def plain_requests(r: Reading, context: Context) -> tuple[Found, bool]:
    """The sentences that are a plain request as they stand, and whether nothing else is said.

    They are not read any further, nor is one that only speaks of such a thing ("I know how it
    works").
    """
    if context.reply_to in _NOT_ASKED:
        return [], False
    found: Found = []
    aside = False
    passing = r.lexicon.whole.may_pass(r.words)
    for first, last, bits in r.sentences():
        if bits & T.QUOTE or last - first > _LONGEST_PLAIN:
            continue
        asked = _asked(r, first, last)
        if asked is None:
            divided = passing and bits & _DIVIDED
            span = _in_passing(r, first, last) if divided else None
            if span is None:
                continue
            (first, last), asked = span
        if asked == "leave":
            asked = "withdraw" if _awaited(context) else "forget"
        if asked == "forget" and r.all & T.SAID_YES and r.all & T.BUT:
            asked = "withdraw"  # "I had said yes but my car broke down, delete me"
        if asked == "withdraw" and not _awaited(context):
            continue
        if asked.startswith(VOTE):
            found += _vote(r, context, first, last, int(asked.removeprefix(VOTE)))
            continue
        if asked not in _ORDERS and r.has(first, last, T.STRONG) and _exclaims(r, first, last):
            continue
        if asked == "unvote":
            _unsay_votes(r, first)
        r.unsay(first, last)
        aside |= asked == "nothing"
        if asked in _PLAIN and _PLAIN[asked] not in found:
            found.append(_PLAIN[asked])
    return found, (aside or bool(found)) and not r.content()


def _unsay_votes(r: Reading, end: int) -> None:
    """ "I voted for 1. Take my vote back": what was told before it is the vote that goes."""
    for first, last, bits in r.sentences():
        if last <= end and bits & T.VOTE and bits & T.NUMBER:
            r.unsay(first, last)
        elif first < end < last and r.has(first, end, T.NUMBER):
            r.unsay(first, end)  # "take the 2 out, it was a slip, I abstain"


_NOT_SAID_HERE = T.REPORTED | T.OTHERS | T.CONDITION | T.QUOTE | T.PERSON


def _in_passing(r: Reading, first: int, last: int) -> tuple[tuple[int, int], str] | None:
    """A plain request among other clauses: "lovely idea, and please delete my data". What
    comes before it must not tell of others or of a case ("my ex said, …", "if …, …")."""
    start = first
    while start < last and not r.has(first, start, _NOT_SAID_HERE):
        end = next((n for n in range(start, last) if r.tags[n] & (T.BREAK | T.BUT)), last)
        if end - start < last - first and (asked := _asked(r, start, end)) in PASSING:
            return (start, end), asked
        start = next((n for n in range(start, end) if r.tags[n] & T.AND), end) + 1
    return None


def _vote(r: Reading, context: Context, first: int, last: int, rank: int) -> Found:
    """ "Uno!", "the last on the list": a rank that is nearly all that is said to the ballot."""
    choices = [candidate.choice for candidate in context.candidates]
    choice = max(choices, default=0) if rank == _LAST else rank
    if context.reply_to is not TO_BALLOT or choice not in choices or r.has(first, last, T.ASKS):
        return []
    r.unsay(first, last)
    return [(Vote(choice), "names a rank of the ballot, and nothing else")]


def _exclaims(r: Reading, first: int, last: int) -> bool:
    """ "What a day!", "Welcher Laden!": an exclamation asks nothing."""
    return "!" in r.words[first:last] and not r.has(first, last, T.ASKS)


def _asked(r: Reading, first: int, last: int) -> str | None:
    """What a sentence or a clause asks for as it stands."""
    kinds, words, whole = r.kinds, r.words, r.lexicon.whole
    if first < last and kinds[first] != WORD:
        first = _telling(r, first, last)
    while first < last:
        second = first + 1
        if second < last and kinds[second] != WORD:
            second = _telling(r, second, last)
        word = words[first]
        if whole.may_begin(word, words[second] if second < last else None):
            said = range(first, last)
            return whole.asked([words[n] for n in said if kinds[n] == WORD or not _is_idle(r, n)])
        if word not in whole.before:
            return None
        first = second
    return None


def _telling(r: Reading, at: int, last: int) -> int:
    """The first token from a place on that is no sign and not the bot's own name."""
    while at < last and r.kinds[at] != WORD and _is_idle(r, at):
        at += 1
    return at


def _is_idle(r: Reading, at: int) -> bool:
    """Whether a token is a sign or the bot's own name."""
    kind = r.kinds[at]
    return kind in _SIGNS or (kind == HANDLE and bool(r.tags[at] & T.HANDLE))


def _awaited(context: Context) -> bool:
    """Whether a yes can have been given that is now taken back."""
    return context.stage in (ANNOUNCED, GATHERING) or context.committed > 0


def forgets(r: Reading, context: Context) -> Found:
    """The wish that what is kept on the writer be deleted, or that the bot be silent.

    "Stop tagging me" to another person is not said to the bot.
    """
    if context.reply_to is TO_PERSON and not r.all & T.HANDLE:
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
        asked = bits & T.FORGET and data & (T.DATA | T.KEPT) and not bits & (T.LIST | T.HOW)
        if bits & T.ASKS and bits & T.WHEN:
            continue  # "when do you delete my data?"
        if asked and not _against(r, first, last, T.FORGET):
            return [(Forget(), "asks that their data be deleted")]
    return []


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
    | T.STOP
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


def refusals(r: Reading, context: Context) -> Found:
    """An owner's no: "I own this shop, please don't"."""
    if not r.all & T.OWNER or not r.all & T.REFUSE:
        return []
    return [(OwnerRefuses(_owned(r, context)), "says that the shop is theirs, and no")]


def _owned(r: Reading, context: Context) -> str | None:
    """The shop an owner speaks of: the one presented, one of the list, or a name as typed."""
    named = {m.choice for m in by_name(r, names_of(context.candidates))}
    if not named and context.reply_to is TO_NOMINATION and context.on is not None:
        named = {context.on}
    if len(named) == 1:
        return next((c.name for c in context.candidates if c.choice in named), None)
    found = None if named else likeliest(r, r.find(T.OWNER)[0])
    return found.shop if found else None
