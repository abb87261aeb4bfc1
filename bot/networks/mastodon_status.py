"""A status as a Mastodon-compatible server tells it, read as a mention or as a post of our own.

Only the fields that are needed are touched, and nothing is taken for granted: any may be missing,
null, or of another type than the documentation says.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any, TypeVar

from bot.domain.posts import Mention, Post, Visibility
from bot.networks.markup import LONGEST, clean, plain

_T = TypeVar("_T")


class UnreadableError(Exception):
    """A status without an id, a date, or a writer: nothing that could be counted."""


def mention_of(status: dict[str, Any], *, us: str) -> Mention:
    """The status as a mention; `us` is the id of our own account. Raises UnreadableError."""
    account = record(status.get("account"))
    return Mention(
        network="mastodon",
        event=_needed(text_of(status.get("id")), "id"),
        # The actor URI where the server sends it, else the address of the profile: both are the
        # same whichever server the bot itself lives on, unlike the account's id.
        person=_needed(text_of(account.get("uri")) or text_of(account.get("url")), "account.uri"),
        name=text_of(account.get("acct")) or text_of(account.get("username")) or "",
        text=_words(status),
        said_at=_needed(time_of(status.get("created_at")), "created_at"),
        parent=text_of(status.get("in_reply_to_id")),
        lang=text_of(status.get("language")),
        visibility=_visibility(status),
        tags_us=_tags(us, status),
        by_bot=account.get("bot") is True,
        repost=status.get("reblog") is not None,
        edited_at=time_of(status.get("edited_at")),
        account_since=time_of(account.get("created_at")),
        pictures=_pictures(status),
    )


def _tags(us: str, status: dict[str, Any]) -> bool:
    named = records(status.get("mentions"))
    return us in [text_of(who.get("id")) for who in named]


def _pictures(status: dict[str, Any]) -> int:
    shown = records(status.get("media_attachments"))
    return sum(one.get("type") == "image" for one in shown) if shown else 0


def post_of(status: dict[str, Any]) -> Post:
    """The status as a post of the bot's own; its handles as they were written. UnreadableError."""
    return Post(
        id=_needed(text_of(status.get("id")), "id"),
        # Without its content warning, which stands before every post alike.
        text=_whole_handles(_body(status), records(status.get("mentions"))),
        posted_at=_needed(time_of(status.get("created_at")), "created_at"),
        parent=text_of(status.get("in_reply_to_id")),
        url=text_of(status.get("url")),
    )


def record(value: object) -> dict[str, Any]:
    """The value when it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def records(value: object) -> list[dict[str, Any]]:
    """The objects of a JSON list, without whatever else stands in it."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text_of(value: object) -> str | None:
    """A text, or a number as text (some servers' ids); None for anything else, and for ""."""
    if isinstance(value, str):
        fine = value.isascii() and "\0" not in value
        return (value if fine else clean(value)) or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def time_of(value: object) -> datetime | None:
    """An ISO 8601 time in UTC, None when it cannot be read; without a zone it is UTC."""
    if not isinstance(value, str):
        return None
    try:
        time = datetime.fromisoformat(value)
        if time.tzinfo is UTC:
            return time
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _needed(value: _T | None, field: str) -> _T:
    if value is None:
        raise UnreadableError(f"no {field} that can be read")
    return value


def _words(status: dict[str, Any]) -> str:
    """The content warning, where there is one, stands before the text: people vote in it, too."""
    warning = text_of(status.get("spoiler_text")) or ""
    return f"{warning.strip()}\n{_body(status)}".strip()[:LONGEST]


def _body(status: dict[str, Any]) -> str:
    content = status.get("content")
    return plain(content).strip()[:LONGEST] if isinstance(content, str) else ""


def _visibility(status: dict[str, Any]) -> Visibility:
    """An audience this program does not know ("local", "list" …) is answered in private, but what
    it reads was not written to the bot alone, as an order has to be."""
    seen = status.get("visibility")
    return _AUDIENCES.get(seen, _OTHERS) if isinstance(seen, str) else _OTHERS


# An enumeration takes long to find its member.
_AUDIENCES, _OTHERS = {str(one): one for one in Visibility}, Visibility.FOLLOWERS


def _whole_handles(text: str, mentions: list[dict[str, Any]]) -> str:
    """Servers show "@ana" for the "@ana@other.example" that was sent; what was sent is put back.

    So that a post found on the timeline equals the draft it came from.
    """
    whole = {text_of(who.get("username")): text_of(who.get("acct")) for who in mentions}

    def put_back(handle: re.Match[str]) -> str:
        return "@" + (whole.get(handle[1]) or handle[1])

    return re.sub(r"(?<![\w@/])@(\w+(?:[.-]\w+)*)(?!@)(?=\W|\Z)", put_back, text)
