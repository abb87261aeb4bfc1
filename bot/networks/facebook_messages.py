"""What the Graph API says of a post or a comment, as messages and as the Page's own posts."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.domain.posts import Mention, Post

LONGEST = 5_000
"""Characters of a message that are kept."""

COMMENT_FIELDS = "id,from,message,created_time,is_hidden,parent{id},message_tags"
POST_FIELDS = "id,from,message,created_time,message_tags"

Raw = Mapping[str, Any]

_HALF_CHARACTER = re.compile(r"[\ud800-\udfff\0]")


def mention_of(raw: Raw, *, page_id: str, parent: str | None) -> Mention | None:
    """The message; None for the Page's own, for a hidden one, and for what has no id or time.

    Facebook leaves `from` out where the app is not reviewed and the writer has no role in it, and
    for writers who are deleted or private: such a message is a nameless person's. The id of a
    person holds for this Page only, so the Page is a part of it here.
    """
    id, at = _str(raw.get("id")), time_of(raw)
    if id is None or at is None or is_hidden(raw) or writer_of(raw) == page_id:
        return None
    writer = writer_of(raw)
    above = _str(_object(raw, "parent").get("id")) or parent
    return Mention(
        network="facebook",
        event=id,
        person=f"facebook:{id}" if writer is None else f"{page_id}:{writer}",
        name=_whole(_object(raw, "from").get("name")),
        text=text_of(raw)[:LONGEST],
        said_at=at,
        parent=above,
        # A post of others is only read because it tags the Page or stands on its wall.
        tags_us=above is None or page_id in _tagged(raw),
        nameless=writer is None,
    )


def post_of(raw: Raw, *, parent: str | None) -> Post | None:
    """A post or comment of the Page; None for what has no id or time."""
    id, at = _str(raw.get("id")), time_of(raw)
    if id is None or at is None:
        return None
    above = _str(_object(raw, "parent").get("id")) or parent
    return Post(id=id, text=text_of(raw), posted_at=at, parent=above, url=url_of(id))


def url_of(id: str) -> str:
    """Where people find the post."""
    return f"https://www.facebook.com/{id}"


def below(raw: Raw) -> Iterator[tuple[Raw, str | None]]:
    """The comments that came inside a post, and inside them their replies, each with its parent."""
    for comment in rows_of(_object(raw, "comments")):
        yield comment, _str(raw.get("id"))
        yield from below(comment)


def rows_of(body: Raw) -> list[Raw]:
    """The objects of a page of answers."""
    data = body.get("data")
    return [row for row in (data if isinstance(data, list) else ()) if isinstance(row, dict)]


def writer_of(raw: Raw) -> str | None:
    """The id of who wrote it, where Facebook tells."""
    return _str(_object(raw, "from").get("id"))


def is_hidden(raw: Raw) -> bool:
    """Whether the Page, or Facebook for it, keeps it from everybody but its writer."""
    return raw.get("is_hidden") is True


def liked(raw: Raw) -> int:
    """How many people reacted to it; where Facebook does not tell of all faces, of the like."""
    count = _object(_object(raw, "reactions"), "summary").get("total_count")
    return int(raw.get("like_count") or 0) if count is None else int(count)


def text_of(raw: Raw) -> str:
    """The text as typed; a sticker or a picture alone has none."""
    return _whole(raw.get("message"))


def time_of(raw: Raw) -> datetime | None:
    """When it was written; Facebook tells no time of an edit."""
    try:
        at = datetime.fromisoformat(str(raw.get("created_time")))
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)


def _whole(value: object) -> str:
    """The text without what no database takes: lone surrogates and NUL."""
    return _HALF_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", _str(value) or "")


def _tagged(raw: Raw) -> set[str | None]:
    tags = raw.get("message_tags")
    listed = tags if isinstance(tags, list) else ()
    return {_str(tag.get("id")) for tag in listed if isinstance(tag, dict)}


def _object(raw: Raw, key: str) -> dict[str, Any]:
    value = raw.get(key)
    return value if isinstance(value, dict) else {}


def _str(value: object) -> str | None:
    """Ids come as text, in some answers as numbers."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value if isinstance(value, str) and value else None
