"""Recognising shops from earlier mobs: which were visited already, and which come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.domain.mob import Mob, Nomination, State, eligible, put
from bot.domain.stages import Stage
from bot.listening.shops import Known, Matcher
from bot.speaking.drafting import ORGANISERS
from bot.speaking.organiser import tell
from storage import mobs, shops


def recognised(work: Connection, before: Mob, after: Mob, now: datetime) -> Mob:
    """The mob with each new nomination tied to the shop that the city knows, and flagged where a
    cash mob met there within the city's cool-down. A warning to the organisers, never a refusal."""
    listed = {n.number for n in before.nominations}
    new = [n for n in after.nominations if n.number not in listed]
    if not new:
        return after
    visited = {shop.id: (shop, last) for shop, last in shops.visited(work, after.city)}
    matcher = Matcher(Known(s.id, s.name, s.aliases, s.place) for s, _ in visited.values())
    known = []
    for nomination in new:
        shop = matcher.match(nomination.name, nomination.place).key
        if shop is not None:
            last = visited[shop][1]
            recent = last is not None and last > now - after.rules.cool_down
            flag = _flag(after, "flag_mobbed", last) if recent else nomination.flag
            known.append(replace(nomination, shop=shop, flag=flag))
    return put(after, *known)


def carried_over(work: Connection, mob: Mob, now: datetime) -> Mob:
    """The new mob with the shops that lost the vote of the one before on its list: approved
    already, for its own owners to be asked anew. Who had refused stays out."""
    earlier = [m for m, _ in mobs.all_of_city(work, mob.city) if m.id < mob.id and _settled(m)]
    if not earlier:
        return mob
    last = earlier[-1]
    losing = [n for n in last.ballot if eligible(n) and n.number != last.winner]
    flag = _flag(mob, "flag_carried", last.meets_at)
    again = (
        Nomination(i, n.name, now, n.place, State.APPROVED, shop=n.shop, flag=flag)
        for i, n in enumerate(losing, start=1)
    )
    return put(mob, *again)


def _settled(mob: Mob) -> bool:
    return mob.winner is not None or mob.stage is Stage.CANCELLED


def _flag(mob: Mob, kind: str, when: datetime | None) -> str:
    """The warning in the organisers' language."""
    code = next((c for c in mob.rules.languages if c in ORGANISERS), ORGANISERS[0])
    return tell(kind, {"when": when}, code, zone=mob.rules.zone)
