"""A muted network is read as it is, and only pretends to speak."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime

from bot.domain.posts import Draft, Visibility
from bot.networks import Page
from bot.networks.muted import Muted

NOON = datetime(2026, 12, 12, 12, tzinfo=UTC)


class Listening:
    """A network of which everything but reading would be a fault."""

    name = "mastodon"

    def replies(self, post_id: str) -> Page:
        return Page((), f"after {post_id}")


def muted() -> tuple[Muted, list[str]]:
    told: list[str] = []
    return Muted(Listening(), tell=told.append, now=lambda: NOON), told  # type: ignore[arg-type]


def test_a_post_is_shown_and_looks_as_if_it_were_out() -> None:
    network, told = muted()
    post = network.post(Draft("We meet now.", "en", reply_to="7"), key="k")
    assert (post.text, post.posted_at, post.parent) == ("We meet now.", NOON, "7")
    assert told == [
        f"── mastodon would post ({post.id}, public, answering 7):\nWe meet now.\n",
    ]


def test_a_private_word_is_shown_as_private() -> None:
    network, told = muted()
    post = network.post(Draft("To do.", "en", visibility=Visibility.DIRECT), key="k")
    assert told == [f"── mastodon would post ({post.id}, direct):\nTo do.\n"]


def test_a_sign_is_shown() -> None:
    network, told = muted()
    network.acknowledge("42")
    assert told == ["── mastodon would mark 42 as read\n"]


def test_only_posts_that_are_out_have_replies() -> None:
    network, _ = muted()
    post = network.post(Draft("We meet now.", "en"), key="k")
    assert network.replies(post.id) == Page((), None)
    assert network.replies("7") == Page((), "after 7")


def test_likes_are_read_where_the_network_tells_them() -> None:
    class Telling(Listening):
        def likes(self, post_id: str, comments: Collection[str]) -> dict[str, int]:
            return dict.fromkeys(comments, 3)

    telling = Muted(Telling(), tell=print, now=lambda: NOON)  # type: ignore[arg-type]
    assert telling.likes("7", ("8",)) == {"8": 3}
    assert (telling.likes("dry-run:1", ("8",)), muted()[0].likes("7", ("8",))) == ({}, {})


def test_what_was_read_is_paid_for() -> None:
    class Charging(Listening):
        def drain_usage(self) -> dict[str, int]:
            return {"owned_read": 3}

    charging = Muted(Charging(), tell=print, now=lambda: NOON)  # type: ignore[arg-type]
    assert (charging.drain_usage(), muted()[0].drain_usage()) == ({"owned_read": 3}, {})
