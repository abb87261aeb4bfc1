"""The service of systemd in deploy/: it watches, and it may do little."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

UNIT = Path(__file__).parent.parent / "deploy" / "cashmob.service"
MOST = 2.0
"""The exposure, from 0 (none) to 10, that systemd-analyze may find."""


def settings() -> dict[str, str]:
    lines = UNIT.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if re.match(r"[A-Z]\w+=", line))


def test_systemd_watches_it_and_starts_it_anew() -> None:
    unit = settings()
    wanted = ("Type", "NotifyAccess", "WatchdogSec", "Restart", "KillSignal")
    assert [unit[name] for name in wanted] == ["notify", "main", "10min", "on-failure", "SIGTERM"]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not here")
def test_its_exposure_is_small() -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", str(UNIT)],
        capture_output=True,
        text=True,
        check=True,
    )
    found = re.search(r"Overall exposure level for cashmob.service: ([0-9.]+)", done.stdout)
    assert found is not None
    assert float(found[1]) <= MOST
