"""The words without which an entry of a language's tables is never said."""

from __future__ import annotations

from collections.abc import Collection

from bot.listening.phrases import GAP, cut, pieces


def needed(entry: str, common: Collection[str]) -> frozenset[str]:
    """Words of which at least one stands wherever an entry is said: a word of it, or those of one
    choice; the parts with the fewest `common` words, and with the fewest words, first. Empty where
    every part can be left out."""
    levels: list[list[list[frozenset[str]]]] = [[[]]]
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
            levels[-1][-1] += (frozenset((word,)) for word in pieces(piece))
    return _rarest(levels[0][0], common)


def _rarest(parts: list[frozenset[str]], common: Collection[str]) -> frozenset[str]:
    """Of the parts of an entry that must be said, the one that is said most seldom."""
    whole = [part for part in parts if all(word[-1] != "*" for word in part)]
    return min(whole, default=frozenset(), key=lambda part: _frequency(part, common))


def _frequency(part: frozenset[str], common: Collection[str]) -> tuple[float, int, int]:
    everyday = sum(word in common for word in part) / len(part)
    return everyday, len(part), -min(map(len, part))
