"""The place of a shop in languages whose verb comes last: towns and quarters, particles joined."""

from __future__ import annotations

from typing import NamedTuple

from bot.listening import tags as T
from bot.listening.printed import Name
from bot.listening.reading import Reading
from bot.listening.roots import NO_NAME, root_of
from bot.listening.text import NUMBER, WORD

_ENDINGS = "가면로리시"
"""Syllables that end places, and verbs and nouns as well."""

_DOUBTFUL = "가면로"
"""Those of them that do so also where a particle follows."""

_FAR = 12
MOST_PARTS = 3
_MAYBE = T.UNIT | T.CLOCK | T.PEOPLE | T.STREET_END | T.PLACE | T.PROPORTION | T.NUMBER
"""What the beginning of a place's name can be taken for."""


def place_around(r: Reading, name: Name) -> str | None:
    """The place before a name ("Mokpo Ildeung"), or in what is said after it."""
    return _run_of_places(r, name) or _before(r, name.first) or _after(r, name.last)


def _run_of_places(r: Reading, name: Name) -> str | None:
    """Towns and quarters one after another, the nearest to the name."""
    found: list[tuple[int, str]] = []
    n = 0
    while n < len(r.words):
        parts, end = places_from(r, n, name)
        if parts:
            found.append((abs(n - name.first), " ".join(parts)))
        n = max(end, n + 1)
    found = [place for place in found if place[1] not in r.lexicon.place_endings]
    return min(found)[1] if found else None


def places_from(r: Reading, at: int, name: Name) -> tuple[list[str], int]:
    """The towns and quarters that follow each other from a token, and the token after the last."""
    parts: list[str] = []
    sure = at > 0 and r.words[at - 1] == "("
    asked = at > 0 and bool(r.tags[at - 1] & (T.NOMINATE | T.FILLER | T.BREAK))
    n = at
    while n < len(r.words) and len(parts) < MOST_PARTS and (part := _part_at(r, n, name)):
        if not (part.region or part.quarter or (sure and part.last)):
            break
        sure = sure or _is_sure(part, behind=n >= name.last, asked=asked)
        parts.append(part.root)
        n += 1
        if block := _block(r, n):
            parts[-1] += block
            n += 2
            sure = True
        if part.root != part.word:
            break
    return (parts, n) if sure else ([], n)


class _Part(NamedTuple):
    """A word that may be a part of a place: as typed, without its particle, and what it is.

    A `region` is a town that the language's list has, a `quarter` ends as quarters do; `last` says
    that nothing goes on with it.
    """

    word: str
    root: str
    region: bool
    quarter: bool
    last: bool


def _part_at(r: Reading, n: int, name: Name) -> _Part | None:
    """What a word of a place can be; None for a word of the name, or one of another meaning."""
    if r.kinds[n] != WORD or name.first <= n < name.last or r.tags[n] & T.PLACE:
        return None
    word = r.raw(n)
    root = word if word in r.lexicon.regions else _without_particle(r, word)
    region = root in r.lexicon.regions
    if r.tags[n] & ~_MAYBE and not region:
        return None
    quarter = len(root) > 1 and root.endswith(r.lexicon.place_endings)
    last = n + 1 in (len(r.words), name.first) or bool(r.tags[n + 1] & (T.BREAK | T.PLACE))
    return _Part(word, root, region, quarter, last)


def _without_particle(r: Reading, word: str) -> str:
    """A place without the particle that says "in" or "at"."""
    for particle in r.lexicon.place_particles:
        if word.endswith(particle) and len(word) > len(particle) + 1:
            return word[: -len(particle)]
    return word


def _is_sure(part: _Part, *, behind: bool, asked: bool) -> bool:
    """Whether a word is surely a place, and with it those beside it."""
    if part.region or not part.quarter:
        return part.region
    if part.root != part.word and part.root[-1] not in _DOUBTFUL:
        return True
    doubtful = part.root[-1] in _ENDINGS and not (asked and part.root[-1] == "로")
    return part.last and behind and len(part.root) > 2 and not doubtful


def _block(r: Reading, n: int) -> str:
    """ "Jongno 5-ga", "Donggyo-ro 12-gil": what stands in numbers behind a street or quarter."""
    if n + 1 >= len(r.words) or r.kinds[n] != NUMBER or r.kinds[n + 1] != WORD:
        return ""
    word = r.words[n + 1]
    unit = next((u for u in r.lexicon.blocks if word.startswith(u)), "")
    house = r.raw(n - 1).endswith(r.lexicon.roads) and word in r.lexicon.place_particles
    if not (unit or house) or r.starts[n + 1] != r.end(n):
        return ""
    apart = " " if r.starts[n] > r.end(n - 1) else ""
    return f"{apart}{r.raw(n)}{unit}"


def _before(r: Reading, first: int) -> str | None:
    at = first - 1
    there = at >= 0 and bool(r.tags[at] & T.PLACE)
    while at >= 0 and r.tags[at] & T.PLACE:
        at -= 1
    parts: list[str] = []
    while at >= 0 and len(parts) < 2 and _is_place(r, at, there and not parts):
        parts.insert(0, root_of(r, at) if there and not parts else r.raw(at))
        at -= 1
    return " ".join(parts) or None


def _is_place(r: Reading, at: int, there: bool) -> bool:
    if r.kinds[at] != WORD or r.words[at] in r.lexicon.common:
        return False
    if there:
        return not r.tags[at] & (NO_NAME | T.KIND)
    shops = (*r.lexicon.trades, *r.lexicon.shop_endings)
    if r.tags[at] & ~T.STREET_END or r.words[at].endswith(shops):
        return False
    return not r.words[at].endswith(r.lexicon.describing)


def _after(r: Reading, at: int) -> str | None:
    for n in range(at, min(at + _FAR, len(r.words))):
        if r.kinds[n] != WORD:
            continue
        root = root_of(r, n)
        follows = n + 1 < len(r.words) and bool(r.tags[n + 1] & T.PLACE)
        if follows and root != r.raw(n) and not r.tags[n] & NO_NAME:
            return root
        ends = root.endswith(r.lexicon.place_endings) and len(root) > 2
        if ends and root != r.raw(n) and not r.tags[n] & ~T.STREET_END:
            before = n - 1
            if before >= at and r.kinds[before] == WORD and not r.tags[before]:
                return f"{r.raw(before)} {root}"
            return root
    return None
