"""`cashmob reveal`: the shop's name is given away now, at an organiser's word."""

from __future__ import annotations

from typing import Any

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import act_options, sure, yes_option
from bot.commands.ordering import meant
from bot.commands.tables import one_line


@click.command("reveal")
@yes_option
@act_options
@click.pass_obj
def reveal(chosen: Chosen, /, yes: bool, **given: Any) -> None:
    """Give the shop's name away now, to everybody, whatever the city's rule for it."""
    from bot.domain.orders import Reveal

    with meant(chosen, **given) as order:
        sure(f"Name the shop of mob {order.mob.id} to everybody now?", yes)
        after = order.carry(Reveal())
    shop = after.won.name if after.won is not None else ""
    click.echo(one_line(f"Everybody may know now: mob {after.id} goes to {shop}."))
