"""A government changes the clocks while a mob is on its way, and the machine learns it by an
update: the hour that the town was told stays the hour."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable, Iterator
from datetime import timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain import calendar
from bot.speaking import wording
from storage import mob_rows
from tests.stories.telling import MEETS, Tale

DATA = files("tzdata") / "zoneinfo"
HOUR = timedelta(hours=1)
Update = Callable[[str], None]


@pytest.fixture
def update(tmp_path: Path) -> Iterator[Update]:
    """Installs a database in which the clocks of Moncton go like those of another place."""
    before = zoneinfo.TZPATH

    def like(place: str) -> None:
        folder = tmp_path / place
        for name, source in (("America/Moncton", place), ("Europe/Paris", "Europe/Paris")):
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(DATA.joinpath(*source.split("/")).read_bytes())
        zoneinfo.reset_tzpath(to=[str(folder)])
        _starts_anew()

    yield like
    zoneinfo.reset_tzpath(to=before)
    _starts_anew()


def _starts_anew() -> None:
    """What a process has learned of the clocks it keeps until it ends."""
    ZoneInfo.clear_cache()
    calendar.calendar.cache_clear()
    mob_rows._nominations.cache_clear()
    wording._moment.cache_clear()


def test_the_hour_that_was_announced_stays_the_hour(update: Update, announced: Tale) -> None:
    announced.shouts("ada", "I'm in!", under="announcement")
    update("America/New_York")  # an hour behind the old rules
    announced.restarts()
    assert announced.mob.meets_at == MEETS + HOUR
    announced.comes("gather")
    assert announced.post_of("gather").sent_at == MEETS + HOUR
    texts = [row.text for row in announced.rows() if row.kind in ("countdown", "morning", "soon")]
    assert [text for text in texts if "11:00" not in text] == []
    assert announced.tally.of("people") == 1


def test_the_owner_s_yes_and_the_close_are_for_the_hour_in_the_town(
    update: Update, voting: Tale
) -> None:
    closes = voting.mob.closes
    assert closes is not None
    voting.shouts("ada", "1", under="ballot")
    voting.owner_agrees("Bell Books")
    update("Atlantic/Stanley")  # an hour ahead
    voting.restarts()
    assert (voting.mob.closes, voting.mob.meets_at) == (closes - HOUR, MEETS - HOUR)
    voting.comes("announce")
    assert voting.heard()[-1] == "announcement"
    assert voting.post_of("announcement").sent_at == MEETS - HOUR - timedelta(days=7)
    assert "11:00" in voting.post_of("announcement").text


def test_an_update_that_changes_nothing_here_changes_nothing(
    update: Update, announced: Tale
) -> None:
    before = announced.mob
    update("America/Halifax")
    announced.restarts()
    assert announced.mob == before
