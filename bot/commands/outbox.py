"""`cashmob outbox`: every promised post with its state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import city_option, desk, json_option, put_json
from bot.commands.moments import shown
from bot.commands.tables import one_line, table

if TYPE_CHECKING:
    from bot.config import City
    from storage.outbox import Promise

_LONGEST = 50


@click.command("outbox")
@click.option(
    "--all", "everything", is_flag=True, help="Also what is out, and what was taken back."
)
@city_option
@json_option
@click.pass_obj
def outbox(chosen: Chosen, everything: bool, city_key: str | None, as_json: bool) -> None:
    """Show every promised post that is not out yet, with its state."""
    from storage import posted

    with desk(chosen) as here, here.store.reading() as view:
        found = [
            (city, row)
            for city in here.cities(city_key)
            for row in posted.of_city(view, city.key)
            if everything or row.state.value in ("pending", "sending", "blocked")
        ]
    if as_json:
        put_json([_as_data(row) for _, row in found])
        return
    if not found:
        waits = "Nothing waits, nothing is blocked. What is out: cashmob outbox --all"
        click.echo("Nothing was promised yet." if everything else waits)
        return
    found.sort(key=lambda pair: (pair[1].due, pair[1].id))
    headings = ("No.", "Mob", "Due", "Network", "Kind", "State", "Words")
    table(headings, [_row(city, row) for city, row in found])


def _row(city: City, row: Promise) -> tuple[object, ...]:
    words = one_line(row.text)
    short = words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"
    state = f"{row.state.value}: {row.reason}" if row.reason else row.state.value
    kind = row.kind if row.action.value == "post" else row.action.value
    due = shown(row.due.replace(microsecond=0), city.zone)
    return row.id, row.mob, due, row.network, kind, state, short


def _as_data(row: Promise) -> dict[str, Any]:
    return {
        "number": row.id,
        "city": row.city,
        "mob": row.mob,
        "network": row.network,
        "kind": row.kind,
        "action": row.action.value,
        "key": row.key,
        "part": row.part,
        "language": row.language,
        "visibility": row.visibility.value,
        "text": row.text,
        "due": row.due,
        "until": row.until,
        "state": row.state.value,
        "reason": row.reason,
        "tries": row.tries,
        "sent_at": row.sent_at,
        "url": row.url,
    }
