"""What X charges for what is read and written, and the count of it that one account keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

PRICES: dict[str, int] = {
    "owned_read": 1_000,  # an own post or mention, asked for by the account that owns the app
    "post_read": 5_000,  # any other post that is read
    "post": 15_000,
    "post_with_url": 200_000,  # also a reply that holds a link
    "reply_summoned": 10_000,  # a reply to somebody who named the account
    "media": 15_000,  # each picture, beside the post that shows it
    "media_metadata": 5_000,  # its description
}
"""X's price list of August 2026, in millionths of a US dollar; an empty answer is free."""


class Usage:
    """What was read and written since it was last drained.

    X charges for the same post once in a UTC day however often it is read ("soft guarantee"), so
    the ids of the day are kept. They are forgotten when the program ends: the count may then be
    a little too high, never too low.
    """

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._day: date | None = None
        self._read: set[str] = set()

    def read(self, item: str, ids: Iterable[str], *, day: date) -> None:
        """Posts that an answer held, on that UTC day.

        The item may say after a colon what they were read for ("owned_read:again"), so that the
        books show what each habit costs; the price is that of the word before it.
        """
        if day != self._day:
            self._day, self._read = day, set()
        new = set(ids) - self._read
        self._read |= new
        self._add(item, len(new))

    def wrote(self, item: str) -> None:
        """One post, picture or description that is out, or may be."""
        self._add(item, 1)

    def drain(self) -> dict[str, int]:
        """The counts by item of the price list, which begin again at nothing."""
        counts, self._counts = dict(self._counts), Counter()
        return counts

    def _add(self, item: str, count: int) -> None:
        if count:
            self._counts[item] += count
