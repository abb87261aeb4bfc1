"""Messages in four languages that were mended for: what is understood stays understood."""

from __future__ import annotations

from pathlib import Path

from bench.understanding_report import rows, scored

KEPT = rows(Path(__file__).with_name("kept.jsonl"))


def test_what_was_mended_stays_understood() -> None:
    score = scored(KEPT)[""]
    assert score.misses == []
