"""The patches of `make sabotage` still fit the source, and each names a test that exists."""

from __future__ import annotations

import pytest

from tests.sabotage.breaking import fault
from tests.sabotage.patch import ROOT, DoesNotApply, Hunk, Patch, patches
from tests.sabotage.workshop import workshop

PATCHES = patches()


def test_there_is_one_for_each_of_the_twelve_promises() -> None:
    assert [patch.name[:2] for patch in PATCHES] == [f"{n:02}" for n in range(1, 13)]


@pytest.mark.parametrize("patch", PATCHES, ids=lambda patch: patch.name)
def test_a_patch_still_applies_and_its_test_exists(patch: Patch) -> None:
    files = {hunk.file: (ROOT / hunk.file).read_text(encoding="utf-8") for hunk in patch.hunks}
    for hunk in patch.hunks:
        changed = hunk.applied(files[hunk.file])
        compile(changed, hunk.file, "exec")
    assert patch.names_a_test(ROOT), patch.test


def test_a_patch_for_another_source_is_refused() -> None:
    hunk = Hunk("x.py", "    once()\n", "    never()\n")
    assert hunk.applied("def f():\n    once()\n") == "def f():\n    never()\n"
    for text in ("def f():\n    other()\n", "def f():\n    once()\n    once()\n"):
        with pytest.raises(DoesNotApply):
            hunk.applied(text)


QUICK = (
    "tests/domain/test_ballot.py::test_most_votes_win_and_a_tie_goes_to_the_shop_nominated_first"
)
"""A test in no time, for the command's own tests."""


@pytest.mark.process
@pytest.mark.slow
def test_a_change_that_no_test_notices_is_a_fault() -> None:
    nothing = Hunk("bot/domain/ballot.py", "from __future__ import annotations\n", "\n")
    harmless = Patch("00", "nothing", QUICK, (nothing,))
    sign = '-tally.of("votes", n.number), n.said_at'
    last_wins = Hunk("bot/domain/ballot.py", sign, sign.removeprefix("-"))
    with workshop() as shop:
        assert "does not notice" in (fault(shop, harmless) or "")
        assert fault(shop, Patch("01", "most votes", QUICK, (last_wins,))) is None
        no_python = Hunk("bot/domain/ballot.py", "from __future__", "from __past__")
        assert "is error" in (fault(shop, Patch("02", "x", QUICK, (no_python,))) or "")
