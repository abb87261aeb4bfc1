"""How a name sounds, by its consonants alone: alike in Latin letters and in Hangul."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.listening.shops import unaccented

_FIRST = ("g", "g", "n", "d", "d", "l", "m", "b", "b", "s", "s", "", "j", "j", "j",
          "g", "d", "b", "h")  # fmt: skip
_LAST = ("", "g", "g", "g", "n", "n", "n", "d", "l", "g", "m", "b", "l", "l", "b", "l", "m",
         "b", "b", "d", "d", "n", "j", "j", "g", "d", "b", "d")  # fmt: skip
_SYLLABLES = 0xAC00
_PER_FIRST, _PER_VOWEL = 588, 28

_SOFT = re.compile("c(?=[eiy])")
_LETTERS = str.maketrans(
    dict.fromkeys("bpvf", "b") | dict.fromkeys("gkqc", "g") | dict.fromkeys("dt", "d")
    | dict.fromkeys("lr", "l") | dict.fromkeys("sz", "s") | {"x": "gs"}
    | dict.fromkeys("aeiouwy", "")
)  # fmt: skip
_TWICE = re.compile(r"(.)\1+")

SHORTEST = 3
"""Consonants of a name below which its sound says nothing."""


@lru_cache(maxsize=4096)
def sound(word: str) -> str:
    """The consonants a Korean ear hears in a word; what it does not tell apart is one."""
    if "가" <= word[:1] <= "힣":
        heard = "".join(map(_syllable, word))
    else:
        latin = _SOFT.sub("s", unaccented(word).replace("ch", "j"))
        heard = latin.translate(_LETTERS)
    return _TWICE.sub(r"\1", heard)


def _syllable(letter: str) -> str:
    place = ord(letter) - _SYLLABLES
    if not 0 <= place < len(_FIRST) * _PER_FIRST:
        return ""
    return _FIRST[place // _PER_FIRST] + _LAST[place % _PER_VOWEL]
