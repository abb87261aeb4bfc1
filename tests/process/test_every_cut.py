"""The log of the database, cut off at every byte: minutes, therefore a test of trust."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.storage.torn import COMMITS, cuts, faults, written

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("share", range(8))
def test_a_log_cut_at_every_byte_leaves_whole_commits(tmp_path: Path, share: int) -> None:
    made = written(tmp_path)
    lengths = cuts(made, every=1)[share::8]
    found = [faults(made, tmp_path / "cut.db", length) for length in lengths]
    counts = [told.commits for told in found]
    assert ({told.sound for told in found}, counts) == ({True}, sorted(counts))
    assert set(counts) <= set(range(COMMITS + 1))
