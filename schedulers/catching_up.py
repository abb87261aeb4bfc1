"""Catching up after a restore: the lost time is lived through again, and nothing is said in it.

A database restored from a backup does not know what the bot said and heard since. Sending what it
takes for due would say it twice. So the daemon first runs, as it is, over the lost time on a clock
of that time: messages come in as they were written, the calendar decides as it did, and what is to
be said is looked for on the networks. Found, it is out; not found, it waits until the lost time
ends and is then sent like anything that is overdue.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import Executor
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from functools import partial
from typing import TypeVar

from bot.config import MAIL, Settings
from bot.domain.posts import Draft, Mention, Post
from bot.networks import Account, Finding, Liked, Network, NetworkError, Outcome, Page, Trouble
from schedulers.budget import drained
from schedulers.clock import StandingClock
from schedulers.courier import LOOK_BACK, likeness, normal
from schedulers.daemon import Opener, build
from schedulers.tick import Round
from storage import lanes, lost, posted, strays
from storage.lost import Lost
from storage.store import Store
from storage.strays import Likeness, Stray

log = logging.getLogger(__name__)

STEP = timedelta(minutes=10)
"""The most that passes at once: less than the grace in which a vote must have been read."""
_JUST_BEFORE = timedelta(seconds=1)
# At the last instant of the lost time there is still nothing to be sent.
_JUST_AFTER = timedelta(seconds=1)
# A post that was held up stands in the store with the hour at which it was due.
_LONG_BEFORE = timedelta(days=60)
# A post whose numbers differ is the same one only if it was out about then, or later.
_EARLIEST = 2 * STEP
_NUMBER = re.compile(r"\d+")
# Lines that are said anew while votes come in: which hour they name is chance.
_RENEWED = ("counted",)
_MUCH_ALIKE = 0.8

Answer = TypeVar("Answer")


class Yesterday:
    """A network as it was while the clock stands in the lost time: messages show up at their
    hour, and to post is to find the post that was made."""

    def __init__(
        self,
        network: Network,
        missing: Lost,
        clock: StandingClock,
        *,
        known: Callable[[], frozenset[str]],
    ) -> None:
        """`known` tells which of our posts the database has at that moment."""
        self.name = network.name
        self.failed: NetworkError | None = None
        self._network, self._lost, self._clock = network, missing, clock
        self._told: tuple[Mention, ...] = ()
        self._read: dict[str, Mention] = {}
        self._under: dict[str, Page] = {}
        self._own: tuple[Post, ...] = ()
        self._known = known
        self._found: dict[str, Post] = {}

    def look(self, cursor: str | None, *, overlap: int) -> None:
        """Reads what was said since: to us, and by us. NetworkError where that cannot be read
        now."""
        if self.name == MAIL:
            return
        pages = self._network.mentions(cursor, overlap=overlap)
        self._told = tuple(m for page in pages for m in page.mentions)
        self._keep(self._told)
        self._own = self._network.own_posts(self._lost.since - LOOK_BACK)
        oldest_first = sorted(self._own, key=lambda post: post.posted_at)
        self._found = {post.id: post for post in oldest_first}

    def me(self) -> Account:
        """As the network says."""
        return self._asked(self._network.me)

    def mentions(self, cursor: str | None, *, overlap: int) -> Iterator[Page]:
        """What was written until now, as one page that leaves the cursor where it is."""
        yield self._until_now(Page(self._told, None))

    def replies(self, post_id: str) -> Page:
        """What stood under a post by now."""
        if post_id not in self._under:
            page = self._asked(lambda: self._network.replies(post_id))
            self._under[post_id] = page
            self._keep(page.mentions)
        return self._until_now(self._under[post_id])

    def reread(self, events: tuple[str, ...]) -> Page:
        """The messages as they are today: what was taken back since does not count."""
        here = tuple(self._read[event] for event in events if event in self._read)
        unread = tuple(event for event in events if event not in self._read)
        if not unread:
            return Page(here, None)
        page = self._asked(lambda: self._network.reread(unread))
        self._keep(page.mentions)
        return Page((*here, *page.mentions), None, gone=page.gone)

    def post(self, draft: Draft, *, key: str) -> Post:
        """The post that was made; else NetworkError, to be sent after the lost time."""
        if draft.letter is not None:
            reason = "it may have gone out before the backup was restored; please ask the owner"
            raise NetworkError(reason, outcome=Outcome.UNSURE)
        found = self._match(draft, kind=key.split("|")[2].partition(":")[0])
        if found is None:
            raise NetworkError(
                "not said in the time that the backup does not know",
                outcome=Outcome.NOT_APPLIED,
                trouble=Trouble.REJECTED,
                retry_at=self._lost.until + _JUST_AFTER,
            )
        del self._found[found.id]
        return found

    def acknowledge(self, event: str) -> None:
        """Nothing: it was given at the time, and it says nothing by itself."""

    def boost(self, event: str) -> None:
        """Not in the lost time; after it, once more does no harm."""
        raise NetworkError(
            "not boosted in the time that the backup does not know",
            outcome=Outcome.NOT_APPLIED,
            trouble=Trouble.REJECTED,
            retry_at=self._lost.until + _JUST_AFTER,
        )

    def own_posts(self, since: datetime) -> tuple[Post, ...]:
        """Our posts that were out by now."""
        now = self._clock.now()
        return tuple(post for post in self._own if since <= post.posted_at <= now)

    def findings(self) -> Iterator[Finding]:
        """As the network says."""
        return self._network.findings()

    def length(self, text: str) -> int:
        """As the network counts."""
        return self._network.length(text)

    def server_time(self) -> datetime | None:
        """None: its clock and that of the lost time differ, as they should."""
        return None

    def likes(self, post_id: str, comments: Collection[str]) -> Mapping[str, int]:
        """As they are today: nobody tells when a like was given."""
        network = self._network
        if not isinstance(network, Liked):
            return {}
        return self._asked(lambda: network.likes(post_id, comments))

    def drain_usage(self) -> dict[str, int]:
        """What reading has cost."""
        return drained(self._network)

    def _keep(self, read: Iterable[Mention]) -> None:
        self._read.update((mention.event, mention) for mention in read)

    def _asked(self, call: Callable[[], Answer]) -> Answer:
        """The answer; a failure is noted, since what it hides must not be decided upon."""
        try:
            return call()
        except NetworkError as error:
            if error.trouble is not Trouble.GONE:
                self.failed = error
            raise

    def _until_now(self, page: Page) -> Page:
        now = self._clock.now()
        return Page(tuple(m for m in page.mentions if m.said_at <= now), None, gone=page.gone)

    def strays(self) -> dict[Likeness, Stray]:
        """Our own posts that nothing was found for: an organiser ordered them, and will again.
        What begins with a name was said to one person alone."""
        return {
            likeness(post.text, post.parent): Stray(post.id, post.url, post.posted_at)
            for post in self._unknown()
            if not post.text.startswith("@") and (post.parent is None or self._is_ours(post.parent))
        }

    def next_said(self, after: datetime) -> datetime | None:
        """When the next message was written that is known by now."""
        later = (m.said_at for m in self._read.values() if m.said_at > after)
        return min(later, default=None)

    def _match(self, draft: Draft, *, kind: str) -> Post | None:
        """The post that was made for a draft. A message has one answer at most, whatever its
        words were; a post of our own has the same words, but for numbers that moved."""
        beside = [post for post in self._unknown() if post.parent == draft.reply_to]
        wanted = normal(draft.text)
        exact = [post for post in beside if normal(post.text) == wanted]
        if exact:
            return exact[0]
        if draft.reply_to is not None and draft.after is None and not self._is_ours(draft.reply_to):
            return beside[0] if beside else None
        since = self._clock.now() - _EARLIEST
        alike = _like if kind in _RENEWED else _same_but_for_numbers
        near = (post for post in beside if post.posted_at >= since)
        return next((post for post in near if alike(normal(post.text), wanted)), None)

    def _unknown(self) -> list[Post]:
        """What no row has: also a row that was cut off while it caught up may have got its post
        since, by a look at the timeline."""
        known = self._known()
        return [post for post in self._found.values() if post.id not in known]

    def _is_ours(self, event: str) -> bool:
        return any(post.id == event for post in self._own) or event in self._known()


def _same_but_for_numbers(one: str, other: str) -> bool:
    return _NUMBER.sub("0", one) == _NUMBER.sub("0", other)


def _like(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() > _MUCH_ALIKE


def catch_up(
    settings: Settings,
    store: Store,
    opener: Opener,
    *,
    until: datetime,
    stopping: Callable[[], bool] = lambda: False,
    pool: Executor | None = None,
) -> bool:
    """Lives through the lost time, if there is any; False where it was told to stop before the
    end. `pool` runs the lanes, as in `build`.

    NetworkError where a network cannot be looked at: nothing may be decided then, and the next
    try goes on where this one ended.
    """
    with store.reading() as view:
        missing = lost.span(view)
    if missing is None:
        return True
    since = min(missing.since, until)
    missing = Lost(since, until, min(missing.reached or since, until))
    clock = StandingClock(missing.reached or since)
    networks = _opened(settings, store, opener, missing, clock)
    round_ = build(settings, store, clock, lambda city, name: networks[city.key, name], pool=pool)
    try:
        for at in _live_through(round_, clock, until, networks.values()):
            _without_failure(networks.values())
            with store.work("catching up") as work:
                lost.note(work, Lost(since, until, at))
            if stopping():
                return False
    finally:
        round_.close()
    unknown = {account: network.strays() for account, network in networks.items()}
    with store.work("caught up") as work:
        for (city, name), found in unknown.items():
            before = strays.of_account(work, city, name, until)
            strays.leave(work, city, name, before | found)
        lost.note(work, None)
    log.info("caught up with what was said since the backup")
    return True


def _opened(
    settings: Settings, store: Store, opener: Opener, missing: Lost, clock: StandingClock
) -> dict[tuple[str, str], Yesterday]:
    found = {}
    for city in settings.cities.values():
        for name in city.lanes:
            known = partial(_ids_out, store, city.key, name, missing.since - _LONG_BEFORE)
            network = Yesterday(opener(city, name), missing, clock, known=known)
            with store.reading() as view:
                cursor = lanes.lane(view, city.key, name).cursor
            network.look(cursor, overlap=settings.waits.overlap)
            found[city.key, name] = network
    return found


def _ids_out(store: Store, city: str, network: str, since: datetime) -> frozenset[str]:
    with store.reading() as view:
        return posted.ids_out(view, city, network, since)


def _live_through(
    round_: Round, clock: StandingClock, until: datetime, networks: Collection[Yesterday]
) -> Iterator[datetime]:
    """From one instant at which something is due, or was written, to the next; yields after
    each."""
    busy = True
    while (at := clock.now()) < until:
        said = (network.next_said(at) for network in networks)
        happens = min((t for t in (*said, round_.next_due(at)) if t is not None), default=until)
        # What was just found to be out is read under in the next step.
        to = min(at + STEP if busy else max(happens, at + STEP), until)
        to = min(to, round_.next_due(at) or until)
        busy = happens <= to
        for instant in (to - _JUST_BEFORE, to):
            # What was written before a moment of the calendar was read before it.
            clock.set(max(instant, clock.now()))
            round_.poll_soon()
            round_.quiet()
        yield to


def _without_failure(networks: Iterable[Yesterday]) -> None:
    for network in networks:
        if network.failed is not None:
            raise network.failed
