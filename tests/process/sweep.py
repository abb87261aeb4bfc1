"""The long crash sweep: every visit of every boundary, then pairs of kills, until time is over.

    make sweep ARGS='--minutes 60 --seed 7'
    make sweep ARGS='--kill "page: before commit,40" --kill "meet: after commit,1"'

The order is drawn from the seed. A mob that ends otherwise than undisturbed is told with the
arguments that play it again, and the sweep ends with 1.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from tests.process.script import BEGIN, END, script
from tests.process.stepped_daemon import Stroke
from tests.process.stepping import Failed, Outcome, Stage


def main() -> int:
    """Sweeps until the time is over or every single visit and as many pairs were played."""
    asked = _arguments()
    print(f"seed {asked.seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        calm = _played(Path(folder), ())
        expected = calm.outcome()
    plans = [tuple(asked.kill)] if asked.kill else _plans(calm, random.Random(asked.seed))
    until = time.monotonic() + asked.minutes * 60
    done = wrong = 0
    for plan in plans:
        if time.monotonic() > until:
            break
        found = _wrong(plan, expected)
        done, wrong = done + 1, wrong + bool(found)
        if found:
            again = " ".join(f'--kill "{s.boundary},{s.visit}"' for s in plan)
            print(f"{again}\n    {found}", flush=True)
    print(f"{done} mobs with a kill, {wrong} of them wrong; {sum(calm.visits.values())} visits")
    return 1 if wrong else 0


def _plans(calm: Stage, chance: random.Random) -> Iterator[tuple[Stroke, ...]]:
    """Every single visit in any order, then as many pairs: the second while recovering."""
    single = [(Stroke(name, n + 1),) for name, often in calm.visits.items() for n in range(often)]
    chance.shuffle(single)
    names = sorted(calm.visits)
    soon = [n for n in names if not n.startswith(("act", "start", "upgrade", "trouble", "well"))]
    pairs = ((*plan, Stroke(chance.choice(soon))) for plan in single)
    return chain(single, pairs)


def _wrong(plan: tuple[Stroke, ...], expected: Outcome) -> str:
    with tempfile.TemporaryDirectory() as folder:
        try:
            stage = _played(Path(folder), plan)
        except Failed as failed:
            # The second of a pair may be somewhere that is not come to any more.
            return "" if len(plan) > 1 and "never came" in str(failed) else str(failed)
        except AssertionError as failed:
            return f"the script could not be played: {failed}"
        wrong = stage.wrong("a")
        left = stage.outcome()
    return "; ".join(wrong) or ("" if left == expected else _difference(left, expected))


def _difference(left: Outcome, expected: Outcome) -> str:
    missing, strange = expected.said - left.said, left.said - expected.said
    return (
        f"not said: {list(missing)}, said besides: {list(strange)}, "
        f"{left.stages} {left.tallies} {left.aside}"
    )


def _played(folder: Path, deaths: tuple[Stroke, ...]) -> Stage:
    stage = Stage(folder, BEGIN, deaths)
    stage.play(script(), until=END)
    return stage


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make sweep", description=__doc__)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kill", type=_stroke, action="append", metavar="BOUNDARY,VISIT")
    return parser.parse_args()


def _stroke(text: str) -> Stroke:
    boundary, _, visit = text.rpartition(",")
    return Stroke(boundary, int(visit))


if __name__ == "__main__":
    raise SystemExit(main())
