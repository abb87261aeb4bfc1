"""Mobs in the store: load with their nominations and tally, and save what changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from bot.domain.mob import Mob, Nomination
from bot.domain.stages import Stage
from bot.domain.standing import Tally
from bot.domain.town_time import wall, walls
from storage.mob_rows import LISTED, mob_from, rules_json, tally_from
from storage.prepared import Prepared
from storage.tables import MobRow, NominationRow, TallyRow

MOB = MobRow.__table__  # type: ignore[attr-defined]
NOMINATION = NominationRow.__table__  # type: ignore[attr-defined]
TALLY = TallyRow.__table__  # type: ignore[attr-defined]


def create(work: Connection, mob: Mob) -> Mob:
    """Stores a new mob and gives it its id."""
    values = _mob_values(mob)
    del values["id"]
    made = work.execute(MOB.insert().values(**values)).inserted_primary_key
    assert made is not None
    return replace(mob, id=made[0])


def save(work: Connection, before: Mob, after: Mob) -> None:
    """Writes what differs between two states of a mob; nothing where nothing does."""
    if before is after:
        return
    if replace(before, nominations=after.nominations) != after:
        changed = _mob_values(after)
        del changed["id"]
        work.execute(MOB.update().where(MOB.c.id == after.id).values(**changed))
    known = {n.number: n for n in before.nominations}
    moved = [n for n in after.nominations if known.get(n.number) != n]
    if moved:
        _NOMINATE.many(work, [_nomination_values(after, n) for n in moved])


def _nominating() -> Prepared:
    statement = insert(NOMINATION)
    fresh = {c.name: statement.excluded[c.name] for c in NOMINATION.c if not c.primary_key}
    return Prepared(
        statement.on_conflict_do_update(index_elements=["mob", "number"], set_=fresh),
        NOMINATION.c.keys(),
    )


# Made once: it is sent at every page that brings a nomination.
_NOMINATE = _nominating()


def load(work: Connection, mob: int) -> tuple[Mob, Tally] | None:
    """One mob with its tally."""
    return _read(_ONE.rows(work, mob=mob)).get(mob)


def of_city(work: Connection, city: str) -> tuple[tuple[Mob, Tally], ...]:
    """The mobs of a city that can still hear or say something, oldest first: those not ended,
    and the ended ones whose last word (a month later) is not due yet."""
    found = _read(_SPEAKING.rows(work, of_city=city))
    return tuple(found[key] for key in sorted(found))


def all_of_city(work: Connection, city: str) -> tuple[tuple[Mob, Tally], ...]:
    """Every mob the city ever had, oldest first."""
    found = _load(work, MOB.c.city == city)
    return tuple(found[key] for key in sorted(found))


def ended_before(work: Connection, city: str, at: datetime) -> tuple[Mob, ...]:
    """Mobs that ended before then and whose people have not been let go yet."""
    which = sa.and_(MOB.c.city == city, MOB.c.ended_at < at, MOB.c.let_go == sa.false())
    return tuple(mob for mob, _ in _load(work, which).values())


def forget_names(work: Connection, mob: int) -> None:
    """Takes the owners' addresses, and the names of those who are thanked, out of a mob."""
    nothing = {"owner_email": "", "thanks": ""}
    work.execute(NOMINATION.update().where(NOMINATION.c.mob == mob).values(**nothing))


def mark_let_go(work: Connection, mob: int) -> None:
    """Nothing of this mob leads to a person any more."""
    work.execute(MOB.update().where(MOB.c.id == mob).values(let_go=True))


def _speaking() -> Any:
    over = sa.and_(MOB.c.stage == Stage.CLOSED, MOB.c.done.contains('"nudge"'))
    return sa.not_(sa.or_(MOB.c.stage == Stage.CANCELLED, over))


def _load(work: Connection, which: Any) -> dict[int, tuple[Mob, Tally]]:
    return _read(dict(row) for row in work.execute(_MOBS.where(which)).mappings())


def _read(rows: Iterable[Mapping[str, Any]]) -> dict[int, tuple[Mob, Tally]]:
    return {row["id"]: (mob_from(row), tally_from(row["summed"])) for row in rows}


def _whole_mobs() -> Any:
    """Mobs, nominations and tallies in one statement: the two lists come as JSON columns."""
    listed = sa.func.json_group_array(sa.func.json_array(*(NOMINATION.c[name] for name in LISTED)))
    summed = sa.func.json_group_array(sa.func.json_array(TALLY.c.what, TALLY.c.number, TALLY.c.n))
    nominations = sa.select(listed).where(NOMINATION.c.mob == MOB.c.id).scalar_subquery()
    tally = sa.select(summed).where(TALLY.c.mob == MOB.c.id).scalar_subquery()
    return sa.select(MOB, nominations.label("listed"), tally.label("summed"))


# Made once: they are asked for in every round of every lane.
_MOBS = _whole_mobs()
_ONE = Prepared(_MOBS.where(MOB.c.id == sa.bindparam("mob")))
_SPEAKING = Prepared(_MOBS.where(MOB.c.city == sa.bindparam("of_city"), _speaking()))


def _mob_values(mob: Mob) -> dict[str, Any]:
    elsewhere = ("city", "rules", "done", "private", "stage", "let_go", "walls")
    plain = (c.name for c in MOB.c if c.name not in elsewhere)
    return {name: getattr(mob, name) for name in plain} | {
        "city": mob.city,
        "stage": mob.stage.value,
        "rules": rules_json(mob.rules),
        "done": json.dumps(sorted(mob.done)),
        "private": json.dumps(sorted(mob.private)),
        "walls": json.dumps(walls(mob)),
    }


def _nomination_values(mob: Mob, nomination: Nomination) -> dict[str, Any]:
    consent = nomination.consent
    plain = (c.name for c in NOMINATION.c if c.name != "mob" and not c.name.startswith("consent"))
    return {name: getattr(nomination, name) for name in plain} | {
        "mob": mob.id,
        "state": nomination.state.value,
        "near": json.dumps(nomination.near),
        "ticks": json.dumps([(t.point, t.by, t.at.isoformat()) for t in nomination.ticks]),
        "aliases": json.dumps(nomination.aliases, ensure_ascii=False),
        "consent": consent.answer.value,
        "consent_by": consent.by,
        "consent_channel": consent.channel,
        "consent_told": consent.told,
        "consent_wall": wall(consent.told, mob.rules.zone) if consent.told else "",
        "consent_at": consent.at,
    }
