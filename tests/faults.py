"""Faults: one wrapper before any face, which breaks chosen calls before, after or in the answer.

    faults = Faults(face, [Rule(Reset(), "POST", "/api/v1/statuses", after=True, nth={1})])
    with Serving({"mastodon": faults}) as serving: ...

A rule breaks the calls that it matches: all of them, the nth ones, or a seeded part of them.
`after=True` lets the face do the work first and breaks what follows; faults in the answer always
work on the face's own answer. What was broken is in `hits`, so that a test can be sure of it.
"""

from __future__ import annotations

import asyncio
import json
import random
import re
import socket
import struct
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any
from zlib import crc32

from starlette.types import ASGIApp, Message, Receive, Scope, Send

HTML = b"<!DOCTYPE html><html><body><h1>502 Bad Gateway</h1><hr>nginx</body></html>"
LONGEST = 30.0
"""Seconds after which even a hanging call is dropped, so that no test stays for ever."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, as the face made it or as a fault puts it in its place."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Refuse:
    """Another answer in place of the face's: 503, 429, a page of HTML …"""

    status: int = 503
    body: bytes = b'{"error":"Service Unavailable"}'
    content_type: str = "application/json; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hang:
    """No answer for so many seconds, or until the caller gives up; then the line is cut."""

    seconds: float = LONGEST


@dataclass(frozen=True, slots=True)
class Reset:
    """The connection is reset without a word."""


@dataclass(frozen=True, slots=True)
class Truncate:
    """The answer breaks off in the middle; its length said that there would be more or, with
    `tidy`, that there would not."""

    tidy: bool = False


@dataclass(frozen=True, slots=True)
class Drip:
    """The answer comes byte by byte, `pause` seconds apart, and never to its end."""

    pause: float = 0.2


@dataclass(frozen=True, slots=True)
class WrongType:
    """The right body under a wrong content type."""

    content_type: str = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Html:
    """A page of HTML with status 200, as a captive portal or a tired proxy gives."""


@dataclass(frozen=True, slots=True)
class WithoutId:
    """The right answer, but the object in it has no id."""


@dataclass(frozen=True, slots=True)
class Skew:
    """The server's clock is wrong by so much; None takes the Date away."""

    by: timedelta | None = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Duplicates:
    """Every item of a list comes twice."""


@dataclass(frozen=True, slots=True)
class Late:
    """Items of a list are not shown before they are so many seconds old (by the answer's Date).

    A seeded part of them, so that a later one shows before an earlier one, as where several
    workers write.
    """

    seconds: float = 2.0
    rate: float = 0.5
    seed: int = 0


Instead = Refuse | Hang | Reset
Within = Truncate | Drip | WrongType | Html | WithoutId | Skew | Duplicates | Late
Fault = Instead | Within


@dataclass(frozen=True, slots=True)
class Rule:
    """Which calls break, and how: `path` is a pattern for the whole path.

    `nth` counts the calls that match, from 1; `rate` breaks that part of them, by the seed of
    `Faults`. `repeats` breaks only a call whose Idempotency-Key was seen before.
    """

    fault: Fault
    method: str | None = None
    path: str = ".*"
    nth: Collection[int] | None = None
    rate: float = 1.0
    after: bool = False
    repeats: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """One call that was broken."""

    fault: Fault
    method: str
    path: str


MASTODON: Mapping[str, Rule] = {
    "rate limited": Rule(
        Refuse(
            429,
            b'{"error":"Too many requests"}',
            headers={"X-RateLimit-Limit": "300", "X-RateLimit-Remaining": "0"},
        )
    ),
    "token revoked": Rule(Refuse(401, b'{"error":"The access token was revoked"}')),
    # Versions of 2026 answered a repeated Idempotency-Key with an error of their own.
    "repeated key": Rule(
        Refuse(500, b'{"error":"An unexpected error occurred"}'),
        "POST",
        "/api/v1/statuses",
        repeats=True,
    ),
    "no policy": Rule(Refuse(404, b'{"error":"Not Found"}'), path="/api/v2/notifications/policy"),
    "no instance": Rule(Refuse(503), path="/api/v[12]/instance/?"),
    "no second instance": Rule(Refuse(404, b'{"error":"Not Found"}'), path="/api/v2/instance/?"),
    "no list of statuses": Rule(Refuse(404, b'{"error":"Not Found"}'), "GET", "/api/v1/statuses/?"),
    "late mentions": Rule(Late(), "GET", "/api/v1/notifications"),
}
"""What Mastodon and its likes are known to do of their own; `replace(rule, …)` narrows one."""


def _x(status: int, title: str, detail: str, type: str = "about:blank") -> Refuse:
    body = {"title": title, "detail": detail, "type": type, "status": status}
    return Refuse(status, json.dumps(body).encode(), "application/json")


def _graph(code: int, message: str, *, status: int = 400, **more: Any) -> Refuse:
    error = {"message": message, "type": "OAuthException", "code": code, **more}
    body = {"error": {**error, "fbtrace_id": "AsWJL6JBKPVj_KXF4SNcPAQ"}}
    return Refuse(status, json.dumps(body).encode(), "application/json; charset=UTF-8")


_REPLIES = "You can only reply to or quote posts where you are mentioned or are the author."

TWITTER: Mapping[str, Rule] = {
    "rate limited": Rule(
        replace(
            _x(429, "Too Many Requests", "Too Many Requests"),
            headers={
                "x-rate-limit-limit": "300",
                "x-rate-limit-remaining": "0",
                "x-rate-limit-reset": "1795263300",  # 2026-11-21T12:15:00Z
            },
        )
    ),
    "token revoked": Rule(_x(401, "Unauthorized", "Unauthorized")),
    "no credits": Rule(
        _x(
            402,
            "CreditsDepleted",
            "Your enrolled account [1] does not have any credits to fulfill this request.",
            "https://api.twitter.com/2/problems/credits",
        )
    ),
    "spend cap": Rule(_x(403, "Forbidden", "Monthly spend cap reached for this billing cycle.")),
    "duplicate": Rule(
        _x(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content."),
        "POST",
        "/2/tweets",
    ),
    # The newer words come with a title that looks like a dead login.
    "no replies": Rule(_x(403, "Authorization Error", _REPLIES), "POST", "/2/tweets"),
    "suspended": Rule(_x(403, "Forbidden", "Your account is suspended.")),
    "new words": Rule(
        _x(
            400,
            "Invalid Request",
            "The query parameter [tweet.fields] is not one of [post.fields]",
            "https://api.twitter.com/2/problems/invalid-request",
        ),
        "GET",
    ),
    "late mentions": Rule(Late(), "GET", "/2/users/[0-9]+/mentions"),
}
"""What X is known to do of its own."""

FACEBOOK: Mapping[str, Rule] = {
    "token expired": Rule(
        _graph(
            190,
            "Error validating access token: Session has expired on Saturday, 21-Nov-26.",
            error_subcode=463,
        )
    ),
    "role lost": Rule(
        _graph(
            190,
            "Error validating access token: The user does not have the role on the Page.",
            error_subcode=492,
        )
    ),
    "rate limited": Rule(
        _graph(613, "(#613) Calls to this api have exceeded the rate limit.", status=403)
    ),
    "page throttled": Rule(
        replace(
            _graph(80001, "(#80001) There have been too many calls to this Page account."),
            headers={
                "x-business-use-case-usage": '{"104857600000001": [{"type": "pages", '
                '"call_count": 100, "total_cputime": 25, "total_time": 25, '
                '"estimated_time_to_regain_access": 19}]}'
            },
        )
    ),
    "blocked": Rule(
        _graph(
            368,
            "We limit how often you can post, comment or do other things.",
            error_subcode=1390008,
        ),
        "POST",
    ),
    "duplicate": Rule(_graph(506, "Duplicate status message"), "POST", "/v26.0/[0-9]+/feed"),
    # Facebook answered so seven times to a post that was out each time.
    "try again": Rule(
        _graph(2, "An unexpected error has occurred. Please retry later.", status=500),
        "POST",
        after=True,
    ),
    "permission lapsed": Rule(
        _graph(10, "(#10) Application does not have permission for this action", status=403)
    ),
    "late comments": Rule(Late(), "GET", "/v26.0/.*(feed|tagged|comments)"),
}
"""What Facebook is known to do of its own."""


class Faults:
    """The wrapper: an ASGI app that hands calls on to `face` but for those that its rules break.

    The first rule that matches a call breaks it; each rule counts the calls that it matches.
    """

    def __init__(self, face: ASGIApp, rules: Sequence[Rule] = (), *, seed: int = 0) -> None:
        self.rules = list(rules)
        self.hits: list[Hit] = []
        self.calls: list[tuple[str, str]] = []
        self._face = face
        self._chance = random.Random(seed)
        self._matched: Counter[int] = Counter()
        self._keys: set[bytes] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, rightly or not."""
        self.calls.append((scope["method"], scope["path"]))
        rule = self._rule(scope)
        if rule is None:
            await self._face(scope, receive, send)
            return
        self.hits.append(Hit(rule.fault, scope["method"], scope["path"]))
        body = await _body(receive)
        within = not isinstance(rule.fault, Refuse | Hang | Reset)
        answer = await _answer_of(self._face, scope, body) if rule.after or within else None
        await _break(rule.fault, answer, receive, send)

    def heal(self) -> None:
        """No more faults from here on."""
        self.rules.clear()

    def _rule(self, scope: Scope) -> Rule | None:
        key = dict(scope["headers"]).get(b"idempotency-key")
        repeated = key is not None and key in self._keys
        self._keys |= {key} if key is not None else set()
        found = None
        for rule in self.rules:
            if self._matches(rule, scope, repeated) and found is None and self._now(rule):
                found = rule
        return found

    def _matches(self, rule: Rule, scope: Scope, repeated: bool) -> bool:
        return (
            rule.method in (None, scope["method"])
            and re.fullmatch(rule.path, scope["path"]) is not None
            and (repeated or not rule.repeats)
        )

    def _now(self, rule: Rule) -> bool:
        self._matched[id(rule)] += 1
        if rule.nth is not None and self._matched[id(rule)] not in rule.nth:
            return False
        return rule.rate >= 1 or self._chance.random() < rule.rate


async def _break(fault: Fault, answer: Answer | None, receive: Receive, send: Send) -> None:
    if isinstance(fault, Reset):
        await _cut(send)
    elif isinstance(fault, Hang):
        await _hang(fault.seconds, receive)
        await _cut(send)
    elif isinstance(fault, Refuse):
        dated = _dated(answer)
        headers = {**dated, "content-type": fault.content_type, **fault.headers}
        await _send(Answer(fault.status, headers, fault.body), send)
    elif isinstance(fault, Drip):
        assert answer is not None
        await _drip(answer, fault.pause, send)
    elif isinstance(fault, Truncate) and not fault.tidy:
        assert answer is not None
        await _start(answer, send)
        half = answer.body[: len(answer.body) // 2]
        await send({"type": "http.response.body", "body": half, "more_body": True})
        await _cut(send, gently=True)
    else:
        assert answer is not None
        await _send(_spoiled(fault, answer), send)


def _spoiled(fault: Fault, answer: Answer) -> Answer:
    """The face's answer with the fault in it."""
    match fault:
        case Truncate():
            return replace(answer, body=answer.body[: len(answer.body) // 2])
        case WrongType():
            return replace(answer, headers={**answer.headers, "content-type": fault.content_type})
        case Html():
            headers = {**answer.headers, "content-type": "text/html"}
            return Answer(200, headers, HTML.replace(b"502 Bad Gateway", b"Welcome"))
        case Skew():
            return replace(answer, headers=_skewed(answer.headers, fault.by))
        case WithoutId():
            told = json.loads(answer.body)
            told.get("data", told).pop("id")
            return replace(answer, body=json.dumps(told).encode())
        case Duplicates():
            doubled = _listed(
                json.loads(answer.body), lambda items: [i for i in items for _ in range(2)]
            )
            return replace(answer, body=json.dumps(doubled).encode())
        case Late():
            now = parsedate_to_datetime(answer.headers["date"])
            shown = _listed(
                json.loads(answer.body),
                lambda items: [item for item in items if not _too_new(fault, item, now)],
            )
            return replace(answer, body=json.dumps(shown).encode())
    raise AssertionError(f"no way to spoil an answer by {fault}")


def _listed(body: Any, change: Callable[[list[Any]], list[Any]]) -> Any:
    """The body with its list of items changed: the body itself, or what stands under `data`.

    Facebook has lists inside lists (posts with their comments); then only the inner ones change.
    """
    if isinstance(body, list):
        return change(body)
    items = body.get("data", [])
    if any("comments" in item for item in items):
        nested = [
            {**item, "comments": _listed(item["comments"], change)} if "comments" in item else item
            for item in items
        ]
        return {**body, "data": nested}
    return {**body, "data": change(items)} if items else body


def _skewed(headers: Mapping[str, str], by: timedelta | None) -> dict[str, str]:
    kept = {name: value for name, value in headers.items() if name != "date"}
    if by is None:
        return kept
    date = parsedate_to_datetime(headers["date"]) + by
    return {**kept, "date": format_datetime(date.astimezone(UTC), usegmt=True)}


def _too_new(fault: Late, item: Mapping[str, Any], now: datetime) -> bool:
    age = now - datetime.fromisoformat(item.get("created_at") or item["created_time"])
    unlucky = crc32(f"{fault.seed}/{item['id']}".encode()) / 2**32 < fault.rate
    return unlucky and age < timedelta(seconds=fault.seconds)


async def _answer_of(face: ASGIApp, scope: Scope, body: bytes) -> Answer:
    """The face's whole answer, kept back."""
    parts: list[Message] = []

    async def keep(message: Message) -> None:
        parts.append(message)

    async def give() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    await face(scope, give, keep)
    headers = {name.decode().lower(): value.decode() for name, value in parts[0]["headers"]}
    whole = b"".join(part.get("body", b"") for part in parts[1:])
    return Answer(parts[0]["status"], headers, whole)


async def _body(receive: Receive) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


async def _start(answer: Answer, send: Send) -> None:
    headers = {**answer.headers, "content-length": str(len(answer.body))}
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": raw})


async def _send(answer: Answer, send: Send) -> None:
    await _start(answer, send)
    await send({"type": "http.response.body", "body": answer.body})


async def _drip(answer: Answer, pause: float, send: Send) -> None:
    await _start(answer, send)
    for byte in answer.body[: int(LONGEST / pause)]:
        await send({"type": "http.response.body", "body": bytes([byte]), "more_body": True})
        await asyncio.sleep(pause)
    await _cut(send, gently=True)


async def _hang(seconds: float, receive: Receive) -> None:
    """Wait for the caller to go away, but no longer than that."""
    try:
        async with asyncio.timeout(min(seconds, LONGEST)):
            while (await receive())["type"] != "http.disconnect":
                pass
    except TimeoutError:
        return


async def _cut(send: Send, *, gently: bool = False) -> None:
    """End the connection under the answer: with a reset, or gently, after what was sent."""
    # uvicorn's `send` belongs to the request it answers, which knows the connection.
    transport = send.__self__.transport
    opened = transport.get_extra_info("socket")
    if gently:
        transport.close()
    else:
        if opened is not None:
            opened.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
    # Once round the loop, so that uvicorn knows of it and does not answer in our place.
    await asyncio.sleep(0.01)


def _dated(answer: Answer | None) -> dict[str, str]:
    """The Date of the face's answer, where it made one."""
    return {"date": answer.headers["date"]} if answer and "date" in answer.headers else {}
