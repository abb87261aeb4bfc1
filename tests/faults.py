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
from collections.abc import Collection, Mapping, Sequence
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
    """Status 200 and an object that has no id."""


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
            told = {k: v for k, v in json.loads(answer.body).items() if k != "id"}
            return replace(answer, body=json.dumps(told).encode())
        case Duplicates():
            doubled = [item for item in json.loads(answer.body) for _ in range(2)]
            return replace(answer, body=json.dumps(doubled).encode())
        case Late():
            now = parsedate_to_datetime(answer.headers["date"])
            shown = [item for item in json.loads(answer.body) if not _too_new(fault, item, now)]
            return replace(answer, body=json.dumps(shown).encode())
    raise AssertionError(f"no way to spoil an answer by {fault}")


def _skewed(headers: Mapping[str, str], by: timedelta | None) -> dict[str, str]:
    kept = {name: value for name, value in headers.items() if name != "date"}
    if by is None:
        return kept
    date = parsedate_to_datetime(headers["date"]) + by
    return {**kept, "date": format_datetime(date.astimezone(UTC), usegmt=True)}


def _too_new(fault: Late, item: Mapping[str, Any], now: datetime) -> bool:
    age = now - datetime.fromisoformat(item["created_at"])
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
