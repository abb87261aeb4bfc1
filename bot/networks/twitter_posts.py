"""What X says of one post, in its old words (`tweet`) and its new ones (`post`)."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.posts import Mention, Post

LONGEST = 5_000
"""Characters of a message that are kept."""

_FIRST_SNOWFLAKE = datetime(2010, 11, 4, 1, 42, 54, 657_000, tzinfo=UTC)
_LEADING_NAMES = re.compile(r"^(?:@\w{1,15}\s+)+")
_HALF_CHARACTER = re.compile(r"[\ud800-\udfff\0]")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The name of the parameter that names fields, and the fields."""

    parameter: str
    fields: str


VOCABULARIES = (
    Vocabulary(
        "tweet.fields",
        "author_id,created_at,edit_history_tweet_ids,entities,lang,note_tweet,referenced_tweets",
    ),
    Vocabulary(
        "post.fields",
        "author_id,created_at,edit_history_post_ids,entities,lang,note_post,referenced_posts",
    ),
    # X's description of 2026-08 names these as fields and the rest as parts that always come.
    Vocabulary("post.fields", "created_at,entities,lang,note_post"),
)
"""In the order in which they are tried; an answer 400 that names fields leads to the next."""


def snowflake(at: datetime) -> int:
    """The lowest id that a post written at that instant can have."""
    return max(0, (at - _FIRST_SNOWFLAKE) // timedelta(milliseconds=1)) << 22


def written_at(id: str) -> datetime:
    """When the post of that id was written: X's ids begin with the milliseconds."""
    return _FIRST_SNOWFLAKE + timedelta(milliseconds=int(id) >> 22)


def mention_of(raw: Mapping[str, Any]) -> Mention | None:
    """The message, known by the first id of its edits; None if it cannot be one.

    Without an author (X may ask money for telling) it is a nameless person's.
    """
    id = _id(raw.get("id"))
    if id is None:
        return None
    event = history_of(raw)[0]
    author = _id(raw.get("author_id"))
    stamped = _time(raw.get("created_at")) or written_at(id)
    return Mention(
        network="twitter",
        event=event,
        person=author or f"twitter:{event}",
        name="",  # a name costs ten times what the message does, and a reply needs none
        text=text_of(raw)[:LONGEST],
        said_at=stamped if event == id else written_at(event),
        parent=parent_of(raw),
        lang=_str(raw.get("lang")),
        repost=any(kind == "retweeted" for kind, _ in _references(raw)),
        nameless=author is None,
        edited_at=None if event == id else stamped,
    )


def post_of(raw: Mapping[str, Any]) -> Post | None:
    """One of the bot's own posts; None if it only repeats somebody else's."""
    id = _id(raw.get("id"))
    if id is None or any(kind == "retweeted" for kind, _ in _references(raw)):
        return None
    parent = parent_of(raw)
    text = text_of(raw)
    return Post(
        id=id,
        # X writes the names of those who are answered before a reply, at no weight.
        text=_LEADING_NAMES.sub("", text) if parent else text,
        posted_at=_time(raw.get("created_at")) or written_at(id),
        parent=parent,
        url=url_of(id),
    )


def url_of(id: str) -> str:
    """Where people find the post."""
    return f"https://x.com/i/web/status/{id}"


def history_of(raw: Mapping[str, Any]) -> tuple[str, ...]:
    """The ids of all versions, oldest first; each edit of a post makes a new one."""
    listed = raw.get("edit_history_post_ids") or raw.get("edit_history_tweet_ids")
    # A new post is answered with [""].
    ids = [_id(item) for item in listed] if isinstance(listed, list) else []
    return tuple(id for id in ids if id) or (str(raw.get("id")),)


def parent_of(raw: Mapping[str, Any]) -> str | None:
    """The id of the post that this one answers."""
    return next((id for kind, id in _references(raw) if kind == "replied_to"), None)


def text_of(raw: Mapping[str, Any]) -> str:
    """The whole text as it was typed: entities decoded once, shortened links put back.

    `text` ends at 280 characters, the rest of a long post is in its note; and a shop's name that
    looks like a link (Joes.shop) comes as `https://t.co/…`, its letters only in the entities.
    """
    note = raw.get("note_post") or raw.get("note_tweet")
    source = note if isinstance(note, dict) and isinstance(note.get("text"), str) else raw
    text = html.unescape(_str(source.get("text")) or "")
    for url, shown in _links(source):
        text = text.replace(url, shown).rstrip()
    return _HALF_CHARACTER.sub("\N{REPLACEMENT CHARACTER}", text)


def _links(source: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    entities = source.get("entities")
    urls = entities.get("urls") if isinstance(entities, dict) else None
    for link in urls if isinstance(urls, list) else ():
        if not isinstance(link, dict) or not (url := _str(link.get("url"))):
            continue
        shown = _str(link.get("display_url")) or ""
        if "media_key" in link or shown.startswith(("pic.x.com/", "pic.twitter.com/")):
            shown = ""
        if shown.endswith("…"):
            shown = _str(link.get("expanded_url")) or shown
        yield url, shown


def _references(raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    listed = raw.get("referenced_posts") or raw.get("referenced_tweets")
    for item in listed if isinstance(listed, list) else ():
        if isinstance(item, dict) and (id := _id(item.get("id"))):
            yield str(item.get("type")), id


def _id(value: object) -> str | None:
    """An id is digits; it may come as a number."""
    text = str(value)
    return text if text.isascii() and text.isdigit() else None


def _str(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _time(value: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(value)).astimezone(UTC)
    except ValueError:
        return None
