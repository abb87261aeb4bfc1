"""An organiser at the terminal of a small city, with a clock of her own and a real database."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import click
from click.testing import CliRunner, Result

from bot.acts.voices import speaker
from bot.cli import cli
from bot.config import City, load
from bot.domain.posts import Mention
from schedulers.announcer import announce
from schedulers.desk import Desk
from schedulers.intake import take_in
from schedulers.understanding import Ear
from schedulers.watcher import Watcher
from storage import facts
from storage.store import Store, open_store

CONFIG = """
database = "cashmob.db"

[city.oxbow]
name = "Oxbow"
timezone = "Europe/Paris"
country = "FR"
currency = "EUR"
languages = ["en", "fr"]
spend = ["10", "20"]
rhythm = "second saturday 11:00"
[[city.oxbow.organisers]]
name = "Ida"
[city.oxbow.mastodon]
base_url = "https://social.oxbow.example"
"""


@dataclass
class Organiser:
    """Types commands; `config_path`, `database` and `now()` are what stands before them."""

    config_path: Path
    at: datetime
    database: str | None = None

    def now(self) -> datetime:
        return self.at

    def types(self, line: str, **more: Any) -> Result:
        """What comes of a command line, given without `cashmob`."""
        name, *words = line.split()
        command = cli.get_command(click.Context(cli), name)
        assert command is not None
        given = ["--by", "Ida"] if _is_act(name, words) else []
        return CliRunner().invoke(command, [*words, *given], obj=self, **more)

    def reads(self, line: str) -> Any:
        """What a reading command tells programs."""
        result = self.types(f"{line} --json")
        assert result.stderr == ""
        return json.loads(result.stdout)

    @property
    def city(self) -> City:
        return next(iter(load(self.config_path, {}).cities.values()))

    @property
    def file(self) -> Path:
        return self.config_path.with_name("cashmob.db")

    def with_store(self, does: Callable[[Store], Any]) -> Any:
        store = open_store(self.file)
        try:
            return does(store)
        finally:
            store.close()

    def wait(self, **time: int) -> None:
        """Time passes, and the calendar with it."""
        self.at += timedelta(**time)

        def advance(store: Store) -> None:
            with store.work("calendar") as work:
                announce(work, speaker(self.city), self.at)

        self.with_store(advance)

    def hears(
        self,
        *said: tuple[str, str],
        server: str = "social.oxbow.example",
        account_since: datetime | None = None,
    ) -> None:
        """People of the town (name, words) speak to the bot on Mastodon."""
        mentions = [
            Mention(
                "mastodon",
                f"{name} {self.at:%d%H%M%S} {n}",
                f"https://{server}/users/{name}",
                f"@{name}",
                text,
                self.at + timedelta(seconds=n),
                lang="en",
                account_since=account_since,
            )
            for n, (name, text) in enumerate(said)
        ]
        self.at += timedelta(seconds=len(said))

        def take(store: Store) -> None:
            organisers = frozenset({"https://social.oxbow.example/users/ida"})
            handles = frozenset({"@cashmob"})
            ear = Ear("oxbow", "mastodon", ("en", "fr"), handles, organisers)
            with store.work("page") as work:
                key = facts.erasure_key(work)
                watcher = Watcher(self.city.watch)
                desk = Desk(ear, speaker(self.city), key, timedelta(minutes=10), watcher)
                take_in(work, desk, mentions, self.at)

        self.with_store(take)


def _is_act(name: str, words: list[str]) -> bool:
    reading = words[:1] in (["list"], ["show"], ["calendar"], ["press"])
    return name in ("approve", "merge", "reject") or (name == "mob" and not reading)


def started(ida: Organiser) -> Organiser:
    """A mob was started for the twelfth of December."""
    assert ida.types("mob start --at 2026-12-12T11:00").exit_code == 0
    return ida


def called(ida: Organiser) -> Organiser:
    """The call is out, and three people have put two shops forward."""
    started(ida).at = ida.at.replace(day=22)
    ida.wait(hours=1)
    ida.hears(
        ("rosa", "@cashmob I nominate Harbour Books, Quay Street"),
        ("noor", "@cashmob I nominate Thistle & Twine, Mill Street"),
        ("finn", "@cashmob I nominate Harbour Books"),
    )
    return ida


def balloting(ida: Organiser) -> Organiser:
    """Two shops are on the ballot, and two of three voters are for the first."""
    called(ida)
    for number in (1, 2):
        assert ida.types(f"approve {number}").exit_code == 0
        assert ida.types(f"mob ask {number} --channel visit").exit_code == 0
    ida.wait(days=6, hours=4)
    ida.hears(
        ("rosa", "@cashmob I vote for number 1"),
        ("noor", "@cashmob I vote for number 2"),
        ("finn", "@cashmob I vote for number 1"),
    )
    return ida


def announced(ida: Organiser) -> Organiser:
    """The first shop agreed and was announced."""
    balloting(ida)
    ida.wait(days=4)
    assert ida.types("mob consent 1 --channel phone").exit_code == 0
    ida.wait(days=4)
    assert ida.reads("mob show")[0]["stage"] == "announced"
    return ida
