"""`cashmob pause` and `cashmob resume`: the bot keeps silent, and speaks again."""

from __future__ import annotations

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import by_option, city_option, desk, who
from bot.commands.moments import shown


@click.command("pause")
@city_option
@by_option
@click.pass_obj
def pause(chosen: Chosen, city_key: str | None, by: str | None) -> None:
    """Stop everything a city's bot says, at once. It goes on reading and counting, and tells
    organisers alone what they have to know."""
    from bot.acts.pausing import pause as silence

    with desk(chosen) as here:
        city = here.city(city_key)
        holds = silence(here.store, city.key, here.now, who=who(by))
    if holds is not None:
        since = shown(holds.since.replace(microsecond=0), city.zone)
        click.echo(f"{city.name} is paused already, since {since}, by {holds.who}.")
    else:
        click.echo(f"{city.name} is paused: nothing more is said, everything is still read.")
    click.echo("What becomes too late meanwhile stays unsaid. To go on: cashmob resume")


@click.command("resume")
@city_option
@by_option
@click.pass_obj
def resume(chosen: Chosen, city_key: str | None, by: str | None) -> None:
    """Let a paused city speak again: what is still true goes out, what came too late does not."""
    from bot.acts.pausing import resume as unsilence

    with desk(chosen) as here:
        city = here.city(city_key)
        was = unsilence(here.store, city.key, here.now, who=who(by))
    if was is None:
        click.echo(f"{city.name} was not paused.")
        return
    since = shown(was.since.replace(microsecond=0), city.zone)
    click.echo(f"{city.name} speaks again; it was paused since {since}.")
    click.echo("What was not said meanwhile: cashmob outbox --all")
