"""`cashmob mob till`, `heads`, `sales`, `compare`, `new-customers`: what was counted on the day."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import act_options
from bot.commands.ordering import give, meant

_MOST = 100_000

private_option = click.option(
    "--private", is_flag=True, help="The owner wants it in no public text and no total."
)


@click.command("till")
@click.argument("amount")
@private_option
@act_options
@click.pass_obj
def till(chosen: Chosen, /, amount: str, private: bool, **given: Any) -> None:
    """Enter the till's total as the owner gave it, such as 812.50; a later one corrects it."""
    from bot.domain.orders import EnterTill

    with meant(chosen, **given) as order:
        currency = order.mob.rules.currency
        order.carry(EnterTill(_minor(amount, currency), private))
    click.echo(f"Recorded: the till took {amount} {currency}.{_kept(private)}")


def _kept(private: bool) -> str:
    return " It stays private." if private else ""


def _minor(amount: str, currency: str) -> int:
    """An amount in whole minor units; a usage error where it is none."""
    from bot.domain.standing import DECIMALS

    try:
        scaled = Decimal(amount.replace(",", ".")).scaleb(DECIMALS.get(currency, 2))
        exact = scaled.is_finite() and scaled >= 0 and scaled == int(scaled)
    except InvalidOperation:
        exact = False
    if not exact or scaled > 10**12:
        raise click.UsageError(f"“{amount}” is no amount of {currency}, such as 812.50 or 812")
    return int(scaled)


@click.command("heads")
@click.argument("people", type=click.IntRange(0, _MOST))
@act_options
@click.pass_obj
def heads(chosen: Chosen, /, people: int, **given: Any) -> None:
    """Enter how many people came; a later number corrects it."""
    from bot.domain.orders import CountHeads

    after = give(chosen, CountHeads(people), **given)
    click.echo(f"Recorded: {people} people came to mob {after.id}.")


@click.command("sales")
@click.argument("sales", type=click.IntRange(0, _MOST))
@private_option
@act_options
@click.pass_obj
def count_sales(chosen: Chosen, /, sales: int, private: bool, **given: Any) -> None:
    """Enter how many sales the till made; a later number corrects it."""
    from bot.domain.orders import CountSales

    after = give(chosen, CountSales(sales, private), **given)
    click.echo(f"Recorded: {sales} sales at mob {after.id}.{_kept(private)}")


@click.command("compare")
@click.argument("days")
@private_option
@act_options
@click.pass_obj
def compare(chosen: Chosen, /, days: str, private: bool, **given: Any) -> None:
    """Enter how many normal days' takings it was, such as 2.5."""
    from bot.domain.orders import CompareDay

    after = give(chosen, CompareDay(_percent(days), private), **given)
    click.echo(f"Recorded: mob {after.id} was worth {days} normal days.{_kept(private)}")


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
@private_option
@act_options
@click.pass_obj
def new_customers(chosen: Chosen, /, percent: int, private: bool, **given: Any) -> None:
    """Enter how many of a hundred customers were new to the shop, as the owner says."""
    from bot.domain.orders import ShareNew

    after = give(chosen, ShareNew(percent, private), **given)
    click.echo(
        f"Recorded: {percent} of a hundred customers of mob {after.id} were new.{_kept(private)}"
    )
