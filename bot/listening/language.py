"""Which language a message is written in: function words and letters, counted."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from struct import Struct
from typing import NamedTuple

from bot.languages import hearable
from bot.listening.spellings import spellings
from bot.listening.text import WORD, Tokens, tokens_of
from bot.listening.vocabulary import Vocabulary, words_of

_WIDTH = 16
"""Bits of one language's score; all languages' scores are added as one number."""

_MOST_WORDS = 80
_COMMON = 8
_KNOWN = 2
_BARE = 1
_LETTER = 6
_SCRIPT = 6
_MOST_LETTERS = 15
_SAID = 8
"""Points for the language the network names, and one for the city's own."""


class _Scores(NamedTuple):
    """The languages, and the points of each word and of each letter, packed for all of them."""

    names: tuple[str, ...]
    words: dict[str, int]
    letters: dict[str, int]
    telling: re.Pattern[str]
    """Every letter that has points, its own or those of its script."""
    scripts: tuple[tuple[str, int], ...]
    packed: Struct

    def of_letters(self, text: str) -> int:
        """What the letters of a text speak for; each counts once."""
        odd = set(self.telling.findall(text))
        if not odd:
            return 0
        total = sum(filter(None, map(self.letters.get, odd)))
        for script, points in self.scripts:
            if script[0] <= max(odd):
                written = sum(script[0] <= letter <= script[-1] for letter in odd)
                total += points * min(written, _MOST_LETTERS)
        return total


@cache
def _scores() -> _Scores:
    names = hearable()
    packed: dict[str, int] = {}
    for n, code in enumerate(names):
        for word, points in _points(words_of(code)).items():
            packed[word] = packed.get(word, 0) + (points << (_WIDTH * n))
    one: dict[int, int] = {}  # many words have the same points: one number serves them all
    packed = {word: one.setdefault(points, points) for word, points in packed.items()}
    words = {word: p for word, p in packed.items() if tokens_of(word, said=False).kinds[:1] == [WORD]}
    letters = {letter: p for letter, p in packed.items() if len(letter) == 1}
    written = [(words_of(code).script, _SCRIPT << (_WIDTH * n)) for n, code in enumerate(names)]
    scripts = tuple((script, points) for script, points in written if script)
    odd = "".join(letter for letter in letters if not letter.isascii())
    ranges = "".join(f"{script[0]}-{script[-1]}" for script, _ in scripts)
    telling = re.compile(f"[{odd}{ranges}]") if odd or ranges else re.compile("(?!)")
    return _Scores(names, words, letters, telling, scripts, Struct(f"<{len(names)}H"))


def _points(lexicon: Vocabulary) -> dict[str, int]:
    """What a word, or a letter, of a message speaks for one language."""
    points = {w: _BARE if w in lexicon.bared else _KNOWN for w in lexicon.meaning}
    for word in lexicon.common:
        for spelling in spellings(word):
            points[spelling] = _COMMON if spelling == word else _COMMON // 2
    return points | dict.fromkeys(lexicon.letters, _LETTER)


def _packed(names: tuple[str, ...], by: dict[str, int]) -> int:
    return sum(by.get(code, 0) << (_WIDTH * n) for n, code in enumerate(names))


def language_of(tokens: Tokens, said: str | None, cities: tuple[str, ...]) -> str:
    """The language to read in: what the words say, helped by the network's field and the city's.

    Falls back to the city's first language when nothing speaks for any.
    """
    known = _scores()
    names = known.names
    total = sum(filter(None, map(known.words.get, tokens.words[:_MOST_WORDS])))
    if not tokens.text.isascii():
        total += known.of_letters(tokens.text)
    total = 2 * total + _bonus(said, cities)
    scores = known.packed.unpack(total.to_bytes(known.packed.size, "little"))
    most = max(scores)
    if most > 1:
        return names[scores.index(most)]
    return next((c for c in cities if c in names), names[0])


@lru_cache(maxsize=256)
def _bonus(said: str | None, cities: tuple[str, ...]) -> int:
    """What the network's field and the city's languages add, doubled."""
    code = said[:2].lower() if said else None
    names = _scores().names
    return _packed(names, dict.fromkeys(cities, 1)) + _packed(names, {code or "": 2 * _SAID})
