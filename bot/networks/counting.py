"""How long a text is to Mastodon, known without loading its client library."""

from __future__ import annotations

import re

import regex  # type: ignore[import-untyped]

USUAL_CHARACTERS = 500
"""What a post may hold where a server does not say."""

_URL_CHARACTERS = 23  # what Mastodon counts for a link, however long

_LINK = regex.compile(r"https?://[\w-]++(?:\.[\w-]++)++(?::\d+)?+(?:[/?#][!#-;=?-~]*+)?+")
_SEEN = regex.compile(r"\X")
# Letters, signs and pictures of which each is one character, whatever stands beside it: nearly all
# texts are made of these alone.
_EACH_ONE = re.compile(
    "[\0-\u02ff\u0400-\u0482\u2010-\u2027\u20a0-\u20bf\u2190-\u23ff\u2600-\u27bf"
    "\u3000-\u3029\u3041-\u3096\u30a1-\u9fff\uac00-\ud7a3"
    "\U0001f300-\U0001f3fa\U0001f400-\U0001faff]*+"
)
_AFTER_LINK = ".,;:!?)'*~_]}"
_REMOTE_HANDLE = regex.compile(r"(?<![\w@/=])(@\w+(?:[.-]\w+)*)@[\w-]+(?:\.[\w-]+)*(?::\d+)?")


def characters(text: str) -> int:
    """Characters as people see them; a link counts 23, a remote handle its local part."""
    short = _LINK.sub(_link_stand_in, text) if "://" in text else text
    # Behind the word with the last "@" there is no handle.
    if last := short.rfind("@") + 1:
        end = short.find(" ", last)
        told, rest = (short, "") if end < 0 else (short[:end], short[end:])
        short = _REMOTE_HANDLE.sub(_local_part, told) + rest
    if short.isascii() or _EACH_ONE.fullmatch(short):
        return len(short) - short.count("\r\n")
    return len(_SEEN.findall(short))


def _local_part(handle: regex.Match[str]) -> str:
    return str(handle[1])


def _link_stand_in(link: regex.Match[str]) -> str:
    whole = str(link[0])
    return "x" * _URL_CHARACTERS + whole[len(whole.rstrip(_AFTER_LINK)) :]
