"""A network without HTTP: the town read and written directly, by the contract of every network.

For everything that needs thousands of mobs. What a network does of its own is kept where a promise
hangs on it: pages of notices that overlap, Mastodon's Idempotency-Key, each network's limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.posts import Draft, Mention, Post, Visibility
from bot.networks import Account, NetworkError, Outcome, Page, Trouble
from bot.networks.counting import USUAL_CHARACTERS, characters
from bot.networks.mastodon_notifications import Batch, batches, order
from bot.networks.weighing import POST_WEIGHT, weight
from bot.rehearsal.town import NoticeKind, Person, Town, TownPost

PAGE = 80
"""Notices a page, as Mastodon gives them at most."""

KEY_COUNTS = timedelta(hours=1)
"""So long Mastodon answers a repeated Idempotency-Key with the post that it made."""

_LONGEST_MESSAGE = 5_000


@dataclass(frozen=True, slots=True)
class _Kind:
    """What is one network's own: its limit, how it counts, and what it keeps or shows."""

    most: int
    length: Callable[[str], int]
    keeps_keys: bool = False
    likes: bool = True


_KINDS = {
    "mastodon": _Kind(USUAL_CHARACTERS, characters, keeps_keys=True),
    "twitter": _Kind(POST_WEIGHT, weight, likes=False),
    "facebook": _Kind(63_206, len),
}


class DirectNetwork:
    """The bot's account on one network of a town; ids are the town's own numbers as text."""

    def __init__(self, town: Town, network: str = "mastodon", *, page: int = PAGE) -> None:
        self.name = network
        self._town, self._kind, self._page = town, _KINDS[network], page
        self._keys: dict[str, tuple[int, datetime]] = {}
        self._server_time: datetime | None = None

    def me(self) -> Account:
        """The bot of the town."""
        self._answered()
        bot, name = self._town.bot, self._town.tag(self.name).lstrip("@")
        return Account(self._person(bot), name, self._kind.most, bot.is_bot)

    def mentions(self, cursor: str | None, *, overlap: int) -> Iterator[Page]:
        """Pages of mentions after `cursor`, oldest first, the last `overlap` again; lazily."""
        for batch, after in batches(self._notices, cursor, overlap):
            told = tuple(self._mention(one["post"]) for one in batch.told)
            yield Page(told, after, batch.date)

    def replies(self, post_id: str) -> Page:
        """All messages now under one of our posts, tagged or not, without our own."""
        now = self._answered()
        found = self._found(post_id)
        if found is None:
            return Page((), None, now, gone=(post_id,))
        under = (p for p in self._town.thread(found.id) if p.author != self._town.bot)
        return Page(tuple(self._mention(p) for p in under if self._sees(p)), None, now)

    def reread(self, events: tuple[str, ...]) -> Page:
        """The named messages as they are now; those deleted are in `gone`."""
        now = self._answered()
        found = {event: self._found(event) for event in events}
        there = tuple(self._mention(post) for post in found.values() if post is not None)
        return Page(there, None, now, gone=tuple(e for e, post in found.items() if post is None))

    def post(self, draft: Draft, *, key: str) -> Post:
        """Publish; on Mastodon a key that was used within the hour brings the post it made."""
        now = self._answered()
        known, since = self._keys.get(key, (0, now))
        before = self._town.written(known)
        if before is not None and now - since < KEY_COUNTS:
            return self._own(before)
        parent = None if draft.reply_to is None else self._there(draft.reply_to)
        self._check(draft.text)
        made = self._town.publish(
            draft.text,
            self.name,
            reply_to=parent.id if parent else None,
            visibility=draft.visibility,
            language=draft.language,
            pictures=tuple(picture.alt for picture in draft.media),
        )
        if self._kind.keeps_keys:
            self._keys[key] = (made.id, now)
        return self._own(made)

    def acknowledge(self, event: str) -> None:
        """The bot's like; nothing on X, which has no sign that a bot may give."""
        self._answered()
        if self._kind.likes:
            self._town.like(self._town.bot, self._there(event).id)

    def boost(self, event: str) -> None:
        """The bot shows a post to others, on Mastodon, where there is such a thing."""
        self._answered()
        post = self._there(event)
        if self.name != "mastodon" or post.visibility is not Visibility.PUBLIC:
            reason = "this post is shown to nobody else"
            raise NetworkError(reason, outcome=Outcome.REFUSED, trouble=Trouble.REJECTED)
        self._town.boost(self._town.bot, post.id)

    def own_posts(self, since: datetime) -> tuple[Post, ...]:
        """The bot's own posts made since then, newest first."""
        self._answered()
        ours = (p for p in self._town.posts(self.name) if p.author == self._town.bot)
        return tuple(reversed([self._own(post) for post in ours if post.at >= since]))

    def length(self, text: str) -> int:
        """How long the text is as this network counts."""
        return self._kind.length(text)

    def server_time(self) -> datetime | None:
        """The town's clock at the last answer, None before the first."""
        return self._server_time

    def _answered(self) -> datetime:
        """The instant of an answer, in whole seconds as an HTTP Date has them."""
        self._server_time = self._town.now().replace(microsecond=0)
        return self._server_time

    def _notices(self, **bounds: str) -> Batch:
        """One page of notices: the newest, or that next to `min_id` or `max_id`."""
        notices = [n for n in self._town.notices(self.name) if n.kind is NoticeKind.MENTION]
        if "min_id" in bounds:
            notices = [n for n in notices if order(str(n.id)) > order(bounds["min_id"])]
            shown = notices[: self._page]
        else:
            before = bounds.get("max_id")
            below = (n for n in notices if before is None or order(str(n.id)) < order(before))
            shown = list(below)[-self._page :]
        told: list[dict[str, Any]] = [{"post": n.post} for n in shown]
        return Batch([str(n.id) for n in shown], told, self._answered())

    def _mention(self, post: TownPost) -> Mention:
        return Mention(
            network=self.name,
            event=str(post.id),
            # Whoever is not named is a person of their own in each message.
            person=f"nameless:{post.id}" if post.author.nameless else self._person(post.author),
            name="" if post.author.nameless else _address(post.author),
            text=post.text[:_LONGEST_MESSAGE],
            said_at=post.at,
            parent=None if post.parent is None else str(post.parent),
            lang=post.language,
            visibility=post.visibility,
            tags_us=self._town.bot.handle in post.named,
            by_bot=post.author.is_bot,
            nameless=post.author.nameless,
            edited_at=post.edited_at,
            account_since=post.author.since,
            pictures=len(post.pictures),
        )

    def _own(self, post: TownPost) -> Post:
        parent = None if post.parent is None else str(post.parent)
        return Post(str(post.id), post.text, post.at, parent, f"https://town.example/{post.id}")

    def _person(self, person: Person) -> str:
        return f"https://{person.server or 'town.example'}/{self.name}/{person.handle}"

    def _sees(self, post: TownPost) -> bool:
        """Whether the bot may read a post: what names it, and what everybody may read."""
        hidden = post.visibility in (Visibility.FOLLOWERS, Visibility.DIRECT)
        return not hidden or self._town.bot.handle in post.named

    def _found(self, event: str) -> TownPost | None:
        post = self._town.written(int(event)) if event.isdigit() else None
        return post if post is not None and post.network == self.name else None

    def _there(self, event: str) -> TownPost:
        post = self._found(event)
        if post is None:
            reason = "what is to be answered is gone"
            raise NetworkError(reason, outcome=Outcome.NOT_APPLIED, trouble=Trouble.GONE)
        return post

    def _check(self, text: str) -> None:
        if not text.strip() or self.length(text) > self._kind.most:
            reason = f"a post holds 1 to {self._kind.most} characters here"
            raise NetworkError(reason, outcome=Outcome.REFUSED, trouble=Trouble.REJECTED)


def _address(person: Person) -> str:
    """A person's handle, with the server where it is another one."""
    return f"{person.handle}@{person.server}" if person.server else person.handle
