"""`cashmob run`, as a process of its own, against a town on this machine."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
import requests

from bot.rehearsal.mastodon_face import MastodonFace
from bot.rehearsal.serving import Serving
from bot.rehearsal.town import Person, Town
from bot.rehearsal.twitter_face import USER, TwitterFace
from schedulers import clock
from schedulers.lock import alone
from storage import ledger
from storage.store import Store
from tests.commands.organiser import CONFIG, Organiser, started

TOKEN = "a-token-nobody-may-read"
VARIABLE = "CASHMOB_OXBOW_MASTODON_TOKEN"
WAITS = '\n[waits]\ntick = "1s"\npoll = "1s"\npoll_fast = "1s"\nsettle = "2s"\ndeadline = "5s"\n'


@dataclass
class Place:
    """Oxbow with a server of its own, and a mob whose call is due."""

    ida: Organiser
    town: Town

    @property
    def command(self) -> list[str]:
        return [sys.executable, "-m", "bot", "--config", str(self.ida.config_path), "run"]

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, VARIABLE: TOKEN}

    def runs(self, *options: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.command, *options],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


@pytest.fixture
def place(ida: Organiser) -> Iterator[Place]:
    town = Town(clock.now, seed=1)
    with Serving({"mastodon": MastodonFace(town, token=TOKEN)}) as serving:
        text = CONFIG.replace("https://social.oxbow.example", serving.urls["mastodon"])
        text = text.replace("[[city", 'quiet_hours = ""\n[[city', 1)
        ida.config_path.write_text("live = true\n" + text + WAITS, encoding="utf-8")
        ida.at = clock.now()
        at = (ida.at + timedelta(days=20, hours=23)).strftime("%Y-%m-%dT%H:%M:%SZ")
        assert ida.types(f"mob start --at {at}").exit_code == 0
        yield Place(ida, town)


def test_once_says_what_is_due_and_ends(place: Place) -> None:
    done = place.runs("--once")
    assert (done.returncode, done.stdout) == (0, "")
    lines = [line.split(" ", 3)[2:] for line in done.stderr.splitlines()]
    assert lines == [
        ["INFO", f"running for Oxbow (mastodon), on {place.ida.file}"],
        ["INFO", "ended; nothing is in hand"],
    ]
    said = [post.text.split(":")[0].strip() for post in place.town.posts()]
    assert said == ["A cash mob", "Un cash mob"]
    assert [row["state"] for row in place.ida.reads("outbox --all")] == ["sent", "sent"]


def test_a_dry_run_reads_and_shows_but_says_and_saves_nothing(place: Place) -> None:
    before = place.ida.file.read_bytes()
    done = place.runs("--once", "--dry-run")
    assert done.returncode == 0
    assert [line for line in done.stdout.splitlines() if line.startswith("──")] == [
        "── mastodon would post (dry-run:1, public):",
        "── mastodon would post (dry-run:2, public, answering dry-run:1):",
    ]
    assert (place.town.posts(), place.ida.reads("outbox --all")) == ((), [])
    assert place.ida.file.read_bytes() == before


def test_what_a_dry_run_reads_for_money_stands_in_the_books(
    ida: Organiser, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = Town(clock.now, seed=1)
    with Serving({"twitter": TwitterFace(town, token=TOKEN)}) as serving:
        there = (
            f'[city.oxbow.twitter]\nuser_id = "{USER}"\nbase_url = "{serving.urls["twitter"]}"\n'
        )
        text = CONFIG.split("[city.oxbow.mastodon]")[0] + there + WAITS
        ida.config_path.write_text("live = true\n" + text, encoding="utf-8")
        for secret in ("CONSUMER_KEY", "CONSUMER_SECRET", "ACCESS_TOKEN", "ACCESS_SECRET"):
            monkeypatch.setenv(f"CASHMOB_OXBOW_TWITTER_{secret}", TOKEN)
        ida.at = clock.now()
        at = (ida.at + timedelta(days=25)).strftime("%Y-%m-%dT%H:%M:%SZ")
        assert ida.types(f"mob start --at {at}").exit_code == 0
        for _ in range(3):
            town.write(Person("rosa", "Rosa", networks=("twitter",)), "When is it?", "twitter")
        for read in (3, 6):
            done = Place(ida, town).runs("--once", "--dry-run")
            assert (done.returncode, "WARNING" in done.stderr) == (0, False)
            (line,) = ida.with_store(bought)
            assert line == (("oxbow", "twitter", f"{ida.at:%Y-%m}", "owned_read"), read)
        assert ida.reads("outbox --all") == []


def bought(store: Store) -> list[tuple[ledger.Entry, int]]:
    with store.reading() as view:
        return list(ledger.books(view).items())


def test_sigterm_ends_it_well(place: Place) -> None:
    with subprocess.Popen(
        place.command, env=place.environment, stderr=subprocess.PIPE, text=True
    ) as running:
        waited = time.monotonic() + 30
        while not place.town.posts() and time.monotonic() < waited:
            time.sleep(0.1)
        second = place.runs()
        running.send_signal(signal.SIGTERM)
        _, told = running.communicate(timeout=30)
    assert running.returncode == 0
    assert told.splitlines()[-1].endswith("INFO ended; nothing is in hand")
    assert (second.returncode, second.stdout, second.stderr) == (
        75,
        "",
        f"{place.ida.file}: another cashmob (process {running.pid}) runs on it\n",
    )


def test_the_service_manager_and_the_window_are_told_what_status_tells(
    place: Place, tmp_path: Path
) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = place.ida.config_path
    config.write_text(f"{config.read_text()}[health]\nport = {port}\n", encoding="utf-8")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as heard:
        heard.bind(str(tmp_path / "notify"))
        heard.settimeout(30)
        told = place.environment | {"NOTIFY_SOCKET": str(tmp_path / "notify")}
        with subprocess.Popen(place.command, env=told, stderr=subprocess.DEVNULL) as running:
            found = [heard.recv(4096).decode() for _ in range(3)]
            answer = requests.get(f"http://127.0.0.1:{port}/healthz", timeout=10)
            place.ida.at = clock.now()
            status = place.ida.reads("status")
            running.send_signal(signal.SIGTERM)
            assert running.wait(30) == 0
        heard.settimeout(0)
        with contextlib.suppress(BlockingIOError):
            while True:
                found.append(heard.recv(4096).decode())
    assert (found[:3], found[-1]) == (["READY=1", "WATCHDOG=1", "STATUS=all is well"], "STOPPING=1")
    assert (answer.status_code, answer.json()) == (200, status["health"])
    assert status["health"] == {"well": True, "runs": True, "wrong": []}
    assert place.ida.reads("status")["health"]["wrong"] == ["the bot does not run"]


def test_a_server_that_refuses_the_token_is_told_without_it(place: Place) -> None:
    wrong = {**os.environ, VARIABLE: "another-token-nobody-may-read"}
    done = subprocess.run(
        [*place.command, "--once"], env=wrong, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert "WARNING mastodon of Oxbow:" in done.stderr
    assert "nobody-may-read" not in done.stderr
    assert place.ida.reads("status")["cities"][0]["networks"][0]["trouble"].startswith("token")


def test_an_old_database_is_upgraded_under_the_lock(place: Place) -> None:
    place.ida.file.unlink()
    with closing(sqlite3.connect(place.ida.file)):
        pass
    done = place.runs("--once")
    assert done.returncode == 0
    assert f"{place.ida.file} is up to date" in done.stderr.splitlines()[0]


def test_after_a_restore_it_looks_at_what_it_said_before_it_speaks(
    place: Place, tmp_path: Path
) -> None:
    backup = tmp_path / "backup.db"
    assert place.ida.types(f"backup {backup}").exit_code == 0
    assert place.runs("--once").returncode == 0
    said = [post.text for post in place.town.posts()]
    assert len(said) == 2
    place.ida.at = clock.now()
    assert place.ida.types(f"restore {backup} --yes").exit_code == 0
    assert [row["state"] for row in place.ida.reads("outbox --all")] == []
    done = place.runs("--once")
    assert (done.returncode, done.stderr.count("caught up with what was said")) == (0, 1)
    assert [post.text for post in place.town.posts()] == said
    assert [row["state"] for row in place.ida.reads("outbox --all")] == ["sent", "sent"]
    assert "caught up" not in place.runs("--once").stderr


def test_a_newer_database_is_refused(place: Place) -> None:
    with closing(sqlite3.connect(place.ida.file)) as raw, raw:
        raw.execute("UPDATE alembic_version SET version_num = '9999'")
    done = place.runs("--once")
    assert (done.returncode, done.stderr.splitlines()) == (
        1,
        [
            "the database is of a newer version (9999; this one knows 0001): install the newer "
            "cashmob again, or restore a backup made before it"
        ],
    )


def test_nothing_runs_before_the_organiser_says_live(ida: Organiser) -> None:
    result = started(ida).types("run")
    assert (result.exit_code, result.stdout, result.stderr) == (
        78,
        "",
        f"Nothing is said on any network while {ida.config_path} has live = false. When all is "
        "ready, write live = true there; `cashmob rehearse` needs no network.\n",
    )


def live(ida: Organiser) -> Organiser:
    ida.config_path.write_text("live = true\n" + CONFIG, encoding="utf-8")
    return ida


def test_a_missing_token_names_its_variable(ida: Organiser) -> None:
    result = live(ida).types("run")
    assert result.exit_code == 78
    assert f"found   no {VARIABLE} in the environment" in result.stderr


@pytest.mark.parametrize(
    ("database", "sentence"),
    [
        (
            "postgresql://localhost/mobs",
            "The database has to be a file, such as cashmob.db; found postgresql. Other databases "
            "come with a later version.\n",
        ),
        (
            "/no/such/folder/mobs.db",
            "The folder of the database, /no/such/folder, does not exist.\n",
        ),
        ("/", "/ cannot be read and written by you; the database has to be.\n"),
    ],
)
def test_a_database_that_cannot_be_is_a_matter_of_configuration(
    ida: Organiser, monkeypatch: pytest.MonkeyPatch, database: str, sentence: str
) -> None:
    monkeypatch.setenv(VARIABLE, TOKEN)
    live(ida).database = database
    result = ida.types("run")
    assert (result.exit_code, result.stderr) == (78, sentence)


def test_a_second_one_is_refused_at_once(ida: Organiser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, TOKEN)
    with alone(Path(ida.file)):
        result = subprocess.run(
            [sys.executable, "-m", "bot", "--config", str(live(ida).config_path), "run"],
            capture_output=True,
            text=True,
            check=False,
        )
    assert (result.returncode, result.stderr) == (
        75,
        f"{ida.file}: another cashmob (process {os.getpid()}) runs on it\n",
    )
