"""One simulated mob: real domain, listening, store and courier, in a world made by a seed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import sqlalchemy as sa

from bot.acts.starting import start
from bot.config import City, Settings
from bot.domain.mob import Mob, Refusal
from bot.domain.stages import Stage
from bot.networks import Network, NetworkError
from bot.rehearsal.direct import DirectNetwork
from schedulers import daemon
from schedulers.catching_up import catch_up
from schedulers.tick import Round
from storage import mobs, posted
from storage.outbox import Promise, Sent
from storage.prepared import Prepared
from storage.store import unguarded
from tests.indoors import InTurn, fresh_store
from tests.simulator.accidents import HOUR, Accidents, Disk, plan_losses
from tests.simulator.organiser import Organiser
from tests.simulator.people import People
from tests.simulator.verdict import violations
from tests.simulator.weather import Climate, Weather
from tests.simulator.world import Span, World

NETWORKS = ("mastodon", "twitter", "facebook")
ZONES = ("America/Moncton", "Europe/Paris", "Australia/Lord_Howe", "Asia/Seoul", "America/Santiago")
CLIMATES = (
    Climate(),
    Climate(0.02, 0.002, late_writes=True, hidden=0.1, doubled=0.1),
    Climate(0.05, 0.01, late_writes=True, hidden=0.1, doubled=0.1),
    Climate(0.25, 0.01, late_writes=True, hidden=0.1, doubled=0.1),
)
# Each is asked for by its number, after those above.
STRANGE = (
    Climate(0.02, 0.002, hidden=0.1, doubled=0.1, stale=240),
    Climate(0.02, 0.002, late_writes=True, hidden=0.1, doubled=0.1, accidents=True),
    Climate(0.02, 0.002, late_writes=True, hidden=0.1, doubled=0.1, restored=True, in_a_file=True),
)
MOST_STEPS = 60_000
# What everybody knows of the mob; asked after every page.
_KNOWN = Prepared(sa.select(mobs.MOB.c.closes, mobs.MOB.c.opened, mobs.MOB.c.stage))


class Crash(BaseException):
    """The process ends here."""


@dataclass(slots=True)
class Report:
    """What became of one simulated mob."""

    seed: int
    climate: Climate
    ended: str = ""
    votes: int = 0
    posts: int = 0
    crashes: int = 0
    outages: int = 0
    calls: int = 0
    boundaries: set[str] = field(default_factory=set)
    restores: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)


@cache
def settings(zone: str, languages: tuple[str, ...]) -> Settings:
    """The settings of a city on three networks."""
    city = {
        "name": "Oxbow",
        "timezone": zone,
        "country": "CA",
        "currency": "CAD",
        "languages": list(languages),
        "spend": ["10", "20"],
        "meeting_point": "the clock",
        "organisers": [{"name": "Ada", "mastodon": "@ada@town.example"}],
        "mastodon": {"base_url": "https://town.example"},
        "twitter": {"user_id": "https://town.example/twitter/cashmob"},
        "facebook": {"page_id": "https://town.example/facebook/cashmob"},
    }
    return Settings.model_validate({"live": True, "city": {"oxbow": city}})


class Play:
    """One mob from before its call to its last word."""

    def __init__(self, seed: int, climate: Climate | None = None) -> None:
        chance = random.Random(seed)
        self._chance = chance
        climate = climate or chance.choice(CLIMATES)
        self.report = Report(seed, climate)
        languages = chance.choice((("en",), ("en", "fr")))
        self._settings = settings(chance.choice(ZONES), languages)
        self._city: City = self._settings.cities["oxbow"]
        self._meets_at = self._some_saturday()
        begin = self._meets_at - timedelta(days=22)
        self.world = World(begin, chance.getrandbits(64))
        self._disk = Disk(self.world) if climate.in_a_file else None
        self.store = self._disk.opened(unguarded) if self._disk else fresh_store()
        self._networks: dict[str, Weather] = {
            name: Weather(
                self.world,
                DirectNetwork(self.world.town, name, page=20),
                climate,
                random.Random(chance.getrandbits(64)),
            )
            for name in NETWORKS
        }
        self._people = People(self.world, NETWORKS, chance.randint(20, 60))
        self._organiser = Organiser(self.store, self._city, chance.getrandbits(64))
        self._round: Round | None = None
        self._restart_at = begin
        self._losing: timedelta | None = None
        self.mob_id = 0

    def run(self) -> Report:
        """Plays it to its end and tells what went wrong."""
        begun = start(self.store, self._city, self._meets_at, self.world.now(), who="sim")
        assert not isinstance(begun, Refusal), begun
        self.mob_id = begun.id
        self._plan(begun)
        self.store.boundary = self._boundary
        for _ in range(MOST_STEPS):
            self._strike()
            to = self._next()
            if to is None:
                break
            self.world.go_to(to)
        else:
            self.report.violations.append("the mob never ends")
        self.store.boundary = lambda name: None
        self._judge()
        self.close()
        return self.report

    def close(self) -> None:
        """Nothing is left of it."""
        self.store.close()
        if self._disk is not None:
            self._disk.close()

    @property
    def mob(self) -> Mob:
        """The mob as the store has it."""
        with self.store.reading() as view:
            loaded = mobs.load(view, self.mob_id)
        assert loaded is not None
        return loaded[0]

    def _some_saturday(self) -> datetime:
        first = datetime(2026, 1, 3, 11, tzinfo=self._city.zone)
        return (first + timedelta(days=7 * self._chance.randint(0, 500))).astimezone(UTC)

    def _plan(self, mob: Mob) -> None:
        """Crowds, the organiser's evenings, outages and whims, spread over the weeks."""
        moments, chance = mob.moments(), self._chance
        for _ in range(chance.randint(12, 24)):
            self.world.at(self._between(moments["call"], moments["recap"]), self._crowd)
        for _ in range(chance.randint(4, 8)):
            self.world.at(self._between(moments["ballot"], moments["close"]), self._crowd)
        if chance.random() < 0.5:
            close = moments["close"]
            for minutes in (-3, -1, 1, 20):
                self.world.at(close + timedelta(minutes=minutes), self._crowd)
        evening = mob.created_at + timedelta(hours=9)
        while evening < moments["nudge"]:
            self.world.at(evening, self._evening)
            evening += timedelta(days=1 if evening < moments["recap"] else 7)
        if chance.random() < 0.1:
            self.world.at(self._between(moments["call"], moments["gather"]), self._whim)
        if self.report.climate.faults:
            self._outages(moments)
        if self.report.climate.accidents:
            Accidents(self.world, chance).plan(mob)
        if self._disk is not None and self.report.climate.restored:
            disk = self._disk
            plan_losses(self.world, chance, moments, backs_up=disk.back_up, restores=self._lose)

    def _between(self, start: datetime, end: datetime) -> datetime:
        return start + (end - start) * self._chance.random()

    def _outages(self, moments: dict[str, datetime]) -> None:
        """Each network is down once or twice for hours, sometimes over a moment of the calendar."""
        for network in NETWORKS:
            for _ in range(self._chance.randint(0, 2)):
                at = self._between(moments["call"], moments["recap"])
                if self._chance.random() < 0.5:
                    at = self._chance.choice(list(moments.values())) - timedelta(minutes=20)
                length = timedelta(hours=self._chance.choice((0.5, 2, 12)))
                self.world.outages.setdefault(network, []).append(Span(at, at + length))
                self.world.at(at + length, lambda: None)
                self.report.outages += 1

    def _crowd(self) -> None:
        votes = self._people.crowd(self._chance.randint(2, 14), self.mob, self._find)
        self.report.votes += votes
        # The daemon ticks every ten seconds and reads every minute: look again then.
        self.world.wake(75)

    def _find(self, key: str, network: str) -> Promise | None:
        with self.store.reading() as view:
            found = posted.posts_out(view, "oxbow", network, self.mob_id, (key,))
        return found[-1] if found else None

    def _evening(self) -> None:
        self._dare(lambda: self._organiser.works(self.mob, self.world.now()))

    def _whim(self) -> None:
        if self._disk is not None and self._disk.has_backup:
            # Were it forgotten, all that was said until then would be about another mob.
            self.world.after(6 * 3600, self._whim)
            return
        self._dare(lambda: self._organiser.whim(self.world.now()))

    def _dare(self, act: Any) -> None:
        """A command, which may be cut off as well; the organiser tries again on another day."""
        try:
            act()
        except Crash:
            self.report.crashes += 1

    def _lose(self, age: timedelta) -> None:
        """The process is ended first; a command takes its minutes."""
        self._losing = age

    def _lost(self, age: timedelta) -> None:
        assert self._disk is not None
        self._losing = None
        if not self._disk.has_backup:
            return
        self._round = None
        self.report.restores[f"restored {age // HOUR} h old"] += 1
        since = self._disk.lose(self.store, self.mob)
        self.store = self._organiser.store = self._disk.opened(self._boundary)
        self._dare(lambda: self._organiser.does_again(since, self.world.now()))
        self._is_down(timedelta(minutes=self._chance.uniform(5, 60)))

    def _is_behind(self) -> bool:
        return self._disk is not None and self._disk.behind

    def _catches_up(self) -> bool:
        """Lives through the lost time; False where a network cannot be looked at."""
        assert self._disk is not None
        until = self.world.now()
        try:
            catch_up(self._settings, self.store, self._opened, until=until, pool=InTurn())
        except NetworkError:
            self._is_down(timedelta(minutes=1))
            return False
        self._disk.caught_up(self.store, self.mob)
        return True

    def _boundary(self, name: str) -> None:
        self.report.boundaries.add(name)
        if not self._is_behind() and name in ("page: after commit", "message: after commit"):
            self._tell_the_ledger()
            self.world.ledger.saved()
        if self._chance.random() < self.report.climate.crashes:
            raise Crash(name)

    def _tell_the_ledger(self) -> None:
        """What everybody knows: when the vote closes, and whether the call is still on."""
        with self.store.reading() as view:
            (mob,) = _KNOWN.rows(view)
        ledger, calling = self.world.ledger, mob["stage"] == Stage.CALLING
        ledger.cancelled = mob["stage"] == Stage.CANCELLED
        ledger.closes, ledger.calling = mob["closes"], mob["opened"] is None and calling

    def _strike(self) -> None:
        if self._losing is not None:
            self._lost(self._losing)
        if self.world.now() < self._restart_at:
            return
        try:
            if self._is_behind() and not self._catches_up():
                return
            if self._round is None:
                self._round = self._started()
            self._round.quiet()
        except Crash:
            self._crashed()

    def _started(self) -> Round:
        watch = self.world.watch
        return daemon.build(self._settings, self.store, watch, self._opened, pool=InTurn())

    def _opened(self, city: City, name: str) -> Network:
        return self._networks[name]

    def _crashed(self) -> None:
        """The process is gone, and is started again: mostly within a minute, now and then only
        hours later."""
        self.report.crashes += 1
        self._round = None
        hours = self._chance.choice((1, 8)) if self._chance.random() < 0.05 else 0
        self._is_down(timedelta(hours=hours, seconds=self._chance.uniform(1, 60)))

    def _is_down(self, down: timedelta) -> None:
        now = self.world.now()
        self._restart_at = now + down
        self.world.downtimes.append(Span(now, self._restart_at))
        self.world.at(self._restart_at, lambda: None)

    def _next(self) -> datetime | None:
        """The next instant at which anything happens; None when it is all over."""
        now = self.world.now()
        if now < self._restart_at:
            return self._restart_at
        assert self._round is not None or self._restart_at <= now
        due = [self.world.next_event()]
        if self._round is None:
            return now
        if not self._is_over():
            at = self._round.next_due(self.world.watch.now())
            due.append(at and at - self.world.wrong)
        later = [max(at, now) for at in due if at is not None]
        return min(later, default=None)

    def _is_over(self) -> bool:
        mob = self.mob
        if mob.stage is not Stage.CANCELLED and "nudge" not in mob.done:
            return False
        with self.store.reading() as view:
            waiting = (Sent.PENDING, Sent.SENDING)
            return all(row.state not in waiting for row in posted.of_mob(view, mob.id))

    def _judge(self) -> None:
        report, mob = self.report, self.mob
        report.ended, report.calls = mob.stage.value, self.world.calls
        report.posts = len(self.world.town.said())
        with self.store.reading() as view:
            found = violations(view, mob, self.world)
        report.violations += found.broken
        report.missed += found.missed


@contextmanager
def playing(seed: int, climate: Climate | None = None) -> Iterator[Play]:
    """A play that is closed afterwards, for tests that look into it."""
    play = Play(seed, climate)
    try:
        yield play
    finally:
        play.close()
