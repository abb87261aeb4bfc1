"""Durations as a person writes them: "7d", "6h", "1h30m", "20s", "500ms"."""

from __future__ import annotations

import re
from datetime import timedelta

_WRITTEN = re.compile(
    r"(?:(?P<weeks>\d{1,3})w)?(?:(?P<days>\d{1,4})d)?(?:(?P<hours>\d{1,4})h)?"
    r"(?:(?P<minutes>\d{1,5})m)?(?:(?P<seconds>\d{1,6})s)?(?:(?P<milliseconds>\d{1,6})ms)?"
)
_UNITS = (("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1))


def parse_duration(text: str) -> timedelta:
    """The duration that the text says, such as "7d" or "1h30m"; ValueError on anything else."""
    squeezed = text.replace(" ", "").lower()
    found = _WRITTEN.fullmatch(squeezed)
    if not squeezed or found is None:
        raise ValueError(f"{text!r} is not a duration such as 7d, 6h, 1h30m or 20s")
    return timedelta(**{unit: int(n) for unit, n in found.groupdict().items() if n})


def spell_duration(duration: timedelta) -> str:
    """The duration in the shortest form that `parse_duration` reads back: "1h30m", "0s"."""
    left = duration // timedelta(milliseconds=1)
    parts = []
    for letter, length in _UNITS:
        count, left = divmod(left, length)
        if count:
            parts.append(f"{count}{letter}")
    return "".join(parts) or "0s"
