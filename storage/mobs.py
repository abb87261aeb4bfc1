"""Mobs in the store: load with their nominations and tally, and save what changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from datetime import datetime, time, timedelta
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from bot.domain.calendar import Steps
from bot.domain.checklist import Tick
from bot.domain.mob import Answer, Consent, Mob, Nomination, Reveal, Rules, State
from bot.domain.stages import Stage
from bot.domain.standing import Tally
from bot.domain.town_time import held_to, wall, walls, where
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
    return {row["id"]: (_mob(row), _tally(row["summed"])) for row in rows}


_NOMINATION = tuple(c.name for c in NOMINATION.c if c.name != "mob")


def _whole_mobs() -> Any:
    """Mobs, nominations and tallies in one statement: the two lists come as JSON columns."""
    listed = sa.func.json_group_array(
        sa.func.json_array(*(NOMINATION.c[name] for name in _NOMINATION))
    )
    summed = sa.func.json_group_array(sa.func.json_array(TALLY.c.what, TALLY.c.number, TALLY.c.n))
    nominations = sa.select(listed).where(NOMINATION.c.mob == MOB.c.id).scalar_subquery()
    tally = sa.select(summed).where(TALLY.c.mob == MOB.c.id).scalar_subquery()
    return sa.select(MOB, nominations.label("listed"), tally.label("summed"))


# Made once: they are asked for in every round of every lane.
_MOBS = _whole_mobs()
_ONE = Prepared(_MOBS.where(MOB.c.id == sa.bindparam("mob")))
_SPEAKING = Prepared(_MOBS.where(MOB.c.city == sa.bindparam("of_city"), _speaking()))
_INSTANTS = frozenset({"said_at", "consent_told", "consent_at"})


def _tally(summed: str) -> Tally:
    numbers: dict[tuple[str, int], int] = {}
    for what, number, n in json.loads(summed):
        numbers[what, number] = numbers.get((what, number), 0) + n
    return Tally(numbers)


def _mob(row: Mapping[str, Any]) -> Mob:
    elsewhere = ("city", "listed", "summed", "let_go", "walls")
    fields: dict[str, Any] = {k: row[k] for k in row if k not in elsewhere}
    rules = rules_from(row["rules"])
    mob = Mob(
        **fields
        | {
            "rules": rules,
            "stage": Stage(row["stage"]),
            "done": frozenset(json.loads(row["done"])),
            "private": frozenset(json.loads(row["private"])),
            "nominations": _nominations(row["listed"], rules.zone),
        }
    )
    return held_to(mob, json.loads(row["walls"]))


@lru_cache(maxsize=256)
def _nominations(listed: str, zone: str) -> tuple[Nomination, ...]:
    """The list from its JSON; mostly it is as it was when it was read last."""
    nominations = (_nomination(values, zone) for values in json.loads(listed))
    return tuple(sorted(nominations, key=lambda n: n.number))


def _nomination(values: list[Any], zone: str) -> Nomination:
    row = dict(zip(_NOMINATION, values, strict=True))
    for name in _INSTANTS & row.keys():
        row[name] = datetime.fromisoformat(row[name]) if row[name] else None
    told, hour = row.pop("consent_told"), row.pop("consent_wall")
    consent = Consent(
        Answer(row.pop("consent")),
        row.pop("consent_by"),
        row.pop("consent_channel"),
        # A yes was for the hour in the town, as the mob is.
        where(told, hour, zone) if told and hour else told,
        row.pop("consent_at"),
    )
    state = State(row.pop("state"))
    row |= {
        "pinned": bool(row["pinned"]),
        "own": bool(row["own"]),
        "near": tuple(json.loads(row["near"])),
        "ticks": tuple(_tick(*tick) for tick in json.loads(row["ticks"])),
        "aliases": tuple(json.loads(row["aliases"])),
    }
    return Nomination(**row, state=state, consent=consent)


def _tick(point: str, by: str, at: str) -> Tick:
    return Tick(point, by, datetime.fromisoformat(at))


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


def rules_json(rules: Rules) -> str:
    """The city's rules as the mob keeps them, durations in seconds."""
    return json.dumps(_plain(asdict(rules)), ensure_ascii=False, sort_keys=True)


def _plain(value: Any) -> Any:
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, list | tuple) else value


@lru_cache(maxsize=256)
def rules_from(text: str) -> Rules:
    """The rules back from their JSON; what an older version did not know has its default."""
    data = json.loads(text)
    steps = {key: _step(value) for key, value in data.pop("steps").items()}
    durations = {key: _step(data[key]) for key in ("cool_down", "erase_after") if key in data}
    return Rules(
        **data
        | {
            "languages": tuple(data["languages"]),
            "divisive": tuple(data.get("divisive", ())),
            "reveal": Reveal(data["reveal"]),
            "steps": Steps(**steps),
        }
        | durations
    )


def _step(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_step(inner) for inner in value)
    if isinstance(value, str):
        return time.fromisoformat(value)
    return value if value is None else timedelta(seconds=value)
