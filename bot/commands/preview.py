"""`cashmob preview`: every post still to come, with its time, its words and its length."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import city_option, desk, json_option, mob_argument, put_json
from bot.commands.moments import shown
from bot.commands.shop_hours import warn_of_hours

if TYPE_CHECKING:
    from bot.acts.previewing import Ahead
    from bot.config import City
    from bot.domain.mob import Mob


@click.command("preview")
@mob_argument
@city_option
@json_option
@click.pass_obj
def preview(chosen: Chosen, mob_number: int | None, city_key: str | None, as_json: bool) -> None:
    """Show every post still to come, if all goes well: names approved, owners agreed, and
    figures as they are now. Nothing is saved or sent."""
    from bot.acts.previewing import preview as ahead
    from bot.acts.voices import speaker
    from storage import lanes

    with desk(chosen) as here, here.store.reading() as view:
        known = lanes.all_lanes(view)
        found = [
            (city, mob, ahead(view, speaker(city, known), mob, tally, here.now))
            for city, mob, tally in here.mobs(city_key, mob_number)
        ]
    if as_json:
        put_json([_as_data(mob, post) for _, mob, posts in found for post in posts])
        return
    for city, mob, posts in found:
        _print(city, mob, posts)


def _print(city: City, mob: Mob, posts: Sequence[Ahead]) -> None:
    click.echo(f"{city.name}, mob {mob.id} ({mob.stage}): {shown(mob.meets_at, city.zone)}")
    warn_of_hours(mob)
    if not posts:
        click.echo("Nothing is left to say.")
        return
    click.echo("If all goes well: names approved, owners agreed, figures as they are now.")
    for (due, kind), same in groupby(posts, key=lambda post: (post.due, post.kind)):
        click.echo(f"\n{shown(due.replace(microsecond=0), city.zone)}  {kind}")
        _print_texts(tuple(same))


def _print_texts(posts: Sequence[Ahead]) -> None:
    """The same words for several networks are shown once, under the length on each."""
    texts: dict[str, list[Ahead]] = {}
    for post in posts:
        texts.setdefault(post.text, []).append(post)
    for text, said in texts.items():
        lengths = ", ".join(f"{post.network} {_length(post)}" for post in said)
        waits = "; waits in the outbox" if any(post.promised for post in said) else ""
        click.echo(f"  {said[0].language} · {lengths}{waits}")
        for line in text.splitlines():
            click.echo(f"    {line}".rstrip())


def _length(post: Ahead) -> str:
    over = " TOO LONG" if post.length > post.limit else ""
    return f"{post.length}/{post.limit}{over}"


def _as_data(mob: Mob, post: Ahead) -> dict[str, Any]:
    return {"city": mob.city, "mob": mob.id, **asdict(post)}
