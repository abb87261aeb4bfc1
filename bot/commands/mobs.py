"""`cashmob mob list` and `show`: every mob there was, and one as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import city_option, desk, json_option, mob_argument, put_json
from bot.commands.moments import shown, spelled
from bot.commands.tables import one_line, table

if TYPE_CHECKING:
    from bot.config import City
    from bot.domain.forecast import Expected
    from bot.domain.mob import Mob
    from bot.domain.standing import Tally


@click.command("list")
@city_option
@json_option
@click.pass_obj
def list_(chosen: Chosen, city_key: str | None, as_json: bool) -> None:
    """List every mob there ever was."""
    from storage import mobs

    with desk(chosen) as here, here.store.reading() as view:
        found = [
            (city, *pair)
            for city in here.cities(city_key)
            for pair in mobs.all_of_city(view, city.key)
        ]
    if as_json:
        put_json([mob_data(mob, tally) for _, mob, tally in found])
        return
    rows = [
        (mob.id, city.name, mob.stage, shown(mob.meets_at, city.zone), shop_name(mob))
        for city, mob, _ in found
    ]
    table(("Mob", "City", "Stage", "Meets", "Shop"), rows)


def shop_name(mob: Mob) -> str:
    """The shop that won; "" before there is one."""
    return mob.won.name if mob.won is not None else ""


def mob_data(mob: Mob, tally: Tally) -> dict[str, Any]:
    """A mob for programs to read."""
    return {
        "city": mob.city,
        "mob": mob.id,
        "stage": mob.stage.value,
        "meets_at": mob.meets_at,
        "shop": shop_name(mob) or None,
        "votes": tally.votes,
        "commitments": tally.of("commitments"),
        "people": tally.of("people"),
        "tentative": tally.of("tentative"),
        "spent": tally.of("spent"),
        "spenders": tally.of("spenders"),
        "till": mob.till,
        "heads": mob.heads,
        "sales": mob.sales,
        "usual_percent": mob.usual_percent,
        "new_percent": mob.new_percent,
        "currency": mob.rules.currency,
    }


@click.command("show")
@mob_argument
@city_option
@json_option
@click.pass_obj
def show(chosen: Chosen, mob_number: int | None, city_key: str | None, as_json: bool) -> None:
    """Show a mob: its stage, its shops, how many people to expect, and its whole calendar."""
    from bot.acts.expecting import expected

    with desk(chosen) as here:
        found = here.mobs(city_key, mob_number)
        with here.store.reading() as view:
            guesses = [expected(view, m, tally) for _, m, tally in found]
    if as_json:
        put_json([mob_data(m, tally) | {"moments": m.moments()} for _, m, tally in found])
        return
    for (city, shown_mob, _), guess in zip(found, guesses, strict=True):
        _show(city, shown_mob, guess)


def _show(city: City, mob: Mob, guess: Expected) -> None:
    click.echo(f"{city.name}, mob {mob.id}: {mob.stage}, {shown(mob.meets_at, city.zone)}")
    if mob.won is not None:
        place = f", {mob.won.place}" if mob.won.place else ""
        click.echo(one_line(f"It goes to {mob.won.number}: {mob.won.name}{place}"))
        click.echo(one_line(f"The owner: {_consent(mob, city)}"))
        if mob.heads is not None:
            click.echo(f"{mob.heads} people came.")
        elif mob.meets_at is not None and mob.stage.value in ("consenting", "announced"):
            click.echo(f"Expect between {guess.low} and {guess.high} people.")
    elif mob.nominations:
        click.echo(f"{len(mob.nominations)} nominations: cashmob nominations --mob {mob.id}")
    lines = spelled(mob.moments(), city.zone)
    for name, line in zip(mob.moments(), lines, strict=True):
        click.echo(f"  {'✓' if name in mob.done else '·'} {line}")


def _consent(mob: Mob, city: City) -> str:
    assert mob.won is not None
    consent = mob.won.consent
    if consent.answer.value == "none":
        return "not asked yet"
    recorded = f" (recorded by {consent.by}, {consent.channel})" if consent.by else ""
    told = f" to {shown(consent.told, city.zone)}" if consent.told else ""
    return f"{consent.answer.value}{told}{recorded}"
