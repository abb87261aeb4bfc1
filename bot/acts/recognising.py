"""Recognising shops from earlier mobs: which were visited already, which come back; and chains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.domain.mob import Mob, Nomination, State, eligible, put
from bot.domain.stages import Stage
from bot.listening.chains import chain
from bot.listening.shops import Known, Matcher
from bot.speaking.drafting import ORGANISERS
from bot.speaking.organiser import tell
from storage import mobs
from storage.shops import Shop

Visited = Sequence[tuple[Shop, datetime | None]]


def newly(before: Mob, after: Mob) -> tuple[Nomination, ...]:
    """The nominations that have joined the list."""
    listed = {n.number for n in before.nominations}
    return tuple(n for n in after.nominations if n.number not in listed)


def recognised(visited: Visited, before: Mob, after: Mob, now: datetime) -> Mob:
    """The mob with each new nomination tied to the shop that the city knows, and flagged: where
    its owner put it forward, where a cash mob met there within the city's cool-down, or where its
    name is a chain's in the city's country. A warning to the organisers, never a refusal."""
    last_visit = {shop.id: last for shop, last in visited}
    matcher = Matcher(Known(shop.id, shop.name, shop.aliases, shop.place) for shop, _ in visited)
    known = []
    for nomination in newly(before, after):
        shop = matcher.match(nomination.name, nomination.place).key
        last = last_visit[shop] if shop is not None else None
        recent = last is not None and last > now - after.rules.cool_down
        found = (
            _flag(after, "flag_own", None) if _marked(after, nomination) else "",
            _flag(after, "flag_mobbed", last) if recent else "",
            _chain(after, nomination),
        )
        flag = "; ".join(filter(None, found))
        known.append(replace(nomination, shop=shop, flag=flag))
    return put(after, *known)


def _marked(mob: Mob, nomination: Nomination) -> bool:
    return nomination.own and mob.rules.self_nomination == "mark"


def _chain(mob: Mob, nomination: Nomination) -> str:
    return chain(nomination.name, mob.rules.country) or ""


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
