"""The simulator for as long as told: `make storm MINUTES=10 SEED=1`, `make simulate SEED=42`."""

from __future__ import annotations

import argparse
import logging
import os
import subprocess
import sys
import time
from collections import Counter

from tests.simulator.play import CLIMATES, STRANGE, Play, Report

EVERY = (*CLIMATES, *STRANGE)


def main() -> int:
    """Plays mob after mob, prints each as it ends, and adds them up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=0, help="0: this one seed, in full")
    parser.add_argument("--climate", type=int, choices=range(len(EVERY)), default=None)
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    # Now, since the files may change while it runs.
    ran, ends = commit(), time.monotonic() + asked.minutes * 60
    total: Counter[str] = Counter()
    seed = asked.seed
    while True:
        climate = None if asked.climate is None else EVERY[asked.climate]
        report = Play(seed, climate).run()
        add_up(total, report)
        show(report)
        seed += 1
        if time.monotonic() >= ends:
            break
    print(f"seeds {asked.seed} to {seed - 1}, {ran}, {os.cpu_count()} cores")
    print(", ".join(f"{name} {n}" for name, n in total.items()))
    return 1 if total["broken"] else 0


def add_up(total: Counter[str], report: Report) -> None:
    """One mob more."""
    total["mobs"] += 1
    total["votes"] += report.votes
    total["posts"] += report.posts
    total["calls"] += report.calls
    total["crashes"] += report.crashes
    total["outages"] += report.outages
    total.update(report.restores)
    total["missed in outages"] += len(report.missed)
    total["doubles"] += sum("said " in v or "no row" in v for v in report.violations)
    total["missed"] += sum(v.startswith("missed") for v in report.violations)
    total["broken"] += bool(report.violations)


def show(report: Report) -> None:
    """One mob with all that is wrong with it."""
    print(f"seed {report.seed} ({report.climate}): {report.ended}, {report.votes} votes, ", end="")
    print(f"{report.posts} posts, {report.crashes} crashes", flush=True)
    for line in (*report.violations, *(f"(excused) {m}" for m in report.missed)):
        print(f"    {line}", flush=True)


def commit() -> str:
    """The commit that was run, marked where the files differ from it."""
    asked = ["git", "describe", "--always", "--dirty", "--exclude=*"]
    return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
