"""An organiser's act on a mob: load, order, save with its line in the audit log."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.acts.promises import Speaker
from bot.acts.recognising import newly, recognised
from bot.acts.saving import log, save
from bot.acts.starting import next_call
from bot.acts.voices import speaker
from bot.config import City
from bot.domain.mob import ENDED, Decision, Mob, Nomination, Refusal
from bot.domain.ordering import order
from bot.domain.orders import Act, Approve, Draw, Merge, PutForward, RecordRefusal
from bot.domain.standing import Tally
from bot.domain.standing import refold as folded_anew
from storage import audit, lanes, mentions, mobs, shops, standings, taking_back
from storage.store import Store


@dataclass(frozen=True, slots=True)
class Carried:
    """What came of an act: the mob as it is now, or why the act was refused."""

    mob: Mob | None
    refused: Refusal | None = None


def carry_out(
    store: Store, city: City, act: Act, now: datetime, *, who: str, mob: int | None = None
) -> Carried:
    """Carries out an act on one mob of the city, in one transaction. Without `mob` the city must
    have just one that is not over."""
    with store.work(f"act {type(act).__name__}") as work:
        return carry(work, city, act, now, who=who, mob=mob)


def carry(
    work: Connection, city: City, act: Act, now: datetime, *, who: str, mob: int | None = None
) -> Carried:
    """The same within a unit of work that does more than this."""
    found = chosen(mobs.of_city(work, city.key), mob)
    if isinstance(found, Refusal):
        return Carried(None, found)
    before, tally = found
    if isinstance(act, Draw):
        act = Draw(_seed(work, before))
    decision = order(before, act, now, tally=tally)
    if decision.refused is not None:
        return Carried(before, decision.refused)
    decision = replace(decision, mob=_followed(city, before, decision.mob))
    speaks = speaker(city, lanes.all_lanes(work))
    return Carried(_save(work, speaks, before, decision, act=act, now=now, who=who))


def chosen(found: Iterable[tuple[Mob, Tally]], mob: int | None) -> tuple[Mob, Tally] | Refusal:
    """The mob that an act is for."""
    found = tuple(found)
    if mob is not None:
        named = next((pair for pair in found if pair[0].id == mob), None)
        return named or Refusal("no_such_mob", {"number": mob})
    live = [pair for pair in found if pair[0].stage not in ENDED] or list(found[-1:])
    if not live:
        return Refusal("no_mob")
    if len(live) > 1:
        numbers = ", ".join(str(pair[0].id) for pair in live)
        return Refusal("several_mobs", {"numbers": numbers})
    return live[0]


def _save(
    work: Connection,
    speaks: Speaker,
    before: Mob,
    decision: Decision,
    *,
    act: Act,
    now: datetime,
    who: str,
) -> Mob:
    learned = _learned(work, decision.mob, act)
    if newly(before, learned):
        learned = recognised(shops.visited(work, learned.city), before, learned, now)
    decision = replace(decision, mob=learned)
    after = save(work, speaks, before, decision, now, who=who)
    if isinstance(act, Merge):
        refold(work, after)
    quiet = isinstance(act, RecordRefusal) and before.winner == act.number
    # A no that stopped the mob has taken back what waited, and has last words of its own.
    if quiet and after.stage is before.stage:
        last_words = [say.key for say in decision.says]
        taking_back.skip_waiting(work, after.id, "the owner said no", keep=last_words)
    # Addresses and names of people are erased one day; the log is for ever.
    told = {k: v for k, v in asdict(act).items() if k not in ("email", "thanks")}
    details = {k: str(v) for k, v in told.items() if v not in (None, "")}
    if isinstance(act, Draw):
        details["number"] = str(after.winner)
    if isinstance(act, PutForward):
        details["number"] = str(next(n.number for n in after.nominations if act.names(n)))
    log(work, after, now, who=who, act=type(act).__name__, **details)
    return after


def _followed(city: City, before: Mob, after: Mob) -> Mob:
    """The mob with the call that follows its new date, where it has one."""
    if after.meets_at is None or after.meets_at == before.meets_at:
        return after
    return replace(after, next_call=next_call(city, after.meets_at))


def _seed(work: Connection, mob: Mob) -> str:
    """What a draw starts from: a digest of all that the mob's audit log says so far."""
    lines = json.dumps(audit.lines(work, mob.city, mob.id), default=str, sort_keys=True)
    return hashlib.sha256(lines.encode()).hexdigest()[:16]


def drawn_from(view: Connection, mob: Mob) -> str | None:
    """The seed of the mob's last draw, None where there was none."""
    found = [line for line in audit.lines(view, mob.city, mob.id) if line["act"] == "Draw"]
    return str(found[-1]["details"]["seed"]) if found else None


def refold(work: Connection, mob: Mob) -> None:
    """Folds everybody's standing anew, after what their words mean has changed (a merge)."""
    said = mentions.said_in(work, mob.id)
    window = mob.window()
    changed = []
    for kept in standings.all_in(work, mob.id):
        was = kept.standing
        now = folded_anew(window, said.get(kept.person, ()), was)
        if now != was:
            changed.append((was, replace(kept, standing=now)))
    standings.save(work, changed)


def _learned(work: Connection, mob: Mob, act: Act) -> Mob:
    """What an organiser confirmed is remembered for ever: the shop by its right name, and the
    other names people gave it."""
    if not isinstance(act, Approve | Merge):
        return mob
    number = act.into if isinstance(act, Merge) else act.number
    nomination = mob.nomination(number)
    if nomination is None:
        return mob
    place, others = nomination.place, nomination.aliases
    known = shops.learn(work, mob.city, nomination.name, place=place, aliases=others)
    return _with_shop(mob, replace(nomination, shop=known))


def _with_shop(mob: Mob, nomination: Nomination) -> Mob:
    listed = (nomination if n.number == nomination.number else n for n in mob.nominations)
    return replace(mob, nominations=tuple(listed))
