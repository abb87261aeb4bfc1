"""A real HTTP server on this machine that answers what a test tells it to, faults included."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

DATE = "Sat, 12 Dec 2026 10:00:00 GMT"


@dataclass(frozen=True)
class Heard:
    """One request as it arrived."""

    method: str
    path: str
    query: dict[str, list[str]]
    form: dict[str, list[str]]
    headers: dict[str, str]


@dataclass(frozen=True)
class Answer:
    """What is sent back; `fault` takes the connection itself in hand."""

    body: bytes = b"{}"
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    fault: Callable[[Server, Handler], None] | None = None


Script = Answer | Callable[[Heard], Answer]


def says(value: Any, status: int = 200, **headers: str) -> Answer:
    """JSON, with headers written with underscores."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    body = json.dumps(value).encode()
    return Answer(body, status, {"Content-Type": "application/json", **named})


def error(status: int, text: str = "Nope", **headers: str) -> Answer:
    """An error in the form every Mastodon server gives it."""
    return says({"error": text}, status, **headers)


def page_of_html(status: int = 200) -> Answer:
    """What a portal, a proxy or a parked domain sends."""
    return Answer(b"<!doctype html><p>Welcome</p>", status, {"Content-Type": "text/html"})


class Server(ThreadingHTTPServer):
    """Answers by (method, path): each script once, the last for ever."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.scripts: dict[tuple[str, str], list[Script]] = defaultdict(list)
        self.heard: list[Heard] = []
        self.connections = 0
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def on(self, method: str, path: str, *scripts: Script) -> None:
        self.scripts[method, path] = list(scripts)

    def asked(self, method: str, path: str) -> list[Heard]:
        return [one for one in self.heard if (one.method, one.path) == (method, path)]

    def answer(self, heard: Heard) -> Answer:
        self.heard.append(heard)
        scripts = self.scripts[heard.method, heard.path]
        if not scripts:
            return error(404, "Record not found")
        script = scripts[0] if len(scripts) == 1 else scripts.pop(0)
        return script if isinstance(script, Answer) else script(heard)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up is what some tests are about."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Server

    def setup(self) -> None:
        super().setup()
        self.server.connections += 1

    def log_message(self, *args: Any) -> None:
        pass

    def date_time_string(self, timestamp: float | None = None) -> str:
        return DATE

    def take(self) -> None:
        parts = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        headers = {name.lower(): text for name, text in self.headers.items()}
        heard = Heard(self.command, parts.path, parse_qs(parts.query), parse_qs(body), headers)
        answer = self.server.answer(heard)
        if answer.fault:
            answer.fault(self.server, self)
            self.close_connection = True
            return
        self.send_response(answer.status)
        for name, text in answer.headers.items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    do_GET = do_POST = do_PATCH = do_PUT = do_DELETE = take


@contextmanager
def serving() -> Iterator[Server]:
    server = Server()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def raw(*pieces: bytes, gap: float = 0.0) -> Answer:
    """These very bytes in place of an answer, with a pause after each, then the end."""

    def send(server: Server, handler: Handler) -> None:
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            if gap and server.over.wait(gap):
                return

    return Answer(fault=send)


def hang() -> Answer:
    """Nothing at all, for as long as the test lasts."""
    return Answer(fault=lambda server, handler: server.over.wait(30) and None)


def reset() -> Answer:
    """The connection is cut hard."""

    def cut(server: Server, handler: Handler) -> None:
        # Zero seconds of lingering: the peer gets a reset, not an end.
        linger = struct.pack("ii", 1, 0)
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        handler.connection.close()

    return Answer(fault=cut)


def drip(body: bytes = b"[]" * 500, *, head: bool = False) -> Answer:
    """A byte every twentieth of a second: of the body, or already of the headers."""
    start = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body)
    if head:
        slow = b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * 500
        return raw(*(slow[i : i + 1] for i in range(len(slow))), gap=0.05)
    return raw(start, *(body[i : i + 1] for i in range(len(body))), gap=0.05)
