"""Rate limits as Mastodon keeps them: so many in each window of the town's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

REQUESTS = 300
REQUESTS_EVERY = timedelta(minutes=5)
POSTS = 300
POSTS_EVERY = timedelta(hours=3)


@dataclass(slots=True)
class Limit:
    """At most `most` in a window; windows start at whole multiples of `every` of the clock.

    Mastodon allows an account 300 requests in 5 minutes and 300 new statuses in 3 hours; the
    second is not in its documentation but in its answers.
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

    def headers(self) -> dict[str, str]:
        """What Mastodon says of the limit in each answer."""
        end = (self.window + 1) * self.every.total_seconds()
        reset = datetime.fromtimestamp(end, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return {
            "X-RateLimit-Limit": str(self.most),
            "X-RateLimit-Remaining": str(max(self.most - self.used, 0)),
            "X-RateLimit-Reset": reset,
        }
