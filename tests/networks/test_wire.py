"""A call ends when it was told to end, reads what it was told to read, and goes nowhere else."""

import gzip
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.networks.wire import Wire, WireError, check_address, date_of, retry_at
from tests.networks.scripted_server import (
    DATE,
    Answer,
    Server,
    drip,
    hang,
    raw,
    reset,
    says,
    serving,
)

NOW = datetime(2026, 12, 12, 10, 0, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        yield server


@pytest.fixture
def wire(server: Server) -> Iterator[Wire]:
    limits = {"deadline": timedelta(seconds=0.6), "most": 1_000}
    with Wire(only=server.url, secrets=("s3cret", ""), **limits) as wire:
        yield wire


def get(wire: Wire, server: Server, answer: Answer) -> WireError:
    server.on("GET", "/", answer)
    with pytest.raises(WireError) as caught:
        wire.request("GET", server.url + "/")
    return caught.value


def test_an_answer_is_whole_and_the_connection_is_kept(server: Server, wire: Wire) -> None:
    server.on("GET", "/", says({"a": 1}))
    answers = [wire.request("GET", server.url + "/") for _ in range(3)]
    assert [answer.json() for answer in answers] == [{"a": 1}] * 3
    assert server.connections == 1


@pytest.mark.parametrize(
    "answer", [hang(), drip(), drip(head=True)], ids=["hang", "drip", "drip in headers"]
)
def test_the_deadline_is_of_the_whole_call(server: Server, wire: Wire, answer: Answer) -> None:
    started = time.monotonic()
    error = get(wire, server, answer)
    assert time.monotonic() - started < 1.5
    assert (error.reason, error.sent) == ("127.0.0.1 did not answer in time", True)


@pytest.mark.parametrize(
    "answer",
    [
        reset(),
        raw(),
        raw(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n[]"),
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab"),
        raw(b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd"),
        raw(b"SSH-2.0-OpenSSH_9.2\r\n"),
    ],
    ids=["reset", "closed", "cut body", "cut chunk", "not gzip", "not HTTP"],
)
def test_a_broken_answer_may_have_been_heard(server: Server, wire: Wire, answer: Answer) -> None:
    error = get(wire, server, answer)
    reason = "the connection to 127.0.0.1 broke before the answer was complete"
    assert (error.reason, error.sent) == (reason, True)


def test_an_answer_without_end_is_not_read_to_its_end(server: Server, wire: Wire) -> None:
    bomb = gzip.compress(b" " * 50_000_000)
    packed = {"Content-Encoding": "gzip"}
    for answer in (Answer(b" " * 2_000), Answer(bomb, headers=packed)):
        error = get(wire, server, answer)
        assert (error.reason, error.sent) == ("the answer is larger than 1000 bytes", True)


def test_a_redirect_is_an_answer_and_is_not_followed(server: Server, wire: Wire) -> None:
    server.on("GET", "/", says({}, 302, Location=server.url + "/login"))
    assert wire.request("GET", server.url + "/").status_code == 302
    assert [heard.path for heard in server.heard] == ["/"]


def test_no_other_server_is_spoken_to(server: Server, wire: Wire) -> None:
    with serving() as other:
        for url in (other.url, server.url.replace("http:", "https:"), "http://localhost:1", "x"):
            with pytest.raises(WireError, match="is not the server that is spoken to") as caught:
                wire.request("GET", f"{url}/")
            assert not caught.value.sent
        assert (server.heard, other.heard) == ([], [])


def test_a_refusal_that_repeats_a_secret_is_told_without_it(server: Server, wire: Wire) -> None:
    server.on("GET", "/", says({"error": "no s3cret"}, 401))
    assert wire.request("GET", server.url + "/").json() == {"error": "no [secret]"}


def toward(url: str) -> Wire:
    return Wire(only=url, deadline=timedelta(seconds=0.6))


def test_a_refused_connection_sent_nothing() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        with (
            toward(url) as wire,
            pytest.raises(WireError, match=r"cannot connect to 127\.0\.0\.1: ") as caught,
        ):
            wire.request("GET", url)
    assert not caught.value.sent


def test_an_unknown_name_sent_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*args: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with (
        toward("https://mob.example") as wire,
        pytest.raises(WireError, match=r"mob\.example: no such host") as caught,
    ):
        wire.request("GET", "https://mob.example/")
    assert not caught.value.sent


def test_a_failed_handshake_sent_nothing(server: Server) -> None:
    url = server.url.replace("http:", "https:")
    with (
        toward(url) as wire,
        pytest.raises(WireError, match="it does not speak TLS as it should") as caught,
    ):
        wire.request("POST", f"{url}/", data={"token": "x"})
    assert (caught.value.sent, server.heard) == (False, [])


def test_a_handshake_that_never_ends_sent_nothing() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/"
        with (
            toward(url) as wire,
            pytest.raises(WireError, match="it took too long") as caught,
        ):
            wire.request("POST", url)
    assert not caught.value.sent


def test_the_environment_is_not_asked(
    server: Server, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    server.on("GET", "/", says({}))
    assert wire.request("GET", server.url + "/").status_code == 200


@pytest.mark.parametrize(
    "url",
    ["https://mastodon.social", "http://localhost:3000", "http://127.0.0.1:80", "http://[::1]:1"],
)
def test_an_address_that_may_be_spoken_to(url: str) -> None:
    check_address(url)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("http://mastodon.social", "must begin with https"),
        ("http://127.0.0.1.evil.example", "must begin with https"),
        ("mastodon.social", "is not an address"),
        ("ftp://mastodon.social", "is not an address"),
        ("https://bot:hunter2@mastodon.social", "must not hold a name or a password$"),
        ("https://mastodon.social/?a=b", "must end before"),
    ],
)
def test_an_address_that_may_not(url: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        check_address(url)


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"X-RateLimit-Reset": "2026-12-12T10:04:57.000Z"}, 297),
        ({"X-RateLimit-Reset": "2026-12-12T11:04:57+01:00"}, 297),
        ({"X-RateLimit-Reset": "1797070020"}, 420),
        ({"Retry-After": "30"}, 30),
        ({"Retry-After": "Sat, 12 Dec 2026 10:00:30 GMT"}, 30),
        # By the server's clock, which is an hour ahead of ours.
        (
            {
                "X-RateLimit-Reset": "2026-12-12T11:02:00Z",
                "Date": "Sat, 12 Dec 2026 11:00:00 GMT",
            },
            120,
        ),
        # Missing, garbage, past, and fifteen days ahead.
        ({}, 60),
        ({"X-RateLimit-Reset": "soon", "Retry-After": "later"}, 60),
        ({"X-RateLimit-Reset": "soon", "Retry-After": "7"}, 7),
        ({"X-RateLimit-Reset": "2026-12-12T09:00:00Z"}, 5),
        ({"X-RateLimit-Reset": "2026-12-12T10:00:00Z"}, 5),
        ({"Retry-After": "0"}, 5),
        ({"X-RateLimit-Reset": "2026-12-27T10:00:00Z"}, 3_600),
        ({"X-RateLimit-Reset": "9" * 30}, 60),
        ({"Retry-After": "9" * 30}, 3_600),
    ],
)
def test_how_long_to_wait_after_a_limit(headers: dict[str, str], seconds: int) -> None:
    assert retry_at(headers, NOW) - NOW == timedelta(seconds=seconds)


def test_the_date_of_an_answer() -> None:
    assert date_of({"Date": DATE}) == NOW
    assert [date_of({"Date": "yesterday"}), date_of({})] == [None, None]


_MANY_AT_ONCE = """
import gc, ssl
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from bot.networks.wire import Wire

together = Barrier(8)

def opened(number):
    together.wait()
    return Wire(only=f"https://server-{number}.example", deadline=timedelta(seconds=1))

with ThreadPoolExecutor(8) as pool:
    wires = list(pool.map(opened, range(8)))
print(sum(isinstance(thing, ssl.SSLContext) for thing in gc.get_objects()))
"""


def test_the_process_reads_its_authorities_once_however_many_accounts_open_at_once() -> None:
    command = [sys.executable, "-c", _MANY_AT_ONCE]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
