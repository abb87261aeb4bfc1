"""The daemon as a process that is told when it is what time, and that dies where it is told to.

It is built as `cashmob run` builds it, but for its clock, which stands until the next order, and
for its boundaries, which count. Whoever started it talks to it through a pipe: one order, one
answer; a pipe that ends without an answer is a death.
"""

from __future__ import annotations

import os
import signal
import traceback
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bot.acts.boosting import boost
from bot.acts.opening import open_network
from bot.acts.ordering import Carried, carry_out
from bot.acts.starting import start
from bot.config import load
from bot.domain.mob import Mob, Refusal
from bot.domain.orders import Act
from schedulers import daemon
from schedulers.clock import StandingClock
from schedulers.lock import alone
from storage.migrating import upgrade
from storage.store import Store, open_store

ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Stroke:
    """A place in one life of the daemon: the `visit`-th time (from 1) that it is at a boundary,
    counted from that instant on."""

    boundary: str
    visit: int = 1
    since: datetime = ALWAYS


@dataclass(frozen=True, slots=True)
class Life:
    """One process: its configuration, when it starts, where it is killed (None: nowhere), and
    where the machine sleeps for fifteen seconds."""

    config: Path
    at: datetime
    env: Mapping[str, str]
    killed: Stroke | None = None
    sleeps: Stroke | None = None


NAP = timedelta(seconds=15)


class Boundaries:
    """Counts how often each boundary was come to, and stops the process at one of them."""

    def __init__(self, life: Life, clock: StandingClock) -> None:
        self.visits: Counter[str] = Counter()
        self._counted: Counter[Stroke] = Counter()
        self._life, self._clock = life, clock

    def __call__(self, name: str) -> None:
        """The daemon stands at this boundary."""
        self.visits[name] += 1
        if self._is_here(self._life.killed, name):
            os.kill(os.getpid(), signal.SIGKILL)
        if self._is_here(self._life.sleeps, name):
            self._clock.pass_by(NAP)

    def _is_here(self, stroke: Stroke | None, name: str) -> bool:
        if stroke is None or name != stroke.boundary or self._clock.now() < stroke.since:
            return False
        self._counted[stroke] += 1
        return self._counted[stroke] == stroke.visit


class _Stepped:
    """What the process can be told to do."""

    def __init__(
        self, life: Life, clock: StandingClock, store: Store, visits: Counter[str]
    ) -> None:
        settings = load(life.config, life.env)
        self._city = next(iter(settings.cities.values()))
        self._clock, self._store, self._visits = clock, store, visits
        self._round = daemon.build(
            settings,
            store,
            clock,
            lambda city, name: open_network(settings, city.key, name, now=clock.now),
            database=life.config.with_name("cashmob.db"),
        )

    def step(self, at: datetime, *, poll: bool) -> datetime | None:
        """All that is due at that instant; returns when more is due."""
        self._clock.set(at)
        if poll:
            self._round.poll_soon()
        self._round.quiet()
        return self._round.next_due(self._clock.now())

    def start(self, at: datetime, meets_at: datetime) -> Mob | Refusal:
        """The organiser starts a mob."""
        self._clock.set(at)
        return start(self._store, self._city, meets_at, at, who="Amélie")

    def act(self, at: datetime, act: Act, mob: int) -> Carried:
        """The organiser gives an order."""
        self._clock.set(at)
        return carry_out(self._store, self._city, act, at, who="Amélie", mob=mob)

    def boost(self, at: datetime, numbers: tuple[int, ...], mob: int) -> bool:
        """The organiser picks people's pictures; whether they are on the list."""
        self._clock.set(at)
        found = boost(self._store, self._city, numbers, at, who="Amélie", mob=mob)
        return not isinstance(found, Refusal)

    def visited(self) -> Counter[str]:
        """How often each boundary was come to in this life."""
        return self._visits

    def end(self) -> None:
        """The process is told to end, as by SIGTERM."""
        self._round.close()


def live(pipe: Connection, life: Life) -> None:
    """One life of the daemon, from its start to its end; what went wrong in it is told as text."""
    try:
        _live(pipe, life)
    except Exception:
        pipe.send(("failed", traceback.format_exc()))
        raise


def _live(pipe: Connection, life: Life) -> None:
    clock = StandingClock(life.at)
    boundaries = Boundaries(life, clock)
    database = life.config.with_name("cashmob.db")
    with alone(database):
        upgrade(database, life.at, boundary=boundaries)
        store = open_store(database, boundary=boundaries)
        stepped = _Stepped(life, clock, store, boundaries.visits)
        pipe.send(("done", None))
        name = ""
        while name != "end":
            name, positional, named = pipe.recv()
            answer: Any = getattr(stepped, name)(*positional, **named)
            pipe.send(("done", answer))
        store.close()
