"""Judging votes under suspicion: the list an organiser looks at, and the word that ends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.acts.ordering import chosen
from bot.acts.saving import log
from bot.config import City
from bot.domain.intents import Vote
from bot.domain.mob import Mob, Refusal
from bot.domain.stages import Stage
from bot.domain.suspicion import Reason, Ruling
from storage import mentions, mobs, standings
from storage.mentions import Filed, Kept
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Suspected:
    """One vote under suspicion, for organisers only: whose it is, for which shop (None where it
    was taken back), in which words, how old the account was, and why it is here."""

    number: int
    name: str
    person: str
    network: str
    shop: str | None
    said_at: datetime
    text: str
    account_since: datetime | None
    reason: Reason
    ruling: Ruling


def suspected(view: Connection, mob: Mob) -> tuple[Suspected, ...]:
    """The votes of a mob that are or were under suspicion, by their numbers."""
    spoken: dict[str, Filed] = {}
    for filed in mentions.of_mob(view, mob.id):
        if filed.state is Kept.HEARD and any(isinstance(i, Vote) for i in filed.intents):
            spoken[filed.mention.person] = filed
    kept = (k for k in standings.all_in(view, mob.id) if k.standing.suspicion is not None)
    found = (_suspected(mob, k, spoken.get(k.person)) for k in kept)
    return tuple(sorted(found, key=lambda s: s.number))


def _suspected(mob: Mob, kept: standings.Kept, filed: Filed | None) -> Suspected:
    suspicion, vote = kept.standing.suspicion, kept.standing.vote
    assert suspicion is not None
    shop = mob.nomination(vote) if vote is not None else None
    return Suspected(
        suspicion.number,
        kept.name,
        kept.person,
        kept.network,
        shop.name if shop else None,
        filed.mention.said_at if filed else kept.since,
        filed.mention.text if filed else "",
        filed.mention.account_since if filed else None,
        suspicion.reason,
        suspicion.ruling,
    )


def judge(
    store: Store,
    city: City,
    numbers: Sequence[int],
    ruling: Ruling,
    now: datetime,
    *,
    who: str,
    because: str,
    mob: int | None = None,
) -> Mob | Refusal:
    """Lets votes under suspicion count, or drops them for good; until the result stands the word
    can be changed. A Refusal where a number is nobody's, and then none is judged."""
    with store.work("judge") as work:
        found = chosen(mobs.of_city(work, city.key), mob)
        if isinstance(found, Refusal):
            return found
        meant = found[0]
        open_still = meant.stage in (Stage.BALLOTING, Stage.CONSENTING) and meant.winner is None
        if not open_still:
            return Refusal("result_stands", {"stage": meant.stage.value})
        known = _by_number(work, meant)
        unknown = [n for n in numbers if n not in known]
        if unknown:
            return Refusal("no_such_vote", {"numbers": ", ".join(map(str, unknown))})
        changed = [_ruled(known[n], ruling) for n in dict.fromkeys(numbers)]
        standings.save(work, [(known[n].standing, k) for n, k in changed])
        # The log is never erased from, so it has the numbers and nobody's name.
        told = ", ".join(str(n) for n, _ in changed)
        log(work, meant, now, who=who, act=ruling.value, votes=told, because=because)
    return meant


def _by_number(work: Connection, mob: Mob) -> dict[int, standings.Kept]:
    kept = standings.all_in(work, mob.id)
    return {k.standing.suspicion.number: k for k in kept if k.standing.suspicion is not None}


def _ruled(kept: standings.Kept, ruling: Ruling) -> tuple[int, standings.Kept]:
    suspicion = kept.standing.suspicion
    assert suspicion is not None
    standing = replace(kept.standing, suspicion=replace(suspicion, ruling=ruling))
    return suspicion.number, replace(kept, standing=standing)
