"""A text too long for its network, cut into the parts of a thread."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

# Where a text may be cut, the best places first: between lines, sentences, words; and where
# nothing else is left, between two letters.
_CUTS = (r"\n+", r"(?<=[.!?…。！？]) +", r" +")


def split(text: str, fits: Callable[[str], bool]) -> tuple[str, ...]:
    """The text in parts that all fit, with "(1/2)" at their ends; the whole text where it fits.

    `fits` is asked about a part with its marker. A line is cut only where it does not fit alone.
    """
    if fits(text):
        return (text,)
    parts = _packed(text, lambda part: fits(f"{part} (88/88)"))
    return tuple(f"{part} ({i}/{len(parts)})" for i, part in enumerate(parts, start=1))


def cut(text: str, fits: Callable[[str], bool]) -> str:
    """As much of the text's beginning as fits, with "…" where something is left out."""
    if fits(text):
        return text
    return _packed(text, lambda part: fits(f"{part} …"))[0] + " …"


def _packed(text: str, fits: Callable[[str], bool], level: int = 0) -> list[str]:
    """The text's pieces joined again into as few parts as fit."""
    parts: list[str] = []
    part = ""
    for gap, piece in _pieces(text, level):
        longer = part + gap + piece if part else piece
        if fits(longer):
            part = longer
            continue
        if part:
            parts.append(part)
        part = piece
        # A lone letter is taken as it is: there is nothing left to cut.
        if not fits(piece) and len(piece) > 1:
            *whole, part = _packed(piece, fits, level + 1)
            parts.extend(whole)
    return [*parts, part]


def _pieces(text: str, level: int) -> list[tuple[str, str]]:
    """The pieces of a text at a level of cutting, each with the gap that stood before it."""
    if level >= len(_CUTS):
        return [("", letter) for letter in text]
    ends = [(0, 0), *(gap.span() for gap in re.finditer(_CUTS[level], text)), (len(text),) * 2]
    return [(text[a:b], text[b:c]) for (a, b), (c, _) in pairwise(ends) if c > b]
