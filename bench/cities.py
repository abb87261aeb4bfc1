"""Three hundred accounts due in the same second, a tenth of a second away, three of them hanging.

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

from bench import payload
from bench.measuring import asked
from bot.config import City, Settings
from bot.networks.mastodon import MastodonNetwork, open_mastodon
from schedulers import daemon
from schedulers.clock import StandingClock
from schedulers.tick import Round
from storage.migrating import upgrade
from storage.store import open_store

ACCOUNTS, HANGING = 300, 3
_PATIENCE = 20.0
_MEETING = 120.0
_POLL = "GET /api/v1/notifications"


def _settings(port: int, hung: int) -> Settings:
    table = {
        **{"timezone": "Europe/Vienna", "country": "AT", "currency": "EUR", "languages": ["en"]},
        **{"spend": ["10", "20"], "organisers": [{"name": "Ada", "email": "ada@graz.example"}]},
    }
    cities = {
        f"city-{i}": table
        | {"name": f"City {i}"}
        | {"mastodon": {"base_url": f"http://127.0.0.1:{hung if i < HANGING else port}"}}
        for i in range(ACCOUNTS)
    }
    return Settings.model_validate({"live": True, "city": cities})


def _polled(port: int) -> int:
    self_asked[0] += 1
    return asked(port, "counts").get(_POLL, 0)


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

    def opened(city: City, _network: str) -> MastodonNetwork:
        assert city.mastodon is not None
        return open_mastodon(
            base_url=city.mastodon.base_url,
            token="x" * 43,
            deadline=timedelta(seconds=30),
            now=clock.now,
        )

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bot.db"
        upgrade(file, payload.T0)
        with closing(open_store(file)) as store:
            round_ = daemon.build(settings, store, clock, opened)
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
                "missed": ACCOUNTS - HANGING - counts.get(_POLL, 0),
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
