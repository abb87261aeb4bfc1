"""Who had the idea is thanked by name, if they said yes; and never longer than names are kept."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.orders import Thank
from tests.stories.telling import Tale


def test_who_had_the_idea_is_thanked_by_name_in_the_recap(announced: Tale) -> None:
    number = announced.mob.winner
    assert number is not None
    announced.orders(Thank(number, "Ada"))
    announced.comes("recap")
    assert "The idea came from Ada." in announced.post_of("recap").text


def test_who_takes_it_back_is_not_named(announced: Tale) -> None:
    number = announced.mob.winner
    assert number is not None
    announced.orders(Thank(number, "Ada"))
    announced.orders(Thank(number, ""))
    announced.comes("recap")
    assert "Ada" not in announced.post_of("recap").text


def test_the_name_goes_everywhere_when_all_names_go(announced: Tale) -> None:
    number = announced.mob.winner
    assert number is not None
    announced.orders(Thank(number, "Adalbert"))
    announced.comes("recap", plus=timedelta(days=40))
    assert [n.thanks for n in announced.mob.nominations if n.thanks] == []
    dump = "\n".join(announced.store.engine.raw_connection().driver_connection.iterdump())
    assert "Adalbert" not in dump
