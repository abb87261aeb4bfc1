"""`cashmob mob facts`: what an owner tells of coming and paying, for the bot to answer with."""

from __future__ import annotations

from typing import Any

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import act_options
from bot.commands.ordering import give
from bot.commands.shop_hours import warn_of_hours
from bot.commands.tables import one_line

_FACTS = ("parking", "access", "payment", "hours")


@click.command("facts")
@click.argument("number", type=int)
@click.option("--parking", metavar="WORDS", help="Where to leave a car or a bicycle.")
@click.option("--access", metavar="WORDS", help="Steps, ramp, toilet, a quiet hour …")
@click.option("--payment", metavar="WORDS", help="Cards, cash, the local currency …")
@click.option("--hours", metavar="HOURS", help="When it is open: “mon-fri 9-18, sat 9-13”.")
@act_options
@click.pass_obj
def facts(chosen: Chosen, /, number: int, by: str | None, **given: Any) -> None:
    """Note what the owner of NUMBER says of coming and paying; the bot answers questions with it
    once the shop may be named. With its hours it warns you where the mob's hour does not fit. An
    empty text takes it back."""
    from bot.domain.orders import SetFacts

    known = {name: _fact(name, given.pop(name)) for name in _FACTS}
    if all(text is None for text in known.values()):
        raise click.UsageError("Say at least one of --parking, --access, --payment, --hours.")
    mob = give(chosen, SetFacts(number, **known), by=by, **given)
    told = "; ".join(
        f"{name}: {text or 'nothing'}" for name, text in known.items() if text is not None
    )
    click.echo(one_line(f"Noted for number {number}: {told}."))
    warn_of_hours(mob, number)


def _fact(name: str, text: str | None) -> str | None:
    """A fact as it is said in a sentence; a usage error where an answer would have to cut it."""
    from bot.speaking.disarm import LONGEST

    plain = None if text is None else " ".join(text.split()).rstrip(".")
    if plain is not None and len(plain) > LONGEST:
        raise click.UsageError(f"--{name} has room for {LONGEST} letters; yours has {len(plain)}.")
    return plain
