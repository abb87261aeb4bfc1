"""The town as a process of its own: its addresses, its people, its end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests
from mastodon import Mastodon

from bot.domain.posts import Draft
from bot.networks.facebook import open_facebook
from bot.networks.twitter import open_twitter
from bot.rehearsal.facebook_entities import PAGE
from bot.rehearsal.twitter_face import USER
from schedulers.clock import WallClock

pytestmark = pytest.mark.process


@pytest.fixture
def town(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], dict[str, str]]]:
    where = tmp_path / "ports.json"
    command = [sys.executable, "-m", "bot.rehearsal.server", "--port-file", str(where)]
    with subprocess.Popen([*command, "--seed", "3", "--requests", "5000"]) as process:
        try:
            deadline = time.monotonic() + 20
            while not where.exists() and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.05)
            yield process, json.loads(where.read_text(encoding="utf-8"))
        finally:
            process.kill()


def test_people_talk_through_one_face_and_the_bot_through_the_other(
    town: tuple[subprocess.Popen[bytes], dict[str, str]],
) -> None:
    process, urls = town
    with requests.Session() as session:

        def direct(path: str, **body: Any) -> requests.Response:
            return session.post(f"{urls['control']}{path}", json=body, timeout=10)

        bot = Mastodon(
            api_base_url=urls["mastodon"],
            access_token="rehearsal",
            mastodon_version="4.6.0",
            version_check_mode="created",
            ratelimit_method="throw",
            session=session,
        )
        ballot = bot.status_post("1. Harbour Lane Books")
        vote = direct("/write", handle="rosa", text="1", reply_to=ballot.id, tag=False).json()
        assert [s.id for s in bot.status_context(ballot.id).descendants] == [vote["id"]]
        bot.status_favourite(vote["id"])
        edited = direct("/edit", id=vote["id"], text="number 1").json()
        assert (edited["text"], edited["liked_by"]) == ("number 1", ["cashmob"])
        direct("/like", handle="rosa", id=ballot.id)
        told = session.get(f"{urls['control']}/posts", timeout=10).json()
        assert [(p["author"], p["text"], p["liked_by"]) for p in told] == [
            ("cashmob", "1. Harbour Lane Books", ["rosa"]),
            ("rosa", "number 1", ["cashmob"]),
        ]
        assert direct("/delete", id=vote["id"]).ok
        assert direct("/edit", id=vote["id"], text="2").status_code == 404
        assert direct("/write", handle="rosa").json() == {"error": "wanted: handle, text"}
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0


def test_all_three_networks_are_served_and_one_direction_moves_them_all(
    town: tuple[subprocess.Popen[bytes], dict[str, str]],
) -> None:
    _, urls = town
    assert list(urls) == ["mastodon", "twitter", "facebook", "control"]
    clock, deadline = WallClock(), timedelta(seconds=5)
    x = open_twitter(
        base_url=urls["twitter"],
        consumer_key="rehearsal",
        consumer_secret="rehearsal",
        access_token="rehearsal",
        access_secret="rehearsal",
        user_id=USER,
        deadline=deadline,
        allow_links=False,
        now=clock.now,
    )
    facebook = open_facebook(
        base_url=urls["facebook"],
        page_id=PAGE,
        token="rehearsal",
        deadline=deadline,
        now=clock.now,
    )
    heard = []
    for network in (x, facebook):
        call = network.post(Draft("Which shop?", "en"), key="call")
        [first] = network.mentions(None, overlap=1)
        body = {"handle": "rosa", "text": "Marlow", "reply_to": call.id}
        written = requests.post(f"{urls['control']}/write", json=body, timeout=10).json()
        assert (written["network"], written["reply_to"]) == (network.name, call.id)
        pages = network.mentions(first.cursor, overlap=1)
        heard += [(m.event, m.person) for page in pages for m in page.mentions]
        assert heard[-1][0] == written["id"]
    assert len({person for _, person in heard}) == 2
    strange = {"handle": "rosa", "text": "hi", "network": "pigeon"}
    refused = requests.post(f"{urls['control']}/write", json=strange, timeout=10)
    assert (refused.status_code, refused.json()) == (422, {"error": "no such network: pigeon"})
