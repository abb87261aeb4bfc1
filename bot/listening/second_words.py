"""What people say of a number or a name that takes the place of what they asked for before."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.reading import Reading
from bot.listening.sayings import ENTRY, Sayings

_BEFORE = T.ARTICLE | T.RANK | T.KIND
"""What belongs to the entry behind it."""


def said_of(sayings: Sayings, r: Reading, first: int, last: int) -> list[tuple[int, int]]:
    """Where each turn of phrase of a list that speaks of the tokens `first` to `last` begins, and
    the token after it; the longest first."""
    if not sayings.may_be_said(r.lexicon.again.needs(r.words)):
        return []
    at, ends = first, last + 1
    while at and r.tags[at - 1] & _BEFORE:
        at -= 1  # "make it the 5"
    if r.lexicon.joined and r.tags[last] & T.CURRENCY and last > first:
        last -= 1  # its particle says whether it comes on top
    words = [*r.words[:at], ENTRY, *r.words[last + 1 :]]
    said = (span for span in sayings.said(words) if span[0] <= at < span[1])
    found = [(start, max(ends, end + last - at)) for start, end in said]
    return sorted(found, key=lambda span: span[0] - span[1])
