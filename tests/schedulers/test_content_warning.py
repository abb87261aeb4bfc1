"""A city on Mastodon whose posts are folded behind a few words."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.posts import Visibility
from storage.outbox import Sent
from tests.faults import Reset, Rule
from tests.schedulers.place import place

DAY = timedelta(days=1)
MEETS = datetime(2026, 12, 19, 15, tzinfo=UTC)
WORDS = "Cash mob, long"


def test_what_others_may_read_is_folded_and_private_words_are_not(tmp_path: Path) -> None:
    folded = {"mastodon": {"content_warning": WORDS}}
    begins = MEETS - 21 * DAY - timedelta(hours=1)
    with place(tmp_path, begins, networks=["mastodon"], accounts=folded) as here:
        here.begin(MEETS)
        # The answer to the first post is lost: it is found again by its text, words before or not.
        lost = Rule(Reset(), "POST", "/api/v1/statuses", nth=(1,), after=True)
        here.at(MEETS - 21 * DAY, lambda: here.switches["mastodon"].breaks(lost))
        here.passes(hours=2)
        here.say("rosa", "I nominate Harbour Lane Books, 2 Harbour Lane", "mastodon")
        here.until(MEETS - 16 * DAY)
        said = here.town.said(network="mastodon")
        private = Visibility.DIRECT
        assert {(post.visibility is private, post.warning) for post in said} == {
            (False, WORDS),
            (True, ""),
        }
        assert {post.visibility for post in said if post.parent} >= {Visibility.UNLISTED}
        assert {row.state for row in here.rows() if row.key == "call"} == {Sent.SENT}
        assert len([post for post in said if post.text.startswith("A cash mob:")]) == 1
