"""A long answer with everything under a post, from which the messages are taken while it comes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from bot.networks.mastodon_shapes import STATUSES

_BEGINS = re.compile(rb'"descendants"\s*:\s*\[\s*(\{\s*"[^"\\]*"\s*:)')
"""Where the list begins, and how its first message does. Inside a text each quote has a backslash
before it, so that no text can look so."""

_ENOUGH = 262_144  # bytes: some forty messages of Mastodon's
_TRIES = 8


class Thread:
    """What a thread's answer is written into: whole messages are handed to `take` in passing, and
    what is left is the answer without them, as good JSON as it was.

    A ballot's thread may hold 4,096 replies in 24 megabytes, and no server gives them in pages.
    An answer that is not as expected is left as it came.
    """

    def __init__(self, take: Callable[[list[dict[str, Any]]], None]) -> None:
        self._take = take
        self._left = bytearray()
        self._enough = _ENOUGH

    def write(self, chunk: bytes) -> int:
        """More of the answer."""
        self._left += chunk
        if len(self._left) >= self._enough:
            took = self._take_out()
            # What could not be read once is not tried again at every piece that is added to it.
            self._enough = _ENOUGH if took else 2 * len(self._left)
        return len(chunk)

    def getvalue(self) -> bytes:
        """The answer without what was taken out of it."""
        return bytes(self._left)

    def _take_out(self) -> bool:
        begins = _BEGINS.search(self._left)
        if begins is None:
            return False
        first, between = begins.start(1), b"}," + begins[1]
        end = len(self._left)
        for _ in range(_TRIES):
            # Inside a message there may be lists of the same look, but none would be whole here.
            end = self._left.rfind(between, first, end)
            if end < 0:
                return False
            try:
                told = STATUSES.validate_json(b"[%b]" % bytes(self._left[first : end + 1]))
            except ValueError:
                continue
            self._take(told)
            del self._left[first : end + 2]
            return True
        return False
