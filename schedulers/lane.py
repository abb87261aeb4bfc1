"""A lane: one account of a city, read and served by itself, whatever the others wait for."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.engine import Connection

from bot.acts.promises import Speaker
from bot.acts.voices import speaker
from bot.config import MAIL, City, Waits
from bot.domain.mob import Mob
from bot.domain.stages import Stage
from bot.networks import Network, NetworkError, Outcome, Trouble
from schedulers import courier
from schedulers.budget import Budget, drained, month_of
from schedulers.clock import Clock
from schedulers.courier import Route
from schedulers.desk import Desk
from schedulers.marker import Marker
from schedulers.poller import Poller
from schedulers.understanding import Ear
from schedulers.watcher import Watcher
from schedulers.writer import Writer
from storage import facts, lanes, ledger, mentions, mobs, outbox

log = logging.getLogger(__name__)

MOST_SKEW = timedelta(minutes=2)
# A claim older than this when the call is about to be made was held up (a suspended machine, a
# stopped process): it is given back instead of being sent by surprise.
FRESH_CLAIM = timedelta(seconds=10)
MOST_A_ROUND = 30
LONGEST_REST = timedelta(minutes=5)


@dataclass(slots=True)
class _State:
    """What a lane remembers between rounds, and may forget at a restart."""

    poll_at: datetime | None = None
    read_under_at: datetime | None = None
    rest_until: datetime | None = None
    failures: int = 0
    well: bool = False
    poller: Poller | None = None
    looked: bool = False
    skewed: bool = False
    seen_at: datetime | None = None


class Lane:
    """One account. `round()` does all that is due for it and returns whether it did anything."""

    def __init__(
        self,
        city: City,
        network_name: str,
        *,
        open_network: Callable[[], Network],
        writer: Writer,
        clock: Clock,
        waits: Waits,
        budget: Budget | None = None,
        database: Path | None = None,
    ) -> None:
        self.city, self.name = city, network_name
        self._open, self._writer, self._clock, self._waits = open_network, writer, clock, waits
        self._budget, self._database = budget or Budget(), database
        self._network: Network | None = None
        self._state = _State()
        self._route = Route(
            city.key,
            network_name,
            city.timezone,
            city.quiet_hours,
            waits.settle,
            waits.tick,
            looks=network_name != MAIL,
        )

    @property
    def account(self) -> tuple[str, str]:
        """Whose lane it is: the city's key and the network's name."""
        return self.city.key, self.name

    def poll_soon(self) -> None:
        """The next round reads, whenever the last one did."""
        self._state = replace(self._state, poll_at=None, read_under_at=None, rest_until=None)

    @property
    def next_at(self) -> datetime | None:
        """When the lane wants to try again after trouble, None where it has none."""
        return self._state.rest_until

    def round(self, *, stopping: Callable[[], bool]) -> bool:
        """Reads what is due, then sends what is due; trouble puts the lane to rest for a while.

        `stopping` is asked before every new piece of work: after it says yes, the call in hand is
        finished and nothing else is begun.
        """
        now = self._clock.now()
        if self._state.seen_at is not None and now < self._state.seen_at:
            # The clock was set back: a wait that was counted from its future might last for ever.
            self.poll_soon()
        self._state.seen_at = now
        if self._state.rest_until is not None and now < self._state.rest_until:
            return False
        try:
            self._afford(now)
            done = self._read_and_serve(stopping)
        except NetworkError as error:
            self._trouble(error)
            return False
        finally:
            self._pay(now)
        self._well()
        return done > 0

    def _read_and_serve(self, stopping: Callable[[], bool]) -> int:
        """Reading that fails does not keep what is due from going out: at one call in four lost,
        a round seldom reads everything, and "we meet now" is true for half an hour only."""
        done, failed = 0, None
        try:
            done = self._read(stopping) if not stopping() else 0
        except NetworkError as error:
            if self._state.poller is None or error.trouble is not Trouble.DOWN:
                raise
            failed = error
        done += self._serve(stopping)
        if failed is not None:
            raise failed
        return done

    def _afford(self, now: datetime) -> None:
        if self._budget.cap is None:
            return
        with self._writer.store.reading() as view:
            self._budget.check(view, self.city.key, self.name, now)

    def _pay(self, now: datetime) -> None:
        """Writes into the ledger what the round has bought."""
        usage = drained(self._network) if self._network is not None else {}
        if usage:
            with self._writer.work("ledger") as work:
                ledger.add(work, self.city.key, self.name, month_of(now), usage)

    def _read(self, stopping: Callable[[], bool]) -> int:
        poller = self._met()
        now = self._clock.now()
        polls = self._state.poll_at is None or now >= self._state.poll_at
        open_mobs = self._open_mobs() if polls or self._under_due(now) else []
        done = 0
        if polls:
            done += poller.poll()
            self._compare_clocks(poller.network)
            self._state.poll_at = self._clock.now() + self._poll_every(open_mobs, now)
        if not stopping() and self._under_due(now):
            done += poller.read_under(open_mobs)
            self._state.read_under_at = self._clock.now() + self._waits.poll
        return done if stopping() else done + poller.read_again()

    def _under_due(self, now: datetime) -> bool:
        return self._state.read_under_at is None or now >= self._state.read_under_at

    def _open_mobs(self) -> list[Mob]:
        with self._writer.store.reading() as view:
            return [mob for mob, _ in mobs.of_city(view, self.city.key)]

    def _poll_every(self, open_mobs: list[Mob], now: datetime) -> timedelta:
        """Fast while a ballot is open and on the day of a mob, else at leisure."""
        today = now.astimezone(self.city.zone).date()
        busy = any(
            mob.stage in (Stage.BALLOTING, Stage.GATHERING)
            or (mob.meets_at and mob.meets_at.astimezone(self.city.zone).date() == today)
            for mob in open_mobs
        )
        return self._waits.poll_fast if busy else self._waits.poll

    def _serve(self, stopping: Callable[[], bool]) -> int:
        assert self._network is not None
        if self._state.skewed:
            return 0
        done = self._settle(self._network)
        for _ in range(MOST_A_ROUND):
            if stopping() or not self._send_one(self._network):
                break
            done += 1
        return done

    def _send_one(self, network: Network) -> bool:
        claimed = self._clock.now()
        with self._writer.store.reading() as view:
            if not outbox.waiting(view, self.city.key, self.name, claimed, at_most=1):
                return False
        with self._writer.work("claim") as work:
            errand = courier.claim(work, self._route, claimed, fresh_start=not self._state.looked)
        if errand is None:
            return False
        if self._clock.now() - claimed > FRESH_CLAIM:
            with self._writer.work("give back") as work:
                outbox.mark(work, errand.row.id, outbox.Sent.PENDING, next_try=claimed)
            return True
        report = courier.send(network, errand, self._writer.boundary)
        self._state.looked = self._state.looked or (errand.look_first and report.error is None)
        with self._writer.work("outcome") as work:
            courier.record(work, self._route, errand, report, self._clock.now())
        if report.error is not None and _stops_the_lane(report.error):
            raise report.error
        return True

    def _settle(self, network: Network) -> int:
        """Unsure rows whose wait is over: the own timeline says what became of them."""
        with self._writer.store.reading() as view:
            rows = outbox.unsure(view, self.city.key, self.name, self._clock.now())
        if not rows:
            return 0
        if not self._route.looks:
            return self._give_up(rows)
        since = min(row.claimed_at or row.due for row in rows) - courier.LOOK_BACK
        posts = network.own_posts(since)
        with self._writer.work("settle") as work:
            for row in rows:
                courier.settle(work, self._route, row, posts, self._clock.now())
        return len(rows)

    def _give_up(self, rows: tuple[outbox.Promise, ...]) -> int:
        with self._writer.work("give up") as work:
            for row in rows:
                courier.give_up(work, row)
        return len(rows)

    def _compare_clocks(self, network: Network) -> None:
        """Right after an answer: do the clock here and the network's differ by so much that
        nothing may be sent?"""
        theirs = network.server_time()
        skewed = theirs is not None and abs(self._clock.now() - theirs) > MOST_SKEW
        if skewed and not self._state.skewed:
            log.error(
                "the clock here and that of %s differ by more than two minutes: nothing is sent "
                "until they agree; set this machine's clock",
                self.name,
            )
        self._state.skewed = skewed

    def _met(self) -> Poller:
        """The poller, made at the first contact: who we are there, and what the server allows."""
        if self._state.poller is not None:
            return self._state.poller
        self._network = self._network or self._open()
        account = self._network.me()
        now = self._clock.now()
        with self._writer.work("meet") as work:
            before = lanes.lane(work, self.city.key, self.name).account
            configured = self.city.networks.get(self.name)
            pinned = configured.account if configured is not None else None
            if not {before, pinned} <= {None, account.id}:
                raise _another_account(account.name)
            lanes.note(
                work,
                self.city.key,
                self.name,
                account=account.id,
                handle=account.name,
                max_characters=account.max_characters,
                # It answers. A life that ended before it could say so has left its trouble behind.
                trouble="",
                trouble_since=None,
            )
            if not self._state.looked:
                outbox.unclaim(work, self.city.key, self.name, now)
            key = facts.erasure_key(work)
            known = [lanes.lane(work, self.city.key, n) for n in self.city.networks]
            watcher = self._watcher(work)
        desk = self._desk(account.name, key, speaker(self.city, known), watcher)
        self._state.poller = self._poller(self._network, desk)
        return self._state.poller

    def _watcher(self, work: Connection) -> Watcher:
        """Who watches the votes, with what was voted shortly before this start in mind."""
        watcher = Watcher(self.city.watch)
        voting = [m for m, _ in mobs.of_city(work, self.city.key) if m.stage is Stage.BALLOTING]
        for mob in voting:
            watcher.recall([mob], mentions.lately(work, mob.id, self.name))
        return watcher

    def _desk(self, handle: str, key: str, speaks: Speaker, watcher: Watcher) -> Desk:
        whole = handle.lower().lstrip("@")  # as people type it: "@cashmob", "@cashmob@town.example"
        names = frozenset({whole, "@" + whole, "@" + whole.partition("@")[0]})
        organisers = frozenset(a for one in self.city.organisers for a in one.accounts)
        ear = Ear(self.city.key, self.name, self.city.languages, names, organisers)
        # Every page is read once more when it is two settlings old: ten minutes by default. Where
        # reading costs money, only the votes are, at the close.
        again_after = None if self.name == "twitter" else self._waits.settle * 2
        return Desk(ear, speaks, key, again_after, watcher, self.city)

    def _poller(self, network: Network, desk: Desk) -> Poller:
        marker = Marker(self._marker_path())
        return Poller(network, desk, self._writer, self._clock, marker, self._waits.overlap)

    def _marker_path(self) -> Path | None:
        if self._database is None:
            return None
        return self._database.with_name(
            f"{self._database.name}.reading-{self.city.key}-{self.name}"
        )

    def _trouble(self, error: NetworkError) -> None:
        """Rests, longer each time, and notes since when and why."""
        self._state.failures += 1
        self._state.well = False
        now = self._clock.now()
        wait = min(self._waits.tick * 2 ** min(self._state.failures, 10), LONGEST_REST)
        self._state.rest_until = max(error.retry_at or now, now + wait)
        log.warning("%s of %s: %s", self.name, self.city.name, error.reason)
        with self._writer.work("trouble") as work:
            was = lanes.lane(work, self.city.key, self.name)
            lanes.note(
                work,
                self.city.key,
                self.name,
                trouble=f"{error.trouble}: {error.reason}",
                trouble_since=was.trouble_since or now,
            )

    def _well(self) -> None:
        """Takes back the note of trouble, also one that a process before this one left behind."""
        self._state.failures, self._state.rest_until = 0, None
        if self._state.well:
            return
        with self._writer.store.reading() as view:
            had_trouble = bool(lanes.lane(view, self.city.key, self.name).trouble)
        if had_trouble:
            log.info("%s of %s answers again", self.name, self.city.name)
            with self._writer.work("well") as work:
                lanes.note(work, self.city.key, self.name, trouble="", trouble_since=None)
        self._state.well = True


def _another_account(name: str) -> NetworkError:
    """What is out, and who was answered, belongs to the account known so far: another one would
    say everything again."""
    return NetworkError(
        f"the token is that of another account ({name}) than the one this city speaks from",
        outcome=Outcome.REFUSED,
        trouble=Trouble.TOKEN,
    )


def _stops_the_lane(error: NetworkError) -> bool:
    """Whether the network itself is in trouble, and not only this one post."""
    return error.trouble in (Trouble.DOWN, Trouble.LIMIT, Trouble.TOKEN, Trouble.MONEY)
