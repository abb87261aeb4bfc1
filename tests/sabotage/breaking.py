"""Breaks one promise after the other and demands that its test notices: `make sabotage`."""

from __future__ import annotations

import argparse
import sys

from tests.sabotage.patch import DoesNotApply, Patch, patches
from tests.sabotage.workshop import Result, Workshop, workshop

AT_MOST = 180.0
"""Seconds that one test may take."""


def main() -> int:
    """One line a patch; the exit code is 0 only if every test noticed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*", help="parts of the names of patches")
    asked = parser.parse_args()
    found = [p for p in patches() if not asked.only or any(o in p.name for o in asked.only)]
    with workshop() as shop:
        faults = [told(shop, patch) for patch in found]
    unnoticed = sum(fault is not None for fault in faults)
    print(f"{len(found) - unnoticed} of {len(found)} broken promises were noticed")
    return 1 if unnoticed or not found else 0


def told(shop: Workshop, patch: Patch) -> str | None:
    """The same as `fault`, and its line on the screen."""
    wrong = fault(shop, patch)
    print(f"{'FAULT' if wrong else 'noticed':8} {patch.name}: {wrong or patch.test}", flush=True)
    return wrong


def fault(shop: Workshop, patch: Patch) -> str | None:
    """What is wrong with a patch or its test; None where the test is green without and red with."""
    before = shop.tests(patch.test, at_most=AT_MOST)
    if before is not Result.GREEN:
        return f"{patch.test} is {before} before anything is broken"
    with shop.broken(*{hunk.file for hunk in patch.hunks}):
        try:
            patch.apply(shop.tree)
        except DoesNotApply as error:
            return str(error)
        after = shop.tests(patch.test, at_most=AT_MOST)
    if after is not Result.RED:
        return f"{patch.test} is {after}: it does not notice that “{patch.promise}” is broken"
    return None


if __name__ == "__main__":
    sys.exit(main())
