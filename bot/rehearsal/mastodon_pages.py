"""Mastodon's paging: which part of a list a request gets, and the Link header that goes with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar
from urllib.parse import urlencode

from starlette.requests import Request

Item = TypeVar("Item")


def page(
    items: Sequence[Item],
    request: Request,
    *,
    key: Callable[[Item], int],
    default: int,
    most: int,
) -> list[Item]:
    """One page, newest first: `min_id` asks for what follows directly, else the newest are cut."""
    query = request.query_params
    low = max(_number(query.get("min_id")), _number(query.get("since_id")))
    high = _number(query.get("max_id"), otherwise=2**63)
    inside = sorted((item for item in items if low < key(item) < high), key=key)
    size = page_size(request, default=default, most=most)
    chosen = inside[:size] if "min_id" in query else inside[-size:]
    return chosen[::-1]


def page_size(request: Request, *, default: int, most: int) -> int:
    """How many items a page holds: the request's limit, within what the server allows."""
    asked = _number(request.query_params.get("limit"), otherwise=default)
    return max(1, min(asked, most))


def links(request: Request, ids: Sequence[str], *, more: bool) -> dict[str, str]:
    """The Link header: the next older page and the next newer one, with the query kept."""
    if not ids:
        return {}
    paging = ("max_id", "min_id", "since_id")
    kept = [(k, v) for k, v in request.query_params.multi_items() if k not in paging]
    address = request.url.replace(query="")

    def link(name: str, value: str, rel: str) -> str:
        return f'<{address}?{urlencode(sorted([*kept, (name, value)]))}>; rel="{rel}"'

    older = [link("max_id", ids[-1], "next")] if more else []
    return {"Link": ", ".join([*older, link("min_id", ids[0], "prev")])}


def _number(text: str | None, otherwise: int = 0) -> int:
    return int(text) if text and text.isdigit() else otherwise
