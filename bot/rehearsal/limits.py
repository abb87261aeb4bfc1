"""Rate limits: so many calls in each window of the town's clock, or in the last day of it."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

REQUESTS = 300
REQUESTS_EVERY = timedelta(minutes=5)
POSTS = 300
POSTS_EVERY = timedelta(hours=3)
DAY = timedelta(days=1)


@dataclass(slots=True)
class Limit:
    """At most `most` in a window; windows start at whole multiples of `every` of the clock.

    X allows an account so many calls of each kind in 15 minutes. Mastodon allows it 300 requests
    in 5 minutes and 300 new statuses in 3 hours; the second is not in its documentation but in
    its answers.
    """

    most: int
    every: timedelta
    used: int = 0
    window: int = -1

    def take(self, now: datetime) -> bool:
        """Count one; False when the window has none left."""
        window = int(now.timestamp() // self.every.total_seconds())
        if window != self.window:
            self.window, self.used = window, 0
        self.used += 1
        return self.used <= self.most

    @property
    def left(self) -> int:
        """How many the window still has."""
        return max(self.most - self.used, 0)

    @property
    def ends(self) -> datetime:
        """The end of the window."""
        return datetime.fromtimestamp((self.window + 1) * self.every.total_seconds(), UTC)

    def headers(self) -> dict[str, str]:
        """What Mastodon says of the limit in each answer."""
        reset = self.ends.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return {
            "X-RateLimit-Limit": str(self.most),
            "X-RateLimit-Remaining": str(self.left),
            "X-RateLimit-Reset": reset,
        }


@dataclass(slots=True)
class Share:
    """Calls in any 24 hours, so many for each person who had to do with the Page in that time.

    Facebook's rule for Pages: 4,800 for each. A refused call counts too, and lengthens the wait.
    """

    each: int = 4_800
    most: int = 1
    calls: deque[datetime] = field(default_factory=deque)

    def take(self, now: datetime, engaged: int) -> bool:
        """Count one; False when more than the share were made within a day."""
        self.most = self.each * max(1, engaged)
        while self.calls and self.calls[0] <= now - DAY:
            self.calls.popleft()
        self.calls.append(now)
        return len(self.calls) <= self.most

    def percent(self) -> int:
        """How much of the share is used."""
        return 100 * len(self.calls) // self.most

    def minutes(self, now: datetime) -> int:
        """Until a call is taken again; 0 while it would be."""
        over = len(self.calls) - self.most
        if over < 0:
            return 0
        return int((self.calls[over] + DAY - now) / timedelta(minutes=1)) + 1
