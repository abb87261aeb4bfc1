"""Opening hours as people type them, and whether a mob's hour falls into them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.hours import CLOSED, CLOSING, Span, Unreadable, misfit, misfits, week
from tests.domain.builders import announced, chosen, no, shop, voting, yes

ZONE = ZoneInfo("Europe/Paris")


def spans(*found: tuple[int, int, int]) -> tuple[Span, ...]:
    return tuple(Span(day, opens, closes) for day, opens, closes in found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mon-tue 9-18, sat 9-13", ((0, 540, 1080), (1, 540, 1080), (5, 540, 780))),
        ("sat 9:30-12:30 14-18.45", ((5, 570, 750), (5, 840, 1125))),
        ("sam 9h30-12h30, 14h-18h, dim fermé", ((5, 570, 750), (5, 840, 1080))),
        ("sat sun 10 – 17", ((5, 600, 1020), (6, 600, 1020))),
        ("sun-mon 18-2", ((0, 1080, 1560), (6, 1080, 1560))),
        ("", ()),
    ],
)
def test_what_is_typed_is_read(text: str, found: tuple[tuple[int, int, int], ...]) -> None:
    assert week(text) == spans(*found)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("9-18", "9-18"),
        ("sat", "sat"),
        ("mon-fri 9-18, caturday 9-13", "caturday 9-13"),
        ("sat 9-25", "sat 9-25"),
        ("sat 9:75-12", "sat 9:75-12"),
        ("sat nine to five", "sat nine to five"),
        ("sat 9-9", "sat 9-9"),
    ],
)
def test_what_cannot_be_read_is_named(text: str, part: str) -> None:
    assert week(text) == Unreadable(part)


@pytest.mark.parametrize(
    ("hours", "kind"),
    [
        ("sat 9-13", None),
        ("sat 11-13", None),
        ("sat 9-11:31", None),
        ("sat 9-11:30", CLOSING),
        ("sat 9-11", CLOSED),
        ("sat 14-18", CLOSED),
        ("mon-fri 9-18", CLOSED),
        ("", None),
    ],
)
def test_a_mob_on_saturday_at_eleven(hours: str, kind: str | None) -> None:
    found = misfit(announced(), replace(yes(1), hours=hours))
    assert (found.kind if found else None) == kind


def test_after_midnight_it_is_still_the_evening_before() -> None:
    at = datetime(2026, 12, 14, 0, 30, tzinfo=ZONE)  # a Monday
    mob = replace(announced(), meets_at=at)
    assert misfit(mob, replace(yes(1), hours="sun 18-2")) is None
    assert misfit(mob, replace(yes(1), hours="mon 18-2")) is not None


def test_only_shops_the_mob_may_still_go_to() -> None:
    closed = {"hours": "mon 9-18"}
    many = voting(shop(1, **closed), no(2, **closed), shop(3, hours="sat 9-18"))
    assert [found.nomination.number for found in misfits(many)] == [1]
    settled = chosen(3, shop(1, **closed), shop(3, hours="sat 9-18"))
    assert misfits(settled) == ()
