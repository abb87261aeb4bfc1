"""The three networks' ways of taking texts, counted from their own documents."""

from __future__ import annotations

import unicodedata
from dataclasses import replace

import regex

from bot.speaking import Voice

_GRAPHEME = regex.compile(r"\X")
_EMOJI = regex.compile(r"\p{Extended_Pictographic}|\p{Regional_Indicator}")
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))


def weighted(text: str) -> int:
    """X: letters up to U+10FF and some punctuation weigh one, all else two, an emoji two."""
    clusters = _GRAPHEME.findall(unicodedata.normalize("NFC", text))
    return sum(2 if _EMOJI.search(c) else sum(map(_weight, c)) for c in clusters)


def _weight(letter: str) -> int:
    return 1 if any(low <= ord(letter) <= high for low, high in _LIGHT) else 2


def graphemes(text: str) -> int:
    """Mastodon: what a reader sees as letters."""
    return len(_GRAPHEME.findall(text))


MASTODON = Voice(
    "mastodon", 500, graphemes, True, True, True, "@cashmob@town.example", mention_author=True
)
X = Voice("twitter", 280, weighted, True, False, False, "@CashMobTown", mention_author=False)
FACEBOOK = Voice("facebook", 5000, len, False, True, True, "Cash Mob Town", mention_author=False)
ALL = (MASTODON, X, FACEBOOK)
ENDLESS = replace(FACEBOOK, limit=100_000)
