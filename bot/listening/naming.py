"""The name that stands beside a word that asks for a shop."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.capitals import capital, cased
from bot.listening.likely import is_address, likeliest, without_person
from bot.listening.names import name_at, quoted
from bot.listening.places import place_after
from bot.listening.printed import LINK, Name
from bot.listening.reading import Reading
from bot.listening.text import HANDLE, NUMBER, WORD
from bot.listening.verblast import name_before

_LEADING = frozenset(":→>=–—-")
_COLON_NEAR = 8
_NEAR = 2
_SHORT_VERB = 4
_LONG_QUOTE = 10
_PERSON_NAME = 2
"""Words of a title with a surname."""


def name_for(r: Reading, trigger: int) -> Name | None:
    """The name a trigger speaks of: called so, right behind it, or the likeliest in the message."""
    if r.all & T.QUOTE and (found := _only_quoted(r, trigger)):
        return found
    if found := name_called(r, trigger, r.sentence(trigger)[1]):
        if r.all & T.QUOTE and found.last - found.first == 1:  # "she is called Yvette, …"
            found = _quoted_kind(r, found.last, r.sentence(trigger)[1]) or found
        return _rather_typed(r, trigger, found)
    if r.all & T.NAMED and (found := _quoted_name(r)):
        return found
    if r.all & T.QUOTE and (found := _quoted_kind(r, *r.sentence(trigger)[:2])):
        return found
    if _relative(r, trigger) and (found := likeliest(r, trigger, before=True)):
        return found
    if r.lexicon.verb_closes and not cased(r) and (found := _before_last_verb(r, trigger)):
        return found
    if r.lexicon.verb_last and (not r.words[trigger].isascii() or _verb_follows(r, trigger)):
        return name_before(r, trigger)
    start = _behind(r, trigger)
    if _asks_for_a_thing(r, start):
        return None
    found = None if r.has(start, start + 2, T.POSSESSIVE) else name_at(r, start)
    found = without_person(r, found)
    if found and (
        _small_words(r, found)
        or (cased(r) and not has_capital(r, found) and _is_thing(r, found))
        or _typed_low(r, trigger, found)
        or _in_passing(r, found)
        or _object_of_verb(r, trigger, found)
        or _bids_do(r, found)
        or _says_more(r, start, found)
        or _some_thing(r, trigger, found)
        or _one_there(r, trigger, found)
    ):
        found = None
    low = found is not None and cased(r) and found.first < len(r.tags) and not has_capital(r, found)
    if low and (surer := likeliest(r, trigger)):
        return surer
    if found and _opens_small(r, found):
        found = likeliest(r, trigger) or found
    found = _behind_kind(r, found)
    if found and not is_address(r, found) and not _vague(r, trigger, found):
        return _surer(r, trigger, found)
    found = likeliest(r, trigger) or name_called(r, 0, len(r.tags))
    return found or _quoted_kind(r, 0, len(r.tags)) or _handle(r, start)


def _before_last_verb(r: Reading, trigger: int) -> Name | None:
    """ "ich möchte gern kerzen wirth nominieren": the verb ends the clause, the name is inside."""
    first, last, _ = r.clause(trigger)
    idle = T.FILLER | T.POLITE | T.END | T.PHRASE | T.SUGGEST
    behind = range(trigger + 1, last)
    ends = all(r.words[n] in r.lexicon.common or r.tags[n] & idle for n in behind)
    twice = r.has(trigger + 1, last, T.ME | T.WE) and r.has(first, trigger, T.ME | T.WE)
    if not r.tags[trigger] & T.NOMINATE or not ends or twice or trigger - first < 3:
        return None
    start = first
    while start < trigger and not r.tags[start] & T.KIND:
        word = r.words[start]
        known = r.tags[start] or word in r.lexicon.common or word in r.lexicon.slips
        if r.kinds[start] == WORD and not known:
            break
        start += 1
    said = any(not r.tags[n] & T.END for n in range(start + 1, trigger))
    return (
        name_at(r, start, sure=True) if start < trigger and (said or start + 1 == trigger) else None
    )


def _only_quoted(r: Reading, trigger: int) -> Name | None:
    """ "“Buttons, Bows and Brenda” it is": the one thing in quotes that is typed as a name."""
    if not r.tags[trigger] & (T.NOMINATE | T.NOMINATION | T.ADD) or not cased(r):
        return None
    names: list[Name] = []
    for n in r.find(T.QUOTE):
        if not names or n >= names[-1].last:
            names += filter(None, [_titled_quote(r, n)])
    return names[0] if len(names) == 1 else None


def _titled_quote(r: Reading, at: int) -> Name | None:
    """What stands in quotes, if each of its words has a capital but for the small ones."""
    found = quoted(r, at)
    if not found or found.last - at > _LONG_QUOTE:
        return None
    words = [n for n in range(at + 1, found.last - 1) if r.kinds[n] == WORD]
    low = [n for n in words if not capital(r, n)]
    return found if len(words) > len(low) and all(r.tags[n] & LINK for n in low) else None


def _quoted_name(r: Reading) -> Name | None:
    """ "The loveliest shop is called “Sal's”. I propose it": called so in another sentence."""
    for n in r.find(T.NAMED):
        at = n + 1 + (not r.has(n + 1, n + 2, T.QUOTE))  # "is officially called “…”"
        if r.has(at, at + 1, T.QUOTE) and (found := name_at(r, at, sure=True)):
            return found
    return None


def _quoted_kind(r: Reading, first: int, last: int) -> Name | None:
    """ "i'd like the bakery “crumb” on the list": a trade, and a name in quotation marks."""
    quotes = (n for n in r.find(T.QUOTE) if first <= n < last and r.has(n - 1, n, T.KIND))
    return next((found for n in quotes if (found := name_at(r, n, sure=True))), None)


def _rather_typed(r: Reading, trigger: int, called: Name) -> Name:
    """ "My idea is Kessler, they greet you by name": the capitals right behind the trigger."""
    if not cased(r) or has_capital(r, called):
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
    return cased(r) and not r.tags[trigger] & strong and not has_capital(r, found)


def _in_passing(r: Reading, found: Name) -> bool:
    """ "I nominate peace and quiet": small letters with no article, trade, owner or place."""
    if r.lexicon.noun_capitals or not cased(r) or has_capital(r, found):
        return False
    if r.kinds[found.first : found.first + 1] == [HANDLE]:
        return False
    said = range(max(found.first - 1, 0), min(found.last, len(r.tags)))
    known = any(r.tags[n] & (T.KIND | T.ARTICLE) or r.words[n][-1] in "'&" for n in said)
    return not known and place_after(r, found.last)[0] is None


def _is_thing(r: Reading, found: Name) -> bool:
    """ "Jag föreslår lugn och ro": what small letters ask for is no shop."""
    return found.first < len(r.words) and bool(r.lexicon.meaning[r.words[found.first]] & T.THING)


def _small_words(r: Reading, found: Name) -> bool:
    """ "ik zou best iets willen voorstellen": words that slip in anywhere name nothing."""
    said = range(found.first, min(found.last, len(r.words)))
    small = all(r.words[n] in r.lexicon.slips or r.tags[n] & (T.END | T.FILLER) for n in said)
    return small and not has_capital(r, found)


def _some_thing(r: Reading, trigger: int, found: Name) -> bool:
    """ "I propose a coffee break": small letters behind "a" describe, they name no shop."""
    if found.first >= len(r.tags) or (has_capital(r, found) and not _noun_alone(r, found)):
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


def _asks_for_a_thing(r: Reading, at: int) -> bool:
    """ "I propose a minute's silence for Kessler": what is asked for is no shop."""
    near = [n for n in range(at - 1, min(at + 1, len(r.words) - 1)) if n >= 0]
    some = next((n for n in near if r.words[n] in r.lexicon.indefinite), None)
    return some is not None and bool(r.lexicon.meaning[r.words[some + 1]] & T.THING)


def _bids_do(r: Reading, found: Name) -> bool:
    """ "Propongo quedar antes": a verb in small letters begins what is to be done, and no name."""
    if found.first >= len(r.words) or not r.lexicon.infinitives:
        return False
    word = r.words[found.first]
    verb = word.endswith(r.lexicon.infinitives) and len(word) > _SHORT_VERB
    noun = r.tags[found.first] & T.KIND or r.has(found.first - 1, found.first, T.ARTICLE)
    return verb and not noun and not has_capital(r, found)


def _says_more(r: Reading, start: int, found: Name) -> bool:
    """ "… to nominate it, but I prefer": small letters behind "but I" go on with the sentence."""
    more = T.BUT | T.ME | T.WE | T.NEGATION | T.OTHERS | T.YOU
    if found.first >= len(r.tags) or not cased(r) or has_capital(r, found):
        return False
    if r.words[start] in r.lexicon.of and not r.tags[found.first] & T.KIND:
        return True  # "I propose to calm down"
    return any(r.tags[n] & more and not r.tags[n] & T.POSSESSIVE for n in range(start, found.first))


def has_capital(r: Reading, name: Name) -> bool:
    """Whether any word of a name has a capital or stands in quotation marks."""
    inside = range(name.first, name.last)
    numbers = (n for n in inside if r.kinds[n] == NUMBER and n > name.first)  # "on the 4th floor"
    typed = set(inside).difference(numbers)
    return any(capital(r, n) or r.words[n] in "“«„\"'" for n in typed)


def _surer(r: Reading, trigger: int, found: Name) -> Name:
    """What stands behind the trigger, unless that is a place or a person and a shop is named."""
    if found.last == found.first + 1 and (theirs := _of_whom(r, found)):
        return theirs
    before = r.tags[found.first - 1] if found.first else 0
    if before & T.PLACE and not before & T.FILLER and not r.has(found.first, found.last, T.KIND):
        return likeliest(r, trigger, before=True) or found
    if r.has(trigger + 1, found.first, T.BREAK) and r.words[found.first - 1] != ":":
        verb_last = likeliest(r, trigger, before=True)
        if verb_last and verb_last.last == trigger:
            return verb_last
    if (before | r.tags[found.first]) & T.TITLE and found.last - found.first <= _PERSON_NAME:
        return likeliest(r, trigger) or found
    return found


def _of_whom(r: Reading, found: Name) -> Name | None:
    """ "Help Marta, of Lanas Martita": behind a person's name the shop they are of."""
    of = found.last + 1
    if r.words[found.last : of] != [","] or r.lexicon.of.isdisjoint(r.words[of : of + 1]):
        return None
    shop = name_at(r, of + 1, low=False)
    return shop if shop and shop.first == of + 1 and shop.last > shop.first + 1 else None


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
    if r.tags[trigger] & T.NOMINATION and r.words[trigger].rstrip("'") in r.lexicon.relatives:
        return True  # "Is The Puzzled Owl there? If not, that's mine"
    behind = trigger + 1
    if (
        r.tags[trigger] & T.NOMINATE
        and r.words[behind : behind + 1] != []
        and (
            r.words[behind] in r.lexicon.clitics
            and (behind + 1 >= len(r.tags) or r.tags[behind + 1] & T.BREAK)
        )
    ):
        return True  # "nominez-le !"
    while at >= 0 and r.tags[at] & T.ME and not r.tags[at] & T.END:
        at -= 1
    so = bool(r.tags[at] & T.FILLER) and r.has(at - 1, at, T.SUM)  # "así que nomino a Kessler"
    return at > 0 and not so and r.words[at] in r.lexicon.relatives


def _vague(r: Reading, trigger: int, found: Name) -> bool:
    """ "… has my nomination, ask anyone": what follows a noun in another clause is no name."""
    low = found.first >= len(r.starts) or not has_capital(r, found)
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
    colon = next(
        (n for n in range(start, min(start + _COLON_NEAR, len(r.tags))) if r.words[n] == ":"), 0
    )
    if colon:
        return colon + 1
    return _next_capital(r, start) if cased(r) else start


def name_called(r: Reading, first: int, last: int) -> Name | None:
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
        if r.kinds[n] == NUMBER and r.has(n + 1, n + 2, T.UNIT):
            continue  # "from my daughter, 8 years"
        if r.tags[n] & T.FILLER or (r.lexicon.noun_capitals and _thing_alone(r, n)):
            continue  # "for this action", "für die Runde"
        if capital(r, n) or r.tags[n] & T.KIND or r.words[n] in r.lexicon.hosts:
            return n
    return start


def _thing_alone(r: Reading, at: int) -> bool:
    return bool(r.tags[at] & T.THING) and not (at + 1 < len(r.tags) and capital(r, at + 1))


def _handle(r: Reading, at: int) -> Name | None:
    """A shop's own handle stands for its name until an organiser gives it one."""
    for n in range(at, min(at + 3, len(r.kinds))):
        if r.kinds[n] == HANDLE and not r.tags[n] & T.HANDLE:
            return Name(n, n + 1, r.raw(n).rstrip(".-"))
    return None
