"""`cashmob costs`: what X has cost this month, for what, and what the month will cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import city_option, desk, json_option, put_json
from bot.commands.tables import table

if TYPE_CHECKING:
    from bot.config import City
    from schedulers.costs import Costs, Line


@click.command("costs")
@city_option
@json_option
@click.pass_obj
def costs(chosen: Chosen, city_key: str | None, as_json: bool) -> None:
    """Say what X costs: this month, for what, and the month to its end."""
    from schedulers.budget import budget_of
    from schedulers.costs import costs as counted

    with desk(chosen) as here, here.store.reading() as view:
        found = [
            (city, counted(view, city, "twitter", budget_of(city, "twitter"), here.now))
            for city in here.cities(city_key)
            if city.twitter is not None
        ]
    if as_json:
        put_json([_as_data(city, month) for city, month in found])
        return
    if not found:
        click.echo("Nothing costs money: no city of the configuration is on X.")
    for city, month in found:
        _print(city, month)


def _print(city: City, month: Costs) -> None:
    click.echo(f"{city.name} on X, {month.month} (a month ends by UTC, as X bills)")
    rows = [(n.name, n.count, dollars(n.cost // n.count), dollars(n.cost)) for n in month.items]
    if rows:
        table(("Bought", "How many", "Each", "Together"), rows)
        click.echo("")
        table(("What for", "How many", "Together"), [_habit(line) for line in month.habits])
        click.echo("")
    click.echo(f"Spent so far          {dollars(month.spent)}")
    click.echo(f"Still to be posted    {dollars(month.scheduled)}")
    click.echo(f"Reading and answers   {dollars(month.at_this_pace)}  at the pace so far")
    click.echo(f"The whole month       {dollars(month.forecast)}  of a cap of {dollars(month.cap)}")
    if month.spent >= month.cap:
        click.echo(
            "The cap is reached: until next month nothing is read or said on X. More: "
            f"monthly_cap_usd in [city.{city.key}.twitter]"
        )
    elif month.forecast > month.cap:
        click.echo(
            "The month would cost more than its cap: from there on nothing is read or said on X. "
            f"More: monthly_cap_usd in [city.{city.key}.twitter]"
        )


def _habit(line: Line) -> tuple[object, ...]:
    return line.name.replace("_", " "), line.count, dollars(line.cost)


def dollars(millionths: int) -> str:
    """Dollars and, since a single message costs a tenth of one, tenths of a cent."""
    return f"${millionths / 1_000_000:.3f}"


def _as_data(city: City, month: Costs) -> dict[str, Any]:
    return {
        "city": city.key,
        "network": "twitter",
        "month": month.month,
        "unit": "millionths of a US dollar",
        "cap": month.cap,
        "spent": month.spent,
        "scheduled": month.scheduled,
        "at_this_pace": month.at_this_pace,
        "forecast": month.forecast,
        "items": [_line(line) for line in month.items],
        "habits": [_line(line) for line in month.habits],
    }


def _line(line: Line) -> dict[str, Any]:
    return {"name": line.name, "count": line.count, "cost": line.cost}
