"""How long a text is to Mastodon, known without loading its client library."""

from __future__ import annotations

import re
from types import ModuleType

USUAL_CHARACTERS = 500
"""What a post may hold where a server does not say."""

_URL_CHARACTERS = 23  # what Mastodon counts for a link, however long

_LINK = r"https?://[\w-]++(?:\.[\w-]++)++(?::\d+)?+(?:[/?#][!#-;=?-~]*+)?+"
_REMOTE_HANDLE = r"(?<![\w@/=])(@\w+(?:[.-]\w+)*)@[\w-]+(?:\.[\w-]+)*(?::\d+)?"
# Letters, signs and pictures of which each is one character, whatever stands beside it: nearly all
# texts are made of these alone. (What is a number but no digit, as ½, is left out: whether it is
# part of a word is told otherwise by each of the two readers of patterns.)
_EACH_ONE = re.compile(
    "[\0-\xb1\xb4-\xb8\xba\xbb\xbf-\u02ff\u0400-\u0482\u2010-\u2027\u20a0-\u20bf\u2190-\u23ff"
    "\u2600-\u2775\u2794-\u27bf\u3000-\u3029\u3041-\u3096\u30a1-\u30ff\u3400-\u9fff\uac00-\ud7a3"
    "\U0001f300-\U0001f3fa\U0001f400-\U0001faff]*+"
)
_AFTER_LINK = ".,;:!?)'*~_]}"


def characters(text: str) -> int:
    """Characters as people see them; a link counts 23, a remote handle its local part."""
    if text.isascii() or _EACH_ONE.fullmatch(text):
        short = _shortened(text, re)
        return len(short) - short.count("\r\n")
    # Few texts have such letters; what counts them takes more than a MiB of memory.
    import regex  # type: ignore[import-untyped]

    return len(regex.findall(r"\X", _shortened(text, regex)))


def _shortened(text: str, patterns: ModuleType) -> str:
    """With what Mastodon counts for its links and handles in their places."""
    short = patterns.sub(_LINK, _link_stand_in, text) if "://" in text else text
    last = short.rfind("@") + 1
    if not last:
        return short
    # Behind the word with the last "@" there is no handle.
    end = short.find(" ", last)
    told, rest = (short, "") if end < 0 else (short[:end], short[end:])
    return str(patterns.sub(_REMOTE_HANDLE, r"\1", told)) + rest


def _link_stand_in(link: re.Match[str]) -> str:
    whole = str(link[0])
    return "x" * _URL_CHARACTERS + whole[len(whole.rstrip(_AFTER_LINK)) :]
