"""The daemon: APScheduler's one job is the tick; SIGTERM finishes the post in hand."""

from __future__ import annotations

import gc
import logging
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent import futures
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from bot.config import City, Settings
from bot.listening import learn
from bot.networks import Network, NetworkError
from bot.speaking.wording import wording
from schedulers.budget import budget_of
from schedulers.clock import Clock
from schedulers.lane import Lane
from schedulers.pulse import Pulse
from schedulers.tick import Round
from schedulers.writer import Writer
from storage.store import Store

log = logging.getLogger(__name__)

# How often the main thread looks whether it was told to end, in seconds.
_LISTEN = 0.2
_CIRCLES_AFTER = 20_000

Opener = Callable[[City, str], Network]


def build(
    settings: Settings,
    store: Store,
    clock: Clock,
    open_network: Opener,
    *,
    database: Path | None = None,
    pool: futures.Executor | None = None,
) -> Round:
    """Everything the daemon runs: a lane for each account of each city, one writer. A run that
    must be the same to the byte gives a `pool` that runs one lane after the other."""
    writer = Writer(store)
    lanes = [
        _lane(settings, city, name, writer, clock, open_network, database)
        for city in settings.cities.values()
        for name in city.lanes
    ]
    cities = tuple(settings.cities.values())
    pulse = Pulse(database)
    return Round(cities, lanes, writer=writer, clock=clock, pool=pool, pulse=pulse)


def _lane(
    settings: Settings,
    city: City,
    name: str,
    writer: Writer,
    clock: Clock,
    open_network: Opener,
    database: Path | None,
) -> Lane:
    return Lane(
        city,
        name,
        open_network=lambda: open_network(city, name),
        writer=writer,
        clock=clock,
        waits=settings.waits,
        budget=budget_of(city, name),
        database=database,
    )


def run(round_: Round, *, every: timedelta, after_tick: Callable[[], None] | None = None) -> None:
    """Ticks until SIGTERM, SIGINT or `round_.stopping`; returns when the last call is finished.

    The scheduler only keeps time: what is due stands in our own rows, so a tick that comes late
    or not at all loses nothing. `after_tick` is the rehearsal's place to let time pass. An error
    of the program itself ends the daemon, for the service manager to start it anew.
    """
    # A tick that is still under way is not news: what is due stays due.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    failed: list[BaseException] = []

    def tick() -> None:
        try:
            round_.strike()
            if after_tick is not None:
                after_tick()
        except BaseException as error:
            failed.append(error)
            raise

    scheduler = BackgroundScheduler(
        jobstores={"default": MemoryJobStore()},
        executors={"default": ThreadPoolExecutor(1)},
        timezone="UTC",
    )
    trigger = IntervalTrigger(seconds=every.total_seconds())
    once = {"max_instances": 1, "coalesce": True, "misfire_grace_time": None}
    get_ready(round_.cities)
    with _signals() as told:
        tick()
        scheduler.add_job(tick, trigger, **once)
        scheduler.start()
        try:
            while not (told or failed or round_.stopping.wait(_LISTEN)):
                pass
        finally:
            round_.stopping.set()
            scheduler.shutdown(wait=True)
            round_.close()
    if failed:
        raise failed[0]


def get_ready(cities: Iterable[City]) -> None:
    """Compiles the words of all languages to hear, and of the cities' own to speak, so that no
    message and no answer in them has to wait for it, and settles down."""
    languages = {code for city in cities for code in city.languages}
    learn(languages)
    for code in sorted(languages):
        wording(code)
    _settle_down()


def _settle_down() -> None:
    """What was loaded until now stays, and the collector need not walk through it at every page.
    A page makes thousands of objects, none of which is in a circle with others: they need not be
    looked for after each seven hundred, as is usual."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_CIRCLES_AFTER)


def until_it_works(
    attempt: Callable[[Callable[[], bool]], bool],
    *,
    every: timedelta,
    alive: Callable[[], None] = lambda: None,
) -> bool:
    """Tries what needs the networks until they all answer and it says that it is done; False
    where SIGTERM or SIGINT came first. `attempt` is given what to ask whether it has to stop;
    `alive` is called again and again meanwhile."""

    def stopping() -> bool:
        alive()
        return bool(told)

    with _signals() as told, futures.ThreadPoolExecutor(1) as pool:
        while not told:
            try:
                return pool.submit(attempt, stopping).result()
            except NetworkError as error:
                log.warning("%s; the next try is in %s", error.reason, every)
            until = monotonic() + every.total_seconds()
            while not stopping() and monotonic() < until:
                sleep(_LISTEN)
    return False


def once(round_: Round) -> None:
    """Does all that is due now and returns; SIGTERM and SIGINT end it after the call in hand."""
    with _signals() as told, futures.ThreadPoolExecutor(1) as pool:
        work = pool.submit(round_.quiet)
        while not (told or work.done()):
            futures.wait([work], timeout=_LISTEN)
        round_.stopping.set()
        try:
            work.result()
        finally:
            round_.close()


@contextmanager
def _signals() -> Iterator[list[int]]:
    """The signals that asked for an end; a handler only notes its own, since it may come while
    any lock is held."""
    told: list[int] = []
    numbers = (signal.SIGTERM, signal.SIGINT)
    before = {n: signal.signal(n, lambda number, _frame: told.append(number)) for n in numbers}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
