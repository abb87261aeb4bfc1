"""`cashmob reveal`: the shop's name is given away now, at an organiser's word."""

from __future__ import annotations

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import by_option, city_option, desk, mob_option, sure, yes_option
from bot.commands.ordering import carry
from bot.commands.tables import one_line


@click.command("reveal")
@yes_option
@city_option
@mob_option
@by_option
@click.pass_obj
def reveal(
    chosen: Chosen, yes: bool, city_key: str | None, mob_number: int | None, by: str | None
) -> None:
    """Give the shop's name away now, to everybody, whatever the city's rule for it."""
    from bot.domain.ordering import Reveal

    with desk(chosen) as here:
        city = here.city(city_key)
        meant = here.mob(city, mob_number)
        sure(f"Name the shop of mob {meant.id} to everybody now?", yes)
        after = carry(here, city, Reveal(), mob_number=meant.id, by=by)
    shop = after.won.name if after.won is not None else ""
    click.echo(one_line(f"Everybody may know now: mob {after.id} goes to {shop}."))
