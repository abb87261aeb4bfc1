"""`cashmob questions`: what people asked that the bot left to the organisers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import Desk, city_option, desk, json_option, put_json
from bot.commands.moments import shown
from bot.commands.tables import one_line

if TYPE_CHECKING:
    from bot.config import City
    from storage.mentions import Filed


@click.command("questions")
@city_option
@json_option
@click.pass_obj
def questions(chosen: Chosen, city_key: str | None, as_json: bool) -> None:
    """Show the questions that the bot left to you, to be answered in your own name."""
    with desk(chosen) as here:
        found = [(city, filed) for city in here.cities(city_key) for filed in _asked(here, city)]
    if as_json:
        put_json([_as_data(city, filed) for city, filed in found])
        return
    if not found:
        click.echo("Nobody has asked anything that the bot could not answer.")
    for city, filed in found:
        m = filed.mention
        at = shown(m.said_at.replace(microsecond=0), city.zone)
        who = one_line(m.name) or "somebody"
        click.echo(f"{at}  {who} on {m.network} ({m.visibility.value}):")
        click.echo(f"    {one_line(m.text)}")


def _asked(here: Desk, city: City) -> list[Filed]:
    """The messages that were answered with a word about the organisers, the oldest first."""
    from bot.domain.hearing import LEFT_TO_ORGANISERS
    from storage import mentions, posted

    with here.store.reading() as view:
        rows = [r for kind in LEFT_TO_ORGANISERS for r in posted.replies(view, city.key, kind)]
        found: dict[str, Filed] = {}
        for network in city.networks:
            events = {row.origin for row in rows if row.network == network and row.origin}
            found |= mentions.known(view, city.key, network, events)
    return sorted(found.values(), key=lambda filed: filed.mention.said_at)


def _as_data(city: City, filed: Filed) -> dict[str, Any]:
    m = filed.mention
    return {
        "city": city.key,
        "mob": filed.mob,
        "network": m.network,
        "event": m.event,
        "name": m.name,
        "said_at": m.said_at,
        "visibility": m.visibility.value,
        "text": m.text,
    }
