"""`cashmob log`: what was done, by whom and when, in plain words; the log is only added to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import city_option, desk, json_option, mob_argument, put_json
from bot.commands.moments import shown
from bot.commands.tables import one_line

if TYPE_CHECKING:
    from bot.config import City

# What an act did; `{shop}` is the nomination of that number, `{more}` all that is not named.
WORDS = {
    "start": "started the mob of {meets_at}",
    "stage": "the mob is {to} now",
    "winner": "the mob goes to {shop} now",
    "Approve": "approved {shop}",
    "Reject": "rejected {shop}",
    "Hold": "held {shop} back: {reason}",
    "KeepForNext": "kept {shop} for the next mob",
    "TickOff": "looked at {shop}: {points}",
    "released": "let the votes under suspicion count: {votes}",
    "dropped": "dropped the votes under suspicion: {votes}",
    "Merge": "merged {shop} into number {into}",
    "AskOwner": "asked the owner of {shop} ({channel})",
    "RecordConsent": "recorded the yes of {shop} to {told} ({channel})",
    "RecordRefusal": "recorded the no of {shop}",
    "Choose": "chose {shop}",
    "Postpone": "put the mob off",
    "Cancel": "cancelled the mob",
    "EnterTill": "entered the till's total",
    "PutForward": "put {shop} forward from slips of paper",
    "Draw": "drew lots among the shops: {shop}",
    "CountHeads": "counted {people} people at the mob",
    "CountSales": "counted {sales} sales",
    "CompareDay": "noted that the day was {percent} % of a usual one",
    "ShareNew": "noted that {percent} % of the customers were new",
    "Block": "blocked a person",
    "Unblock": "hears a person again",
    "Reveal": "told everybody which shop it is",
    "SetFacts": "noted what is known of {shop}",
    "Thank": "noted whom to thank for {shop}",
    "commitment": "entered by hand that {people} people come",
    "forget": "forgot a person, who had written in {mobs} mobs",
    "erase": "let {people} people of the mob go",
    "pause": "paused the bot",
    "resume": "let the bot speak again",
    "boost": "boosted the post with pictures number {post}",
    "picture": "brought picture {picture} for the thank-you ({consent})",
    "picture_away": "took picture {picture} away",
    "order_waits": "ordered “{order}”, which waits for its code",
    "order_ignored": "ordered “{order}”, which was not carried out: {reason}",
    "code": "had the code shown for “{order}”",
}


@click.command("log")
@mob_argument
@city_option
@json_option
@click.pass_obj
def log(chosen: Chosen, mob_number: int | None, city_key: str | None, as_json: bool) -> None:
    """Show what was done, by whom and when: everything, or what concerns one mob."""
    from storage import audit, mobs

    with desk(chosen) as here, here.store.reading() as view:
        cities = here.cities(city_key)
        if mob_number is not None:
            here.mobs(city_key, mob_number)
        lines = [
            (city, line) for city in cities for line in audit.lines(view, city.key, mob_number)
        ]
        names = {
            (mob.id, n.number): n.name
            for city in cities
            for mob, _ in mobs.all_of_city(view, city.key)
            for n in mob.nominations
        }
    if as_json:
        put_json([line for _, line in lines])
        return
    if not lines:
        click.echo("Nothing was done yet.")
    for city, line in lines:
        click.echo(one_line(_told(city, line, names)))


def _told(city: City, line: Mapping[str, Any], names: Mapping[tuple[int, int], str]) -> str:
    """One line of the log as a sentence: when, which mob, who, what."""
    details = {key: _plain(city, value) for key, value in line["details"].items()}
    details["shop"] = _shop(line, names)
    words = WORDS.get(line["act"], line["act"])
    # Who it was stands before the colon already, and what was not said needs no words.
    used = {key for key in details if f"{{{key}}}" in words} | {"shop", "number", "by"}
    rest = ((key, value) for key, value in details.items() if key not in used)
    more = ", ".join(f"{key}: {value}" for key, value in rest if value not in ("False", "None"))
    said = words.format_map(_Known(details)) + (f" ({more})" if more else "")
    mob = f"mob {line['mob']}, " if line["mob"] else ""
    return f"{shown(line['at'].replace(microsecond=0), city.zone)}  {mob}{line['who']}: {said}"


class _Known(dict[str, str]):
    """What an older version did not write down is told as unknown."""

    def __missing__(self, key: str) -> str:
        return "?"


def _shop(line: Mapping[str, Any], names: Mapping[tuple[int, int], str]) -> str:
    number = line["details"].get("number")
    if number is None:
        return "no shop"
    name = names.get((line["mob"], int(number)))
    return f"number {number}" + (f", {name}" if name else "")


def _plain(city: City, value: Any) -> str:
    """A value of the log as people write it: an instant in the city's time."""
    try:
        at = datetime.fromisoformat(str(value)) if "T" in str(value) or "-" in str(value) else None
    except ValueError:
        at = None
    return shown(at, city.zone) if at is not None and at.tzinfo else str(value)
