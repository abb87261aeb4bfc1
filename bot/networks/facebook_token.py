"""What Facebook says of a Page's token, and what a bot needs it to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from bot.networks import Finding

PERMISSIONS = (
    "pages_show_list",
    "pages_read_engagement",
    "pages_read_user_content",
    "pages_manage_posts",
    "pages_manage_engagement",
)
"""To list the Page, read it and its comments, post, and answer; a permission that was not used
for 90 days has to be granted anew."""


def token_findings(data: Mapping[str, Any], now: datetime) -> Iterator[Finding]:
    """Whether the token is valid, until when, and what it may do."""
    if data.get("is_valid") is not True:
        yield Finding(False, "the token is not valid any more; make a new one for the Page")
        return
    yield _until(data.get("expires_at"), "the token", now)
    yield _until(data.get("data_access_expires_at"), "its access to comments", now)
    scopes = data.get("scopes")
    granted = set(scopes) if isinstance(scopes, list) else set()
    if missing := [name for name in PERMISSIONS if name not in granted]:
        lacks = ", ".join(missing)
        yield Finding(False, f"the token lacks {lacks}; add them in the Graph API Explorer")
    else:
        yield Finding(True, "the token has all permissions that the bot needs")


def _until(seconds: object, what: str, now: datetime) -> Finding:
    if not isinstance(seconds, int) or seconds == 0:
        return Finding(True, f"{what} does not expire")
    ends = datetime.fromtimestamp(seconds, UTC)
    if ends <= now:
        return Finding(False, f"{what} expired on {ends:%d %B %Y}; make a new token")
    if what == "the token":
        return Finding(
            False,
            f"{what} expires on {ends:%d %B %Y}; extend it (Access Token Debugger), then take the "
            "Page's token, which does not expire",
        )
    return Finding(True, f"{what} has to be renewed before {ends:%d %B %Y}")
