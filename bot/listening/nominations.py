"""Nominations: the shops a message puts forward, with their places."""

from __future__ import annotations

from itertools import pairwise

from rapidfuzz import fuzz, process

from bot.domain.intents import Intent, Nominate
from bot.domain.posts import ReplyTo
from bot.domain.stages import Stage
from bot.listening import tags as T
from bot.listening.chains import is_brand
from bot.listening.context import Context
from bot.listening.likely import is_address, likeliest, without_person
from bot.listening.names import Name, capital, cased, name_at
from bot.listening.places import place_after, place_before
from bot.listening.reading import Reading
from bot.listening.text import HANDLE, URL, WORD
from bot.listening.verblast import name_before, place_around

_ASKING = T.NOMINATE | T.NOMINATION | T.SUGGEST | T.ADD
_WEAK = T.NEXT_TIME | T.VOTE | T.CHOOSE | T.LIST | T.CORRECT
_TRIGGERS = _ASKING | _WEAK
_TYPO_LENGTH = 6
_MOST_TRIGGERS = 6
_LEADING = frozenset(":→>=–—-")
_SIMILAR = 84
_PERSON_NAME = 2
"""Words of a title with a surname."""

_NO_ANSWER = (
    T.WISH | T.PLAN | T.SPAM | T.ALREADY | T.REPORTED | T.NEGATION | T.HELP | T.HOW | T.OWNER
    | T.REGRET | T.DOUBT | T.COME
)  # fmt: skip
_COURTESY = T.POLITE | T.FILLER | T.HANDLE | T.ARTICLE | T.CONDITION | T.FOR | T.ME | T.SUPPORT

Found = list[tuple[Intent, str]]


def nominations(r: Reading, context: Context) -> Found:
    """The shops put forward; none where it is irony, a wish, a plan, or somebody else's doing."""
    if context.stage is Stage.CALLING and not r.all & _ASKING:
        _mend_trigger(r)
    colon = context.stage is Stage.CALLING and ":" in r.words
    called = context.stage is Stage.CALLING and context.reply_to in (None, ReplyTo.CALL)
    if not (r.all & _TRIGGERS or colon or called) or r.all & T.IRONY:
        return []
    if context.reply_to in (ReplyTo.NOMINATION, ReplyTo.BALLOT) and not r.all & T.NOMINATE:
        return []
    triggers = [n for n in r.find(_asked_now(r, context)) if _meant(r, n, context)]
    triggers.sort(key=lambda n: not r.tags[n] & (T.NOMINATE | T.NOMINATION))
    for trigger in triggers[:_MOST_TRIGGERS]:
        _read_politely(r, trigger)
        name = _name_for(r, trigger)
        number = name is not None and name.shop.isdecimal() and context.stage is not Stage.CALLING
        number = number or (name is not None and (_is_sum(r, name) or _relation(r, name)))
        if name is not None and not number and not _said_to_person(r, name, context):
            return [] if r.all & T.LAUGH and is_brand(name.shop) else _with_places(r, name)
    if context.stage is Stage.CALLING or r.all & T.NEXT_TIME:
        return _hinted(r, context)
    return []


def _read_politely(r: Reading, trigger: int) -> None:
    """ "Couldn't you do X?", "könnt ihr nicht zu X?": the "not" of a question denies nothing."""
    if not r.tags[trigger] & T.SUGGEST or not r.sentence(trigger)[2] & T.ASKS:
        return
    for n in range(trigger + 1, min(trigger + 4, len(r.tags))):
        if r.tags[n] & T.NEGATION:
            r.tags[n] = T.FILLER


def _is_sum(r: Reading, name: Name) -> bool:
    """ "Next time fifty euros": a number and its currency name no shop."""
    return any(
        r.tags[n] & T.NUMBER and r.tags[n + 1] & T.CURRENCY
        for n in range(name.first, name.last - 1)
    )


def _relation(r: Reading, name: Name) -> bool:
    """ "Your uncle": a person by what they are to somebody names no shop."""
    alone = name.last == name.first + 1 and r.tags[name.first] & (T.PERSON | T.PERSONS)
    return bool(alone) and r.has(name.first - 1, name.first, T.POSSESSIVE | T.YOU)


def _said_to_person(r: Reading, name: Name, context: Context) -> bool:
    """To somebody else small words are small talk: only what is typed as a name counts."""
    low = not r.text[r.starts[name.first] :][:1].isupper()
    return context.reply_to is ReplyTo.PERSON and low and cased(r) and not r.lexicon.joined


def _hinted(r: Reading, context: Context) -> Found:
    """A name after a weak hint only: a list, a colon, "my vote is for X", "next time X"."""
    if context.reply_to in (ReplyTo.PERSON, ReplyTo.NOMINATION, ReplyTo.BALLOT) or not cased(r):
        return []
    called = _called(r, 0, len(r.tags)) if r.all & T.NAMED else None
    if called and context.stage is Stage.CALLING and r.all & T.KIND and r.all & T.ASKS:
        return _with_places(r, called)
    if context.reply_to is ReplyTo.ANSWER and (found := _corrected(r)):
        return _with_places(r, found)
    for n in r.find(T.LIST | T.ADD):
        sentence = r.sentence(n)
        if sentence[2] & (T.REMOVE | T.COME | T.WISH | T.NEGATION):
            continue
        if found := likeliest(r, n):
            return _with_places(r, found)
    for n in r.find(T.NEXT_TIME | T.VOTE | T.CHOOSE):
        sentence = r.sentence(n)
        comes = sentence[2] & T.COME and not r.tags[n] & T.COME
        asks = sentence[2] & T.ASKS and not r.tags[n] & T.NEXT_TIME
        if comes or asks or sentence[2] & T.HOW or not _meant(r, n, context):
            continue
        name = name_at(r, n + 1, low=False)
        if name and r.words[name.last : name.last + 1] == [":"]:
            name = name_at(r, name.last + 1, low=False)  # "for the next outing: Kessler"
        placed = name and (name.last - name.first > 1 or place_after(r, name.last)[0])
        if name and placed and not is_address(r, name):
            return _with_places(r, name)
    if context.stage is not Stage.CALLING:
        return []
    return _announced(r) or _wondered(r) or _alone(r) or _pleaded(r)


def _wondered(r: Reading) -> Found:
    """ "And Kessler, in Mill Road?": nothing but the name, its place and the question mark."""
    for first, last, bits in r.sentences():
        if not bits & T.ASKS or not bits & T.AND:
            continue
        start = first
        while start < last and r.tags[start] & (T.BREAK | T.POLITE | T.HANDLE):
            start += 1
        name = name_at(r, start + 1, low=False) if r.has(start, start + 1, T.AND) else None
        if name is None or is_address(r, name):
            continue
        end = min(last, max(place_after(r, name.last)[1], name.last))
        idle = T.BREAK | T.PLACE | T.ARTICLE | T.JOINER | T.POLITE
        if all(r.tags[n] & idle for n in range(end, last)):
            return _with_places(r, name)
    return []


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
                return _with_places(r, name)
    return []


def _sure(r: Reading, name: Name) -> bool:
    """Whether a name says itself that it is a shop's: by its trade, by "&", by "Sal's"."""
    words = r.words[name.first : name.last]
    owned = any(w == "s" and before[-1] == "'" for before, w in pairwise(words))
    return owned or "&" in words or r.has(name.first, name.last, T.KIND)


def _alone(r: Reading) -> Found:
    """ "Hi! Sal's, on Union St": a sentence that is nothing but a shop and its place."""
    if r.all & _NO_ANSWER or URL in r.kinds:
        return []
    for first, last, _ in r.sentences():
        start = first
        while start < last and r.tags[start] & _COURTESY and not capital(r, start):
            start += 1
        name = name_at(r, start, low=False)
        if name is None or name.first > start + 1 or is_address(r, name):
            continue
        place, after = place_after(r, name.last)
        if after > last or r.tags[name.first] & T.OTHERS:
            place, after = None, name.last
        known = _sure(r, name) or (place and name.last - name.first > 1)
        named = known and not r.tags[name.first] & (T.TITLE | T.PERSON)
        end = min(last, max(after, name.last))
        rest = all(r.tags[n] & (_COURTESY | T.BREAK) for n in range(end, last))
        if named and rest and (place or name.last - name.first > 1):
            return _with_places(r, name)
    return []


def _pleaded(r: Reading) -> Found:
    """ "… Star Shoe Repairs at 3 Bell Yard. Please!": a name with its place, and a plea."""
    if not r.all & T.PLEASE or r.all & (_NO_ANSWER & ~T.COME):
        return []
    found = likeliest(r, r.find(T.PLEASE)[0])
    placed = found and _sure(r, found) and place_after(r, found.last)[0]
    return _with_places(r, found) if found and placed else []


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
    if bits & T.PURSE and r.has(at, last, T.PURSE):
        return False
    wondered = sentence[2] & T.ASKS and r.tags[at] & T.SUGGEST
    if r.has(first, at, T.WISH if wondered else T.NEGATION | T.WISH) or bits & (T.PLAN | T.WISH):
        return False
    if sentence[2] & T.ALREADY or bits & T.PAST:
        return False
    mine = T.ME | T.WE | T.POSSESSIVE
    if r.has(first, at, T.OTHERS | T.REPORTED) and not r.has(first, last, mine):
        return False
    if _persons_wish(r, sentence[0], at):
        return False
    if r.tags[at] & T.NOMINATE and _somebody_does(r, first, at):
        return False
    asked = sentence[2] & T.ASKS and r.tags[at] & (T.NOMINATE | T.NOMINATION)
    elsewhere = bits & (T.HOW | T.WHEN | T.WHERE | T.HELP) or context.reply_to is ReplyTo.PERSON
    return not (asked and elsewhere)


def _persons_wish(r: Reading, first: int, at: int) -> bool:
    """ "My mother thinks you should do X": somebody else's wish, with no "I" behind it."""
    if r.lexicon.verb_last:
        return False
    for n in range(first, at):
        told = r.tags[n] & T.OTHERS and r.tags[n + 1] & T.FILLER
        if told or (r.tags[n] & T.REPORTED and r.has(first, n, T.PERSON | T.PERSONS | T.OTHERS)):
            return not r.has(n, at + 1, T.ME | T.WE)
    return False


def _somebody_does(r: Reading, first: int, at: int) -> bool:
    """ "My flatmate always nominates …": somebody else is the subject, and no "I" or "we"."""
    if r.lexicon.verb_last or not r.has(first, at, T.PERSON | T.PERSONS):
        return False
    mine = r.words[at].endswith(r.lexicon.first_person)
    return not mine and not r.has(first, at, T.ME | T.WE | T.AND)


def _name_for(r: Reading, trigger: int) -> Name | None:
    """The name a trigger speaks of: called so, right behind it, or the likeliest in the message."""
    if found := _called(r, trigger, r.sentence(trigger)[1]):
        return _rather_typed(r, trigger, found)
    if _relative(r, trigger) and (found := likeliest(r, trigger, before=True)):
        return found
    if r.lexicon.verb_last and (not r.words[trigger].isascii() or _verb_follows(r, trigger)):
        return name_before(r, trigger)
    start = _behind(r, trigger)
    found = None if r.has(start, start + 2, T.POSSESSIVE) else name_at(r, start)
    found = without_person(r, found)
    if found and _typed_low(r, trigger, found):
        found = None
    low = (
        found is not None and cased(r) and found.first < len(r.tags) and not _has_capital(r, found)
    )
    if low and (surer := likeliest(r, trigger)):
        return surer
    if found and _opens_small(r, found):
        found = likeliest(r, trigger) or found
    found = _behind_kind(r, found)
    if found and not is_address(r, found) and not _vague(r, trigger, found):
        return _surer(r, trigger, found)
    return likeliest(r, trigger) or _called(r, 0, len(r.tags)) or _handle(r, start)


def _rather_typed(r: Reading, trigger: int, called: Name) -> Name:
    """ "My idea is Kessler, they greet you by name": the capitals right behind the trigger."""
    if not cased(r) or _has_capital(r, called):
        return called
    found = name_at(r, _behind(r, trigger), low=False)
    return found if found and found.last <= called.first and not is_address(r, found) else called


def _verb_follows(r: Reading, trigger: int) -> bool:
    """ "… nominate 합니다": a borrowed verb with the language's own behind it."""
    after = trigger + 1
    return after < len(r.words) and r.lexicon.writes(r.words[after]) and not r.tags[after] & T.KIND


def _typed_low(r: Reading, trigger: int, found: Name) -> bool:
    """Whether a name is in small letters where others are not, and only a weak word asks for it."""
    strong = T.NOMINATE | T.NOMINATION | T.NAMED
    return cased(r) and not r.tags[trigger] & strong and not _has_capital(r, found)


def _has_capital(r: Reading, name: Name) -> bool:
    return any(capital(r, n) or r.words[n] in "“«„\"'" for n in range(name.first, name.last))


def _surer(r: Reading, trigger: int, found: Name) -> Name:
    """What stands behind the trigger, unless that is a place or a person and a shop is named."""
    before = r.tags[found.first - 1] if found.first else 0
    if before & T.PLACE and not before & T.FILLER and not r.has(found.first, found.last, T.KIND):
        return likeliest(r, trigger, before=True) or found
    if r.has(trigger + 1, found.first, T.BREAK):
        verb_last = likeliest(r, trigger, before=True)
        if verb_last and verb_last.last == trigger:
            return verb_last
    if (before | r.tags[found.first]) & T.TITLE and found.last - found.first <= _PERSON_NAME:
        return likeliest(r, trigger) or found
    return found


def _behind_kind(r: Reading, found: Name | None) -> Name | None:
    """ "Henk's music shop: Snare & Co": what the shop is, then a colon, then its name."""
    if found is None or capital(r, found.first):
        return found
    described = T.KIND if cased(r) else T.CHOOSE | T.SUGGEST | T.NOMINATION
    if r.words[found.last : found.last + 1] != [":"] or not r.has(*found[:2], described):
        return found
    return name_at(r, found.last + 1, low=not cased(r)) or found


def _opens_small(r: Reading, found: Name) -> bool:
    """ "Your idea": a small word with a capital of courtesy begins no name in mid-sentence."""
    first = found.first
    small = r.words[first] in r.lexicon.common and not r.tags[first] & (T.ARTICLE | T.NUMBER)
    return small and first > 0 and not r.tags[first - 1] & (T.BREAK | T.QUOTE)


def _relative(r: Reading, trigger: int) -> bool:
    """ "Kessler, whom I would nominate", "Kessler: I nominate it": the name stands before."""
    at = trigger - 1
    if at > 0 and r.words[at] in r.lexicon.clitics and r.tags[trigger] & T.NOMINATE:
        return True
    if r.words[trigger] in r.lexicon.clitics and r.tags[trigger] & T.ADD:
        return True
    while at >= 0 and r.tags[at] & T.ME and not r.tags[at] & T.END:
        at -= 1
    return at > 0 and r.words[at] in r.lexicon.relatives


def _vague(r: Reading, trigger: int, found: Name) -> bool:
    """ "… has my nomination, ask anyone": what follows a noun in another clause is no name."""
    low = found.first >= len(r.starts) or not _has_capital(r, found)
    apart = r.has(trigger + 1, found.first, T.BREAK) and not any(
        r.words[n] in _LEADING for n in range(trigger + 1, found.first)
    )
    return cased(r) and low and (apart or bool(r.tags[trigger] & T.NOMINATION))


def _behind(r: Reading, trigger: int) -> int:
    """Where a name behind a trigger can begin: after its phrase, a colon, or small words."""
    start = trigger + 1
    while start < len(r.tags) and r.tags[start] & T.FILLER and r.kinds[start] == WORD:
        start += 1
    if not r.tags[trigger] & T.NOMINATION:
        return start
    if not cased(r):
        while start < len(r.tags) and r.tags[start] & T.STRONG:
            start += 1
    colon = next((n for n in range(start, min(start + 5, len(r.tags))) if r.words[n] == ":"), 0)
    if colon:
        return colon + 1
    return _next_capital(r, start) if cased(r) else start


def _called(r: Reading, first: int, last: int) -> Name | None:
    """ "… which is called X": what follows is the name, however it is typed."""
    for n in range(first, last):
        if r.tags[n] & T.NAMED:
            start = n + 1
            while start < len(r.tags) and (r.tags[start] & T.FILLER or r.words[start] == ":"):
                start += 1
            if before := _named_before(r, n, start):
                return before
            if _says_only_so(r, start):
                continue
            return name_at(r, start, sure=True)
    return None


def _named_before(r: Reading, at: int, behind: int) -> Name | None:
    """ "Kessler heißt der Laden": the one capital before the verb, a small word behind it."""
    small = r.has(behind, behind + 1, T.ARTICLE | T.OTHERS | T.END) and not capital(r, behind)
    if not small or not at or not cased(r) or r.kinds[at - 1] != WORD or not capital(r, at - 1):
        return None
    first = at - 1
    while first > 0 and r.kinds[first - 1] == WORD and capital(r, first - 1):
        first -= 1
    return None if r.tags[first] & (T.ME | T.KIND | T.ARTICLE) else name_at(r, first, low=False)


def _says_only_so(r: Reading, start: int) -> bool:
    """ "(It is really called that)": what follows is no name but a word that slips in."""
    if start >= len(r.tags) or capital(r, start):
        return False
    return r.words[start] in r.lexicon.slips or bool(r.tags[start] & (T.END | T.ME))


def _next_capital(r: Reading, start: int) -> int:
    """ "My nomination this time is Kessler": small words up to the name."""
    for n in range(start, min(start + 5, len(r.tags))):
        if r.tags[n] & T.BREAK:
            return start
        if capital(r, n) or r.tags[n] & T.KIND:
            return n
    return start


def _handle(r: Reading, at: int) -> Name | None:
    """A shop's own handle stands for its name until an organiser gives it one."""
    for n in range(at, min(at + 3, len(r.kinds))):
        if r.kinds[n] == HANDLE and not r.tags[n] & T.HANDLE:
            return Name(n, n + 1, r.raw(n).rstrip(".-"))
    return None


def _without_town(r: Reading, name: Name) -> tuple[Name, str | None]:
    """ "Cartoleria Bruni di Trastevere": a kind, whose it is, and the town it is of."""
    of = name.last - 2
    inside = range(name.first + 1, of)
    if of < name.first + 2 or r.words[of] not in r.lexicon.of or not r.tags[name.first] & T.KIND:
        return name, None
    if any(r.tags[n] & ~T.PERSON or not capital(r, n) for n in inside):
        return name, None
    if r.tags[of + 1] or not capital(r, of + 1):
        return name, None
    shop = name.shop[: r.starts[of] - r.starts[name.first]].strip()
    return Name(name.first, of, shop), r.raw(of + 1)


def _with_places(r: Reading, name: Name) -> Found:
    name, of = _without_town(r, name)
    place, after = place_after(r, name.last)
    place = place or of or place_before(r, name.first)
    if r.lexicon.verb_last:
        place = place_around(r, name) or place
    out: Found = [(Nominate(name.shop, place), "asks for a shop by name")]
    link = after if place else name.last
    if link + 1 < len(r.tags) and r.words[link] == "," and r.tags[link + 1] & T.AND:
        link += 1
    if link < len(r.tags) and r.tags[link] & T.AND and r.all & T.NUMBER and cased(r):
        second = name_at(r, link + 1, low=False)
        if second and (second.last - second.first > 1 or place_after(r, second.last)[0]):
            out.append((Nominate(second.shop, place_after(r, second.last)[0]), "and a second"))
    return out
