"""`cashmob tally`: the votes, network by network, and whether the recount agrees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import Desk, city_option, desk, json_option, mob_argument, put_json
from bot.commands.moments import shown
from bot.commands.tables import table

if TYPE_CHECKING:
    from bot.config import City
    from bot.domain.mob import Mob
    from bot.domain.standing import Key, Tally

ByNetwork = Mapping[str, Mapping["Key", int]]


@click.command("tally")
@mob_argument
@city_option
@json_option
@click.pass_obj
def tally(chosen: Chosen, mob_number: int | None, city_key: str | None, as_json: bool) -> None:
    """Show the votes; exit code 1 where counting them anew gives something else."""
    with desk(chosen) as here:
        found = [
            _counted(here, city, mob, sums) for city, mob, sums in here.mobs(city_key, mob_number)
        ]
    if as_json:
        put_json([counted["data"] for counted in found])
    else:
        for counted in found:
            _print(**counted, now=here.now)
    if any(counted["data"]["recount"]["differences"] for counted in found):
        raise click.exceptions.Exit(1)


def _counted(here: Desk, city: City, mob: Mob, sums: Tally) -> dict[str, Any]:
    from bot.acts.recounting import differences
    from storage import standings

    with here.store.reading() as view:
        by_network = standings.by_network(view, mob.id)
        differing = differences(view, mob)
    return {"city": city, "mob": mob, "data": _as_data(mob, sums, by_network, differing)}


def _as_data(
    mob: Mob, sums: Tally, by_network: ByNetwork, differing: Mapping[Key, tuple[int, int]]
) -> dict[str, Any]:
    from bot.domain.ballot import nominators, ranking

    ranked = enumerate(ranking(mob, sums), start=1)
    return {
        "city": mob.city,
        "mob": mob.id,
        "stage": mob.stage.value,
        "closes": mob.window().closes,
        "votes": sums.votes,
        "held": sums.held,
        "candidates": [
            {
                "rank": rank,
                "choice": n.choice,
                "number": n.number,
                "shop": n.name,
                "place": n.place,
                "votes": sums.of("votes", n.number),
                "by_network": {
                    network: figures.get(("votes", n.number), 0)
                    for network, figures in sorted(by_network.items())
                },
                "unnamed": sums.of("unnamed", n.number),
                "held": sums.of("held", n.number),
                "nominators": nominators(sums, n),
                "nominated_at": n.said_at,
                "winner": mob.winner == n.number,
            }
            for rank, n in ranked
        ],
        "recount": {
            "agrees": not differing,
            "differences": [
                {"what": what, "number": number, "kept": kept, "counted": counted}
                for (what, number), (kept, counted) in sorted(differing.items())
            ],
        },
    }


def _print(city: City, mob: Mob, data: dict[str, Any], now: datetime) -> None:
    ends = "closes" if data["closes"] > now else "closed"
    until = f"{ends} {shown(data['closes'], city.zone)}"
    held = f" counted, {data['held']} held" if data["held"] else ""
    click.echo(f"{city.name}, mob {mob.id} ({mob.stage}): {data['votes']} votes{held}, {until}")
    if not data["candidates"]:
        click.echo("No shop can be voted for yet.")
    networks = [name for name in city.networks if _votes_on(name, data)]
    unnamed = ("Unnamed",) if any(c["unnamed"] for c in data["candidates"]) else ()
    apart = (*unnamed, *(("Held",) if data["held"] else ()))
    headings = ("", "No.", "Shop", "Votes", *networks, *apart, "Put forward by", "First named")
    rows = [
        (
            f"{c['rank']}.{' ★' if c['winner'] else ''}",
            c["choice"] or c["number"],
            c["shop"],
            c["votes"],
            *(c["by_network"].get(name, 0) for name in networks),
            *(c[each.lower()] for each in apart),
            c["nominators"],
            shown(c["nominated_at"].replace(microsecond=0), city.zone),
        )
        for c in data["candidates"]
    ]
    if rows:
        table(headings, rows)
        click.echo("Of two that are level, the one nominated first is ahead. ★ goes to the mob.")
    if unnamed:
        click.echo("Unnamed, and counted in: votes of people whom their network does not name.")
    if data["held"]:
        click.echo("Held, and not counted in: votes that somebody has to look at. cashmob votes")
    _print_recount(data["recount"])


def _votes_on(network: str, data: dict[str, Any]) -> bool:
    return any(network in candidate["by_network"] for candidate in data["candidates"])


def _print_recount(recount: dict[str, Any]) -> None:
    if recount["agrees"]:
        click.echo("Counted anew from every message: the same.")
        return
    click.echo("Counted anew from every message, these differ:")
    rows = [(d["what"], d["number"] or "", d["kept"], d["counted"]) for d in recount["differences"]]
    table(("Figure", "No.", "Kept", "Counted anew"), rows)
