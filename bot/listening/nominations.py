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
from bot.listening.likely import is_address, likeliest
from bot.listening.names import Name, capital, cased, name_at
from bot.listening.naming import has_capital, name_called, name_for
from bot.listening.places import place_after, place_before
from bot.listening.reading import Reading
from bot.listening.text import URL, WORD
from bot.listening.verblast import name_alone, place_around

_ASKING = T.NOMINATE | T.NOMINATION | T.SUGGEST | T.ADD
_OPENING = 4
"""Words before a name in "so we could do X next time"."""

_WEAK = T.NEXT_TIME | T.VOTE | T.CHOOSE | T.LIST | T.CORRECT
_TRIGGERS = _ASKING | _WEAK
_CALLED = (None, ReplyTo.CALL, ReplyTo.ANSWER)
_TYPO_LENGTH = 6
_MOST_TRIGGERS = 6
_FEW_WORDS = 3
"""Words that may describe a shop between its name and its place."""

_SIMILAR = 84
_TWO_WORDS = 2
_QUOTES = "“«„\"'"

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
    called = context.stage is Stage.CALLING and context.reply_to in _CALLED
    if not (r.all & _TRIGGERS or colon or called) or r.all & T.IRONY:
        return []
    if context.reply_to in (ReplyTo.NOMINATION, ReplyTo.BALLOT) and not r.all & T.NOMINATE:
        return []
    triggers = [n for n in r.find(_asked_now(r, context)) if _meant(r, n, context)]
    triggers = [n for n in triggers if not _in_name(r, n)]
    if context.stage in (Stage.ANNOUNCED, Stage.GATHERING):
        triggers = [n for n in triggers if not r.tags[n] & T.COME]  # "I sign up", not a shop
    if r.all & T.LAUGH and any(_of_mine(r, n) for n in triggers):
        return []
    triggers.sort(key=lambda n: not r.tags[n] & (T.NOMINATE | T.NOMINATION))
    for trigger in triggers[:_MOST_TRIGGERS]:
        _read_politely(r, trigger)
        name = name_for(r, trigger)
        if name is None or _is_sum(r, name) or _relation(r, name):
            continue
        if _said_to_person(r, name, context) or _answers_no(r, name):
            continue
        later = context.stage is not Stage.CALLING
        if later and r.has(name.first, name.first + 1, T.CORRECT | T.CHOOSE):
            continue  # "then I'd rather take 4 than 2"
        if not (later and (name.shop.isdecimal() or _small_talk(r, name))):
            if r.all & T.LAUGH and is_brand(name.shop):
                return []
            return _with_places(r, name) + _second_set_off(r, name)
    if context.stage is Stage.CALLING or r.all & T.NEXT_TIME:
        return _hinted(r, context)
    return []


def _of_mine(r: Reading, trigger: int) -> bool:
    """ "I nominate my neighbour, who plays the trumpet": a person, put forward in jest."""
    if not r.tags[trigger] & T.NOMINATE or not r.has(trigger + 1, trigger + 2, T.POSSESSIVE):
        return False
    return r.has(trigger + 2, trigger + 3, T.PERSON) and r.words[trigger + 2][-1] != "'"


def _in_name(r: Reading, trigger: int) -> bool:
    """ "Something called Nominate More Ltd": the capital word is a part of a name."""
    named = bool(r.before(trigger) & T.NAMED)
    return named and r.kinds[trigger] == WORD and cased(r) and capital(r, trigger)


def _second_set_off(r: Reading, name: Name) -> Found:
    """ "Suggestion: X. Second suggestion: Y": one more behind a colon of its own."""
    for n in r.find(T.NOMINATION):
        if n > name.last and r.words[n + 1 : n + 2] == [":"] and r.all & T.NTH:
            second = name_at(r, n + 2, low=False)
            return _with_places(r, second) if second else []
    return []


def _read_politely(r: Reading, trigger: int) -> None:
    """ "Couldn't you do X?", "könnt ihr nicht zu X?": the "not" of a question denies nothing."""
    if not r.tags[trigger] & T.SUGGEST or not r.sentence(trigger)[2] & T.ASKS:
        return
    for n in range(trigger + 1, min(trigger + 4, len(r.tags))):
        if r.tags[n] & T.NEGATION:
            r.tags[n] = T.FILLER
            r.stops = {}


def _is_sum(r: Reading, name: Name) -> bool:
    """ "Next time fifty euros": a number and its currency name no shop."""
    return any(
        r.tags[n] & T.NUMBER and r.tags[n + 1] & T.CURRENCY
        for n in range(name.first, name.last - 1)
    )


def _small_talk(r: Reading, name: Name) -> bool:
    """Small letters in a text with capitals, no trade in them: "I'll toss a coin tonight"."""
    if not cased(r) and not r.lexicon.joined and name.last == name.first + 1:
        # "next time wheelchairs welcome please": one small word, no trade and no place
        return not r.has(name.first, name.last, T.KIND) and not place_after(r, name.last)[0]
    low = cased(r) and not r.lexicon.joined and name.first < len(r.starts)
    letters = range(name.first, min(name.last, len(r.starts)))
    written = any(r.kinds[n] == WORD and capital(r, n) for n in letters)
    quoted = has_capital(r, name) and r.words[name.first] in _QUOTES
    return low and not written and not quoted and not r.has(name.first, name.last, T.KIND)


def _relation(r: Reading, name: Name) -> bool:
    """ "Your uncle": a person by what they are to somebody names no shop."""
    alone = name.last == name.first + 1 and r.tags[name.first] & (T.PERSON | T.PERSONS)
    return bool(alone) and r.has(name.first - 1, name.first, T.POSSESSIVE | T.YOU)


def _said_to_person(r: Reading, name: Name, context: Context) -> bool:
    """To somebody else small words are small talk: only what is typed as a name counts."""
    if context.reply_to is not ReplyTo.PERSON or r.lexicon.joined:
        return False
    if not cased(r):
        return r.has(name.first - 1, name.first, T.BREAK)  # "you named two, stop now"
    return not r.text[r.starts[name.first] :][:1].isupper()


def _answers_no(r: Reading, name: Name) -> bool:
    """ "Next time Kessler? No, rather …": a question, and the writer's own no to it."""
    _, last, bits = r.sentence(name.first)
    while last < len(r.tags) and r.tags[last] & (T.BREAK | T.POLITE):
        last += 1
    return bool(bits & T.ASKS) and r.has(last, last + 1, T.NEGATION)


def _hinted(r: Reading, context: Context) -> Found:
    """A name after a weak hint only: a list, a colon, "my vote is for X", "next time X"."""
    if context.reply_to in (ReplyTo.PERSON, ReplyTo.NOMINATION, ReplyTo.BALLOT):
        return []
    if r.lexicon.verb_last and (name := name_alone(r)):
        return _with_places(r, name)
    if not cased(r):
        return []
    called = name_called(r, 0, len(r.tags)) if r.all & T.NAMED else None
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
        if r.tags[n] & T.SUPPORT and not r.tags[n] & (T.NEXT_TIME | T.VOTE):
            continue  # "I love Kessler"
        comes = sentence[2] & T.COME and not r.tags[n] & T.COME
        asks = sentence[2] & T.ASKS and not r.tags[n] & T.NEXT_TIME
        if comes or asks or sentence[2] & T.HOW or not _meant(r, n, context):
            continue
        name = name_at(r, n + 1, low=False)
        if name and r.words[name.last : name.last + 1] == [":"]:
            name = name_at(r, name.last + 1, low=False)  # "for the next outing: Kessler"
        placed = name and (name.last - name.first > 1 or place_after(r, name.last)[0])
        by_trade = name and r.tags[n] & T.NEXT_TIME and _sure(r, name)
        if name and (placed or by_trade) and not (is_address(r, name) or _answers_no(r, name)):
            return _with_places(r, name)
    if found := _for_next_time(r):
        return _with_places(r, found)
    if context.stage is not Stage.CALLING:
        return []
    return _announced(r) or _wondered(r) or _alone(r, context) or _pleaded(r)


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
            return _with_places(r, name)
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
                return _with_places(r, name)
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
    against = _NO_ANSWER & ~T.REGRET if context.reply_to is ReplyTo.ANSWER else _NO_ANSWER
    if r.all & against or URL in r.kinds:
        return []
    for first, last, _ in r.sentences():
        start = first
        while start < last and r.tags[start] & _COURTESY and not capital(r, start):
            start += 1
        name = name_at(r, start, low=False)
        if name is None or name.first > start + 1 or is_address(r, name):
            continue
        place, after = place_after(r, name.last)
        apart = after > last and not r.has(last, last + 1, T.PLACE)  # "Kessler!! in Leeds"
        if (apart and not _below(r, name.last, place)) or _talks(r, name.last, place):
            place, after = None, name.last
        known = _sure(r, name) or (place and name.last - name.first > 1)
        named = known and not r.tags[name.first] & (T.TITLE | T.PERSON | T.OTHERS)
        end = min(last, max(after, name.last))
        rest = all(r.tags[n] & (_COURTESY | T.BREAK | T.CHOOSE) for n in range(end, last))
        if named and rest and (place or name.last - name.first > 1):
            return _with_places(r, name)
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
            if found and (
                r.lexicon.meaning[found[0]] & T.NOMINATE or r.words[n + 1 : n + 2] == [":"]
            ):
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
    if bits & (T.PLAN | T.WISH) or (not wondered and _not_asked(r, first, at, last)):
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
    if r.tags[at] & T.NOMINATE and r.has(first, at, T.HEDGE) and not sentence[2] & T.ASKS:
        return False  # "perhaps I nominate Kessler"
    if context.reply_to is ReplyTo.PERSON and _tells_you(r, first, at):
        return False
    asked = sentence[2] & T.ASKS and r.tags[at] & (T.NOMINATE | T.NOMINATION)
    elsewhere = bits & (T.HOW | T.WHEN | T.WHERE | T.HELP) or context.reply_to is ReplyTo.PERSON
    return not (asked and elsewhere)


def _tells_you(r: Reading, first: int, at: int) -> bool:
    """ "You should nominate yours, Geoff": to another person, what they may do themselves."""
    told = any(r.lexicon.meaning[r.words[n]] & T.YOU for n in range(first, at + 1))
    strong = r.has(at, min(at + 4, len(r.tags)), T.NOMINATE | T.NOMINATION)
    return told and strong and not r.has(first, at, T.ME | T.WE | T.HANDLE)


def _persons_wish(r: Reading, first: int, at: int) -> bool:
    """ "My mother thinks you should do X": somebody else's wish, with no "I" behind it."""
    if r.lexicon.verb_last:
        return False
    for n in range(first, at):
        told = r.tags[n] & T.OTHERS and r.tags[n + 1] & T.FILLER
        if told or (r.tags[n] & T.REPORTED and r.has(first, n, T.PERSON | T.PERSONS | T.OTHERS)):
            return not r.has(n, at + 1, T.ME | T.WE)
    return False


def _not_asked(r: Reading, first: int, at: int, last: int) -> bool:
    """Whether "not" is said of the asking: before it or, where the verb comes last, about it.

    There "since there are no guests I nominate …" denies something else.
    """
    if not r.lexicon.verb_last:
        # In some languages "not" ends the clause: "ich nominiere das Nähkästchen nicht".
        end = last - 1
        while end > at and r.tags[end] & T.FILLER and r.kinds[end] == WORD:
            end -= 1  # "nicht mehr" is one phrase
        closed = r.lexicon.verb_closes and r.has(max(at, end), last, T.NEGATION)
        return closed or r.has(first, at, T.NEGATION)
    before = at - 1
    close = before >= first and r.tags[before] & T.NEGATION and len(r.words[before]) == 1
    return bool(close) or r.has(at + 1, min(at + 4, last), T.NEGATION)


def _somebody_does(r: Reading, first: int, at: int) -> bool:
    """ "My flatmate always nominates …": somebody else is the subject, and no "I" or "we"."""
    people = [n for n in range(first, at) if r.tags[n] & (T.PERSON | T.PERSONS)]
    if cased(r) and not r.lexicon.noun_capitals:
        people = [n for n in people if n == first or not capital(r, n)]  # "Seven Sisters Saris"
    if r.lexicon.verb_last or not people:
        return False
    mine = r.words[at].endswith(r.lexicon.first_person)
    mine = mine or bool(r.tags[at] & (T.ME | T.WE))  # "on vous propose" is one phrase
    return not mine and not r.has(first, at, T.ME | T.WE | T.AND)


def _without_town(r: Reading, name: Name) -> tuple[Name, str | None]:
    """ "Cartoleria Bruni di Trastevere": a kind, whose it is, and the town it is of."""
    of = name.last - 2
    inside = range(name.first + 1, of)
    if of < name.first + 2 or r.words[of] not in r.lexicon.of:
        return name, None
    before = name.first - 1
    described = before > 0 and r.kinds[before] == WORD and r.tags[before - 1] & T.ARTICLE
    described = described and not capital(r, before) and not r.tags[before] & ~T.KIND
    if not described and not r.has(name.first, of - 1, T.KIND):
        return name, None
    if any(
        r.tags[n] & ~(T.PERSON | T.KIND | T.NUMBER | T.NTH) or not capital(r, n) for n in inside
    ):
        return name, None
    if r.tags[of + 1] or not capital(r, of + 1):
        return name, None
    shop = name.shop[: r.starts[of] - r.starts[name.first]].strip()
    return Name(name.first, of, shop), r.raw(of + 1)


def _is_town(r: Reading, at: int) -> bool:
    """Whether a town is said behind the name, so that none is part of it: "X d'Encre, à Y"."""
    return r.words[at : at + 1] == [","] and r.has(at + 1, at + 2, T.PLACE)


def _of_person(r: Reading, name: Name, place: str) -> Name | None:
    """ "Rosa at Rosa's Remnants": the person first, then where they work, called after them."""
    begins = place.casefold().startswith(name.shop.casefold()) and len(place) > len(name.shop)
    if name.last != name.first + 1 or not begins:
        return None
    start = r.text.find(place, r.end(name.first))
    at = next((n for n in range(name.last, len(r.starts)) if r.starts[n] == start), 0)
    found = name_at(r, at, low=False, sure=True) if at else None
    return found if found and found.first > name.first else None


def _both(r: Reading, name: Name) -> Found:
    """ "Two shops: Bürsten Henning und Seifen Sophie": said to be two, the "and" parts them."""
    two = any(n.value == 2 for n in r.numbers) or not r.lexicon.both.isdisjoint(r.words)
    links = [n for n in range(name.first + 1, name.last - 1) if r.tags[n] & T.AND]
    if not two or len(links) != 1 or r.kinds[links[0]] != WORD or not capital(r, links[0] + 1):
        return []
    own = r.text[r.starts[name.first] : r.end(links[0] - 1)]
    second = name_at(r, links[0] + 1, low=False)
    if second is None or min(links[0] - name.first, second.last - second.first) < _TWO_WORDS:
        return []  # "Braun und Bohne" is one
    return [
        (Nominate(own, None), "asks for a shop by name"),
        (Nominate(second.shop, place_after(r, second.last)[0]), "and a second"),
    ]


def _with_places(r: Reading, name: Name) -> Found:
    if both := _both(r, name):
        return both
    place, after = place_after(r, name.last)
    own, of = _without_town(r, name)
    if of and not (place and _is_town(r, name.last)):
        name = own
        place, after = place_after(r, name.last)
    if place and (named := _of_person(r, name, place)):
        return _with_places(r, named)
    place = place or of or place_before(r, name.first)
    if r.lexicon.verb_last:
        place = place_around(r, name) or place
    out: Found = [(Nominate(name.shop, place), "asks for a shop by name")]
    beside = name.last < len(r.tags) and r.tags[name.last] & T.AND
    link = after if place and not beside else name.last
    if link + 1 < len(r.tags) and r.words[link] == "," and r.tags[link + 1] & T.AND:
        link += 1
    several = r.all & T.NUMBER or not r.lexicon.both.isdisjoint(r.words)
    if link < len(r.tags) and r.tags[link] & T.AND and several and cased(r):
        second = name_at(r, link + 1, low=False)
        if second and any(not r.tags[n] for n in range(link + 1, second.first)):
            second = None  # "… and sells plants"
        if second and (second.last - second.first > 1 or place_after(r, second.last)[0]):
            out.append((Nominate(second.shop, place_after(r, second.last)[0]), "and a second"))
    return out
