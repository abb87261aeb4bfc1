"""Shops put forward with no word that asks for them: after a colon, wondered about, alone."""

from __future__ import annotations

from bot.domain.intents import Intent
from bot.listening import tags as T
from bot.listening.capitals import capital
from bot.listening.context import TO_ANSWER, Context
from bot.listening.likely import is_address, likeliest
from bot.listening.names import name_at
from bot.listening.placed import with_places
from bot.listening.places import place_after
from bot.listening.printed import Name, says_shop
from bot.listening.reading import Reading, Span
from bot.listening.text import SIGN, URL

_FEW_WORDS = 3
"""Words that may describe a shop between its name and its place."""

_NO_ANSWER = (
    T.WISH | T.PLAN | T.SPAM | T.ALREADY | T.REPORTED | T.NEGATION | T.HELP | T.HOW | T.OWNER
    | T.REGRET | T.DOUBT | T.COME | T.PAST | T.EXCEPT
)  # fmt: skip
_COURTESY = T.POLITE | T.FILLER | T.HANDLE | T.ARTICLE | T.CONDITION | T.FOR | T.ME | T.SUPPORT

Found = list[tuple[Intent, str]]


def unasked(r: Reading, context: Context) -> Found:
    """The shop that a message names while shops are called for, and says next to nothing else."""
    return _announced(r) or _wondered(r) or _alone(r, context) or _rather(r) or _pleaded(r)


def _announced(r: Reading) -> Found:
    """A name set off by a colon, as people answer a call: "two from me: A in X and B in Y"."""
    if any(kind == URL for kind in r.kinds) or r.all & (T.WISH | T.PLAN | T.SPAM):
        return []
    for n, word in enumerate(r.words):
        if word != ":" or n == 0 or r.sentence(n)[2] & T.ASKS:
            continue
        name = name_at(r, n + 1, low=False)
        if name and not is_address(r, name):
            place = place_after(r, name.last)[0]
            if place or (says_shop(r, name) and name.last - name.first > 1):
                return with_places(r, name)
    return []


def _wondered(r: Reading) -> Found:
    """ "And Kessler, in Mill Road?": nothing but the name, its place and the question mark."""
    for first, last, bits in r.sentences():
        if not bits & T.ASKS or not bits & T.AND:
            continue
        start = first
        while start < last and r.tags[start] & (T.BREAK | T.POLITE | T.HANDLE):
            start += 1
        name = name_at(r, start + 1, low=False) if r.has(start, start + 1, T.AND) else None
        if name is None and r.has(start, start + 1, T.AND) and r.has(first, last, T.KIND):
            name = _in_quotes(r, start, last)
        if name is None or is_address(r, name):
            continue
        end = min(last, max(place_after(r, name.last)[1], name.last))
        idle = T.BREAK | T.PLACE | T.ARTICLE | T.JOINER | T.POLITE
        if all(r.tags[n] & idle for n in range(end, last)):
            return with_places(r, name)
    return []


def _in_quotes(r: Reading, first: int, last: int) -> Name | None:
    """ "And the little cobbler in Mill Road, “The Last”?": what the shop is, then its name."""
    quotes = (n for n in range(first, last) if r.tags[n] & T.QUOTE)
    return next((name for n in quotes if (name := name_at(r, n, sure=True))), None)


def _alone(r: Reading, context: Context) -> Found:
    """ "Hi! Sal's, on Union St": a sentence that is nothing but a shop and its place.

    To an answer of the bot "I should have said the street" regrets nothing but that.
    """
    against = _NO_ANSWER & ~T.REGRET if context.reply_to is TO_ANSWER else _NO_ANSWER
    if URL in r.kinds:
        return []
    for sentence in r.sentences():
        chosen = sentence[2] & (T.CHOOSE | T.PLEASE)
        if (sentence[2] if chosen else r.all) & against:
            continue
        if name := _only_shop(r, sentence):
            return with_places(r, name)
    return []


def _only_shop(r: Reading, sentence: Span) -> Name | None:
    """The name that a sentence is nothing but, where it is surely a shop's."""
    first, last, bits = sentence
    start = _past_courtesy(r, first, last)
    name = name_at(r, start, low=False)
    if name is None or name.first > start + 1 or is_address(r, name):
        return None
    if _opens_a_clause(r, name, bits) or r.tags[name.first] & (T.TITLE | T.PERSON | T.OTHERS):
        return None
    place, end = _own_place(r, name, last)
    several = name.last - name.first > 1
    asked = place or r.has(name.last, last, T.CHOOSE | T.PLEASE)
    known = says_shop(r, name) or (asked and several)
    idle = _COURTESY | T.BREAK | T.CHOOSE
    rest = all(r.tags[n] & idle or r.kinds[n] == SIGN for n in range(end, last))
    return name if known and rest and (place or several) else None


def _past_courtesy(r: Reading, at: int, last: int) -> int:
    """The first token of a sentence that may begin a name: "Hands down Dorothy's Tearoom"."""
    if r.has(at, at + 1, T.POLITE) and r.has(at + 1, at + 2, T.FILLER):
        at += 1
    while at < last and r.tags[at] & _COURTESY and not capital(r, at):
        at += 1
    return at


def _own_place(r: Reading, name: Name, last: int) -> tuple[str | None, int]:
    """The place that is said with a name and the token after it, before the sentence's end."""
    place, after = place_after(r, name.last)
    apart = after > last and not r.has(last, last + 1, T.PLACE)  # "Kessler!! in Leeds"
    if (apart and not _below(r, name.last, place)) or _talks(r, name.last, place):
        return None, name.last
    return place, min(last, max(after, name.last))


def _opens_a_clause(r: Reading, name: Name, bits: int) -> bool:
    """ "Does Hobbs Hardware open on Saturdays?", "Let's be there": no name begins so."""
    word = r.words[name.first]
    small = word.rstrip("'") in r.lexicon.common and (bits & T.ASKS or word[-1] == "'")
    return bool(small) and not r.has(name.first, name.first + 1, T.ARTICLE | T.KIND | T.NUMBER)


def _below(r: Reading, at: int, place: str | None) -> bool:
    """Whether nothing but signs stands between a name and its place: each is a line of its own."""
    start = r.text.find(place, r.end(at - 1)) if place else 0
    while at < len(r.tags) and r.starts[at] < start:
        if not r.tags[at] & T.BREAK:
            return False
        at += 1
    return True


def _talks(r: Reading, at: int, place: str | None) -> bool:
    """Whether more than a few words stand between a name and the place found behind it."""
    start = r.text.find(place, r.end(at - 1)) if place else 0
    said = 0
    while at < len(r.tags) and r.starts[at] < start:
        said += not r.tags[at] & (_COURTESY | T.BREAK | T.PLACE | T.JOINER | T.KIND)
        at += 1
    return said > _FEW_WORDS


def _rather(r: Reading) -> Found:
    """ "Not the garden centre. Fern & Thistle instead": what is wanted, then the word for so."""
    for n in r.find(T.CORRECT):
        first, _, bits = r.clause(n)
        name = name_at(r, first, low=False)
        near = name is not None and name.first <= first + 1 and name.last == n
        if name and near and says_shop(r, name) and not bits & (T.NEGATION | T.WISH | T.PLAN):
            return with_places(r, name)
    return []


def _pleaded(r: Reading) -> Found:
    """ "… Star Shoe Repairs at 3 Bell Yard. Please!": a name with its place, and a plea."""
    if not r.all & T.PLEASE or r.all & (_NO_ANSWER & ~T.COME):
        return []
    found = likeliest(r, r.find(T.PLEASE)[0])
    placed = found and says_shop(r, found) and place_after(r, found.last)[0]
    return with_places(r, found) if found and placed else []
