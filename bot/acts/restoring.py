"""Restoring a backup: nobody who was forgotten returns, and the bot knows which time it lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from sqlalchemy.engine import Connection

from bot.domain.intents import Intent
from bot.domain.standing import Said, fold
from storage import (
    audit,
    facts,
    graves,
    lost,
    mentions,
    mobs,
    people,
    standings,
    taking_back,
    waiting,
)
from storage.backups import Contents, back_up, contents, keep, replace_by
from storage.lost import Lost
from storage.mentions import Grave
from storage.migrating import REVISION, newer, upgrade
from storage.store import WrongShape, open_store


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: what stands in the database now, where the replaced one lies (None
    where there was none), since when nothing is known, and what organisers did in that time.

    `forgets`: whether it still knows whom to forget; the replaced one may have been unreadable.
    """

    contents: Contents
    kept: Path | None
    since: datetime
    undone: tuple[Mapping[str, object], ...]
    forgets: bool


@dataclass(frozen=True, slots=True)
class _Current:
    """What is taken over from the database that is replaced."""

    key: str | None = None
    graves: Mapping[graves.Place, tuple[Intent, ...]] | None = None
    acts: tuple[Mapping[str, object], ...] = ()


def restore(backup: Path, database: Path, now: datetime) -> Restored:
    """Puts a backup in the place of a database that nobody works on (the caller holds its lock).

    The backup itself is never changed, and the replaced database stays beside the new one.
    WrongShape, with nothing changed, where the two cannot be used.
    """
    found = contents(backup)
    if found.shape > REVISION:
        raise newer(found.shape)
    since = found.last_sign or now
    current = _current(database, since)
    prepared = database.with_name(f"{database.name}.restoring")
    back_up(backup, prepared)
    try:
        upgrade(prepared, now)
        _prepare(prepared, current, Lost(since, now))
        made = contents(prepared)
        kept = keep(database, now, "before-restore") if database.exists() else None
        replace_by(prepared, database)
    finally:
        for left in prepared.parent.glob(f"{prepared.name}*"):
            left.unlink()
    return Restored(made, kept, since, current.acts, forgets=current.graves is not None)


def _current(database: Path, since: datetime) -> _Current:
    if not database.exists():
        return _Current(graves={})
    try:
        contents(database)
    except WrongShape:
        return _Current()
    store = open_store(database)
    try:
        with store.reading() as view:
            key = facts.fact(view, facts.ERASURE_KEY)
            return _Current(key, graves.dug(view), audit.by_people(view, since))
    finally:
        store.close()


def _prepare(prepared: Path, current: _Current, missing: Lost) -> None:
    store = open_store(prepared)
    try:
        with store.work("restore") as work:
            if current.graves:
                _same_key(work, current)
                _bury(work, current.graves)
            waiting.drop_all(work)
            lost.note(work, missing)
    finally:
        store.close()


def _same_key(work: Connection, current: _Current) -> None:
    """The graves are hashes under the key of their database; under another they mean nothing."""
    assert current.key is not None
    if facts.fact(work, facts.ERASURE_KEY) not in (None, current.key):
        raise WrongShape(
            "the backup is of another database than the one it would replace, which knows whom "
            "to forget: they would return. Move that database away first, if this is what you want"
        )
    facts.note(work, facts.ERASURE_KEY, current.key)


def _bury(work: Connection, dug: Mapping[graves.Place, tuple[Intent, ...]]) -> None:
    """Erases again what was erased since the backup was made."""
    key = facts.erasure_key(work)
    back: dict[tuple[str, int | None, str], list[graves.Body]] = {}
    for body in graves.bodies(work):
        if (body.city, body.network, facts.tombstone(key, body.network, body.event)) in dug:
            back.setdefault((body.city, body.mob, body.person), []).append(body)
    for (city, mob, person), bodies in back.items():
        for network in {body.network for body in bodies}:
            events = [body.event for body in bodies if body.network == network]
            taking_back.blank_answers(work, city, network, events)
        if mob is None:
            tombs = {b.event: facts.tombstone(key, b.network, b.event) for b in bodies}
            people.bury(work, city, person, anonymous=_anonymous(), graves=tombs)
        else:
            _out_of_mob(work, mob, person, bodies, key=key, dug=dug)
    graves.add(work, dug, anonymous=_anonymous())


def _anonymous() -> str:
    return f"forgotten:{uuid4().hex}"


def _out_of_mob(
    work: Connection,
    mob: int,
    person: str,
    bodies: Iterable[graves.Body],
    *,
    key: str,
    dug: Mapping[graves.Place, tuple[Intent, ...]],
) -> None:
    """Leaves in a mob only what still counts of a person, as it was left when they were erased."""
    loaded = mobs.load(work, mob)
    assert loaded is not None
    stones = {}
    for body in bodies:
        stone = facts.tombstone(key, body.network, body.event)
        stones[body.event] = Grave(stone, dug[body.city, body.network, stone])
    said = mentions.said_by(work, mob, (person,)).get(person, ())
    left = [_left(each, stones) for each in said]
    kept = standings.of(work, mob, (person,)).get(person)
    anonymous = _anonymous()
    if kept is not None:
        stands = fold(loaded[0].window(), left, nameless=kept.standing.nameless)
        standings.save(work, [(kept.standing, replace(kept, standing=stands))])
        standings.rename(work, mob, person, anonymous)
    mentions.erase(work, mob, person, anonymous=anonymous, graves=stones)


def _left(said: Said, stones: Mapping[str, Grave]) -> Said:
    stone = stones.get(said.event)
    return said if stone is None else replace(said, intents=stone.intents)
