"""A small server on this machine that answers as a test tells it, over real HTTP."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

DATE = "Sun, 01 Nov 2026 12:00:00 GMT"


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    line: str

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode()))


@dataclass(frozen=True)
class Answer:
    """What to say; `how` may be "cut" (half of it), "drip" or "silence"."""

    body: Any = field(default_factory=dict)
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    how: str = ""


Serve = Callable[[Asked], Answer]


class Server:
    """The running server: its address, what it was asked, and who answers."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.asked: list[Asked] = []
        self.serve: Serve = lambda asked: Answer({}, 404)

    def says(self, *answers: Answer) -> None:
        """One answer after another, whatever is asked."""
        waiting = iter(answers)
        self.serve = lambda asked: next(waiting)

    def calls(self) -> list[tuple[str, str]]:
        return [(asked.method, asked.path) for asked in self.asked]


@contextmanager
def running() -> Iterator[Server]:
    """A server on a free port of 127.0.0.1."""
    http = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    http.daemon_threads = True
    server = Server(f"http://127.0.0.1:{http.server_port}")
    http.script = server  # type: ignore[attr-defined]
    thread = threading.Thread(target=http.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        thread.join()
        http.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def _answer(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        asked = Asked(
            self.command,
            parts.path,
            dict(parse_qsl(parts.query)),
            dict(self.headers),
            self.rfile.read(length),
            self.path,
        )
        server = self.server.script  # type: ignore[attr-defined]
        server.asked.append(asked)
        self._write(server.serve(asked))

    do_GET = do_POST = _answer

    def _write(self, answer: Answer) -> None:
        body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        if answer.how == "silence":
            self.close_connection = True
            return
        self.send_response_only(answer.status)
        headers = {"Date": DATE, "Content-Type": "application/json"} | dict(answer.headers)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if answer.how == "cut":
            self.wfile.write(body[: len(body) // 2])
            self.close_connection = True
        elif answer.how == "drip":
            self._drip(body)
        else:
            self.wfile.write(body)

    def _drip(self, body: bytes) -> None:
        self.close_connection = True
        for byte in body:
            try:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
            except OSError:
                return
            time.sleep(0.05)

    def log_message(self, *args: object) -> None:
        pass
