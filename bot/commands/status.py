"""`cashmob status`: where every mob stands, and whether the bot can hear and speak."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import Window, city_option, database_file, json_option, put_json, window
from bot.commands.moments import moment_words, shown
from bot.commands.tables import one_line, table

if TYPE_CHECKING:
    from bot.config import City
    from bot.domain.mob import Mob
    from bot.domain.standing import Tally
    from schedulers.health import Health


@click.command("status")
@city_option
@json_option
@click.pass_obj
def status(chosen: Chosen, city_key: str | None, as_json: bool) -> None:
    """Say where every mob stands."""
    with window(chosen) as here:
        found = _health(here)
        cities = [(city, _of_city(here, city)) for city in here.cities(city_key)]
    if as_json:
        told = [data for _, data in cities]
        put_json({"daemon_runs": found.runs, "health": found.data, "cities": told})
        return
    for city, data in cities:
        _print(city, data)
    if not found.runs:
        click.echo("The bot does not run: nothing is read or said. Start it: cashmob run")
    for wrong in found.wrong if found.runs else ():
        click.echo(one_line(f"Not well: {wrong}"))


def _health(here: Window) -> Health:
    """As the daemon itself tells it on /healthz: by its pulse and by the store."""
    from schedulers.health import AT_REST, health
    from schedulers.lock import taken
    from schedulers.pulse import shown

    database = database_file(here.settings)
    if not taken(database):
        return AT_REST
    cities, found = here.settings.cities.values(), here.glance
    return health(cities, shown(database), found.lanes(), found.lost(), here.now)


def _of_city(here: Window, city: City) -> dict[str, Any]:
    from storage.known import Lane, Sent

    found = here.glance
    known = {lane.network: lane for lane in found.lanes() if lane.city == city.key}
    accounts = [known.get(name, Lane(city.key, name)) for name in city.networks]
    left = found.open_ends(city.key)
    silent = found.paused(city.key)
    return {
        "city": city.key,
        "paused_since": silent.since if silent else None,
        "paused_by": silent.who if silent else None,
        "mobs": [_mob(mob, tally, here.now) for mob, tally in found.mobs(city.key)],
        "networks": [
            {
                "network": lane.network,
                "account": lane.handle or None,
                "read_at": lane.read_at,
                "trouble": lane.trouble or None,
                "trouble_since": lane.trouble_since,
            }
            for lane in accounts
        ],
        "outbox": {
            "waiting": left.get(Sent.PENDING, 0) + left.get(Sent.SENDING, 0),
            "blocked": left.get(Sent.BLOCKED, 0),
        },
        "set_aside": [
            {"network": each["network"], "event": each["event"], "reason": each["reason"]}
            for each in found.set_aside(city.key)
        ],
    }


def _mob(mob: Mob, tally: Tally, now: datetime) -> dict[str, Any]:
    from bot.commands.mobs import mob_data

    return mob_data(mob, tally) | {"next": _next(mob, now)}


def _next(mob: Mob, now: datetime) -> dict[str, Any] | None:
    """The first moment of the calendar that is not dealt with; it may be waiting for something."""
    from bot.domain.stages import Stage

    if mob.stage in (Stage.POSTPONED, Stage.CANCELLED):
        return None
    left = ((name, at) for name, at in mob.moments().items() if name not in mob.done)
    name, at = next(left, (None, now))
    return None if name is None else {"moment": name, "at": at, "overdue": at < now}


def _print(city: City, data: dict[str, Any]) -> None:
    click.echo(f"{city.name} ({city.key})")
    if data["paused_since"]:
        since = shown(data["paused_since"].replace(microsecond=0), city.zone)
        click.echo(
            f"  PAUSED since {since} by {data['paused_by']}: nothing is said. "
            "To go on: cashmob resume"
        )
    if not data["mobs"]:
        click.echo("  no mob yet: cashmob mob start")
    for mob in data["mobs"]:
        _print_mob(city, mob)
    rows = [_network(city, each) for each in data["networks"]]
    if rows:
        table(("Network", "Account", "Last read", "Trouble"), rows)
    box = data["outbox"]
    click.echo(f"Outbox: {box['waiting']} waiting, {box['blocked']} blocked (cashmob outbox)")
    if data["set_aside"]:
        click.echo(f"Set aside, for you to read: {len(data['set_aside'])} messages")
        rows = [(each["network"], each["event"], each["reason"]) for each in data["set_aside"]]
        table(("Network", "Message", "Why"), rows)


def _print_mob(city: City, mob: dict[str, Any]) -> None:
    shop = f", {mob['shop']}" if mob["shop"] else ""
    click.echo(f"  mob {mob['mob']}: {mob['stage']}, {shown(mob['meets_at'], city.zone)}{shop}")
    if mob["next"]:
        coming = mob["next"]
        when = "waiting since" if coming["overdue"] else "next:"
        words = moment_words(coming["moment"])
        click.echo(f"    {when} {shown(coming['at'], city.zone)}, {words}")
    click.echo(
        f"    {mob['votes']} votes; {mob['people']} people coming, perhaps {mob['tentative']} more"
    )


def _network(city: City, each: dict[str, Any]) -> tuple[object, ...]:
    trouble = ""
    if each["trouble"]:
        since = shown(each["trouble_since"].replace(microsecond=0), city.zone)
        trouble = f"since {since}: {each['trouble']}"
    read_at = each["read_at"]
    read = shown(read_at.replace(microsecond=0), city.zone) if read_at else "never"
    return each["network"], each["account"] or "not met yet", read, trouble
