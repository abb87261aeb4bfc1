"""The tick: one look at everything that is due, in the order in which the data flows."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from threading import Event, Lock

from bot.acts.voices import speaker
from bot.config import City
from schedulers.announcer import announce, due, next_moment
from schedulers.clock import Clock
from schedulers.housekeeping import tidy
from schedulers.lane import Lane
from schedulers.pulse import Pulse
from schedulers.writer import Writer
from storage import lanes, mentions, mobs, outbox
from storage.store import Store, StoreTrouble

log = logging.getLogger(__name__)

MOST_LANES_AT_ONCE = 64
TIDY_EVERY = timedelta(hours=24)
# Far more than the longest queue of answers takes, thirty at a time.
MOST_STRIKES = 10_000


class Round:
    """All cities' calendars and lanes. `strike()` is called by the daemon's one job, by the
    rehearsal and by tests alike. `pool` runs the lanes, side by side unless it is given."""

    def __init__(
        self,
        cities: Sequence[City],
        accounts: Sequence[Lane],
        *,
        writer: Writer,
        clock: Clock,
        pool: Executor | None = None,
        pulse: Pulse | None = None,
    ) -> None:
        self.pulse = pulse or Pulse()
        self.cities, self.lanes = tuple(cities), tuple(accounts)
        self._writer, self._clock = writer, clock
        self.stopping = Event()
        self._pool = pool or ThreadPoolExecutor(
            max(1, min(len(self.lanes), MOST_LANES_AT_ONCE)), thread_name_prefix="lane"
        )
        self._running: dict[Lane, Future[bool]] = {}
        self._lock = Lock()
        self._tidied: dict[str, datetime] = {}
        self.trouble: StoreTrouble | None = None

    @property
    def store(self) -> Store:
        """The store that everything stands in."""
        return self._writer.store

    def strike(self) -> None:
        """Decides what time has made due, and sets every idle lane going."""
        if self.stopping.is_set():
            return
        found: StoreTrouble | None = None
        try:
            self._calendars()
        except StoreTrouble as trouble:
            found = trouble
        for lane in self.lanes:
            found = self._start(lane) or found
        self._note(found)

    def _note(self, found: StoreTrouble | None) -> None:
        """A full disk is told once, and once more when there is room again: nothing is lost
        meanwhile, since what cannot be saved is not done."""
        if found is not None and str(found) != str(self.trouble):
            log.error("nothing can be saved: %s", found)
        elif found is None and self.trouble is not None:
            log.info("the database can be used again")
        self.trouble = found

    def _calendars(self) -> None:
        """Looks first, and takes the one writer only for what is due: mostly nothing is."""
        now = self._clock.now()
        with self._writer.store.reading() as view:
            telling = [c for c in self.cities if self._tidies(c, now) or due(view, c.key, now)]
        for city in telling:
            self._calendar(city)

    def _tidies(self, city: City, now: datetime) -> bool:
        return now - self._tidied.get(city.key, now - TIDY_EVERY) >= TIDY_EVERY

    def _calendar(self, city: City) -> None:
        now = self._clock.now()
        with self._writer.work("calendar") as work:
            announce(work, speaker(city, lanes.of_city(work, city.key)), now)
            if self._tidies(city, now):
                tidy(work, city.key, city.erase_after, now)
                self._tidied[city.key] = now

    def _start(self, lane: Lane) -> StoreTrouble | None:
        """A lane still in its last round is left alone: nobody waits for it. Returns what kept
        the last round from being saved."""
        with self._lock:
            running = self._running.get(lane)
            if running is not None and not running.done():
                return None
            trouble = running.exception() if running is not None else None
            if running is not None and not isinstance(trouble, StoreTrouble):
                running.result()
            self.pulse.beat(lane.account, self._clock.now())
            self._running[lane] = self._pool.submit(self._live, lane)
            return trouble if isinstance(trouble, StoreTrouble) else None

    def _live(self, lane: Lane) -> bool:
        """One round of a lane, with a sign of life before each piece of work."""

        def stopping() -> bool:
            self.pulse.beat(lane.account, self._clock.now())
            return self.stopping.is_set()

        return lane.round(stopping=stopping)

    def settled(self, *, at_most: float | None = None) -> bool:
        """Waits until every lane is idle; whether any of them did something."""
        done, _ = wait(list(self._running.values()), timeout=at_most)
        return any(future.result() for future in done)

    def quiet(self) -> None:
        """Strikes until nothing is due any more: for `--once`, the rehearsal and tests.
        StoreTrouble where that could not be saved; RuntimeError where it does not come to rest."""
        for _ in range(MOST_STRIKES):
            self.strike()
            if not self.settled() or self.stopping.is_set():
                break
        else:
            raise RuntimeError("something stays due, however often it is done")
        if self.trouble is not None:
            raise self.trouble

    def next_due(self, now: datetime) -> datetime | None:
        """The next instant at which a calendar, a promise or a second reading has something."""
        with self._writer.store.reading() as view:
            due = [outbox.next_due(view, now), mentions.next_again(view, now)]
            due += [next_moment(mobs.of_city(view, city.key), now) for city in self.cities]
        due += [lane.next_at for lane in self.lanes]
        return min((at for at in due if at is not None and at > now), default=None)

    def poll_soon(self) -> None:
        """Every lane reads in its next round."""
        for lane in self.lanes:
            lane.poll_soon()

    def close(self) -> None:
        """Finishes the calls in hand and begins nothing new."""
        self.stopping.set()
        self._pool.shutdown(wait=True)
