"""`cashmob todo`: what there is to do, by when, with the command to type."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import Desk, city_option, desk, json_option, language_of, put_json
from bot.commands.moments import shown

if TYPE_CHECKING:
    from bot.config import City
    from bot.domain.mob import Mob
    from bot.domain.posts import Value
    from bot.domain.tasks import Task
    from storage.pauses import Pause
    from storage.waiting import Waiting


@dataclass(frozen=True, slots=True)
class _Due:
    """A task with the mob it belongs to and the whole command, city and mob named where needed."""

    city: City
    mob: Mob
    task: Task
    command: str
    later: bool


@click.command("todo")
@city_option
@json_option
@click.pass_obj
def todo(chosen: Chosen, city_key: str | None, as_json: bool) -> None:
    """Say what there is to do, with the command to type."""
    with desk(chosen) as here:
        silent = [pause for city in here.cities(city_key) for pause in _pauses(here, city)]
        codes = [pair for city in here.cities(city_key) for pair in _codes(here, city)]
        found = [due for city in here.cities(city_key) for due in _of_city(here, city)]
    if as_json:
        first = [*(_pause_data(*pair) for pair in silent), *(_code_data(*pair) for pair in codes)]
        put_json([*first, *(_as_data(due) for due in found)])
        return
    for city, pause in silent:
        click.echo(_pause_told(city, pause) + "\n")
    for city, waits in codes:
        click.echo(_code_told(city, waits) + "\n")
    if not found and not silent and not codes:
        click.echo("Nothing to do. Thank you!")
    for due in found:
        click.echo(_told(due) + "\n")


def _pauses(here: Desk, city: City) -> Iterator[tuple[City, Pause]]:
    """The city's pause, where it is paused: somebody has to end it."""
    from storage import pauses

    with here.store.reading() as view:
        pause = pauses.paused(view, city.key)
    if pause is not None:
        yield city, pause


def _pause_told(city: City, pause: Pause) -> str:
    from bot.speaking.organiser import tell

    values: dict[str, Value] = {"since": pause.since, "reason": pause.who}
    text = tell("alert_paused", values, language_of(city), zone=city.timezone)
    return f"• {city.name}: {text}"


def _pause_data(city: City, pause: Pause) -> dict[str, Any]:
    command = {"command": "cashmob resume"}
    return {"city": city.key, "mob": None, "kind": "paused", "since": pause.since, **command}


def _codes(here: Desk, city: City) -> Iterator[tuple[City, Waiting]]:
    """The orders by message that wait for a code."""
    from storage import waiting

    with here.store.reading() as view:
        yield from ((city, waits) for waits in waiting.of_city(view, city.key, here.now))


def _code_told(city: City, waits: Waiting) -> str:
    from bot.acts.codes import order_of
    from bot.speaking.organiser import tell

    values: dict[str, Value] = {
        "name": waits.name,
        "order": order_of(waits).written(),
        "until": waits.until,
        "command": "cashmob code",
    }
    text = tell("order_waits", values, language_of(city), zone=city.timezone)
    first, *rest = text.splitlines()
    return "\n".join([f"• {city.name}: {first}", *(f"    {line}" for line in rest)])


def _code_data(city: City, waits: Waiting) -> dict[str, Any]:
    """The order that waits; not its code, which is shown by its own command alone."""
    from bot.acts.codes import order_of

    return {
        "city": city.key,
        "mob": order_of(waits).mob,
        "kind": "order_waits",
        "order": order_of(waits).written(),
        "name": waits.name,
        "since": waits.asked_at,
        "by": waits.until,
        "command": "cashmob code",
    }


def _of_city(here: Desk, city: City) -> Iterator[_Due]:
    from bot.domain.mob import ENDED
    from bot.domain.tasks import tasks
    from storage import mobs

    with here.store.reading() as view:
        found = mobs.of_city(view, city.key)
    several = sum(mob.stage not in ENDED for mob, _ in found) > 1
    for mob, tally in found:
        # Without a number a command means the only mob under way.
        named = several or (mob.stage in ENDED and mob is not found[-1][0])
        more = f" --mob {mob.id}" if named else ""
        more += f" --city {city.key}" if len(here.settings.cities) > 1 else ""
        for task in tasks(mob, here.now, tally):
            yield _Due(city, mob, task, task.command + more, task.since > here.now)


def _told(due: _Due) -> str:
    """One task in the organiser's language; the command stands on a line of its own."""
    from bot.speaking.organiser import tell

    city, task = due.city, due.task
    values = {"by": task.by, "when": due.mob.meets_at, **task.values, "command": due.command}
    text = tell(task.kind, values, language_of(city), zone=city.timezone, currency=city.currency)
    first, *rest = text.splitlines()
    later = f"(later, from {shown(task.since, city.zone)}) " if due.later else ""
    return "\n".join([f"• {later}{first}", *(f"    {line}" for line in rest)])


def _as_data(due: _Due) -> dict[str, Any]:
    task = due.task
    return {
        "city": due.city.key,
        "mob": due.mob.id,
        "kind": task.kind.removeprefix("todo_"),
        "number": task.number or None,
        "shop": task.values.get("shop"),
        "place": task.values.get("place") or None,
        "since": task.since,
        "by": task.by,
        "later": due.later,
        "command": due.command,
        "meets_at": due.mob.meets_at,
    }
