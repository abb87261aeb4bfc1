"""`cashmob explain`: how a mob came to its shop, step by step, from the messages to the winner."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import city_option, desk, json_option, mob_argument, put_json
from bot.commands.moments import shown
from bot.commands.tables import one_line

if TYPE_CHECKING:
    from datetime import datetime

    from bot.acts.explaining import Account, Path
    from bot.config import City

_OWNER = {
    "none": "was not asked",
    "asked": "was asked and has not answered",
    "yes": "said yes",
    "no": "said no",
    "held": "may have written that they do not want it; an organiser has to look",
}
_PASSED_OVER = {
    "not_approved": "its name is not approved",
    "owner_no": "its owner said no",
    "owner_held": "somebody wrote as its owner that they do not want it",
    "no_yes": "its owner's yes was not there in time",
}
_RULED = {
    "held": "held, not counted",
    "released": "held at first, then counted",
    "dropped": "dropped by an organiser, not counted",
}
_DONE = {
    "approve": "approved",
    "reject": "rejected",
    "hold": "held",
    "keepfornext": "kept for the next mob",
    "merge": "merged",
    "putforward": "entered from paper",
}


@click.command("explain")
@mob_argument
@city_option
@json_option
@click.pass_obj
def explain(chosen: Chosen, mob_number: int | None, city_key: str | None, as_json: bool) -> None:
    """Walk from the messages to the shop the mob goes to."""
    from bot.acts.explaining import account

    with desk(chosen) as here:
        found = here.mobs(city_key, mob_number)
        with here.store.reading() as view:
            walks = [(city, account(view, mob, tally)) for city, mob, tally in found]
    if as_json:
        put_json([{"city": city.key, **asdict(walk)} for city, walk in walks])
        return
    for city, walk in walks:
        for line in _told(city, walk):
            click.echo(one_line(line) if not line.startswith(" ") else "  " + one_line(line))


def _told(city: City, walk: Account) -> Iterator[str]:
    """The walk, a line a step; lines that start with a space belong to the one above."""
    yield f"{city.name}, mob {walk.mob} ({walk.stage})"
    m = walk.messages
    yield f"Messages that asked for something: {m.heard}"
    yield (
        f"  votes that came too late: {m.late}; messages edited: {m.edited}, deleted: {m.deleted}, "
        f"forgotten: {m.forgotten}"
    )
    for path in walk.nominations:
        yield from _path(city, path)
    yield from _ballot(city, walk)
    yield from _winner(city, walk)


def _path(city: City, path: Path) -> Iterator[str]:
    place = f", {path.place}" if path.place else ""
    named = f"{path.number}: {path.shop}{place}"
    paper = f" ({path.paper} of them on paper)" if path.paper else ""
    first = _at(city, path.nominated_at)
    yield f"{named}, first named {first}, {path.nominators} for it{paper}"
    for each in path.decided:
        into = f" into {path.merged_into}" if each.act == "merge" else ""
        reason = f" ({each.reason})" if each.reason else ""
        yield f"  {_DONE[each.act]}{into} by {each.who}, {_at(city, each.at)}{reason}"
    if path.state.value == "waiting":
        yield "  no organiser has decided about the name"
    if path.state.value == "approved":
        by = (
            f" ({path.owner_channel or 'told'}, recorded by {path.owner_by}"
            if path.owner_by
            else ""
        )
        when = f", {_at(city, path.owner_at)})" if by and path.owner_at else ")" if by else ""
        yield f"  its owner {_OWNER[path.owner.value]}{by}{when}"


def _ballot(city: City, walk: Account) -> Iterator[str]:
    if walk.opened is None or walk.closes is None:
        yield "There has been no vote."
        return
    yield f"The vote: from {_at(city, walk.opened)} to {_at(city, walk.closes)}, {walk.votes} votes"
    for path in sorted(walk.nominations, key=lambda p: (p.rank or 99, p.choice or 99)):
        if path.choice is not None:
            parts = ", ".join(f"{network} {n}" for network, n in path.by_network.items())
            split = f" ({parts})" if parts else ""
            yield f"  {path.choice}. {path.shop}: {path.votes}{split}"
    for doubt in walk.suspicious:
        shop, why = _named(walk, doubt.number), doubt.reason.value
        yield f"  {_RULED[doubt.ruling.value]}: {doubt.votes} for {shop} ({why})"
    if walk.level:
        first, *others = (_named(walk, number) for number in walk.level)
        yield f"Level: {first} and {', '.join(others)}. {first} was nominated first and is ahead."


def _winner(city: City, walk: Account) -> Iterator[str]:
    if walk.winner is None:
        yield "No shop is settled on yet."
        return
    if walk.chosen is not None:
        how = "drawn by lot" if walk.chosen.act == "draw" else f"chosen by {walk.chosen.who}"
        seed = f", seed {walk.chosen.seed}" if walk.chosen.seed else ""
        yield f"{_named(walk, walk.chosen.number)} was {how}, {_at(city, walk.chosen.at)}{seed}."
    for path in walk.nominations:
        if path.passed_over:
            yield f"{path.shop} was ahead and was passed over: {_PASSED_OVER[path.passed_over]}."
    runner_up = ", the runner-up" if walk.stepped_in else ""
    yield f"The mob goes to {_named(walk, walk.winner)}{runner_up}."


def _named(walk: Account, number: int) -> str:
    return next((path.shop for path in walk.nominations if path.number == number), str(number))


def _at(city: City, at: datetime) -> str:
    return shown(at.replace(microsecond=0), city.zone)
