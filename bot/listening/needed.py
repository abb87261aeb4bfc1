"""The words without which an entry of a language's tables is never said."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from bot.listening.phrases import GAP, cut, pieces

_BEGINNING = 2
"""Letters by which words are known that only begin as an entry says."""

Part = frozenset[str]
"""Words of which an entry needs one; "ab*" stands for every word that begins so."""


def needed(entry: str, common: Collection[str]) -> Part:
    """Words of which at least one stands wherever an entry is said: a word of it, or those of one
    choice; the parts with the fewest `common` words, and with the fewest words, first. Empty where
    every part can be left out."""
    return _rarest(_parts(entry, common, begun=False), common)


def needed_all(entry: str, common: Collection[str], *, begun: bool = False) -> tuple[Part, ...]:
    """Every part of an entry that cannot be left out, the one that is said most seldom first; with
    `begun` also words that only begin as the entry says."""
    parts = set(_parts(entry, common, begun=begun))
    return tuple(sorted(parts, key=lambda part: (_frequency(part, common), sorted(part))))


def beginnings(words: Iterable[str]) -> Part:
    """The words, and how each of them begins, as the parts of `needed_all` ask for it."""
    words = frozenset(words)
    first = {word[0] + "*" for word in words}
    return words.union(first, [word[:_BEGINNING] + "*" for word in words])


def _parts(entry: str, common: Collection[str], *, begun: bool) -> list[Part]:
    levels: list[list[list[Part]]] = [[[]]]
    for piece in cut(entry):
        if piece == "(":
            levels.append([[]])
        elif piece == "|":
            levels[-1].append([])
        elif piece == ")":
            chosen = [_rarest(way, common) for way in levels.pop()]
            if all(chosen):
                levels[-1][-1].append(frozenset().union(*chosen))
        elif piece != GAP:
            said = (_said(word) if begun else word for word in pieces(piece))
            levels[-1][-1] += (frozenset((word,)) for word in said if _is_said(word, begun=begun))
    return levels[0][0]


def _said(word: str) -> str:
    """A word as people type it; of one that may go on in any way, its beginning."""
    return word[:-1][:_BEGINNING] + "*" if word[-1] == "*" else word


def _is_said(word: str, *, begun: bool) -> bool:
    """Whether the word says what stands in a message: one that may go on says so by its
    beginning alone, and "*" nothing at all."""
    return word[-1] != "*" or (begun and len(word) > 1)


def _rarest(parts: list[Part], common: Collection[str]) -> Part:
    """Of the parts of an entry that must be said, the one that is said most seldom."""
    return min(parts, default=frozenset(), key=lambda part: _frequency(part, common))


def _frequency(part: Part, common: Collection[str]) -> tuple[float, int, int]:
    everyday = sum(word in common or not word[-1].isalpha() for word in part) / len(part)
    return everyday, len(part), -min(map(len, part))
