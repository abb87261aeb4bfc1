"""The desk at which a city's mentions on one network are taken in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.acts.obeying import order_of
from bot.acts.promises import Speaker
from bot.config import City
from bot.domain.posts import Mention
from bot.listening.orders import Order
from schedulers.understanding import Ear
from schedulers.watcher import Watcher
from storage import facts


@dataclass(frozen=True, slots=True)
class Desk:
    """What taking in needs besides the page: how the city listens and speaks, the key of its
    erased events, how long after its first reading a message is read once more (None: only
    before a ballot is counted), who watches the votes, and the city whose organisers may give
    orders (None: nobody may)."""

    ear: Ear
    speaker: Speaker
    erasure_key: str
    again_after: timedelta | None
    watcher: Watcher = field(default_factory=Watcher)
    city: City | None = None

    def order(self, mention: Mention) -> Order | None:
        """The order that a message is, None where it is none; of those who may give one."""
        if self.city is None or mention.person not in self.ear.organisers:
            return None
        return order_of(self.city, mention)

    def again(self, mention: Mention, now: datetime) -> datetime | None:
        """When a message that is news is read once more; likes are counted anew all the time."""
        return None if mention.like or self.again_after is None else now + self.again_after

    def grave(self, event: str) -> str:
        """What stands in the place of an event once it is erased."""
        return facts.tombstone(self.erasure_key, self.ear.network, event)
