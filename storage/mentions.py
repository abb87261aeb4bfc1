"""Mentions in the store: what was said, in which words, and what it was understood as."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from bot.domain.intents import Intent, from_json, to_json
from bot.domain.posts import Mention, Visibility, like_of
from bot.domain.standing import Said
from bot.domain.values import value
from storage.columns import Instant, listed
from storage.known import Kept as Kept
from storage.prepared import Prepared
from storage.tables import MentionRow

MENTION = MentionRow.__table__  # type: ignore[attr-defined]


# The mentions that a standing is folded from.
SPEAKING = (Kept.HEARD, Kept.ERASED)


@value(frozen=True, slots=True)
class Filed:
    """A mention as it is filed: the message, the mob it is for, what it asks for, how it ended."""

    mention: Mention
    state: Kept
    read_at: datetime
    mob: int | None = None
    intents: tuple[Intent, ...] = ()
    again_at: datetime | None = None
    reason: str = ""
    answered: bool = False

    @property
    def said(self) -> Said:
        """The message as it bears on its mob, fresh from this unit of work; a like is nothing to
        answer, and therefore never fresh."""
        m = self.mention
        return Said(
            event=m.event,
            said_at=m.said_at,
            read_at=self.read_at,
            intents=self.intents,
            network=m.network,
            name=m.name,
            lang=m.lang,
            visibility=m.visibility,
            fresh=not m.like,
            answered=self.answered,
        )


@dataclass(frozen=True, slots=True)
class Grave:
    """What stays of an erased message: the keyed hash of its event, so that the next poll does
    not bring it back, and what still counts as a number."""

    event: str
    intents: tuple[Intent, ...] = ()


def known(work: Connection, city: str, network: str, events: Collection[str]) -> dict[str, Filed]:
    """Those of the events that are filed already."""
    if not events:
        return {}
    rows = _KNOWN.rows(work, city=city, network=network, events=json.dumps(list(events)))
    return {row["event"]: filed_from(row) for row in rows}


_AMONG = sa.and_(
    MENTION.c.city == sa.bindparam("city"),
    MENTION.c.network == sa.bindparam("network"),
    MENTION.c.event.in_(listed("events")),
)
_KNOWN = Prepared(sa.select(MENTION).where(_AMONG))
_TEXTS = Prepared(sa.select(MENTION.c.event, MENTION.c.body).where(_AMONG))


def texts(work: Connection, city: str, network: str, events: Collection[str]) -> dict[str, str]:
    """The words of those of the events that are filed already."""
    rows = _TEXTS.rows(work, city=city, network=network, events=json.dumps(list(events)))
    return {row["event"]: row["body"] for row in rows}


def file(
    work: Connection, city: str, filed: Sequence[Filed], *, answered: Collection[str] = ()
) -> None:
    """Files mentions, new ones and changed ones; the same event is never there twice. `answered`
    are the events that are answered in words now."""
    if not filed:
        return
    rows = [_values(city, f, f.answered or f.mention.event in answered) for f in filed]
    _FILE.many(work, rows)


def _filing() -> Prepared:
    statement = insert(MENTION)
    changing = ("mob", "name", "body", "edited_at", "again_at", "intents", "state", "reason")
    fresh = {name: statement.excluded[name] for name in (*changing, "answered")}
    key = ["city", "network", "event"]
    return Prepared(
        statement.on_conflict_do_update(index_elements=key, set_=fresh),
        MENTION.c.keys(),
        seldom=("edited_at",),
    )


_FILE = _filing()


def said_by(work: Connection, mob: int, persons: Iterable[str]) -> dict[str, tuple[Said, ...]]:
    """All that these people said in a mob, by person."""
    return _by_person(work, sa.and_(MENTION.c.mob == mob, MENTION.c.person.in_(tuple(persons))))


def said_in(work: Connection, mob: int) -> dict[str, tuple[Said, ...]]:
    """All that anybody said in a mob, by person: what the recount folds."""
    return _by_person(work, MENTION.c.mob == mob)


def _by_person(work: Connection, which: Any) -> dict[str, tuple[Said, ...]]:
    speaking = MENTION.c.state.in_(SPEAKING)
    rows = work.execute(sa.select(MENTION).where(which, speaking)).mappings()
    found: dict[str, list[Said]] = {}
    for row in rows:
        said = replace(filed_from(row).said, fresh=False)
        found.setdefault(row["person"], []).append(said)
    return {person: tuple(said) for person, said in found.items()}


def to_read_again(
    work: Connection, city: str, network: str, now: datetime, *, at_most: int
) -> tuple[str, ...]:
    """Events whose second reading is due, the longest waiting first."""
    rows = _AGAIN.rows(work, of=city, on=network, now=now, at_most=at_most)
    return tuple(row["event"] for row in rows)


_AGAIN = Prepared(
    sa.select(MENTION.c.event)
    .where(
        MENTION.c.city == sa.bindparam("of"),
        MENTION.c.network == sa.bindparam("on"),
        MENTION.c.again_at <= sa.bindparam("now"),
    )
    .order_by(MENTION.c.again_at, MENTION.c.said_at)
    .limit(sa.bindparam("at_most", type_=sa.Integer))
)


def next_again(work: Connection, after: datetime) -> datetime | None:
    """When the next second reading later than `after` is due."""
    row = _NEXT.first(work, after=after)
    return None if row is None else row["again_at"]


_NEXT = Prepared(
    sa.select(sa.func.min(MENTION.c.again_at, type_=Instant).label("again_at")).where(
        MENTION.c.again_at > sa.bindparam("after")
    )
)


def read_again_at(work: Connection, mob: int, at: datetime, *, said_since: datetime) -> None:
    """Every heard message of a mob is to be read once more at this time (before its votes are
    counted), except those that were said before a vote could be, and likes: they are no messages,
    and stay as they stood when they were last counted."""
    work.execute(
        MENTION.update()
        .where(
            MENTION.c.mob == mob,
            MENTION.c.state == Kept.HEARD,
            MENTION.c.said_at >= said_since,
            MENTION.c.event.not_like(like_of("%", "%")),
        )
        .values(again_at=at)
    )


def read_twice(work: Connection, city: str, network: str, events: Collection[str]) -> None:
    """These had their second reading, and are not read a third time."""
    _TWICE.change(work, city=city, network=network, events=json.dumps(list(events)))


_TWICE = Prepared(MENTION.update().where(_AMONG).values(again_at=sa.null()))


def likes(work: Connection, city: str, network: str, comment: str) -> dict[int, Kept]:
    """Every like of a comment that was ever filed, by its number, and what became of it."""
    beginning = like_of(comment)
    past = beginning[:-1] + chr(ord(beginning[-1]) + 1)
    rows = work.execute(
        sa.select(MENTION.c.event, MENTION.c.state).where(
            MENTION.c.city == city,
            MENTION.c.network == network,
            MENTION.c.event >= beginning,
            MENTION.c.event < past,
        )
    )
    return {int(event.removeprefix(beginning)): Kept(state) for event, state in rows}


def of_city(work: Connection, city: str) -> tuple[Filed, ...]:
    """Every mention of a city, in the order in which they were said."""
    query = sa.select(MENTION).where(MENTION.c.city == city).order_by(MENTION.c.said_at)
    return tuple(filed_from(row) for row in work.execute(query).mappings())


def of_mob(work: Connection, mob: int) -> tuple[Filed, ...]:
    """Every mention that was for a mob, in the order in which they were said."""
    query = sa.select(MENTION).where(MENTION.c.mob == mob).order_by(MENTION.c.said_at)
    return tuple(filed_from(row) for row in work.execute(query).mappings())


def lately(work: Connection, mob: int, network: str, *, at_most: int = 500) -> tuple[Filed, ...]:
    """The mentions on a network that were said last in a mob, the oldest of them first."""
    query = (
        sa.select(MENTION)
        .where(MENTION.c.mob == mob, MENTION.c.network == network, MENTION.c.state == Kept.HEARD)
        .order_by(MENTION.c.said_at.desc())
        .limit(at_most)
    )
    return tuple(filed_from(row) for row in work.execute(query).mappings())[::-1]


def pictured(view: Connection, city: str, network: str, since: datetime) -> dict[int, Filed]:
    """The messages with pictures that name the bot and were said since then, each under its number:
    the place in which it was read among all of them, which never changes."""
    query = sa.select(MENTION).where(
        MENTION.c.city == city,
        MENTION.c.network == network,
        MENTION.c.pictures > 0,
        MENTION.c.said_at >= since,
    )
    rows = view.execute(query.order_by(MENTION.c.read_at, MENTION.c.said_at)).mappings()
    return {number: filed_from(row) for number, row in enumerate(rows, start=1)}


def persons_called(work: Connection, city: str, name: str) -> frozenset[str]:
    """The ids of everybody who wrote to the city under this name, or has it as an id."""
    which = sa.and_(
        MENTION.c.city == city, sa.or_(MENTION.c.name == name, MENTION.c.person == name)
    )
    return frozenset(row[0] for row in work.execute(sa.select(MENTION.c.person).where(which)))


def unheard(work: Connection, mob: int, person: str, reason: str) -> None:
    """What a person said in a mob no longer counts; it stays on file."""
    work.execute(
        MENTION.update()
        .where(MENTION.c.mob == mob, MENTION.c.person == person, MENTION.c.state == Kept.HEARD)
        .values(state=Kept.IGNORED.value, reason=reason)
    )


def drop_unheard(work: Connection, city: str, before: datetime) -> None:
    """Takes out the words and names of old messages that asked for nothing, or are gone."""
    unheard = MENTION.c.state.in_((Kept.IGNORED, Kept.GONE, Kept.ASIDE))
    work.execute(
        MENTION.update()
        .where(MENTION.c.city == city, unheard, MENTION.c.read_at < before, MENTION.c.body != "")
        .values(body="", name="", person="", parent=None, account_since=None)
    )


def set_aside(work: Connection) -> tuple[dict[str, Any], ...]:
    """The mentions that could not be read, each with its reason."""
    return tuple(_ASIDE.rows(work))


_ASIDE = Prepared(
    sa.select(MENTION.c.city, MENTION.c.network, MENTION.c.event, MENTION.c.reason).where(
        # As it stands in its index: for a parameter the index would not be used.
        MENTION.c.state == sa.literal_column(f"'{Kept.ASIDE}'")
    )
)


def erase(
    work: Connection, mob: int, person: str, *, anonymous: str, graves: Mapping[str, Grave]
) -> None:
    """Takes everything that leads to the person out of their messages in a mob; `anonymous` is
    the person's number from now on."""
    for event, grave in graves.items():
        work.execute(
            MENTION.update()
            .where(MENTION.c.mob == mob, MENTION.c.person == person, MENTION.c.event == event)
            .values(
                event=grave.event,
                person=anonymous,
                name="",
                body="",
                parent=None,
                account_since=None,
                again_at=None,
                intents=to_json(grave.intents),
                state=Kept.ERASED.value,
            )
        )


def filed_from(row: Any) -> Filed:
    """A row of the table as a filed mention."""
    mention = Mention(
        network=row["network"],
        event=row["event"],
        person=row["person"],
        name=row["name"],
        text=row["body"],
        said_at=row["said_at"],
        parent=row["parent"],
        lang=row["lang"],
        visibility=Visibility(row["visibility"]),
        edited_at=row["edited_at"],
        account_since=row["account_since"],
        pictures=row["pictures"],
    )
    return Filed(
        mention,
        Kept(row["state"]),
        row["read_at"],
        row["mob"],
        from_json(row["intents"]),
        row["again_at"],
        row["reason"],
        row["answered"],
    )


def _values(city: str, filed: Filed, answered: bool) -> dict[str, Any]:
    m = filed.mention
    return {
        "city": city,
        "network": m.network,
        "event": m.event,
        "mob": filed.mob,
        "person": m.person,
        "name": m.name,
        "body": m.text,
        "lang": m.lang,
        "visibility": str(m.visibility),
        "parent": m.parent,
        "said_at": m.said_at,
        "read_at": filed.read_at,
        "edited_at": m.edited_at,
        "account_since": m.account_since,
        "again_at": filed.again_at,
        "intents": to_json(filed.intents),
        "state": str(filed.state),
        "reason": filed.reason,
        "answered": int(answered),
        "pictures": m.pictures if m.tags_us and not (m.by_bot or m.repost) else 0,
    }
