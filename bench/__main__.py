"""`python -m bench`: everything, side by side, into bench/results.json and docs/performance.md.

Parts can be measured alone, for a machine that is calm only now and then: `python -m bench
instructions cpu`; the page is written anew from whatever was measured, each row with its commit.
"""

from __future__ import annotations

import sys

from bench import measures, page

PARTS = {
    "gate": measures.gate,
    "instructions": measures.instructions,
    "cpu": measures.cpu,
    "start": measures.start,
    "money": measures.money,
    "burst": measures.burst,
    "idle": measures.idle,
    "cities": measures.cities,
    "tally": measures.tally,
}


def main(*wanted: str) -> None:
    """Measures the named parts, or all; the gate goes first in any case."""
    names = [name for name in wanted if name in PARTS] or list(PARTS)
    only = {name for name in wanted if name not in PARTS}
    measures.gate(set())
    for name in names:
        if name != "gate":
            print(f"── {name}", flush=True)
            PARTS[name](only)
    page.write()


if __name__ == "__main__":
    main(*sys.argv[1:])
