"""A hundred cities on three networks, due in the same second, a tenth of a second away, three of
their servers hanging.

python -m bench.cities PORT      prints JSON; PORT is a server with 100 ms of latency
"""

from __future__ import annotations

import gc
import json
import socket
import ssl
import sys
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from time import monotonic, process_time, sleep
from typing import Any

from bench import payload
from bench.measuring import asked
from bot.config import City, Settings
from bot.networks import Network
from bot.networks.facebook import open_facebook
from bot.networks.mastodon import open_mastodon
from bot.networks.twitter import open_twitter
from schedulers import daemon
from schedulers.clock import StandingClock
from schedulers.tick import Round
from storage.migrating import upgrade
from storage.store import open_store

CITIES, NETWORKS, HANGING = 100, ("mastodon", "twitter", "facebook"), 3
ACCOUNTS = CITIES * len(NETWORKS)
_PATIENCE = 20.0
_MEETING = 120.0
# What a poll of each network begins with.
_POLLS = (
    "GET /api/v1/notifications",
    "GET /2/users/ID/mentions",
    "GET /v26.0/ID/feed",
)
_X, _PAGE = 1_400_000_000_000_000_000, 104_000_000_000_000


def _settings(port: int, hung: int) -> Settings:
    table = {
        **{"timezone": "Europe/Vienna", "country": "AT", "currency": "EUR", "languages": ["en"]},
        **{"spend": ["10", "20"], "organisers": [{"name": "Ada", "email": "ada@graz.example"}]},
    }
    here = f"http://127.0.0.1:{port}"
    cities = {
        f"city-{i}": table
        | {"name": f"City {i}"}
        | {
            "mastodon": {"base_url": f"http://127.0.0.1:{hung}" if i < HANGING else here},
            "twitter": {"base_url": here, "user_id": str(_X + i)},
            "facebook": {"base_url": here, "page_id": str(_PAGE + i)},
        }
        for i in range(CITIES)
    }
    return Settings.model_validate({"live": True, "city": cities})


def _opened(city: City, network: str, clock: StandingClock) -> Network:
    """An account whose token names it."""
    more: dict[str, Any] = {"deadline": timedelta(seconds=30), "now": clock.now}
    if city.mastodon is not None and network == "mastodon":
        return open_mastodon(base_url=city.mastodon.base_url, token="x" * 43, **more)
    if city.twitter is not None and network == "twitter":
        token = f"{city.twitter.user_id}-{'x' * 40}"
        keys = {"consumer_key": "k", "consumer_secret": "s", "access_secret": "a"}
        return open_twitter(
            base_url=city.twitter.base_url,
            user_id=city.twitter.user_id,
            access_token=token,
            allow_links=False,
            **keys,
            **more,
        )
    assert city.facebook is not None
    return open_facebook(
        base_url=city.facebook.base_url,
        page_id=city.facebook.page_id,
        token=f"{city.facebook.page_id}-{'x' * 40}",
        **more,
    )


def _polled(port: int) -> int:
    self_asked[0] += 1
    counts = asked(port, "counts")
    return sum(counts.get(poll, 0) for poll in _POLLS)


def _swept(round_: Round, port: int, polls: int, patience: float) -> float:
    """Strikes until the server has answered so many polls; the seconds that took."""
    began = monotonic()
    round_.strike()
    while _polled(port) < polls and monotonic() - began < patience:
        sleep(0.02)
    return monotonic() - began


self_asked = [0]


def main(port: int) -> None:
    """One sweep to make the connections, and one that is measured."""
    hung = socket.create_server(("127.0.0.1", 0), backlog=512)
    settings = _settings(port, hung.getsockname()[1])
    clock = StandingClock(payload.READ)

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bot.db"
        upgrade(file, payload.T0)
        with closing(open_store(file)) as store:
            round_ = daemon.build(
                settings, store, clock, lambda city, name: _opened(city, name, clock)
            )
            _swept(round_, port, ACCOUNTS - HANGING, _MEETING)
            sleep(2)
            asked(port, "reset")
            self_asked[0] = 1
            clock.pass_by(timedelta(minutes=2))
            spent = process_time()
            seconds = _swept(round_, port, ACCOUNTS - HANGING, _PATIENCE)
            spent = process_time() - spent
            counts = asked(port, "counts")
            found = {
                "seconds": round(seconds, 2),
                "missed": ACCOUNTS - HANGING - sum(counts.get(poll, 0) for poll in _POLLS),
                # Those of the questions about the counts are not the bot's.
                "requests": counts["requests"],
                "connections": counts.get("connections", 0) - self_asked[0],
                "cpu_each_us": round(spent / (ACCOUNTS - HANGING) * 1e6),
                "tls_contexts": sum(isinstance(o, ssl.SSLContext) for o in gc.get_objects()),
            }
            print(json.dumps(found), flush=True)
            hung.close()
            round_.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
