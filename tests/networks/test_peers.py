"""Real servers, where the environment names them: who we are, one post, found again."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from bot.domain.posts import Draft
from bot.networks import Network
from bot.networks.facebook import open_facebook
from bot.networks.mastodon import open_mastodon
from bot.networks.twitter import open_twitter
from schedulers.clock import WallClock

pytestmark = pytest.mark.peer

DEADLINE = timedelta(seconds=60)
SECRETS = {
    "mastodon": ("token",),
    "twitter": ("user_id", "consumer_key", "consumer_secret", "access_token", "access_secret"),
    "facebook": ("page_id", "token"),
}
OPENERS: dict[str, Callable[..., Network]] = {
    "mastodon": open_mastodon,
    "twitter": lambda **more: open_twitter(allow_links=False, **more),
    "facebook": open_facebook,
}


@pytest.fixture(params=SECRETS)
def network(request: pytest.FixtureRequest) -> Network:
    """The account on the server that CASHMOB_TEST_…_URL names."""
    name = f"CASHMOB_TEST_{request.param.upper()}"
    given = {field: os.environ.get(f"{name}_{field.upper()}") for field in SECRETS[request.param]}
    url = os.environ.get(f"{name}_URL")
    missing = [f"{name}_URL"] * (not url)
    missing += [f"{name}_{field.upper()}" for field, value in given.items() if not value]
    if missing:
        pytest.skip(f"no real server: {', '.join(missing)} not set")
    opened = OPENERS[request.param]
    return opened(base_url=url, deadline=DEADLINE, now=WallClock().now, **given)


def test_a_post_on_a_real_server_is_found_again(network: Network) -> None:
    account = network.me()
    assert account.id
    began = network.server_time() or WallClock().now()
    text = f"A test of the cash mob bot, {began:%d %B %Y, %H:%M:%S} UTC. Please ignore."
    out = network.post(Draft(text, "en"), key=f"peer test {began}")
    found = _found(network, out.id, began - timedelta(minutes=5))
    assert (found, network.length(text) <= account.max_characters) == (text, True)


def _found(network: Network, id: str, since: datetime) -> str | None:
    return next((post.text for post in network.own_posts(since) if post.id == id), None)


def test_mentions_are_read_on_a_real_server(network: Network) -> None:
    network.me()
    (page,) = network.mentions(None, overlap=1)
    assert page.cursor is not None or page.mentions == ()


def test_a_real_server_tells_of_the_token(network: Network) -> None:
    network.me()
    assert [finding.text for finding in network.findings() if finding.well is False] == []
