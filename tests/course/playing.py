"""Courses for as long as told: `make course MINUTES=10 SEED=1`."""

from __future__ import annotations

import argparse
import logging
import sys
import time

from hypothesis import Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.course.machine import Course
from tests.simulator.storm import commit

EACH = 20
"""Courses from one seed: few, so that the time told is kept."""
STEPS = 40


def main() -> int:
    """Plays courses until the time is over or one fails, and adds them up."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=0, help="0: this one seed")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    ran, ends = commit(), time.monotonic() + asked.minutes * 60
    now, courses, steps = asked.seed, 0, 0
    while True:
        played = courses_from(now)
        courses, steps = courses + played[0], steps + played[1]
        now += 1
        if time.monotonic() >= ends:
            break
    print(f"seeds {asked.seed} to {now - 1}, {ran}: {courses} courses, {steps} steps, none failed")
    return 0


def courses_from(number: int) -> tuple[int, int]:
    """How many courses and steps a seed made; raises with the shortest one that fails."""
    lengths: list[int] = []

    class Counted(Course):
        """Counts what it is led through."""

        def teardown(self) -> None:
            """The town is gone, and its length noted."""
            lengths.append(self.steps)
            super().teardown()

    asked = settings(
        max_examples=EACH,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        print_blob=False,
    )
    try:
        run_state_machine_as_test(seed(number)(Counted), settings=asked)
    except BaseException:
        print(
            f"seed {number} fails: make course MINUTES=0 SEED={number} plays it again", flush=True
        )
        raise
    return len(lengths), sum(lengths)


if __name__ == "__main__":
    sys.exit(main())
