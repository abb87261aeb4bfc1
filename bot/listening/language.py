"""Which language a message is written in: function words and letters, counted."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import groupby
from operator import itemgetter
from struct import Struct
from typing import NamedTuple

from bot.languages import hearable
from bot.listening.spellings import spellings
from bot.listening.text import WORD, Tokens, tokens_of
from bot.listening.vocabulary import Vocabulary, words_of
from bot.listening.words import Words, by_hash

_WIDTH = 16
"""Bits of one language's score; all languages' scores are added as one number."""

_MOST_WORDS = 80
_REMEMBERED = 4_096
_COMMON = 8
_KNOWN = 2
_BARE = 1
_LETTER = 6
_SCRIPT = 6
_MOST_LETTERS = 2
_SAID = 8
"""Points for the language the network names, and one for the city's own."""


class _Points(dict[str, int]):
    """Word → its points; 0 for one that speaks for no language."""

    def __init__(self, table: Words) -> None:
        super().__init__()
        self.table = table

    def __missing__(self, word: str) -> int:
        points = self.table.get(word) or 0
        if len(self) < _REMEMBERED:
            self[word] = points
        return points


class _Scores(NamedTuple):
    """The languages, and the points of each word and of each letter, packed for all of them."""

    names: tuple[str, ...]
    words: _Points
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
    letters: dict[str, int] = {}
    words = Words(_words(names, letters))
    written = [(words_of(code).script, _SCRIPT << (_WIDTH * n)) for n, code in enumerate(names)]
    scripts = tuple((script, points) for script, points in written if script)
    odd = "".join(letter for letter in letters if not letter.isascii())
    ranges = "".join(f"{script[0]}-{script[-1]}" for script, _ in scripts)
    telling = re.compile(f"[{odd}{ranges}]") if odd or ranges else re.compile("(?!)")
    return _Scores(names, _Points(words), letters, telling, scripts, Struct(f"<{len(names)}H"))


def _words(names: tuple[str, ...], letters: dict[str, int]) -> Iterator[tuple[str, int]]:
    """The words of all languages one by one, with the points for all; `letters` are gathered on
    the way."""
    speaking = [_speaking(words_of(code), _WIDTH * n) for n, code in enumerate(names)]
    for word, same in groupby(heapq.merge(*speaking, key=by_hash), key=itemgetter(0)):
        points = sum(points for _, points in same)
        if len(word) == 1:
            letters[word] = points
        if tokens_of(word, said=False).kinds[:1] == [WORD]:
            yield word, points


def _speaking(lexicon: Vocabulary, place: int) -> Iterator[tuple[str, int]]:
    """What a word, or a letter, of a message speaks for one language."""
    own = {w: _COMMON // 2 for word in lexicon.common for w in spellings(word)}
    own |= dict.fromkeys(lexicon.common, _COMMON) | dict.fromkeys(lexicon.letters, _LETTER)
    others = ((w, _BARE if b else _KNOWN) for w, b in lexicon.meaning.bared() if w not in own)
    for word, points in heapq.merge(sorted(own.items(), key=by_hash), others, key=by_hash):
        yield word, points << place


def _packed(names: tuple[str, ...], by: dict[str, int]) -> int:
    return sum(by.get(code, 0) << (_WIDTH * n) for n, code in enumerate(names))


def language_of(tokens: Tokens, said: str | None, cities: tuple[str, ...]) -> str:
    """The language to read in: what the words say, helped by the network's field and the city's.

    Falls back to the city's first language when nothing speaks for any.
    """
    known = _scores()
    names = known.names
    total = sum(map(known.words.__getitem__, tokens.words[:_MOST_WORDS]))
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
