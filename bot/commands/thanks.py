"""`cashmob mob thank`: who had the idea, and said yes to being thanked by name."""

from __future__ import annotations

from typing import Any

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import act_options, sure, yes_option
from bot.commands.ordering import meant
from bot.commands.tables import one_line


@click.command("thank")
@click.argument("number", type=int)
@click.argument("name")
@yes_option
@act_options
@click.pass_obj
def thank(chosen: Chosen, /, number: int, name: str, yes: bool, **given: Any) -> None:
    """Thank NAME in the recap for putting shop NUMBER forward, if it wins. Ask them first. An
    empty name takes it back; their name is erased with everybody's."""
    from bot.domain.orders import Thank

    plain = one_line(name).strip()
    with meant(chosen, **given) as order:
        if plain:
            sure(f"Did {plain} say yes to being named in public?", yes)
        order.carry(Thank(number, plain))
    done = f"{plain} will be thanked by name" if plain else "Nobody will be thanked by name"
    click.echo(f"Recorded: {done} if number {number} wins.")
