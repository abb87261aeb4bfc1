"""The desk an organiser's command works at: settings, open store, the city and the mob meant."""

from __future__ import annotations

import getpass
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from bot.commands.configuration import EX_CONFIG, Chosen, settings_of

if TYPE_CHECKING:
    from bot.config import City, Settings
    from bot.domain.mob import Mob, Refusal
    from bot.domain.standing import Tally
    from storage.glance import Glance
    from storage.store import Store

_SQLITE = "sqlite:///"

city_option = click.option(
    "--city", "city_key", metavar="KEY", help="Which city, where the configuration has several."
)
mob_option = click.option(
    "--mob", "mob_number", type=int, metavar="NUMBER", help="Which mob, where there are several."
)
by_option = click.option("--by", metavar="NAME", help="Who you are, in place of your login name.")
json_option = click.option("--json", "as_json", is_flag=True, help="For programs to read.")
yes_option = click.option("--yes", is_flag=True, help="Do not ask whether you are sure.")
mob_argument = click.argument("mob_number", type=int, required=False, metavar="[MOB]")


def act_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options of every act on a mob: which city, which mob, who gives the order."""
    return city_option(mob_option(by_option(command)))


class Stop(click.ClickException):
    """The command ends here: one sentence that says why and what to do."""

    def show(self, file: IO[Any] | None = None) -> None:
        """The sentence alone."""
        click.echo(self.message, file=file, err=file is None)


class Unusable(Stop):
    """The configuration does not let the command run."""

    exit_code = EX_CONFIG


class Busy(Stop):
    """Somebody else holds what the command needs; later it may go."""

    exit_code = 75


@dataclass(frozen=True, slots=True)
class Chair:
    """Settings and time of one command: what there is without the store."""

    settings: Settings
    now: datetime

    def cities(self, key: str | None) -> tuple[City, ...]:
        """The city of that key, or all of them."""
        return (self.city(key),) if key else tuple(self.settings.cities.values())

    def city(self, key: str | None) -> City:
        """The city of that key, or the only one."""
        cities = self.settings.cities
        if key is None and len(cities) == 1:
            return next(iter(cities.values()))
        if key is not None and key in cities:
            return cities[key]
        wrong = "Which city?" if key is None else f"There is no city “{key}” in the configuration."
        raise click.UsageError(f"{wrong} Say --city with one of: {', '.join(cities)}")


@dataclass(frozen=True, slots=True)
class Window(Chair):
    """Where a command only looks into the store."""

    glance: Glance


@dataclass(frozen=True, slots=True)
class Desk(Chair):
    """Where a command works with the store."""

    store: Store

    def mobs(self, key: str | None, number: int | None) -> list[tuple[City, Mob, Tally]]:
        """The mobs to show: the one of that number, else those under way, else the last one."""
        with self.store.reading() as view:
            return [
                (city, mob, tally)
                for city in self.cities(key)
                for mob, tally in _of_interest(_all(view, city), number)
            ] or _none(number)

    def mob(self, city: City, number: int | None) -> Mob:
        """The mob that an act is meant for; Stop where it is not clear which."""
        from bot.acts.ordering import chosen
        from bot.domain.mob import Refusal
        from storage import mobs

        with self.store.reading() as view:
            found = chosen(mobs.of_city(view, city.key), number)
        if isinstance(found, Refusal):
            raise refused(found, city)
        return found[0]


def _all(view: Any, city: City) -> tuple[tuple[Mob, Tally], ...]:
    from storage import mobs

    return mobs.all_of_city(view, city.key)


def _of_interest(
    found: tuple[tuple[Mob, Tally], ...], number: int | None
) -> Iterable[tuple[Mob, Tally]]:
    from bot.domain.mob import ENDED

    if number is not None:
        return [pair for pair in found if pair[0].id == number]
    return [pair for pair in found if pair[0].stage not in ENDED] or found[-1:]


def _none(number: int | None) -> list[tuple[City, Mob, Tally]]:
    if number is None:
        raise Stop("There is no mob yet. Start one: cashmob mob start")
    raise Stop(f"There is no mob number {number}. `cashmob mob list` shows them all.")


@contextmanager
def desk(chosen: Chosen, *, create: bool = False) -> Iterator[Desk]:
    """The desk with the chosen database open; Stop where there is none, or it is not of this
    version. With `create` a database that is not there yet is made."""
    from storage.migrating import is_current, upgrade
    from storage.store import StoreTrouble, WrongShape, open_store

    settings = _settings(chosen)
    database = database_file(settings)
    now = chosen.now()
    if create and not database.exists():
        upgrade(database, now)
    _there(database)
    store = open_store(database)
    try:
        if not is_current(store):
            raise _old(database)
        yield Desk(settings, now, store)
    except (StoreTrouble, WrongShape) as wrong:
        raise Stop(str(wrong)) from None
    finally:
        store.close()


@contextmanager
def window(chosen: Chosen) -> Iterator[Window]:
    """The desk of a command that only looks, which need not load what the others need; Stop where
    there is no database, or it is not of this version."""
    from storage.glance import glance
    from storage.troubles import StoreTrouble, WrongShape

    settings = _settings(chosen)
    database = database_file(settings)
    _there(database)
    try:
        with glance(database) as found:
            if not found.is_current():
                raise _old(database)
            yield Window(settings, chosen.now(), found)
    except (StoreTrouble, WrongShape) as wrong:
        raise Stop(str(wrong)) from None


def _there(database: Path) -> None:
    if not database.exists():
        raise Stop(
            f"There is no database yet ({database}). `cashmob mob start` begins the first mob "
            "and makes it; `cashmob rehearse` shows one without any."
        )


def _old(database: Path) -> Stop:
    return Stop(f"{database} is not of this version. Bring it up to date: cashmob db upgrade")


def _settings(chosen: Chosen) -> Settings:
    """The configuration's settings. A database named beside no configuration at all is that of
    the rehearsal, which played the example."""
    if chosen.database is None or chosen.config_path.exists():
        return settings_of(chosen)
    from bot.config import example_path, load

    return load(example_path(), env={}).on_database(chosen.database)


def database_file(settings: Settings) -> Path:
    """The file of the database; Stop where it can be none."""
    url = settings.database_url
    name = url.removeprefix(_SQLITE)
    if name == url or name in ("", ":memory:"):
        kind = url.partition(":")[0]
        raise Unusable(
            f"The database has to be a file, such as cashmob.db; found {kind}. Other databases "
            "come with a later version."
        )
    path = Path(name)
    if not path.parent.is_dir():
        raise Unusable(f"The folder of the database, {path.parent}, does not exist.")
    if path.is_dir() or not _usable(path):
        raise Unusable(f"{path} cannot be read and written by you; the database has to be.")
    return path


def _usable(path: Path) -> bool:
    """Whether this user may read and write the file, and make others beside it."""
    mine = os.R_OK | os.W_OK
    return os.access(path.parent, mine) and (not path.exists() or os.access(path, mine))


def who(by: str | None) -> str:
    """Who gives the order, for the audit log."""
    if by:
        return by
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        raise click.UsageError("This machine does not say who you are: add --by NAME") from None


def sure(question: str, yes: bool) -> None:
    """Asks on a terminal; a script has said what it wants."""
    if not yes and sys.stdin.isatty():
        click.confirm(question, abort=True)


def language_of(city: City) -> str:
    """The language in which this city's organisers read: its first that has texts for them."""
    from bot.speaking.drafting import ORGANISERS

    return next((code for code in city.languages if code in ORGANISERS), ORGANISERS[0])


def refused(refusal: Refusal, city: City) -> Stop:
    """A refused act as its sentence."""
    from bot.speaking.organiser import refusal as sentence

    return Stop(sentence(refusal, language_of(city), zone=city.timezone))


def put_json(data: Any) -> None:
    """Data for programs: instants in ISO 8601, UTC."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=datetime.isoformat))
