"""`cashmob commitments`: who comes, on which network, since when, with how many."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import city_option, desk, json_option, mob_argument, put_json
from bot.commands.moments import shown
from bot.commands.tables import table

if TYPE_CHECKING:
    from bot.acts.coming import Coming
    from bot.config import City
    from bot.domain.mob import Mob
    from bot.domain.standing import Tally


@click.command("commitments")
@mob_argument
@city_option
@json_option
@click.pass_obj
def commitments(
    chosen: Chosen, mob_number: int | None, city_key: str | None, as_json: bool
) -> None:
    """Show who comes, on which network, with how many."""
    from bot.acts.coming import coming as all_coming

    with desk(chosen) as here:
        found = here.mobs(city_key, mob_number)
        with here.store.reading() as view:
            coming = {mob.id: all_coming(view, mob) for _, mob, _ in found}
    if as_json:
        put_json([_as_data(mob, sums, coming[mob.id]) for _, mob, sums in found])
        return
    for city, mob, sums in found:
        _print(city, mob, sums, coming[mob.id])


def _print(city: City, mob: Mob, sums: Tally, coming: tuple[Coming, ...]) -> None:
    click.echo(f"{city.name}, mob {mob.id}: {shown(mob.meets_at, city.zone)}")
    rows = [
        (
            one.name or "(no name)",
            one.network,
            shown(one.since.replace(microsecond=0), city.zone),
            one.people or "",
            one.tentative or "",
        )
        for one in coming
    ]
    if rows:
        table(("Name", "Network", "Since", "People", "Perhaps"), rows)
    people, given = sums.of("people"), sums.of("commitments")
    perhaps = sums.of("tentative")
    click.echo(f"{people} people by {given} commitments; perhaps {perhaps} more.")


def _as_data(mob: Mob, sums: Tally, coming: tuple[Coming, ...]) -> dict[str, Any]:
    return {
        "city": mob.city,
        "mob": mob.id,
        "meets_at": mob.meets_at,
        "people": sums.of("people"),
        "commitments": sums.of("commitments"),
        "tentative": sums.of("tentative"),
        "who": [asdict(one) for one in coming],
    }
