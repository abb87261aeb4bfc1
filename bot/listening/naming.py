"""The name that stands beside a word that asks for a shop."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.called import name_called, only_quoted, quoted_kind, quoted_name
from bot.listening.capitals import capital, cased
from bot.listening.likely import is_address, likeliest, without_person
from bot.listening.names import name_at
from bot.listening.no_names import asks_for_a_thing, names_none
from bot.listening.printed import Name, has_capital
from bot.listening.reading import Reading
from bot.listening.text import HANDLE, NUMBER, WORD
from bot.listening.verblast import name_before

_LEADING = frozenset(":→>=–—-")
_COLON_NEAR = 8
_PERSON_NAME = 2
"""Words of a title with a surname."""


def name_for(r: Reading, trigger: int) -> Name | None:
    """The name a trigger speaks of: called so, right behind it, or the likeliest in the message."""
    if found := _called_or_quoted(r, trigger) or _before_trigger(r, trigger):
        return found
    if r.lexicon.verb_last and (not r.words[trigger].isascii() or _verb_follows(r, trigger)):
        return name_before(r, trigger)
    start = _behind(r, trigger)
    if asks_for_a_thing(r, start):
        return None
    if (found := _typed_behind(r, trigger, start)) or (found := likeliest(r, trigger)):
        return found
    last = len(r.tags)
    return name_called(r, 0, last) or quoted_kind(r, 0, last) or _handle(r, start)


def _called_or_quoted(r: Reading, trigger: int) -> Name | None:
    """The name that a shop is said to be called by, or the one that stands in quotes."""
    if not r.all & (T.QUOTE | T.NAMED):
        return None
    if found := only_quoted(r, trigger):
        return found
    first, last, _ = r.sentence(trigger)
    if found := name_called(r, trigger, last):
        if found.last - found.first == 1:  # "she is called Yvette, …"
            found = quoted_kind(r, found.last, last) or found
        return _rather_typed(r, trigger, found)
    return quoted_name(r) or quoted_kind(r, first, last)


def _before_trigger(r: Reading, trigger: int) -> Name | None:
    """The name in front of what asks for it: "Kessler, whom I would nominate"."""
    if _relative(r, trigger) and (found := likeliest(r, trigger, before=True)):
        return found
    return _before_last_verb(r, trigger) if r.lexicon.verb_closes and not cased(r) else None


def _typed_behind(r: Reading, trigger: int, start: int) -> Name | None:
    """What is typed as a name behind a trigger, or another name that is surer."""
    found = None if r.has(start, start + 2, T.POSSESSIVE) else name_at(r, start)
    found = without_person(r, found)
    if found is None or names_none(r, trigger, start, found):
        return None
    low = cased(r) and not has_capital(r, found)
    if (low or _opens_small(r, found)) and (likely := likeliest(r, trigger)):
        if low:
            return likely
        found = likely
    found = _behind_kind(r, found)
    if is_address(r, found) or _vague(r, trigger, found):
        return None
    return _surer(r, trigger, found)


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
    between = r.tags[start + 1 : trigger]
    idle = bool(between) and all(bits & T.END for bits in between)
    return None if start == trigger or idle else name_at(r, start, sure=True)


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


def _behind_kind(r: Reading, found: Name) -> Name:
    """ "Henk's music shop: Snare & Co": what the shop is, then a colon, then its name."""
    if capital(r, found.first):
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
