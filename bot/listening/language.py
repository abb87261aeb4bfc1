"""Which language a message is written in: function words and letters, counted."""

from __future__ import annotations

from functools import cache, lru_cache
from struct import unpack

from bot.languages import hearable
from bot.listening.spellings import spellings
from bot.listening.text import WORD, Tokens, tokens_of
from bot.listening.vocabulary import Vocabulary, words_of

_WIDTH = 16
"""Bits of one language's score; all languages' scores are added as one number."""

_ASCII = frozenset(map(chr, range(0x80)))
_MOST_WORDS = 80
_COMMON = 8
_KNOWN = 2
_BARE = 1
_LETTER = 6
_SCRIPT = 6
_MOST_LETTERS = 15
_SAID = 8
"""Points for the language the network names, and one for the city's own."""


@cache
def _scores() -> tuple[tuple[str, ...], dict[str, int], dict[str, int]]:
    """The languages, and the points of each word and of each letter, packed for all of them."""
    names = hearable()
    packed: dict[str, int] = {}
    for n, code in enumerate(names):
        for word, points in _points(words_of(code)).items():
            packed[word] = packed.get(word, 0) + (points << (_WIDTH * n))
    one: dict[int, int] = {}  # many words have the same points: one number serves them all
    packed = {word: one.setdefault(points, points) for word, points in packed.items()}
    words = {word: p for word, p in packed.items() if tokens_of(word).kinds[:1] == [WORD]}
    return names, words, {letter: p for letter, p in packed.items() if len(letter) == 1}


def _points(lexicon: Vocabulary) -> dict[str, int]:
    """What a word, or a letter, of a message speaks for one language."""
    points = {w: _BARE if w in lexicon.bared else _KNOWN for w in lexicon.meaning}
    for word in lexicon.common:
        for spelling in spellings(word):
            points[spelling] = _COMMON if spelling == word else _COMMON // 2
    return points | dict.fromkeys(lexicon.letters, _LETTER)


@cache
def _script_points(letter: str) -> int:
    """Points for the language that alone is written in a letter's script, 0 where several are."""
    for n, code in enumerate(_scores()[0]):
        if words_of(code).writes(letter):
            return _SCRIPT << (_WIDTH * n)
    return 0


def _packed(names: tuple[str, ...], by: dict[str, int]) -> int:
    return sum(by.get(code, 0) << (_WIDTH * n) for n, code in enumerate(names))


def language_of(tokens: Tokens, said: str | None, cities: tuple[str, ...]) -> str:
    """The language to read in: what the words say, helped by the network's field and the city's.

    Falls back to the city's first language when nothing speaks for any.
    """
    names, words, letters = _scores()
    total = sum(filter(None, map(words.get, tokens.words[:_MOST_WORDS])))
    if not tokens.text.isascii():
        odd = set(tokens.text) - _ASCII
        total += sum(filter(None, map(letters.get, odd)))
        total += sum(list(filter(None, map(_script_points, odd)))[:_MOST_LETTERS])
    total = 2 * total + _bonus(said, cities)
    scores = unpack(f"<{len(names)}H", total.to_bytes(2 * len(names), "little"))
    most = max(scores)
    if most > 1:
        return names[scores.index(most)]
    return next((c for c in cities if c in names), names[0])


@lru_cache(maxsize=256)
def _bonus(said: str | None, cities: tuple[str, ...]) -> int:
    """What the network's field and the city's languages add, doubled."""
    code = said[:2].lower() if said else None
    names, _, _ = _scores()
    return _packed(names, dict.fromkeys(cities, 1)) + _packed(names, {code or "": 2 * _SAID})
