"""What people say of a number or a name that takes the place of what they asked for before."""

from __future__ import annotations

from bot.listening import tags as T
from bot.listening.reading import Reading
from bot.listening.sayings import ENTRY, Sayings

_BEFORE = T.ARTICLE | T.RANK | T.KIND
"""What belongs to the entry behind it."""


def said_of(sayings: Sayings, r: Reading, first: int, last: int) -> int:
    """The token after a turn of phrase of a list that speaks of the tokens `first` to `last`; 0
    where there is none."""
    if not sayings.may_be_said(r.lexicon.again.needs(r.words)):
        return 0
    while first and r.tags[first - 1] & _BEFORE:
        first -= 1  # "make it the 5"
    ends = last + 1
    if r.lexicon.joined and r.tags[last] & T.CURRENCY and last > first:
        last -= 1  # its particle says whether it comes on top
    words = [*r.words[:first], ENTRY, *r.words[last + 1 :]]
    told = [end for start, end in sayings.said(words) if start <= first < end]
    return max(ends, max(told) + last - first) if told else 0
