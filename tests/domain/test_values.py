"""What comes by the dozen with every message is a value all the same: equal, and good as a key."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.posts import Origin, Visibility
from bot.domain.standing import Standing


def test_two_who_stand_for_the_same_are_equal_and_one_key() -> None:
    ada, ben = Standing(vote=2, people=3), Standing(vote=2, people=3)
    assert ada == ben
    assert {ada, ben} == {ada}
    assert replace(ben, people=1) != ada
    assert ben == ada


def test_a_value_has_nothing_but_its_fields() -> None:
    origin = Origin("mastodon", "9", "ada", visibility=Visibility.DIRECT)
    with pytest.raises(AttributeError):
        origin.place = "Elm Road"  # type: ignore[attr-defined]
