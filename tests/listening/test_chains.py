"""A nominated chain is flagged to the organiser, in the city's country alone."""

from __future__ import annotations

import pytest

from bot.listening.chains import chain


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Starbucks", "US"),
        ("스타벅스", "kr"),
        ("Albert Heijn", "nl"),
        ("Buchhandlung Thalia", "de"),
        ("Boulangerie Paul", "fr"),
        ("Barnes and Noble", "us"),
        ("La Feltrinelli", "it"),
        ("Mercadona", "es"),
        ("Pressbyrån", "se"),
    ],
)
def test_a_chain_is_flagged_with_its_reason(name: str, country: str) -> None:
    reason = chain(name, country)
    assert reason is not None
    assert reason.endswith(f"has branches in {country.upper()}")


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Loganberry Books", "us"),
        ("Powell's Books", "us"),
        ("Blumen Müller", "de"),
        ("Café Jules", "fr"),
        ("Thalia", "us"),
        ("", "fr"),
    ],
)
def test_an_independent_shop_is_not(name: str, country: str) -> None:
    assert chain(name, country) is None
