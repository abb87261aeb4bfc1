"""`cashmob mob ask`, `consent`, `refuse`: what the owner of a shop was asked, and answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import Stop, act_options, sure, who, yes_option
from bot.commands.moments import shown, typed
from bot.commands.ordering import meant
from bot.commands.shop_hours import warn_of_hours

if TYPE_CHECKING:
    from bot.config import City

email_option = click.option(
    "--email", default="", metavar="ADDRESS", help="Where the bot may write to the owner."
)


@click.command("ask")
@click.argument("number", type=int)
@click.option("--channel", help="How: visit, phone, letter …")
@email_option
@act_options
@click.pass_obj
def ask(chosen: Chosen, /, number: int, channel: str | None, email: str, **given: Any) -> None:
    """Record that the owner of nomination NUMBER was asked and has not answered yet. With their
    e-mail address the bot writes to them."""
    from bot.domain.orders import AskOwner

    if not channel and not email:
        raise click.UsageError(
            "How were they asked? --channel visit, or --email owner@shop.example"
        )
    with meant(chosen, **given) as order:
        _can_write(order.city, email)
        after = order.carry(AskOwner(number, who(order.by), channel or "e-mail", email))
    if email:
        click.echo("A letter to them goes out with the next tick of `cashmob run`.")
    click.echo(f"Recorded: the owner of {number} was asked. Their answer: ", nl=False)
    how = channel or "e-mail"
    click.echo(f"cashmob mob consent {number} --channel {how}, or cashmob mob refuse {number}")
    warn_of_hours(after, number)


def _can_write(city: City, email: str) -> None:
    """Stops where a letter is wanted that nobody could send or sign."""
    if email and city.mail is None:
        raise Stop("No letter can be sent: the configuration has no [mail] table.")
    if email and city.writer is None:
        raise Stop(
            f"No letter can be signed: no organiser of {city.name} has both a telephone and an "
            "e-mail address in the configuration."
        )


@click.command("consent")
@click.argument("number", type=int)
@click.option("--channel", required=True, help="How they said it: visit, phone, letter …")
@click.option("--told", metavar="TIME", help="The day and hour they agreed to, if not the mob's.")
@click.option("--short-notice", is_flag=True, help="The shop is ready later than the lead.")
@email_option
@act_options
@click.pass_obj
def consent(
    chosen: Chosen,
    /,
    number: int,
    channel: str,
    told: str | None,
    short_notice: bool,
    email: str,
    **given: Any,
) -> None:
    """Record the yes of the owner of NUMBER, who was told the mob's day and hour."""
    from bot.domain.orders import RecordConsent

    with meant(chosen, **given) as order:
        zone = order.city.zone
        day = typed(told, zone) if told else order.mob.meets_at or order.here.now
        _can_write(order.city, email)
        act = RecordConsent(number, who(order.by), channel, day, short_notice, email)
        after = order.carry(act)
    click.echo(f"Recorded: the owner of {number} said yes to {shown(day, zone)} ({channel}).")
    warn_of_hours(after, number)


@click.command("refuse")
@click.argument("number", type=int)
@click.option("--channel", default="", help="How they said it: visit, phone, letter …")
@yes_option
@act_options
@click.pass_obj
def refuse(chosen: Chosen, /, number: int, channel: str, yes: bool, **given: Any) -> None:
    """Record the no of the owner of NUMBER. Once announced, it cancels the mob."""
    from bot.domain.orders import RecordRefusal
    from bot.domain.stages import Stage

    with meant(chosen, **given) as order:
        before = order.mob
        if before.winner == number and before.stage in (Stage.ANNOUNCED, Stage.GATHERING):
            sure(f"Mob {before.id} is announced. Their no cancels it, in public. Sure?", yes)
        after = order.carry(RecordRefusal(number, who(order.by), channel))
    click.echo(f"Recorded: the owner of {number} said no.")
    if after.stage is not before.stage:
        click.echo(f"Mob {after.id} is {after.stage} now.")
