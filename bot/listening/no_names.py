"""What stands behind a word that asks for a shop, and names none."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.capitals import capital, cased
from bot.listening.places import place_after
from bot.listening.printed import Name, has_capital
from bot.listening.reading import Reading
from bot.listening.text import HANDLE, WORD

_NEAR = 2
_SHORT_VERB = 4
_STRONG = T.NOMINATE | T.NOMINATION | T.NAMED
_GOES_ON = T.BUT | T.ME | T.WE | T.NEGATION | T.OTHERS | T.YOU


def names_none(r: Reading, trigger: int, start: int, found: Name) -> bool:
    """Whether what is found from `start` on, behind a word that asks, is no shop's name."""
    if not has_capital(r, found) and _is_small_talk(r, trigger, start, found):
        return True
    if _object_of_verb(r, trigger, found) or _some_thing(r, trigger, found):
        return True
    return _one_there(r, trigger, found)


def _is_small_talk(r: Reading, trigger: int, start: int, found: Name) -> bool:
    """Whether small letters say something else; where others are large most of them do."""
    if _small_words(r, found) or _bids_do(r, found):
        return True
    if not cased(r):
        return False
    if not r.tags[trigger] & _STRONG or r.lexicon.meaning[r.words[found.first]] & T.THING:
        return True  # "Jag föreslår lugn och ro"
    return _in_passing(r, found) or _says_more(r, start, found)


def asks_for_a_thing(r: Reading, at: int) -> bool:
    """ "I propose a minute's silence for Kessler": what is asked for is no shop."""
    near = [n for n in range(at - 1, min(at + 1, len(r.words) - 1)) if n >= 0]
    some = next((n for n in near if r.words[n] in r.lexicon.indefinite), None)
    return some is not None and bool(r.lexicon.meaning[r.words[some + 1]] & T.THING)


def _small_words(r: Reading, found: Name) -> bool:
    """ "ik zou best iets willen voorstellen": words that slip in anywhere name nothing."""
    said = range(found.first, found.last)
    return all(r.words[n] in r.lexicon.slips or r.tags[n] & (T.END | T.FILLER) for n in said)


def _bids_do(r: Reading, found: Name) -> bool:
    """ "Propongo quedar antes": a verb in small letters begins what is to be done, and no name."""
    word = r.words[found.first]
    if len(word) <= _SHORT_VERB or not word.endswith(r.lexicon.infinitives):
        return False
    noun = r.tags[found.first] & T.KIND
    return not noun and not r.has(found.first - 1, found.first, T.ARTICLE)


def _in_passing(r: Reading, found: Name) -> bool:
    """ "I nominate peace and quiet": small letters with no article, trade, owner or place."""
    if r.lexicon.noun_capitals or r.kinds[found.first] == HANDLE:
        return False
    said = range(max(found.first - 1, 0), found.last)
    known = any(r.tags[n] & (T.KIND | T.ARTICLE) or r.words[n][-1] in "'&" for n in said)
    return not known and place_after(r, found.last)[0] is None


def _says_more(r: Reading, start: int, found: Name) -> bool:
    """ "… to nominate it, but I prefer": small letters behind "but I" go on with the sentence."""
    if r.words[start] in r.lexicon.of and not r.tags[found.first] & T.KIND:
        return True  # "I propose to calm down"
    up_to = r.tags[start : found.first]
    return any(bits & _GOES_ON and not bits & T.POSSESSIVE for bits in up_to)


def _some_thing(r: Reading, trigger: int, found: Name) -> bool:
    """ "I propose a coffee break": small letters behind "a" describe, they name no shop."""
    if has_capital(r, found) and not _noun_alone(r, found):
        return False
    at = trigger + 1
    while at < found.first + 1 and (r.words[at] in r.lexicon.slips or r.tags[at] & T.FILLER):
        at += 1
    before = max(found.first - 1, 0)
    at = at if found.first - at <= _NEAR else before
    return not r.lexicon.indefinite.isdisjoint((r.words[at], r.words[before]))


def _one_there(r: Reading, trigger: int, found: Name) -> bool:
    """ "Could you do one in Dundee?": one more mob, and the town where it could be."""
    place = found.first - 1
    if r.tags[trigger] & (T.NOMINATE | T.NOMINATION) or not r.has(place, place + 1, T.PLACE):
        return False
    return r.has(place - 1, place, T.NUMBER) and not r.has(found.first, found.last, T.KIND)


def _object_of_verb(r: Reading, trigger: int, found: Name) -> bool:
    """ "Könnt ihr den Link reparieren?": what is asked is the verb, which asks for no shop."""
    weak = r.tags[trigger] & T.SUGGEST and _noun_alone(r, found) and found.last < len(r.tags)
    if not weak or r.kinds[found.last] != WORD or capital(r, found.last):
        return False
    verb = not r.tags[found.last] and r.words[found.last] not in r.lexicon.common
    return verb and r.words[found.last][-1] == "n"


def _noun_alone(r: Reading, found: Name) -> bool:
    """ "Könnten wir eine Tombola machen?": where nouns have capitals, one of them is no name."""
    alone = found.last == found.first + 1 and r.kinds[found.first] == WORD
    return alone and r.lexicon.noun_capitals and not r.tags[found.first] & T.KIND
