"""Many spellings, one shop; two shops that are near are never one."""

from __future__ import annotations

import pytest

from bot.listening.shops import Known, Match, Matcher, fold

TOWN = Matcher(
    [
        Known(1, "Librairie Le Bal des Ardents", place="rue Neuve"),
        Known(2, "Chez Marcel"),
        Known(3, "Loganberry Books", aliases=("The Logan",)),
        Known(4, "Blumen Müller", place="Lindenplatz"),
        Known(5, "서촌책방"),
        Known(6, "Bäckerei Huber", place="Marktgasse"),
        Known(7, "Bäckerei Huber", place="Ringstraße"),
        Known(8, "Hudson & Sons Ironmongers"),
    ]
)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("le bal des ardents", 1),
        ("LIBRAIRIE LE BAL DES ARDENTS", 1),
        ("Bal des Ardants", 1),
        ("chez marcel!", 2),
        ("Loganberry", 3),
        ("Logenberry Boooks", 3),
        ("the logan", 3),
        ("Blumen Mueller", 4),
        ("blumen muller", 4),
        ("서촌책방", 5),
        ("Hudson and Sons", 8),
    ],
)
def test_a_shop_is_known_by_what_people_type(typed: str, key: int) -> None:
    assert TOWN.match(typed).key == key


@pytest.mark.parametrize("typed", ["Noodle 88", "Chez", "", "Ming's", "!!!"])
def test_another_name_is_another_shop(typed: str) -> None:
    assert TOWN.match(typed) == Match()


def test_two_shops_of_one_name_are_asked_about() -> None:
    assert TOWN.match("Bäckerei Huber") == Match(near=(6, 7))


def test_the_street_tells_two_shops_of_one_name_apart() -> None:
    assert TOWN.match("Huber", "Ringstraße 12").key == 7


def test_a_known_name_in_quite_another_place_is_not_merged() -> None:
    assert TOWN.match("Blumen Müller", "Kaiserallee 3") == Match(near=(4,))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Café Jules", "cafe jules"),
        ("Die Bücherstube", "bucherstube"),
        ("Otto’s Ottomans", "ottos ottomans"),
        ("Fil & Folie", "Fil et Folie"),
        ("L’Angolo delle Spezie", "angolo delle spezie"),
    ],
)
def test_spelling_does_not_make_another_shop(one: str, other: str) -> None:
    assert fold(one) == fold(other)
