"""Sentences that are a plain request as they stand: "delete me", "how does it work?"."""

from __future__ import annotations

from bot.domain.intents import (
    Ask,
    Forget,
    Help,
    Intent,
    Topic,
    Unvote,
    Vote,
    Withdraw,
)
from bot.listening import tags as T
from bot.listening.context import (
    ANNOUNCED,
    GATHERING,
    TO_BALLOT,
    TO_NOMINATION,
    TO_PERSON,
    Context,
)
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

_NOT_SAID_HERE = T.REPORTED | T.OTHERS | T.CONDITION | T.QUOTE | T.PERSON


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


def _in_passing(r: Reading, first: int, last: int) -> tuple[tuple[int, int], str] | None:
    """A plain request among other clauses: "lovely idea, and please delete my data". What
    comes before it must not tell of others or of a case ("my ex said, …", "if …, …")."""
    start = first
    while start < last and not r.has(first, start, _NOT_SAID_HERE):
        end = next((n for n in range(start, last) if r.tags[n] & (T.BREAK | T.BUT)), last)
        joined = next((n for n in range(start, end) if r.tags[n] & T.AND), end)
        for stop in dict.fromkeys((end, joined)):  # "wipe me from your books and be done with it"
            if stop - start < last - first and (asked := _asked(r, start, stop)) in PASSING:
                return (start, stop), asked
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
    return context.stage in (ANNOUNCED, GATHERING) or context.earlier.people > 0
