"""One language's words compiled for reading: what each word may mean, its phrases, its numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.languages import to_hear
from bot.listening import tags as T
from bot.listening.lists import Lists
from bot.listening.openings import Openings
from bot.listening.phrases import (
    END,
    Matched,
    Said,
    Ways,
    Written,
    alone,
    ways,
    written_out,
)
from bot.listening.sayings import Again, Asking, Owners, Sayings
from bot.listening.sentences import Sentences
from bot.listening.signs import EMOJI, SIGNS
from bot.listening.spellings import plain, spellings
from bot.listening.text import HASHTAG, LINE, SIGN, WORD, kind_of
from bot.listening.words import Words, by_hash

_REMEMBERED = 50_000
_SHORT_NUMBER = 2
_TYPO_LENGTH = 6
_HEADS = T.PEOPLE | T.PERSON | T.PERSONS
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")
_BARED = 1 << 120
"""In the table alone: no entry is spelled so, it is one without its accents."""

_OWN_LETTERS = frozenset("äöüå")
"""Letters that are no accents where a language has them: nobody puts them on by mistake."""


_SHARED: dict[int, int] = {}


def _shared(bits: int) -> int:
    """The same number as one object: of thousands of words that mean the same, each would have
    its own."""
    return _SHARED.setdefault(bits, bits)


class _Meanings(dict[str, int]):
    """Word → bits: of the words that were met what they mean, and behind them the language's table.

    A word not met before is looked up there, or worked out once, and remembered.
    """

    def __init__(self, vocabulary: Vocabulary, table: Words) -> None:
        super().__init__()
        self.vocabulary = vocabulary
        self.table = table

    def __missing__(self, word: str) -> int:
        found = self.table.get(word)
        bits = _shared(self.vocabulary.work_out(word)) if found is None else found & ~_BARED
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
        return otherwise if found is None else found & ~_BARED

    def listed(self) -> Iterator[tuple[str, int]]:
        """Every word of the table with its bits."""
        return ((word, bits & ~_BARED) for word, bits in self.table.items())

    def bared(self) -> Iterator[tuple[str, bool]]:
        """Every word of the table, and whether it is only another without its accents."""
        return ((word, bits & _BARED > 0) for word, bits in self.table.items())


class _Tagged(dict[str, int]):
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


class Vocabulary(Lists):
    """One language's `[hear]` tables, compiled.

    A word ending in `*` stands for all words that begin so, one beginning with `-` for all
    words that end so; `…` in a phrase lets up to six words stand between; `(a|b|)` stands for
    a, b or nothing. Of the words of `slips` ("really", "leider") two may stand between any two
    words of a phrase. In a language whose particles are written on to their word (`joined`) a word
    is looked up again without them.
    """

    def __init__(self, code: str, hear: dict[str, Any]) -> None:
        self.code = code
        super().__init__(hear)
        self._own_letters = self.letters & _OWN_LETTERS
        self._shortest = 1 if self.joined else 4
        self.values: dict[str, int] = {}
        self.kinds: dict[str, str] = {}
        self.nations: dict[str, str] = {}
        self.money: dict[str, str] = {}
        self.notes: dict[str, tuple[int, str]] = {}
        self.common: dict[str, None] = dict.fromkeys(hear["common"].split())
        self.slips: frozenset[str] = frozenset(hear.get("slips", "").split())
        self.whole = Sentences(hear.get("whole", {}), self.slips, common=self.common)
        self.owners = Owners(hear.get("owners", {}), self.slips, self.common, joined=self.joined)
        self.again = Again(hear.get("again", {}), self.slips, self.common, joined=self.joined)
        self.coming = _coming(hear.get("coming", {}), self.slips)
        self.asking = Asking(hear.get("asking", {}), self.slips)
        self.phrases = Openings()
        self.has_phrases = True
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
        self._joins: tuple[str, ...] = tuple(hear.get("joins", ()))
        self.phrases.settle()
        self.likely: tuple[str, ...] = ()
        self.meaning = _Meanings(self, self._all_words())
        self.tagged = _Tagged(self.meaning)

    def let_phrases_go(self) -> None:
        """Only single words are known from now on: no message can be read."""
        self.has_phrases = False
        self.phrases = Openings()
        self.whole = Sentences({}, self.slips)
        self.owners = Owners({}, self.slips, self.common)
        self.again = Again({}, self.slips, self.common)
        self.coming = _coming({}, self.slips)
        self.asking = Asking({}, self.slips)

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
            meant[word] |= _BARED
        del self._meant, self._typed
        return Words(sorted(meant.items(), key=by_hash))

    def _learn(self, hear: dict[str, Any]) -> None:
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
        for word in hear["common"].split():
            self._add(word, 0)
        for word, value in hear.get("numbers", {}).items():
            self._add(word, T.NUMBER, value=value)
        for word, value in hear.get("together", {}).items():
            self._add(word, T.TOGETHER, value=value)
        for word, note in hear.get("notes", {}).items():
            value, currency = note.split()
            self._add(word, T.NOTE | T.NUMBER, value=int(value))
            for spelling in spellings(word):
                self.notes[spelling] = (int(value), currency)
        for key, bit, table in (
            ("kinds", T.KIND, self.kinds),
            ("nations", T.NATION, self.nations),
            ("currency", T.CURRENCY, self.money),
        ):
            for name, words in hear.get(key, {}).items():
                for word in words:
                    self._add(word, bit)
                    table.update(dict.fromkeys(spellings(word.strip("*-")), name))

    def _add(self, entry: str, bits: int, *, value: int = 0, declared: bool = False) -> None:
        written = Written(entry, self._entries, _shared(bits), value, declared)
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

    def phrases_in(self, words: list[str], places: list[int]) -> dict[int, Matched]:
        """The phrases that begin at these places, by place: longest first, each with the places of
        its further words."""
        phrases, slips = self.phrases, self.slips
        found: dict[int, Matched] = {}
        for at in places[:-1] if places and places[-1] + 1 == len(words) else places:
            tree = phrases.get(words[at]) or phrases.get(words[at].lstrip("#"))
            if tree is None:
                continue
            # Most words that could begin a phrase begin none: the next word goes on with nothing.
            if tree.plain:
                following = words[at + 1]
                if following not in tree.words and following not in slips:
                    continue
            if matched := tree.matches(words, at, slips):
                found[at] = matched
        return found

    def kind_of(self, word: str) -> str | None:
        """The kind of shop a word speaks of ("books" for "bookshop"), None when of none."""
        return self.kinds.get(word) if self.meaning[word] & T.KIND else None

    def sells(self, name: str) -> str | None:
        """The kind of shop a word of a name speaks of, also as the last part of a joined word."""
        if not self.joined:
            return self.kind_of(name)
        return next((kind for part, kind in self.trades.items() if part in name), None)

    def writes(self, word: str) -> bool:
        """Whether a word is in the script that this language alone is written in."""
        return bool(self.script) and self.script[0] <= word[0] <= self.script[-1]

    def currency_of(self, word: str) -> str | None:
        """The ISO code a word for money stands for."""
        return self.money.get(word) or self.money.get(plain(word))

    def note_of(self, word: str) -> tuple[int, str]:
        """A banknote's value and its currency."""
        return self.notes.get(word) or self.notes[plain(word)]

    def stems_of(self, bits: int) -> list[str]:
        """The stems whose words have one of the bits."""
        return [stem for found in self._stems.values() for stem, has in found if has & bits]

    def bare(self, word: str) -> str:
        """A word without its accents, as the tables also hold it."""
        return plain(word)

    def work_out(self, word: str) -> int:
        """The bits of a word that stands in no table as typed: accents, stems, particles."""
        if not (bare := plain(word)):
            return 0  # nothing but an accent
        own = not self._own_letters.isdisjoint(word)  # "Bär" is no sloppy "bar"
        bits = self.meaning.get(bare, 0) if bare != word and not own else 0
        if not bits & ~T.PHRASE:
            bits |= self._stem_bits(bare) or self._compound(bare)
        if self.joined:
            if not bits & ~T.PHRASE:
                bits |= self._without_particle(word)
            elif bits & _HEADS and word.endswith(tuple(self.with_particles)):
                bits |= T.WITH
        if not bits and word[-1] == "'" and not self.joined:
            bits = self.meaning.get(word[:-1], 0) & ~T.PHRASE  # "he'd", "who's"
        if self.joined or not bits:
            bits |= self._ending_bits(bare)
        if not bits and _DRAWN_OUT.search(bare):
            bits = self._drawn_out(word, bare)
        return bits

    def _drawn_out(self, word: str, bare: str) -> int:
        """ "yesss", "jaaa": a letter typed three times and more stands for one, or for two."""
        found = 0
        for kept in (r"\1", r"\1\1"):
            root = _DRAWN_OUT.sub(kept, bare)
            if bits := self.meaning.get(root, 0):
                self._same(word, root)
                found |= bits
        return found

    def _ending_bits(self, word: str) -> int:
        """The bits of a compound by its last part ("Lindenplatz", "Wollladen")."""
        for ending, bits in self._endings:
            long = len(word) - len(ending) > (1 if not self.joined or len(ending) < 2 else 0)
            if long and word.endswith(ending):
                if bits & T.KIND:
                    self.kinds[word] = self.kinds[ending]
                return bits
        return 0

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

    def _without_particle(self, word: str) -> int:
        for particle in self.particles:
            if len(word) > len(particle) and word.endswith(particle):
                root = word[: -len(particle)]
                if bits := self.meaning.get(root, 0):
                    self._same(word, root)
                    return bits | (T.WITH if particle in self.with_particles else 0)
        return 0

    def _same(self, word: str, root: str) -> None:
        """A word is to be looked up as another is, in every table that has that one."""
        for table in (self.kinds, self.nations, self.money):
            if root in table:
                table[word] = table[root]
        if root in self.phrases:
            self.phrases.also(word, root)
        if root in self.values:
            self.values[word] = self.values[root]

    def _compound(self, word: str) -> int:
        """Numbers written as one word ("fünfundzwanzig", "trehundra", "ventiquattro")."""
        value = self.compound_value(word) if self._shortest < len(word) < 40 else 0
        if value:
            self.values[word] = value
            return T.NUMBER
        return 0

    def compound_value(self, word: str) -> int:
        """The value of a word that is made of number words alone, 0 when it is not."""
        total = part = 0
        pieces = 0
        while word:
            atom = next((a for a in self._atoms if word.startswith(a)), None)
            if atom is None:
                join = next((j for j in self._joins if pieces and word.startswith(j)), None)
                if join is None or join == word:
                    return 0
                word = word[len(join) :]
                continue
            word = word[len(atom) :]
            total, part = added(total, part, self.values[atom])
            pieces += 1
        return total + part if pieces > 1 else 0


COMING = (
    "more",
    "another",
    "fewer",
    "makes",
    "joins",
    "away",
    "without",
    "alone",
    "somebody",
    "she",
    "half",
    "double",
    "again",
    "yes",
    "maybe",
    "late",
)
"""The lists of `[hear.coming]`: what only somebody says who has promised to come."""


def _coming(table: dict[str, Any], slips: frozenset[str]) -> dict[str, Sayings]:
    return {name: Sayings(table.get(name, ()), slips) for name in COMING}


def added(total: int, part: int, value: int) -> tuple[int, int]:
    """One more number word: a hundred multiplies what stands before it, a thousand closes it."""
    if value >= 1_000:
        return total + (part or 1) * value, 0
    if value == 100 or (value == 10 and 0 < part < 10):
        return total, (part or 1) * value
    return total, part + value


_COMPILED: dict[str, Vocabulary] = {}


def vocabulary(code: str) -> Vocabulary:
    """One language's compiled words, to read messages by; KeyError when there is no such
    language."""
    found = _COMPILED.get(code)
    if found is None or not found.has_phrases:
        _COMPILED[code] = found = Vocabulary(code, to_hear(code))
    return found


def words_of(code: str) -> Vocabulary:
    """One language's words alone, for what is asked of all languages whatever a message is in:
    perhaps without the phrases; KeyError when there is no such language."""
    return _COMPILED.get(code) or vocabulary(code)


def compile_words(code: str, *, phrases: bool) -> None:
    """Gets a language ready; without its phrases, which take the most room, where nobody is likely
    to write in it. The first message that does waits a moment for them."""
    if phrases:
        vocabulary(code)
    elif code not in _COMPILED:
        words_of(code).let_phrases_go()
