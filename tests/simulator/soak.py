"""Years of one bot in minutes: is memory flat, are files closed, does the log of the database stay
small? `make soak YEARS=5 SEED=1`. One process, one database in a file, mob after mob."""

from __future__ import annotations

import argparse
import gc
import logging
import os
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType

from bot.acts.starting import start
from bot.domain.mob import Refusal
from tests.simulator.accidents import Disk
from tests.simulator.organiser import Organiser
from tests.simulator.play import MOST_STEPS, Play
from tests.simulator.storm import commit
from tests.simulator.weather import Climate
from tests.simulator.world import World

CLIMATE = Climate(0.02, 0, late_writes=True, hidden=0.1, doubled=0.1, in_a_file=True)
MOST_GROWTH = 0.10
"""By how much memory may grow after the first year, the town's part taken away."""
MOST_LOG = 16_000_000


@dataclass(frozen=True, slots=True)
class Measured:
    """What a bot uses, in bytes and numbers, when so many mobs are over. Of `memory`, `town` is
    what the simulated town and its networks remember, which forget nothing."""

    mobs: int
    at: datetime
    memory: int
    town: int
    files: int
    log: int
    database: int

    def __str__(self) -> str:
        return (
            f"{self.at:%Y-%m}: {self.mobs} mobs, {self.memory / 1e6:.1f} MB of memory, "
            f"{self.town / 1e6:.1f} MB of it the town's, "
            f"{self.files} files open, database {self.database / 1e6:.2f} MB, "
            f"its log {self.log / 1e6:.2f} MB"
        )


class Years(Play):
    """One daemon that is never ended, and a mob as soon as the one before is over."""

    def live(self, until: datetime) -> Iterator[Measured]:
        """What is used after each mob. A mob that breaks a promise ends it."""
        mobs = 0
        while self.world.now() < until:
            self._live_one()
            mobs += 1
            yield self._measured(mobs)

    def _live_one(self) -> None:
        saturday = self.world.now() + timedelta(days=22)
        saturday += timedelta(days=(5 - saturday.weekday()) % 7)
        meets = saturday.astimezone(self._city.zone).replace(hour=11, minute=0, second=0)
        at = meets.replace(microsecond=0).astimezone(UTC)
        begun = start(self.store, self._city, at, self.world.now(), who="soak")
        assert not isinstance(begun, Refusal), begun
        self.mob_id = begun.id
        self._organiser = Organiser(self.store, self._city, self._chance.getrandbits(64))
        self._plan(begun)
        for _ in range(MOST_STEPS):
            self._strike()
            to = self._next()
            if to is None:
                break
            self.world.go_to(to)
        assert self._is_over(), f"mob {begun.id} never ends"
        # The networks' downtimes, and what people meant, are no part of the bot.
        self.world.outages.clear()
        self.world.downtimes.clear()
        self.world.ledger.entries.clear()
        self._people.forget()

    def _measured(self, mobs: int) -> Measured:
        gc.collect()
        assert isinstance(self._disk, Disk)
        file = self._disk.file
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        log = file.with_name(f"{file.name}-wal")
        return Measured(
            mobs,
            self.world.now(),
            pages * os.sysconf("SC_PAGE_SIZE"),
            weight([self.world.town, *self._networks.values()]),
            len(os.listdir("/proc/self/fd")),
            log.stat().st_size if log.exists() else 0,
            file.stat().st_size,
        )


_SHARED = (type, ModuleType, FunctionType, MethodType, BuiltinFunctionType, World, Climate)


def weight(of: Iterable[object]) -> int:
    """The bytes of these objects and of all that they alone lead to: no code, and not the world."""
    found: dict[int, object] = {}
    waiting = list(of)
    while waiting:
        one = waiting.pop()
        if id(one) not in found and not isinstance(one, _SHARED):
            found[id(one)] = one
            waiting += gc.get_referents(one)
    return sum(map(sys.getsizeof, found.values()))


def faults(measured: list[Measured]) -> list[str]:
    """What is not flat after the first year, or from the first mob on where there was no year."""
    begin = measured[0].at + timedelta(days=330)
    settled = next((m for m in measured if m.at >= begin), measured[0])
    last = measured[-1]
    found = []
    own = [m.memory - m.town for m in (settled, last)]
    if own[1] > own[0] * (1 + MOST_GROWTH):
        found.append(f"memory without the town grew from {own[0]} to {own[1]} bytes")
    if last.files > settled.files:
        found.append(f"{last.files} files are open, {settled.files} were")
    if max(m.log for m in measured) > MOST_LOG:
        found.append("the log of the database grew beyond 16 MB")
    return found


def main() -> int:
    """One line a mob, and what is not flat."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--years", type=float, default=5)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    ran, years = commit(), Years(asked.seed, CLIMATE)
    until = years.world.now() + timedelta(days=365 * asked.years)
    measured: list[Measured] = []
    for one in years.live(until):
        measured.append(one)
        print(one, flush=True)
    years.close()
    wrong = faults(measured)
    print(f"seed {asked.seed}, {ran}: {'; '.join(wrong) or 'flat'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
