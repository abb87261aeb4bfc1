"""What the Graph API means when it refuses, told as a NetworkError.

Its own refusals are `{"error": {message, type, code, error_subcode?, is_transient?,
error_user_msg?}}`, with status 400, 401, 403 or 500. An answer of another shape comes from
something on the way, and after a write nothing is sure then. Where the code is missing, it
stands at the head of the message: `(#506) Duplicate status message`.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import requests

from bot.networks import NetworkError, Outcome, Trouble

_BLOCKED = timedelta(hours=1)
"""How long nothing is written after Facebook blocked the Page's writing for its frequency."""

_PARKED = timedelta(hours=1)
"""How long nothing is asked after a throttle that names no end; each call would lengthen it."""

_DEAD_TOKEN = {
    458: "the app was removed from the account",
    459: "Facebook wants the person to log in and confirm something",
    460: "the password was changed",
    463: "it expired",
    464: "Facebook wants the person to log in and confirm something",
    467: "it is no longer valid",
    492: "the person lost the role on the Page",
}
_NUMBER = re.compile(r"\(#(\d+)\)")


class TooMuch(NetworkError):
    """Facebook asks for smaller pages."""


class GraphError(NamedTuple):
    """The error object of an answer."""

    code: int | None
    subcode: int | None
    message: str
    transient: bool


def error_of(body: object) -> GraphError | None:
    """The error in an answer; None where Facebook cannot have written it."""
    error = body.get("error") if isinstance(body, dict) else None
    if not isinstance(error, dict):
        return None
    message = str(error.get("message") or "")
    number = _NUMBER.match(message)
    code = _int(error.get("code")) or (int(number[1]) if number else None)
    transient = error.get("is_transient") is True
    message = f"{message} {error.get('error_user_msg') or ''}".strip()
    return GraphError(code, _int(error.get("error_subcode")), message, transient)


def refusal(
    answer: requests.Response, error: GraphError | None, *, writing: bool, now: datetime
) -> NetworkError:
    """The error that an answer stands for; its text may hold what Facebook says."""
    status = answer.status_code
    unsure = Outcome.UNSURE if writing else Outcome.NOT_APPLIED
    if error is None:
        if status == 429:
            return _limit("Facebook asks to wait", now + _PARKED)
        return NetworkError(f"Facebook answered {status}, not as it should", outcome=unsure)
    words = " ".join(error.message.split())
    reason = f"Facebook refused ({error.code or status}): {words}"
    if is_throttle(error.code):
        return _limit(reason, now + _PARKED)
    if error.code == 1 and "reduce the amount of data" in words.lower() and not writing:
        return TooMuch(reason, outcome=Outcome.NOT_APPLIED)
    if error.code == 506 or "already posted" in words.lower():
        return NetworkError(reason, outcome=Outcome.UNSURE, trouble=Trouble.DUPLICATE)
    if error.code in (1, 2) or error.transient or status >= 500:
        return NetworkError(reason, outcome=unsure)
    return _final(error, reason, now)


def _final(error: GraphError, reason: str, now: datetime) -> NetworkError:
    """A refusal after which surely nothing was done."""
    code = error.code or 0
    if code in (102, 190):
        why = _DEAD_TOKEN.get(error.subcode or 0, "make a new one")
        return _token(f"{reason}; the Page's token is dead: {why}")
    if code in (210, 1705):
        return _token(f"{reason}; this is not a Page's token")
    if code == 4854002:
        return _token(f"{reason}; open the Facebook app and confirm who you are")
    if code == 368 and error.subcode == 1390008:
        return NetworkError(
            reason,
            outcome=Outcome.NOT_APPLIED,
            trouble=Trouble.REJECTED,
            retry_at=now + _BLOCKED,
        )
    if code == 100 and (error.subcode == 33 or "does not exist" in reason):
        return NetworkError(reason, outcome=Outcome.REFUSED, trouble=Trouble.GONE)
    if code in (3, 10) or 200 <= code < 300:
        reason += "; a permission is missing or lapsed: log in again and grant it"
    return NetworkError(reason, outcome=Outcome.REFUSED, trouble=Trouble.REJECTED)


def is_throttle(code: int | None) -> bool:
    """Whether the code means: too many calls, of the app, the user or the Page."""
    return code in (4, 17, 32, 341, 613) or 80_000 <= (code or 0) < 80_100


def _limit(reason: str, until: datetime) -> NetworkError:
    return NetworkError(reason, outcome=Outcome.NOT_APPLIED, trouble=Trouble.LIMIT, retry_at=until)


def _token(reason: str) -> NetworkError:
    return NetworkError(reason, outcome=Outcome.NOT_APPLIED, trouble=Trouble.TOKEN)


def _int(value: Any) -> int | None:
    try:
        return int(value)
    except (TypeError, ValueError):
        return None
