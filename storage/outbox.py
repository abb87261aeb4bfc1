"""The outbox: every post that was promised, with its state; a promise is a row, once."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import IntEnum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from bot.domain.posts import Action, Draft, Letter, Say, Visibility
from storage.columns import Instant, listed, one_of
from storage.known import Sent as Sent
from storage.prepared import Prepared
from storage.tables import OutboxRow

OUTBOX = OutboxRow.__table__  # type: ignore[attr-defined]


TOO_LATE = "too late to be true"
PAUSED = "too late: the bot was paused"


class Rank(IntEnum):
    """What goes first when not all can: announcements before answers, answers before signs.
    Letters to owners have a lane of their own."""

    PUBLIC = 0
    ORGANISER = 1
    REPLY = 2
    FAVOURITE = 3
    LETTER = 4


# What nobody asked for, and what a stop therefore takes back.
UNASKED = (Rank.PUBLIC.value, Rank.LETTER.value)


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
    if say.organiser:
        return Rank.ORGANISER
    return Rank.PUBLIC if say.origin is None else Rank.REPLY


def promise(work: Connection, city: str, drafted: Iterable[tuple[int, Say, str, Draft]]) -> None:
    """Puts says, each of a mob and drafted for a network, into the outbox, in one statement; a
    promise made before stays as it was, so that nothing is ever promised twice."""
    rows = [_row(city, mob, say, network, draft) for mob, say, network, draft in drafted]
    if rows:
        _PROMISE.many(work, rows)


_PROMISED = (
    *("city", "mob", "key", "network", "part", "kind", "action", "rank", "body", "language"),
    *("visibility", "origin", "under", "after", "letter", "due", "until", "state", "next_try"),
)
_PROMISE = Prepared(
    insert(OUTBOX).on_conflict_do_nothing(), _PROMISED, seldom=("under", "after", "letter")
)


_PENDING = str(Sent.PENDING)


def _row(city: str, mob: int, say: Say, network: str, draft: Draft) -> dict[str, Any]:
    return {
        "city": city,
        "mob": mob,
        "key": say.key,
        "network": network,
        "part": draft.part,
        "kind": say.kind,
        "action": str(say.action),
        "rank": int(rank_of(say)),
        "body": draft.text,
        "language": draft.language,
        "visibility": str(draft.visibility),
        "origin": draft.reply_to,
        "under": say.under,
        "after": draft.after,
        "letter": _written(draft.letter),
        "due": say.due,
        "until": say.until,
        "state": _PENDING,
        "next_try": say.due,
    }


def _written(letter: Letter | None) -> str | None:
    """A letter as JSON, without the address it goes to."""
    if letter is None:
        return None
    return json.dumps({k: v for k, v in asdict(letter).items() if k != "to"}, ensure_ascii=False)


def waiting(
    work: Connection,
    city: str,
    network: str,
    now: datetime,
    *,
    at_most: int,
    ranks: Collection[Rank] = tuple(Rank),
) -> tuple[Promise, ...]:
    """Rows of these ranks that may be tried now, announcements first, then by the time they were
    due."""
    may = json.dumps([rank.value for rank in ranks])
    rows = _WAITING.rows(work, of=city, on=network, now=now, at_most=at_most, ranks=may)
    return tuple(map(promise_of, rows))


_WAITING = Prepared(
    sa.select(OUTBOX)
    .where(
        OUTBOX.c.city == sa.bindparam("of"),
        OUTBOX.c.network == sa.bindparam("on"),
        OUTBOX.c.state == Sent.PENDING,
        OUTBOX.c.due <= sa.bindparam("now"),
        OUTBOX.c.next_try <= sa.bindparam("now"),
        OUTBOX.c.rank.in_(listed("ranks")),
    )
    .order_by(OUTBOX.c.rank, OUTBOX.c.due, OUTBOX.c.id)
    .limit(sa.bindparam("at_most", type_=sa.Integer))
)


def unsure(work: Connection, city: str, network: str, now: datetime) -> tuple[Promise, ...]:
    """Claimed rows of unknown outcome whose time to settle is over."""
    return tuple(map(promise_of, _UNSURE.rows(work, of=city, on=network, now=now)))


_UNSURE = Prepared(
    sa.select(OUTBOX)
    .where(
        OUTBOX.c.city == sa.bindparam("of"),
        OUTBOX.c.network == sa.bindparam("on"),
        OUTBOX.c.state == Sent.SENDING,
        OUTBOX.c.next_try <= sa.bindparam("now"),
    )
    .order_by(OUTBOX.c.id)
)


def claim(work: Connection, row: int, now: datetime, *, settle_at: datetime) -> bool:
    """Takes a pending row for sending, and says whether it was still there to be taken."""
    return _CLAIM.change(work, row=row, now=now, settle_at=settle_at) == 1


_CLAIM = Prepared(
    OUTBOX.update()
    .where(OUTBOX.c.id == sa.bindparam("row"), OUTBOX.c.state == Sent.PENDING)
    .values(
        state=Sent.SENDING.value,
        claimed_at=sa.bindparam("now"),
        next_try=sa.bindparam("settle_at"),
        tries=OUTBOX.c.tries + 1,
    )
)


def mark(work: Connection, row: int, state: Sent, **changes: Any) -> bool:
    """Writes the outcome of a row that is being sent; False where it no longer was."""
    return _marking(tuple(changes)).change(work, row=row, now=state.value, **changes) == 1


@cache
def _marking(names: tuple[str, ...]) -> Prepared:
    fresh: dict[str, Any] = {name: sa.bindparam(name) for name in names}
    being_sent = one_of(OUTBOX.c.state, (Sent.SENDING, Sent.PENDING))
    return Prepared(
        OUTBOX.update()
        .where(OUTBOX.c.id == sa.bindparam("row"), being_sent)
        .values(state=sa.bindparam("now"), **fresh)
    )


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


def parent_of(work: Connection, row: Promise) -> Promise | None:
    """The row that this one follows: the thread's part before, or the post it stands under: the
    first part of the newest said under that key (a mob with a second date has a second
    announcement, `announcement.1`)."""
    place = {"of": row.city, "mob": row.mob, "on": row.network}
    if row.after is not None:
        found = _PART.first(work, **place, named=row.key, part=row.after)
    elif row.under is not None:
        found = _NEWEST.first(work, **place, named=row.under, dated=f"{row.under}.*")
    else:
        found = None
    return None if found is None else promise_of(found)


_IN_PLACE = sa.select(OUTBOX).where(
    OUTBOX.c.city == sa.bindparam("of"),
    OUTBOX.c.mob == sa.bindparam("mob"),
    OUTBOX.c.network == sa.bindparam("on"),
)
_NAMED = OUTBOX.c.key == sa.bindparam("named")
_PART = Prepared(_IN_PLACE.where(_NAMED, OUTBOX.c.part == sa.bindparam("part")))
_NEWEST = Prepared(
    _IN_PLACE.where(
        sa.or_(_NAMED, OUTBOX.c.key.op("GLOB")(sa.bindparam("dated"))), OUTBOX.c.after.is_(None)
    ).order_by(OUTBOX.c.id.desc())
)


def next_due(work: Connection, after: datetime) -> datetime | None:
    """The next instant later than `after` at which a row has something due: a send, or the
    settling of an unsure one. What is due already (a part that waits for the one before) is not
    news, and must not hide what comes."""
    row = _NEXT.first(work, after=after)
    return None if row is None else row["next"]


def _next_due() -> Prepared:
    later = sa.func.max(OUTBOX.c.next_try, OUTBOX.c.due, type_=Instant)
    waiting = one_of(OUTBOX.c.state, (Sent.PENDING, Sent.SENDING))
    soonest = sa.func.min(later, type_=Instant).label("next")
    return Prepared(sa.select(soonest).where(waiting, later > sa.bindparam("after")))


_NEXT = _next_due()


def promise_of(row: Any) -> Promise:
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
