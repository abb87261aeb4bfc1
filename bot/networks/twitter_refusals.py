"""What X means when it refuses: its answers other than 2xx, told as a NetworkError.

X's own refusals are JSON objects with `title`, `detail`, `type`, `status`, or with `errors`; an
answer of another shape comes from something on the way, and after a write nothing is sure then.
The kinds of 403 differ by their words alone.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

import requests

from bot.networks import NetworkError, Outcome, Trouble
from bot.networks.wire import date_of

_WINDOW = timedelta(minutes=15)
"""How long X's rate windows are; waited where it names no usable end."""

_LONGEST_WAIT = timedelta(hours=24)
_CLOCK_SKEW = timedelta(minutes=4)


class _Kind(NamedTuple):
    words: tuple[str, ...]
    trouble: Trouble
    outcome: Outcome
    hint: str = ""


_SETUP = "look at the app's settings in X's developer console"

_KINDS = (
    # In this order: the newer refusal of a reply has the title "Authorization Error".
    _Kind(
        ("reply to this conversation is not allowed", "only reply to or quote"),
        Trouble.REJECTED,
        Outcome.REFUSED,
    ),
    _Kind(("duplicate content",), Trouble.DUPLICATE, Outcome.UNSURE),
    _Kind(
        ("creditsdepleted", "credits to fulfill", "spend cap", "usage cap", "usagecapexceeded"),
        Trouble.MONEY,
        Outcome.NOT_APPLIED,
        "add credits or raise the spending limit in X's developer console",
    ),
    _Kind(("deleted or not visible",), Trouble.GONE, Outcome.REFUSED),
    _Kind(("daily status update limit", "daily limit"), Trouble.LIMIT, Outcome.NOT_APPLIED),
    _Kind(("@mentions is not allowed",), Trouble.REJECTED, Outcome.REFUSED),
    _Kind(
        ("suspended", "temporarily locked", "account is locked"),
        Trouble.TOKEN,
        Outcome.NOT_APPLIED,
        "sign in to the account on x.com and do what X asks there",
    ),
    _Kind(
        (
            "client-forbidden",
            "not-enrolled",
            "unsupported-authentication",
            "oauth1 app permissions",
            "oauth1-permissions",
        ),
        Trouble.TOKEN,
        Outcome.NOT_APPLIED,
        _SETUP,
    ),
)


def names_fields(answer: requests.Response) -> bool:
    """Whether X refused because it does not know a field or its parameter."""
    return answer.status_code == 400 and any(
        word in answer.text for word in (".fields", "expansions")
    )


def refusal(answer: requests.Response, *, writing: bool, now: datetime) -> NetworkError:
    """The error that an answer other than 2xx stands for."""
    status, own = answer.status_code, own_body(answer)
    unsure = Outcome.UNSURE if writing else Outcome.NOT_APPLIED
    if status == 429:
        return NetworkError(
            "X asks to wait: too many calls",
            outcome=Outcome.NOT_APPLIED,
            trouble=Trouble.LIMIT,
            retry_at=wait_until(answer, now),
        )
    if own is None or not 400 <= status < 500:
        return NetworkError(f"X answered {status}, not as it should", outcome=unsure)
    kind = _kind(status, answer.text.lower(), writing=writing)
    hint = _clock_hint(answer, now) if status == 401 else kind.hint
    return NetworkError(
        f"X refused ({status}): {told(own)}" + (f"; {hint}" if hint else ""),
        outcome=kind.outcome,
        trouble=kind.trouble,
        retry_at=now + 2 * _WINDOW if kind.trouble is Trouble.LIMIT else None,
    )


def _kind(status: int, words: str, *, writing: bool) -> _Kind:
    if status == 401:
        return _Kind((), Trouble.TOKEN, Outcome.NOT_APPLIED)
    if status == 402:
        return _KINDS[2]
    for kind in _KINDS:
        if any(word in words for word in kind.words):
            return kind
    if status == 404:
        return _Kind((), Trouble.GONE, Outcome.REFUSED)
    if status == 403 and not writing:
        # Reading one's own mentions is never forbidden for what they say: it is the account.
        return _Kind((), Trouble.TOKEN, Outcome.NOT_APPLIED, _SETUP)
    return _Kind((), Trouble.REJECTED, Outcome.REFUSED)


def own_body(answer: requests.Response) -> dict[str, Any] | None:
    """The answer's JSON object; None where X cannot have written it."""
    try:
        body = answer.json()
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def told(body: dict[str, Any]) -> str:
    """X's own words for what is wrong, short and on one line."""
    errors = body.get("errors")
    first = errors[0] if isinstance(errors, list) and errors else {}
    words = body.get("detail") or body.get("title")
    if isinstance(first, dict):
        words = words or first.get("message") or first.get("detail")
    return " ".join(str(words or "no reason given").split())[:200]


def wait_until(answer: requests.Response, now: datetime) -> datetime:
    """The end of the longest limit that is used up; never in the past, never days ahead.

    X counts a window of 15 minutes and, for some calls, 24 hours of the app and of the user.
    A limit without `-remaining` is taken for used up.
    """
    ends = [
        end
        for limit in ("x-rate-limit", "x-app-limit-24hour", "x-user-limit-24hour")
        if answer.headers.get(f"{limit}-remaining", "0").strip() == "0"
        and (end := _epoch(answer.headers.get(f"{limit}-reset"), now)) is not None
    ]
    return min(max(ends, default=now + _WINDOW), now + _LONGEST_WAIT)


def _epoch(value: str | None, now: datetime) -> datetime | None:
    """The instant, if it is one to come (X's clock and ours may differ by a little)."""
    try:
        end = datetime.fromtimestamp(float(value or ""), tz=now.tzinfo)
    except (ValueError, OverflowError, OSError):
        return None
    return end if end > now else None


def _clock_hint(answer: requests.Response, now: datetime) -> str:
    date = date_of(answer.headers)
    if date is not None and abs(date - now) > _CLOCK_SKEW:
        return f"this machine's clock is wrong: X has {date:%Y-%m-%d %H:%M} UTC"
    return "the keys are wrong or were revoked: make new ones in X's developer console"
