"""Serving the town's faces over HTTP on this machine alone, each on a free port of its own."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Mapping
from threading import Thread
from types import TracebackType
from typing import Self

import uvicorn
from starlette.types import ASGIApp

LOOPBACK = "127.0.0.1"
LAST_ANSWERS = 1
"""Seconds that answers in hand may still take when the serving ends."""


class Serving:
    """Faces by name, served from a thread for as long as the `with` block lasts.

    `urls` has the base address of each from then on; a request sent at once is answered.
    """

    def __init__(self, faces: Mapping[str, ASGIApp]) -> None:
        self._servers = {name: uvicorn.Server(_config(face)) for name, face in faces.items()}
        self._sockets: dict[str, socket.socket] = {}
        self._thread = Thread(target=self._run, name="town", daemon=True)
        self.urls: dict[str, str] = {}

    def __enter__(self) -> Self:
        self._sockets = {name: _listening() for name in self._servers}
        ports = {name: opened.getsockname()[1] for name, opened in self._sockets.items()}
        self.urls = {name: f"http://{LOOPBACK}:{port}" for name, port in ports.items()}
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        trouble: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for server in self._servers.values():
            server.should_exit = True
        self._thread.join()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        serving = (
            server.serve(sockets=[self._sockets[name]]) for name, server in self._servers.items()
        )
        await asyncio.gather(*serving)


def _listening() -> socket.socket:
    opened = socket.create_server((LOOPBACK, 0), backlog=128)
    # Connections inherit it. Without it the body of each answer waits 40 ms for the reader to
    # acknowledge its head.
    opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    opened.setblocking(False)
    return opened


def _config(face: ASGIApp) -> uvicorn.Config:
    """Faces date their own answers, by the town's clock, and stand at the very edge."""
    return uvicorn.Config(
        face,
        date_header=False,
        server_header=False,
        proxy_headers=False,
        access_log=False,
        log_config=None,
        log_level="critical",
        lifespan="off",
        ws="none",
        http="h11",
        loop="asyncio",
        timeout_graceful_shutdown=LAST_ANSWERS,
    )
