"""The tables: SQLModel classes, STRICT in SQLite; every row carries its city or its mob."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from storage.columns import blob, instant, serial, whole, words, yes_no

# Names of constraints must be known for later migrations to change them.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Row(SQLModel):
    """What the tables share. Rows are read and written as plain values, so what would check an
    object of such a class is made only for whoever makes one."""

    model_config = {"defer_build": True}


def _strict(*constraints: Any) -> Any:
    return (*constraints, {"sqlite_strict": True})


class MobRow(Row, table=True):
    """One cash mob; `rules`, `done`, `private` and `walls` (what the town's clocks show at its
    planned instants) are JSON."""

    __tablename__ = "mob"
    __table_args__ = _strict(sa.Index("ix_mob_city", "city", "ended_at"))

    id: int | None = serial()
    city: str = words()
    stage: str = words()
    meets_at: datetime | None = instant(null=True)
    created_at: datetime = instant()
    sequence: int = whole(default=0)
    rules: str = words()
    done: str = words(default="[]")
    opened: datetime | None = instant(null=True)
    closes: datetime | None = instant(null=True)
    winner: int | None = whole(null=True)
    stepped_in: bool = yes_no()
    short_notice: bool = yes_no()
    revealed_at: datetime | None = instant(null=True)
    next_call: datetime | None = instant(null=True)
    till: int | None = whole(null=True)
    till_private: bool = yes_no()
    heads: int | None = whole(null=True)
    sales: int | None = whole(null=True)
    usual_percent: int | None = whole(null=True)
    new_percent: int | None = whole(null=True)
    private: str = words(default="[]")
    told_votes: int = whole(default=0)
    told_held: int = whole(default=0)
    told_at: datetime | None = instant(null=True)
    let_go: bool = yes_no()
    ended_at: datetime | None = instant(null=True)
    walls: str = words(default="{}")


class NominationRow(Row, table=True):
    """A shop put forward for a mob, with the organisers' decision and the owner's answer."""

    __tablename__ = "nomination"
    __table_args__ = _strict(sa.ForeignKeyConstraint(["mob"], ["mob.id"]))

    mob: int = whole(key=True)
    number: int = whole(key=True)
    name: str = words()
    said_at: datetime = instant()
    place: str | None = words(null=True)
    state: str = words()
    into: int | None = whole(null=True)
    choice: int | None = whole(null=True)
    consent: str = words(default="none")
    consent_by: str = words(default="")
    consent_channel: str = words(default="")
    consent_told: datetime | None = instant(null=True)
    consent_wall: str = words(default="")
    consent_at: datetime | None = instant(null=True)
    shop: int | None = whole(null=True)
    pinned: bool = yes_no()
    near: str = words(default="[]")
    flag: str = words(default="")
    reason: str = words(default="")
    paper: int = whole(default=0)
    own: bool = yes_no()
    ticks: str = words(default="[]")
    aliases: str = words(default="[]")
    owner_email: str = words(default="")
    thanks: str = words(default="")
    parking: str = words(default="")
    access: str = words(default="")
    payment: str = words(default="")
    hours: str = words(default="")


class ShopRow(Row, table=True):
    """A business with its aliases (JSON); it survives from mob to mob."""

    __tablename__ = "shop"
    __table_args__ = _strict(sa.Index("ix_shop_city", "city"))

    id: int | None = serial()
    city: str = words()
    name: str = words()
    place: str | None = words(null=True)
    aliases: str = words(default="[]")


class MentionRow(Row, table=True):
    """A message that came in, what it was understood as (`intents`, JSON), and for which mob.

    `pictures` are how many it shows, where it names the bot.
    `state` is heard, ignored (not for us), gone (deleted by its writer), aside (could not be
    read; `reason` says why) or erased (only the keyed hash of its event stays).
    """

    __tablename__ = "mention"
    __table_args__ = _strict(
        sa.Index("ix_mention_person", "mob", "person"),
        sa.Index("ix_mention_again", "city", "network", "again_at"),
        sa.Index("ix_mention_aside", "city", sqlite_where=sa.text("state = 'aside'")),
    )

    city: str = words(key=True)
    network: str = words(key=True)
    event: str = words(key=True)
    mob: int | None = whole(null=True)
    person: str = words()
    name: str = words()
    body: str = words()
    lang: str | None = words(null=True)
    visibility: str = words()
    parent: str | None = words(null=True)
    said_at: datetime = instant()
    read_at: datetime = instant()
    edited_at: datetime | None = instant(null=True)
    account_since: datetime | None = instant(null=True)
    again_at: datetime | None = instant(null=True)
    intents: str = words(default="[]")
    state: str = words()
    reason: str = words(default="")
    answered: bool = yes_no()
    pictures: int = whole(default=0)


class BlockRow(Row, table=True):
    """A person whom a city's bot no longer hears; the audit log has who decided it, and why."""

    __tablename__ = "block"
    __table_args__ = _strict()

    city: str = words(key=True)
    person: str = words(key=True)
    since: datetime = instant()


class WaitingOrderRow(Row, table=True):
    """An organiser's order that waits for its code; of the code only a salted hash is kept."""

    __tablename__ = "waiting_order"
    __table_args__ = _strict()

    city: str = words(key=True)
    person: str = words(key=True)
    name: str = words()
    body: str = words()
    asked_at: datetime = instant()
    until: datetime = instant()
    salt: str = words(default="")
    digest: str = words(default="")
    good_until: datetime | None = instant(null=True)
    tries: int = whole(default=0)


class StandingRow(Row, table=True):
    """One person's standing in one mob: who committed, on which network, when, how many.

    `suspected` is the number of a vote under suspicion, `suspicion` the reason and `ruling` what
    an organiser decided.
    """

    __tablename__ = "standing"
    __table_args__ = _strict(sa.ForeignKeyConstraint(["mob"], ["mob.id"]))

    mob: int = whole(key=True)
    person: str = words(key=True)
    network: str = words()
    name: str = words()
    nomination: int | None = whole(null=True)
    backs: str = words(default="[]")
    vote: int | None = whole(null=True)
    people: int = whole(default=0)
    tentative: int = whole(default=0)
    spent: int | None = whole(null=True)
    nameless: bool = yes_no()
    suspected: int | None = whole(null=True)
    suspicion: str = words(default="")
    ruling: str = words(default="")
    since: datetime = instant()


class TallyRow(Row, table=True):
    """The sum of all standings, kept by differences: one figure of a mob on a network."""

    __tablename__ = "tally"
    __table_args__ = _strict()

    mob: int = whole(key=True)
    what: str = words(key=True)
    number: int = whole(key=True)
    network: str = words(key=True)
    n: int = whole()


class OutboxRow(Row, table=True):
    """One promised post: its words, when it is true, and how far it has come. `letter` is what an
    e-mail has beside its words (JSON), but for the address, which stays with the nomination."""

    __tablename__ = "outbox"
    __table_args__ = _strict(
        sa.UniqueConstraint("city", "mob", "key", "network", "part", name="uq_outbox_promise"),
        sa.Index("ix_outbox_waiting", "city", "state", "network", "rank", "due"),
        sa.Index("ix_outbox_remote", "city", "network", "remote_id"),
    )

    id: int | None = serial()
    city: str = words()
    mob: int = whole()
    key: str = words()
    network: str = words()
    part: str = words()
    kind: str = words()
    action: str = words()
    rank: int = whole()
    body: str = words()
    language: str = words()
    visibility: str = words()
    origin: str | None = words(null=True)
    under: str | None = words(null=True)
    after: str | None = words(null=True)
    letter: str | None = words(null=True)
    due: datetime = instant()
    until: datetime = instant()
    state: str = words(default="pending")
    reason: str = words(default="")
    tries: int = whole(default=0)
    next_try: datetime = instant()
    claimed_at: datetime | None = instant(null=True)
    remote_id: str | None = words(null=True)
    url: str | None = words(null=True)
    sent_at: datetime | None = instant(null=True)
    parent: str | None = words(null=True)


class PictureRow(Row, table=True):
    """A picture for a mob's recap, with the words that describe it and who agreed to be seen."""

    __tablename__ = "picture"
    __table_args__ = _strict(sa.ForeignKeyConstraint(["mob"], ["mob.id"]))

    mob: int = whole(key=True)
    number: int = whole(key=True)
    alt: str = words()
    consent: str = words()
    by: str = words()
    added_at: datetime = instant()
    data: bytes = blob()


class LaneRow(Row, table=True):
    """How far one account has been read, and what is known about it."""

    __tablename__ = "lane"
    __table_args__ = _strict()

    city: str = words(key=True)
    network: str = words(key=True)
    cursor: str | None = words(null=True)
    read_at: datetime | None = instant(null=True)
    account: str | None = words(null=True)
    handle: str = words(default="")
    max_characters: int | None = whole(null=True)
    gap_since: datetime | None = instant(null=True)
    gap_until: datetime | None = instant(null=True)
    trouble: str = words(default="")
    trouble_since: datetime | None = instant(null=True)


class AuditRow(Row, table=True):
    """What was done, by whom, when: append-only; `details` is JSON."""

    __tablename__ = "audit"
    __table_args__ = _strict(sa.Index("ix_audit_mob", "city", "mob"))

    id: int | None = serial()
    at: datetime = instant()
    city: str = words()
    mob: int | None = whole(null=True)
    who: str = words()
    act: str = words()
    details: str = words(default="{}")


class FactRow(Row, table=True):
    """Facts about this database as a whole: the key of hashes, the highest clock seen."""

    __tablename__ = "fact"
    __table_args__ = _strict()

    name: str = words(key=True)
    value: str = words()


class LedgerRow(Row, table=True):
    """What was read and written on a network that charges for it, by month and item."""

    __tablename__ = "ledger"
    __table_args__ = _strict()

    city: str = words(key=True)
    network: str = words(key=True)
    month: str = words(key=True)
    item: str = words(key=True)
    n: int = whole()
