"""`cashmob mob`: start, show, move or cancel a mob, and record what its owners answered."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import (
    act_options,
    by_option,
    city_option,
    desk,
    refused,
    sure,
    who,
    yes_option,
)
from bot.commands.facts import facts
from bot.commands.figures import compare, count_sales, heads, new_customers, till
from bot.commands.mobs import list_, shop_name, show
from bot.commands.moments import shown, spelled, typed
from bot.commands.ordering import give, meant
from bot.commands.owners import ask, consent, refuse
from bot.commands.papers import calendar, press
from bot.commands.shop_hours import warn_of_hours
from bot.commands.tables import one_line
from bot.commands.thanks import thank

if TYPE_CHECKING:
    from bot.config import City
    from bot.domain.mob import Mob


@click.group("mob")
def mob() -> None:
    """Start, show, move or cancel a mob, and record an owner's answer."""


@mob.command("start")
@click.option(
    "--at", "wall_time", metavar="TIME", help="Such as 2026-12-12T11:00, the city's time."
)
@click.option("--theme", help="Which shops are looked for this time, such as “no alcohol”.")
@click.option("--everywhere", is_flag=True, help="In every city, each by its own clocks, or none.")
@city_option
@by_option
@click.pass_obj
def start(
    chosen: Chosen,
    wall_time: str | None,
    theme: str | None,
    everywhere: bool,
    city_key: str | None,
    by: str | None,
) -> None:
    """Start a mob, by the city's rhythm or for a day and an hour, and spell out its calendar."""
    from bot.acts.starting import start_each

    if everywhere and city_key is not None:
        raise click.UsageError("Either --everywhere or --city, not both.")
    with desk(chosen, create=True) as here:
        cities = here.cities(None) if everywhere else (here.city(city_key),)
        days = {city: _meets_at(city, wall_time, here.now) for city in cities}
        begun = start_each(here.store, days, here.now, who=who(by), theme=theme)
    if not isinstance(begun, dict):
        raise refused(begun[1], begun[0])
    for city, made in begun.items():
        _tell_start(city, made)


def _tell_start(city: City, begun: Mob) -> None:
    click.echo(f"Mob {begun.id} of {city.name} meets on {shown(begun.meets_at, city.zone)}:")
    for carried in begun.nominations:
        click.echo(one_line(f"Put forward again, from the last vote: {carried.name}"))
    for line in spelled(begun.moments(), city.zone):
        click.echo(f"    {line}")


def _meets_at(city: City, wall_time: str | None, now: datetime) -> datetime:
    from bot.acts.starting import by_rhythm

    if wall_time is not None:
        return typed(wall_time, city.zone)
    meets_at = by_rhythm(city, now)
    if meets_at is None:
        raise click.UsageError(
            f"{city.name} has no rhythm: say when, such as --at 2026-12-12T11:00"
        )
    return meets_at


@mob.command("choose")
@click.argument("number", type=int)
@act_options
@click.pass_obj
def choose(chosen: Chosen, /, number: int, **given: Any) -> None:
    """Choose the shop where the vote ended without a winner."""
    from bot.domain.orders import Choose

    after = give(chosen, Choose(number), **given)
    click.echo(one_line(f"Mob {after.id} goes to {number}: {shop_name(after)}."))
    warn_of_hours(after, number)


@mob.command("draw")
@act_options
@click.pass_obj
def draw(chosen: Chosen, /, **given: Any) -> None:
    """Let a lot decide where nobody voted; the seed lets anybody draw again."""
    from bot.acts.ordering import drawn_from
    from bot.domain.orders import Draw

    drawn = give(chosen, Draw(), **given)
    assert drawn.won is not None
    with desk(chosen) as here, here.store.reading() as view:
        seed = drawn_from(view, drawn)
    click.echo(one_line(f"The lot fell on {drawn.won.number}: {drawn.won.name}. Seed: {seed}"))
    click.echo("To draw again: of all shops that could be drawn, the one wins whose hash is the")
    click.echo(f"smallest. That of number {drawn.won.number}: ", nl=False)
    click.echo(f"printf '{seed} {drawn.won.number}' | sha256sum")
    warn_of_hours(drawn, drawn.won.number)


@mob.command("postpone")
@click.option("--to", "wall_time", metavar="TIME", help="The new day and hour, if it is known.")
@click.option("--weather", is_flag=True, help="Because of the weather: everybody reads it at once.")
@yes_option
@act_options
@click.pass_obj
def postpone(
    chosen: Chosen, /, wall_time: str | None, weather: bool, yes: bool, **given: Any
) -> None:
    """Put a mob off, to another day or until one is found; owners are asked again."""
    from bot.domain.orders import Postpone

    with meant(chosen, **given) as order:
        zone = order.city.zone
        to = typed(wall_time, zone) if wall_time else None
        until = f"to {shown(to, zone)}" if to else "until there is a new date"
        sure(f"Put mob {order.mob.id} ({shown(order.mob.meets_at, zone)}) off {until}?", yes)
        after = order.carry(Postpone(to, weather))
    click.echo(f"Mob {after.id} is put off {until}.")
    if to is None:
        click.echo("When you have a date: cashmob mob postpone --to TIME")
    warn_of_hours(after)


@mob.command("cancel")
@click.option("--reason", default="", help="Why; it stays in the audit log.")
@yes_option
@act_options
@click.pass_obj
def cancel(chosen: Chosen, /, reason: str, yes: bool, **given: Any) -> None:
    """Cancel a mob. What waits to be posted is taken back; who was called is told."""
    from bot.domain.orders import Cancel

    with meant(chosen, **given) as order:
        meets = shown(order.mob.meets_at, order.city.zone)
        sure(f"Cancel mob {order.mob.id} ({meets}) for good?", yes)
        order.carry(Cancel(reason))
    click.echo(f"Mob {order.mob.id} is cancelled.")


for command in (list_, show, ask, consent, refuse, facts, thank, calendar, press):
    mob.add_command(command)
for command in (till, heads, count_sales, compare, new_customers):
    mob.add_command(command)
