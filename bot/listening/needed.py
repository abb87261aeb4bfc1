"""The words without which an entry of a language's tables is never said."""

from __future__ import annotations

from collections.abc import Collection

from bot.listening.phrases import GAP, cut, pieces


def needed(entry: str, common: Collection[str]) -> frozenset[str]:
    """Words of which at least one stands wherever an entry is said: a word of it, or those of one
    choice; the parts with the fewest `common` words, and with the fewest words, first. Empty where
    every part can be left out."""
    return _rarest(_parts(entry, common), common)


def needed_twice(entry: str, common: Collection[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The two parts of an entry that are said most seldom, as in `needed`; the second is empty
    where the entry has no other part that must be said."""
    whole = sorted(_whole(_parts(entry, common)), key=lambda part: _frequency(part, common))
    first, second = (*whole, frozenset[str](), frozenset[str]())[:2]
    return first, second


def _parts(entry: str, common: Collection[str]) -> list[frozenset[str]]:
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
    return levels[0][0]


def _whole(parts: list[frozenset[str]]) -> list[frozenset[str]]:
    """The parts that are words as people type them, and not beginnings of words."""
    return [part for part in parts if all(word[-1] != "*" for word in part)]


def _rarest(parts: list[frozenset[str]], common: Collection[str]) -> frozenset[str]:
    """Of the parts of an entry that must be said, the one that is said most seldom."""
    return min(_whole(parts), default=frozenset(), key=lambda part: _frequency(part, common))


def _frequency(part: frozenset[str], common: Collection[str]) -> tuple[float, int, int]:
    everyday = sum(word in common or not word[-1].isalpha() for word in part) / len(part)
    return everyday, len(part), -min(map(len, part))
