"""Shops put forward by a weak hint only: a list, a vote, "next time X", an answer put right."""

from __future__ import annotations

from bot.domain.intents import Intent
from bot.listening import tags as T
from bot.listening.called import name_called
from bot.listening.capitals import capital, cased
from bot.listening.context import CALLING, TO_ANSWER, TO_BALLOT, TO_NOMINATION, TO_PERSON, Context
from bot.listening.likely import is_address, likeliest
from bot.listening.names import name_at
from bot.listening.placed import with_places
from bot.listening.places import place_after
from bot.listening.printed import Name, says_shop
from bot.listening.reading import Reading
from bot.listening.triggers import is_meant
from bot.listening.unasked import unasked
from bot.listening.verblast import name_alone

_OPENING = 4
"""Words before a name in "so we could do X next time"."""
_LED = 3
"""Words between what is only said of the next time, and the colon before a name."""

_NO_HINT = T.HOW | T.WISH | T.SADLY
_NO_NEXT = T.NEGATION | T.PERSON | T.PERSONS | T.REPORTED | T.WISH | T.PLAN | T.DOUBT | T.REGRET

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
    if name := _by_a_word(r, context):
        return with_places(r, name)
    return unasked(r, context) if context.stage is CALLING else []


def _by_a_word(r: Reading, context: Context) -> Name | None:
    """The name that a word gives away which might also say something else."""
    calling, answers = context.stage is CALLING, context.reply_to is TO_ANSWER
    if calling and r.all & T.KIND and r.all & T.ASKS and (name := name_called(r, 0, len(r.tags))):
        return name  # "Isn't there a bakery called Rosa?"
    if answers and (name := _corrected(r)):
        return name
    return _for_the_list(r) or _chosen(r, context) or _for_next_time(r)


def _for_the_list(r: Reading) -> Name | None:
    """ "Kessler on the list!": the likeliest name where somebody speaks of the list."""
    for n in r.find(T.LIST | T.ADD):
        if r.sentence(n)[2] & (T.REMOVE | T.COME | T.WISH | T.NEGATION):
            continue
        if found := likeliest(r, n):
            return found
    return None


def _chosen(r: Reading, context: Context) -> Name | None:
    """ "My vote is for Kessler & Son", "next time the Bakery Rosa": surely a shop's name."""
    for n in r.find(T.NEXT_TIME | T.VOTE | T.CHOOSE):
        if not _may_choose(r, n) or not is_meant(r, n, context):
            continue
        name = _behind(r, n)
        if name is None or r.denied(name.first, name.last - 1):
            continue  # "bitte bloß nicht Kessler & Sohn"
        placed = name.last - name.first > 1 or place_after(r, name.last)[0]
        by_trade = r.tags[n] & T.NEXT_TIME and says_shop(r, name)
        if (placed or by_trade) and not (is_address(r, name) or answers_no(r, name)):
            return name
    return None


def _may_choose(r: Reading, at: int) -> bool:
    """Whether a word for voting, or for the next time, can put a shop forward where it stands."""
    bits, sentence = r.tags[at], r.sentence(at)[2]
    if bits & T.SUPPORT and not bits & (T.NEXT_TIME | T.VOTE):
        return False  # "I love Kessler"
    comes = sentence & T.COME and not bits & T.COME
    asks = sentence & T.ASKS and not bits & T.NEXT_TIME
    return not (comes or asks or sentence & _NO_HINT)


def _behind(r: Reading, at: int) -> Name | None:
    """The name behind a word: "for the next outing: Kessler", "pour la CGT du dépôt : Kessler"."""
    name = name_at(r, at + 1, low=False)
    if name and ":" in (led := r.words[name.last : name.last + _LED]):
        return name_at(r, name.last + led.index(":") + 1, low=False)
    return name


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
        if found and not placed and not (street and not says_shop(r, found)):
            return found
    return None


def _up_to_name(r: Reading, at: int) -> bool:
    """ "I got the name wrong, it is Kessler": the small words and the comma before a name."""
    small = r.tags[at] & (T.FILLER | T.END | T.BREAK) and not r.tags[at] & T.STRONG
    return bool(small) and not capital(r, at)
