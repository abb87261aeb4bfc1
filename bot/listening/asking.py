"""Questions to the bot by turns of phrase that only questions have, and those for the organisers.

What is found here goes before what `bot.listening.questions` finds by single words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from bot.domain.intents import (
    About,
    Ask,
    Help,
    Intent,
    Nominate,
    Remind,
    Spent,
    Topic,
    Unvote,
    Vote,
    Withdraw,
)
from bot.listening import tags as T
from bot.listening.context import (
    ANNOUNCED,
    BALLOTING,
    CALLING,
    CLOSED,
    CONSENTING,
    GATHERING,
    RECAPPING,
    TO_NOMINATION,
    TO_PERSON,
    Context,
)
from bot.listening.reading import Reading
from bot.listening.sayings import EDGE, Asking, Sayings
from bot.listening.text import HANDLE, LINE, SIGN, WORD

Found = list[tuple[Intent, str]]

_SIGNS = (HANDLE, LINE, SIGN)
_ALOUD = ("access", "parking", "payment", "money")
"""What "is that all right?" can mean of the words before it."""

_FUN = T.LAUGH | T.IRONY
_OF_THE_SHOP = ("where", "access", "parking", "payment")
"""What is asked of the winner alone; of one shop among many, nobody asks it of the bot."""

_BEFORE = ("where", "when")
"""What nobody asks of a mob that is over: "where can I see the photos?"."""

_ALONE = (Ask(Topic.WHERE), Ask(Topic.PAYMENT), Help())

_CHOSEN = (Vote, Unvote, Nominate)
_OF_NO_MOB = (*_CHOSEN, Spent, Withdraw)


class Question(NamedTuple):
    """A sentence that asks: its first token, where the question opens, and the
    token after its last; its words from where the
    question opens, and all of them."""

    first: int
    start: int
    last: int
    core: list[str]
    words: list[str]


def inquiries(r: Reading, context: Context, others: Found, asked: Found) -> Found:
    """What the writer wants to know, `others` being what else is asked for and `asked` the
    question that single words tell; that stays where no turn of phrase tells more."""
    lists = r.lexicon.asking
    reminds = any(isinstance(intent, Remind) for intent, _ in others)
    if not r.all & T.ASKS and (reminds or not lists.may_ask(r.words)):
        return asked  # "tell me before it closes" asks to be reminded
    if context.reply_to in (TO_PERSON, TO_NOMINATION) or _to_another(r):
        return asked
    idle = False
    for question in _questions(r, lists):
        if _asks_nothing(r, lists, question):
            idle = True
        elif _said(lists.tag, question.words):
            continue
        elif (found := _asked(r, lists, question, context)) and _beside(
            r, question, _chosen(others, found), asked
        ):
            if any(isinstance(intent, Help) for intent, _ in asked) or _is_second(
                r, question, found, asked
            ):
                return asked
            return [(_known(found, context), "asks about this mob")]
        elif not asked and _for_organisers(r, lists, question, others):
            return [(Ask(Topic.OTHER), "asks what the organisers know")]
    return [] if idle else asked


def is_all(r: Reading, asked: Found) -> bool:
    """Whether a message is one question and nothing else: "how do I come there?" is no promise,
    and "do they take cards, or must I withdraw?" takes none back."""
    lists = r.lexicon.asking
    if len(r.sentences()) > 1 or not any(intent in _ALONE for intent, _ in asked):
        return False
    first = next(_clauses(r, lists, 0, len(r.words)), 0)
    return lists.opens.stands_at(lists.ended(r.words), first)


def _to_another(r: Reading) -> bool:
    """Whether a message speaks to somebody else by their account's name."""
    return any(
        kind == HANDLE and not bits & T.HANDLE for kind, bits in zip(r.kinds, r.tags, strict=True)
    )


def _questions(r: Reading, lists: Asking) -> Iterator[Question]:
    words = lists.ended(r.words)
    for first, last, bits in r.sentences():
        clauses = list(_clauses(r, lists, first, last))
        starts = [n for n in clauses if lists.opens.stands_at(words, n)]
        if not bits & T.ASKS:  # "I must think, which shop …"
            starts = [n for n in starts if n == clauses[0] or lists.inside.stands_at(words, n)]
        closed = bool(lists.closes) and _closes(r, lists, first, last)
        if not (bits & T.ASKS or starts or closed):
            continue
        from_here = (starts or clauses[-1:] or [first])[0]
        core = _edged(r, words, lists, from_here, last)
        yield Question(first, from_here, last, core, _edged(r, words, lists, first, last))


def _clauses(r: Reading, lists: Asking, first: int, last: int) -> Iterator[int]:
    """Where each clause of a sentence begins, behind words like "and", "hello"."""
    fresh = True
    for n in range(first, last):
        if r.kinds[n] in _SIGNS:
            fresh = True
        elif fresh and r.words[n] not in lists.before:
            fresh = False
            yield n


def _closes(r: Reading, lists: Asking, first: int, last: int) -> bool:
    said = [n for n in range(first, last) if r.kinds[n] == WORD]
    return bool(said) and r.words[said[-1]].endswith(lists.closes)


def _edged(r: Reading, words: list[str], lists: Asking, first: int, last: int) -> list[str]:
    """The words of a sentence with an edge in place of each sign, and none of those that only
    lead up to a question behind one."""
    out = [EDGE]
    for n in range(first, last):
        if r.kinds[n] in _SIGNS:
            if out[-1] != EDGE:
                out.append(EDGE)
        elif out[-1] != EDGE or r.words[n] not in lists.before:
            out.append(words[n])
    return [*out, EDGE] if out[-1] != EDGE else out


def _said(sayings: Sayings, words: list[str]) -> bool:
    return next(sayings.said(words), None) is not None


def _asks_nothing(r: Reading, lists: Asking, question: Question) -> bool:
    """Whether a question is quoted, or a turn of phrase that wants no answer."""
    marks = [n for n in range(question.first, question.last) if r.tags[n] & T.ASKS]
    at = marks[0] if marks else question.first
    if r.all & T.QUOTE and sum(bool(bits & T.QUOTE) for bits in r.tags[:at]) % 2:
        return True
    if r.has(question.first, question.last, T.DATA) and r.has(
        question.first, question.last, T.FORGET
    ):
        return True  # "when do you delete my data?" asks nothing of this mob
    return _said(lists.never, question.words)


def _asked(r: Reading, lists: Asking, question: Question, context: Context) -> str | None:
    """What a question is about: by its own words, else by those of the sentence it stands in."""
    early = context.stage in (CALLING, BALLOTING, CONSENTING)
    idle = _OF_THE_SHOP if early else _BEFORE if context.stage in (RECAPPING, CLOSED) else ()
    topics = [topic for topic in lists.topics.items() if topic[0] not in idle]
    if any(at <= 1 for at, _ in lists.topics["when"].said(question.core)) and "when" not in idle:
        return "when"  # "when do we hear who won?"
    for words in (question.core, question.words):
        for name, sayings in topics:
            if _said(sayings, words):
                return name
    if early or not _said(lists.that, question.words):
        return None
    words = _edged(r, lists.ended(r.words), lists, 0, len(r.words))
    return next((name for name in _ALOUD if _said(lists.topics[name], words)), None)


def _is_second(r: Reading, question: Question, name: str, asked: Found) -> bool:
    """ "Where do we meet, and is it step free?": of two questions the first is answered."""
    return bool(asked) and name in _ALOUD and r.has(question.start, question.last, T.AND)


def _chosen(others: Found, name: str) -> set[type[Intent]]:
    """What a message asks for that its question may be; money too is withdrawn."""
    kinds = {type(intent) for intent, _ in others} & set(_OF_NO_MOB)
    return kinds - {Withdraw} if name == "payment" else kinds


def _beside(r: Reading, question: Question, chosen: set[type[Intent]], asked: Found) -> bool:
    """Whether a question stands beside what else a message asks for, and is not that itself."""
    if asked or not chosen:
        return True
    if Nominate in chosen:
        return False
    before = range(question.first, question.start)
    if len(r.sentences()) == 1 and all(r.kinds[n] in _SIGNS for n in before):
        return False
    numbers = any(question.start <= n.first < question.last for n in r.numbers)
    return not numbers and not any(question.start <= n < question.last for n in r.taken)


def _known(name: str, context: Context) -> Intent:
    if name == "help":
        return Help()
    if name == "about":
        return About()
    if name == "leader" and context.stage in (ANNOUNCED, GATHERING):
        return Ask(Topic.WHERE)  # whoever asks which shop has won wants to go there
    return Ask(Topic(name))


def _for_organisers(r: Reading, lists: Asking, question: Question, others: Found) -> bool:
    """A question that nothing the bot knows answers: passed on when it is surely one."""
    if others and (len(r.sentences()) == 1 or any(isinstance(i, _CHOSEN) for i, _ in others)):
        return False
    marked = r.has(question.first, question.last, T.ASKS) or lists.closes
    if not marked or not _said(lists.other, question.core):
        return False
    if r.has(question.start, len(r.tags), _FUN):
        return False
    return bool(r.all & T.HANDLE) or not _said(lists.friend, question.words)
