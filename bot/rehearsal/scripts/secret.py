"""Only the meeting point is announced: the shop's name is given away when all are there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.config import City
from bot.domain.mob import Mob
from bot.domain.posts import Visibility
from bot.rehearsal.cues import At, Cue, Order
from bot.rehearsal.scripts import Opening, Script, whole
from bot.rehearsal.town import TownPost
from bot.rehearsal.verdict import faults
from storage import posted
from storage.outbox import Promise, Rank, Sent

SOMEWHERE = "the old clock"


def city(given: City) -> City:
    """The city with a secret to keep, and a place to meet."""
    where = given.meeting_point or SOMEWHERE
    return given.model_copy(update={"reveal": "meeting point", "meeting_point": where})


def cues(opening: Opening) -> tuple[Cue, ...]:
    """The usual plot; ten minutes after the hour the organiser gives the name away."""
    usual = whole.cues(opening)
    organiser = next(cue.who for cue in usual if isinstance(cue.does, Order))
    reveal = Cue("reveal.organiser", At("gather", "amounts", 0.007), organiser, Order("reveal"))
    return (*usual, reveal)


def wrong(
    view: Connection, mob: Mob, seen: Iterable[TownPost], networks: Iterable[str]
) -> tuple[str, ...]:
    """All promises kept; until the organiser gave it away no text named the shop as the one where
    the mob goes, each one said where to meet, and then all networks were told."""
    seen, networks = tuple(seen), tuple(networks)
    rows = [row for row in posted.of_mob(view, mob.id) if row.state is Sent.SENT]
    return (
        *faults(view, mob, seen, networks),
        *_leaks(mob, seen),
        *_not_where(mob, rows),
        *_not_given_away(mob, rows, networks),
    )


def _leaks(mob: Mob, seen: Iterable[TownPost]) -> Iterator[str]:
    """What named the shop between the close of the vote and the word of the organiser; a private
    word to the organisers may."""
    if mob.won is None or mob.closes is None:
        yield "there was no vote that a shop has won"
        return
    until = mob.revealed_at or _late(mob)
    for post in seen:
        between = mob.closes <= post.at < until
        if between and mob.won.name in post.text and post.visibility is not Visibility.DIRECT:
            yield f"the secret was told: {post.text}"


def _late(mob: Mob) -> datetime:
    return max(mob.moments().values())


def _not_where(mob: Mob, rows: Iterable[Promise]) -> Iterator[str]:
    first = mob.rules.languages[0]
    for row in rows:
        told = row.kind.endswith("_secret") and row.rank is Rank.PUBLIC and row.language == first
        if told and mob.rules.meeting_point not in row.text:
            yield f"{row.key} on {row.network} does not say where to meet"


def _not_given_away(mob: Mob, rows: Iterable[Promise], networks: Iterable[str]) -> Iterator[str]:
    assert mob.won is not None
    told = {r.network for r in rows if r.kind == "reveal" and mob.won.name in r.text}
    on_time = mob.revealed_at is not None and mob.revealed_at >= (mob.meets_at or mob.created_at)
    if not on_time:
        yield "nobody gave the name away at the meeting point"
    for network in networks:
        if network not in told:
            yield f"the name was never given away on {network}"


SCRIPT = Script(
    "only the meeting point is announced, the name is given away there", cues, wrong, city=city
)
