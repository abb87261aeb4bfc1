"""A server that sends us elsewhere: nobody goes there, and no token is shown there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta

import pytest
from starlette.types import Receive, Scope, Send

from bot.acts.opening import open_network
from bot.config import example_path, load
from bot.domain.posts import Draft
from bot.networks import Network, NetworkError
from bot.networks.mastodon_login import SignIn
from bot.rehearsal.serving import Serving

NOW = datetime(2026, 12, 12, 10, tzinfo=UTC)


class Elsewhere:
    """Answers every request with the address of another server, or only notes that it was asked."""

    def __init__(self, to: str = "") -> None:
        self.to, self.heard = to, 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        self.heard += 1
        head = [(b"location", f"{self.to}{scope['path']}".encode())] if self.to else []
        status = self.status if self.to else 200
        await send({"type": "http.response.start", "status": status, "headers": head})
        await send({"type": "http.response.body", "body": b"{}"})

    status = 302


@contextmanager
def sending_elsewhere(status: int, *names: str) -> Iterator[tuple[dict[str, str], Elsewhere]]:
    """The addresses of servers that all redirect to one other."""
    target = Elsewhere()
    with Serving({"target": target}) as other:
        faces = {name: Elsewhere(other.urls["target"]) for name in names}
        for face in faces.values():
            face.status = status
        with Serving(faces) as serving:
            yield dict(serving.urls), target
        assert [face.heard > 0 for face in faces.values()] == [True] * len(names)


CALLS: dict[str, Callable[[Network], object]] = {
    "me": lambda network: network.me(),
    "mentions": lambda network: list(network.mentions(None, overlap=1)),
    "post": lambda network: network.post(Draft("We meet now.", "en"), key="k"),
    "own posts": lambda network: network.own_posts(NOW - timedelta(hours=1)),
}


@pytest.mark.parametrize("name", ["mastodon", "twitter", "facebook"])
@pytest.mark.parametrize("status", [301, 302, 307])
def test_no_network_follows(name: str, status: int) -> None:
    with sending_elsewhere(status, name) as (urls, target):
        settings = load(example_path(), env={}).pointed_at(urls, token="t0ken")
        network = open_network(settings, next(iter(settings.cities)), name, now=lambda: NOW)
        failed = []
        for call, make in CALLS.items():
            try:
                make(network)
            except NetworkError:
                failed.append(call)
    assert (failed, target.heard) == (list(CALLS), 0)


def test_signing_in_does_not_follow() -> None:
    with sending_elsewhere(307, "mastodon") as (urls, target):
        sign_in = SignIn(urls["mastodon"], deadline=timedelta(seconds=5))
        with suppress(NetworkError):
            sign_in.register()
    assert target.heard == 0
