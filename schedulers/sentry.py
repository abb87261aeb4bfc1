"""The sentry: after each tick the service manager, the pulse and a far watchman learn how it is."""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta

from bot.networks.wire import Wire, WireError
from schedulers.clock import Clock
from schedulers.health import Health, alive, health, unread
from schedulers.service import ALIVE, Service
from schedulers.tick import Round
from storage import lanes, lost
from storage.store import StoreTrouble

log = logging.getLogger(__name__)

PING_EVERY = timedelta(minutes=5)
_PING_DEADLINE = timedelta(seconds=20)


class Watchman:
    """Somebody outside who raises an alarm when no word comes: a GET to a secret address after a
    healthy tick, every five minutes at most. That it fails disturbs nothing."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._wire = Wire(only=address, deadline=_PING_DEADLINE)
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="watchman")
        self._last: datetime | None = None
        self._running: Future[None] | None = None
        self._failed = False

    def all_is_well(self, now: datetime) -> None:
        """Sends word, unless that was done lately or is still under way."""
        recently = self._last is not None and abs(now - self._last) < PING_EVERY
        if recently or (self._running is not None and not self._running.done()):
            return
        self._last = now
        self._running = self._pool.submit(self._ping)

    def _ping(self) -> None:
        try:
            answer = self._wire.get(self._address)
            reason = "" if answer.status_code // 100 == 2 else f"it answers {answer.status_code}"
        except WireError as error:
            reason = error.reason
        if reason and not self._failed:
            log.warning("the watchman outside cannot be told that all is well: %s", reason)
        self._failed = bool(reason)

    def wait(self) -> None:
        """Until the call in hand has ended."""
        if self._running is not None:
            self._running.result()

    def close(self) -> None:
        """Waits for the call in hand."""
        self._pool.shutdown(wait=True)
        self._wire.close()


class Sentry:
    """Stands beside the daemon; `look()` comes after each tick."""

    def __init__(
        self,
        round_: Round,
        clock: Clock,
        *,
        service: Service,
        watchman: Watchman | None = None,
    ) -> None:
        self._round, self._clock, self._service = round_, clock, service
        self._watchman = watchman
        self._told = ""

    def look(self) -> None:
        """Feeds the watchdog if every lane ticked lately, and tells whoever wants to know."""
        now, beats = self._clock.now(), self._round.pulse.beats
        self._round.pulse.show()
        if alive(self._round.cities, beats, now):
            self._service.tell(ALIVE)
        found = self.health()
        if found.well and self._watchman is not None:
            self._watchman.all_is_well(now)
        told = "all is well" if found.well else "; ".join(found.wrong)
        if told != self._told:
            self._service.status(told)
            self._told = told

    def health(self) -> Health:
        """How it is now, as `cashmob status` tells it too."""
        round_ = self._round
        how = (round_.cities, round_.pulse.beats)
        now = self._clock.now()
        try:
            with round_.store.reading() as view:
                found = health(*how, lanes.all_lanes(view), lost.span(view), now)
        except StoreTrouble as trouble:
            found = unread(*how, str(trouble), now)
        if round_.trouble is None or str(round_.trouble) in found.wrong:
            return found
        return Health(False, True, (*found.wrong, str(round_.trouble)))
