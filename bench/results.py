"""The results: one JSON file beside the bench, each figure with the commit it was measured at."""

from __future__ import annotations

import json
import os
import platform
import subprocess
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("results.json")


def known() -> dict[str, Any]:
    """Everything measured so far, by part."""
    found: dict[str, Any] = json.loads(FILE.read_text()) if FILE.exists() else {}
    return found


def note(part: str, name: str, **figures: Any) -> None:
    """Writes down what was measured, at once: a long run may be ended at any time."""
    found = known()
    found.setdefault(part, {})[name] = figures | {"commit": _commit(), "load": _load()}
    found["machine"] = _machine()
    FILE.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n")
    print(f"{part} {name}: {figures}", flush=True)


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return done.stdout.strip()


def _load() -> float:
    return round(os.getloadavg()[0], 1)


def _machine() -> str:
    names = [
        line.partition(":")[2].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    return f"{len(names)} × {names[0]}, Python {platform.python_version()}"
