"""Standings and the tally in the store: who committed, and the sums kept by differences."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from bot.domain.intents import from_json
from bot.domain.posts import Visibility
from bot.domain.standing import Key, Said, Standing, difference
from bot.domain.suspicion import Reason, Ruling, Suspicion
from bot.domain.values import value
from storage.columns import listed, one_of
from storage.mentions import MENTION, SPEAKING
from storage.prepared import Prepared
from storage.tables import MobRow, StandingRow, TallyRow

STANDING = StandingRow.__table__  # type: ignore[attr-defined]
MOB = MobRow.__table__  # type: ignore[attr-defined]
TALLY = TallyRow.__table__  # type: ignore[attr-defined]


@value(frozen=True, slots=True)
class Kept:
    """One person's standing in one mob, with whose it is and since when."""

    mob: int
    person: str
    network: str
    name: str
    standing: Standing
    since: datetime


def of(work: Connection, mob: int, persons: Iterable[str]) -> dict[str, Kept]:
    """The standings of these people in a mob."""
    which = sa.and_(STANDING.c.mob == mob, STANDING.c.person.in_(tuple(persons)))
    return {kept.person: kept for kept in _load(work, which)}


def with_words(
    work: Connection, mobs: Iterable[int], persons: Iterable[str]
) -> dict[tuple[int, str], tuple[Kept, tuple[Said, ...]]]:
    """The standings of these people in these mobs, each with all that they said in it."""
    asked = {"mobs": json.dumps(list(mobs)), "persons": json.dumps(list(persons))}
    kept: dict[tuple[int, str], Kept] = {}
    said: dict[tuple[int, str], list[Said]] = {}
    for found in _WITH_WORDS.found(work, **asked):
        mob, person, *_ = found
        if (mob, person) not in kept:
            kept[mob, person], said[mob, person] = _stored(found), []
        words = found[-len(_WORDS) :]
        if words[0] is not None:
            said[mob, person].append(_said(*words))
    return {key: (kept[key], tuple(said[key])) for key in kept}


_STANDING = ("mob", "person", *(c.name for c in STANDING.c if c.name not in ("mob", "person")))
_WORDS = (
    *("event", "said_at", "read_at", "intents", "network", "name", "lang", "visibility"),
    "answered",
)


def _stored(found: tuple[Any, ...]) -> Kept:
    """The standing, from its columns as they are stored."""
    row = dict(zip(_STANDING, found, strict=False))
    row["since"], row["nameless"] = datetime.fromisoformat(row["since"]), bool(row["nameless"])
    return kept_from(row)


def _said(event: str, said_at: str, read_at: str, intents: str, *more: Any) -> Said:
    """The message beside a standing, from the columns of `_WORDS` as they are stored."""
    network, name, lang, visibility, answered = more
    at, read = datetime.fromisoformat(said_at), datetime.fromisoformat(read_at)
    asked, seen = from_json(intents), _SEEN[visibility]
    return Said(event, at, read, asked, network, name, lang, seen, answered=bool(answered))


# An enumeration takes long to find its member.
_SEEN = {str(one): one for one in Visibility}


def _with_words() -> Any:
    """Whoever said anything that bears on a mob has a standing in it, so a join finds it all."""
    theirs = sa.and_(
        MENTION.c.mob == STANDING.c.mob,
        MENTION.c.person == STANDING.c.person,
        one_of(MENTION.c.state, SPEAKING),
    )
    words = (MENTION.c[name].label(f"said_{name}") for name in _WORDS)
    return (
        sa.select(*(STANDING.c[name] for name in _STANDING), *words)
        .select_from(STANDING.outerjoin(MENTION, theirs))
        .where(STANDING.c.mob.in_(listed("mobs")), STANDING.c.person.in_(listed("persons")))
    )


# Made once: it is asked for at every page.
_WITH_WORDS = Prepared(_with_words())


def all_in(work: Connection, mob: int) -> tuple[Kept, ...]:
    """Every standing in a mob, the longest standing first."""
    return _load(work, STANDING.c.mob == mob)


def _load(work: Connection, which: Any) -> tuple[Kept, ...]:
    rows = work.execute(sa.select(STANDING).where(which).order_by(STANDING.c.since))
    return tuple(kept_from(row) for row in rows.mappings())


def save(work: Connection, changed: Sequence[tuple[Standing, Kept]]) -> None:
    """Writes standings, each given as what it was and what it is, and moves the tally by the
    differences: two statements, however many people."""
    moves: Counter[tuple[int, str, int, str]] = Counter()
    for before, after in changed:
        for (what, number), by in difference(before, after.standing).items():
            moves[after.mob, what, number, after.network] += by
    if changed:
        _SAVE.many(work, [_values(after) for _, after in changed])
    _move(work, {key: by for key, by in moves.items() if by})


def _saving() -> Prepared:
    statement = insert(STANDING)
    moving = (c for c in STANDING.c if not c.primary_key and c.name != "since")
    fresh = {c.name: statement.excluded[c.name] for c in moving}
    return Prepared(
        statement.on_conflict_do_update(index_elements=["mob", "person"], set_=fresh),
        STANDING.c.keys(),
        seldom=("spent", "suspected"),
    )


def _move(work: Connection, moves: Mapping[tuple[int, str, int, str], int]) -> None:
    if moves:
        rows = [(*key, by) for key, by in moves.items()]
        _ADD.many(work, [dict(zip((*_TALLY_KEY, "n"), row, strict=True)) for row in rows])


_TALLY_KEY = ("mob", "what", "number", "network")


def _adding() -> Prepared:
    statement = insert(TALLY)
    added = {"n": TALLY.c.n + statement.excluded.n}
    return Prepared(
        statement.on_conflict_do_update(index_elements=_TALLY_KEY, set_=added), TALLY.c.keys()
    )


# Made once: they are sent at every page.
_SAVE, _ADD = _saving(), _adding()


def mobs_of(work: Connection, city: str, person: str) -> tuple[int, ...]:
    """The mobs of a city in which this person has a standing."""
    rows = work.execute(
        sa.select(STANDING.c.mob)
        .join(MOB, MOB.c.id == STANDING.c.mob)
        .where(MOB.c.city == city, STANDING.c.person == person)
    )
    return tuple(row[0] for row in rows)


def by_network(work: Connection, mob: int) -> dict[str, dict[Key, int]]:
    """The tally of a mob, network by network."""
    found: dict[str, dict[Key, int]] = {}
    for row in work.execute(sa.select(TALLY).where(TALLY.c.mob == mob, TALLY.c.n != 0)).mappings():
        found.setdefault(row["network"], {})[row["what"], row["number"]] = row["n"]
    return found


def rename(work: Connection, mob: int, person: str, anonymous: str) -> None:
    """The standing stays as numbers under another key; nothing leads to the person any more."""
    work.execute(
        STANDING.update()
        .where(STANDING.c.mob == mob, STANDING.c.person == person)
        .values(person=anonymous, name="")
    )


_NONE: frozenset[int] = frozenset()


def kept_from(row: Any) -> Kept:
    """A row of the table as a kept standing."""
    standing = Standing(
        nomination=row["nomination"],
        backs=_NONE if row["backs"] == "[]" else frozenset(json.loads(row["backs"])),
        vote=row["vote"],
        people=row["people"],
        tentative=row["tentative"],
        spent=row["spent"],
        nameless=row["nameless"],
        suspicion=_suspicion(row),
    )
    return Kept(row["mob"], row["person"], row["network"], row["name"], standing, row["since"])


def _suspicion(row: Any) -> Suspicion | None:
    if row["suspected"] is None:
        return None
    return Suspicion(row["suspected"], Reason(row["suspicion"]), Ruling(row["ruling"]))


def _values(kept: Kept) -> dict[str, Any]:
    standing, suspicion = kept.standing, kept.standing.suspicion
    return {
        "mob": kept.mob,
        "person": kept.person,
        "network": kept.network,
        "name": kept.name,
        "nomination": standing.nomination,
        "backs": json.dumps(sorted(standing.backs)) if standing.backs else "[]",
        "vote": standing.vote,
        "people": standing.people,
        "tentative": standing.tentative,
        "spent": standing.spent,
        "nameless": int(standing.nameless),
        "suspected": suspicion.number if suspicion else None,
        "suspicion": suspicion.reason.value if suspicion else "",
        "ruling": suspicion.ruling.value if suspicion else "",
        "since": kept.since,
    }
