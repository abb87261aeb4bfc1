"""`cashmob run`: the daemon, for real; it alone speaks on networks, and only with `live = true`."""

from __future__ import annotations

import logging
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.configuration import (
    Chosen,
    ConfigurationError,
    settings_of,
)
from bot.commands.desk import Busy, Stop, Unusable, database_file
from bot.commands.journal import open_journal

if TYPE_CHECKING:
    from bot.config import Settings
    from bot.networks import Network
    from schedulers.daemon import Opener
    from schedulers.sentry import Sentry
    from schedulers.service import Service
    from schedulers.tick import Round
    from schedulers.window import Window
    from storage.ledger import Entry
    from storage.store import Store

log = logging.getLogger(__name__)


@click.command("run")
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
@click.option("--dry-run", is_flag=True, help="Read for real, show every post, send and save none.")
@click.pass_obj
def run(chosen: Chosen, once: bool, dry_run: bool) -> None:
    """Run the bot for the cities of the configuration, until SIGTERM or Ctrl-C."""
    settings = settings_of(chosen)
    _may_speak(chosen, settings)
    database = database_file(settings)
    open_journal(_secrets(settings))
    with _copied(database) if dry_run else _held(database) as file:
        _bring_up_to_date(chosen, file)
        _serve(settings, file, _opener(settings, dry_run=dry_run), once=once)


def _may_speak(chosen: Chosen, settings: Settings) -> None:
    """Stops unless the configuration allows speaking and every token is there."""
    from bot.config import ConfigError
    from bot.config.consistency import missing_secrets

    if not settings.live:
        raise Unusable(
            f"Nothing is said on any network while {chosen.config_path} has live = false. "
            "When all is ready, write live = true there; `cashmob rehearse` needs no network.",
        )
    missing = list(missing_secrets(settings))
    if missing:
        raise ConfigurationError(chosen.config_path, ConfigError(missing))


def _secrets(settings: Settings) -> Iterator[str]:
    for key, city in settings.cities.items():
        for network, account in city.networks.items():
            for role in account.variables(key):
                yield settings.secret(key, network, role).get_secret_value()
    for secret in (settings.mail_password(), settings.watchman()):
        if secret is not None:
            yield secret.get_secret_value()


@contextmanager
def _held(database: Path) -> Iterator[Path]:
    """The database, for this daemon alone."""
    from schedulers.lock import TakenError, alone

    try:
        with alone(database):
            yield database
    except TakenError as taken:
        raise Busy(f"{database}: {taken}") from None


@contextmanager
def _copied(database: Path) -> Iterator[Path]:
    """A copy of the database that is thrown away: a dry run leaves no trace but what it cost, since
    reading is charged for all the same."""
    from storage.backups import back_up
    from storage.store import WrongShape

    with tempfile.TemporaryDirectory(prefix="cashmob-dry-run-") as folder:
        copy = Path(folder) / database.name
        if not database.exists():
            yield copy
            return
        try:
            back_up(database, copy)
        except WrongShape as wrong:
            raise Stop(str(wrong)) from None
        before = _books(copy)
        try:
            yield copy
        finally:
            _charge(database, before, _books(copy))


def _books(database: Path) -> Mapping[Entry, int]:
    """What the database knows to have been bought."""
    from storage import ledger
    from storage.store import open_store

    store = open_store(database)
    try:
        with store.reading() as view:
            return ledger.books(view)
    finally:
        store.close()


def _charge(database: Path, before: Mapping[Entry, int], after: Mapping[Entry, int]) -> None:
    """Enters what a dry run has bought; a database of which nothing was bought is not touched."""
    from storage import ledger
    from storage.store import open_store

    if before == after:
        return
    store = open_store(database)
    try:
        with store.work("ledger") as work:
            ledger.carry_over(work, before, after)
    finally:
        store.close()


def _bring_up_to_date(chosen: Chosen, database: Path) -> None:
    """Upgrades a database of an older version, in a process of its own: what that needs is large
    and would stay in the daemon's memory for ever."""
    from storage.migrating import is_current
    from storage.store import StoreTrouble, WrongShape, open_store

    try:
        store = open_store(database) if database.exists() else None
        if store is not None:
            try:
                if is_current(store):
                    return
            finally:
                store.close()
    except (StoreTrouble, WrongShape) as wrong:
        raise Stop(str(wrong)) from None
    before = ("--config", str(chosen.config_path), "--database", f"sqlite:///{database}")
    done = subprocess.run(  # noqa: S603  our own program with our own settings
        [sys.executable, "-m", "bot", *before, "db", "upgrade", "--locked"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Stop(done.stderr.strip() or f"The upgrade of {database} failed.")
    log.info("%s", done.stdout.strip())


def _opener(settings: Settings, *, dry_run: bool) -> Opener:
    """Opens every account now, so that what is wrong with one is said before anything starts."""
    from bot.acts.opening import open_network
    from bot.networks.muted import Muted
    from schedulers.clock import WallClock

    now: Callable[[], datetime] = WallClock().now
    opened: dict[tuple[str, str], Network] = {}
    for key, city in settings.cities.items():
        for name in city.lanes:
            try:
                network = open_network(settings, key, name, now=now)
            except ValueError as wrong:
                raise Unusable(f"{key} on {name}: {wrong}") from None
            opened[key, name] = Muted(network, tell=click.echo, now=now) if dry_run else network
    return lambda city, name: opened[city.key, name]


def _serve(settings: Settings, database: Path, opener: Opener, *, once: bool) -> None:
    from schedulers import daemon
    from schedulers.clock import WallClock
    from schedulers.service import READY, STOPPING, Service
    from storage.store import open_store

    store = open_store(database)
    try:
        service = Service.named_in_environment()
        service.tell(READY)
        if not _caught_up(settings, store, opener, service, once=once):
            return
        round_ = daemon.build(settings, store, WallClock(), opener, database=database)
        log.info("running for %s, on %s", _cities(settings), database)
        _work(round_, settings, service, once=once)
        service.tell(STOPPING)
        log.info("ended; nothing is in hand")
    finally:
        store.close()


_TRY_AGAIN = timedelta(minutes=1)


def _caught_up(
    settings: Settings, store: Store, opener: Opener, service: Service, *, once: bool
) -> bool:
    """After a restore: lives through the time that the backup does not know, before anything is
    said. False where the bot was told to end before all networks could be looked at."""
    from bot.networks import NetworkError
    from schedulers import daemon
    from schedulers.catching_up import catch_up
    from schedulers.clock import WallClock
    from schedulers.service import ALIVE

    def attempt(stopping: Callable[[], bool]) -> bool:
        now = WallClock().now()
        return catch_up(settings, store, opener, until=now, stopping=stopping)

    if not once:
        alive = partial(service.tell, ALIVE)
        return daemon.until_it_works(attempt, every=_TRY_AGAIN, alive=alive)
    try:
        return attempt(lambda: False)
    except NetworkError as error:
        raise Stop(f"Nothing was said: {error.reason}") from None


def _work(round_: Round, settings: Settings, service: Service, *, once: bool) -> None:
    from schedulers import daemon
    from storage.store import StoreTrouble

    try:
        if once:
            daemon.once(round_)
        else:
            with _watched(round_, settings, service) as sentry:
                daemon.run(round_, every=settings.waits.tick, after_tick=sentry.look)
    except StoreTrouble as trouble:
        raise Stop(str(trouble)) from None
    except click.ClickException:
        raise
    except Exception:
        # The edge of the program: through the journal, so that no secret stands in the traceback.
        log.critical("the bot ends on an error of its own", exc_info=True)
        raise click.exceptions.Exit(1) from None


@contextmanager
def _watched(round_: Round, settings: Settings, service: Service) -> Iterator[Sentry]:
    """The sentry, with its window here and its watchman outside where they are wanted."""
    from schedulers.clock import WallClock
    from schedulers.sentry import Sentry, Watchman

    address = settings.watchman()
    watchman = Watchman(address.get_secret_value()) if address is not None else None
    sentry = Sentry(round_, WallClock(), service=service, watchman=watchman)
    window = _window(settings.health.port, sentry)
    try:
        yield sentry
    finally:
        if window is not None:
            window.close()
        if watchman is not None:
            watchman.close()


def _window(port: int | None, sentry: Sentry) -> Window | None:
    if port is None:
        return None
    from schedulers.window import Window

    try:
        return Window(port, sentry.health)
    except OSError as error:
        raise Unusable(f"health.port = {port} cannot be had: {error.strerror}") from None


def _cities(settings: Settings) -> str:
    return ", ".join(
        f"{city.name} ({', '.join(city.networks)})" for city in settings.cities.values()
    )
