"""A real mail server on this machine that takes letters, or does what a bad day does."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, LoginPassword, Session

CERTIFICATE = Path(__file__).with_name("localhost.pem")
"""A certificate for this machine and its key: they guard nothing but these tests."""


@dataclass
class Postbox:
    """What the server took; `says` are its answers to a command instead of yes."""

    says: dict[str, str] = field(default_factory=dict)
    taken: list[tuple[list[str], EmailMessage]] = field(default_factory=list)

    async def handle_RCPT(
        self, server: Any, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if "RCPT" in self.says:
            return self.says["RCPT"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        if "DATA" in self.says:
            return self.says["DATA"]
        content = envelope.content
        assert isinstance(content, bytes)
        message = message_from_bytes(content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append((list(envelope.rcpt_tos), message))
        return "250 OK, taken"

    @property
    def letters(self) -> list[EmailMessage]:
        return [message for _, message in self.taken]


@contextmanager
def mail_server(box: Postbox, **more: Any) -> Iterator[int]:
    """The server in a thread of its own, on a free port of this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, **more)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def guarded() -> ssl.SSLContext:
    """The server's side of TLS."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)
    return context


def knows(user: str, password: str) -> dict[str, Any]:
    """A server that lets in one user, and nobody before TLS."""

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        right = LoginPassword(user.encode(), password.encode())
        return AuthResult(success=data == right, handled=False)

    return {"authenticator": check, "auth_required": True}


@contextmanager
def breaks_off(*, after: bytes, takes_data: bool = True) -> Iterator[tuple[int, list[bytes]]]:
    """A server that closes the connection once it was told a line that begins so; yields its port
    and the lines it heard."""
    heard: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0.1)
    over = threading.Event()

    def serve() -> None:
        while not over.is_set():
            try:
                connection, _ = listener.accept()
            except TimeoutError:
                continue
            with connection, connection.makefile("rwb") as talk:
                _talk(talk, heard, after, takes_data)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield listener.getsockname()[1], heard
    finally:
        over.set()
        thread.join()
        listener.close()


def _talk(talk: Any, heard: list[bytes], after: bytes, takes_data: bool) -> None:
    talk.write(b"220 ready\r\n")
    talk.flush()
    in_letter = False
    for line in talk:
        heard.append(line)
        in_letter |= line.startswith(b"data")
        if line.startswith(after):
            return
        if takes_data and line.startswith(b"data"):
            talk.write(b"354 go on\r\n")
        elif not (takes_data and in_letter):
            talk.write(b"250 OK\r\n")
        talk.flush()
