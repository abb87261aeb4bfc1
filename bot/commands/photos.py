"""`cashmob photos`: pictures that go out with the thank-you after the mob."""

from __future__ import annotations

from pathlib import Path

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import (
    Stop,
    by_option,
    city_option,
    desk,
    json_option,
    mob_option,
    put_json,
    refused,
    who,
)
from bot.commands.tables import one_line, table

_ANSWERS = click.Choice(["none", "asked", "not asked"])


@click.group("photos")
def photos() -> None:
    """Bring pictures for the thank-you after the mob, list them, take them away."""


@photos.command("add")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--alt", prompt="What is to be seen, for people who cannot see it", help="Its words.")
@click.option(
    "--faces",
    type=_ANSWERS,
    prompt="People who can be recognised",
    help="People who can be recognised: none, or were they asked?",
)
@click.option(
    "--children",
    type=_ANSWERS,
    prompt="Children",
    help="Children: none, or were their parents asked?",
)
@city_option
@mob_option
@by_option
@click.pass_obj
def add(
    chosen: Chosen,
    file: Path,
    alt: str,
    faces: str,
    children: str,
    city_key: str | None,
    mob_number: int | None,
    by: str | None,
) -> None:
    """Bring the picture FILE (JPEG or PNG, at most 8 MB and 40 million pixels). Where and when it
    was taken, and with what, is left out of it."""
    from bot.acts.picturing import Seen, bring
    from bot.domain.mob import Refusal

    with desk(chosen) as here:
        city = here.city(city_key)
        brought = bring(
            here.store,
            city.key,
            (_read(file), alt),
            here.now,
            seen=Seen(faces, children),
            who=who(by),
            mob=mob_number,
        )
    if isinstance(brought, Refusal):
        raise refused(brought, city)
    click.echo(f"Picture {brought.number} goes out with the thank-you of mob {brought.mob}.")
    for network in (name for name in brought.not_on if name in city.networks):
        click.echo(f"It is too large for {network}, and is not shown there.")


def _read(file: Path) -> bytes:
    """The file, or as much of it as shows that it is too large."""
    from bot.domain.picturing import MOST_BYTES

    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as wrong:
        raise Stop(f"{file} cannot be read: {wrong.strerror}.") from None


@photos.command("list")
@city_option
@mob_option
@json_option
@click.pass_obj
def list_(chosen: Chosen, city_key: str | None, mob_number: int | None, as_json: bool) -> None:
    """List the pictures that are kept, with their words and who agreed to be seen."""
    from storage import pictures

    with desk(chosen) as here:
        found = here.mobs(city_key, mob_number)
        with here.store.reading() as view:
            hung = [(mob, one) for _, mob, _ in found for one in pictures.listed(view, mob.id)]
    if as_json:
        names = ("number", "alt", "consent", "by", "added_at", "size")
        put_json(
            [{"mob": mob.id} | {name: getattr(one, name) for name in names} for mob, one in hung]
        )
        return
    if not hung:
        click.echo("There are no pictures.")
        return
    rows = [(m.id, one.number, one_line(one.alt), one.consent, one.by) for m, one in hung]
    table(("Mob", "Picture", "Words", "Who is seen", "By"), rows)


@photos.command("remove")
@click.argument("number", type=int)
@city_option
@mob_option
@by_option
@click.pass_obj
def remove(
    chosen: Chosen, number: int, city_key: str | None, mob_number: int | None, by: str | None
) -> None:
    """Take picture NUMBER away for good, before the thank-you is out."""
    from bot.acts.picturing import take_away

    with desk(chosen) as here:
        city = here.city(city_key)
        found = take_away(here.store, city.key, number, here.now, who=who(by), mob=mob_number)
    if found is not None:
        raise refused(found, city)
    click.echo(f"Picture {number} is erased.")
