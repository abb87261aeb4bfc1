"""`cashmob run` with nothing to do: one city on three networks over HTTP, each read every minute.

    python -m bench.idle MINUTES      prints JSON

The networks are the town of the rehearsal in a process of its own, in which nobody says anything.
What is counted is the CPU time of the daemon's process, as the kernel knows it, from its second
minute on; the first belongs to the start.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep
from typing import Any

from bench import payload
from bench.contenders.cashmob import GRAZ
from bench.measuring import ROOT
from schedulers import clock
from storage.migrating import upgrade

_START = 60.0
_PATIENCE = 60
_TOKEN = "rehearsal"
_PAGE = "104242424242424"
_CONFIG = (
    GRAZ
    + """
[city.graz.mastodon]
base_url = "{mastodon}"
[city.graz.twitter]
base_url = "{twitter}"
user_id = "{user}"
[city.graz.facebook]
base_url = "{facebook}"
page_id = "{page}"
"""
)
_SECRETS = ("MASTODON_TOKEN", "FACEBOOK_TOKEN", "TWITTER_CONSUMER_KEY", "TWITTER_CONSUMER_SECRET")
_SECRETS += ("TWITTER_ACCESS_TOKEN", "TWITTER_ACCESS_SECRET")


@contextmanager
def _town(folder: Path) -> Iterator[dict[str, str]]:
    """The addresses of a town that nobody lives in yet."""
    ports = folder / "ports.json"
    command = [sys.executable, "-m", "bot.rehearsal.server", "--port-file", str(ports)]
    with subprocess.Popen([*command, "--user", payload.X_US, "--page", _PAGE], cwd=ROOT) as town:
        try:
            for _ in range(_PATIENCE):
                if ports.exists():
                    break
                sleep(1)
            yield json.loads(ports.read_text())
        finally:
            town.terminate()


def _spent(process: int) -> float:
    """User and system time of a process, in seconds."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measured(minutes: float) -> dict[str, Any]:
    """The daemon's share of one core over so many minutes."""
    with tempfile.TemporaryDirectory(prefix="cashmob-bench-") as name:
        folder = Path(name)
        with _town(folder) as urls:
            config = folder / "config.toml"
            config.write_text(_CONFIG.format(**urls, user=payload.X_US, page=_PAGE))
            upgrade(folder / "bot.db", clock.now())
            secrets = {f"CASHMOB_GRAZ_{name}": _TOKEN for name in _SECRETS}
            command = [sys.executable, "-m", "bot", "--config", str(config), "run"]
            with subprocess.Popen(command, cwd=ROOT, env=os.environ | secrets) as daemon:
                try:
                    sleep(_START)
                    before = _spent(daemon.pid)
                    sleep(minutes * 60)
                    spent = _spent(daemon.pid) - before
                finally:
                    daemon.terminate()
    share = spent / (minutes * 60)
    return {"minutes": minutes, "cpu_seconds": round(spent, 2), "percent": round(share * 100, 3)}


if __name__ == "__main__":
    print(json.dumps(measured(float(sys.argv[1]))), flush=True)
