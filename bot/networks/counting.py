"""How long a text is to Mastodon, known without loading its client library."""

from __future__ import annotations

import regex  # type: ignore[import-untyped]

USUAL_CHARACTERS = 500
"""What a post may hold where a server does not say."""

_URL_CHARACTERS = 23  # what Mastodon counts for a link, however long

_LINK = regex.compile(r"https?://[\w-]++(?:\.[\w-]++)++(?::\d+)?+(?:[/?#][!#-;=?-~]*+)?+")
_SEEN = regex.compile(r"\X")
_AFTER_LINK = ".,;:!?)'*~_]}"
_REMOTE_HANDLE = regex.compile(r"(?<![\w@/=])(@\w+(?:[.-]\w+)*)@[\w-]+(?:\.[\w-]+)*(?::\d+)?")


def characters(text: str) -> int:
    """Characters as people see them; a link counts 23, a remote handle its local part."""
    short: str = _REMOTE_HANDLE.sub(r"\1", _LINK.sub(_link_stand_in, text))
    if short.isascii():
        return len(short) - short.count("\r\n")
    return len(_SEEN.findall(short))


def _link_stand_in(link: regex.Match[str]) -> str:
    whole = str(link[0])
    return "x" * _URL_CHARACTERS + whole[len(whole.rstrip(_AFTER_LINK)) :]
