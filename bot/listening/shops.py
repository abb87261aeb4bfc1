"""Shops by the names people give them: one key for many spellings, and who is meant by one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz import fuzz, process

from bot.languages import hearable
from bot.listening import tags as T
from bot.listening.text import cleaned
from bot.listening.vocabulary import words_of

Key = TypeVar("Key", bound=Hashable)

SURE = 84
"""Similarity (0 to 100) from which a person would still recognise the shop."""

NEAR = 74
"""Similarity from which a shop is near enough to ask about."""

MARGIN = 8
"""How far the second best must stay behind the best, else both are near."""

_SHORTEST = 4
"""Letters of a key below which a likeness says nothing."""

_WORD = re.compile(r"[^\W_]+")
_OWN = re.compile(r"(?<=\w)['’](?=[sS]\b)")
_UMLAUT = re.compile("([aou])e")
_LIGATURES = str.maketrans({"ß": "ss", "ø": "o", "œ": "o", "æ": "a", "ł": "l"})


@cache
def _dropped() -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    """Words that do not tell shops apart (articles, "and"), kind words, and kind stems."""
    small: set[str] = set()
    kinds: set[str] = set()
    stems: set[str] = set()
    for code in hearable():
        lexicon = words_of(code)
        for word, bits in lexicon.meaning.listed():
            if bits & (T.ARTICLE | T.AND):
                small.add(unaccented(word.rstrip("'")))
            if bits & T.KIND:
                kinds.add(unaccented(word))
        stems.update(unaccented(s) for s in lexicon.stems_of(T.KIND) if len(s) >= 5)
    return frozenset(small), frozenset(kinds), tuple(stems)


@lru_cache(maxsize=1024)
def unaccented(word: str) -> str:
    """A word's letters without case, accents or the choice between ü and ue."""
    apart = unicodedata.normalize("NFKD", word.casefold().translate(_LIGATURES))
    bare = "".join(c for c in apart if not unicodedata.combining(c))
    return unicodedata.normalize("NFC", _UMLAUT.sub(r"\1", bare))


@lru_cache(maxsize=1024)
def _words(name: str) -> tuple[str, ...]:
    return tuple(unaccented(word) for word in _WORD.findall(_OWN.sub("", cleaned(name))))


def is_kind(word: str) -> bool:
    """Whether an unaccented word only says what a shop sells ("libreria", "bakery")."""
    _, kinds, stems = _dropped()
    return word in kinds or word.startswith(stems)


@lru_cache(maxsize=1024)
def fold(name: str, *, kinds: bool = True) -> str:
    """A shop's key: the same for every way to type its name.

    Case, accents, ü or ue, punctuation, articles and "and" never count; with `kinds` the words
    that say what it sells do not count either, unless nothing else is left.
    """
    small, _, _ = _dropped()
    words = [w for w in _words(name) if w not in small] or list(_words(name))
    if kinds:
        words = [w for w in words if not is_kind(w)] or words
    return "".join(words)


def forget_keys() -> None:
    """Lets go of the keys that are remembered, after many names that nobody will say again."""
    for remembered in (fold, _words, unaccented):
        remembered.cache_clear()


class Known(NamedTuple, Generic[Key]):
    """A shop the matcher knows."""

    key: Key
    name: str
    aliases: tuple[str, ...] = ()
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Match(Generic[Key]):
    """What was found: `key` when one shop is meant, `near` when several could be."""

    key: Key | None = None
    near: tuple[Key, ...] = ()
    exact: bool = False


class Matcher(Generic[Key]):
    """Finds a known shop by what a person wrote; never decides between two that are near."""

    def __init__(self, shops: Iterable[Known[Key]]) -> None:
        self._places: dict[Key, str] = {}
        self._whole: dict[str, set[Key]] = {}
        self._short: dict[str, set[Key]] = {}
        for shop in shops:
            self._places[shop.key] = fold(shop.place or "", kinds=False)
            for name in (shop.name, *shop.aliases):
                self._whole.setdefault(fold(name, kinds=False), set()).add(shop.key)
                self._short.setdefault(fold(name), set()).add(shop.key)

    def match(self, name: str, place: str | None = None) -> Match[Key]:
        """The shop meant by a name (and place): exact keys first, then one a person would see."""
        for table, key in ((self._whole, fold(name, kinds=False)), (self._short, fold(name))):
            if key and (found := table.get(key)):
                return self._decide(tuple(found), place, exact=True)
        return max(
            self._fuzzy(fold(name, kinds=False), place, self._whole),
            self._fuzzy(fold(name), place, self._short),
            key=lambda match: (match.key is not None, len(match.near)),
        )

    def _fuzzy(self, key: str, place: str | None, table: dict[str, set[Key]]) -> Match[Key]:
        """What a person would still recognise; two that are near are never decided between."""
        if len(key) < _SHORTEST:
            return Match()
        scored = process.extract(key, table.keys(), scorer=fuzz.ratio, limit=8, score_cutoff=NEAR)
        if not scored:
            return Match()
        best = scored[0][1]
        near = {k for other, score, _ in scored if best - score < MARGIN for k in table[other]}
        if len(near) == 1 and best < SURE:
            return Match(near=tuple(near))
        return self._decide(tuple(near), place, exact=False)

    def _decide(self, keys: tuple[Key, ...], place: str | None, *, exact: bool) -> Match[Key]:
        """One shop stands alone; among several the place decides, or the person is asked."""
        if len(keys) > 1 and place:
            said = fold(place, kinds=False)
            there = tuple(k for k in keys if self._places[k] and self._places[k] in said + said)
            keys = there if len(there) == 1 else keys
        elif place and self._elsewhere(keys[0], place):
            return Match(near=keys)
        if len(keys) == 1:
            return Match(key=keys[0], near=keys, exact=exact)
        return Match(near=tuple(sorted(keys, key=str)))

    def _elsewhere(self, key: Key, place: str) -> bool:
        """Whether a shop of that name is known in a place quite unlike the one said."""
        known, said = self._places[key], fold(place, kinds=False)
        if not known or not said:
            return False
        return known not in said and said not in known and fuzz.partial_ratio(known, said) < SURE
