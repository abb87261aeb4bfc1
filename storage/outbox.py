"""The outbox: every post that was promised, with its state; a promise is a row, once."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from bot.domain.posts import Action, Draft, Letter, Say, Visibility
from storage.columns import listed
from storage.tables import OutboxRow

OUTBOX = OutboxRow.__table__  # type: ignore[attr-defined]


TOO_LATE = "too late to be true"


class Sent(StrEnum):
    """How far a promised post has come.

    PENDING waits; SENDING was claimed, and is unsure until its own timeline was read; SENT is
    out; SKIPPED is no longer true or wanted; BLOCKED the network will not take.
    """

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"
    BLOCKED = "blocked"


class Rank(IntEnum):
    """What goes first when not all can: announcements before answers, answers before signs.
    Letters to owners have a lane of their own."""

    PUBLIC = 0
    ORGANISER = 1
    REPLY = 2
    FAVOURITE = 3
    LETTER = 4


# What nobody asked for, and what a stop therefore takes back.
_UNASKED = (Rank.PUBLIC.value, Rank.LETTER.value)


@dataclass(frozen=True, slots=True)
class Promise:
    """One row of the outbox."""

    id: int
    city: str
    mob: int
    key: str
    network: str
    part: str
    kind: str
    action: Action
    rank: Rank
    text: str
    language: str
    visibility: Visibility
    origin: str | None
    under: str | None
    after: str | None
    due: datetime
    until: datetime
    state: Sent
    reason: str
    tries: int
    next_try: datetime
    claimed_at: datetime | None
    remote_id: str | None
    url: str | None
    sent_at: datetime | None
    parent: str | None
    letter: Letter | None = None


def rank_of(say: Say) -> Rank:
    """What a say's rows rank at."""
    if say.action is Action.FAVOURITE:
        return Rank.FAVOURITE
    if say.owner_of is not None:
        return Rank.LETTER
    if say.origin is not None:
        return Rank.REPLY
    return Rank.ORGANISER if say.organiser else Rank.PUBLIC


def promise(work: Connection, city: str, drafted: Iterable[tuple[int, Say, str, Draft]]) -> None:
    """Puts says, each of a mob and drafted for a network, into the outbox, in one statement; a
    promise made before stays as it was, so that nothing is ever promised twice."""
    rows = [_row(city, mob, say, network, draft) for mob, say, network, draft in drafted]
    if rows:
        work.execute(_PROMISE, rows)


_PROMISE = insert(OUTBOX).on_conflict_do_nothing()


def _row(city: str, mob: int, say: Say, network: str, draft: Draft) -> dict[str, Any]:
    return {
        "city": city,
        "mob": mob,
        "key": say.key,
        "network": network,
        "part": draft.part,
        "kind": say.kind,
        "action": say.action.value,
        "rank": rank_of(say).value,
        "body": draft.text,
        "language": draft.language,
        "visibility": draft.visibility.value,
        "origin": draft.reply_to,
        "under": say.under,
        "after": draft.after,
        "letter": _written(draft.letter),
        "due": say.due,
        "until": say.until,
        "state": Sent.PENDING.value,
        "next_try": say.due,
    }


def _written(letter: Letter | None) -> str | None:
    """A letter as JSON, without the address it goes to."""
    if letter is None:
        return None
    return json.dumps({k: v for k, v in asdict(letter).items() if k != "to"}, ensure_ascii=False)


def waiting(
    work: Connection, city: str, network: str, now: datetime, *, at_most: int
) -> tuple[Promise, ...]:
    """Rows that may be tried now, announcements first, then by the time they were due."""
    asked = {"of": city, "on": network, "now": now, "at_most": at_most}
    return tuple(_promise(row) for row in work.execute(_WAITING, asked).mappings())


# Made once: it is asked before every send.
_WAITING = (
    sa.select(OUTBOX)
    .where(
        OUTBOX.c.city == sa.bindparam("of"),
        OUTBOX.c.network == sa.bindparam("on"),
        OUTBOX.c.state == Sent.PENDING,
        OUTBOX.c.due <= sa.bindparam("now"),
        OUTBOX.c.next_try <= sa.bindparam("now"),
    )
    .order_by(OUTBOX.c.rank, OUTBOX.c.due, OUTBOX.c.id)
    .limit(sa.bindparam("at_most", type_=sa.Integer))
)


def unsure(work: Connection, city: str, network: str, now: datetime) -> tuple[Promise, ...]:
    """Claimed rows of unknown outcome whose time to settle is over."""
    rows = work.execute(
        sa.select(OUTBOX)
        .where(
            OUTBOX.c.city == city,
            OUTBOX.c.network == network,
            OUTBOX.c.state == Sent.SENDING,
            OUTBOX.c.next_try <= now,
        )
        .order_by(OUTBOX.c.id)
    )
    return tuple(_promise(row) for row in rows.mappings())


def claim(work: Connection, row: int, now: datetime, *, settle_at: datetime) -> bool:
    """Takes a pending row for sending, and says whether it was still there to be taken."""
    done = work.execute(
        OUTBOX.update()
        .where(OUTBOX.c.id == row, OUTBOX.c.state == Sent.PENDING)
        .values(
            state=Sent.SENDING.value,
            claimed_at=now,
            next_try=settle_at,
            tries=OUTBOX.c.tries + 1,
        )
    )
    return bool(done.rowcount == 1)


def mark(work: Connection, row: int, state: Sent, **changes: Any) -> bool:
    """Writes the outcome of a row that is being sent; False where it no longer was."""
    done = work.execute(
        OUTBOX.update()
        .where(OUTBOX.c.id == row, OUTBOX.c.state.in_((Sent.SENDING, Sent.PENDING)))
        .values(state=state.value, **changes)
    )
    return bool(done.rowcount == 1)


def stand_alone(work: Connection, row: int, now: datetime) -> None:
    """The post it stood under is gone: the row goes out at once, as a post of its own."""
    mark(work, row, Sent.PENDING, under=None, next_try=now)


def unclaim(work: Connection, city: str, network: str, settle_at: datetime) -> None:
    """After a start: what was being sent when the process ended is unsure until `settle_at`."""
    work.execute(
        OUTBOX.update()
        .where(OUTBOX.c.city == city, OUTBOX.c.network == network, OUTBOX.c.state == Sent.SENDING)
        .values(next_try=settle_at, reason="interrupted while sending")
    )


def skip_waiting(work: Connection, mob: int, reason: str, *, keep: Collection[str] = ()) -> int:
    """Takes back all public posts and letters of a mob that are not out yet; returns how many."""
    done = work.execute(
        OUTBOX.update()
        .where(
            OUTBOX.c.mob == mob,
            OUTBOX.c.state == Sent.PENDING,
            OUTBOX.c.rank.in_(_UNASKED),
            OUTBOX.c.key.not_in(keep),
        )
        .values(state=Sent.SKIPPED.value, reason=reason)
    )
    return int(done.rowcount)


def blank_answers(work: Connection, city: str, network: str, events: Collection[str]) -> None:
    """Takes the words out of answers that are out already: they begin with the person's name."""
    work.execute(
        OUTBOX.update()
        .where(
            OUTBOX.c.city == city,
            OUTBOX.c.network == network,
            OUTBOX.c.origin.in_(events),
            OUTBOX.c.state != Sent.PENDING,
        )
        .values(body="", origin=None)
    )


def parent_of(work: Connection, row: Promise) -> Promise | None:
    """The row that this one follows: the thread's part before, or the post it stands under."""
    if row.after is not None:
        return _one(work, row, row.key, row.after)
    if row.under is not None:
        return _last(work, row, row.under)
    return None


def _one(work: Connection, row: Promise, key: str, part: str) -> Promise | None:
    found = work.execute(_same_place(row, key).where(OUTBOX.c.part == part)).mappings().first()
    return None if found is None else _promise(found)


def _last(work: Connection, row: Promise, key: str) -> Promise | None:
    """The first part of the newest post said under this key: a mob with a second date has a
    second announcement, `announcement.1`."""
    like = sa.or_(OUTBOX.c.key == key, OUTBOX.c.key.startswith(f"{key}.", autoescape=True))
    query = _same_place(row, None).where(like, OUTBOX.c.after.is_(None))
    found = work.execute(query.order_by(OUTBOX.c.id.desc())).mappings().first()
    return None if found is None else _promise(found)


def _same_place(row: Promise, key: str | None) -> Any:
    query = sa.select(OUTBOX).where(
        OUTBOX.c.city == row.city, OUTBOX.c.mob == row.mob, OUTBOX.c.network == row.network
    )
    return query if key is None else query.where(OUTBOX.c.key == key)


def by_remote(
    work: Connection, city: str, network: str, ids: Collection[str]
) -> dict[str, Promise]:
    """Our own posts among these ids of a network."""
    if not ids:
        return {}
    asked = {"of": city, "on": network, "ids": json.dumps(list(ids))}
    rows = work.execute(_BY_REMOTE, asked)
    return {row["remote_id"]: _promise(row) for row in rows.mappings()}


_BY_REMOTE = sa.select(OUTBOX).where(
    OUTBOX.c.city == sa.bindparam("of"),
    OUTBOX.c.network == sa.bindparam("on"),
    OUTBOX.c.remote_id.in_(listed("ids")),
)


def not_out(work: Connection, city: str, since: datetime) -> tuple[Promise, ...]:
    """Public posts and letters that were true until after `since` and that never came out: refused
    by their network, of unknown fate, or too late."""
    late = sa.and_(OUTBOX.c.state == Sent.SKIPPED, OUTBOX.c.reason == TOO_LATE)
    return _all(
        work,
        sa.and_(
            OUTBOX.c.city == city,
            OUTBOX.c.rank.in_(_UNASKED),
            OUTBOX.c.until > since,
            sa.or_(OUTBOX.c.state == Sent.BLOCKED, late),
        ),
    )


def promised(work: Connection, city: str, mob: int, keys: Collection[str]) -> frozenset[str]:
    """Those of the keys under which something was promised already."""
    if not keys:
        return frozenset()
    query = sa.select(OUTBOX.c.key).where(
        OUTBOX.c.city == city, OUTBOX.c.mob == mob, OUTBOX.c.key.in_(keys)
    )
    return frozenset(row.key for row in work.execute(query))


def of_mob(work: Connection, mob: int) -> tuple[Promise, ...]:
    """Every promise made in a mob, in the order they were made."""
    return _all(work, OUTBOX.c.mob == mob)


def of_city(work: Connection, city: str) -> tuple[Promise, ...]:
    """Every promise made in a city, in the order they were made."""
    return _all(work, OUTBOX.c.city == city)


def _all(work: Connection, which: Any) -> tuple[Promise, ...]:
    rows = work.execute(sa.select(OUTBOX).where(which).order_by(OUTBOX.c.id))
    return tuple(_promise(row) for row in rows.mappings())


def posts_out(
    work: Connection, city: str, network: str, mob: int, keys: Sequence[str]
) -> tuple[Promise, ...]:
    """The first parts of a mob's posts under these keys (of any of its dates) that are out."""
    if not keys:
        return ()
    under = [OUTBOX.c.key.in_(keys), *(OUTBOX.c.key.startswith(f"{k}.") for k in keys)]
    which = sa.and_(
        OUTBOX.c.city == city,
        OUTBOX.c.network == network,
        OUTBOX.c.mob == mob,
        sa.or_(*under),
        OUTBOX.c.state == Sent.SENT,
        OUTBOX.c.after.is_(None),
    )
    return _all(work, which)


def ids_out(work: Connection, city: str, network: str, since: datetime) -> frozenset[str]:
    """The posts of an account that are known to be out and were sent since then."""
    rows = work.execute(
        sa.select(OUTBOX.c.remote_id).where(
            OUTBOX.c.city == city,
            OUTBOX.c.network == network,
            OUTBOX.c.state == Sent.SENT,
            OUTBOX.c.sent_at >= since,
            OUTBOX.c.remote_id.is_not(None),
        )
    )
    return frozenset(row[0] for row in rows)


def next_due(work: Connection, after: datetime) -> datetime | None:
    """The next instant later than `after` at which a row has something due: a send, or the
    settling of an unsure one. What is due already (a part that waits for the one before) is not
    news, and must not hide what comes."""
    later = sa.case((OUTBOX.c.next_try > OUTBOX.c.due, OUTBOX.c.next_try), else_=OUTBOX.c.due)
    waiting = OUTBOX.c.state.in_((Sent.PENDING, Sent.SENDING))
    found = work.execute(sa.select(sa.func.min(later)).where(waiting, later > after)).scalar()
    return found if found is None or isinstance(found, datetime) else datetime.fromisoformat(found)


def _promise(row: Any) -> Promise:
    values = dict(row)
    values["text"] = values.pop("body")
    letter = values["letter"]
    return Promise(
        **values
        | {
            "action": Action(values["action"]),
            "letter": None if letter is None else Letter(**json.loads(letter)),
            "rank": Rank(values["rank"]),
            "visibility": Visibility(values["visibility"]),
            "state": Sent(values["state"]),
        }
    )
