"""Recognising shops from earlier mobs: which were visited already, which come back; and chains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.domain.mob import Mob, Nomination, State, also_called, eligible, put
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
    name is a chain's in the city's country. A warning to the organisers, never a refusal. A name
    with one of the city's divisive words in it is held, with that as the reason."""
    last_visit = {shop.id: last for shop, last in visited}
    shops = {shop.id: shop for shop, _ in visited}
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
        if shop is not None:
            nomination = also_called(nomination, shops[shop].name, *shops[shop].aliases)
        known.append(_held(after, replace(nomination, shop=shop, flag=flag)))
    return put(after, *known)


def _held(mob: Mob, nomination: Nomination) -> Nomination:
    """Partisan or divisive targets wait for an organiser's own word, with the reason."""
    padded = f" {nomination.name.casefold()} "
    found = next((w for w in mob.rules.divisive if f" {w.casefold()} " in padded), None)
    if found is None or nomination.state is not State.WAITING:
        return nomination
    reason = _flag(mob, "flag_divisive", None, name=found)
    return replace(nomination, state=State.HELD, reason=reason)


def _marked(mob: Mob, nomination: Nomination) -> bool:
    return nomination.own and mob.rules.self_nomination == "mark"


def _chain(mob: Mob, nomination: Nomination) -> str:
    return chain(nomination.name, mob.rules.country) or ""


def carried_over(work: Connection, mob: Mob, now: datetime, *, losers: bool) -> Mob:
    """The new mob with the shops on its list that were kept for it, and, with `losers`, those that
    lost the vote of the one before: approved already, for their owners to be asked anew. Who had
    refused stays out."""
    earlier = [m for m, _ in mobs.all_of_city(work, mob.city) if m.id < mob.id and _settled(m)]
    if not earlier:
        return mob
    last = earlier[-1]
    losing = [n for n in last.ballot if losers and eligible(n) and n.number != last.winner]
    kept = [n for n in last.nominations if n.state is State.LATER]
    lost, late = (_flag(mob, kind, last.meets_at) for kind in ("flag_carried", "flag_kept"))
    again = [(n, State.APPROVED, lost) for n in losing] + [(n, State.WAITING, late) for n in kept]
    return put(
        mob,
        *(
            Nomination(
                i,
                n.name,
                now,
                n.place,
                state,
                shop=n.shop,
                flag=flag,
                ticks=n.ticks,
                aliases=n.aliases,
            )
            for i, (n, state, flag) in enumerate(again, start=1)
        ),
    )


def _settled(mob: Mob) -> bool:
    return mob.winner is not None or mob.stage is Stage.CANCELLED


def _flag(mob: Mob, kind: str, when: datetime | None, *, name: str | None = None) -> str:
    """The warning in the organisers' language."""
    code = next((c for c in mob.rules.languages if c in ORGANISERS), ORGANISERS[0])
    return tell(kind, {"when": when, "name": name}, code, zone=mob.rules.zone)
