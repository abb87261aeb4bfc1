"""What comes in and what goes out, on any network: mentions, says, drafts, posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

from bot.domain.values import value


class Visibility(StrEnum):
    """Who can read a message, from most to least public."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    FOLLOWERS = "private"
    DIRECT = "direct"


class ReplyTo(StrEnum):
    """What a message answers."""

    CALL = "call"
    NOMINATION = "nomination"
    BALLOT = "ballot"
    ANNOUNCEMENT = "announcement"
    COUNTDOWN = "countdown"
    MOBDAY = "mobday"
    RECAP = "recap"
    ANSWER = "answer"
    PERSON = "person"


_LIKE = ":like:"


def like_of(comment: str, number: int | str = "") -> str:
    """The event that stands for one like of a comment; without a number, how all of them begin.
    Likes have no ids of their own, so they are numbered as they are read."""
    return f"{comment}{_LIKE}{number}"


@value(frozen=True, slots=True)
class Mention:
    """A message that came in, as its network tells it.

    `event` is the message's own id on the network and `person` an id that does not depend on our
    account (design section 2). `text` is plain text, tags and entities gone, cut at 5,000
    characters. `said_at` is when it was written (the network's stamp), `edited_at` when last
    changed. `parent` is the id of the message it answers. `tags_us` says that it names the bot.
    `pictures` is how many it shows.
    """

    network: str
    event: str
    person: str
    name: str
    text: str
    said_at: datetime
    parent: str | None = None
    lang: str | None = None
    visibility: Visibility = Visibility.PUBLIC
    tags_us: bool = True
    by_bot: bool = False
    repost: bool = False
    nameless: bool = False
    edited_at: datetime | None = None
    account_since: datetime | None = None
    pictures: int = 0

    @property
    def like(self) -> bool:
        """Whether it is somebody's like: counted like a message, and never answered."""
        return _LIKE in self.event


@value(frozen=True, slots=True)
class Money:
    """A sum in whole minor units (cents, or won) of an ISO 4217 currency."""

    minor: int
    currency: str


Value = str | int | datetime | date | time | Money | tuple[Any, ...] | None


@value(frozen=True, slots=True)
class Origin:
    """The message that a reply answers."""

    network: str
    event: str
    name: str
    lang: str | None = None
    visibility: Visibility = Visibility.PUBLIC


class Action(StrEnum):
    """What a network is asked to do for one outbox row."""

    POST = "post"
    FAVOURITE = "favourite"
    BOOST = "boost"


@value(frozen=True, slots=True)
class Say:
    """What the bot wants said: a kind (a key of every language file), its values, and when.

    A public say goes to every network of the city; one with an `origin` answers that message on
    its network alone; one with `organiser` goes to the organisers only. `under` names the kind
    of an earlier public post that this one is a reply to. `key` makes it unique in its mob: the
    same key is never said twice. It is true from `due` until `until` and not sent outside.
    `networks` are the only ones it goes to, where it does not go to all. With `owner_of` it is a
    letter, by e-mail alone, to the owner of the nomination of that number.
    """

    kind: str
    key: str
    due: datetime
    until: datetime
    values: Mapping[str, Value] = field(default_factory=dict)
    origin: Origin | None = None
    organiser: bool = False
    under: str | None = None
    action: Action = Action.POST
    networks: tuple[str, ...] = ()
    owner_of: int | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """What an e-mail has beside its text: `owner_of` is the nomination whose owner reads it,
    `calendar` an attached calendar file. `to` is filled in when it is sent: the address is kept
    with the nomination and nowhere else."""

    owner_of: int
    subject: str
    reply_to: str
    calendar: str = ""
    to: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG or PNG with the words that describe it to people who cannot see it; ValueError
    without any."""

    data: bytes
    alt: str

    def __post_init__(self) -> None:
        if not self.alt.strip():
            raise ValueError("a picture needs a description for people who cannot see it")

    @property
    def kind(self) -> str:
        """Its media type."""
        return "image/png" if self.data.startswith(b"\x89PNG") else "image/jpeg"


@value(frozen=True, slots=True)
class Draft:
    """A say in words that fit one network: one part of a thread, ready to send.

    `part` orders a thread ("en.1", "en.2", "fr.1"): each part waits for the one named in `after`
    and answers it. `reply_to` is the id of the message answered on the network. `media` are the
    pictures shown with it. An e-mail has a `letter` beside its
    text.
    """

    text: str
    language: str
    part: str = "1"
    after: str | None = None
    reply_to: str | None = None
    visibility: Visibility = Visibility.PUBLIC
    media: tuple[Picture, ...] = ()
    letter: Letter | None = None


@dataclass(frozen=True, slots=True)
class Post:
    """A post that is out, as its network shows it on the bot's own timeline."""

    id: str
    text: str
    posted_at: datetime
    parent: str | None = None
    url: str | None = None
