"""Taking back what waits in the outbox, and the words out of what was said."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from bot.domain.posts import Action
from storage.outbox import OUTBOX, UNASKED, Rank, Sent


def skip_waiting(work: Connection, mob: int, reason: str, *, keep: Collection[str] = ()) -> int:
    """Takes back all public posts and letters of a mob that are not out yet; returns how many."""
    done = work.execute(
        OUTBOX.update()
        .where(
            OUTBOX.c.mob == mob,
            OUTBOX.c.state == Sent.PENDING,
            OUTBOX.c.rank.in_(UNASKED),
            OUTBOX.c.key.not_in(keep),
        )
        .values(state=Sent.SKIPPED.value, reason=reason)
    )
    return int(done.rowcount)


def skip(work: Connection, rows: Collection[int], reason: str) -> None:
    """Takes back these rows, as far as they still wait."""
    work.execute(
        OUTBOX.update()
        .where(OUTBOX.c.id.in_(rows), OUTBOX.c.state == Sent.PENDING)
        .values(state=Sent.SKIPPED.value, reason=reason)
    )


def lapse(work: Connection, city: str, network: str, now: datetime, *, reason: str) -> None:
    """Skips what is no longer true, but for private words to organisers."""
    work.execute(
        OUTBOX.update()
        .where(
            OUTBOX.c.city == city,
            OUTBOX.c.network == network,
            OUTBOX.c.state == Sent.PENDING,
            OUTBOX.c.until < now,
            OUTBOX.c.rank != Rank.ORGANISER.value,
        )
        .values(state=Sent.SKIPPED.value, reason=reason)
    )


def blank_answers(work: Connection, city: str, network: str, events: Collection[str]) -> None:
    """Takes the words out of answers that are out already: they begin with the person's name.
    Their keys and parents go as well, since they hold the ids of that person's messages. What was
    to be boosted is not."""
    work.execute(
        OUTBOX.update()
        .where(
            _under(city, network, events),
            OUTBOX.c.state == Sent.PENDING,
            OUTBOX.c.action == Action.BOOST.value,
        )
        .values(state=Sent.SKIPPED.value, reason="its writer is forgotten")
    )
    work.execute(
        OUTBOX.update()
        .where(
            _under(city, network, events),
            OUTBOX.c.state != Sent.PENDING,
        )
        .values(body="", origin=None, parent=None, key="erased:" + sa.cast(OUTBOX.c.id, sa.String))
    )


def unname(work: Connection, mob: int, names: Collection[str]) -> None:
    """Takes names out of what was said in public about a mob."""
    for name in names:
        bare = sa.func.replace(OUTBOX.c.body, name, "…")
        public = sa.and_(OUTBOX.c.mob == mob, OUTBOX.c.rank == Rank.PUBLIC.value)
        work.execute(OUTBOX.update().where(public).values(body=bare))


def blank_orders(work: Connection, city: str, before: datetime) -> None:
    """Takes the words out of what organisers were answered by message before then: they may name
    people."""
    work.execute(
        OUTBOX.update()
        .where(
            OUTBOX.c.city == city,
            OUTBOX.c.kind.in_(("order", "order_public")),
            OUTBOX.c.state != Sent.PENDING,
            OUTBOX.c.due < before,
        )
        .values(body="")
    )


def unsay(
    work: Connection, city: str, network: str, events: Collection[str], kinds: Collection[str]
) -> None:
    """Takes back what waits of these kinds to be said under a person's messages."""
    work.execute(
        OUTBOX.update()
        .where(
            _under(city, network, events),
            OUTBOX.c.kind.in_(kinds),
            OUTBOX.c.state == Sent.PENDING,
        )
        .values(state=Sent.SKIPPED.value, reason="the person does not want it")
    )


def _under(city: str, network: str, events: Collection[str]) -> sa.ColumnElement[bool]:
    """What is said, or to be said, under these messages of a network."""
    return sa.and_(OUTBOX.c.city == city, OUTBOX.c.network == network, OUTBOX.c.origin.in_(events))
