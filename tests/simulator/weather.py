"""The weather of a simulated world: what goes wrong between the bot and a network, by a seed.

One wrapper stands before each `DirectNetwork`. It decides at every call whether the call fails,
and whether the network did what was asked before, after, minutes later, or not at all.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.posts import Draft, Mention, Post
from bot.networks import Account, NetworkError, Outcome, Page, Trouble
from bot.rehearsal.direct import DirectNetwork
from tests.simulator.world import World

LATEST_WRITE = 240.0
"""Seconds after which a write whose answer was lost may still be applied."""

LATEST_SIGHT = 600.0
"""Seconds for which a message may stay hidden behind later ones."""

LONGEST_CALL = 60.0


@dataclass(frozen=True, slots=True)
class Climate:
    """How often things go wrong: `faults` of all calls, `crashes` of all boundaries, and the
    parts of all messages that are shown late or twice. The own timeline shows a post up to `stale`
    seconds late. With `accidents` the machine sleeps and its clock is wrong; with `restored` a
    backup of last night takes the place of the database, which is `in_a_file` else in memory."""

    faults: float = 0.0
    crashes: float = 0.0
    late_writes: bool = False
    hidden: float = 0.0
    doubled: float = 0.0
    stale: float = 0.0
    accidents: bool = False
    restored: bool = False
    in_a_file: bool = False

    def __str__(self) -> str:
        more = {
            "writes late": self.late_writes,
            f"timeline {self.stale:.0f} s late": self.stale,
            "clocks and sleep": self.accidents,
            "a backup restored": self.restored,
        }
        told = "".join(f", {what}" for what, so in more.items() if so)
        return f"faults {self.faults:.0%}, crashes {self.crashes:.1%}{told}"


class Weather:
    """One network as the bot reaches it. It is the network that remembers, so that it outlives
    every crash of the bot."""

    def __init__(
        self, world: World, network: DirectNetwork, climate: Climate, chance: random.Random
    ) -> None:
        self.name = network.name
        self._world, self._inner, self._climate, self._chance = world, network, climate, chance
        self._seen_from: dict[str, datetime] = {}
        self._shown_from: dict[str, datetime] = {}

    def me(self) -> Account:
        """Who we are there."""
        self._read()
        return self._inner.me()

    def mentions(self, cursor: str | None, *, overlap: int) -> Iterator[Page]:
        """Mentions: some late, some twice, in any order."""
        self._read()
        for page in self._inner.mentions(cursor, overlap=overlap):
            yield self._handed_over(page)
            self._read()

    def replies(self, post_id: str) -> Page:
        """What stands under a post, as far as it is shown yet."""
        self._read()
        return self._handed_over(self._inner.replies(post_id))

    def reread(self, events: tuple[str, ...]) -> Page:
        """The messages as they are now."""
        self._read()
        page = self._inner.reread(events)
        self._world.ledger.in_hand(self.name, page.mentions, page.gone)
        return page

    def post(self, draft: Draft, *, key: str) -> Post:
        """Publishes, or not, or later, and says so, or not."""
        self._world.calls += 1
        if self._world.is_out(self.name) or not self._fails():
            self._stand_if_out()
            return self._inner.post(draft, key=key)
        how = self._chance.choice(("before", "before", "after", "late", "limit", "refused"))
        if how == "after":
            self._inner.post(draft, key=key)
        if how == "late" and self._climate.late_writes:
            self._world.after(
                self._chance.uniform(1, LATEST_WRITE), lambda: self._apply(draft, key)
            )
        if how == "limit":
            wait = timedelta(seconds=self._chance.uniform(5, 900))
            raise NetworkError(
                "429",
                outcome=Outcome.NOT_APPLIED,
                trouble=Trouble.LIMIT,
                retry_at=self._world.now() + wait,
            )
        if how == "refused":
            raise NetworkError("connection refused", outcome=Outcome.NOT_APPLIED)
        self._world.no_answer(self._chance.uniform(1, LONGEST_CALL))
        raise NetworkError("no answer in time", outcome=Outcome.UNSURE)

    def acknowledge(self, event: str) -> None:
        """A like, which may be lost."""
        self._read()
        self._inner.acknowledge(event)

    def own_posts(self, since: datetime) -> tuple[Post, ...]:
        """Our own timeline."""
        self._read()
        return tuple(post for post in self._inner.own_posts(since) if self._stands(post))

    def _stands(self, post: Post) -> bool:
        """Whether a post shows on our own timeline yet."""
        if not self._climate.stale:
            return True
        if post.id not in self._shown_from:
            wait = timedelta(seconds=self._chance.uniform(0, self._climate.stale))
            self._shown_from[post.id] = post.posted_at + wait
        return self._world.now() >= self._shown_from[post.id]

    def length(self, text: str) -> int:
        """As the network counts."""
        return self._inner.length(text)

    def server_time(self) -> datetime | None:
        """The network's clock."""
        return self._inner.server_time()

    def _apply(self, draft: Draft, key: str) -> None:
        try:
            self._inner.post(draft, key=key)
        except NetworkError:
            # What it answered is gone by now: the network drops the write, as it should.
            return

    def _read(self) -> None:
        """A call that changes nothing: it may only fail."""
        self._world.calls += 1
        self._stand_if_out()
        if self._fails():
            self._world.no_answer(self._chance.uniform(1, LONGEST_CALL))
            raise NetworkError("no answer in time", outcome=Outcome.NOT_APPLIED)

    def _stand_if_out(self) -> None:
        if self._world.is_out(self.name):
            raise NetworkError("the network is down", outcome=Outcome.NOT_APPLIED)

    def _fails(self) -> bool:
        return self._chance.random() < self._climate.faults

    def _handed_over(self, page: Page) -> Page:
        shown = [m for m in page.mentions if self._is_shown(m)]
        shown += [m for m in shown if self._chance.random() < self._climate.doubled]
        self._chance.shuffle(shown)
        self._world.ledger.in_hand(self.name, shown, page.gone)
        return replace(page, mentions=tuple(shown))

    def _is_shown(self, mention: Mention) -> bool:
        """A message that is hidden at first shows up minutes later, behind its successors."""
        if mention.event not in self._seen_from:
            hidden = self._chance.random() < self._climate.hidden
            wait = self._chance.uniform(30, LATEST_SIGHT) if hidden else 0.0
            self._seen_from[mention.event] = mention.said_at + timedelta(seconds=wait)
            if hidden:
                self._world.wake(wait + 90)
        return self._world.now() >= self._seen_from[mention.event]
