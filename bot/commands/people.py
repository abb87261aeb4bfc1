"""`cashmob about` and `cashmob forget`: what is kept about a person, and its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import (
    Desk,
    Stop,
    by_option,
    city_option,
    desk,
    json_option,
    put_json,
    sure,
    who,
    yes_option,
)
from bot.commands.moments import shown
from bot.commands.tables import one_line

if TYPE_CHECKING:
    from bot.config import City
    from storage.mentions import Filed
    from storage.people import Person
    from storage.standings import Kept

_PERSON = click.argument("person")


@click.command("about")
@_PERSON
@city_option
@json_option
@click.pass_obj
def about(chosen: Chosen, person: str, city_key: str | None, as_json: bool) -> None:
    """Show everything that is kept about PERSON (a name such as @rosa, or an id), to be sent to
    them when they ask. It is for their eyes only."""
    from storage import people

    with desk(chosen) as here:
        city = here.city(city_key)
        meant = _meant(here, city, person)
        with here.store.reading() as view:
            said = people.messages(view, city.key, meant.person)
            stands = people.standings(view, city.key, meant.person)
    if as_json:
        put_json(_as_data(meant, said, stands))
        return
    _print(city, meant, said, stands)


def _meant(here: Desk, city: City, name: str) -> Person:
    """The one person meant; Stop where it is nobody, or more than one."""
    from storage import people

    with here.store.reading() as view:
        found = people.called(view, city.key, name)
    if not found:
        raise Stop(f"Nothing is kept in {city.name} about anybody called “{one_line(name)}”.")
    if len(found) > 1:
        ids = "\n".join(f"    {p.person}  ({p.network})" for p in found)
        raise Stop(f"Several people are called “{one_line(name)}”. Say which, by the id:\n{ids}")
    return found[0]


def _print(city: City, meant: Person, said: tuple[Filed, ...], stands: tuple[Kept, ...]) -> None:
    click.echo(one_line(f"{meant.name or '(no name)'} on {meant.network}: {meant.person}"))
    for kept in stands:
        click.echo(f"  mob {kept.mob}: {_standing(kept)}")
    for filed in said:
        at = shown(filed.mention.said_at.replace(microsecond=0), city.zone)
        click.echo(f"  {at}  “{one_line(filed.mention.text)}”")
        click.echo(f"      {_became(filed)}")
    days = city.erase_after.days
    click.echo(
        f"Names and words are erased {days} days after a mob is over, or at once when you write "
        "“forget me”; only counts stay."
    )


def _standing(kept: Kept) -> str:
    """What a person stands for in one mob, as sums and numbers."""
    standing = kept.standing
    given = {
        "put forward number": standing.nomination,
        "is for numbers": ", ".join(map(str, sorted(standing.backs))),
        "votes for number": standing.vote,
        "people who come": standing.people,
        "perhaps": standing.tentative,
        "spent, in the smallest coin": standing.spent,
    }
    return ", ".join(f"{what} {n}" for what, n in given.items() if n) or "nothing that counts"


def _became(filed: Filed) -> str:
    from bot.domain.intents import name_of

    meant = ", ".join(name_of(intent) for intent in filed.intents) or "nothing to do"
    return f"{filed.state.value}; understood as: {meant}"


def _as_data(meant: Person, said: tuple[Filed, ...], stands: tuple[Kept, ...]) -> dict[str, Any]:
    from bot.domain.intents import as_dict

    return {
        "person": meant.person,
        "network": meant.network,
        "name": meant.name,
        "mobs": [
            {
                "mob": k.mob,
                "since": k.since,
                "nomination": k.standing.nomination,
                "backs": sorted(k.standing.backs),
                "vote": k.standing.vote,
                "people": k.standing.people,
                "tentative": k.standing.tentative,
                "spent": k.standing.spent,
            }
            for k in stands
        ],
        "messages": [
            {
                "said_at": f.mention.said_at,
                "text": f.mention.text,
                "visibility": f.mention.visibility.value,
                "state": f.state.value,
                "mob": f.mob,
                "understood": [as_dict(intent) for intent in f.intents],
                "answered": f.answered,
            }
            for f in said
        ],
    }


@click.command("forget")
@_PERSON
@yes_option
@city_option
@by_option
@click.pass_obj
def forget(chosen: Chosen, person: str, yes: bool, city_key: str | None, by: str | None) -> None:
    """Erase everything that leads to PERSON, as if they had written “forget me”."""
    from bot.acts.forgetting import forget_by_hand

    with desk(chosen) as here:
        city = here.city(city_key)
        meant = _meant(here, city, person)
        sure(f"Erase what {meant.name or meant.person} wrote, for good?", yes)
        forget_by_hand(here.store, city.key, meant.person, here.now, who=who(by))
    click.echo("Done: nothing leads to that person any more. What was counted stays a number.")
