"""The poller: fetches what an account was told and hands it over, page by page."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from bot.domain.mob import Mob
from bot.domain.posts import Mention
from bot.domain.stages import Stage
from bot.networks import Network, NetworkError, Page, Trouble
from schedulers.clock import Clock
from schedulers.desk import Desk
from schedulers.intake import Acquaintance, acquaintance, brings_news, take_in
from schedulers.likes import counted, liked, listed, voting_by_likes
from schedulers.marker import Marker
from schedulers.writer import Writer
from storage import lanes, mentions, posted
from storage.mentions import Filed, Kept
from storage.store import StoreTrouble

log = logging.getLogger(__name__)

# Under which of our posts replies are read too, tag or no tag, in each stage. What stands under
# the call or the announcement (nominations, countdown) comes with it.
_READ_UNDER = {
    Stage.CALLING: ("call",),
    Stage.BALLOTING: ("ballot",),
    Stage.ANNOUNCED: ("announcement",),
    Stage.GATHERING: ("announcement",),
    Stage.RECAPPING: ("announcement",),
}
# As many as are on one page of X's: asked for by id a message costs five times what it costs
# among others, and only a page's worth of them is cheaper to look through.
AT_ONCE = 100
# A poll without news writes nothing: organisers see when an account was last read to within this.
READ_NOTED_EVERY = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Poller:
    """Reads one account: its mentions, the replies under its posts, and old messages again."""

    network: Network
    desk: Desk
    writer: Writer
    clock: Clock
    marker: Marker
    overlap: int
    _unread: set[str] = field(default_factory=set)

    def poll(self) -> int:
        """All new mentions, each page saved with its cursor before the next is fetched; returns
        how many were news. Raises NetworkError."""
        ear = self.desk.ear
        with self.writer.store.reading() as view:
            lane = lanes.lane(view, ear.city, ear.network)
            before = acquaintance(view, ear.city)
        noted = lane.read_at is not None and self.clock.now() - lane.read_at < READ_NOTED_EVERY
        news = 0
        for page in self.network.mentions(lane.cursor, overlap=self.overlap):
            same = noted and page.cursor == lane.cursor and page.gap is None
            if not same or self._new(page):
                news += self._take(page, before)
        return news

    def _new(self, page: Page) -> bool:
        """Mostly the overlap brings nothing new, and then nothing is written."""
        with self.writer.store.reading() as view:
            return brings_news(view, self.desk, page.mentions)

    def read_under(self, mobs: Sequence[Mob]) -> int:
        """The replies under the call, the ballot and the announcement of the mobs that are open:
        people drop the tag when they answer. A post that cannot be read comes last the next time,
        lest it hide the others."""
        news = 0
        for post_id in sorted(self._open_posts(mobs), key=self._unread.__contains__):
            try:
                page = self.network.replies(post_id)
            except NetworkError as error:
                if error.trouble is not Trouble.GONE:
                    self._unread.add(post_id)
                    raise
                continue
            self._unread.discard(post_id)
            if self._new(page):
                news += self._take(Page(page.mentions, None), self._acquaintance())
        return news + self._count_likes(mobs)

    def _count_likes(self, mobs: Iterable[Mob]) -> int:
        """The likes of the candidates' comments, of every mob where people vote by them."""
        ear, news = self.desk.ear, 0
        for mob in voting_by_likes(mobs, self.clock.now()):
            with self.writer.store.reading() as view:
                standing = listed(view, ear, mob)
            counts = counted(self.network, standing) if standing is not None else {}
            now = self.clock.now()
            if now < mob.window().closes:
                with self.writer.store.reading() as view:
                    page = liked(view, ear, counts, now)
                news += self._take(page, self._acquaintance()) if page.mentions or page.gone else 0
        return news

    def _open_posts(self, mobs: Iterable[Mob]) -> list[str]:
        ear = self.desk.ear
        found: list[str] = []
        with self.writer.store.reading() as view:
            for mob in mobs:
                keys = _READ_UNDER.get(mob.stage, ())
                for row in posted.posts_out(view, ear.city, ear.network, mob.id, keys):
                    found.append(row.remote_id or "")
        return found

    def read_again(self) -> int:
        """Old messages once more: what was edited or deleted since counts as it is now."""
        ear = self.desk.ear
        with self.writer.store.reading() as view:
            due = mentions.to_read_again(
                view, ear.city, ear.network, self.clock.now(), at_most=AT_ONCE
            )
        if not due:
            return 0
        page = replace(self.network.reread(due), cursor=None)
        return self._take(page, self._acquaintance(), again=due)

    def _acquaintance(self) -> Acquaintance:
        with self.writer.store.reading() as view:
            return acquaintance(view, self.desk.ear.city)

    def _take(self, page: Page, before: Acquaintance, *, again: tuple[str, ...] = ()) -> int:
        """One page, one transaction. A page that fails whole, or during which the process died
        twice, is taken message by message. `again` are the events of a second reading: whatever
        became of it, there is no third."""
        now = self.clock.now()
        if self.marker.deaths >= 2:
            return self._one_by_one(page, now, again=again)
        self.marker.enter()
        try:
            with self.writer.work("page") as work:
                news = take_in(
                    work,
                    self.desk,
                    page.mentions,
                    now,
                    known_before=before,
                    gone=page.gone,
                )
                self._moved(work, page, now, again)
        except StoreTrouble:
            # No message is at fault: none is set aside for it.
            self.marker.leave()
            raise
        except Exception:
            # The edge of a unit of work: nothing of it is saved, and one message must not stop
            # the others from being read.
            log.exception("a page of %s could not be taken in whole", self.desk.ear.network)
            return self._one_by_one(page, now, again=again)
        self.desk.watcher.saved()
        self.marker.leave()
        return news

    def _one_by_one(self, page: Page, now: datetime, *, again: tuple[str, ...]) -> int:
        news = 0
        for mention in page.mentions:
            if self.marker.died_of(mention.event):
                self._set_aside([mention], now, "the program ended while reading this message")
                continue
            self.marker.enter(mention.event)
            news += self._single(mention, now)
        with self.writer.work("page end") as work:
            news += take_in(work, self.desk, (), now, gone=page.gone)
            self._moved(work, page, now, again)
        self.marker.leave()
        return news

    def _single(self, mention: Mention, now: datetime) -> int:
        try:
            with self.writer.work("message") as work:
                return take_in(work, self.desk, (mention,), now)
        except StoreTrouble:
            self.marker.leave()
            raise
        except Exception as error:
            # The edge of a unit of work, as above: set aside with its reason, for an organiser.
            log.exception("a message of %s is set aside", mention.network)
            self._set_aside([mention], now, f"{type(error).__name__}: {error}"[:200])
            return 0

    def _set_aside(self, found: Sequence[Mention], now: datetime, reason: str) -> None:
        """Files messages as unread; one that was taken in before stays as it was heard then."""
        ear = self.desk.ear
        with self.writer.work("set aside") as work:
            known = mentions.known(work, ear.city, ear.network, [m.event for m in found])
            new = (m for m in found if m.event not in known)
            mentions.file(work, ear.city, [Filed(m, Kept.ASIDE, now, reason=reason) for m in new])

    def _moved(self, work: Connection, page: Page, now: datetime, again: tuple[str, ...]) -> None:
        ear = self.desk.ear
        if again:
            mentions.read_twice(work, ear.city, ear.network, again)
        if page.cursor is not None:
            lanes.note(work, ear.city, ear.network, cursor=page.cursor, read_at=now)
        if page.gap is not None:
            since, until = page.gap
            lanes.note(work, ear.city, ear.network, gap_since=since, gap_until=until)
