"""Capitals, and whether they tell anything in a text."""

from __future__ import annotations

import re
from string import ascii_lowercase, ascii_uppercase

from bot.listening.reading import Reading
from bot.listening.text import NUMBER

_HANDLES = re.compile(r"[@#]\S+")
_CAPITALS, _SMALL = ascii_uppercase.encode(), ascii_lowercase.encode()


def cased(r: Reading) -> bool:
    """Whether capitals tell anything: not in a text all in capitals or all in small letters."""
    if r.has_case is None:
        text = _HANDLES.sub("", r.text) if "@" in r.text or "#" in r.text else r.text
        upper, lower = _capitals(text)
        r.has_case = 0 < upper < 2 * lower
    return r.has_case


def _capitals(text: str) -> tuple[int, int]:
    """How many capitals and how many small letters a text has."""
    if text.isascii():
        typed = text.encode()
        without = typed.translate(None, _CAPITALS)
        return len(typed) - len(without), len(without) - len(without.translate(None, _SMALL))
    return sum(map(str.isupper, text)), sum(map(str.islower, text))


def capital(r: Reading, at: int) -> bool:
    """Whether a token could begin a name: a capital letter, a digit, or a script without case."""
    first = r.text[r.starts[at]]
    return (
        first.isupper()
        or r.kinds[at] == NUMBER
        or (first.isalpha() and first.lower() == first.upper())
    )
