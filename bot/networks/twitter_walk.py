"""One walk through a timeline of X, newest page first: what it passed and what it missed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from bot.domain.posts import Mention
from bot.networks.twitter_posts import written_at

_PAGES_SHOWN = 8
"""X shows the newest 800 mentions, on pages of 100, of which some may be short."""

_NOT_SHOWN = ("/resource-not-found", "/not-authorized-for-resource")


class Walk:
    """What a walk back to the cursor has passed so far."""

    def __init__(self, cursor: str) -> None:
        self._cursor = int(cursor)
        self.newest = self._cursor
        self._oldest = 0
        self._pages = 0
        self._events: set[str] = set()

    def pass_by(self, posts: list[Mapping[str, Any]]) -> None:
        """One more page."""
        numbers = [int(post["id"]) for post in posts]
        self.newest = max([self.newest, *numbers])
        self._oldest = min(numbers, default=self._oldest)
        self._pages += 1

    def new(self, messages: tuple[Mention, ...]) -> tuple[Mention, ...]:
        """Those that no page before had: pages shift while people write."""
        fresh = tuple(message for message in messages if message.event not in self._events)
        self._events.update(message.event for message in fresh)
        return fresh

    def gap(self) -> tuple[datetime, datetime] | None:
        """The time that may be missing, where X's depth ended before the cursor was reached."""
        if self._pages < _PAGES_SHOWN or self._oldest <= self._cursor:
            return None
        return written_at(str(self._cursor)), written_at(str(self._oldest))


def posts_of(body: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The posts of an answer; none where X leaves `data` out, and nothing without an id."""
    data = body.get("data")
    return [
        post
        for post in (data if isinstance(data, list) else ())
        if isinstance(post, dict) and str(post.get("id")).isdecimal()
    ]


def next_token(body: Mapping[str, Any]) -> str | None:
    """What leads to the next page; a page may be short, or empty, and still have a next."""
    meta = body.get("meta")
    token = meta.get("next_token") if isinstance(meta, dict) else None
    return str(token) if token else None


def not_shown(body: Mapping[str, Any]) -> Iterator[str]:
    """The ids that were asked for and are deleted, or whose writer is hidden from the account."""
    errors = body.get("errors")
    for error in errors if isinstance(errors, list) else ():
        if isinstance(error, dict) and str(error.get("type")).endswith(_NOT_SHOWN):
            yield str(error.get("resource_id") or error.get("value"))
