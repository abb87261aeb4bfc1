"""A canary in every credential: whatever breaks, none is found in logs, screens, files or backups.
And no log names a shop before its reveal."""

from __future__ import annotations

import json
import logging
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from starlette.types import Receive, Scope, Send

from bot.rehearsal.serving import Serving
from schedulers import clock
from storage.backups import back_up
from tests.commands.organiser import CONFIG, Organiser
from tests.stories.telling import Tale, open_a_ballot

CANARY = "c4n4ry"
"""Begins every secret of these tests."""

SECRETS = {
    f"CASHMOB_OXBOW_{name}": f"{CANARY}-{name.lower().replace('_', '-')}"
    for name in (
        "MASTODON_TOKEN",
        "TWITTER_CONSUMER_KEY",
        "TWITTER_CONSUMER_SECRET",
        "TWITTER_ACCESS_TOKEN",
        "TWITTER_ACCESS_SECRET",
        "FACEBOOK_TOKEN",
    )
} | {"CASHMOB_MAIL_PASSWORD": f"{CANARY}-mail-password"}

ACCOUNTS = """
[city.oxbow.twitter]
base_url = "{twitter}"
user_id = "42"
[city.oxbow.facebook]
base_url = "{facebook}"
page_id = "7"
[mail]
host = "127.0.0.1"
port = 9
security = "none"
user = "cashmob"
from = "letters@oxbow.example"
[waits]
deadline = "5s"
"""


class Parrot:
    """Refuses every request, and repeats all that it was told in every field that says why."""

    def __init__(self, status: int, field: str) -> None:
        self.status, self.field, self.heard = status, field, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        self.heard += 1
        headers: Mapping[bytes, bytes] = dict(scope["headers"])
        body = (await receive()).get("body", b"")
        told = b" ".join([headers.get(b"authorization", b""), scope["query_string"], body]).decode()
        answer: dict[str, Any] = {self.field: told, "detail": told, "title": told}
        if self.field == "facebook":
            answer = {"error": {"message": told, "type": told, "code": 100}}
        head = [(b"content-type", b"application/json")]
        start = {"type": "http.response.start", "status": self.status, "headers": head}
        await send(start)
        await send({"type": "http.response.body", "body": json.dumps(answer).encode()})


@contextmanager
def refusing(ida: Organiser, status: int) -> Iterator[dict[str, Parrot]]:
    """Oxbow on three networks that refuse, with a mob whose call is due."""
    faces = {
        "mastodon": Parrot(status, "error"),
        "twitter": Parrot(status, "detail"),
        "facebook": Parrot(status, "facebook"),
    }
    with Serving(faces) as serving:
        text = CONFIG.replace("https://social.oxbow.example", serving.urls["mastodon"])
        text = text.replace("[[city", 'quiet_hours = ""\n[[city', 1)
        more = ACCOUNTS.format(**serving.urls)
        ida.config_path.write_text(f"live = true\n{text}{more}", encoding="utf-8")
        ida.at = clock.now()
        at = (ida.at + timedelta(days=20, hours=23)).strftime("%Y-%m-%dT%H:%M:%SZ")
        assert ida.types(f"mob start --at {at}").exit_code == 0
        yield faces


def ran(ida: Organiser, *options: str) -> subprocess.CompletedProcess[str]:
    watchman = {"CASHMOB_WATCHMAN_URL": f"http://127.0.0.1:9/{CANARY}-watchman"}
    return subprocess.run(
        [sys.executable, "-m", "bot", "--config", str(ida.config_path), *options],
        env={**os.environ, **SECRETS, **watchman},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def canaries(*told: str, folder: Path) -> list[str]:
    """Where a canary is found: on the screen, or in any file but those that tests make."""
    found = [f"screen: {text}" for text in told if CANARY in text]
    files = (file for file in folder.rglob("*") if file.is_file())
    return found + [str(file) for file in files if CANARY.encode() in file.read_bytes()]


@pytest.mark.parametrize("status", [400, 401, 500])
def test_no_refusal_betrays_a_secret(ida: Organiser, status: int) -> None:
    with refusing(ida, status) as faces:
        done = ran(ida, "run", "--once")
        online = ran(ida, "check", "--online")
        assert [face.heard > 0 for face in faces.values()] == [True] * 3
    back_up(ida.file, ida.file.with_name("backup.db"))
    shown = [ida.types(command).stdout for command in ("status", "outbox", "todo", "log")]
    told = [done.stdout, done.stderr, online.stdout, online.stderr, *shown]
    assert "WARNING" in done.stderr
    assert canaries(*told, folder=ida.config_path.parent) == []


def test_no_crash_betrays_a_secret(ida: Organiser) -> None:
    with refusing(ida, 500):
        with closing(sqlite3.connect(ida.file)) as raw, raw:
            raw.execute("UPDATE mob SET rules = 'no JSON'")
        done = ran(ida, "run", "--once")
    assert (done.returncode, "the bot ends on an error of its own" in done.stderr) == (1, True)
    assert canaries(done.stdout, done.stderr, folder=ida.config_path.parent) == []


def test_no_log_names_a_shop_before_its_reveal(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    tale = Tale(cities={"saint-rivage": {"reveal": "on the spot"}})
    open_a_ballot(tale)
    tale.shouts("ada", "1", under="ballot")
    tale.owner_agrees("Bell Books")
    tale.comes("announce")

    def breaks(name: str) -> None:
        if name == "page: before commit":
            raise ValueError("a fault of the program")

    tale.store.boundary = breaks
    tale.shouts("ben", "I am coming to Bell Books!", under="announcement", tag=True)
    tale.store.boundary = lambda name: None
    assert any("could not be taken in whole" in r.getMessage() for r in caplog.records)
    assert ("Bell Books" in caplog.text, "Corner Bakery" in caplog.text) == (False, False)


def test_an_error_of_the_database_quotes_nothing_that_was_to_be_written(tmp_path: Path) -> None:
    tale = Tale()
    statement = sa.text("INSERT INTO tally VALUES (1, :shop, 1, 'mastodon', 'many')")
    with pytest.raises(sa.exc.IntegrityError) as error, tale.store.work("x") as work:
        work.execute(statement, {"shop": "Bell Books"})
    assert "Bell Books" not in str(error.value)
