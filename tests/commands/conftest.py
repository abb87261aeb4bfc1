"""The organiser whom the tests of the commands sit down with."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.commands.organiser import CONFIG, Organiser


@pytest.fixture
def ida(tmp_path: Path) -> Organiser:
    """Ida of Oxbow, on the first of November 2026, with a configuration and nothing else."""
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, encoding="utf-8")
    return Organiser(path, datetime(2026, 11, 1, 9, tzinfo=UTC))
