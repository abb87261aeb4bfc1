"""Loading: config.toml and the .env beside it become settings, or one error with every problem."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from pydantic import BaseModel, SecretStr, ValidationError

from bot.config.accounts import MAIL_PASSWORD, WATCHMAN, Account, Facebook, Mastodon, Twitter
from bot.config.consistency import account_problems, calendar_problems, rhythm_problems
from bot.config.explaining import explained
from bot.config.problems import ConfigError, Problem, shown
from bot.config.secrecy import environment, secrets_in
from bot.config.settings import DAY, Calendar, Settings, Waits
from bot.config.written import Duration, WrittenRhythm, Zone, is_loopback

DOTENV = ".env"
DATABASE = "CASHMOB_DATABASE"
_SLUG = re.compile(r"[a-z][a-z0-9-]{0,39}")
_NETWORKS: dict[str, type[Mastodon | Twitter | Facebook]] = {
    "mastodon": Mastodon,
    "twitter": Twitter,
    "facebook": Facebook,
}

Model = TypeVar("Model", bound=BaseModel)


class _When(BaseModel):
    """When a city meets, read even where the rest of its table is wrong."""

    timezone: Zone
    rhythm: WrittenRhythm | None = None


class _Lead(BaseModel):
    """A city's lead, read even where the rest of its table is wrong."""

    min_lead: Duration = 7 * DAY


def example_path() -> Path:
    """The example configuration: inside an installed package, else at the top of the source."""
    packaged = Path(str(files("bot") / "config.example.toml"))
    return packaged if packaged.exists() else packaged.parent.parent / packaged.name


def load(path: Path, env: Mapping[str, str] | None = None) -> Settings:
    """The settings of a config.toml and the .env beside it; ConfigError with every problem.

    Variables of the environment (`env`, or the process's own) stand above those in .env.
    """
    data = _read(path)
    variables, problems = environment(path.parent / DOTENV, env)
    secrets = {name: SecretStr(value) for name, value in variables.items() if value}
    problems += secrets_in(data)
    problems += _watchman(secrets)
    settings, wrong = _validated(data | _database(variables))
    # Each key is told once: a secret is not shown by a second complaint about its value.
    told = {problem.key for problem in problems}
    for more in (wrong, _fitting(data, secrets)):
        problems += (problem for problem in more if problem.key not in told)
        told = {problem.key for problem in problems}
    if settings is None or problems:
        raise ConfigError(problems)
    return settings.rooted(path.parent, _needed(settings, secrets))


def _watchman(secrets: Mapping[str, SecretStr]) -> list[Problem]:
    """A word that goes out every few minutes goes out guarded, or stays on this machine."""
    if WATCHMAN not in secrets:
        return []
    parts = urlsplit(secrets[WATCHMAN].get_secret_value())
    if parts.hostname and (parts.scheme == "https" or is_loopback(parts.hostname)):
        return []
    return [Problem(WATCHMAN, "something else (not shown)", "an address that begins with https://")]


def _validated(data: dict[str, Any]) -> tuple[Settings | None, list[Problem]]:
    try:
        return Settings.model_validate(data), []
    except ValidationError as error:
        return None, list(explained(error))


def _database(variables: Mapping[str, str]) -> dict[str, str]:
    """A database with a password in its URL stands in .env, above the one in the file."""
    return {"database": variables[DATABASE]} if DATABASE in variables else {}


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        hint = "`cashmob init` writes one, and config.example.toml shows all there is to say"
        problem = Problem(str(path), "no such file", "a configuration", hint)
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(str(path), str(error), "a text file in UTF-8")
    except tomllib.TOMLDecodeError as error:
        hint = "texts stand in quotes, and each table and key stands only once"
        wanted = "TOML: lines of key = value under lines of [table]"
        problem = Problem(str(path), str(error), wanted, hint)
    raise ConfigError([problem])


def _needed(settings: Settings, secrets: Mapping[str, SecretStr]) -> dict[str, SecretStr]:
    """Only the secrets that some account names: the program keeps no other."""
    names = {
        name
        for key, city in settings.cities.items()
        for account in city.networks.values()
        for name in account.variables(key).values()
    }
    if settings.mail is not None and settings.mail.user:
        names.add(MAIL_PASSWORD)
    names.add(WATCHMAN)
    return {name: secrets[name] for name in names if name in secrets}


def _fitting(data: dict[str, Any], secrets: Mapping[str, SecretStr]) -> Iterator[Problem]:
    """What does not fit together among the parts that are right by themselves."""
    cities = data.get("city", {})
    tables = cities if isinstance(cities, dict) else {}
    waits = _piece(Waits, data.get("waits", {})) or Waits()
    accounts: dict[tuple[str, str], Account] = {}
    for key, table in tables.items():
        if not isinstance(table, dict):
            continue
        yield from _city_problems(key, table, waits)
        for network, model in _NETWORKS.items():
            account = _piece(model, table.get(network))
            if account is not None:
                accounts[key, network] = account
    yield from account_problems(accounts, secrets)


def _city_problems(key: str, table: dict[str, Any], waits: Waits) -> Iterator[Problem]:
    if not _SLUG.fullmatch(key):
        wanted = "small letters, digits and hyphens, such as [city.saint-rivage]"
        yield Problem(f"city.{key}", shown(key), wanted)
    if "key" in table:
        yield Problem(f"city.{key}.key", shown(table["key"]), f"nothing: {key} is the key")
    lead = _piece(_Lead, table) or _Lead(min_lead=timedelta(0))
    steps = _piece(Calendar, table.get("calendar", {}))
    if steps is not None:
        place = f"city.{key}.calendar"
        yield from calendar_problems(place, steps, waits=waits, min_lead=lead.min_lead)
    when = _piece(_When, table)
    if when is not None and when.rhythm is not None:
        yield from rhythm_problems(f"city.{key}", when.rhythm, when.timezone)


def _piece(model: type[Model], table: Any) -> Model | None:
    """One part of the file without its wrong settings (which are told elsewhere), if it can be."""
    try:
        return model.model_validate(table)
    except ValidationError as error:
        wrong = {line["loc"][0] for line in error.errors() if line["loc"]}
    if not isinstance(table, dict) or not wrong & table.keys():
        return None
    return _piece(model, {key: value for key, value in table.items() if key not in wrong})
