"""`cashmob nominations`, `approve`, `merge`, `reject`: the names that were put forward."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import (
    Stop,
    act_options,
    city_option,
    desk,
    json_option,
    mob_option,
    put_json,
    who,
)
from bot.commands.ordering import give
from bot.commands.shop_hours import warn_of_hours
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
    headings = ("No.", "Shop", "Place", "Name", "Owner", "For it", "Checked", "Look at")
    table(headings, [_row(tally, n) for n in mob.nominations])
    if any(n.state.value == "waiting" for n in mob.nominations):
        click.echo("To decide: cashmob approve NUMBER, merge NUMBER INTO, or reject NUMBER")
        click.echo("What to look at first: cashmob nominations tick NUMBER POINT...")


def _row(tally: Tally, n: Nomination) -> tuple[object, ...]:
    from bot.domain.ballot import nominators
    from bot.domain.checklist import POINTS

    state = f"merged into {n.into}" if n.into is not None else n.state.value
    near = f"like {', '.join(map(str, n.near))}?" if n.near and n.into is None else ""
    look = "; ".join(filter(None, (near, n.flag, n.reason)))
    owner = _OWNERS[n.consent.answer.value]
    checked = f"{len(n.ticks)} of {len(POINTS)}" if n.ticks else ""
    state += ", pinned" if n.pinned else ""
    return n.number, n.name, n.place or "", state, owner, nominators(tally, n), checked, look


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
        "pinned": n.pinned,
        "checked": [asdict(tick) for tick in n.ticks],
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
@act_options
@click.pass_obj
def add(
    chosen: Chosen, /, name: str, place: str | None, people: int, reason: str, **given: Any
) -> None:
    """Add a shop that people put forward on paper."""
    from bot.domain.orders import PutForward

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


@nominations.command("tick")
@click.argument("number", type=int)
@click.argument("points", nargs=-1, metavar="[POINT]...")
@click.option("--undo", is_flag=True, help="Open the points again.")
@act_options
@click.pass_obj
def tick(
    chosen: Chosen,
    /,
    number: int,
    points: tuple[str, ...],
    undo: bool,
    by: str | None,
    **given: Any,
) -> None:
    """Tick off points of the checklist for nomination NUMBER, and show it; without POINT it is
    only shown."""
    from bot.domain.orders import TickOff

    act = TickOff(number, points, who(by), undo)
    mob = give(chosen, act, by=by, **given) if points else _mob_of(chosen, number, **given)
    found = mob.nomination(number)
    assert found is not None
    click.echo(f"{_named(mob, number)}")
    _print_checklist(found)


def _mob_of(chosen: Chosen, number: int, *, city_key: str | None, mob_number: int | None) -> Mob:
    with desk(chosen) as here:
        mob = here.mob(here.city(city_key), mob_number)
    if mob.nomination(number) is None:
        raise Stop(f"There is no nomination {number}. See them all: cashmob nominations")
    return mob


def _print_checklist(nomination: Nomination) -> None:
    from bot.domain.checklist import POINTS

    looked = {tick.point: tick for tick in nomination.ticks}
    for point, words in POINTS.items():
        by = f" ({looked[point].by}, {looked[point].at:%Y-%m-%d})" if point in looked else ""
        click.echo(f"  {'✓' if by else '·'} {point}: {words}{by}")


@nominations.command("hold")
@click.argument("number", type=int)
@click.option("--reason", required=True, help="The doubt; it stays in the audit log.")
@act_options
@click.pass_obj
def hold(chosen: Chosen, /, number: int, reason: str, **given: Any) -> None:
    """Keep a name back until a doubt is settled: a partisan or divisive target, say."""
    from bot.domain.orders import Hold

    mob = give(chosen, Hold(number, one_line(reason)), **given)
    click.echo(f"Held: {_named(mob, number)}. To settle it: cashmob approve or reject {number}")


@nominations.command("keep")
@click.argument("number", type=int)
@click.option("--reason", default="", help="Why; it stays in the audit log.")
@act_options
@click.pass_obj
def keep(chosen: Chosen, /, number: int, reason: str, **given: Any) -> None:
    """Keep a shop that is off the theme for the next mob's list."""
    from bot.domain.orders import KeepForNext

    mob = give(chosen, KeepForNext(number, one_line(reason)), **given)
    click.echo(f"Kept for the next mob: {_named(mob, number)}.")


@click.command("approve")
@click.argument("numbers", type=int, nargs=-1, required=True, metavar="NUMBER...")
@click.option("--name", help="The right name, where it was written otherwise.")
@click.option("--place", help="The street, or what else tells where it is.")
@click.option("--pin/--unpin", default=None, help="It stands on the ballot however few are for it.")
@act_options
@click.pass_obj
def approve(
    chosen: Chosen,
    /,
    numbers: tuple[int, ...],
    name: str | None,
    place: str | None,
    pin: bool | None,
    **given: Any,
) -> None:
    """Let nominated names stand in public."""
    from bot.domain.orders import Approve

    if len(numbers) > 1 and (name or place):
        raise click.UsageError("--name and --place go with one number only.")
    for number in numbers:
        mob = give(chosen, Approve(number, name, place, pin), **given)
        click.echo(f"Approved: {_named(mob, number)}.")
        warn_of_hours(mob, number)


@click.command("merge")
@click.argument("number", type=int)
@click.argument("into", type=int)
@act_options
@click.pass_obj
def merge(chosen: Chosen, /, number: int, into: int, **given: Any) -> None:
    """Say that nomination NUMBER is the shop of INTO; people and votes go with it."""
    from bot.domain.orders import Merge

    mob = give(chosen, Merge(number, into), **given)
    click.echo(f"Merged {number} into {_named(mob, into)}.")


@click.command("reject")
@click.argument("number", type=int)
@click.option("--reason", default="", help="Why; it stays in the audit log.")
@act_options
@click.pass_obj
def reject(chosen: Chosen, /, number: int, reason: str, **given: Any) -> None:
    """Keep a nominated name out."""
    from bot.domain.orders import Reject

    mob = give(chosen, Reject(number, reason), **given)
    click.echo(f"Rejected: {_named(mob, number)}. The name never becomes public.")


def _named(mob: Mob, number: int) -> str:
    found = mob.nomination(number)
    assert found is not None
    place = f", {found.place}" if found.place else ""
    return f"{found.number}: {found.name}{place}"
