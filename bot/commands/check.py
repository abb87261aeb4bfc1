"""`cashmob check`: is the configuration right, and when does the next mob meet?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from bot.commands.configuration import EX_CONFIG, Chosen, settings_of, told
from bot.commands.desk import Stop, desk
from bot.commands.moments import spelled
from bot.commands.shop_hours import warn_of_hours

if TYPE_CHECKING:
    from bot.config import City, Problem, Settings

# More than this between our clock and a network's, and nothing may be sent.
CLOCK_SKEW = timedelta(minutes=2)


@click.command()
@click.option("--online", is_flag=True, help="Also ask each network whom the token speaks for.")
@click.pass_obj
def check(chosen: Chosen, online: bool) -> None:
    """Say everything that is wrong with the configuration, or spell out the next mob."""
    from bot.config.consistency import cautions, missing_secrets
    from schedulers.clock import WallClock

    settings = settings_of(chosen)
    now = WallClock().now()
    for city in settings.cities.values():
        click.echo("\n".join(_city(city, now)))
    _tell("Worth a second thought:", list(cautions(settings.cities.values(), settings.waits)))
    _warn_of_hours(chosen)
    missing = list(missing_secrets(settings))
    _tell("Still missing before `cashmob run` can speak:", missing)
    if settings.live and missing:
        raise click.exceptions.Exit(EX_CONFIG)
    if online and not _all_answer(settings):
        raise click.exceptions.Exit(1)
    click.echo(_verdict(settings))


def _warn_of_hours(chosen: Chosen) -> None:
    """Says where a shop is closed at the hour of a mob that is under way, if there is any."""
    from storage import mobs

    try:
        with desk(chosen) as here, here.store.reading() as view:
            found = [m for c in here.cities(None) for m, _ in mobs.of_city(view, c.key)]
    except Stop:
        return  # no database yet: before the first mob nothing can be wrong with it
    for mob in found:
        warn_of_hours(mob)


def _verdict(settings: Settings) -> str:
    if settings.live:
        return "\nAll well. live = true: `cashmob run` speaks on these networks."
    return "\nAll well. live = false: nothing is said on any network."


def _tell(title: str, problems: list[Problem]) -> None:
    if problems:
        click.echo(f"\n{title}")
    for problem in problems:
        click.echo(told(problem))


def _city(city: City, now: datetime) -> Iterator[str]:
    from bot.config.rhythm import next_mob
    from bot.domain.calendar import calendar

    networks = ", ".join(city.networks) or "no network"
    yield f"{city.name} ({city.key}), {city.timezone}, on {networks}"
    if city.rhythm is None:
        yield "  no rhythm: start a mob with `cashmob mob start --at 2026-12-12T11:00`"
        return
    at = next_mob(city.rhythm, zone=city.zone, steps=city.steps, now=now)
    yield f"  “{city.rhythm.text}”: the next mob with time for its whole calendar"
    moments = calendar(at, city.timezone, city.steps)
    yield from (f"    {line}" for line in spelled(moments, city.zone))


def _all_answer(settings: Settings) -> bool:
    click.echo("")
    answers = [
        _answers(settings, city, network)
        for city, its in settings.cities.items()
        for network in its.lanes
    ]
    return all(answers)


def _answers(settings: Settings, city: str, network: str) -> bool:
    """Ask one network who we are; print what works, or what to do about what does not."""
    from bot.acts.opening import open_network
    from bot.config import MissingSecretError
    from bot.networks import NetworkError
    from schedulers.clock import WallClock

    label = f"{city} on {network}"
    now = WallClock().now()
    try:
        opened = open_network(settings, city, network, now=WallClock().now)
        account = opened.me()
        click.echo(f"✓ {label}: speaks as {account.name} (account {account.id})")
        account_of = settings.cities[city].networks.get(network)
        if not _is_ours(label, account_of.account if account_of else None, account.id):
            return False
        seen = len(opened.own_posts(now - timedelta(hours=1)))
        click.echo(f"✓ {label}: reads the account's own posts ({seen} in the last hour)")
        found = list(opened.findings())
    except (MissingSecretError, NetworkError, ValueError) as error:
        click.echo(f"✗ {label}: {error}")
        return False
    if not account.is_bot:
        click.echo(f"! {label}: please mark the account as a bot in its profile")
    for finding in found:
        click.echo(f"{_MARKS[finding.well]} {label}: {finding.text}")
    agree = _clocks_agree(label, opened.server_time(), WallClock().now())
    return agree and all(finding.well is not False for finding in found)


_MARKS = {True: "✓", False: "✗", None: "!"}


def _is_ours(label: str, pinned: str | None, found: str) -> bool:
    if pinned in (None, found):
        return True
    click.echo(f"✗ {label}: the token is of another account than {pinned}; make a new one there")
    return False


def _clocks_agree(label: str, theirs: datetime | None, ours: datetime) -> bool:
    if theirs is None or abs(ours - theirs) <= CLOCK_SKEW:
        return True
    click.echo(
        f"✗ {label}: its clock says {theirs:%H:%M:%S} UTC, this machine's {ours:%H:%M:%S}; "
        "set this machine's clock, for nothing is sent before they agree"
    )
    return False
