"""`cashmob votes`: the votes under suspicion, and an organiser's word about them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

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
from bot.commands.tables import one_line, table

if TYPE_CHECKING:
    from bot.acts.judging import Suspected
    from bot.config import City
    from bot.domain.mob import Mob
    from bot.domain.standing import Tally

_LONGEST = 60


@click.group("votes", invoke_without_command=True)
@city_option
@mob_option
@json_option
@click.pass_context
def votes(
    context: click.Context, city_key: str | None, mob_number: int | None, as_json: bool
) -> None:
    """List the votes under suspicion with the reason, or let them count, or drop them."""
    if context.invoked_subcommand is not None:
        return
    from bot.acts.judging import suspected

    with desk(context.obj) as here:
        found = here.mobs(city_key, mob_number)
        with here.store.reading() as view:
            listed = [(city, mob, tally, suspected(view, mob)) for city, mob, tally in found]
    if as_json:
        put_json([{"mob": mob.id, **asdict(s)} for _, mob, _, suspects in listed for s in suspects])
        return
    for city, mob, tally, suspects in listed:
        _print(city, mob, tally, suspects)


def _print(city: City, mob: Mob, tally: Tally, suspects: Iterable[Suspected]) -> None:
    click.echo(f"{city.name}, mob {mob.id} ({mob.stage}): {tally.votes} counted, {tally.held} held")
    rows = [_row(city, s) for s in suspects]
    if not rows:
        click.echo("No vote is under suspicion.")
        return
    headings = ("No.", "Who", "Network", "For", "Said", "Words", "Account since", "Why", "")
    table(headings, rows)
    if tally.held:
        click.echo("They count: cashmob votes release NUMBERS --because WORDS")
        click.echo("They do not: cashmob votes drop NUMBERS --because WORDS")


def _row(city: City, s: Suspected) -> tuple[object, ...]:
    text = one_line(s.text)
    cut = text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
    since = f"{s.account_since:%Y-%m-%d}" if s.account_since else ""
    said = shown(s.said_at.replace(microsecond=0), city.zone)
    shop = s.shop or "(taken back)"
    return (
        *(s.number, s.name or "(forgotten)", s.network, shop, said, cut, since),
        *(s.reason.value, s.ruling.value),
    )


def _judging(command: Callable[..., None]) -> Callable[..., None]:
    """The options that both words have."""
    because = click.option(
        "--because", required=True, metavar="WORDS", help="Why; it stays in the audit log."
    )
    for option in (by_option, mob_option, city_option, because):
        command = option(command)
    command = click.argument("numbers", type=int, nargs=-1, required=True, metavar="NUMBER...")(
        command
    )
    return click.pass_obj(command)


@votes.command("release")
@_judging
def release(chosen: Chosen, /, numbers: tuple[int, ...], **given: Any) -> None:
    """Let these votes count."""
    from bot.domain.suspicion import Ruling

    _judge(chosen, numbers, Ruling.RELEASED, **given)


@votes.command("drop")
@_judging
def drop(chosen: Chosen, /, numbers: tuple[int, ...], **given: Any) -> None:
    """Keep these votes out of the count."""
    from bot.domain.suspicion import Ruling

    _judge(chosen, numbers, Ruling.DROPPED, **given)


def _judge(
    chosen: Chosen,
    numbers: tuple[int, ...],
    ruling: Any,
    *,
    because: str,
    city_key: str | None,
    mob_number: int | None,
    by: str | None,
) -> None:
    from bot.acts.judging import judge
    from bot.domain.mob import Refusal

    if not because.strip():
        raise click.UsageError("A reason may not be empty.")
    with desk(chosen) as here:
        city = here.city(city_key)
        done = judge(
            here.store,
            city,
            numbers,
            ruling,
            here.now,
            who=who(by),
            because=one_line(because),
            mob=mob_number,
        )
        if isinstance(done, Refusal):
            raise refused(done, city)
        [(_, _, tally)] = here.mobs(city.key, done.id)
    word = "let count" if ruling == "released" else "dropped"
    told = ", ".join(map(str, dict.fromkeys(numbers)))
    click.echo(f"Votes {word}: {told}. Now {tally.votes} are counted and {tally.held} held.")
