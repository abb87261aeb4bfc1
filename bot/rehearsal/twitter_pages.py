"""X's timelines in pages: newest first, between two ids, with a token that leads on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from starlette.datastructures import QueryParams

SMALLEST, LARGEST, USUAL = 5, 100, 10


class Asked(NamedTuple):
    """Which part of a timeline a request wants; both bounds are excluded."""

    size: int
    since: int
    until: int


def asked(query: QueryParams) -> Asked | str:
    """The part that the query names, or the name of the parameter that cannot be."""
    for name in ("max_results", "since_id", "until_id"):
        if name in query and not query[name].isdigit():
            return name
    size = int(query.get("max_results", USUAL))
    if not SMALLEST <= size <= LARGEST:
        return "max_results"
    until = min(_token(query), int(query.get("until_id", 2**63)))
    if not until:
        return "pagination_token"
    since = int(query.get("since_id", 0))
    return Asked(size, since, until) if since < until else "since_id"


def page(ids: Sequence[str], part: Asked) -> tuple[list[str], dict[str, Any]]:
    """The ids of one page, newest first, and X's `meta` on it."""
    inside = sorted((int(id) for id in ids if part.since < int(id) < part.until), reverse=True)
    shown = [str(id) for id in inside[: part.size]]
    if not shown:
        return [], {"result_count": 0}
    meta = {"result_count": len(shown), "newest_id": shown[0], "oldest_id": shown[-1]}
    onward = {"next_token": f"7140{int(shown[-1]):x}"} if len(inside) > part.size else {}
    return shown, meta | onward


def _token(query: QueryParams) -> int:
    """Where the page before ended; 0 for a token that X never gave."""
    token = query.get("pagination_token")
    if token is None:
        return 2**63
    try:
        return int(token.removeprefix("7140"), 16) if token.startswith("7140") else 0
    except ValueError:
        return 0
