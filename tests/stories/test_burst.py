"""Ten thousand vote within a minute: all are counted, soon, and nobody is asked for more than
the network gives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.posts import Draft, Post
from bot.networks import NetworkError, Outcome, Page, Trouble
from bot.rehearsal.direct import DirectNetwork
from bot.rehearsal.limits import REQUESTS, REQUESTS_EVERY, Limit
from bot.rehearsal.town import Person
from tests.stories.telling import Tale, open_a_ballot

VOTERS = 10_000


class Metered:
    """A network that counts every call and takes only so many in five minutes, as Mastodon does."""

    def __init__(self, network: DirectNetwork) -> None:
        self._network, self.name = network, network.name
        self._limit = Limit(REQUESTS, REQUESTS_EVERY)
        self.calls: Counter[str] = Counter()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._network, name)

    def mentions(self, cursor: str | None, *, overlap: int) -> Iterator[Page]:
        """Each page is a request."""
        for page in self._network.mentions(cursor, overlap=overlap):
            self._called("read")
            yield page

    def replies(self, post_id: str) -> Page:
        """One request."""
        self._called("read")
        return self._network.replies(post_id)

    def reread(self, events: tuple[str, ...]) -> Page:
        """One request for as many as are asked for at once."""
        self._called("read")
        return self._network.reread(events)

    def post(self, draft: Draft, *, key: str) -> Post:
        """One request."""
        self._called("post")
        return self._network.post(draft, key=key)

    def acknowledge(self, event: str) -> None:
        """One request."""
        self._called("favourite")
        self._network.acknowledge(event)

    def _called(self, what: str) -> None:
        now = self._network.me() and self._network.server_time()
        assert now is not None
        if not self._limit.take(now):
            raise NetworkError(
                "too many requests",
                outcome=Outcome.NOT_APPLIED,
                trouble=Trouble.LIMIT,
                retry_at=self._limit.ends,
            )
        self.calls[what] += 1


@pytest.mark.slow
def test_ten_thousand_votes_within_a_minute() -> None:
    networks: list[Metered] = []

    def through(network: DirectNetwork) -> Metered:
        networks.append(Metered(network))
        return networks[0]

    tale = Tale(through=through)
    with closing(tale.store):
        open_a_ballot(tale)
        tale.minutes_pass(30)
        before = networks[0].calls.copy()
        ballot = int(tale.post_of("ballot").remote_id or "")
        for i in range(VOTERS):
            person = Person(f"voter{i}", f"Voter {i}")
            tale.town.write(person, str(1 + i % 2), "mastodon", reply_to=ballot, tag=True)
        tale.minutes_pass(1)
        spent = networks[0].calls - before
        assert tale.votes() == {"Bell Books": VOTERS // 2, "Corner Bakery": VOTERS // 2}
        told = tale.town.said("", "mastodon")[-1]
        assert str(VOTERS) in told.text.replace(",", "")
        assert spent["read"] + spent["post"] <= VOTERS * 0.05
        tale.minutes_pass(14)
        liked = tale.town.acknowledged("mastodon")
        assert len(liked) >= 1_000
        assert networks[0].calls["favourite"] == len(liked)
        assert tale.heard().count("counted") <= 2
        assert timedelta(0) <= tale.clock.now() - told.at <= timedelta(minutes=15)
