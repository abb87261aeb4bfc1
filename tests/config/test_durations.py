"""Durations as organisers write them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.config.durations import parse_duration, spell_duration


@pytest.mark.parametrize(
    ("text", "meant", "spelled"),
    [
        ("7d", timedelta(days=7), "7d"),
        ("1w", timedelta(days=7), "7d"),
        ("6h", timedelta(hours=6), "6h"),
        ("1h30m", timedelta(minutes=90), "1h30m"),
        ("90m", timedelta(minutes=90), "1h30m"),
        ("1d 12h", timedelta(days=1.5), "1d12h"),
        ("20s", timedelta(seconds=20), "20s"),
        ("500ms", timedelta(seconds=0.5), "500ms"),
        ("1s 500ms", timedelta(seconds=1.5), "1s500ms"),
        ("0s", timedelta(0), "0s"),
    ],
)
def test_what_is_written_is_meant(text: str, meant: timedelta, spelled: str) -> None:
    assert (parse_duration(text), spell_duration(meant)) == (meant, spelled)


@pytest.mark.parametrize("text", ["", "7", "d", "-1d", "1.5h", "30m1h", "7 days", "99999999d"])
def test_what_is_not_a_duration(text: str) -> None:
    with pytest.raises(ValueError, match="is not a duration"):
        parse_duration(text)
