"""Nominations: the shops a message puts forward, with their places."""

from __future__ import annotations

from rapidfuzz import fuzz, process

from bot.domain.intents import Intent, Nominate
from bot.domain.posts import ReplyTo
from bot.domain.stages import Stage
from bot.listening import tags as T
from bot.listening.context import Context
from bot.listening.names import Name, capital, cased, name_at
from bot.listening.places import place_after
from bot.listening.reading import Reading
from bot.listening.text import HANDLE, WORD
from bot.listening.verblast import name_before, place_around

_ASKING = T.NOMINATE | T.NOMINATION | T.SUGGEST | T.ADD
_WEAK = T.NEXT_TIME | T.VOTE | T.CHOOSE | T.LIST | T.CORRECT
_TRIGGERS = _ASKING | _WEAK
_TYPO_LENGTH = 6
_MOST_TRIGGERS = 6
_SIMILAR = 84

Found = list[tuple[Intent, str]]


def nominations(r: Reading, context: Context) -> Found:
    """The shops put forward; none where it is irony, a wish, a plan, or somebody else's doing."""
    if context.stage is Stage.CALLING and not r.all & _ASKING:
        _mend_trigger(r)
    if not r.all & _TRIGGERS or r.all & T.IRONY:
        return []
    if context.reply_to in (ReplyTo.NOMINATION, ReplyTo.BALLOT) and not r.all & T.NOMINATE:
        return []
    triggers = [n for n in r.find(_asked_now(r, context)) if _meant(r, n, context)]
    triggers.sort(key=lambda n: not r.tags[n] & (T.NOMINATE | T.NOMINATION))
    for trigger in triggers[:_MOST_TRIGGERS]:
        name = _name_for(r, trigger)
        if name is not None:
            return _with_places(r, name)
    if context.stage is Stage.CALLING or r.all & T.NEXT_TIME:
        return _hinted(r, context)
    return []


def _hinted(r: Reading, context: Context) -> Found:
    """A name after a weak hint only: "my vote is for X" while names are called for, "next time X"."""
    if context.reply_to in (ReplyTo.PERSON, ReplyTo.NOMINATION, ReplyTo.BALLOT):
        return []
    if context.reply_to is ReplyTo.ANSWER and (found := _corrected(r)):
        return _with_places(r, found)
    for n in r.find(T.LIST):
        first, _, bits = r.sentence(n)
        if not bits & (T.REMOVE | T.ASKS | T.COME) and (found := _telling(r, first, n)):
            return _with_places(r, found)
    for n in r.find(T.NEXT_TIME | T.VOTE | T.CHOOSE):
        sentence = r.sentence(n)
        if sentence[2] & (T.COME | T.ASKS | T.HOW) or not _meant(r, n, context):
            continue
        name = name_at(r, n + 1, low=False) if cased(r) else None
        if name and (name.last - name.first > 1):
            return _with_places(r, name)
    return []


def _corrected(r: Reading) -> Name | None:
    """To an answer of the bot, a name alone or after "I meant" is the name that is wanted."""
    if not r.all & (T.CORRECT | T.NAMED) or not cased(r):
        return None
    for n in r.find(T.CORRECT | T.NAMED):
        if found := name_at(r, n + 1, low=False):
            return found
    return None


def _mend_trigger(r: Reading) -> None:
    """A word for nominating that is typed wrong counts where the message has no right one."""
    for n, word in enumerate(r.words):
        if r.kinds[n] == WORD and not r.tags[n] and len(word) >= _TYPO_LENGTH:
            found = process.extractOne(
                word, r.lexicon.likely, scorer=fuzz.ratio, score_cutoff=_SIMILAR
            )
            if found:
                r.tags[n] |= T.NOMINATE
                r.all |= T.NOMINATE
                return


def _asked_now(r: Reading, context: Context) -> int:
    """Weaker ways to ask count only while names are called for, or for the next time."""
    if context.stage is Stage.CALLING or r.all & T.NEXT_TIME:
        return _ASKING
    return T.NOMINATE | T.NOMINATION


def _meant(r: Reading, at: int, context: Context) -> bool:
    first, last, bits = r.clause(at)
    sentence = r.sentence(at)
    if r.has(first, at, T.NEGATION | T.WISH) or bits & (T.PLAN | T.WISH):
        return False
    if sentence[2] & T.ALREADY:
        return False
    if r.has(first, at, T.OTHERS | T.REPORTED) and not r.has(first, last, T.ME | T.WE):
        return False
    asked = sentence[2] & T.ASKS and r.tags[at] & (T.NOMINATE | T.NOMINATION)
    elsewhere = (bits if r.lexicon.verb_last else sentence[2]) & (
        T.HOW | T.WHEN | T.HELP
    ) or context.reply_to is ReplyTo.PERSON
    return not (asked and elsewhere)


def _name_for(r: Reading, trigger: int) -> Name | None:
    """The name a trigger speaks of: called so, behind it, set off, or before it."""
    if found := _called(r, trigger, r.sentence(trigger)[1]):
        return found
    if r.lexicon.verb_last and r.words[trigger].isascii() is False:
        return name_before(r, trigger)
    start = trigger + 1
    while start < len(r.tags) and r.tags[start] & T.FILLER and r.kinds[start] == WORD:
        start += 1
    colon = next((n for n in range(start, min(start + 5, len(r.tags))) if r.words[n] == ":"), 0)
    if colon and r.tags[trigger] & T.NOMINATION:
        start = colon + 1
    if r.tags[trigger] & T.NOMINATION and cased(r):
        start = _next_capital(r, start)
    if not _own_thing(r, start):
        if found := name_at(r, start):
            return found
        if handle := _handle(r, start):
            return handle
    first, following, _ = r.sentence(trigger)
    quiet = not any(capital(r, n) and r.kinds[n] == WORD for n in range(start, following))
    if quiet and (found := _telling(r, first, trigger)):
        return found
    asks = bool(r.sentence(trigger)[2] & T.ASKS)
    if quiet and asks and following < len(r.tags) and cased(r):
        if found := name_at(r, following, low=False):
            return found
    return (
        _in_rest(r, start)
        or _set_off(r, start)
        or _called(r, 0, len(r.tags))
        or _earlier(r, trigger)
    )


def _in_rest(r: Reading, start: int) -> Name | None:
    """A name further on in the sentence: "could you look in at Cheese Bird one day?"."""
    if not cased(r) or start >= len(r.tags):
        return None
    return _telling(r, start, r.sentence(start)[1])


def _telling(r: Reading, first: int, last: int) -> Name | None:
    """A name that shows itself as one: of several words, or with what the shop sells."""
    found = _best_chunk(r, first, last) if cased(r) else None
    if found and (found.last - found.first > 1 or r.has(found.first, found.last, T.KIND)):
        return found
    return None


def _called(r: Reading, first: int, last: int) -> Name | None:
    """ "… which is called X": what follows is the name, however it is typed."""
    for n in range(first, last):
        if r.tags[n] & T.NAMED:
            start = n + 1
            while start < len(r.tags) and (r.tags[start] & T.FILLER or r.words[start] == ":"):
                start += 1
            return name_at(r, start, sure=True)
    return None


def _next_capital(r: Reading, start: int) -> int:
    """ "My nomination this time is Kessler": small words up to the name."""
    for n in range(start, min(start + 5, len(r.tags))):
        if r.tags[n] & T.BREAK:
            return start
        if capital(r, n) or r.tags[n] & T.KIND:
            return n
    return start


def _own_thing(r: Reading, at: int) -> bool:
    """ "my bank account": what is the writer's own is no shop, unless it is called by a name."""
    return r.has(at, at + 2, T.POSSESSIVE)


def _handle(r: Reading, at: int) -> Name | None:
    for n in range(at, min(at + 3, len(r.kinds))):
        if r.kinds[n] == HANDLE and not r.tags[n] & T.HANDLE:
            return Name(n, n + 1, r.raw(n).rstrip(".-"))
    return None


def _set_off(r: Reading, start: int) -> Name | None:
    """A name behind a colon, comma or bracket, when what comes first only describes the shop."""
    sentence = r.sentence(min(start, len(r.tags) - 1)) if r.tags else (0, 0, 0)
    for n in range(start, sentence[1]):
        if r.tags[n] & T.BREAK and n + 1 < len(r.tags) and r.has(start, n, T.KIND):
            following = n + 1
            if r.tags[following] & T.ARTICLE and not capital(r, following):
                continue
            if found := name_at(r, following, low=r.words[n] == ":"):
                return found
    return None


def _earlier(r: Reading, trigger: int) -> Name | None:
    """A name said before the trigger: "X should be on your list", "X, that is my nomination"."""
    if not cased(r):
        return None
    sentences = [s for s in r.sentences() if s[0] <= trigger]
    for first, last, _ in reversed(sentences[-3:]):
        if found := _telling(r, first, min(last, trigger)):
            return found
    return None


def _best_chunk(r: Reading, first: int, last: int) -> Name | None:
    n = first
    found: Name | None = None
    while n < last:
        if r.kinds[n] == WORD and _may_begin(r, n, first):
            name = name_at(r, n, low=False)
            if name and name.last <= last + 1:
                if r.tags[n] & T.KIND or found is None:
                    found = name
                n = max(name.last, n + 1)
                continue
        n += 1
    return found


def _may_begin(r: Reading, n: int, first: int) -> bool:
    bits = r.tags[n]
    if bits & T.KIND:
        return n + 1 < len(r.tags) and capital(r, n + 1)
    if not capital(r, n) or bits & (T.ME | T.NOMINATE | T.NOMINATION | T.ADD | T.SUGGEST):
        return False
    return (n > first and not r.tags[n - 1] & T.BREAK) or (
        r.words[n] not in r.lexicon.common and not bits
    )


def _with_places(r: Reading, name: Name) -> Found:
    place, after = place_after(r, name.last)
    if r.lexicon.verb_last:
        place = place_around(r, name) or place
    out: Found = [(Nominate(name.shop, place), "asks for a shop by name")]
    link = after if place else name.last
    if link < len(r.tags) and r.tags[link] & T.AND and r.all & T.NUMBER and cased(r):
        second = name_at(r, link + 1, low=False)
        if second:
            out.append((Nominate(second.shop, place_after(r, second.last)[0]), "and a second"))
    return out
