"""`cashmob login`: signing the bot in, so that nobody has to copy a token by hand."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.configuration import Chosen, settings_of
from bot.commands.desk import Stop, city_option

if TYPE_CHECKING:
    from bot.config import City, Settings
    from bot.networks import Account


@click.group("login")
def login() -> None:
    """Sign the bot in on a network."""


@login.command("mastodon")
@city_option
@click.pass_obj
def mastodon(chosen: Chosen, city_key: str | None) -> None:
    """Sign in on the city's Mastodon server and keep the token in .env."""
    from bot.networks import NetworkError

    settings = settings_of(chosen)
    city = _city(settings, city_key)
    try:
        token, account = _signed_in(settings, city)
    except (NetworkError, ValueError) as error:
        raise Stop(f"{error}. Nothing was changed; try again: cashmob login mastodon") from None
    assert city.mastodon is not None
    if city.mastodon.account_id not in (None, account.id):
        raise Stop(
            f"You signed in as {account.name} (account {account.id}), but the configuration names "
            f"account {city.mastodon.account_id}. Nothing was changed: sign out in the browser, "
            "sign in as the bot's account, and try again."
        )
    variable = city.mastodon.variables(city.key)["token"]
    dotenv = chosen.config_path.with_name(".env")
    keep_secret(dotenv, variable, token)
    click.echo(f"Signed in as {account.name} (account {account.id}); the token is in {dotenv}.")
    if city.mastodon.account_id is None:
        _pin(chosen.config_path, city.key, account.id)
    if not account.is_bot:
        click.echo("Please mark the account as a bot in its profile, so that people know.")


def _city(settings: Settings, key: str | None) -> City:
    cities = {k: c for k, c in settings.cities.items() if c.mastodon and key in (None, k)}
    if len(cities) != 1:
        raise click.UsageError(
            "Say --city with one that has an account on Mastodon: "
            + ", ".join(k for k, c in settings.cities.items() if c.mastodon)
        )
    return next(iter(cities.values()))


def _signed_in(settings: Settings, city: City) -> tuple[str, Account]:
    from bot.networks.mastodon_login import SignIn

    assert city.mastodon is not None
    server = SignIn(city.mastodon.base_url, deadline=settings.waits.deadline)
    app = server.register()
    click.echo("Open this address in a browser where the bot's account is signed in, say yes,")
    click.echo(f"and copy the code that the page shows:\n\n  {server.address(app)}\n")
    token = server.token(app, click.prompt("The code", hide_input=True))
    return token, server.account(token)


def keep_secret(dotenv: Path, name: str, value: str) -> None:
    """Writes one line of .env, in the place of an older one; only its owner can read the file.

    It is written beside and put in place at once: a half-written .env would hold no token at all.
    """
    old = dotenv.read_text(encoding="utf-8").splitlines() if dotenv.exists() else []
    kept = [line for line in old if not re.match(rf"\s*(export\s+)?{re.escape(name)}\s*=", line)]
    beside = dotenv.with_name(f"{dotenv.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write("\n".join([*kept, f"{name}={value}"]) + "\n")
        file.flush()
        os.fsync(file.fileno())
    beside.replace(dotenv)


def _pin(config: Path, city: str, account: str) -> None:
    """Names the account in the configuration, so that no other's token is ever taken."""
    line = f'account_id = "{account}"'
    text = config.read_text(encoding="utf-8")
    header = re.search(rf"(?m)^\[city\.{re.escape(city)}\.mastodon\][^\n]*\n", text)
    if header is None:
        click.echo(f"Please add this line to the Mastodon table of {city} in {config}:\n  {line}")
        return
    pinned = text[: header.end()] + line + "\n" + text[header.end() :]
    config.write_text(pinned, encoding="utf-8")
    click.echo(f"{config} now names the account: the token of any other is refused.")
