"""What the outbox holds, read back: what was promised, what is out, and what never came out."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from storage.columns import listed, one_of
from storage.outbox import OUTBOX, TOO_LATE, UNASKED, Promise, Sent, promise_of
from storage.prepared import Prepared


def by_remote(
    work: Connection, city: str, network: str, ids: Collection[str]
) -> dict[str, Promise]:
    """Our own posts among these ids of a network."""
    if not ids:
        return {}
    rows = _BY_REMOTE.rows(work, of=city, on=network, ids=json.dumps(list(ids)))
    return {row["remote_id"]: promise_of(row) for row in rows}


_BY_REMOTE = Prepared(
    sa.select(OUTBOX).where(
        OUTBOX.c.city == sa.bindparam("of"),
        OUTBOX.c.network == sa.bindparam("on"),
        OUTBOX.c.remote_id.in_(listed("ids")),
    )
)


def not_out(work: Connection, city: str, since: datetime) -> tuple[Promise, ...]:
    """Public posts and letters that were true until after `since` and that never came out: refused
    by their network, of unknown fate, or too late."""
    return tuple(map(promise_of, _NOT_OUT.rows(work, of=city, since=since)))


_NOT_OUT = Prepared(
    sa.select(OUTBOX)
    .where(
        OUTBOX.c.city == sa.bindparam("of"),
        one_of(OUTBOX.c.state, (Sent.BLOCKED, Sent.SKIPPED)),
        one_of(OUTBOX.c.rank, UNASKED),
        OUTBOX.c.until > sa.bindparam("since"),
        sa.or_(OUTBOX.c.state == Sent.BLOCKED, OUTBOX.c.reason == TOO_LATE),
    )
    .order_by(OUTBOX.c.id)
)


def promised(work: Connection, city: str, mob: int, keys: Collection[str]) -> frozenset[str]:
    """Those of the keys under which something was promised already."""
    if not keys:
        return frozenset()
    rows = _SAID.rows(work, of=city, mob=mob, asked=json.dumps(list(keys)))
    return frozenset(row["key"] for row in rows)


_SAID = Prepared(
    sa.select(OUTBOX.c.key).where(
        OUTBOX.c.city == sa.bindparam("of"),
        OUTBOX.c.mob == sa.bindparam("mob"),
        OUTBOX.c.key.in_(listed("asked")),
    )
)


def of_mob(work: Connection, mob: int) -> tuple[Promise, ...]:
    """Every promise made in a mob, in the order they were made."""
    return _all(work, OUTBOX.c.mob == mob)


def of_city(work: Connection, city: str) -> tuple[Promise, ...]:
    """Every promise made in a city, in the order they were made."""
    return _all(work, OUTBOX.c.city == city)


def _all(work: Connection, which: Any) -> tuple[Promise, ...]:
    rows = work.execute(sa.select(OUTBOX).where(which).order_by(OUTBOX.c.id))
    return tuple(promise_of(row) for row in rows.mappings())


def open_ends(work: Connection, city: str) -> dict[Sent, int]:
    """How many promises of a city wait, are being sent, or are blocked."""
    return {Sent(row["state"]): row["n"] for row in _OPEN_ENDS.rows(work, of=city)}


_OPEN_ENDS = Prepared(
    sa.select(OUTBOX.c.state, sa.func.count().label("n"))
    .where(
        OUTBOX.c.city == sa.bindparam("of"),
        one_of(OUTBOX.c.state, (Sent.PENDING, Sent.SENDING, Sent.BLOCKED)),
    )
    .group_by(OUTBOX.c.state)
)


def replies(work: Connection, city: str, kind: str) -> tuple[Promise, ...]:
    """The answers of a kind that the city gave or has promised, the oldest first."""
    which = sa.and_(OUTBOX.c.city == city, OUTBOX.c.kind == kind, OUTBOX.c.origin.is_not(None))
    return _all(work, which)


def posts_out(
    work: Connection, city: str, network: str, mob: int, keys: Sequence[str]
) -> tuple[Promise, ...]:
    """The first parts of a mob's posts under these keys (of any of its dates) that are out."""
    if not keys:
        return ()
    asked = json.dumps([*keys, *(f"{key}.*" for key in keys)])
    rows = _POSTS_OUT.rows(work, of=city, on=network, mob=mob, asked=asked)
    return tuple(map(promise_of, rows))


def _posts_out() -> Prepared:
    asked = sa.func.json_each(sa.bindparam("asked", type_=sa.Text)).table_valued("value")
    return Prepared(
        sa.select(OUTBOX)
        .where(
            OUTBOX.c.city == sa.bindparam("of"),
            OUTBOX.c.network == sa.bindparam("on"),
            OUTBOX.c.mob == sa.bindparam("mob"),
            sa.exists().where(OUTBOX.c.key.op("GLOB")(asked.c.value)),
            OUTBOX.c.state == Sent.SENT,
            OUTBOX.c.after.is_(None),
        )
        .order_by(OUTBOX.c.id)
    )


_POSTS_OUT = _posts_out()


def ids_out(work: Connection, city: str, network: str, since: datetime) -> frozenset[str]:
    """The posts of an account that are known to be out and were sent since then."""
    rows = _IDS_OUT.rows(work, of=city, on=network, since=since)
    return frozenset(row["remote_id"] for row in rows)


_IDS_OUT = Prepared(
    sa.select(OUTBOX.c.remote_id).where(
        OUTBOX.c.city == sa.bindparam("of"),
        OUTBOX.c.network == sa.bindparam("on"),
        OUTBOX.c.state == Sent.SENT,
        OUTBOX.c.sent_at >= sa.bindparam("since"),
        OUTBOX.c.remote_id.is_not(None),
    )
)
