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
    from bot.domain.tasks import Task


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
        found = [due for city in here.cities(city_key) for due in _of_city(here, city)]
    if as_json:
        put_json([_as_data(due) for due in found])
        return
    if not found:
        click.echo("Nothing to do. Thank you!")
    for due in found:
        click.echo(_told(due) + "\n")


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
