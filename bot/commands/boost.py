"""`cashmob boost`: people's public pictures of the day, shown to all who follow the bot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import (
    by_option,
    city_option,
    desk,
    json_option,
    mob_option,
    put_json,
    refused,
    who,
)
from bot.commands.moments import shown
from bot.commands.tables import one_line

if TYPE_CHECKING:
    from bot.acts.boosting import Boosts
    from bot.config import City


@click.command("boost")
@click.argument("numbers", type=int, nargs=-1, metavar="[NUMBER]…")
@city_option
@mob_option
@json_option
@by_option
@click.pass_obj
def boost(
    chosen: Chosen,
    numbers: tuple[int, ...],
    city_key: str | None,
    mob_number: int | None,
    as_json: bool,
    by: str | None,
) -> None:
    """Boost on Mastodon the posts of these NUMBERs; without any, list the public posts with
    pictures that named the bot since the morning of the mob. Look at each before you boost it:
    the bot does not see what is on a picture."""
    from bot.acts.boosting import boost as promise_boosts
    from bot.acts.boosting import pictured
    from bot.domain.mob import Refusal

    with desk(chosen) as here:
        city = here.city(city_key)
        if numbers:
            done = promise_boosts(here.store, city, numbers, here.now, who=who(by), mob=mob_number)
            if isinstance(done, Refusal):
                raise refused(done, city)
            for post in done:
                before = " was boosted before" if post.boosted else " is boosted"
                click.echo(one_line(f"{post.number}, by {post.mention.name},{before}."))
            return
        found = pictured(here.store, city, mob_number)
    if isinstance(found, Refusal):
        raise refused(found, city)
    _list(city, found, as_json=as_json)


def _list(city: City, found: Boosts, *, as_json: bool) -> None:
    if as_json:
        put_json(
            [
                {
                    "number": post.number,
                    "name": post.mention.name,
                    "said_at": post.mention.said_at,
                    "text": post.mention.text,
                    "pictures": post.mention.pictures,
                    "event": post.mention.event,
                    "boosted": post.boosted,
                }
                for post in found.posts
            ]
        )
        return
    if not found.posts:
        click.echo(f"Nobody has shown a picture of mob {found.mob.id} to the bot in public yet.")
    for post in found.posts:
        m = post.mention
        at = shown(m.said_at.replace(microsecond=0), city.zone)
        boosted = ", boosted" if post.boosted else ""
        click.echo(one_line(f"{post.number}  {at}  {m.name}, {m.pictures} pictures{boosted}:"))
        click.echo(f"    {one_line(m.text)}")
