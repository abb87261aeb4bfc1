"""A text of a language file: gaps, forms, and brackets that fall away."""

from __future__ import annotations

import pytest

from bot.speaking.templates import Slot, compiled

TEXT = "Cash mob at {shop}[, {place}], {when:day}.[ Drinks: {drinks}.]"


def filled(text: str, values: dict[str, str], without: int = 0) -> str:
    return compiled(text).fill(
        lambda slot: values.get(slot.name, ""),
        lambda slot: not values.get(slot.name),
        without=without,
    )


def test_the_gaps_of_a_text() -> None:
    slots = (Slot("shop"), Slot("place"), Slot("when", "day"), Slot("drinks"))
    assert compiled(TEXT).slots == slots


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"place": "Via Roma", "drinks": "Bar"}, "Cash mob at T, Via Roma, today. Drinks: Bar."),
        ({"place": "Via Roma"}, "Cash mob at T, Via Roma, today."),
        ({}, "Cash mob at T, today."),
    ],
)
def test_what_has_no_value_is_left_out(values: dict[str, str], said: str) -> None:
    assert filled(TEXT, {"shop": "T", "when": "today", **values}) == said


def test_the_last_bracket_goes_first() -> None:
    values = {"shop": "T", "when": "today", "place": "Via Roma", "drinks": "Bar"}
    assert filled(TEXT, values, without=1) == "Cash mob at T, Via Roma, today."
    assert filled(TEXT, values, without=2) == "Cash mob at T, today."


@pytest.mark.parametrize("text", ["{shop", "shop}", "[, {place}", "{sh op}", "[a[b]]"])
def test_an_open_bracket_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="left open"):
        compiled(text)
