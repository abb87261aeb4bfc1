"""The town of a rehearsal: its people and what they write, answer and like, in plain memory.

The town knows no network's API: a face gives its posts and notices their ids in that network's
own form. Its only clock is the one it is given, so a town lives as fast as its rehearsal.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from threading import RLock

from bot.domain.posts import Visibility

TAG = re.compile(r"(?<![\w@/])@([A-Za-z0-9_]+)(?:@([A-Za-z0-9.:-]*[A-Za-z0-9]))?")
"""A person named in a text: @rosa, or @noor@elsewhere.example for one from another server."""


EVERY = ("mastodon", "twitter", "facebook")
"""The networks on which the town speaks."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the town, known by their handle on a network.

    The same handle on two networks is two people, unless one and the same person joined with
    both. `server` is set for one who lives elsewhere, `nameless` for one whose name Facebook does
    not tell.
    """

    handle: str
    name: str
    language: str = "en"
    networks: tuple[str, ...] = ("mastodon",)
    server: str | None = None
    since: datetime | None = None
    is_bot: bool = False
    nameless: bool = False


@dataclass(frozen=True, slots=True)
class TownPost:
    """What somebody wrote; `named` holds the handles of the people that the text names.

    `earlier` holds what it was before each edit, oldest first, `pictures` the words that describe
    each picture, `warning` those behind which it is folded, `boosted_by` who showed it to others.
    """

    id: int
    author: Person
    text: str
    network: str
    at: datetime
    parent: int | None = None
    visibility: Visibility = Visibility.PUBLIC
    language: str | None = None
    named: frozenset[str] = frozenset()
    liked_by: tuple[str, ...] = ()
    edited_at: datetime | None = None
    earlier: tuple[TownPost, ...] = ()
    pictures: tuple[str, ...] = ()
    warning: str = ""
    boosted_by: tuple[str, ...] = ()
    deleted: bool = False


class NoticeKind(StrEnum):
    """Why the bot is told about somebody."""

    MENTION = "mention"
    FAVOURITE = "favourite"


@dataclass(frozen=True, slots=True)
class Notice:
    """One line in the bot's notifications: who did what to which post, in order of `id`."""

    id: int
    kind: NoticeKind
    post: TownPost
    person: Person
    at: datetime


class NotThere(LookupError):
    """The post was deleted, or never written."""


class Town:
    """People, posts and likes; every call is safe from any thread and stamped by `now`.

    `now` gives aware UTC. The seed settles what nobody says aloud, such as how long people have
    had their accounts: the same seed and the same doings make the same town on any machine.
    """

    def __init__(self, now: Callable[[], datetime], seed: int, bot: Person | None = None) -> None:
        self.now = now
        self._chance = random.Random(seed)
        self._lock = RLock()
        self._people: dict[tuple[str, str], Person] = {}
        self._posts: list[TownPost] = []
        self._notices: list[tuple[NoticeKind, int, str, datetime]] = []
        self.bot = self.join(bot or Person("cashmob", "Cash Mob", networks=EVERY, is_bot=True))

    def join(self, person: Person) -> Person:
        """Settle somebody on their networks; their account is years old unless they say when."""
        with self._lock:
            places = [(network, person.handle.lower()) for network in person.networks]
            known = next((self._people[p] for p in places if p in self._people), None)
            if known is None and places:
                days = timedelta(days=self._chance.randint(200, 2500))
                since = person.since or (self.now() - days).replace(
                    hour=0, minute=0, second=0, microsecond=0
                )
                known = replace(person, since=since)
            for place in places:
                self._people.setdefault(place, known or person)
            return known or person

    def person(self, handle: str, network: str = "mastodon") -> Person | None:
        """Who lives on a network under that handle, in whichever case it is written."""
        with self._lock:
            return self._people.get((network, handle.lower()))

    def people(self) -> tuple[Person, ...]:
        """Everybody, the bot first, in the order in which they came."""
        with self._lock:
            return tuple(dict.fromkeys(self._people.values()))

    def write(
        self,
        person: Person,
        text: str,
        network: str,
        *,
        reply_to: int | None = None,
        visibility: Visibility = Visibility.PUBLIC,
        language: str | None = None,
        tag: bool = True,
        pictures: tuple[str, ...] = (),
    ) -> TownPost:
        """Let somebody write; `tag` puts the bot's name in front where the text has it not.

        Under a post on Facebook nobody writes the Page's name. NotThere when the message to
        answer is gone.
        """
        with self._lock:
            if reply_to is not None:
                self.post(reply_to)
            author = self._resident(person, network)
            if tag and not (network == "facebook" and reply_to is not None):
                text = self._tagged(text, network)
            post = TownPost(
                id=len(self._posts) + 1,
                author=author,
                text=text,
                network=network,
                at=self._stamp(),
                parent=reply_to,
                visibility=visibility,
                language=language or author.language,
                named=self._named(text, network),
                pictures=pictures,
            )
            self._posts.append(post)
            self._tell(post, before=frozenset())
            return post

    def publish(
        self,
        text: str,
        network: str,
        *,
        reply_to: int | None = None,
        visibility: Visibility = Visibility.PUBLIC,
        language: str | None = None,
        pictures: tuple[str, ...] = (),
        warning: str = "",
    ) -> TownPost:
        """The bot's own post, as a face received it."""
        with self._lock:
            post = self.write(
                self.bot,
                text,
                network,
                reply_to=reply_to,
                visibility=visibility,
                language=language,
                tag=False,
            )
            return self._keep(replace(post, pictures=pictures, warning=warning))

    def edit(self, post_id: int, text: str) -> TownPost:
        """Change what was written; one who is named only now is told now."""
        with self._lock:
            old = self.post(post_id)
            if self.bot.handle in old.named:
                text = self._tagged(text, old.network)
            new = replace(
                old,
                text=text,
                named=self._named(text, old.network),
                edited_at=self._stamp(),
                earlier=(*old.earlier, replace(old, earlier=())),
            )
            self._keep(new)
            self._tell(new, before=old.named)
            return new

    def delete(self, post_id: int) -> None:
        """Take a post back: it is gone for everybody, and so is every notice about it."""
        with self._lock:
            self._keep(replace(self.post(post_id), deleted=True))

    def like(self, person: Person, post_id: int) -> TownPost:
        """Like a post; a second like by the same person changes nothing."""
        with self._lock:
            post = self.post(post_id)
            person = self._resident(person, post.network)
            if person.handle in post.liked_by:
                return post
            liked = self._keep(replace(post, liked_by=(*post.liked_by, person.handle)))
            if post.author == self.bot and person != self.bot:
                self._notice(NoticeKind.FAVOURITE, post, person)
            return liked

    def unlike(self, person: Person, post_id: int) -> TownPost:
        """Take a like back; where there is none nothing changes."""
        with self._lock:
            post = self.post(post_id)
            left = tuple(handle for handle in post.liked_by if handle != person.handle)
            return self._keep(replace(post, liked_by=left))

    def boost(self, person: Person, post_id: int) -> TownPost:
        """Show a post to others; a second time by the same person changes nothing."""
        with self._lock:
            post = self.post(post_id)
            if person.handle in post.boosted_by:
                return post
            return self._keep(replace(post, boosted_by=(*post.boosted_by, person.handle)))

    def post(self, post_id: int) -> TownPost:
        """One post as it is now; NotThere when it is gone."""
        with self._lock:
            if not 1 <= post_id <= len(self._posts) or self._posts[post_id - 1].deleted:
                raise NotThere(post_id)
            return self._posts[post_id - 1]

    def written(self, post_id: int) -> TownPost | None:
        """One post, None when it is gone."""
        with self._lock:
            try:
                return self.post(post_id)
            except NotThere:
                return None

    def posts(self, network: str | None = None) -> tuple[TownPost, ...]:
        """All that stands on a network (or on all), in the order in which it was written."""
        with self._lock:
            return tuple(p for p in self._posts if not p.deleted and network in (None, p.network))

    def said(self, containing: str = "", network: str | None = None) -> tuple[TownPost, ...]:
        """The bot's own posts that hold these words (in any case), oldest first."""
        words = containing.casefold()
        return tuple(
            p for p in self.posts(network) if p.author == self.bot and words in p.text.casefold()
        )

    def acknowledged(self, network: str | None = None) -> tuple[TownPost, ...]:
        """What people wrote that the bot has liked, oldest first."""
        return tuple(p for p in self.posts(network) if self.bot.handle in p.liked_by)

    def thread(self, post_id: int) -> tuple[TownPost, ...]:
        """All replies under a post and under those replies, each after the one it answers."""
        with self._lock:
            below: list[TownPost] = []
            known = {post_id}
            for post in self._posts:
                if post.parent in known:
                    known.add(post.id)
                    below.append(post)
            return tuple(p for p in below if not p.deleted)

    def notices(self, network: str) -> tuple[Notice, ...]:
        """What the bot is told on a network, oldest first; deleted posts have left no trace."""
        with self._lock:
            told = (
                self._told(number, kind, post, handle, at)
                for number, (kind, post, handle, at) in enumerate(self._notices, start=1)
            )
            return tuple(n for n in told if n.post.network == network and not n.post.deleted)

    def tag(self, network: str) -> str:
        """The bot's name as people write it in a text."""
        if network == "facebook":
            return self.bot.name
        return "@" + (self.bot.name.replace(" ", "") if network == "twitter" else self.bot.handle)

    def _stamp(self) -> datetime:
        """The town's time in whole milliseconds, as networks keep it."""
        now = self.now().astimezone(UTC)
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    def _tagged(self, text: str, network: str) -> str:
        named = self.bot.handle in self._named(text, network)
        return text if named else f"{self.tag(network)} {text}"

    def _named(self, text: str, network: str) -> frozenset[str]:
        if network == "facebook":
            return frozenset({self.bot.handle} if self.bot.name in text else ())
        people = (self.person(handle, network) for handle, _ in TAG.findall(text))
        return frozenset(person.handle for person in people if person)

    def _resident(self, person: Person, network: str) -> Person:
        known = self.person(person.handle, network)
        return known or self.join(replace(person, networks=(network,)))

    def _keep(self, post: TownPost) -> TownPost:
        self._posts[post.id - 1] = post
        return post

    def _tell(self, post: TownPost, *, before: frozenset[str]) -> None:
        handle = self.bot.handle
        if handle in post.named and handle not in before and post.author != self.bot:
            self._notice(NoticeKind.MENTION, post, post.author)

    def _told(self, number: int, kind: NoticeKind, post: int, handle: str, at: datetime) -> Notice:
        about = self._posts[post - 1]
        return Notice(number, kind, about, self._people[about.network, handle.lower()], at)

    def _notice(self, kind: NoticeKind, post: TownPost, person: Person) -> None:
        self._notices.append((kind, post.id, person.handle, self._stamp()))
