"""Networks: one module each, the same parts in the same order; none knows the store or a language.

Every network offers the calls of `Network`. What can go wrong is one exception with three
outcomes, because only the outcome decides what the courier and the poller may do next.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable

from bot.domain.posts import Draft, Mention, Post


class Outcome(StrEnum):
    """What a failed call means for the thing that was asked.

    REFUSED: certainly not applied, and asking again will not help.
    NOT_APPLIED: certainly not applied, may be asked again.
    UNSURE: may have been applied; the own timeline must be read before any second try.
    """

    REFUSED = "refused"
    NOT_APPLIED = "not applied"
    UNSURE = "unsure"


class Trouble(StrEnum):
    """Why a call failed, as far as it matters to what happens next."""

    DOWN = "down"  # unreachable, slow, 5xx, not the network's own answer
    LIMIT = "limit"  # rate limit: wait until `retry_at`
    TOKEN = "token"  # noqa: S105  revoked or expired: this network stops, the organiser is told
    MONEY = "money"  # credits or cap used up: this network stops buying
    DUPLICATE = "duplicate"  # the network says it has this text already: look, adopt
    GONE = "gone"  # what was answered or asked for is no longer there
    REJECTED = "rejected"  # the network will not take this post


class NetworkError(Exception):
    """A call to a network failed; the text says what happened, without any secret."""

    def __init__(
        self,
        reason: str,
        *,
        outcome: Outcome,
        trouble: Trouble = Trouble.DOWN,
        retry_at: datetime | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.outcome = outcome
        self.trouble = trouble
        self.retry_at = retry_at


MOST_PICTURE: Mapping[str, int] = {
    "mastodon": 8_000_000,
    "twitter": 5_000_000,
    "facebook": 4_000_000,
}
"""How many bytes a picture may have on each network; Mastodon itself takes twice as many."""

PICTURES_A_POST = 4
"""As many as every network shows with one post."""


@contextmanager
def uploading() -> Iterator[None]:
    """While a picture goes up nothing is posted yet: what may have been applied was only that."""
    try:
        yield
    except NetworkError as error:
        if error.outcome is Outcome.UNSURE:
            error.outcome = Outcome.NOT_APPLIED
        raise


@dataclass(frozen=True, slots=True)
class Account:
    """The bot's own account: its id never changes, its name and limits may."""

    id: str
    name: str
    max_characters: int
    is_bot: bool = True


@dataclass(frozen=True, slots=True)
class Finding:
    """What a question about the account brought: whether it is well (None where the network does
    not tell), in a sentence that also says what to do."""

    well: bool | None
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """One fetched page: its mentions and the cursor to save with them.

    `cursor` is opaque to everybody but the network that made it. `server_time` is the HTTP Date
    of the answer. `gone` holds ids of messages that were asked for and are no longer there. `gap`
    is a span of time of which messages may be missing for good, because the network shows no more.
    """

    mentions: tuple[Mention, ...]
    cursor: str | None
    server_time: datetime | None = None
    gone: tuple[str, ...] = ()
    gap: tuple[datetime, datetime] | None = None


@runtime_checkable
class Liked(Protocol):
    """What a network can do besides, where people may vote by liking a comment."""

    def likes(self, post_id: str, comments: Collection[str]) -> Mapping[str, int]:
        """How many people like each of these comments of ours under a post of ours; those that
        are not there any more are left out."""


@runtime_checkable
class Boosting(Protocol):
    """What a network can do besides, where a post may be shown to others as it is."""

    def boost(self, event: str) -> None:
        """Show somebody's public post to all who follow the bot; twice is once."""


class Network(Protocol):
    """What every network can do. Each call has a total deadline and raises only NetworkError."""

    name: str
    """`mastodon`, `twitter` or `facebook`."""

    def me(self) -> Account:
        """Who the token speaks for, and the limits in force there."""

    def mentions(self, cursor: str | None, *, overlap: int) -> Iterator[Page]:
        """Pages of mentions after `cursor`, oldest page first, the last `overlap` pages again.

        Lazy: a page is fetched when it is asked for, so that each can be saved before the next.
        With no cursor (the first start) one page is read, and its cursor is "now".
        """

    def replies(self, post_id: str) -> Page:
        """All messages now under one of the bot's own posts, also those that do not tag it."""

    def reread(self, events: tuple[str, ...]) -> Page:
        """The named messages as they are now; those deleted are in `gone`."""

    def post(self, draft: Draft, *, key: str) -> Post:
        """Publish, with the draft's pictures; `key` is the outbox row's, the same at every try.

        A picture that cannot be uploaded stops the post before it is made.
        """

    def acknowledge(self, event: str) -> None:
        """Show the writer that the message was read, naming nobody (a favourite, a like)."""

    def own_posts(self, since: datetime) -> tuple[Post, ...]:
        """The bot's own posts made since then, newest first, replies included, boosts not."""

    def findings(self) -> Iterator[Finding]:
        """What the network tells of token, server and rights; for `cashmob check --online`."""

    def length(self, text: str) -> int:
        """How long the text is as this network counts."""

    def server_time(self) -> datetime | None:
        """The network's clock at the last answer (HTTP Date), None before the first."""
