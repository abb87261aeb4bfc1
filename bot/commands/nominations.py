"""`cashmob nominations`, `approve`, `merge`, `reject`: the names that were put forward."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import (
    by_option,
    city_option,
    desk,
    json_option,
    mob_option,
    put_json,
)
from bot.commands.ordering import give
from bot.commands.tables import one_line, table

if TYPE_CHECKING:
    from bot.domain.mob import Mob, Nomination
    from bot.domain.standing import Tally

_OWNERS = {"none": "not asked", "asked": "asked", "yes": "yes", "no": "no", "held": "on hold"}


@click.group("nominations", invoke_without_command=True)
@city_option
@mob_option
@json_option
@click.pass_context
def nominations(
    context: click.Context, city_key: str | None, mob_number: int | None, as_json: bool
) -> None:
    """List the shops that were put forward, or add one from paper."""
    if context.invoked_subcommand is not None:
        return
    with desk(context.obj) as here:
        found = here.mobs(city_key, mob_number)
    if as_json:
        put_json([_as_data(mob, tally, n) for _, mob, tally in found for n in mob.nominations])
        return
    for city, mob, tally in found:
        click.echo(f"{city.name}, mob {mob.id} ({mob.stage})")
        _print(mob, tally)


def _print(mob: Mob, tally: Tally) -> None:
    if not mob.nominations:
        click.echo("No shop has been put forward yet.")
        return
    headings = ("No.", "Shop", "Place", "Name", "Owner", "For it", "Look at")
    table(headings, [_row(tally, n) for n in mob.nominations])
    if any(n.state.value == "waiting" for n in mob.nominations):
        click.echo("To decide: cashmob approve NUMBER, merge NUMBER INTO, or reject NUMBER")


def _row(tally: Tally, n: Nomination) -> tuple[object, ...]:
    from bot.domain.ballot import nominators

    state = f"merged into {n.into}" if n.into is not None else n.state.value
    near = f"like {', '.join(map(str, n.near))}?" if n.near and n.into is None else ""
    look = "; ".join(filter(None, (near, n.flag, n.reason)))
    owner = _OWNERS[n.consent.answer.value]
    return n.number, n.name, n.place or "", state, owner, nominators(tally, n), look


def _as_data(mob: Mob, tally: Tally, n: Nomination) -> dict[str, Any]:
    from bot.domain.ballot import nominators

    return {
        "city": mob.city,
        "mob": mob.id,
        "number": n.number,
        "shop": n.name,
        "place": n.place,
        "state": n.state.value,
        "merged_into": n.into,
        "choice": n.choice,
        "nominators": nominators(tally, n),
        "paper": n.paper,
        "said_at": n.said_at,
        "near": n.near,
        "flag": n.flag,
        "reason": n.reason,
        "consent": {
            "answer": n.consent.answer.value,
            "by": n.consent.by,
            "channel": n.consent.channel,
            "told": n.consent.told,
            "at": n.consent.at,
        },
    }


@nominations.command("add")
@click.argument("name")
@click.option("--place", help="The street, or what else tells where it is.")
@click.option("--people", type=click.IntRange(1, 10_000), default=1, help="How many slips name it.")
@click.option("--reason", required=True, help="Where the slips come from; it is logged.")
@city_option
@mob_option
@by_option
@click.pass_obj
def add(
    chosen: Chosen, /, name: str, place: str | None, people: int, reason: str, **given: Any
) -> None:
    """Add a shop that people put forward on paper."""
    from bot.domain.ordering import PutForward

    named = one_line(name)
    if not named:
        raise click.UsageError("The shop needs a name.")
    mob = give(chosen, PutForward(named, reason, place, people), **given)
    number = next(n.number for n in mob.nominations if n.name.casefold() == named.casefold())
    found = mob.nomination(number)
    assert found is not None
    click.echo(f"Noted from paper: {_named(mob, number)}, {found.paper} slips.")
    if found.state.value == "waiting":
        click.echo(f"May the name stand in public? cashmob approve {found.number}")


@click.command("approve")
@click.argument("numbers", type=int, nargs=-1, required=True, metavar="NUMBER...")
@click.option("--name", help="The right name, where it was written otherwise.")
@click.option("--place", help="The street, or what else tells where it is.")
@city_option
@mob_option
@by_option
@click.pass_obj
def approve(
    chosen: Chosen, /, numbers: tuple[int, ...], name: str | None, place: str | None, **given: Any
) -> None:
    """Let nominated names stand in public."""
    from bot.domain.ordering import Approve

    if len(numbers) > 1 and (name or place):
        raise click.UsageError("--name and --place go with one number only.")
    for number in numbers:
        mob = give(chosen, Approve(number, name, place), **given)
        click.echo(f"Approved: {_named(mob, number)}.")


@click.command("merge")
@click.argument("number", type=int)
@click.argument("into", type=int)
@city_option
@mob_option
@by_option
@click.pass_obj
def merge(chosen: Chosen, /, number: int, into: int, **given: Any) -> None:
    """Say that nomination NUMBER is the shop of INTO; people and votes go with it."""
    from bot.domain.ordering import Merge

    mob = give(chosen, Merge(number, into), **given)
    click.echo(f"Merged {number} into {_named(mob, into)}.")


@click.command("reject")
@click.argument("number", type=int)
@click.option("--reason", default="", help="Why; it stays in the audit log.")
@city_option
@mob_option
@by_option
@click.pass_obj
def reject(chosen: Chosen, /, number: int, reason: str, **given: Any) -> None:
    """Keep a nominated name out."""
    from bot.domain.ordering import Reject

    mob = give(chosen, Reject(number, reason), **given)
    click.echo(f"Rejected: {_named(mob, number)}. The name never becomes public.")


def _named(mob: Mob, number: int) -> str:
    found = mob.nomination(number)
    assert found is not None
    place = f", {found.place}" if found.place else ""
    return f"{found.number}: {found.name}{place}"
