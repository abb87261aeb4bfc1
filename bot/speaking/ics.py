"""A calendar file of one event, as RFC 5545 wants it: UTC times, escaped text, folded lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

OCTETS = 75
"""The longest that a line may be, its end not counted (RFC 5545, 3.1)."""


class Status(StrEnum):
    """How sure an event is."""

    TENTATIVE = "TENTATIVE"
    CONFIRMED = "CONFIRMED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Event:
    """One event. A calendar that knows its `uid` takes a higher `sequence`, or with the same one
    a later `stamp`, for the news (RFC 5546, 2.1.5). `stamp`, `start` and `end` are aware."""

    uid: str
    sequence: int
    stamp: datetime
    start: datetime
    end: datetime
    summary: str
    description: str = ""
    location: str = ""
    status: Status = Status.CONFIRMED


def calendar_file(event: Event) -> str:
    """The whole file, its lines ended as on the wire."""
    return "".join(f"{folded}\r\n" for line in _lines(event) for folded in _folded(line))


def _lines(event: Event) -> Iterator[str]:
    yield "BEGIN:VCALENDAR"
    yield "VERSION:2.0"
    yield "PRODID:-//cashmob//cash mob bot//EN"
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(event.uid)}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTAMP:{_instant(event.stamp)}"
    yield f"DTSTART:{_instant(event.start)}"
    yield f"DTEND:{_instant(event.end)}"
    yield f"SUMMARY:{_escaped(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{_escaped(event.description)}"
    if event.location:
        yield f"LOCATION:{_escaped(event.location)}"
    yield f"STATUS:{event.status}"
    yield "END:VEVENT"
    yield "END:VCALENDAR"


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    r"""Text as a value: backslash, comma and semicolon get a backslash, a line end becomes `\n`,
    and other control characters, which no value may have, go (RFC 5545, 3.3.11)."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for sign in ("\\", ",", ";"):
        text = text.replace(sign, f"\\{sign}")
    # NEL and the separators of lines and paragraphs end a line for some readers.
    text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n")
    text = text.replace("\n", "\\n")
    return "".join(c for c in text if unicodedata.category(c) != "Cc" or c == "\t")


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets, cut between characters, each after the first begun
    with a space that belongs to no text."""
    piece = ""
    for character in line:
        if len((piece + character).encode()) > OCTETS:
            yield piece
            piece = " "
        piece += character
    yield piece
