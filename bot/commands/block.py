"""`cashmob block`: people whom the bot no longer hears."""

from __future__ import annotations

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import by_option, city_option, desk, refused, who
from bot.commands.tables import one_line


@click.command("block")
@click.argument("person")
@click.option("--reason", required=True, help="Why; it stays in the audit log.")
@click.option("--undo", is_flag=True, help="Hear the person of that id again.")
@city_option
@by_option
@click.pass_obj
def block(
    chosen: Chosen, person: str, reason: str, undo: bool, city_key: str | None, by: str | None
) -> None:
    """No longer hear PERSON, a name or an id as `cashmob commitments` shows it."""
    from bot.acts import blocking
    from bot.domain.mob import Refusal

    with desk(chosen) as here:
        city = here.city(city_key)
        if undo:
            given = {"who": who(by), "reason": reason}
            blocking.unblock(here.store, city.key, person, here.now, **given)
            click.echo(one_line(f"{person} is heard again, from the next message on."))
            return
        found = blocking.block(here.store, city.key, person, here.now, who=who(by), reason=reason)
    if isinstance(found, Refusal):
        raise refused(found, city)
    click.echo(one_line(f"The bot no longer hears {found}. To undo: cashmob block {found} --undo"))
