"""Ten thousand people vote at once: what the daemon's memory grows by, and what it asks for.

python -m bench.burst PORT      prints JSON; PORT is a server with ten thousand votes

The daemon's own rounds go on for a quarter of an hour of the virtual clock: in the first minutes
the votes are read and counted, from the tenth on each is read a second time. The server takes 280
favourites and then asks to wait five minutes, again and again. Memory is what the kernel counts
for the process: the most it had since just before the first page, less what it had then.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench import payload
from bench.contenders import cashmob
from bench.measuring import asked
from bot.acts.opening import open_network
from bot.config import load
from schedulers import daemon
from schedulers.clock import StandingClock
from schedulers.tick import Round
from storage.store import open_store

VOTES = 10_000
_FAVOURITE = "POST /api/v1/statuses/ID/favourite"
_FIRST, _AGAIN = 9, 6
_RESET_THE_MOST = "5"


def _kib(what: str) -> int:
    found = re.search(rf"{what}:\s*(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1])


def measured(port: int, folder: Path) -> dict[str, Any]:
    """One burst, in a folder of its own."""
    cashmob.prepare(folder, port)
    settings = load(folder / "config.toml")
    clock = StandingClock(payload.READ)
    # As `cashmob run` does before it starts.
    network = open_network(settings, cashmob.CITY, "mastodon", now=clock.now)
    with closing(open_store(folder / "bot.db")) as store:
        round_ = daemon.build(
            settings,
            store,
            clock,
            lambda _city, _name: network,
            database=folder / "bot.db",
        )
        daemon.get_ready(settings.cities.values())
        Path("/proc/self/clear_refs").write_text(_RESET_THE_MOST)
        before = _kib("VmRSS")
        first = _minutes(_FIRST, round_, clock, port)
        with store.reading() as view:
            counted = cashmob.votes(view)
        again = _minutes(_AGAIN, round_, clock, port)
        grown = _kib("VmHWM") - before
        round_.close()
    return {
        "votes": counted,
        "requests_a_vote": round(first / VOTES, 4),
        "second_reading_a_vote": round(again / VOTES, 4),
        "grown_kib": grown,
        "before_kib": before,
    }


def _minutes(count: int, round_: Round, clock: StandingClock, port: int) -> int:
    """Lets so many minutes pass; returns the requests of that time, besides favourites."""
    asked(port, "reset")
    for _ in range(count):
        round_.quiet()
        clock.pass_by(timedelta(minutes=1))
    counts = asked(port, "counts")
    return counts["requests"] - counts.get(_FAVOURITE, 0)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="cashmob-bench-") as name:
        print(json.dumps(measured(int(sys.argv[1]), Path(name))), flush=True)
