"""Which language a message is written in: function words and letters, counted."""

from __future__ import annotations

from functools import cache

from bot.languages import load
from bot.listening.text import WORD, Tokens
from bot.listening.vocabulary import spellings, spoken, vocabulary

_WIDTH = 11
"""Bits of one language's score; eight scores are added as one number."""

_MASK = (1 << _WIDTH) - 1
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
def _scores() -> tuple[tuple[str, ...], dict[str, int]]:
    names = tuple(spoken())
    points: dict[str, dict[str, int]] = {}
    for code in names:
        hear = load(code)["hear"]
        typed = vocabulary(code).typed
        for word in vocabulary(code).meaning:
            points.setdefault(word, {})[code] = _KNOWN if word in typed else _BARE
        for word in hear["common"].split():
            for spelling in spellings(word):
                points.setdefault(spelling, {})[code] = (
                    _COMMON if spelling == word else _COMMON // 2
                )
        for letter in hear.get("letters", ""):
            points.setdefault(letter, {})[code] = _LETTER
    return names, {word: _packed(names, by) for word, by in points.items()}


@cache
def _script_points(letter: str) -> int:
    """Points for the language that alone is written in a letter's script, 0 where several are."""
    names, _ = _scores()
    for n, code in enumerate(names):
        script = load(code)["hear"].get("script", "")
        if script and script[0] <= letter <= script[-1]:
            return _SCRIPT << (_WIDTH * n)
    return 0


def _packed(names: tuple[str, ...], by: dict[str, int]) -> int:
    return sum(by.get(code, 0) << (_WIDTH * n) for n, code in enumerate(names))


def language_of(tokens: Tokens, said: str | None, cities: tuple[str, ...]) -> str:
    """The language to read in: what the words say, helped by the network's field and the city's.

    Falls back to the city's first language when nothing speaks for any.
    """
    names, points = _scores()
    get = points.get
    kinds = tokens.kinds
    total = 0
    script = 0
    for n, word in enumerate(tokens.words[:_MOST_WORDS]):
        if kinds[n] == WORD:
            total += get(word, 0)
    if not tokens.text.isascii():
        for letter in set(tokens.text):
            if letter > "\x7f":
                total += get(letter, 0)
                if script < _MOST_LETTERS and (points_ := _script_points(letter)):
                    total += points_
                    script += 1
    return _best(names, total, said, cities)


def _best(names: tuple[str, ...], total: int, said: str | None, cities: tuple[str, ...]) -> str:
    said = said[:2].lower() if said else None
    best, most = "", 1
    for code in names:
        score = 2 * (total & _MASK)
        total >>= _WIDTH
        if code == said:
            score += _SAID * 2
        if code in cities:
            score += 1
        if score > most:
            best, most = code, score
    return best or next((c for c in cities if c in names), names[0])
