"""Facebook's paging: a part of an edge, and the address of the next, which holds the token."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from bot.rehearsal.town import TownPost

USUAL, LARGEST = 25, 100


class Cut(NamedTuple):
    """Where a page begins and how much it may hold, from the parameters of a request."""

    limit: int
    after: int | None


def cut(params: Mapping[str, str]) -> Cut:
    """The page that is asked for; ValueError for a cursor that Facebook never gave."""
    after = params.get("after")
    limit = params.get("limit", "")
    size = min(int(limit), LARGEST) if limit.isdigit() and int(limit) else USUAL
    return Cut(size, int(urlsafe_b64decode(after)) if after else None)


def page(
    posts: Sequence[TownPost], part: Cut, key: Callable[[TownPost], int]
) -> tuple[list[TownPost], str | None]:
    """One page in the order of the key, and the cursor of what follows, if anything does."""
    ranked = sorted(posts, key=key)
    left = [post for post in ranked if part.after is None or key(post) > part.after]
    shown = left[: part.limit]
    return shown, cursor(key(shown[-1])) if len(left) > len(shown) else None


def cursor(key: int) -> str:
    """An opaque word for a place in an edge."""
    return urlsafe_b64encode(str(key).encode()).decode()


def paging(address: str, params: Mapping[str, str], after: str | None) -> dict[str, Any]:
    """What Facebook says under the rows of a page; without an onward cursor it is the last."""
    if after is None:
        return {}
    return {
        "cursors": {"after": after},
        "next": f"{address}?{urlencode({**params, 'after': after})}",
    }
