"""A whole mob with a daemon that is killed: the town lives here, the daemon in its own process.

The town and its clock belong to this process and survive every death. The daemon is stepped from
instant to instant; where it dies, it is started again at the same instant and told the same thing
again, as a service manager and a patient organiser do.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from bot.domain.mob import Mob
from bot.domain.orders import Act
from bot.rehearsal.mastodon_face import MastodonFace
from bot.rehearsal.serving import Serving
from bot.rehearsal.town import Person, Town, TownPost
from bot.rehearsal.twitter_face import TwitterFace
from bot.rehearsal.verdict import faults as faults_of
from schedulers.clock import StandingClock
from storage import mentions, mobs, posted, standings
from storage.store import open_store
from tests.faults import Faults
from tests.process import stepped_daemon
from tests.process.stepped_daemon import Life, Stroke

TOKEN = "rehearsal"
USER = "1000000000000000042"
CITY = """
live = true
[city.oxbow]
name = "Oxbow"
timezone = "Europe/London"
country = "GB"
currency = "GBP"
languages = ["en", "fr"]
spend = ["10", "20"]
quiet_hours = ""
[[city.oxbow.organisers]]
name = "Amélie"
mastodon = "@amelie@town.example"
"""
ACCOUNTS = {
    "mastodon": '[city.oxbow.mastodon]\nbase_url = "{url}"\n',
    "twitter": '[city.oxbow.twitter]\nbase_url = "{url}"\nuser_id = "1000000000000000042"\n',
}
SECRETS = {
    f"CASHMOB_OXBOW_{name}": TOKEN
    for name in (
        "MASTODON_TOKEN",
        "TWITTER_CONSUMER_KEY",
        "TWITTER_CONSUMER_SECRET",
        "TWITTER_ACCESS_TOKEN",
        "TWITTER_ACCESS_SECRET",
    )
}
PATIENCE = 60
"""Seconds after which a daemon that does not answer an order is a fault of the program."""

# Processes come from one that has everything imported, and are their own from their first line on.
_CONTEXT = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(
    [
        "tests.process.stepped_daemon",
        "tests.process.warmed",
        "bot.networks.mastodon",
        "bot.networks.twitter",
        "alembic",
    ]
)


class Failed(AssertionError):
    """The daemon ended in another way than it was meant to, or says that it failed."""


@dataclass(frozen=True, slots=True)
class Cue:
    """Something that happens at an instant; `plays` is handed the whole stage."""

    at: datetime
    plays: Callable[[Stage], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a mob left behind, in a form that can be compared with the same mob undisturbed."""

    said: Counter[tuple[str, str]]
    liked: Counter[str]
    stages: tuple[str, ...]
    tallies: tuple[tuple[tuple[Any, int], ...], ...]
    aside: int


@dataclass
class Stage:
    """The town, the organiser's hand and the daemon's lives."""

    folder: Path
    begin: datetime
    deaths: Sequence[Stroke] = ()
    sleeps: Sequence[Stroke] = ()
    network: str = "mastodon"
    mobs: dict[str, int] = field(default_factory=dict)
    visits: Counter[str] = field(default_factory=Counter)
    written: dict[str, TownPost] = field(default_factory=dict)
    lives: int = 0

    def __post_init__(self) -> None:
        self.clock = StandingClock(self.begin)
        self.town = Town(self.clock.now, 1)
        self.face = self._face()
        self.faults = Faults(self.face)

    def _face(self) -> MastodonFace | TwitterFace:
        if self.network == "twitter":
            return TwitterFace(self.town, token=TOKEN, user_id=USER)
        return MastodonFace(self.town, token=TOKEN, requests=10**6, posts=10**6)

    def play(self, cues: Iterable[Cue], *, until: datetime) -> None:
        """Everything from `begin` to `until`, one instant after the other."""
        to_come = sorted(cues, key=lambda cue: cue.at)
        with Serving({self.network: self.faults}) as serving:
            account = ACCOUNTS[self.network].format(url=serving.urls[self.network])
            (self.folder / "config.toml").write_text(CITY + account, encoding="utf-8")
            self._born()
            due: datetime | None = self.begin
            while due is not None and due <= until:
                self.clock.set(due)
                now = [cue for cue in to_come if cue.at <= due]
                for cue in now:
                    cue.plays(self)
                    to_come.remove(cue)
                later = self._told("step", self.clock.now(), poll=bool(now))
                coming = [at for at in (later, *(cue.at for cue in to_come)) if at is not None]
                due = min(coming, default=None)
            assert to_come == []
            self.visits = self._told("visited")
            self._told("end")
            self._process.join(PATIENCE)
        if self.lives - 1 < len(self.deaths):
            raise Failed(f"never came to {self.deaths[self.lives - 1]}")
        if self._process.exitcode != 0:
            raise Failed(f"ended with {self._process.exitcode}")

    def starts(self, name: str, meets_at: datetime) -> None:
        """The organiser starts a mob, to be called by that name here."""
        begun = self._told("start", self.clock.now(), meets_at)
        if isinstance(begun, Mob):
            self.mobs[name] = begun.id
        else:
            # Told twice, since the first time the process died after its commit.
            assert begun.kind == "day_is_taken", begun
            self.mobs[name] = begun.values["number"]

    def orders(self, name: str, act: Act, *, refused: bool = False) -> None:
        """The organiser gives an order, which may have to be `refused`; told again after a death
        it may be refused as done."""
        lives = self.lives
        carried = self._told("act", self.clock.now(), act, self.mobs[name])
        told = (carried.refused is not None) is refused
        assert told or self.lives > lives, (act, carried.refused)

    def writes(self, who: str, text: str, under: str | None = None, *, mob: str = "a") -> None:
        """Somebody writes, under the bot's post of that key or to nobody's."""
        parent = self.post(under, mob) if under else None
        self.written[f"{who}: {text}"] = self.town.write(
            Person(who, who.capitalize()), text, "mastodon", reply_to=parent.id if parent else None
        )

    def shows(self, who: str, text: str) -> None:
        """Somebody shows the bot a picture."""
        person = Person(who, who.capitalize())
        self.town.write(person, text, "mastodon", pictures=("the till",))

    def boosts(self, *numbers: int, mob: str = "a") -> None:
        """The organiser picks people's pictures of the day."""
        assert self._told("boost", self.clock.now(), numbers, self.mobs[mob])

    def post(self, key: str, mob: str = "a") -> TownPost:
        """The bot's post of that key, which must be out."""
        store = open_store(self.folder / "cashmob.db")
        try:
            with store.reading() as view:
                rows = posted.of_mob(view, self.mobs[mob])
        finally:
            store.close()
        out = {row.key: row.remote_id for row in rows if row.after is None}
        found = self.face.post(out.get(key) or "")
        assert found is not None, f"{key} is not out"
        return found

    def wrong(self, name: str = "a") -> tuple[str, ...]:
        """The rehearsal's own verdict on a mob, a sentence each, and the database's on itself."""
        store = open_store(self.folder / "cashmob.db")
        try:
            with store.reading() as view:
                loaded = mobs.load(view, self.mobs[name])
                assert loaded is not None
                ids = {row.remote_id for row in posted.of_mob(view, self.mobs[name])}
                bot = [p for p in self.town.posts() if p.author == self.town.bot]
                seen = [p for p in bot if self.face.status_id(p) in ids]
                found = faults_of(view, loaded[0], seen, ("mastodon",))
                answer = view.exec_driver_sql("PRAGMA integrity_check").scalar()
                known = {
                    row.remote_id for m in self.mobs.values() for row in posted.of_mob(view, m)
                }
        finally:
            store.close()
        strange = [p.text for p in bot if self.face.status_id(p) not in known]
        return (
            *found,
            *(() if answer == "ok" else (f"integrity check: {answer}",)),
            *(f"said without the store's knowledge: {text[:60]}" for text in strange),
        )

    def outcome(self) -> Outcome:
        """What is left of all mobs."""
        store = open_store(self.folder / "cashmob.db")
        try:
            with store.reading() as view:
                loaded = [mobs.load(view, mob) for mob in self.mobs.values()]
                tallies = [standings.by_network(view, mob) for mob in self.mobs.values()]
                aside = len(mentions.set_aside(view))
        finally:
            store.close()
        sums = [tuple(sorted(t.get("mastodon", {}).items())) for t in tallies]
        stages = [pair[0].stage.value for pair in loaded if pair is not None]
        said = Counter((self._under(post), post.text) for post in self.town.said())
        shown = Counter(("boosted", p.text) for p in self.town.posts() for _ in p.boosted_by)
        liked = Counter(post.text for post in self.town.acknowledged())
        return Outcome(said + shown, liked, tuple(stages), tuple(sums), aside)

    def _under(self, post: TownPost) -> str:
        parent = self.town.written(post.parent) if post.parent else None
        return parent.text if parent else ""

    def _told(self, name: str, *positional: Any, **named: Any) -> Any:
        """One order and its answer, told again to the next life where this one ends at it."""
        while True:
            try:
                self._pipe.send((name, positional, named))
                return self._answer()
            except (EOFError, ConnectionError):
                self._died()

    def _answer(self) -> Any:
        if not self._pipe.poll(PATIENCE):
            self._process.kill()
            raise Failed("the daemon does not answer")
        kind, answer = self._pipe.recv()
        if kind == "failed":
            raise Failed(answer)
        return answer

    def _born(self) -> None:
        """A new life, which is told where it will end."""
        while True:
            ours, theirs = _CONTEXT.Pipe()
            life = self._next_life()
            process = _CONTEXT.Process(target=stepped_daemon.live, args=(theirs, life), daemon=True)
            process.start()
            theirs.close()
            self.lives += 1
            self._pipe: Connection = ours
            self._process: BaseProcess = process
            try:
                self._answer()
                return
            except (EOFError, ConnectionError):
                self._buried()

    def _next_life(self) -> Life:
        return Life(
            self.folder / "config.toml",
            self.clock.now(),
            SECRETS,
            next(iter(self.deaths[self.lives :]), None),
            next(iter(self.sleeps[self.lives :]), None),
        )

    def _died(self) -> None:
        self._buried()
        self._born()

    def _buried(self) -> None:
        self._process.join(PATIENCE)
        self._pipe.close()
        if self._process.exitcode != -signal.SIGKILL:
            raise Failed(f"ended by itself with {self._process.exitcode}")
