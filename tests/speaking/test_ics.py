"""A calendar file, read back by a strict reader of RFC 5545."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.speaking.ics import Event, Status, calendar_file

EVENT = Event(
    uid="oxbow-1@cashmob",
    sequence=2,
    stamp=datetime(2026, 12, 1, 8, 30, tzinfo=UTC),
    start=datetime(2026, 12, 12, 10, tzinfo=UTC),
    end=datetime(2026, 12, 12, 11, tzinfo=UTC),
    summary="Cash mob: Chez Marcel",
    location="Chez Marcel, 3; Rue du Port",
)
_LINE = re.compile(r"(?P<name>[A-Z-]+):(?P<value>.*)", re.DOTALL)
_INSTANT = re.compile(r"\d{8}T\d{6}Z")
_TEXT = {"UID", "SUMMARY", "DESCRIPTION", "LOCATION"}


def read(text: str) -> dict[str, str]:
    """The event's properties; AssertionError for whatever RFC 5545 does not allow."""
    octets = text.encode()
    assert octets.endswith(b"\r\n")
    physical = octets[:-2].split(b"\r\n")
    assert all(len(line) <= 75 for line in physical)
    assert not any(byte in line for line in physical for byte in (b"\r", b"\n"))
    # Every octet line is whole UTF-8 by itself: no character was cut.
    unfolded = "\n".join(line.decode() for line in physical).replace("\n ", "")
    lines = unfolded.split("\n")
    assert lines[:1] + lines[-1:] == ["BEGIN:VCALENDAR", "END:VCALENDAR"]
    assert (lines.count("BEGIN:VEVENT"), lines.count("END:VEVENT")) == (1, 1)
    assert not [line for line in lines if line.startswith("BEGIN:VALARM")]
    found: dict[str, str] = {}
    inside = lines[lines.index("BEGIN:VEVENT") + 1 : lines.index("END:VEVENT")]
    for line in inside:
        match = _LINE.fullmatch(line)
        assert match is not None, line
        name, value = match.group("name", "value")
        assert name not in found
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value)
        found[name] = unescaped(value) if name in _TEXT else value
    assert {"UID", "DTSTAMP", "DTSTART"} <= found.keys()
    assert all(_INSTANT.fullmatch(found[n]) for n in ("DTSTAMP", "DTSTART", "DTEND"))
    return found


def unescaped(value: str) -> str:
    out, rest = "", value
    while rest:
        if rest[0] == "\\":
            assert rest[1:2] in ("\\", ";", ",", "n", "N"), rest
            out += "\n" if rest[1] in "nN" else rest[1]
            rest = rest[2:]
        else:
            assert rest[0] not in ",;", rest
            out, rest = out + rest[0], rest[1:]
    return out


def test_an_event_is_read_as_it_was_written() -> None:
    assert read(calendar_file(EVENT)) == {
        "UID": "oxbow-1@cashmob",
        "SEQUENCE": "2",
        "DTSTAMP": "20261201T083000Z",
        "DTSTART": "20261212T100000Z",
        "DTEND": "20261212T110000Z",
        "SUMMARY": "Cash mob: Chez Marcel",
        "LOCATION": "Chez Marcel, 3; Rue du Port",
        "STATUS": "CONFIRMED",
    }


def test_times_are_those_of_the_whole_world() -> None:
    halifax = timezone(timedelta(hours=-4))
    moved = replace(EVENT, start=datetime(2026, 12, 12, 11, tzinfo=halifax))
    assert read(calendar_file(moved))["DTSTART"] == "20261212T150000Z"


@pytest.mark.parametrize(
    "name",
    [
        "X\nBEGIN:VALARM",
        "X\r\nEND:VEVENT\r\nBEGIN:VALARM",
        "back\\slash\\n, and; more",
        "서촌책방" * 30,
        "Ünïcödé " * 20,
        "👩‍👩‍👧 toys" * 12,
        "a" * 200,
        "tab\there",
    ],
)
def test_a_name_stays_text(name: str) -> None:
    found = read(calendar_file(replace(EVENT, summary=name, location=name)))
    assert found["SUMMARY"] == found["LOCATION"] == name.replace("\r\n", "\n")


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f"])
def test_what_no_value_may_hold_is_left_out(sign: str) -> None:
    assert read(calendar_file(replace(EVENT, summary=f"a{sign}b")))["SUMMARY"] == "ab"


@pytest.mark.parametrize("end", ["\u2028", "\u2029", "\x85"])
def test_other_line_ends_are_line_ends(end: str) -> None:
    assert read(calendar_file(replace(EVENT, summary=f"a{end}b")))["SUMMARY"] == "a\nb"


def test_a_cancelled_event_says_so() -> None:
    assert read(calendar_file(replace(EVENT, status=Status.CANCELLED)))["STATUS"] == "CANCELLED"
