"""How a result came about: the walk from what people wrote to the shop the mob goes to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from bot.domain.ballot import nominators, ranking
from bot.domain.intents import Vote
from bot.domain.mob import Answer, Mob, Nomination, State, asked_and_yes
from bot.domain.standing import Tally, Window
from bot.domain.suspicion import Reason, Ruling
from storage import audit, mentions, standings
from storage.mentions import Filed, Kept

_DECISIONS = ("Approve", "Reject", "Hold", "KeepForNext", "Merge", "PutForward")


@dataclass(frozen=True, slots=True)
class Messages:
    """How many messages the mob got, and what became of those that are not plainly counted.

    `late` are votes said after the close, or read after the grace; `forgotten` ones count only
    as a number. Likes are votes and no messages.
    """

    heard: int
    late: int
    edited: int
    deleted: int
    forgotten: int


@dataclass(frozen=True, slots=True)
class Decided:
    """What an organiser decided about a name (approve, reject, merge), who and when."""

    act: str
    who: str
    at: datetime
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Path:
    """One nomination's way: who was for it, what was decided, what its owner said, its votes.

    `passed_over` says why a shop with more votes than the winner does not receive the mob:
    not_approved, owner_no, owner_held or no_yes.
    """

    number: int
    shop: str
    place: str | None
    nominated_at: datetime
    nominators: int
    paper: int
    state: State
    merged_into: int | None
    decided: tuple[Decided, ...]
    owner: Answer
    owner_by: str
    owner_channel: str
    owner_at: datetime | None
    choice: int | None
    votes: int
    by_network: Mapping[str, int]
    rank: int | None
    passed_over: str | None


@dataclass(frozen=True, slots=True)
class Chosen:
    """An organiser's choice, or the lot that was drawn, where nobody voted."""

    act: str
    who: str
    at: datetime
    number: int
    seed: str | None = None


@dataclass(frozen=True, slots=True)
class Doubtful:
    """So many votes for one nomination were under suspicion for one reason and ended alike."""

    number: int
    reason: Reason
    ruling: Ruling
    votes: int


@dataclass(frozen=True, slots=True)
class Account:
    """The whole walk. `level` are the numbers of the shops with most votes where there are
    several, so that the tie-break decided; `leader` the shop first by votes; `chosen` the choice
    that a person or a lot made, None where the votes alone did. `suspicious` are the votes that
    were under suspicion, each with its reason and what was decided, and whose they are left out."""

    mob: int
    stage: str
    opened: datetime | None
    closes: datetime | None
    messages: Messages
    votes: int
    nominations: tuple[Path, ...]
    leader: int | None
    level: tuple[int, ...]
    winner: int | None
    stepped_in: bool
    chosen: Chosen | None
    suspicious: tuple[Doubtful, ...]


def account(view: Connection, mob: Mob, tally: Tally) -> Account:
    """How the mob came to its shop, as far as it has come."""
    log = audit.lines(view, mob.city, mob.id)
    ranked = [n.number for n in ranking(mob, tally)] if tally.votes else []
    most = max((tally.of("votes", number) for number in ranked), default=0)
    level = tuple(number for number in ranked if tally.of("votes", number) == most)
    return Account(
        mob=mob.id,
        stage=mob.stage.value,
        opened=mob.opened,
        closes=mob.closes,
        messages=_messages(mentions.of_mob(view, mob.id), mob.window()),
        votes=tally.votes,
        nominations=_paths(view, mob, tally, ranked=ranked, log=log),
        leader=ranked[0] if ranked else None,
        level=level if len(level) > 1 else (),
        winner=mob.winner,
        stepped_in=mob.stepped_in,
        chosen=_chosen(mob, log),
        suspicious=_suspicious(standings.all_in(view, mob.id)),
    )


def _suspicious(kept: Iterable[standings.Kept]) -> tuple[Doubtful, ...]:
    doubted = Counter(
        (k.standing.vote, k.standing.suspicion.reason, k.standing.suspicion.ruling)
        for k in kept
        if k.standing.suspicion is not None and k.standing.vote is not None
    )
    return tuple(Doubtful(*why, votes) for why, votes in sorted(doubted.items()))


def _messages(filed: Iterable[Filed], window: Window) -> Messages:
    filed = tuple(f for f in filed if not f.mention.like)
    heard = [f for f in filed if f.state is Kept.HEARD]
    late = [f for f in heard if _votes(f) and window.opens and not window.counts_vote(f.said)]
    return Messages(
        heard=len(heard),
        late=len(late),
        edited=sum(f.mention.edited_at is not None for f in heard),
        deleted=sum(f.state is Kept.GONE for f in filed),
        forgotten=sum(f.state is Kept.ERASED for f in filed),
    )


def _votes(filed: Filed) -> bool:
    return any(isinstance(intent, Vote) for intent in filed.intents)


def _paths(
    view: Connection,
    mob: Mob,
    tally: Tally,
    *,
    ranked: Sequence[int],
    log: Sequence[Mapping[str, Any]],
) -> tuple[Path, ...]:
    sums = standings.by_network(view, mob.id)
    return tuple(
        Path(
            number=n.number,
            shop=n.name,
            place=n.place,
            nominated_at=n.said_at,
            nominators=nominators(tally, n),
            paper=n.paper,
            state=n.state,
            merged_into=n.into,
            decided=_decided(n, log),
            owner=n.consent.answer,
            owner_by=n.consent.by,
            owner_channel=n.consent.channel,
            owner_at=n.consent.at,
            choice=n.choice,
            votes=tally.of("votes", n.number),
            by_network=_on_networks(sums, n.number),
            rank=ranked.index(n.number) + 1 if n.number in ranked else None,
            passed_over=_passed_over(mob, n, ranked),
        )
        for n in mob.nominations
    )


def _on_networks(
    sums: Mapping[str, Mapping[tuple[str, int], int]], number: int
) -> Mapping[str, int]:
    found = {network: kept.get(("votes", number), 0) for network, kept in sorted(sums.items())}
    return {network: votes for network, votes in found.items() if votes}


def _decided(nomination: Nomination, log: Iterable[Mapping[str, Any]]) -> tuple[Decided, ...]:
    return tuple(
        Decided(line["act"].lower(), line["who"], line["at"], line["details"].get("reason", ""))
        for line in log
        if line["act"] in _DECISIONS and line["details"]["number"] == str(nomination.number)
    )


def _passed_over(mob: Mob, nomination: Nomination, ranked: Sequence[int]) -> str | None:
    """Why a shop that was ahead of the winner does not receive the mob."""
    if mob.winner not in ranked or nomination.number not in ranked[: ranked.index(mob.winner)]:
        return None
    if nomination.state is not State.APPROVED:
        return "not_approved"
    if nomination.consent.answer is Answer.NO:
        return "owner_no"
    if nomination.consent.answer is Answer.HELD:
        return "owner_held"
    return None if asked_and_yes(mob, nomination) else "no_yes"


def _chosen(mob: Mob, log: Iterable[Mapping[str, Any]]) -> Chosen | None:
    """The last choice of a person or a lot, where the mob still goes to that shop."""
    found = None
    for line in log:
        if line["act"] in ("Choose", "Draw"):
            details = line["details"]
            number, seed = int(details.get("number", 0)), details.get("seed")
            found = Chosen(line["act"].lower(), line["who"], line["at"], number, seed)
    return found if found is not None and mob.winner is not None else None
