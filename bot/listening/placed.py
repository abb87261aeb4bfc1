"""A nomination as it is understood: the name with its place, and a second one behind "and"."""

from __future__ import annotations

from bot.domain.intents import Intent, Nominate
from bot.listening import tags as T
from bot.listening.capitals import capital, cased
from bot.listening.names import name_at
from bot.listening.places import place_after, place_before
from bot.listening.printed import Name
from bot.listening.reading import Reading
from bot.listening.text import WORD
from bot.listening.towns import place_around

_TWO_WORDS = 2
Found = list[tuple[Intent, str]]


def _without_town(r: Reading, name: Name) -> tuple[Name, str | None]:
    """ "Cartoleria Bruni di Trastevere": a kind, whose it is, and the town it is of."""
    of = name.last - 2
    inside = range(name.first + 1, of)
    if of < name.first + 2 or r.words[of] not in r.lexicon.of:
        return name, None
    before = name.first - 1
    described = before > 0 and r.kinds[before] == WORD and r.tags[before - 1] & T.ARTICLE
    described = described and not capital(r, before) and not r.tags[before] & ~T.KIND
    described = described and not r.tags[name.first] & T.ARTICLE  # "la mercerie Au Fil de Josette"
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
    return r.words[at : at + 1] in ([","], ["("]) and r.has(at + 1, at + 2, T.PLACE)


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


def _hosted(r: Reading, name: Name) -> Name:
    """ "Je nomine chez Odile": before a first name alone the word belongs to the shop's name."""
    at = name.first - 1
    single = name.last == name.first + 1 and 0 <= at < len(r.words)
    if not single or r.words[at] not in r.lexicon.hosts:
        return name
    return Name(at, name.last, f"{r.words[at].capitalize()} {name.shop}")


def with_places(r: Reading, name: Name) -> Found:
    """The nomination of a name with its place, and of a second one joined to it."""
    name = _hosted(r, name)
    if both := _both(r, name):
        return both
    place, after = place_after(r, name.last)
    own, of = _without_town(r, name)
    if of and not (place and _is_town(r, name.last)):
        name = own
        place, after = place_after(r, name.last)
    if place and (named := _of_person(r, name, place)):
        return with_places(r, named)
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
