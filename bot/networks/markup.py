"""HTML as Mastodon servers send it, turned into the plain text a person sees."""

from __future__ import annotations

import html
import re

LONGEST = 5_000
"""Characters of a message that are kept; nobody votes on the sixth page."""

_LONGEST_HTML = 100_000
"""Characters of HTML that are looked at: 5,000 of text with a link around every word."""

# One pass, and every alternative that begins also ends (at the end of the text if need be), so
# that no text, however hostile, is looked at twice. A "<" that opens no tag is a "<": "I <3 you".
_TAG = re.compile(
    r"""<!--.*?(?:-->|\Z)
      | <(script|style)\b.*?(?:</\1\s*>|\Z)
      | <(/?[a-z][a-z0-9]*)(?:[^>"']++|"[^"]*(?:"|\Z)|'[^']*(?:'|\Z))*+(?:>|\Z)
      | <[!?][^>]*(?:>|\Z)""",
    re.DOTALL | re.IGNORECASE | re.VERBOSE,
)
# The third of these by itself: a tag as it stands between its brackets, every quotation closed.
_INSIDE = re.compile(
    r"""(?!(?:script|style)\b)(/?[a-z][a-z0-9]*)(?:[^>"']++|"[^"]*"|'[^']*')*+""", re.IGNORECASE
)
_LONG_TAG, _MANY_TAGS = 300, 512
# A single blank, as nearly all are, stays as it is.
_SPACE = re.compile(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")
_MANY_BREAKS = re.compile(r"\n{3,}")
_HALF_CHARACTER = re.compile(r"[\ud800-\udfff\0]")

_BREAKS = {"br": "\n", "/li": "\n", "/tr": "\n"}
_PARAGRAPHS = ("p", "/p", "div", "/div", "blockquote", "/blockquote", "ul", "/ul", "ol", "/ol")
# What stands in the place of a tag; of all others, nothing.
_STANDS_FOR = _BREAKS | dict.fromkeys(_PARAGRAPHS, "\n\n")


def plain(content: str) -> str:
    """The text of a post: tags gone, entities decoded once, lines kept, at most 5,000 characters.

    A paragraph ends with an empty line and `<br>` with a line break, as the writer typed them.
    Nothing stands between the spans of a mention or a link, so "@<span>bot</span>" is "@bot".
    """
    content = content[:_LONGEST_HTML]
    # Most posts have none of what a pattern would look for letter by letter.
    if "  " in content or "\n" in content or "\t" in content or "\r" in content or "\f" in content:
        content = _SPACE.sub(" ", content)
    # Entities last: "&lt;b&gt;" is text that somebody typed, not a tag.
    text = html.unescape(_without_tags(content)).strip()
    if "\n" in text:
        text = "\n".join(line.strip() for line in text.split("\n"))
        if "\n\n\n" in text:
            text = _MANY_BREAKS.sub("\n\n", text)
    return clean(text).strip()[:LONGEST]


def clean(text: str) -> str:
    """The text without what no database takes: lone surrogates (JSON may carry them) and NUL."""
    if "\0" not in text and (text.isascii() or _is_whole(text)):
        return text
    return _HALF_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", text)


def _is_whole(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _without_tags(content: str) -> str:
    """Tag after tag by what stands between its brackets, which most tags share; where a bracket
    does not tell by itself what it opens or ends, all by the pattern."""
    pieces = content.split("<")
    found = [pieces[0]]
    for piece in pieces[1:]:
        inside, end, after = piece.partition(">")
        instead = _TAGS[inside] if end else None
        if instead is None:
            return _without_tags_at_length(content)
        found.append(instead + after if instead else after)
    return "".join(found)


class _Tags(dict[str, str | None]):
    """What stands in the place of a tag, by what it has between its brackets; None where that is
    no whole tag. Most posts have the same few, and those that were met first stay."""

    def __missing__(self, inside: str) -> str | None:
        found = None if len(inside) > _LONG_TAG else _instead(inside)
        if len(self) < _MANY_TAGS and len(inside) <= _LONG_TAG:
            self[inside] = found
        return found


_TAGS = _Tags()


def _instead(inside: str) -> str | None:
    """What stands in the place of a tag; None for what is no whole tag by itself, or not only a
    tag (a comment, a script)."""
    tag = _INSIDE.fullmatch(inside)
    return None if tag is None else _STANDS_FOR.get(tag[1].lower(), "")


def _without_tags_at_length(content: str) -> str:
    text, *rest = _TAG.split(content)
    found = [text]
    # After each tag's two groups comes the text up to the next tag.
    for name, text in zip(rest[1::3], rest[2::3], strict=True):
        found += (_STANDS_FOR.get(name.lower(), "") if name else "", text)
    return "".join(found)
