"""What is put right in the tokens of a message before it is read."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from bot.listening import tags as T
from bot.listening.text import HANDLE, NUMBER, WORD

if TYPE_CHECKING:
    from bot.listening.reading import Reading

_ADDRESS = T.FILLER | T.HANDLE
"""The bot's own name."""


def write_out(reading: Reading) -> None:
    """Words in a dialect's or a hurried spelling are read as the words they stand for."""
    short = reading.lexicon.short
    reading.words = list(reading.words)
    for n, word in enumerate(reading.words):
        if reading.kinds[n] == WORD and word in short:
            reading.short[n] = len(word)
            reading.words[n] = short[word]


def skip_handles(reading: Reading, handles: frozenset[str], low: str) -> None:
    """The bot's own name is nothing but an address, also when it is several words of the text,
    which is given in small letters."""
    kinds, words, tags = reading.kinds, reading.words, reading.tags
    at = -1
    for _ in range(kinds.count(HANDLE)):
        at = kinds.index(HANDLE, at + 1)
        if words[at].rstrip(".-") in handles:
            tags[at] = _ADDRESS
    for handle in _spaced(handles):
        if (at := low.find(handle)) >= 0:
            for n, start in enumerate(reading.starts):
                if at <= start < at + len(handle):
                    tags[n] = _ADDRESS
                    kinds[n] = HANDLE


@lru_cache(maxsize=256)
def _spaced(handles: frozenset[str]) -> tuple[str, ...]:
    """The names of the bot that are several words, as a page's is."""
    return tuple(handle for handle in handles if " " in handle)


def mend_signs(reading: Reading) -> None:
    """What dots, brackets, digits and a last "x" say otherwise than they mostly do."""
    words, kinds = reading.words, reading.kinds
    if "." in words[1:-1]:
        _mend_dots(reading)
    if words[1:] and words[-1] == "x":
        _skip_kiss(reading)
    if "(" in words and NUMBER in kinds:
        _skip_ages(reading)
    if NUMBER in kinds[2:]:
        _mend_grid(reading)


def _mend_dots(reading: Reading) -> None:
    """The dot of "no. 3" and of "p.s." ends no sentence."""
    tags, words, kinds, starts = reading.tags, reading.words, reading.kinds, reading.starts
    for n in [n for n, word in enumerate(words[1:-1], 1) if word == "."]:
        before, after = tags[n - 1], kinds[n + 1]
        close = starts[n + 1] == starts[n] + 1
        if before & T.RANK and after == NUMBER and (close or not before & T.NEGATION):
            tags[n - 1] = tags[n] = T.RANK | T.FILLER
        elif (
            len(words[n - 1]) == 1
            and kinds[n - 1] == WORD == after
            and ((close and len(words[n + 1]) == 1) or _inside_dots(reading, n))
        ):
            tags[n] = T.FILLER


def _mend_grid(reading: Reading) -> None:
    """The 2 of "A2" is no number."""
    tags, words, kinds, starts = reading.tags, reading.words, reading.kinds, reading.starts
    for n in [n for n, kind in enumerate(kinds[2:], 1) if kind == NUMBER]:
        letter = kinds[n] == WORD and len(words[n]) == 1 and words[n].isascii()
        if (
            letter
            and kinds[n - 1] != NUMBER  # "14e90"
            and starts[n + 1] == starts[n] + 1
            and not tags[n] & (T.TIMES | T.CURRENCY | T.RANK | T.PLUS)
        ):
            tags[n + 1] &= ~T.NUMBER


def _skip_ages(reading: Reading) -> None:
    """ "My mother (92!) and I": a number in brackets behind a person is their age."""
    tags, words, kinds = reading.tags, reading.words, reading.kinds
    for n in range(2, len(words) - 1):
        if kinds[n] != NUMBER or words[n - 1] != "(":
            continue
        last = n + 1
        while last < min(n + 4, len(words)) and words[last] != ")":
            last += 1
        inside = tags[n + 1 : last]
        if any(b & T.CURRENCY for b in inside):
            continue  # "my sister (14 €) and I (13 €)"
        years = any(b & T.AND or (b & T.UNIT and not b & T.PEOPLE) for b in inside)
        several = T.PERSONS * years
        who = tags[n - 2] | tags[n - 3] * (not tags[n - 2])  # also behind a name
        if last < len(words) and words[last] == ")" and who & (T.PERSON | several):
            for m in range(n - 1, last + 1):
                tags[m] = T.FILLER


def _inside_dots(reading: Reading, at: int) -> bool:
    """Whether a dot is the last of an abbreviation with more of them, with small letters after."""
    if at < 2 or not reading.text[reading.starts[at + 1]].islower():
        return False
    return reading.words[at - 2] == "." and reading.starts[at] == reading.starts[at - 2] + 2


def split_counters(reading: Reading) -> None:
    """Where particles are joined, a number word and its counter are one word: two tokens here."""
    lexicon = reading.lexicon
    counters = lexicon.counters
    at = 0
    while at < len(reading.words):
        word = reading.words[at]
        if reading.kinds[at] == WORD and word not in lexicon.meaning and word[0] in lexicon.digits:
            cut = next((word.find(c) for c in counters if word.find(c) > 0), 0)
            if cut and all(letter in lexicon.digits for letter in word[:cut]):
                reading.words[at : at + 1] = [word[:cut], word[cut:]]
                reading.kinds[at : at + 1] = [WORD, WORD]
                reading.starts[at : at + 1] = [reading.starts[at], reading.starts[at] + cut]
                at += 1
        at += 1


def _skip_kiss(reading: Reading) -> None:
    """The "x" at the end of a message is a kiss and multiplies nothing."""
    if reading.tags[-1] & T.TIMES:
        reading.tags[-1] = T.POLITE


def mend_each(reading: Reading) -> None:
    """ "200 var" is 200 each, "det var 30" says what it was: the same word, behind money or not."""
    both, money = T.EACH | T.WHERE, T.NUMBER | T.CURRENCY
    tags = reading.tags
    for n in T.where(tags, T.EACH):
        if tags[n] & both == both and not (n and tags[n - 1] & money):
            tags[n] &= ~T.EACH


def mend_hours(reading: Reading) -> None:
    """ "Om 10 min" tells when and is no "if", where one word is both."""
    tags = reading.tags
    for n in T.where(tags[:-2], T.CONDITION):
        if tags[n + 1] & T.NUMBER and tags[n + 2] & T.CLOCK:
            tags[n] &= ~T.CONDITION
