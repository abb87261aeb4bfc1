"""`cashmob mob heads`, `sales`, `compare`, `new-customers`: what was counted on the day."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import by_option, city_option, mob_option
from bot.commands.ordering import give

_MOST = 100_000


@click.command("heads")
@click.argument("people", type=click.IntRange(0, _MOST))
@city_option
@mob_option
@by_option
@click.pass_obj
def heads(chosen: Chosen, /, people: int, **given: Any) -> None:
    """Enter how many people came; a later number corrects it."""
    from bot.domain.ordering import CountHeads

    after = give(chosen, CountHeads(people), **given)
    click.echo(f"Recorded: {people} people came to mob {after.id}.")


@click.command("sales")
@click.argument("sales", type=click.IntRange(0, _MOST))
@city_option
@mob_option
@by_option
@click.pass_obj
def count_sales(chosen: Chosen, /, sales: int, **given: Any) -> None:
    """Enter how many sales the till made; a later number corrects it."""
    from bot.domain.ordering import CountSales

    after = give(chosen, CountSales(sales), **given)
    click.echo(f"Recorded: {sales} sales at mob {after.id}.")


@click.command("compare")
@click.argument("days")
@city_option
@mob_option
@by_option
@click.pass_obj
def compare(chosen: Chosen, /, days: str, **given: Any) -> None:
    """Enter how many normal days' takings it was, such as 2.5."""
    from bot.domain.ordering import CompareDay

    after = give(chosen, CompareDay(_percent(days)), **given)
    click.echo(f"Recorded: mob {after.id} was worth {days} normal days.")


def _percent(days: str) -> int:
    try:
        percent = Decimal(days.replace(",", ".")) * 100
        exact = percent.is_finite() and 0 <= percent <= _MOST and percent == int(percent)
    except InvalidOperation:
        exact = False
    if not exact:
        raise click.UsageError(f"“{days}” is no number of days, such as 2.5 or 3")
    return int(percent)


@click.command("new-customers")
@click.argument("percent", type=click.IntRange(0, 100))
@city_option
@mob_option
@by_option
@click.pass_obj
def new_customers(chosen: Chosen, /, percent: int, **given: Any) -> None:
    """Enter how many of a hundred customers were new to the shop, as the owner says."""
    from bot.domain.ordering import ShareNew

    after = give(chosen, ShareNew(percent), **given)
    click.echo(f"Recorded: {percent} of a hundred customers of mob {after.id} were new.")
