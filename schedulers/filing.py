"""Filing a page: each mention with the mob it is for and what it asks of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.acts.obeying import is_private
from bot.domain.intents import Vote
from bot.domain.mob import Mob
from bot.domain.posts import Mention
from schedulers.desk import Desk
from schedulers.memory import Memory
from schedulers.understanding import understanding
from storage.mentions import Filed, Kept
from storage.outbox import Promise


def threads(news: Sequence[Mention], known: Mapping[str, Filed]) -> list[Mention]:
    """The messages in the order in which they were said. What goes on under a message of one's own
    answers what that one did, and is filed so, that the next one does too."""
    told = {event: filed.mention for event, filed in known.items()}
    said = []
    for m in sorted(news, key=lambda m: m.said_at):
        own = told.get(m.parent or "")
        if own is not None and own.person == m.person:
            m = replace(m, parent=own.parent)
        told[m.event] = m
        said.append(m)
    return said


@dataclass(slots=True)
class Filing:
    """What a page is filed by: the mobs it may be for, which new shops join while it is read; what
    is on file of its events; whom nobody hears, and which events are organisers' orders; our own
    posts, by their id on the network; and what its writers asked for before."""

    desk: Desk
    mobs: dict[int, Mob]
    known: Mapping[str, Filed]
    blocked: Collection[str]
    orders: Collection[str]
    ours: Mapping[str, Promise]
    memory: Memory
    now: datetime

    def file(self, mention: Mention) -> Filed:
        """One mention as it is to be filed; what was said before it is filed already."""
        was = self.known.get(mention.event)
        if mention.person in self.blocked:
            return self._unheard(mention, was, "blocked")
        if mention.event in self.orders:
            return self._unheard(
                mention, was, "order" if is_private(mention) else "order in public"
            )
        filed = self._heard(mention, was)
        self.memory.add(filed)
        return filed

    def _unheard(self, mention: Mention, was: Filed | None, reason: str) -> Filed:
        """A message of somebody on the block list, or an organiser's order: on file, so that it is
        known, and no part of any mob's counting."""
        read_at, mob = (was.read_at, was.mob) if was else (self.now, None)
        return Filed(mention, Kept.IGNORED, read_at, mob, reason=reason)

    def _heard(self, mention: Mention, was: Filed | None) -> Filed:
        """A mention with what it asks for. Bots, reposts and threads that the bot was only dragged
        into are filed, so that they are known, and ask for nothing.

        An edited message stays with its mob, and where that is over it stays as it was.
        """
        read_at, stays = (was.read_at, was.mob) if was else (self.now, None)
        current = self.mobs if stays is None else {k: m for k, m in self.mobs.items() if k == stays}
        if was is not None and stays is not None and not current:
            return was
        again = was.again_at if was else self.desk.again(mention, self.now)
        parent = self.ours.get(mention.parent or "")
        if mention.by_bot or mention.repost or not (mention.tags_us or parent):
            return Filed(mention, Kept.IGNORED, read_at, stays, again_at=again)
        before = partial(self.memory.before, mention)
        heard = understanding(self.desk.ear, mention, parent, current, self.now, earlier=before)
        if heard is None:
            return Filed(mention, Kept.IGNORED, read_at, stays, again_at=again)
        if was is not None and _too_late_to_edit(heard.mob, mention, was):
            return was
        self.mobs[heard.mob.id] = heard.mob
        answered = was is not None and was.answered
        filed = Filed(mention, Kept.HEARD, read_at, heard.mob.id, heard.intents, again)
        return replace(filed, answered=True) if answered else filed


def _too_late_to_edit(mob: Mob, mention: Mention, was: Filed) -> bool:
    """A vote stands as it was when the ballot closed, whatever its text says later."""
    voted = any(isinstance(i, Vote) for i in was.intents)
    edited = mention.edited_at
    return bool(voted and mob.closes and edited and edited >= mob.closes)
