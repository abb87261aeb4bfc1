"""The town as a process of its own: its addresses, its people, its end."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from mastodon import Mastodon

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
