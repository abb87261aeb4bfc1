"""`cashmob mob calendar` and `cashmob mob press`: a mob on paper, for whoever asks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import Desk, Stop, city_option, desk, mob_argument

if TYPE_CHECKING:
    from bot.config import City
    from bot.domain.mob import Mob
    from bot.domain.standing import Tally


@click.command("calendar")
@mob_argument
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write, such as mob.ics; without it the screen.",
)
@city_option
@click.pass_obj
def calendar(
    chosen: Chosen, mob_number: int | None, out: Path | None, city_key: str | None
) -> None:
    """Write a mob as a calendar file; it keeps the shop's secret as long as you do."""
    from bot.acts.calendars import public_event
    from bot.speaking.ics import calendar_file

    with desk(chosen) as here:
        _, mob, tally = _one(here, city_key, mob_number)
        event = public_event(mob, tally, here.now)
    if event is None:
        raise Stop(f"Mob {mob.id} has no date now. Name one: cashmob mob postpone --to TIME")
    text = calendar_file(event)
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_bytes(text.encode())
    except OSError as error:
        raise Stop(f"{out} cannot be written: {error.strerror}.") from None
    click.echo(f"Written: {out}")


@click.command("press")
@mob_argument
@city_option
@click.pass_obj
def press(chosen: Chosen, mob_number: int | None, city_key: str | None) -> None:
    """Write a page for the press; it keeps the shop's secret as long as you do."""
    from bot.acts.voices import hand
    from bot.domain.facts import facts
    from bot.domain.totals import by_year
    from bot.speaking import press_note
    from storage import mobs

    with desk(chosen) as here:
        city, mob, tally = _one(here, city_key, mob_number)
        with here.store.reading() as view:
            years = by_year(mobs.all_of_city(view, city.key))
        signed = hand(city)
        values = facts(mob, tally, here.now)
    if signed is None:
        raise Stop(
            f"Nobody can be asked: give an organiser of {city.name} a telephone and an e-mail "
            "address in the configuration."
        )
    click.echo(press_note(values, signed, years, languages=city.languages, zone=city.timezone))


def _one(here: Desk, city_key: str | None, number: int | None) -> tuple[City, Mob, Tally]:
    found = here.mobs(city_key, number)
    if not found:
        raise Stop("There is no mob yet. Start one: cashmob mob start")
    if len(found) > 1:
        numbers = ", ".join(str(mob.id) for _, mob, _ in found)
        raise Stop(f"Which mob? Name one of: {numbers}")
    return found[0]
