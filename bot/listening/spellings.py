"""How people type an entry of a language's tables: with accents and without them."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\s()|]+")
# It begins with the sign itself, which is looked for at once: an entry may be two thousand letters.
_HURRIED = re.compile(
    r"'(?:(?<=n')|(?<=\bi')|(?<=\b(?:let|who|how|you)')|(?<=\b(?:that|what|they)')"
    r"|(?<=\b(?:where|there)'))(?=(?:t|m|s|ve|re)\b)"
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def plain(word: str) -> str:
    """A lower-case word without accents."""
    if word.isascii() or "가" <= word[0] <= "힣":
        return word
    apart = unicodedata.normalize("NFD", word.replace("ß", "ss").replace("ø", "o"))
    return "".join(c for c in apart if not "\u0300" <= c <= "\u036f")


def spellings(entry: str) -> tuple[str, ...]:
    """How people type an entry: with accents, without them, with ue for ü; "cant", "whats"."""
    if entry.isascii():
        hurried = _HURRIED.sub("", entry)
        return (entry,) if hurried == entry else (entry, hurried)
    bare = _WORD.sub(lambda word: plain(word[0]), entry)
    written = _WORD.sub(lambda word: plain(word[0].translate(_UMLAUTS)), entry)
    return tuple(dict.fromkeys((entry, bare, written)))
