"""What the words of a language mean: those that were met, and behind them the language's table."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.listening import tags as T
from bot.listening.signs import EMOJI, SIGNS
from bot.listening.text import HASHTAG, LINE, SIGN, WORD, kind_of
from bot.listening.words import Words

_REMEMBERED = 50_000
_SHORT_NUMBER = 2
BARED = 1 << 120
"""In the table alone: no entry is spelled so, it is one without its accents."""

_SHARED: dict[int, int] = {}


def shared(bits: int) -> int:
    """The same number as one object: of thousands of words that mean the same, each would have
    its own."""
    return _SHARED.setdefault(bits, bits)


class Meanings(dict[str, int]):
    """Word → bits: of the words that were met what they mean, and behind them the language's table.

    A word not met before is looked up there, or worked out once, and remembered.
    """

    def __init__(self, work_out: Callable[[str], int], table: Words) -> None:
        super().__init__()
        self.work_out = work_out
        self.table = table

    def __missing__(self, word: str) -> int:
        found = self.table.get(word)
        bits = shared(self.work_out(word)) if found is None else found & ~BARED
        if len(self) < _REMEMBERED:
            self[word] = bits
        return bits

    def __contains__(self, word: object) -> bool:
        return super().__contains__(word) or self.table.get(str(word)) is not None

    def get(self, word: str, otherwise: int = 0) -> int:  # type: ignore[override]
        """What a word means that was met or stands in the table; nothing is worked out."""
        met = super().get(word)
        if met is not None:
            return met
        found = self.table.get(word)
        return otherwise if found is None else found & ~BARED

    def listed(self) -> Iterator[tuple[str, int]]:
        """Every word of the table with its bits."""
        return ((word, bits & ~BARED) for word, bits in self.table.items())

    def bared(self) -> Iterator[tuple[str, bool]]:
        """Every word of the table, and whether it is only another without its accents."""
        return ((word, bits & BARED > 0) for word, bits in self.table.items())


class Tagged(dict[str, int]):
    """Token as it is typed, a word or not → its bits."""

    def __init__(self, meaning: dict[str, int]) -> None:
        super().__init__(SIGNS)
        self.meaning = meaning

    def __missing__(self, token: str) -> int:
        if "0" <= token[0] <= "9":
            if len(token) <= _SHORT_NUMBER:
                self[token] = T.NUMBER
            return T.NUMBER
        if token[0] == "@" and len(token) > 1:
            return T.BREAK
        kind = kind_of(token)
        if kind == WORD:
            bits = self.meaning[token]
            if len(self) < _REMEMBERED:
                self[token] = bits
            return bits
        if kind == HASHTAG:
            return self.meaning[token[1:]]
        if kind == SIGN:
            bits = T.BREAK if EMOJI.match(token) else 0
            if len(self) < _REMEMBERED:
                self[token] = bits
            return bits
        return T.BREAK | T.STRONG if kind == LINE else T.BREAK
