"""The HTTP session of every network: one deadline for a whole call, bounded answers, no detours."""

from __future__ import annotations

import io
import logging
import ssl
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from http.client import HTTPResponse
from ipaddress import ip_address
from socket import socket
from threading import Lock
from time import monotonic
from typing import Any, Protocol
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.utils import DEFAULT_CA_BUNDLE_PATH
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    MaxRetryError,
    NameResolutionError,
    NewConnectionError,
)

MEGABYTE = 1_000_000
_CONNECT_SECONDS = 5.0
_ADDRESSES = 3
"""How many of a host's addresses there is time for: its IPv6 may be dead, its IPv4 alive."""


_WAIT = timedelta(seconds=60)
_SHORTEST_WAIT, _LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)


class WireError(Exception):
    """No usable answer; `sent` tells whether the request may have reached the server.

    The text says what happened in a person's words and holds neither headers nor parameters.
    """

    def __init__(self, reason: str, *, sent: bool) -> None:
        super().__init__(reason)
        self.reason = reason
        self.sent = sent


class Vessel(Protocol):
    """What an answer is written into as it comes."""

    def write(self, chunk: bytes, /) -> int:
        """More of it; says how much that was."""

    def getvalue(self) -> bytes:
        """What is then read as the answer."""


class Wire(requests.Session):
    """A session that keeps its connections, and never waits or reads more than it was told.

    `deadline` is the time of a whole call: connecting (five seconds an address at most), sending,
    and the last byte of the answer, even from a server that sends a byte a second. `most` is the
    number of bytes an answer may have once unpacked, `into` makes what it is written into.
    Redirects are answers, never followed; proxies, netrc and certificates named in the
    environment are not looked at.

    Requests go to the server of the address `only` and to no other. A refusal that repeats one of
    the `secrets` says "[secret]" in its place: why servers refuse is shown to people.
    """

    def __init__(
        self,
        *,
        only: str,
        deadline: timedelta,
        secrets: Iterable[str] = (),
        most: int = 2 * MEGABYTE,
    ) -> None:
        super().__init__()
        self._origin = _origin(only)
        self._secrets = tuple(secret.encode() for secret in secrets if secret)
        # Their debug lines print addresses and parameters.
        logging.getLogger("urllib3").setLevel(logging.WARNING)
        seconds = deadline.total_seconds()
        connect = min(_CONNECT_SECONDS, seconds / (2 * _ADDRESSES))
        self.most = most
        self.into: Callable[[], Vessel] = io.BytesIO
        self.trust_env = False
        self._timeout = (connect, seconds - _ADDRESSES * connect)
        self.mount("https://", _Adapter())
        self.mount("http://", _Adapter())

    def request(  # type: ignore[override]
        self, method: str, url: str, **options: Any
    ) -> requests.Response:
        """The server's answer, read to its end; raises only WireError."""
        options |= {"timeout": self._timeout, "allow_redirects": False, "stream": True}
        host = urlsplit(url).hostname
        if _origin(url) != self._origin:
            raise WireError(f"{host} is not the server that is spoken to here", sent=False)
        try:
            with super().request(method, url, **options) as answer:
                return _at_hand(answer, self._body(answer))
        except requests.RequestException as error:
            raise _told(error, str(host)) from None

    def _body(self, answer: requests.Response) -> bytes:
        # What is in it is handed out as it is: a long answer is in memory once.
        body, size = self.into(), 0
        for chunk in answer.iter_content(65_536):
            size += body.write(chunk)
            if size > self.most:
                raise WireError(f"the answer is larger than {self.most} bytes", sent=True)
        return body.getvalue() if answer.ok else self._blotted(body.getvalue())

    def _blotted(self, body: bytes) -> bytes:
        for secret in self._secrets:
            body = body.replace(secret, b"[secret]")
        return body


def _origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port: what makes two addresses the same server."""
    parts = urlsplit(url)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or usual


class _AtHand(requests.Response):
    """An answer whose body was read already: it need not be put together a second time."""

    def __init__(self, body: bytes) -> None:
        super().__init__()
        self._body, self.raw = body, io.BytesIO(body)

    @property
    def content(self) -> bytes:
        return self._body


def _at_hand(answer: requests.Response, body: bytes) -> requests.Response:
    whole = _AtHand(body)
    whole.status_code, whole.reason = answer.status_code, answer.reason
    whole.headers, whole.encoding = answer.headers, answer.encoding
    whole.url, whole.request = answer.url, answer.request
    return whole


def _told(error: requests.RequestException, host: str) -> WireError:
    """What happened, in words that can carry no secret."""
    cause = error.args[0] if error.args else None
    if isinstance(cause, MaxRetryError) and isinstance(cause.reason, _NotConnected):
        return WireError(f"cannot connect to {host}: {cause.reason.why}", sent=False)
    if isinstance(error, requests.Timeout) or "timed out" in str(error):
        return WireError(f"{host} did not answer in time", sent=True)
    return WireError(f"the connection to {host} broke before the answer was complete", sent=True)


class _NotConnected(NewConnectionError):
    """The connection was never made, so nothing can have been sent over it."""

    def __init__(self, connection: HTTPConnection, error: Exception | None) -> None:
        self.why = _why(error)
        super().__init__(connection, self.why)


def _why(error: Exception | None) -> str:
    match error:
        case NameResolutionError():
            return "no such host name"
        case NewConnectionError():
            return "the connection was refused"
        case ssl.SSLCertVerificationError():
            return f"its certificate is not good ({error.verify_message})"
        case None | ConnectTimeoutError() | TimeoutError():
            return "it took too long"
        case ssl.SSLError():
            return "it does not speak TLS as it should"
    return "the connection broke"


class _TimedStream(io.RawIOBase):
    """What comes from a socket until its time is over, counted from when the stream was made.

    A socket's own timeout starts anew with each byte, a server that drips would never end.
    """

    def __init__(self, raw: io.RawIOBase, sock: socket) -> None:
        super().__init__()
        self._raw, self._sock = raw, sock
        self._ends = monotonic() + (sock.gettimeout() or 0.0)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        left = self._ends - monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        self._sock.settimeout(left)
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()


class _TimedResponse(HTTPResponse):
    """An answer whose status line, headers and body together have the socket's timeout."""

    def __init__(self, sock: socket, *args: Any, **kwargs: Any) -> None:
        super().__init__(sock, *args, **kwargs)
        raw: Any = self.fp.detach()
        self.fp = io.BufferedReader(_TimedStream(raw, sock))


class _Prompt(HTTPConnection):
    """A connection made within its time or not at all (slow names and handshakes included)."""

    response_class = _TimedResponse

    def connect(self) -> None:
        ends = monotonic() + _ADDRESSES * float(self.timeout or 0)
        try:
            super().connect()
        except (OSError, HTTPError) as error:
            raise _NotConnected(self, error) from error
        if monotonic() > ends:
            self.close()
            raise _NotConnected(self, None)


class _PromptTls(_Prompt, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Prompt


class _TlsPool(HTTPSConnectionPool):
    ConnectionCls = _PromptTls


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs, ssl_context=_tls())
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}

    def cert_verify(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the context verifies, and has its authorities already."""


def _tls() -> ssl.SSLContext:
    """One for the process, however many accounts are opened at the same time."""
    with _ONE_READS:
        return _with_authorities()


_ONE_READS = Lock()


@cache
def _with_authorities() -> ssl.SSLContext:
    """Reading the authorities takes longer than fifty polls."""
    context = ssl.create_default_context(cafile=DEFAULT_CA_BUNDLE_PATH)
    context.load_default_certs()
    return context


def check_address(url: str) -> None:
    """ValueError, in a sentence for the organiser, unless the address may be spoken to.

    It must be https, since a token travels with each call; only this machine may do without.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{url!r} is not an address; it should look like https://mastodon.social")
    if parts.username or parts.password:
        raise ValueError("an address must not hold a name or a password")
    if parts.query or parts.fragment:
        raise ValueError(f"{url!r} must end before any '?' or '#'")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ValueError(f"{url!r} must begin with https://, or anyone on the way reads the token")


def is_loopback(host: str) -> bool:
    """Whether the host is this very machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def date_of(headers: Mapping[str, str]) -> datetime | None:
    """The server's clock, from the HTTP Date; None where it is missing or unreadable."""
    try:
        date = parsedate_to_datetime(headers["Date"])
    except (KeyError, ValueError):
        return None
    return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)


def retry_at(headers: Mapping[str, str], now: datetime) -> datetime:
    """When to ask again after a 429: what the headers say, within five seconds and an hour.

    `X-RateLimit-Reset` is a time by the server's clock (ISO or seconds since 1970), `Retry-After`
    seconds or an HTTP date. Where neither can be read, a minute.
    """
    server_now = date_of(headers) or now
    wait = _until(headers.get("X-RateLimit-Reset"), server_now)
    if wait is None:
        wait = _seconds(headers.get("Retry-After"), server_now)
    return now + min(max(_WAIT if wait is None else wait, _SHORTEST_WAIT), _LONGEST_WAIT)


def _until(reset: str | None, server_now: datetime) -> timedelta | None:
    try:
        if reset and reset.isascii() and reset.isdigit():
            return datetime.fromtimestamp(int(reset), UTC) - server_now
        time = datetime.fromisoformat(reset or "")
        return (time.replace(tzinfo=UTC) if time.tzinfo is None else time) - server_now
    except (ValueError, OverflowError, OSError):
        return None


def _seconds(after: str | None, server_now: datetime) -> timedelta | None:
    try:
        if after and after.isascii() and after.isdigit():
            return timedelta(seconds=int(after))
    except (ValueError, OverflowError):
        return _LONGEST_WAIT
    date = date_of({"Date": after or ""})
    return date - server_now if date else None
