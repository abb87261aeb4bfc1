"""The daemon as `cashmob run` starts it, in a process of its own, on the wall clock."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import requests

from bot.acts.ordering import carry_out
from bot.acts.starting import start
from bot.config import City, load
from bot.domain.mob import Mob
from bot.domain.orders import Act
from schedulers import clock
from storage import lanes, mobs, posted
from storage.lanes import Lane
from storage.migrating import upgrade
from storage.outbox import Promise, Sent
from storage.store import Store, open_store

TOKEN = "rehearsal"
PATIENCE = 40
CITY = """
[city.{key}]
name = "{name}"
timezone = "Europe/London"
country = "GB"
currency = "GBP"
languages = ["en"]
spend = ["10", "20"]
quiet_hours = ""
min_lead = "1s"
[[city.{key}.organisers]]
name = "Amélie"
[city.{key}.mastodon]
base_url = "{url}"
"""
WAITS = """
[waits]
tick = "200ms"
poll = "400ms"
poll_fast = "400ms"
settle = "1s"
deadline = "2s"
"""
SECONDS = """
[city.oxbow.calendar]
call = "32s"
shortlist = "28s"
ballot = "24s"
ballot_latest = "22s"
close = "17s"
grace = "1s"
consent = "14s"
announce = "11s"
countdown = ["5s"]
morning = ""
amounts = "4s"
recap = "8s"
nudge = "30d"
"""
"""A calendar of seconds: a whole mob in less than a minute."""

Found = TypeVar("Found")


def waited_for(found: Callable[[], Found | None], what: str) -> Found:
    """What `found` gives as soon as it gives something; fails after forty seconds."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        have = found()
        if have:
            return have
        time.sleep(0.05)
    raise AssertionError(f"waited in vain for {what}")


@dataclass
class Home:
    """The folder of an organiser: configuration, database, and a daemon when one is started."""

    folder: Path

    def configured(self, text: str) -> None:
        """Writes the configuration, and makes the database."""
        self.config.write_text(f"live = true\n{text}{WAITS}", encoding="utf-8")
        self.database.unlink(missing_ok=True)
        upgrade(self.database, clock.now())

    @property
    def config(self) -> Path:
        return self.folder / "config.toml"

    @property
    def database(self) -> Path:
        return self.folder / "cashmob.db"

    def city(self, key: str = "oxbow") -> City:
        return load(self.config, self.environment).cities[key]

    @property
    def environment(self) -> dict[str, str]:
        tokens = {f"CASHMOB_{city}_MASTODON_TOKEN": TOKEN for city in ("OXBOW", "BROOK")}
        return {**os.environ, **tokens}

    def command(self, *options: str, python: tuple[str, ...] = ()) -> list[str]:
        """The command line of the daemon."""
        program = [sys.executable, *python, "-m", "bot", "--config", str(self.config)]
        return [*program, "run", *options]

    @contextmanager
    def daemon(self) -> Iterator[subprocess.Popen[str]]:
        """The daemon for the length of the block, killed at its end if it still runs."""
        told = (self.folder / "journal.txt").open("a")
        with (
            told,
            subprocess.Popen(
                self.command(), env=self.environment, stderr=told, text=True
            ) as process,
        ):
            try:
                yield process
            finally:
                process.kill()

    def starts(self, meets_at: datetime, key: str = "oxbow") -> int:
        """The organiser starts a mob."""
        with self.store() as store:
            begun = start(store, self.city(key), meets_at, clock.now(), who="Amélie")
        assert isinstance(begun, Mob), begun
        return begun.id

    def orders(self, act: Act) -> None:
        """The organiser gives an order while the daemon runs."""
        with self.store() as store:
            carried = carry_out(store, self.city(), act, clock.now(), who="Amélie")
        assert carried.refused is None

    @contextmanager
    def store(self) -> Iterator[Store]:
        """The database, beside the daemon."""
        store = open_store(self.database)
        try:
            yield store
        finally:
            store.close()

    def mob(self, number: int) -> Mob:
        with self.store() as store, store.reading() as view:
            loaded = mobs.load(view, number)
        assert loaded is not None
        return loaded[0]

    def promises(self, key: str = "oxbow") -> tuple[Promise, ...]:
        with self.store() as store, store.reading() as view:
            return posted.of_city(view, key)

    def lane(self, key: str = "oxbow") -> Lane:
        with self.store() as store, store.reading() as view:
            return lanes.lane(view, key, "mastodon")

    def is_out(self, say: str, key: str = "oxbow") -> Promise | None:
        """The post of that key, once it is out."""
        rows = (row for row in self.promises(key) if row.key == say and row.state is Sent.SENT)
        return next(rows, None)


def ended(process: subprocess.Popen[str], *, within: float = 15) -> int:
    """The exit code after SIGTERM."""
    process.send_signal(signal.SIGTERM)
    return process.wait(within)


@dataclass
class FarTown:
    """A town in a process of its own, and the people in it."""

    urls: dict[str, str]
    session: requests.Session

    def writes(self, who: str, text: str, under: str | None = None) -> dict[str, Any]:
        """Somebody writes, tagging the bot."""
        body = {"handle": who, "text": text, "reply_to": under}
        answer = self.session.post(f"{self.urls['control']}/write", json=body, timeout=10)
        assert answer.ok, answer.text
        return dict(answer.json())

    def said(self) -> list[dict[str, Any]]:
        """What stands on the bot's own timeline."""
        address = f"{self.urls['control']}/posts?author=cashmob"
        return list(self.session.get(address, timeout=10).json())


@contextmanager
def far_town(folder: Path) -> Iterator[FarTown]:
    """The town for the length of the block."""
    where = folder / "ports.json"
    program = [sys.executable, "-m", "bot.rehearsal.server", "--port-file", str(where)]
    with subprocess.Popen([*program, "--seed", "3", "--requests", "5000"]) as process:
        try:
            waited_for(where.exists, "the town")
            with requests.Session() as session:
                yield FarTown(json.loads(where.read_text(encoding="utf-8")), session)
        finally:
            process.terminate()
            process.wait(10)


def in_seconds(count: float) -> datetime:
    """A whole second so far from now."""
    at = clock.now() + timedelta(seconds=count)
    return at.astimezone(UTC).replace(microsecond=0)
