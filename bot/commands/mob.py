"""`cashmob mob`: start, show, move or cancel a mob, and record what its owners answered."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import (
    Stop,
    by_option,
    city_option,
    desk,
    json_option,
    mob_argument,
    mob_option,
    put_json,
    refused,
    sure,
    who,
    yes_option,
)
from bot.commands.facts import facts
from bot.commands.figures import compare, count_sales, heads, new_customers
from bot.commands.moments import shown, spelled
from bot.commands.ordering import carry, give
from bot.commands.papers import calendar, press
from bot.commands.shop_hours import warn_of_hours
from bot.commands.tables import one_line, table

if TYPE_CHECKING:
    from bot.config import City
    from bot.domain.forecast import Expected
    from bot.domain.mob import Mob
    from bot.domain.standing import Tally

email_option = click.option(
    "--email", default="", metavar="ADDRESS", help="Where the bot may write to the owner."
)


@click.group("mob")
def mob() -> None:
    """Start, show, move or cancel a mob, and record an owner's answer."""


mob.add_command(facts)


@mob.command("start")
@click.option(
    "--at", "wall_time", metavar="TIME", help="Such as 2026-12-12T11:00, the city's time."
)
@click.option("--theme", help="Which shops are looked for this time, such as “no alcohol”.")
@city_option
@by_option
@click.pass_obj
def start(
    chosen: Chosen, wall_time: str | None, theme: str | None, city_key: str | None, by: str | None
) -> None:
    """Start a mob, by the city's rhythm or for a day and an hour, and spell out its calendar."""
    from bot.acts.starting import start as begin
    from bot.domain.mob import Refusal

    with desk(chosen, create=True) as here:
        city = here.city(city_key)
        meets_at = _meets_at(city, wall_time, here.now)
        begun = begin(here.store, city, meets_at, here.now, who=who(by), theme=theme)
    if isinstance(begun, Refusal):
        raise refused(begun, city)
    click.echo(f"Mob {begun.id} of {city.name} meets on {shown(begun.meets_at, city.zone)}:")
    for carried in begun.nominations:
        click.echo(one_line(f"Put forward again, from the last vote: {carried.name}"))
    for line in spelled(begun.moments(), city.zone):
        click.echo(f"    {line}")


def _meets_at(city: City, wall_time: str | None, now: datetime) -> datetime:
    from bot.acts.starting import by_rhythm

    if wall_time is not None:
        return _instant(city, wall_time)
    meets_at = by_rhythm(city, now)
    if meets_at is None:
        raise click.UsageError(
            f"{city.name} has no rhythm: say when, such as --at 2026-12-12T11:00"
        )
    return meets_at


def _instant(city: City, wall_time: str) -> datetime:
    """What an organiser typed, in the city's time."""
    from bot.config.rhythm import WallTimeError, mob_at

    try:
        return mob_at(wall_time, city.zone)
    except WallTimeError as wrong:
        raise Stop(f"{wrong}.") from None


@mob.command("list")
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
        (mob.id, city.name, mob.stage, shown(mob.meets_at, city.zone), _shop(mob))
        for city, mob, _ in found
    ]
    table(("Mob", "City", "Stage", "Meets", "Shop"), rows)


def _shop(mob: Mob) -> str:
    return mob.won.name if mob.won is not None else ""


def mob_data(mob: Mob, tally: Tally) -> dict[str, Any]:
    """A mob for programs to read."""
    return {
        "city": mob.city,
        "mob": mob.id,
        "stage": mob.stage.value,
        "meets_at": mob.meets_at,
        "shop": _shop(mob) or None,
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


@mob.command("show")
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


@mob.command("ask")
@click.argument("number", type=int)
@click.option("--channel", help="How: visit, phone, letter …")
@email_option
@city_option
@mob_option
@by_option
@click.pass_obj
def ask(
    chosen: Chosen,
    number: int,
    channel: str | None,
    email: str,
    city_key: str | None,
    mob_number: int | None,
    by: str | None,
) -> None:
    """Record that the owner of nomination NUMBER was asked and has not answered yet. With their
    e-mail address the bot writes to them."""
    from bot.domain.ordering import AskOwner

    if not channel and not email:
        raise click.UsageError(
            "How were they asked? --channel visit, or --email owner@shop.example"
        )
    with desk(chosen) as here:
        city = here.city(city_key)
        _can_write(city, email)
        act = AskOwner(number, who(by), channel or "e-mail", email)
        after = carry(here, city, act, mob_number=mob_number, by=by)
    if email:
        click.echo("A letter to them goes out with the next tick of `cashmob run`.")
    click.echo(f"Recorded: the owner of {number} was asked. Their answer: ", nl=False)
    how = channel or "e-mail"
    click.echo(f"cashmob mob consent {number} --channel {how}, or cashmob mob refuse {number}")
    warn_of_hours(after, number)


def _can_write(city: City, email: str) -> None:
    """Stops where a letter is wanted that nobody could send or sign."""
    if email and city.mail is None:
        raise Stop("No letter can be sent: the configuration has no [mail] table.")
    if email and city.writer is None:
        raise Stop(
            f"No letter can be signed: no organiser of {city.name} has both a telephone and an "
            "e-mail address in the configuration."
        )


@mob.command("consent")
@click.argument("number", type=int)
@click.option("--channel", required=True, help="How they said it: visit, phone, letter …")
@click.option("--told", metavar="TIME", help="The day and hour they agreed to, if not the mob's.")
@click.option("--short-notice", is_flag=True, help="The shop is ready later than the lead.")
@email_option
@city_option
@mob_option
@by_option
@click.pass_obj
def consent(
    chosen: Chosen,
    number: int,
    channel: str,
    told: str | None,
    short_notice: bool,
    email: str,
    city_key: str | None,
    mob_number: int | None,
    by: str | None,
) -> None:
    """Record the yes of the owner of NUMBER, who was told the mob's day and hour."""
    from bot.domain.ordering import RecordConsent

    with desk(chosen) as here:
        city = here.city(city_key)
        meant = here.mob(city, mob_number)
        day = _instant(city, told) if told else meant.meets_at or here.now
        _can_write(city, email)
        act = RecordConsent(number, who(by), channel, day, short_notice, email)
        after = carry(here, city, act, mob_number=meant.id, by=by)
    click.echo(f"Recorded: the owner of {number} said yes to {shown(day, city.zone)} ({channel}).")
    warn_of_hours(after, number)


@mob.command("refuse")
@click.argument("number", type=int)
@click.option("--channel", default="", help="How they said it: visit, phone, letter …")
@yes_option
@city_option
@mob_option
@by_option
@click.pass_obj
def refuse(
    chosen: Chosen,
    number: int,
    channel: str,
    yes: bool,
    city_key: str | None,
    mob_number: int | None,
    by: str | None,
) -> None:
    """Record the no of the owner of NUMBER. Once announced, it cancels the mob."""
    from bot.domain.ordering import RecordRefusal
    from bot.domain.stages import Stage

    with desk(chosen) as here:
        city = here.city(city_key)
        meant = here.mob(city, mob_number)
        if meant.winner == number and meant.stage in (Stage.ANNOUNCED, Stage.GATHERING):
            sure(f"Mob {meant.id} is announced. Their no cancels it, in public. Sure?", yes)
        act = RecordRefusal(number, who(by), channel)
        after = carry(here, city, act, mob_number=meant.id, by=by)
    click.echo(f"Recorded: the owner of {number} said no.")
    if after.stage is not meant.stage:
        click.echo(f"Mob {after.id} is {after.stage} now.")


@mob.command("choose")
@click.argument("number", type=int)
@city_option
@mob_option
@by_option
@click.pass_obj
def choose(chosen: Chosen, /, number: int, **given: Any) -> None:
    """Choose the shop where the vote ended without a winner."""
    from bot.domain.ordering import Choose

    after = give(chosen, Choose(number), **given)
    click.echo(one_line(f"Mob {after.id} goes to {number}: {_shop(after)}."))
    warn_of_hours(after, number)


@mob.command("draw")
@city_option
@mob_option
@by_option
@click.pass_obj
def draw(chosen: Chosen, /, **given: Any) -> None:
    """Let a lot decide where nobody voted; the seed lets anybody draw again."""
    from bot.acts.ordering import drawn_from
    from bot.domain.ordering import Draw

    drawn = give(chosen, Draw(), **given)
    assert drawn.won is not None
    with desk(chosen) as here, here.store.reading() as view:
        seed = drawn_from(view, drawn)
    click.echo(one_line(f"The lot fell on {drawn.won.number}: {drawn.won.name}. Seed: {seed}"))
    click.echo("To draw again: of all shops that could be drawn, the one wins whose hash is the")
    click.echo(f"smallest. That of number {drawn.won.number}: ", nl=False)
    click.echo(f"printf '{seed} {drawn.won.number}' | sha256sum")
    warn_of_hours(drawn, drawn.won.number)


@mob.command("postpone")
@click.option("--to", "wall_time", metavar="TIME", help="The new day and hour, if it is known.")
@click.option("--weather", is_flag=True, help="Because of the weather: everybody reads it at once.")
@yes_option
@city_option
@mob_option
@by_option
@click.pass_obj
def postpone(
    chosen: Chosen,
    wall_time: str | None,
    weather: bool,
    yes: bool,
    city_key: str | None,
    mob_number: int | None,
    by: str | None,
) -> None:
    """Put a mob off, to another day or until one is found; owners are asked again."""
    from bot.domain.ordering import Postpone

    with desk(chosen) as here:
        city = here.city(city_key)
        meant = here.mob(city, mob_number)
        to = _instant(city, wall_time) if wall_time else None
        until = f"to {shown(to, city.zone)}" if to else "until there is a new date"
        sure(f"Put mob {meant.id} ({shown(meant.meets_at, city.zone)}) off {until}?", yes)
        after = carry(here, city, Postpone(to, weather), mob_number=meant.id, by=by)
    click.echo(f"Mob {after.id} is put off {until}.")
    if to is None:
        click.echo("When you have a date: cashmob mob postpone --to TIME")
    warn_of_hours(after)


@mob.command("cancel")
@click.option("--reason", default="", help="Why; it stays in the audit log.")
@yes_option
@city_option
@mob_option
@by_option
@click.pass_obj
def cancel(
    chosen: Chosen,
    reason: str,
    yes: bool,
    city_key: str | None,
    mob_number: int | None,
    by: str | None,
) -> None:
    """Cancel a mob. What waits to be posted is taken back; who was called is told."""
    from bot.domain.ordering import Cancel

    with desk(chosen) as here:
        city = here.city(city_key)
        meant = here.mob(city, mob_number)
        sure(f"Cancel mob {meant.id} ({shown(meant.meets_at, city.zone)}) for good?", yes)
        carry(here, city, Cancel(reason), mob_number=meant.id, by=by)
    click.echo(f"Mob {meant.id} is cancelled.")


@mob.command("till")
@click.argument("amount")
@click.option("--private", is_flag=True, help="The owner wants it in no public text and no total.")
@city_option
@mob_option
@by_option
@click.pass_obj
def till(
    chosen: Chosen,
    amount: str,
    private: bool,
    city_key: str | None,
    mob_number: int | None,
    by: str | None,
) -> None:
    """Enter the till's total as the owner gave it, such as 812.50; a later one corrects it."""
    from bot.domain.ordering import EnterTill

    with desk(chosen) as here:
        city = here.city(city_key)
        meant = here.mob(city, mob_number)
        minor = _minor(amount, meant.rules.currency)
        carry(here, city, EnterTill(minor, private), mob_number=meant.id, by=by)
    kept = " It stays private." if private else ""
    click.echo(f"Recorded: the till took {amount} {meant.rules.currency}.{kept}")


def _minor(amount: str, currency: str) -> int:
    """An amount in whole minor units; a usage error where it is none."""
    from bot.domain.standing import DECIMALS

    try:
        scaled = Decimal(amount.replace(",", ".")).scaleb(DECIMALS.get(currency, 2))
        exact = scaled.is_finite() and scaled >= 0 and scaled == int(scaled)
    except InvalidOperation:
        exact = False
    if not exact or scaled > 10**12:
        raise click.UsageError(f"“{amount}” is no amount of {currency}, such as 812.50 or 812")
    return int(scaled)


for command in (heads, count_sales, compare, new_customers, calendar, press):
    mob.add_command(command)
