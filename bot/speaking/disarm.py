"""Names made harmless: a shop's name never becomes a mention, a hashtag or a link."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Invisible and without width: it keeps two characters apart without a gap (U+2060 WORD JOINER).
JOINER = "\u2060"
LONGEST = 80
MARKS_A_LETTER = 2

# What starts a mention, a hashtag or a cashtag on one of the networks.
_SIGN = re.compile(r"[@＠#＃$＄]")
# A dot makes a link only with a domain's ending right after it (`joes.shop`, `Papier&Co.KG`): the
# joiner goes behind the dot, since before it networks take it for a letter of the domain.
_DOT = re.compile(r"(?<=\S)[.。．｡](?=\S)")
# `https://`, `xmpp:somebody`, `magnet:?` need their colon.
_COLON = re.compile(r"[:：](?=\S)")
_PLAIN = re.compile(r"[A-Za-z0-9 ,;!&'()/+-]*")
_RIGHT_TO_LEFT = frozenset({"R", "AL"})


@lru_cache(maxsize=4096)
def disarm(name: str, longest: int = LONGEST) -> str:
    """The name as it may stand in a post, at most `longest` visible characters of it.

    Control, format and unassigned characters go, spaces and line ends become one space, a letter
    keeps two combining marks; right-to-left names stand in isolates so that they do not turn the
    sentence around them.
    """
    if len(name) <= longest and _PLAIN.fullmatch(name):
        return " ".join(name.split())
    clean = shorten(_clean(name[: 20 * LONGEST]), longest)
    for pattern in (_SIGN, _DOT, _COLON):
        clean = pattern.sub(lambda found: found[0] + JOINER, clean)
    if any(unicodedata.bidirectional(c) in _RIGHT_TO_LEFT for c in clean):
        return f"\u2068{clean}\u2069"
    return clean


def _clean(name: str) -> str:
    """The name's own letters: one space between words, no invisible characters, few marks."""
    kept: list[str] = []
    marks = 0
    for c in unicodedata.normalize("NFC", " ".join(name.split())):
        category = unicodedata.category(c)
        marks = marks + 1 if category[0] == "M" else 0
        # A mark needs a letter before it, or it would sit on the words of our own text.
        if category[0] == "C" or marks > MARKS_A_LETTER or (marks and not kept):
            continue
        kept.append(c)
    return " ".join("".join(kept).split())


def shorten(text: str, longest: int) -> str:
    """The text, or its beginning with "…", at most `longest` characters."""
    if len(text) <= longest:
        return text
    end = longest - 1
    while end > 1 and unicodedata.category(text[end])[0] == "M":
        end -= 1
    return text[:end].rstrip() + "…"


# What X turns into a link, and charges for, even without "https": a domain behind no `@`.
_LINK = re.compile(r"https?://|(?<![\w@])[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}")


def has_link(text: str) -> bool:
    """Whether a network may read a link into the text; an e-mail address is none."""
    return _LINK.search(text) is not None
