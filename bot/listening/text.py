"""A message as tokens: cleaned of what cannot be seen, cut, and split once."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

LONGEST = 5_000
"""Characters of a message that are read; what comes after is dropped before anything else."""

# Everything that hides or disguises letters: format and control characters, lone surrogates,
# variation selectors, skin tones, full-width forms, mathematical letters, piles of accents.
_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xa0\xad\u0300-\u036f\u061c\u180e\u2000-\u200f\u2028-\u202f"
    "\u205f-\u206f\u2019\u2018\u02bc\u3000\ufe00-\ufe0f\ufeff\uff00-\uffef\ud800-\udfff"
    "\U0001d400-\U0001d7ff\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]"
)
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff\U0001f3fb-\U0001f3ff\U000e0000-\U000e0fff]"
)
_PILED = re.compile("([\u0300-\u036f]{2})[\u0300-\u036f]+")
_WIDE = re.compile("[\uff00-\uffef\U0001d400-\U0001d7ff]+")
_SPACES = str.maketrans(
    dict.fromkeys("\xa0\u2028\u2029\u202f\u205f\u3000", " ")
    | {chr(c): " " for c in range(0x2000, 0x200B)}
    | dict.fromkeys("\u2019\u2018\u02bc`´", "'")
)

MOST_TOKENS = 600
"""Words and signs of a message that are read."""

WORD, HANDLE, HASHTAG, KEYCAP, NUMBER, SIGN, LINE, URL = range(1, 9)
"""The kinds of token, in the order of the groups below."""

# Words come first since most tokens are words.
_TOKEN = re.compile(
    r"((?!https?://\S|www\.\S)[^\W\d_ㄱ-ㆎ]+'?)"
    r"|([@\uff20][^\W_][\w.\-]*(?:@[\w.\-]+)?)"
    r"|(\#[^\W\d_]\w*)"
    "|([0-9]\u20e3)"
    r"|([0-9]+(?:[.,:][0-9]+)*)"
    r"|(?!(?<=[^\W\d_])[-‐‑](?=[^\W\d_]))([^\s\w]|_|[ㄱ-ㆎ])"
    r"|(\n)"
    r"|((?:https?://|www\.)\S+)"
)
_SIGN_LETTER = re.compile("[ㄱ-ㆎ]")
"""Letters that are typed for their sound ("ㅋㅋ") and are read as signs."""


def cleaned(text: str) -> str:
    """The text as a reader sees it: at most `LONGEST` characters, nothing hidden in it."""
    text = text[:LONGEST]
    if (text.isascii() and "\x00" not in text) or not _ODD.search(text):
        return text
    text = _UNSEEN.sub("", text).translate(_SPACES)
    text = _WIDE.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
    return unicodedata.normalize("NFC", _PILED.sub(r"\1", text))[:LONGEST]


class Tokens(NamedTuple):
    """A cleaned text, the same in lower case, and token by token its kind, its lower-case form and
    where it stands."""

    text: str
    low: str
    kinds: list[int]
    words: list[str]
    starts: list[int]


def kind_of(token: str) -> int:
    """The kind of a token that stands alone."""
    match = _TOKEN.match(token)
    return (match and match.lastindex) or SIGN


def lowered(text: str) -> str:
    """Lower case, character for character (the few that would grow are left alone)."""
    low = text.lower()
    return low if len(low) == len(text) else "".join(map(_lower, text))


def _lower(char: str) -> str:
    low = char.lower()
    return low if len(low) == 1 else char


def _apart(piece: str) -> tuple[tuple[int, str, int], ...]:
    """What stands between two spaces, token by token: kind, word, place."""
    found = _TOKEN.finditer(piece)
    return tuple((match.lastindex or SIGN, match[0], match.start()) for match in found)


# People write "c'est", "please!" and the bot's name again and again; what is longer than a word is
# seldom written twice, and is not kept.
_REMEMBERED, _LONG = 2_048, 24
_known_apart = lru_cache(maxsize=_REMEMBERED)(_apart)


def tokens_of(text: str, *, said: bool = True) -> Tokens:
    """The cleaned text, split once; a hyphen between letters separates and is dropped. What nobody
    has `said` (an entry of a table) is not remembered."""
    text = cleaned(text)
    low = lowered(text)
    kinds: list[int] = []
    words: list[str] = []
    starts: list[int] = []
    at = 0
    letters = low.isascii() or not _SIGN_LETTER.search(low)
    for piece in low.split(" "):
        if letters and piece.isalpha():  # most pieces are words, and need not be taken apart
            kinds.append(WORD)
            words.append(piece)
            starts.append(at)
        else:
            cut = _known_apart if said and len(piece) <= _LONG else _apart
            for kind, word, start in cut(piece):
                kinds.append(kind)
                words.append(word)
                starts.append(at + start)
        at += len(piece) + 1
    if len(kinds) > MOST_TOKENS:
        kinds, words, starts = kinds[:MOST_TOKENS], words[:MOST_TOKENS], starts[:MOST_TOKENS]
    return Tokens(text, low, kinds, words, starts)
