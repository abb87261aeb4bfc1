"""Links that nobody meant: what a network would turn into one, and how to keep it from that."""

from __future__ import annotations

import re

LINK = re.compile(r"[^\s.]\.(?=[^\W\d_](?:[A-Za-z]|[^\x00-\x7f\s]))")
"""A dot with something before it and two letters after it: wider than any network's own rule.

`joes.shop`, `Dr.Beer`, `Papier&Co.KG` and `Hair.Art` are links to X; so is every address with a
scheme, since a host name has such a dot too. Letters with their marks apart and letters of any
script count. A wrong alarm costs one invisible character; a missed one costs thirteen times the
price of the post.
"""

WORD_JOINER = "\u2060"
"""Invisible, forbids a line break, and is no part of any top-level domain."""


def has_link(text: str) -> bool:
    """Whether some network might make a link of a part of the text."""
    return LINK.search(text) is not None


def disarm(text: str) -> str:
    """The text with a word joiner after each dot that could make a link; it looks the same."""
    return LINK.sub(lambda match: match.group() + WORD_JOINER, text)


def without_joiners(text: str) -> str:
    """The text as it was before `disarm`, for comparing what was sent with what came back."""
    return text.replace(WORD_JOINER, "")
