"""A loopback server that speaks as much of Mastodon's and X's APIs as the contenders call.

    python -m bench.server PORT MESSAGES [MILLISECONDS_OF_LATENCY [mixed|unlike|burst|thread]]

Every body is made before the first request, so that what varies is the client's own work. It
counts requests, connections and posts: no figure of this kind is taken from a contender.
`GET /_counts` tells them, `GET /_reset` begins anew.
"""

from __future__ import annotations

import asyncio
import bisect
import re
import sys
from collections import Counter
from datetime import timedelta
from email.utils import formatdate
from typing import Any
from urllib.parse import parse_qs, urlsplit

from bench import payload
from bench.payload import dumped

_RESET = payload.READ + timedelta(minutes=5)
_HEADERS = (
    "x-ratelimit-limit: 300000\r\nx-ratelimit-remaining: 299999\r\n"
    f"x-ratelimit-reset: {_RESET:%Y-%m-%dT%H:%M:%S}.000000Z\r\ncache-control: private, no-store\r\n"
    'etag: W/"c61b5bf8e40a963c4886112a8a1b921b"\r\nvary: Authorization, Origin\r\n'
    "x-content-type-options: nosniff\r\nx-frame-options: SAMEORIGIN\r\n"
    "x-request-id: b38a3a7d-9a05-4d31-b6bf-9274a5ef2f1b\r\nx-runtime: 0.048600\r\n"
    "strict-transport-security: max-age=31557600\r\n"
)
_DATE = formatdate(payload.READ.timestamp(), usegmt=True)
_STREAMED_AT_ONCE = 1 << 20
# On X and Facebook the token names the account, which is the number that it begins with here.
_ACCOUNT = re.compile(r'(?:oauth_token="|Bearer )(\d+)-')
# As many favourites as Mastodon takes in five minutes, and then it asks to wait for the next five.
_FAVOURITES = 280
_BATCH = 20  # statuses asked for by id, the most that Mastodon gives
_DESCENDANTS = 4_096  # Mastodon's CONTEXT_LIMIT

MIXED, UNLIKE, BURST, THREAD = "mixed", "unlike", "burst", "thread"
"""What is told: a mixture; the same, no two messages alike; a vote of everybody, whose favourites
have to wait; the same, with the votes standing under the ballot too."""


class Told:
    """Everything the server can answer, and what it counts."""

    def __init__(self, port: int, messages: int, latency: float, kind: str) -> None:
        self.port, self.latency, self.kind = port, latency, kind
        said = {MIXED: payload.script, UNLIKE: payload.unlike}.get(kind, payload.burst)(messages)
        told = payload.mastodon(said)
        self.ids = [int(one["id"]) for one in told]
        self.bodies = [dumped(one) for one in told]
        posts, self.users = payload.twitter(messages)
        self.x_ids = [int(post["id"]) for post in posts]
        self.x_bodies = [dumped(post) for post in posts]
        status = told[0]["status"] | {"account": _ours(told[0]["account"])}
        self.status = dumped(status)
        self.account = dumped(status["account"])
        self.replies = _under_the_ballot(told if kind == THREAD else [])
        self.statuses = {one["status"]["id"]: one["status"] for one in told}
        self.counts: Counter[str] = Counter()
        self.favourites = 0


def _under_the_ballot(told: list[dict[str, Any]]) -> bytes:
    """As many replies as Mastodon shows at once."""
    replies = [one["status"] for one in told if one["status"]["in_reply_to_id"] == payload.BALLOT]
    return dumped({"ancestors": [], "descendants": replies[:_DESCENDANTS]})


def _ours(account: dict[str, object]) -> dict[str, object]:
    return account | {
        **{"id": payload.US, "acct": "cashmob_graz", "username": "cashmob_graz", "bot": True},
        "source": {"privacy": "public", "sensitive": False, "language": "en", "note": ""},
    }


class Face(asyncio.Protocol):
    """One connection."""

    def __init__(self, told: Told) -> None:
        self._told, self._buffer = told, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._out = transport
        self._told.counts["connections"] += 1

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        while (end := self._buffer.find(b"\r\n\r\n")) >= 0:
            head = self._buffer[:end].decode("latin1")
            length = re.search(r"(?i)content-length: *(\d+)", head)
            body = end + 4 + (int(length[1]) if length else 0)
            if len(self._buffer) < body:
                return
            self._buffer = self._buffer[body:]
            method, target, _ = head.split("\r\n", 1)[0].split(" ")
            named = _ACCOUNT.search(head)
            self._account = named[1] if named else payload.X_US
            self._answer(method, target)

    def _answer(self, method: str, target: str) -> None:
        parts = urlsplit(target)
        path, asked = parts.path.rstrip("/"), parse_qs(parts.query)
        if path == "/_counts":
            return self._send(dumped(self._told.counts))
        if path == "/_reset":
            self._told.counts.clear()
            return self._send(b"{}")
        told = self._told.statuses
        self._told.counts["requests"] += 1
        self._told.counts[f"{method} " + re.sub(r"\d{6,}", "ID", path)] += 1
        if path == "/api/v1/notifications":
            return self._notifications(asked)
        if path.startswith("/api/v1/streaming") and not path.endswith("health"):
            self._stream()
            return None
        if path.endswith("/mentions"):
            return self._x_mentions(asked)
        if path.endswith("/me"):
            us = {"id": self._account, "name": "Cash Mob", "username": "cashmob_graz"}
            return self._send(dumped({"data": us} if path.startswith("/2/") else us))
        if path.endswith(("/feed", "/tagged", "/published_posts")) and method == "GET":
            return self._send(b'{"data":[]}')
        if method == "POST" and path.endswith(("/statuses", "/favourite", "/2/tweets")):
            self._told.counts["writes"] += 1
        if method == "GET" and path == "/api/v1/statuses" and "id[]" in asked:
            known = (told.get(id_) for id_ in asked["id[]"][:_BATCH])
            return self._send(dumped([one for one in known if one]))
        if self._told.kind in (BURST, THREAD) and path.endswith("/favourite"):
            self._told.favourites += 1
            if self._told.favourites % _FAVOURITES == 0:
                return self._send(b'{"error":"Too many requests"}', "", "429 Too Many Requests")
        return self._send(*self._plain(method, path))

    def _plain(self, method: str, path: str) -> tuple[bytes, str, str]:
        told = self._told
        known = {
            "/api/v1/accounts/verify_credentials": told.account,
            "/api/v1/instance": _instance(told.port, 1),
            "/api/v2/instance": _instance(told.port, 2),
            "/api/v1/streaming/health": b"OK",
        }
        if path in known:
            return known[path], "", "200 OK"
        if method == "POST" and path.startswith("/api/v1/statuses"):
            return told.status, "", "200 OK"
        if method == "POST" and path == "/2/tweets":
            return b'{"data":{"id":"1900000000000000009","text":"ok"}}', "", "201 Created"
        if method == "GET" and path.endswith("/statuses"):
            return b"[]", "", "200 OK"
        if path.endswith(f"/{payload.BALLOT}/context"):
            return told.replies, "", "200 OK"
        if path.endswith(("/context", "/dismiss")):
            return b'{"ancestors":[],"descendants":[]}', "", "200 OK"
        return b'{"error":"Record not found"}', "", "404 Not Found"

    def _notifications(self, asked: dict[str, list[str]]) -> None:
        told, bounds = self._told, {k: int(v[0]) for k, v in asked.items() if v[0].isdigit()}
        limit = min(bounds.get("limit", 40), 80)
        end = bisect.bisect_left(told.ids, bounds.get("max_id", sys.maxsize))
        if "min_id" in bounds:
            start = bisect.bisect_right(told.ids, bounds["min_id"])
            end = min(end, start + limit)
        else:
            start = max(bisect.bisect_right(told.ids, bounds.get("since_id", 0)), end - limit)
        page, link = told.bodies[start:end][::-1], ""
        if page:
            base = f"http://127.0.0.1:{told.port}/api/v1/notifications?limit={limit}"
            link = (
                f'link: <{base}&max_id={told.ids[start]}>; rel="next", '
                f'<{base}&min_id={told.ids[end - 1]}>; rel="prev"\r\n'
            )
        self._send(b"[" + b",".join(page) + b"]", link)

    def _x_mentions(self, asked: dict[str, list[str]]) -> None:
        told = self._told
        token, limit = asked.get("pagination_token"), int(asked.get("max_results", ["10"])[0])
        since = bisect.bisect_right(told.x_ids, int(asked.get("since_id", ["0"])[0]))
        end = int(token[0]) if token else len(told.x_ids)
        start = max(since, end - limit)
        meta: dict[str, object] = {"result_count": end - start}
        if end > start:
            meta |= {"newest_id": str(told.x_ids[end - 1]), "oldest_id": str(told.x_ids[start])}
        if start > since:
            meta["next_token"] = str(start)
        users = {told.users[i]["id"]: told.users[i] for i in range(start, end)}
        page = b'{"data":[' + b",".join(told.x_bodies[start:end][::-1])
        rest = b'],"includes":{"users":' + dumped(list(users.values())) + b'},"meta":'
        self._send(page + rest + dumped(meta) + b"}" if end > start else dumped({"meta": meta}))

    def _stream(self) -> None:
        head = b"content-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
        self._out.write(b"HTTP/1.1 200 OK\r\n" + head)
        self._pump = asyncio.ensure_future(self._pumped())

    async def _pumped(self) -> None:
        self._chunk(b":)\n")
        await asyncio.sleep(0.5)
        for body in self._told.bodies:
            self._chunk(b"event: notification\ndata: " + body + b"\n\n")
            while self._out.get_write_buffer_size() > _STREAMED_AT_ONCE:
                await asyncio.sleep(0.002)

    def _chunk(self, data: bytes) -> None:
        self._out.write(b"%x\r\n%s\r\n" % (len(data), data))

    def _send(self, body: bytes, more: str = "", status: str = "200 OK") -> None:
        head = (
            f"HTTP/1.1 {status}\r\ncontent-type: application/json; charset=utf-8\r\n"
            f"content-length: {len(body)}\r\ndate: {_DATE}\r\n"
            f"{_HEADERS}{more}\r\n"
        )
        later = asyncio.get_running_loop().call_later
        if self._told.latency:
            later(self._told.latency, self._out.write, head.encode() + body)
        else:
            self._out.write(head.encode() + body)


def _instance(port: int, version: int) -> bytes:
    stream = f"http://127.0.0.1:{port}"
    if version == 1:
        more = {"uri": "127.0.0.1", "urls": {"streaming_api": stream}, "stats": {}}
    else:
        more = {"domain": "127.0.0.1", "configuration": {"urls": {"streaming": stream}}}
    return dumped({"title": "bench", "version": "4.5.2", "languages": ["en"]} | more)


async def serve(port: int, messages: int, latency: float, kind: str) -> None:
    """Until it is ended; says "ready" once it listens."""
    told = Told(port, messages, latency, kind)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Face(told), "127.0.0.1", port, backlog=4096)
    print("ready", flush=True)
    await server.serve_forever()


def main(port: str, messages: str, milliseconds: str = "0", kind: str = MIXED) -> None:
    """As the command line has it."""
    asyncio.run(serve(int(port), int(messages), float(milliseconds) / 1000, kind))


if __name__ == "__main__":
    main(*sys.argv[1:])
