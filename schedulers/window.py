"""The window: /healthz, for this machine alone to look through."""

from __future__ import annotations

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from json import dumps
from threading import Thread

from schedulers.health import Health

_LOOPBACK = "127.0.0.1"


class Window:
    """/healthz on this machine alone: 200 where all is well, 503 where it is not, with the reasons
    as JSON. Nothing else is answered."""

    def __init__(self, port: int, health: Callable[[], Health]) -> None:
        self._server = ThreadingHTTPServer((_LOOPBACK, port), _answering(health))
        self._server.daemon_threads = True
        self.port: int = self._server.server_address[1]
        self._thread = Thread(target=self._server.serve_forever, name="healthz", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Answers no more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _answering(health: Callable[[], Health]) -> type[BaseHTTPRequestHandler]:
    class Answer(BaseHTTPRequestHandler):
        timeout = 5
        server_version, sys_version = "cashmob", ""

        def do_GET(self) -> None:
            # A page in somebody's browser must not read it by a name that leads here.
            host = (self.headers.get("Host") or "").rpartition(":")[0] or self.headers.get("Host")
            if self.path != "/healthz" or host not in (_LOOPBACK, "localhost"):
                self.send_error(404)
                return
            found = health()
            body = dumps(found.data, ensure_ascii=False).encode()
            self.send_response(200 if found.well else 503)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Cache-Control", "no-store")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: who asks is no news."""

    return Answer
