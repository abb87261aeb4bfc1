"""Nominations: the shops a message puts forward, with their places."""

from __future__ import annotations

from bot.domain.intents import Intent
from bot.listening import tags as T
from bot.listening.called import name_called
from bot.listening.capitals import capital, cased
from bot.listening.chains import is_brand
from bot.listening.context import (
    ANNOUNCED,
    CALLING,
    GATHERING,
    TO_ANSWER,
    TO_BALLOT,
    TO_CALL,
    TO_NOMINATION,
    TO_PERSON,
    Context,
)
from bot.listening.hints import answers_no, hinted
from bot.listening.names import name_at
from bot.listening.naming import name_for
from bot.listening.placed import with_places
from bot.listening.places import place_after
from bot.listening.printed import Name, has_capital
from bot.listening.reading import Reading
from bot.listening.text import HANDLE, WORD
from bot.listening.triggers import (
    ASKING,
    asked_now,
    is_in_name,
    is_meant,
    is_of_mine,
    mend_trigger,
    read_politely,
)

_WEAK = T.NEXT_TIME | T.VOTE | T.CHOOSE | T.LIST | T.CORRECT
_TRIGGERS = ASKING | _WEAK
_CALLED = (None, TO_CALL, TO_ANSWER)
_MOST_TRIGGERS = 6
_QUOTES = "“«„\"'"

Found = list[tuple[Intent, str]]


def nominations(r: Reading, context: Context) -> Found:
    """The shops put forward; none where it is irony, a wish, a plan, or somebody else's doing."""
    calling = context.stage is CALLING
    if calling and not r.all & ASKING:
        mend_trigger(r)
    if r.all & T.IRONY or not (r.all & _TRIGGERS or (calling and _may_name(r, context))):
        return []
    if context.reply_to in (TO_NOMINATION, TO_BALLOT) and not r.all & T.NOMINATE:
        return []
    triggers = _triggers(r, context) if r.all & asked_now(r, context) else []
    if r.all & T.LAUGH and any(is_of_mine(r, n) for n in triggers):
        return []
    for trigger in triggers[:_MOST_TRIGGERS]:
        read_politely(r, trigger)
        name = name_for(r, trigger)
        if name is not None and _taken_back(r, name):
            name = name_called(r, name.last, len(r.tags))
        if name is None or _is_no_shop(r, trigger, name):
            continue
        if _said_to_person(r, name, context) or answers_no(r, name):
            continue
        later = not calling
        if later and r.has(name.first, name.first + 1, T.CORRECT | T.CHOOSE):
            continue  # "then I'd rather take 4 than 2"
        if not (later and (name.shop.isdecimal() or _small_talk(r, name))):
            if r.all & (T.LAUGH | T.PITY) and is_brand(name.shop):
                return []  # "poor little Starbucks"
            return with_places(r, name) + _second_set_off(r, name)
    return hinted(r, context) if calling or r.all & T.NEXT_TIME else []


def _is_no_shop(r: Reading, trigger: int, name: Name) -> bool:
    """Whether what is found as a name is a number, a day, a sum, a person, a thing or a jest."""
    if _is_digit(name) or _is_day(r, name) or _is_sum(r, name) or _relation(r, name):
        return True
    return _wants_a_thing(r, trigger, name) or _in_jest(r, name) or _one_small_word(r, name)


def _may_name(r: Reading, context: Context) -> bool:
    """Whether a shop can be named with no word that asks for one: to the call, or after a colon."""
    return context.reply_to in _CALLED or ":" in r.words


def _triggers(r: Reading, context: Context) -> list[int]:
    """The words that ask for a shop and are meant so, the surest first."""
    found = [n for n in r.find(asked_now(r, context)) if is_meant(r, n, context)]
    found = [n for n in found if not is_in_name(r, n)]
    if context.stage in (ANNOUNCED, GATHERING):
        found = [n for n in found if not r.tags[n] & T.COME]  # "I sign up", not a shop
    found.sort(key=lambda n: (not r.tags[n] & (T.NOMINATE | T.NOMINATION), _allows(r, n)))
    return found


def _allows(r: Reading, at: int) -> bool:
    """ "They said we may nominate, so I nominate Kessler": the verb that only may be done."""
    return bool(r.lexicon.infinitives) and r.words[at].endswith(r.lexicon.infinitives)


def _second_set_off(r: Reading, name: Name) -> Found:
    """ "Suggestion: X. Second suggestion: Y": one more behind a colon of its own."""
    for n in r.find(T.NOMINATION):
        if n > name.last and r.words[n + 1 : n + 2] == [":"] and r.all & T.NTH:
            second = name_at(r, n + 2, low=False)
            return with_places(r, second) if second else []
    return []


def _taken_back(r: Reading, name: Name) -> bool:
    """ "Kebab no, only joking, it is called Vinilmente": a no right behind the name."""
    no = r.has(name.last, name.last + 1, T.NEGATION) and not r.lexicon.verb_last
    return no and r.has(name.last + 1, name.last + 2, T.BREAK)


def _is_digit(name: Name) -> bool:
    """ "Nominations: 1. sleep": the number of an entry names no shop."""
    return len(name.shop) == 1 and name.shop.isdecimal()


def _is_day(r: Reading, name: Name) -> bool:
    """ "The nominee should be open on Saturdays": one word for a thing, capital or not."""
    alone = name.last == name.first + 1 and name.first < len(r.words)
    behind = alone and r.before(name.first) & T.PLACE and not r.lexicon.noun_capitals
    return bool(behind) and bool(r.lexicon.meaning[r.words[name.first]] & T.THING)


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


def _wants_a_thing(r: Reading, trigger: int, name: Name) -> bool:
    """ "Can we have name badges", "I nominate the coffee chain": small letters, a thing at their
    end; behind a weak word only where they hold no trade."""
    strong = r.tags[trigger] & (T.NOMINATE | T.NOMINATION)
    if not strong and r.has(name.first, name.last, T.KIND):
        return False
    if strong and not (cased(r) and r.has(name.first - 1, name.first, T.ARTICLE)):
        return False
    letters = range(name.first, min(name.last, len(r.starts)))
    return r.has(name.last - 1, name.last, T.THING) and not any(capital(r, n) for n in letters)


def _in_jest(r: Reading, name: Name) -> bool:
    """ "I nominate the vending machine 😂": a laugh, and "the" before small letters."""
    if not r.all & T.LAUGH or r.lexicon.joined or r.has(name.first, name.last, T.KIND):
        return False
    letters = range(name.first, min(name.last, len(r.starts)))
    low = not any(capital(r, n) for n in letters)
    return low and r.has(name.first - 1, name.first, T.ARTICLE | T.POSSESSIVE)


def _one_small_word(r: Reading, name: Name) -> bool:
    """ "I nominate sleep": one word in small letters where the writer uses capitals."""
    alone = name.last == name.first + 1 and name.first < len(r.tags)
    if not alone or not cased(r) or r.lexicon.joined or capital(r, name.first):
        return False
    if r.kinds[name.first] == HANDLE:
        return False
    return not r.tags[name.first] & T.KIND and not place_after(r, name.last)[0]


def _relation(r: Reading, name: Name) -> bool:
    """ "Your uncle": a person by what they are to somebody names no shop."""
    if name.last == name.first + 1 and r.has(name.first, name.last, T.YOU) and cased(r):
        return True  # "Vorschlag: Ihr lest mal eure Nachrichten!"
    low = cased(r) and not r.lexicon.joined and not has_capital(r, name)
    if low and r.tags[name.first] & T.PERSON and not r.has(name.first, name.last, T.KIND):
        return True  # "I nominate the maths teacher"
    alone = name.last == name.first + 1 and r.tags[name.first] & (T.PERSON | T.PERSONS)
    return bool(alone) and r.has(name.first - 1, name.first, T.POSSESSIVE | T.YOU)


def _said_to_person(r: Reading, name: Name, context: Context) -> bool:
    """To somebody else small words are small talk: only what is typed as a name counts."""
    if context.reply_to is not TO_PERSON or r.lexicon.joined:
        return False
    if not cased(r):
        return r.has(name.first - 1, name.first, T.BREAK)  # "you named two, stop now"
    return not r.text[r.starts[name.first] :][:1].isupper()
