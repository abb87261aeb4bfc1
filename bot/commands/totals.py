"""`cashmob totals`: what a city's mobs came to, year by year, with how it is counted."""

from __future__ import annotations

from dataclasses import asdict

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import city_option, desk, json_option, put_json


@click.command("totals")
@city_option
@json_option
@click.pass_obj
def totals(chosen: Chosen, city_key: str | None, as_json: bool) -> None:
    """Show what the mobs of a city came to, year by year."""
    from bot.domain.totals import by_year
    from bot.speaking import counted, method
    from storage import mobs

    with desk(chosen) as here, here.store.reading() as view:
        found = [
            (city, by_year(mobs.all_of_city(view, city.key))) for city in here.cities(city_key)
        ]
    if as_json:
        years = [asdict(year) for _, its in found for year in its]
        put_json({"method": method("en"), "years": years})
        return
    for city, its in found:
        click.echo(city.name)
        for line in counted(its, "en").splitlines() or ["No mob has taken place yet."]:
            click.echo(f"  {line}")
    click.echo(f"\n{method('en')}")
