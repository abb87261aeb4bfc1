"""Several words that mean one thing, as the `[hear]` tables write them: with choices and gaps.

Many phrases are written as one: `(a|b|)` stands for a, b or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from bot.listening.spellings import spellings
from bot.listening.text import tokens_of

GAP = "…"
_CHOICE = re.compile(r"\(([^()]*)\)")
_TOUCHING = re.compile(r"[^\s(|]\(|\)[^\s)|]")

Ways: TypeAlias = "tuple[tuple[str, Ways] | None, ...]"
"""How a phrase can go on: each next word with what may follow it, None where it can end."""

END: Ways = (None,)
"""Nothing more follows."""


class Said(NamedTuple):
    """An entry of a table: its place among all, its bits and value, and how it is spelled.

    `sloppy` says that its accents were left out; such a spelling counts for nothing where it is
    itself an entry (`declared`): "ou" is no sloppy "où".
    """

    number: int
    bits: int
    value: int
    declared: bool = False
    sloppy: bool = False


class Written(NamedTuple):
    """An entry as it stands in its table, and what it says as it is spelled there."""

    entry: str
    number: int
    bits: int
    value: int
    declared: bool = False

    def spelled(self) -> Iterator[tuple[str, Said]]:
        """Each way to spell the entry, and what it says so; the first is the table's own."""
        entry, number, bits, value, declared = self
        for n, spelling in enumerate(spellings(entry)):
            sloppy = n > 0
            yield spelling, Said(number + n, bits, value, declared and not sloppy, sloppy)


def written_out(entry: str) -> Iterator[str]:
    """An entry, as several where a choice touches a word: "need(s|) (a|our)" is two."""
    if not _TOUCHING.search(entry):
        yield entry
        return
    choice = _CHOICE.search(entry)
    assert choice
    for chosen in choice[1].split("|"):
        yield from written_out(entry[: choice.start()] + chosen + entry[choice.end() :])


def cut(entry: str) -> list[str]:
    """An entry's words and the signs of its choices, one by one."""
    return entry.replace("(", " ( ").replace("|", " | ").replace(")", " ) ").split()


def ways(entry: str) -> Ways:
    """How the words of an entry can follow each other; read from its end."""
    after = END
    choices: list[tuple[Ways, list[Ways]]] = []
    for piece in reversed(cut(entry)):
        if piece == ")":
            choices.append((after, []))
        elif piece == "|":
            choices[-1][1].append(after)
            after = choices[-1][0]
        elif piece == "(":
            _, chosen = choices.pop()
            after = tuple(way for one in (after, *reversed(chosen)) for way in one)
        else:
            for word in reversed(pieces(piece)):
                after = ((word, after),)
    return after


def alone(way: Ways) -> Iterator[str]:
    """The words that are the whole of an entry."""
    return (step[0] for step in way if step and None in step[1])


@lru_cache(maxsize=512)
def pieces(piece: str) -> tuple[str, ...]:
    """A word as the tokeniser splits it, with `*`, `…` and a first `-` kept."""
    if piece == GAP or piece[0] == "-":
        return (piece,)
    star = piece.endswith("*") and len(piece) > 1
    found = tokens_of(piece[:-1] if star else piece, said=False).words or [piece]
    if star:
        found[-1] += "*"
    return tuple(found)
