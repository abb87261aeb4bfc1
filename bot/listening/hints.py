"""Shops put forward by a weak hint only: a list, a colon, "next time X", a name alone."""

from __future__ import annotations

from itertools import pairwise

from bot.domain.intents import Intent
from bot.listening import tags as T
from bot.listening.called import name_called
from bot.listening.capitals import capital, cased
from bot.listening.context import CALLING, TO_ANSWER, TO_BALLOT, TO_NOMINATION, TO_PERSON, Context
from bot.listening.likely import is_address, likeliest
from bot.listening.names import name_at
from bot.listening.placed import with_places
from bot.listening.places import place_after
from bot.listening.printed import Name
from bot.listening.reading import Reading
from bot.listening.text import SIGN, URL
from bot.listening.triggers import is_meant
from bot.listening.verblast import name_alone

_OPENING = 4
"""Words before a name in "so we could do X next time"."""
_FEW_WORDS = 3
"""Words that may describe a shop between its name and its place."""

_NO_ANSWER = (
    T.WISH | T.PLAN | T.SPAM | T.ALREADY | T.REPORTED | T.NEGATION | T.HELP | T.HOW | T.OWNER
    | T.REGRET | T.DOUBT | T.COME | T.PAST | T.EXCEPT
)  # fmt: skip
_NO_HINT = T.HOW | T.WISH | T.SADLY
_COURTESY = T.POLITE | T.FILLER | T.HANDLE | T.ARTICLE | T.CONDITION | T.FOR | T.ME | T.SUPPORT

Found = list[tuple[Intent, str]]


def answers_no(r: Reading, name: Name) -> bool:
    """ "Next time Kessler? No, rather …": a question, and the writer's own no to it."""
    _, last, bits = r.sentence(name.first)
    refused = T.NEGATION
    if r.has(last - 2, last - 1, T.NOMINATE) and r.has(last - 1, last, T.ASKS):
        refused |= T.DOUBT | T.HEDGE  # "I like Kessler, but nominate? Dunno."
    while last < len(r.tags) and r.tags[last] & (T.BREAK | T.POLITE):
        last += 1
    counted = r.has(last + 1, last + 2, T.NUMBER)  # "… Daub Ceramics? No one ever goes in"
    return bool(bits & T.ASKS) and r.has(last, last + 1, refused) and not counted


def hinted(r: Reading, context: Context) -> Found:
    """A name after a weak hint only: a list, a colon, "my vote is for X", "next time X"."""
    if context.reply_to in (TO_PERSON, TO_NOMINATION, TO_BALLOT):
        return []
    if r.lexicon.verb_last and (name := name_alone(r)):
        return with_places(r, name)
    if not cased(r):
        return []
    called = name_called(r, 0, len(r.tags)) if r.all & T.NAMED else None
    if called and context.stage is CALLING and r.all & T.KIND and r.all & T.ASKS:
        return with_places(r, called)
    if context.reply_to is TO_ANSWER and (found := _corrected(r)):
        return with_places(r, found)
    for n in r.find(T.LIST | T.ADD):
        sentence = r.sentence(n)
        if sentence[2] & (T.REMOVE | T.COME | T.WISH | T.NEGATION):
            continue
        if found := likeliest(r, n):
            return with_places(r, found)
    for n in r.find(T.NEXT_TIME | T.VOTE | T.CHOOSE):
        sentence = r.sentence(n)
        if r.tags[n] & T.SUPPORT and not r.tags[n] & (T.NEXT_TIME | T.VOTE):
            continue  # "I love Kessler"
        comes = sentence[2] & T.COME and not r.tags[n] & T.COME
        asks = sentence[2] & T.ASKS and not r.tags[n] & T.NEXT_TIME
        if comes or asks or sentence[2] & _NO_HINT or not is_meant(r, n, context):
            continue
        name = name_at(r, n + 1, low=False)
        if name and ":" in (led := r.words[name.last : name.last + _FEW_WORDS]):
            # "for the next outing: Kessler", "pour la CGT du dépôt : Kessler"
            name = name_at(r, name.last + led.index(":") + 1, low=False)
        if name and r.denied(name.first, name.last - 1):
            continue  # "bitte bloß nicht Kessler & Sohn"
        placed = name and (name.last - name.first > 1 or place_after(r, name.last)[0])
        by_trade = name and r.tags[n] & T.NEXT_TIME and _sure(r, name)
        if name and (placed or by_trade) and not (is_address(r, name) or answers_no(r, name)):
            return with_places(r, name)
    if found := _for_next_time(r):
        return with_places(r, found)
    if context.stage is not CALLING:
        return []
    return _announced(r) or _wondered(r) or _alone(r, context) or _rather(r) or _pleaded(r)


_NO_NEXT = T.NEGATION | T.PERSON | T.PERSONS | T.REPORTED | T.WISH | T.PLAN | T.DOUBT | T.REGRET


def _for_next_time(r: Reading) -> Name | None:
    """ "La Marmite d'Émile next time!", "we do Kessler & Son next time?": a name before."""
    for n in r.find(T.NEXT_TIME):
        first, last, bits = r.sentence(n)
        idle = T.BREAK | T.POLITE | T.FILLER | T.TIMES | T.UNIT | T.NEXT_TIME
        if bits & _NO_NEXT or any(not r.tags[m] & idle for m in range(n, last)):
            continue
        for at in range(first, min(first + _OPENING, n)):
            name = name_at(r, at, low=False)
            verb = at == first and r.words[at] in r.lexicon.common and not r.tags[at] & T.ARTICLE
            if verb and name and name.first == at:
                continue  # "Faites Rosa la prochaine fois"
            if name and capital(r, name.first) and name.last == n > name.first + 1:
                return name
    return None


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
            if place or (_sure(r, name) and name.last - name.first > 1):
                return with_places(r, name)
    return []


def _sure(r: Reading, name: Name) -> bool:
    """Whether a name says itself that it is a shop's: by its trade, by "&", by "Sal's"."""
    words = r.words[name.first : name.last]
    owned = any(w == "s" and before[-1] == "'" for before, w in pairwise(words))
    hosted = words[0] in r.lexicon.hosts and len(words) > 1  # "Chez Abdel", "Da Ahmed"
    quoted = name.first > 0 and bool(r.tags[name.first - 1] & T.QUOTE)
    return quoted or owned or hosted or "&" in words or r.has(name.first, name.last, T.KIND)


def _alone(r: Reading, context: Context) -> Found:
    """ "Hi! Sal's, on Union St": a sentence that is nothing but a shop and its place.

    To an answer of the bot "I should have said the street" regrets nothing but that.
    """
    against = _NO_ANSWER & ~T.REGRET if context.reply_to is TO_ANSWER else _NO_ANSWER
    if URL in r.kinds:
        return []
    for first, last, bits in r.sentences():
        chosen = bits & (T.CHOOSE | T.PLEASE)
        if (bits if chosen else r.all) & against:
            continue
        start = first
        if r.has(first, first + 1, T.POLITE) and r.has(first + 1, first + 2, T.FILLER):
            start += 1  # "Hands down Dorothy's Tearoom"
        while start < last and r.tags[start] & _COURTESY and not capital(r, start):
            start += 1
        name = name_at(r, start, low=False)
        if name is None or name.first > start + 1 or is_address(r, name):
            continue
        if _opens_a_clause(r, name, bits):
            continue
        place, after = place_after(r, name.last)
        apart = after > last and not r.has(last, last + 1, T.PLACE)  # "Kessler!! in Leeds"
        if (apart and not _below(r, name.last, place)) or _talks(r, name.last, place):
            place, after = None, name.last
        asked = place or (chosen and r.has(name.last, last, T.CHOOSE | T.PLEASE))
        known = _sure(r, name) or (asked and name.last - name.first > 1)
        named = known and not r.tags[name.first] & (T.TITLE | T.PERSON | T.OTHERS)
        end = min(last, max(after, name.last))
        idle = _COURTESY | T.BREAK | T.CHOOSE
        rest = all(r.tags[n] & idle or r.kinds[n] == SIGN for n in range(end, last))
        if named and rest and (place or name.last - name.first > 1):
            return with_places(r, name)
    return []


def _opens_a_clause(r: Reading, name: Name, bits: int) -> bool:
    """ "Does Hobbs Hardware open on Saturdays?", "Let's be there": no name begins so."""
    word = r.words[name.first]
    small = word.rstrip("'") in r.lexicon.common and (bits & T.ASKS or word[-1] == "'")
    return bool(small) and not r.has(name.first, name.first + 1, T.ARTICLE | T.KIND | T.NUMBER)


def _rather(r: Reading) -> Found:
    """ "Not the garden centre. Fern & Thistle instead": what is wanted, then the word for so."""
    for n in r.find(T.CORRECT):
        first, _, bits = r.clause(n)
        name = name_at(r, first, low=False)
        near = name is not None and name.first <= first + 1 and name.last == n
        if name and near and _sure(r, name) and not bits & (T.NEGATION | T.WISH | T.PLAN):
            return with_places(r, name)
    return []


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


def _pleaded(r: Reading) -> Found:
    """ "… Star Shoe Repairs at 3 Bell Yard. Please!": a name with its place, and a plea."""
    if not r.all & T.PLEASE or r.all & (_NO_ANSWER & ~T.COME):
        return []
    found = likeliest(r, r.find(T.PLEASE)[0])
    placed = found and _sure(r, found) and place_after(r, found.last)[0]
    return with_places(r, found) if found and placed else []


def _corrected(r: Reading) -> Name | None:
    """To an answer of the bot, a name alone or after "I meant" is the name that is wanted."""
    if not r.all & (T.CORRECT | T.NAMED) or not cased(r):
        return None
    for n in r.find(T.CORRECT | T.NAMED):
        start = n + 1
        while start < min(n + 6, len(r.tags)) and _up_to_name(r, start):
            start += 1
        found = name_at(r, start, low=False)
        street = found and r.has(found.last - 1, found.last, T.STREET | T.STREET_END)
        placed = found and r.before(found.first) & T.PLACE  # "I meant the one in Frome"
        if found and not placed and not (street and not _sure(r, found)):
            return found
    return None


def _up_to_name(r: Reading, at: int) -> bool:
    """ "I got the name wrong, it is Kessler": the small words and the comma before a name."""
    small = r.tags[at] & (T.FILLER | T.END | T.BREAK) and not r.tags[at] & T.STRONG
    return bool(small) and not capital(r, at)
