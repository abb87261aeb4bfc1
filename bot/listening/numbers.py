"""Numbers in a text: digits with their points and commas, number words, and both together."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from bot.listening import tags as T
from bot.listening.text import KEYCAP, NUMBER, WORD
from bot.listening.vocabulary import added

if TYPE_CHECKING:
    from bot.listening.reading import Reading

_MOST = 30
"""Numbers that are looked at in one message."""


class Number(NamedTuple):
    """A number in a text: its tokens `first` to `last` (included) and its value."""

    first: int
    last: int
    value: Decimal
    whole: bool


_YEAR = re.compile("1[89][0-9]{2}|20[0-9]{2}")
_GROUPED = re.compile(r"[0-9]{1,3}(?:([.,])[0-9]{3})(?:\1[0-9]{3})*(?:[.,][0-9]{1,2})?")


def digits_value(word: str) -> Decimal | None:
    """What digits with points and commas say: "1.150", "12,50", "3,000.00"; None for "1.2.3"."""
    if word.isdecimal():
        return Decimal(word)
    if ":" in word:
        return None
    grouped = _GROUPED.fullmatch(word)
    if grouped:
        mark = grouped[1]
        whole, _, rest = word.replace(mark, "").replace(",", ".").partition(".")
        return Decimal(f"{whole}.{rest or 0}")
    head, _, rest = word.replace(",", ".").partition(".")
    if "." in rest or "," in rest:
        return None
    return Decimal(f"{head}.{rest}")


def is_year(reading: Reading, at: int) -> bool:
    """Whether a number is a year, as in "since 1951"."""
    return reading.kinds[at] == NUMBER and bool(_YEAR.fullmatch(reading.words[at]))


def numbers_in(reading: Reading) -> list[Number]:
    """Every number of a message, in order."""
    out: list[Number] = []
    words, kinds = reading.words, reading.kinds
    last = -1
    for at in T.where(reading.tags, T.NUMBER):
        if at <= last or _counts_days(reading, at):
            continue
        if len(out) >= _MOST:
            break
        if kinds[at] == KEYCAP:
            out.append(Number(at, at, Decimal(words[at][0]), True))
        elif number := _number_at(reading, at):
            out.append(number)
            last = number.last
    return out


def _number_at(reading: Reading, at: int) -> Number | None:
    """The number that begins at a token: digits, "3 000", number words, "2만 5천"."""
    if reading.kinds[at] == NUMBER:
        return _from_digits(reading, at)
    return _from_words(reading, at) if reading.kinds[at] == WORD else None


def _from_digits(reading: Reading, at: int) -> Number | None:
    """A number that begins with digits, and the words that multiply them: "3 thousand 500"."""
    tags, words, kinds = reading.tags, reading.words, reading.kinds
    part = digits_value(words[at])
    if part is None:
        return None
    last = _spaced_thousands(reading, at)
    if last > at:
        part = Decimal("".join(words[at : last + 1]))
    total, scaled = 0, False
    while last + 1 < len(words) and tags[last + 1] & T.NUMBER and not tags[last + 1] & T.NOTE:
        following = words[last + 1]
        if kinds[last + 1] == NUMBER:
            if not scaled:
                break
            part = Decimal(following) if following.isdecimal() else part
            scaled = False
        elif (times := _value(reading, last + 1)) >= 100:
            total, part, scaled = total + int(part * times), Decimal(0), True
        else:
            break
        last += 1
    return Number(at, last, Decimal(total) + part, words[at].isdecimal())


def _from_words(reading: Reading, at: int) -> Number | None:
    """A number in words, or what of it are words: "two hundred and five", "만6천"."""
    total, part, last = 0, 0, at
    n: int | None = at
    while n is not None:
        total, part = added(total, part, _value(reading, n))
        last = _phrase_end(reading, n)
        n = _next_word(reading, last)
    value = Decimal(total + part)
    if (rest := _rest_in_digits(reading, last)) and rest.value < _value(reading, last):
        last, value = rest.last, value + rest.value
    return Number(at, last, value, True) if value else None


def _phrase_end(reading: Reading, at: int) -> int:
    """The last token of a number that is several words: "half a dozen"."""
    if at in reading.values:
        while at + 1 < len(reading.words) and reading.tags[at + 1] & T.FILLER:
            at += 1
    return at


def _next_word(reading: Reading, last: int) -> int | None:
    """The number word that goes on with the one at `last`, over an "and" or without."""
    after = last + 1
    joined = not reading.lexicon.number_and.isdisjoint(reading.words[after : after + 1])
    if joined and _goes_on(reading, last, after + 1):
        return after + 1
    return after if _goes_on(reading, last, after) else None


def _goes_on(reading: Reading, last: int, at: int) -> bool:
    """Whether a number word goes on with the one at `last`; not "two twenties and a ten"."""
    tags = reading.tags
    if at >= len(tags) or not tags[at] & T.NUMBER or reading.kinds[at] != WORD:
        return False
    notes = (tags[at] | tags[last]) & T.NOTE
    return not notes and _continues(_value(reading, last), _value(reading, at))


def _counts_days(reading: Reading, at: int) -> bool:
    """ "3일": behind digits a word for one to nine is no number, but the word for days."""
    if not reading.lexicon.joined or at == 0 or reading.kinds[at] != WORD:
        return False
    behind = reading.kinds[at - 1] == NUMBER and reading.starts[at] == reading.end(at - 1)
    return behind and 0 < _value(reading, at) < 10


def _rest_in_digits(reading: Reading, last: int) -> Number | None:
    """ "만6천": ten thousand as a word, the rest in digits right behind it."""
    after = last + 1
    if not reading.lexicon.joined or after >= len(reading.words) or last < 0:
        return None
    if reading.kinds[after] != NUMBER or reading.starts[after] != reading.end(last):
        return None
    return _number_at(reading, after)


def _value(reading: Reading, at: int) -> int:
    word = reading.words[at]
    if reading.kinds[at] == WORD:
        values = reading.lexicon.values
        return (
            reading.values.get(at) or values.get(word) or values.get(reading.lexicon.bare(word), 0)
        )
    if reading.kinds[at] == KEYCAP:
        return int(word[0])
    return int(digits_value(word) or 0)


def _continues(before: int, value: int) -> bool:
    """Whether a number word goes on with the one before: "twenty five", not "two three"."""
    if value >= 100:
        return value != before
    teens = before == 10 and 7 <= value <= 9  # "dix-sept"
    tens = before >= 20 and before % 10 == 0  # "quarantadue e dieci" are two
    return before >= 100 or (tens and value < 20) or (before == 4 and value == 20) or teens


def _spaced_thousands(reading: Reading, at: int) -> int:
    """The last token of "3 000", a number whose thousands stand apart."""
    words, kinds = reading.words, reading.kinds
    last = at
    while (
        last + 1 < len(words)
        and kinds[last + 1] == NUMBER
        and len(words[last + 1]) == 3
        and words[last + 1].isdecimal()
        and len(words[at]) <= 3
        and words[at].isdecimal()
        and words[at] != "0"
        and reading.starts[last + 1] == reading.end(last) + 1
    ):
        last += 1
    return last
