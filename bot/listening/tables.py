"""A language's `[hear]` tables as they are learnt: its words, stems, endings, phrases, numbers."""

from __future__ import annotations

import re
from typing import Any

from bot.listening import tags as T
from bot.listening.lists import Lists
from bot.listening.meanings import BARED, shared
from bot.listening.openings import Openings
from bot.listening.phrases import END, Said, Ways, Written, alone, ways, written_out
from bot.listening.spellings import spellings
from bot.listening.words import Words, by_hash

_TYPO_LENGTH = 6


class Tables(Lists):
    """One language's `[hear]` tables.

    A word ending in `*` stands for all words that begin so, one beginning with `-` for all
    words that end so; `…` in a phrase lets up to six words stand between; `(a|b|)` stands for
    a, b or nothing. Of the words of `slips` ("really", "leider") two may stand between any two
    words of a phrase.
    """

    def __init__(self, hear: dict[str, Any]) -> None:
        super().__init__(hear)
        self.values: dict[str, int] = {}
        self.kinds: dict[str, str] = {}
        self.nations: dict[str, str] = {}
        self.money: dict[str, str] = {}
        self.notes: dict[str, tuple[int, str]] = {}
        self.common: dict[str, None] = dict.fromkeys(hear["common"].split())
        self.slips: frozenset[str] = frozenset(hear.get("slips", "").split())
        self.phrases = Openings()
        self._stems: dict[str, list[tuple[str, int]]] = {}
        self._endings: list[tuple[str, int]] = []
        self._entries = 0
        self._meant: dict[str, int] = {}
        self._typed: frozenset[str] = frozenset()
        self._learn(hear)
        # Words met later are remembered in `kinds`; what names are taken apart by must not grow.
        self.trades: dict[str, str] = dict(self.kinds)
        self.sold = re.compile("|".join(map(re.escape, self.trades)) or "(?!)")
        self._atoms = sorted(self.values, key=len, reverse=True)
        for word, value in hear.get("ordinals", {}).items():
            self._add(word, T.NUMBER | T.NTH, value=value)
        self.phrases.settle()
        self.likely: tuple[str, ...] = ()

    def _learn(self, hear: dict[str, Any]) -> None:
        self._learn_words(hear)
        self._learn_numbers(hear)
        for key, bit, table in (
            ("kinds", T.KIND, self.kinds),
            ("nations", T.NATION, self.nations),
            ("currency", T.CURRENCY, self.money),
        ):
            for name, words in hear.get(key, {}).items():
                for word in words:
                    self._add(word, bit)
                    table.update(dict.fromkeys(spellings(word.strip("*-")), name))

    def _learn_words(self, hear: dict[str, Any]) -> None:
        said = [
            (T.BITS[key], entry)
            for table in ("words", "ways")
            for key, entries in hear.get(table, {}).items()
            for several in entries
            for entry in written_out(several)
        ]
        self._typed = frozenset(self.common).union(*(alone(ways(entry)) for _, entry in said))
        for bits, entry in said:
            against = T.NEGATION if bits == T.REFUSE and " " in entry else 0
            self._add(entry, bits | against, declared=True)
        for word in self.common:
            self._add(word, 0)

    def _learn_numbers(self, hear: dict[str, Any]) -> None:
        for word, value in hear.get("numbers", {}).items():
            self._add(word, T.NUMBER, value=value)
        for word, value in hear.get("together", {}).items():
            self._add(word, T.TOGETHER, value=value)
        for word, note in hear.get("notes", {}).items():
            value, currency = note.split()
            self._add(word, T.NOTE | T.NUMBER, value=int(value))
            for spelling in spellings(word):
                self.notes[spelling] = (int(value), currency)

    def _add(self, entry: str, bits: int, *, value: int = 0, declared: bool = False) -> None:
        written = Written(entry, self._entries, shared(bits), value, declared)
        for spelling, said in written.spelled():
            self._spell(ways(spelling), said, written)

    def _spell(self, way: Ways, said: Said, written: Written) -> None:
        self._entries += 1
        for step in way:
            if step is None:
                continue
            first, after = step
            if None in after and not (said.sloppy and first in self._typed):
                self._add_word(first, said)
            if after != END:
                self._add_phrases(first, written)

    def _add_word(self, word: str, said: Said) -> None:
        if word.startswith("-"):
            self._endings.append((word[1:], said.bits))
        elif word.endswith("*"):
            self._add_stem(word[:-1], said.bits)
        else:
            self._meant[word] = self._meant.get(word, 0) | said.bits
            if said.value:
                self.values[word] = said.value

    def _add_stem(self, stem: str, bits: int) -> None:
        self._stems.setdefault(stem[0], []).append((stem, bits))

    def _add_phrases(self, first: str, written: Written) -> None:
        stem = first.removesuffix("*")
        self.phrases.note(stem, written)
        if stem == first:
            self._meant[first] = self._meant.get(first, 0) | T.PHRASE
        elif (stem, T.PHRASE) not in self._stems.get(stem[0], ()):
            self._add_stem(stem, T.PHRASE)

    def _all_words(self) -> Words:
        """The table of all that was learnt; the dictionaries it is made from are let go."""
        meant = self._meant
        for word, bits in list(meant.items()):
            if self.joined or not bits & ~T.PHRASE:
                meant[word] |= self._stem_bits(word)
            if word[-1] == "'" and not bits & ~T.PHRASE:
                meant[word] |= meant.get(word[:-1], 0) & ~T.PHRASE  # "i'll"
        asking = T.NOMINATE | T.NOMINATION
        self.likely = tuple(w for w, b in meant.items() if b & asking and len(w) >= _TYPO_LENGTH)
        for word in meant.keys() - self._typed:
            meant[word] |= BARED
        del self._meant, self._typed
        return Words(sorted(meant.items(), key=by_hash))

    def stems_of(self, bits: int) -> list[str]:
        """The stems whose words have one of the bits."""
        return [stem for found in self._stems.values() for stem, has in found if has & bits]

    def _stem_bits(self, word: str) -> int:
        bits = 0
        for stem, found in self._stems.get(word[0], ()):
            if word.startswith(stem):
                bits |= found
                if found & T.PHRASE and stem in self.phrases and word not in self.phrases:
                    self.phrases.also(word, stem)
        for table, key in (
            (self.kinds, T.KIND),
            (self.nations, T.NATION),
            (self.money, T.CURRENCY),
        ):
            if bits & key and word not in table:
                found_in = next(k for k in table if word.startswith(k))
                table[word] = table[found_in]
        return bits
