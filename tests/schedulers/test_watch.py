"""The watchdog is fed only while every lane lives; status, /healthz and the watchman agree."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
import requests

from bot.networks import NetworkError, Outcome
from schedulers.health import health
from schedulers.pulse import Pulse, pulse_file, shown
from schedulers.sentry import Sentry, Watchman
from schedulers.service import ALIVE, READY, Service
from schedulers.window import Window
from storage import lanes, lost
from tests.stories.telling import Tale, with_something_between

DOWN = NetworkError("the server is down", outcome=Outcome.NOT_APPLIED)


@pytest.fixture
def ear(tmp_path: Path) -> Iterator[tuple[str, socket.socket]]:
    """A socket as systemd has it, with its address."""
    address = str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(address)
        heard.setblocking(False)
        yield address, heard


def notices(heard: socket.socket) -> list[str]:
    found = []
    while True:
        try:
            found.append(heard.recv(4096).decode())
        except BlockingIOError:
            return found


def test_notices_go_to_the_socket_in_the_environment_and_nowhere_else(
    ear: tuple[str, socket.socket], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, heard = ear
    monkeypatch.setenv("NOTIFY_SOCKET", address)
    Service.named_in_environment().tell(READY, "STATUS=here")
    # The name is taken out, so that no child answers for us.
    Service.named_in_environment().tell(READY)
    assert notices(heard) == ["READY=1\nSTATUS=here"]


def test_an_abstract_address_is_understood_and_a_deaf_one_is_no_matter() -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind("\0cashmob-test-notify")
        heard.setblocking(False)
        Service("@cashmob-test-notify").status("a\nb")
        assert notices(heard) == ["STATUS=a b"]
    Service("@cashmob-test-notify").tell(ALIVE)


def test_the_watchdog_is_fed_only_if_every_lane_ticked_lately(
    ear: tuple[str, socket.socket],
) -> None:
    address, heard = ear
    facebook = {"mastodon": {"base_url": "https://town.example"}, "facebook": {"page_id": "7"}}
    tale = Tale(cities={"saint-rivage": facebook})
    sentry = Sentry(tale.round, tale.clock, service=Service(address))
    tale.minutes_pass(1)
    sentry.look()
    assert notices(heard) == [ALIVE, "STATUS=all is well"]
    tale.clock.pass_by(timedelta(minutes=6))
    tale.round.pulse.beat(("saint-rivage", "mastodon"), tale.clock.now())
    sentry.look()
    since = f"{tale.clock.now() - timedelta(minutes=6):%Y-%m-%d %H:%M}"
    assert notices(heard) == [f"STATUS=Saint-Rivage on Facebook: no sign of life since {since} UTC"]
    tale.round.quiet()
    sentry.look()
    assert notices(heard) == [ALIVE, "STATUS=all is well"]


def test_a_network_that_is_down_is_not_well_and_still_alive(
    ear: tuple[str, socket.socket],
) -> None:
    address, heard = ear
    tale, between = with_something_between()
    sentry = Sentry(tale.round, tale.clock, service=Service(address))
    between.fails["mentions"] = DOWN
    tale.minutes_pass(20)
    sentry.look()
    assert notices(heard) == [ALIVE, "STATUS=Saint-Rivage on Mastodon: the server is down"]


def test_who_reads_the_pulse_file_sees_what_the_daemon_sees(tmp_path: Path) -> None:
    tale = Tale()
    database = tmp_path / "cashmob.db"
    tale.round.pulse = Pulse(database)
    tale.minutes_pass(1)
    sentry = Sentry(tale.round, tale.clock, service=Service())
    sentry.look()
    cities = tale.settings.cities.values()
    with tale.store.reading() as view:
        known = lanes.all_lanes(view), lost.span(view)
    found = health(cities, shown(database), *known, tale.clock.now())
    assert (found, found.well) == (sentry.health(), True)
    pulse_file(database).write_text("[[")
    assert shown(database) == {}


def test_healthz_tells_health_to_this_machine_and_nothing_else() -> None:
    tale, between = with_something_between()
    sentry = Sentry(tale.round, tale.clock, service=Service())
    tale.minutes_pass(1)
    window = Window(0, sentry.health)
    try:
        address = f"http://127.0.0.1:{window.port}"
        well = requests.get(f"{address}/healthz", timeout=5)
        assert (well.status_code, well.json()) == (200, {"well": True, "runs": True, "wrong": []})
        between.fails["mentions"] = DOWN
        tale.minutes_pass(2)
        tale.minutes_pass(20)
        ill = requests.get(f"{address}/healthz", timeout=5)
        assert (ill.status_code, ill.json()) == (
            503,
            {
                "well": False,
                "runs": True,
                "wrong": ["Saint-Rivage on Mastodon: the server is down"],
            },
        )
        assert requests.get(f"{address}/", timeout=5).status_code == 404
        elsewhere = {"Host": "evil.example"}
        assert requests.get(f"{address}/healthz", headers=elsewhere, timeout=5).status_code == 404
        assert requests.post(f"{address}/healthz", timeout=5).status_code == 501
    finally:
        window.close()


@contextmanager
def page(status: int) -> Iterator[tuple[str, list[str]]]:
    """A page that somebody outside watches: its address, and the paths that were called."""
    called: list[str] = []

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            called.append(self.path)
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Page)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/s3cret-path", called
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_watchman_hears_every_five_minutes_while_all_is_well() -> None:
    tale, between = with_something_between()
    with page(200) as (address, called):
        watchman = Watchman(address)
        sentry = Sentry(tale.round, tale.clock, service=Service(), watchman=watchman)
        for _ in range(11):
            tale.minutes_pass(1)
            sentry.look()
            watchman.wait()
        assert called == ["/s3cret-path"] * 3
        between.fails["mentions"] = DOWN
        tale.minutes_pass(2)
        tale.minutes_pass(30)
        sentry.look()
        watchman.close()
    assert called == ["/s3cret-path"] * 3


@pytest.mark.parametrize(
    ("status", "reason"), [(500, "it answers 500"), (302, "it answers 302"), (None, "cannot")]
)
def test_a_watchman_who_cannot_be_reached_disturbs_nothing(
    status: int | None, reason: str, caplog: pytest.LogCaptureFixture
) -> None:
    tale = Tale()
    with page(status or 200) as (address, called):
        if status is None:
            address = "http://127.0.0.1:9/s3cret-path"
        watchman = Watchman(address)
        sentry = Sentry(tale.round, tale.clock, service=Service(), watchman=watchman)
        caplog.set_level(logging.DEBUG)
        for _ in range(12):
            tale.minutes_pass(1)
            sentry.look()
            watchman.wait()
        watchman.close()
        assert "/elsewhere" not in called
    told = [r.getMessage() for r in caplog.records if r.name == "schedulers.sentry"]
    assert (len(told), reason in told[0]) == (1, True)
    assert "s3cret" not in caplog.text
