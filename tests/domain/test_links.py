"""Names that would become links, and the invisible character that keeps them names."""

import pytest

from bot.domain.links import disarm, has_link, without_joiners


@pytest.mark.parametrize(
    "text",
    ["joes.shop", "Dr.Beer", "Papier&Co.KG", "Hair.Art", "https://joes.shop", "Käse.de",
     "Cafe\u0301.com", "店.com", "a.рф", "x.भारत"],
)  # fmt: skip
def test_a_name_with_a_dot_is_disarmed_and_looks_the_same(text: str) -> None:
    assert has_link(text)
    disarmed = disarm(text)
    assert not has_link(disarmed)
    assert without_joiners(disarmed) == text
    assert disarm(disarmed) == disarmed


@pytest.mark.parametrize(
    "text", ["z.B. heute", "e.g. bread", "Sat. 14.11. at 5.30", "St. Paul", "…"]
)
def test_ordinary_dots_are_left_alone(text: str) -> None:
    assert disarm(text) == text
    assert not has_link(text)
