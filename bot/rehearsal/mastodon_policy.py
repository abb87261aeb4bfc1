"""Mastodon's notification policy: which of the bot's notices are kept back, and from when on."""

from __future__ import annotations

from typing import Any

from bot.domain.posts import Visibility
from bot.rehearsal.mastodon_entities import NETWORK
from bot.rehearsal.town import Notice, NoticeKind, Town

FRESH = {
    "for_not_following": "accept",
    "for_not_followers": "accept",
    "for_new_accounts": "accept",
    "for_private_mentions": "filter",
    "for_limited_accounts": "filter",
    "for_bots": "accept",
}
"""The policy of a fresh account since Mastodon 4.3: strangers' private mentions are kept back."""

ANSWERS = ("accept", "filter", "drop")


class Policy:
    """What one account lets through; a notice is judged once, by the policy in force when it came.

    Of the six rules only `for_private_mentions` meets anybody in the town: the bot follows nobody,
    and nobody there is limited.
    """

    def __init__(self, town: Town) -> None:
        self._town = town
        self._rules = dict(FRESH)
        self._judged = 0
        self._kept_back: set[int] = set()

    def change(self, asked: dict[str, str]) -> dict[str, Any] | None:
        """Set rules and tell the whole policy; None when an answer is not one that there is."""
        rules = {name: answer for name, answer in asked.items() if name in FRESH}
        if any(answer not in ANSWERS for answer in rules.values()):
            return None
        waiting = [n for n in self._judge() if n.id in self._kept_back]
        self._rules |= rules
        summary = {
            "pending_requests_count": len({notice.person.handle for notice in waiting}),
            "pending_notifications_count": len(waiting),
        }
        return {**self._rules, "summary": summary}

    def shown(self) -> list[Notice]:
        """The notices that the account sees, oldest first."""
        return [notice for notice in self._judge() if notice.id not in self._kept_back]

    def _judge(self) -> tuple[Notice, ...]:
        notices = self._town.notices(NETWORK)
        for notice in notices:
            if notice.id > self._judged:
                self._judged = notice.id
                if self._rules["for_private_mentions"] != "accept" and self._unsought(notice):
                    self._kept_back.add(notice.id)
        return notices

    def _unsought(self, notice: Notice) -> bool:
        """A private mention, unless the bot wrote to that person privately up the thread."""
        post = notice.post
        if notice.kind is not NoticeKind.MENTION or post.visibility is not Visibility.DIRECT:
            return False
        while post.parent and (above := self._town.written(post.parent)):
            post = above
            private = post.visibility is Visibility.DIRECT and post.author == self._town.bot
            if private and notice.person.handle in post.named:
                return False
        return True
