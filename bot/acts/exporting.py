"""The export of a vote: every ballot as a row, so that anyone can recount and nobody is found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection

from bot.domain.ballot import ranking
from bot.domain.mob import Mob, Nomination, Refusal
from bot.domain.standing import Said, Standing, Tally, counts, fold
from storage import mentions, standings

FEW = 5
"""A network with fewer votes is not told apart: its few voters could be."""
TOGETHER = "together"
_SERIALS = range(100_000, 1_000_000)


@dataclass(frozen=True, slots=True)
class Ballot:
    """One counted vote: a random serial number, the network, the hour, the shop."""

    serial: int
    network: str
    hour: str
    shop: str


@dataclass(frozen=True, slots=True)
class Export:
    """Every ballot in the order of its serial, and the sums by shop, the winner's first; `held`
    and `dropped` votes were under suspicion and are in neither."""

    ballots: tuple[Ballot, ...]
    sums: tuple[tuple[str, int], ...]
    held: int = 0
    dropped: int = 0


def export(
    view: Connection, mob: Mob, tally: Tally, now: datetime, *, lots: Random
) -> Export | Refusal:
    """The vote as it may be published; a Refusal where its figures are not public (yet, or ever).

    Serials are drawn anew each time from `lots`, so that they lead to nobody and tie no two mobs
    together. Where the city does not publish the figures of shops that lost, those stand as
    "another shop 1", 2 and so on.
    """
    refused = _refused(mob, tally, now)
    if refused is not None:
        return refused
    names = _names(mob, tally)
    said = mentions.said_in(view, mob.id)
    cast = [k for k in standings.all_in(view, mob.id) if _counts(k.standing)]
    networks = told_apart(Counter(kept.network for kept in cast))
    serials = lots.sample(_SERIALS, len(cast))
    ballots = [
        Ballot(
            serial,
            networks[kept.network],
            _hour(_cast_at(mob, said.get(kept.person, ())) or kept.since, mob.rules.zone),
            names[kept.standing.vote or 0],
        )
        for serial, kept in zip(serials, cast, strict=True)
    ]
    sums = tuple((name, tally.of("votes", number)) for number, name in names.items())
    ordered = tuple(sorted(ballots, key=lambda b: b.serial))
    return Export(ordered, sums, tally.held, tally.dropped)


def _counts(standing: Standing) -> bool:
    return standing.vote is not None and ("votes", standing.vote) in counts(standing)


def _refused(mob: Mob, tally: Tally, now: datetime) -> Refusal | None:
    if not tally.votes or len(mob.ballot) < 2:
        return Refusal("nothing_to_recount")
    if mob.stepped_in:
        return Refusal("runner_up_stepped_in")
    if not mob.revealed(now):
        return Refusal("result_not_public", {"stage": mob.stage.value})
    return None


def _names(mob: Mob, tally: Tally) -> dict[int, str]:
    """What each shop is called in the export, by its number, the winner first."""
    ranked = [_current(mob, n) for n in ranking(mob, tally)]
    if mob.rules.losing_figures:
        return {n.number: n.name for n in ranked}
    others = (n for n in ranked if n.number != mob.winner)
    names = {n.number: n.name for n in ranked if n.number == mob.winner}
    return names | {n.number: f"another shop {i}" for i, n in enumerate(others, start=1)}


def _current(mob: Mob, nomination: Nomination) -> Nomination:
    found = mob.nomination(nomination.number)
    assert found is not None
    return found


def told_apart(votes: Mapping[str, int]) -> dict[str, str]:
    """What each network is called: the small ones together, with as many of the next larger as
    it takes to make them enough."""
    smallest = sorted(votes, key=lambda network: (votes[network], network))
    merged: list[str] = []
    for network in smallest:
        few = votes[network] < FEW or (merged and sum(votes[m] for m in merged) < FEW)
        if few:
            merged.append(network)
    return {network: TOGETHER if network in merged else network for network in votes}


def _cast_at(mob: Mob, said: Sequence[Said]) -> datetime | None:
    """When the vote that counts was cast: at the message after which it stood to the end."""
    window, at, vote = mob.window(), None, None
    ordered = sorted(said, key=lambda s: (s.said_at, len(s.event), s.event))
    for number, message in enumerate(ordered, start=1):
        stands = fold(window, ordered[:number]).vote
        if stands != vote:
            at, vote = message.said_at, stands
    return at


def _hour(at: datetime, zone: str) -> str:
    """The hour in the city's time, minutes left out."""
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:00}"
