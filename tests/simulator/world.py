"""A simulated world: one clock, what is to happen when, which networks are down, who writes what.

Nothing here knows the bot: the world goes on while the bot is down.
"""

from __future__ import annotations

import heapq
import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rehearsal.town import Town
from storage.outbox import Promise
from tests.simulator.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time."""

    start: datetime
    end: datetime

    def overlap(self, start: datetime, end: datetime) -> timedelta:
        """How much of this stretch lies between two instants."""
        return max(timedelta(0), min(self.end, end) - max(self.start, start))


class Watch:
    """The clock of the bot's machine, which may be wrong."""

    def __init__(self, world: World) -> None:
        self._world = world

    def now(self) -> datetime:
        """What it shows."""
        return self._world.now() + self._world.wrong


class World:
    """Time as it really passes, for the town and for the bot's clock alike."""

    def __init__(self, at: datetime, seed: int) -> None:
        self._at = at
        self._numbers = itertools.count()
        self._to_come: list[tuple[datetime, int, Callable[[], None]]] = []
        self.chance = random.Random(seed)
        self.town = Town(self.now, seed)
        self.watch = Watch(self)
        self.wrong = timedelta(0)
        self.ledger = Ledger(self.watch.now)
        self.outages: dict[str, list[Span]] = {}
        self.downtimes: list[Span] = []
        self.calls = 0
        self.restored_at: datetime | None = None
        self.out_before: list[Promise] = []

    def now(self) -> datetime:
        """The true time."""
        return self._at

    def pass_by(self, seconds: float) -> None:
        """Lets time pass, with all that happens in it."""
        self.go_to(self._at + timedelta(seconds=seconds))

    def no_answer(self, seconds: float) -> None:
        """A call hangs: nothing else is done meanwhile, since the lanes take turns here, so that
        it keeps the bot from speaking as an outage does."""
        begun = self._at
        self.pass_by(seconds)
        self.downtimes.append(Span(begun, self._at))

    def go_to(self, at: datetime) -> None:
        """The same up to an instant."""
        while self._to_come and self._to_come[0][0] <= at:
            due, _, happens = heapq.heappop(self._to_come)
            self._at = max(self._at, due)
            happens()
        self._at = max(self._at, at)

    def at(self, when: datetime, happens: Callable[[], None]) -> None:
        """Something will happen at an instant."""
        heapq.heappush(self._to_come, (when, next(self._numbers), happens))

    def after(self, seconds: float, happens: Callable[[], None]) -> None:
        """Something will happen in so many seconds."""
        self.at(self._at + timedelta(seconds=seconds), happens)

    def wake(self, seconds: float) -> None:
        """The simulation looks at the world then, as a daemon that ticks all the time would."""
        self.after(seconds, lambda: None)

    def next_event(self) -> datetime | None:
        """When the next thing happens by itself."""
        return self._to_come[0][0] if self._to_come else None

    def is_out(self, network: str) -> bool:
        """Whether a network is down now."""
        return any(s.start <= self._at < s.end for s in self.outages.get(network, ()))

    def covered(self, network: str, start: datetime, end: datetime) -> float:
        """Which part of a stretch the network or the bot was down, or a call hung."""
        spans = sorted([*self.outages.get(network, ()), *self.downtimes], key=lambda s: s.start)
        down, reached = timedelta(0), start
        for span in spans:
            down += span.overlap(max(start, reached), end)
            reached = max(reached, span.end)
        return down / max(end - start, timedelta(seconds=1))
