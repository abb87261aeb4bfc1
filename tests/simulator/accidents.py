"""What happens to the machine that the bot runs on: its clock is wrong, it sleeps, its disk is lost
and an old backup takes its place."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.acts.restoring import restore
from bot.domain.mob import Mob
from storage import mentions, posted
from storage.backups import back_up
from storage.mentions import Kept
from storage.migrating import upgrade
from storage.outbox import Sent
from storage.store import Store, open_store
from tests.simulator.world import Span, World

HOUR = timedelta(hours=1)
LONGEST_WRONG = 30.0
"""Hours by which a clock is set back; by how many it is ahead would only be a guess at how far the
mob has gone on by itself, which the manual says."""
AGES = (HOUR, 24 * HOUR)
"""How old a backup is when it takes the place of the database."""
REST = 20.0
"""Hours from a restore to the next backup, on average."""
UNNOTICED = 100.0
"""Seconds by which a clock may be ahead before the networks' clocks tell."""


@dataclass(slots=True)
class Accidents:
    """Clocks and sleep, spread over the weeks of a mob."""

    world: World
    chance: random.Random

    def plan(self, mob: Mob) -> None:
        """Some of each, a third of them over a moment of the calendar."""
        moments = list(mob.moments().values())
        for happens in (self._set_back, self._set_ahead, self._sleep):
            for _ in range(self.chance.randint(1, 3)):
                at = moments[0] + (moments[-2] - moments[0]) * self.chance.random()
                if self.chance.random() < 0.3:
                    at = self.chance.choice(moments[:-1]) - timedelta(minutes=20)
                self.world.at(at, happens)

    def _set_back(self) -> None:
        """Nothing may be said until it is right again, since nobody knows what is due."""
        hours = self.chance.choice((0.01, 0.5, LONGEST_WRONG * self.chance.random()))
        now, long = self.world.now(), HOUR * self.chance.uniform(0.2, 6)
        self.world.downtimes.append(Span(now, now + long))
        self._is_wrong(-hours * HOUR, long)

    def _set_ahead(self) -> None:
        by = timedelta(seconds=self.chance.uniform(1, UNNOTICED))
        self._is_wrong(by, HOUR * self.chance.uniform(1, 48))

    def _is_wrong(self, by: timedelta, long: timedelta) -> None:
        self.world.wrong = by
        self.world.at(self.world.now() + long, self._is_right)
        self.world.wake(1)

    def _is_right(self) -> None:
        self.world.wrong = timedelta(0)
        self.world.wake(1)

    def _sleep(self) -> None:
        """The lid is closed, perhaps in the middle of a call, and opened hours later."""
        now, long = self.world.now(), HOUR * self.chance.uniform(0.1, 9)
        self.world.downtimes.append(Span(now, now + long))
        self.world.pass_by(long.total_seconds())


class Disk:
    """A database in a file, and its backup of last night."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._folder = TemporaryDirectory(prefix="cashmob-simulated-")
        self.file = Path(self._folder.name) / "cashmob.db"
        self._backup = self.file.with_name("backup.db")
        self.behind = False
        upgrade(self.file, world.now())

    def opened(self, boundary: Callable[[str], None]) -> Store:
        """The database as it is now."""
        return open_store(self.file, boundary=boundary)

    def back_up(self) -> None:
        """What every night does; a bot that still catches up after a restore makes none."""
        self._backup.unlink(missing_ok=True)
        if not self.behind:
            back_up(self.file, self._backup)

    @property
    def has_backup(self) -> bool:
        """Whether there is one that is still to be restored."""
        return self._backup.exists()

    def lose(self, store: Store, mob: Mob) -> datetime:
        """The backup takes the place of the database; what was out until then is noted. Returns
        since when nothing is known."""
        with store.reading() as view:
            rows = posted.of_mob(view, mob.id)
        self._world.out_before += [row for row in rows if row.state is Sent.SENT]
        store.close()
        self._world.restored_at = self._world.now()
        since = restore(self._backup, self.file, self._world.now()).since
        self._backup.unlink()
        self.behind = True
        return since

    def caught_up(self, store: Store, mob: Mob) -> None:
        """The ledger takes over which messages the bot has read anew, and when; what they mean it
        knows by itself."""
        self.behind = False
        with store.reading() as view:
            filed = {
                (f.mention.network, f.mention.event): f for f in mentions.of_city(view, mob.city)
            }
        ledger = self._world.ledger
        for key, entry in ledger.entries.items():
            has = filed.get(key)
            ledger.entries[key] = replace(
                entry,
                taken_at=None if has is None else has.read_at,
                text="" if has is None else has.mention.text,
                gone=has is not None and has.state is Kept.GONE,
                in_call=mob.opened is None or entry.said_at < mob.opened,
            )
        ledger.in_hand("", (), ())

    def close(self) -> None:
        """The folder is gone."""
        self._folder.cleanup()


def plan_losses(
    world: World,
    chance: random.Random,
    moments: Mapping[str, datetime],
    *,
    backs_up: Callable[[], None],
    restores: Callable[[timedelta], None],
) -> None:
    """Backups and their returns, one after the other, from the call to the recap."""
    at = moments["call"] - HOUR * chance.uniform(0, 12)
    while True:
        age = chance.choice(AGES)
        if at + age >= moments["recap"]:
            return
        world.at(at, backs_up)
        world.at(at + age, partial(restores, age))
        at += age + HOUR * chance.uniform(3, 2 * REST)
