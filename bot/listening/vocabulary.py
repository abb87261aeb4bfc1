"""One language's words compiled for reading: what each word may mean, its phrases, its numbers."""

from __future__ import annotations

import re
from typing import Any

from bot.languages import to_hear
from bot.listening import tags as T
from bot.listening.branches import Matched
from bot.listening.meanings import Meanings, Tagged
from bot.listening.openings import Openings
from bot.listening.sayings import Again, Asking, Owners, Sayings
from bot.listening.sentences import Sentences
from bot.listening.spellings import plain
from bot.listening.tables import Tables

_HEADS = T.PEOPLE | T.PERSON | T.PERSONS
_DRAWN_OUT = re.compile(r"([^\W\d_])\1{2,}")

_OWN_LETTERS = frozenset("äöüå")
"""Letters that are no accents where a language has them: nobody puts them on by mistake."""


class Vocabulary(Tables):
    """One language's tables, to be asked what the words and phrases of a message mean.

    A word that stands in no table as it is typed is looked up without its accents, by its stem and
    by its last part; in a language whose particles are written on to their word (`joined`) also
    without them.
    """

    def __init__(self, code: str, hear: dict[str, Any]) -> None:
        self.code = code
        super().__init__(hear)
        self._own_letters = self.letters & _OWN_LETTERS
        self._shortest = 1 if self.joined else 4
        self._joins: tuple[str, ...] = tuple(hear.get("joins", ()))
        self.whole = Sentences(hear.get("whole", {}), self.slips, common=self.common)
        self.owners = Owners(hear.get("owners", {}), self.slips, self.common, joined=self.joined)
        self.again = Again(hear.get("again", {}), self.slips, self.common, joined=self.joined)
        self.coming = _coming(hear.get("coming", {}), self.slips)
        self.asking = Asking(hear.get("asking", {}), self.slips)
        self.has_phrases = True
        self.meaning = Meanings(self.work_out, self._all_words())
        self.tagged = Tagged(self.meaning)

    def let_phrases_go(self) -> None:
        """Only single words are known from now on: no message can be read."""
        self.has_phrases = False
        self.phrases = Openings()
        self.whole = Sentences({}, self.slips)
        self.owners = Owners({}, self.slips, self.common)
        self.again = Again({}, self.slips, self.common)
        self.coming = _coming({}, self.slips)
        self.asking = Asking({}, self.slips)

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
    "brings",
    "away",
    "without",
    "alone",
    "none",
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
