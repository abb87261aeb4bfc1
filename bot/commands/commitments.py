"""`cashmob commitments`: who comes, on which network, since when, with how many."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import (
    act_options,
    city_option,
    desk,
    json_option,
    mob_argument,
    put_json,
    refused,
    who,
)
from bot.commands.moments import shown
from bot.commands.tables import one_line, table

if TYPE_CHECKING:
    from bot.acts.coming import Coming
    from bot.config import City
    from bot.domain.mob import Mob
    from bot.domain.standing import Tally


class _ShowsByItself(click.Group):
    """A group that shows where no subcommand is named: `commitments`, `commitments 3 --json`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Puts `show` before what names no subcommand."""
        if not args or args[0] not in (*self.commands, *ctx.help_option_names):
            args = ["show", *args]
        return super().parse_args(ctx, args)


@click.group("commitments", cls=_ShowsByItself)
def commitments() -> None:
    """Show who comes, on which network, with how many; or enter somebody by hand."""


@commitments.command("add")
@click.option("--name", required=True, help="Who comes; the same name again corrects the entry.")
@click.option(
    "--people", type=click.IntRange(0, 50), required=True, help="How many in all; 0 takes it back."
)
@click.option("--reason", required=True, help="How you know, such as “told me at the counter”.")
@act_options
@click.pass_obj
def add(
    chosen: Chosen,
    name: str,
    people: int,
    reason: str,
    city_key: str | None,
    mob_number: int | None,
    by: str | None,
) -> None:
    """Enter by hand that somebody comes who said so on no network."""
    from bot.acts.entering import enter_commitment
    from bot.domain.mob import Refusal

    with desk(chosen) as here:
        city = here.city(city_key)
        if not name.strip() or not reason.strip():
            raise click.UsageError("A name and a reason may not be empty.")
        done = enter_commitment(
            here.store,
            city,
            here.now,
            who=who(by),
            name=name.strip(),
            people=people,
            reason=reason.strip(),
            mob=mob_number,
        )
    if isinstance(done, Refusal):
        raise refused(done, city)
    mob, counted = done
    capped = f" (the city counts at most {counted} a person)" if counted < people else ""
    click.echo(one_line(f"Entered for mob {mob.id}: {name}, {counted} in all{capped}."))


@commitments.command("show")
@mob_argument
@city_option
@json_option
@click.pass_obj
def show(chosen: Chosen, mob_number: int | None, city_key: str | None, as_json: bool) -> None:
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
