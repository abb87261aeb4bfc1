"""`cashmob code`: the one-time code for an order that an organiser gave by message."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import by_option, city_option, desk, who
from bot.commands.moments import shown
from bot.commands.tables import one_line

if TYPE_CHECKING:
    from bot.acts.codes import Shown


@click.command("code")
@city_option
@by_option
@click.pass_obj
def code(chosen: Chosen, city_key: str | None, by: str | None) -> None:
    """Show a code for each order by message that waits for one. Sent back in the same private
    conversation within ten minutes it carries the order out, once. A code shown before is good no
    more."""
    from bot.acts.codes import show

    with desk(chosen) as here:
        found = [
            (city, one)
            for city in here.cities(city_key)
            for one in show(here.store, city.key, here.now, who=who(by))
        ]
    if not found:
        click.echo("No order by message waits for a code.")
    for city, one in found:
        _tell(city.name, one, city.zone)


def _tell(city: str, one: Shown, zone: ZoneInfo) -> None:
    asked = _hour(one.asked_at, zone)
    click.echo(one_line(f"{city}: {one.name} wrote on {asked}: “{one.order.written()}”"))
    click.echo(f"    code {one.code}")
    until = _hour(one.until, zone)
    click.echo(f"    If you want that, write this line to the bot, in private, until {until}.")
    click.echo(
        "    If none of you wrote it, somebody has that account: show the code to nobody, and"
    )
    click.echo("    no longer hear it (cashmob block ID).")


def _hour(at: datetime, zone: ZoneInfo) -> str:
    return shown(at.replace(microsecond=0), zone)
