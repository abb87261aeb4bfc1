"""A network that is read for real and spoken to only in pretence: what `run --dry-run` sees."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from itertools import count

from bot.domain.posts import Draft, Post
from bot.networks import Account, Finding, Liked, Network, Page

_PRETENDED = "dry-run:"
_numbers = count(1)


class Muted:
    """Stands before a network: reading goes through, every post and every sign is only told."""

    def __init__(
        self, network: Network, *, tell: Callable[[str], None], now: Callable[[], datetime]
    ) -> None:
        self._network, self._tell, self._now = network, tell, now
        self.name = network.name

    def me(self) -> Account:
        """As the network says."""
        return self._network.me()

    def mentions(self, cursor: str | None, *, overlap: int) -> Iterator[Page]:
        """As the network says."""
        return self._network.mentions(cursor, overlap=overlap)

    def replies(self, post_id: str) -> Page:
        """As the network says; a pretended post has none."""
        if post_id.startswith(_PRETENDED):
            return Page((), None)
        return self._network.replies(post_id)

    def reread(self, events: tuple[str, ...]) -> Page:
        """As the network says."""
        return self._network.reread(events)

    def post(self, draft: Draft, *, key: str) -> Post:
        """Tells what would be posted; its id begins with "dry-run:"."""
        number = f"{_PRETENDED}{next(_numbers)}"
        answers = f", answering {draft.reply_to}" if draft.reply_to else ""
        whom = draft.visibility.value
        self._tell(f"── {self.name} would post ({number}, {whom}{answers}):\n{draft.text}\n")
        return Post(number, draft.text, self._now(), draft.reply_to)

    def acknowledge(self, event: str) -> None:
        """Tells which message would get a sign."""
        self._tell(f"── {self.name} would mark {event} as read\n")

    def own_posts(self, since: datetime) -> tuple[Post, ...]:
        """As the network says."""
        return self._network.own_posts(since)

    def findings(self) -> Iterator[Finding]:
        """As the network says."""
        return self._network.findings()

    def length(self, text: str) -> int:
        """As the network counts."""
        return self._network.length(text)

    def server_time(self) -> datetime | None:
        """As the network says."""
        return self._network.server_time()

    def likes(self, post_id: str, comments: Collection[str]) -> Mapping[str, int]:
        """As the network says; a pretended post has none."""
        if post_id.startswith(_PRETENDED) or not isinstance(self._network, Liked):
            return {}
        return self._network.likes(post_id, comments)

    def drain_usage(self) -> dict[str, int]:
        """What reading has cost, where the network charges for it: the cap holds here too."""
        drain = getattr(self._network, "drain_usage", None)
        return drain() if drain is not None else {}
