"""An owner puts their own shop forward: allowed, marked or politely refused by the city's rule."""

from __future__ import annotations

import pytest

from tests.commands.organiser import CONFIG, Organiser, started

OWN = "@cashmob I nominate Harbour Books, Quay Street. It's my shop!"


def calling(ida: Organiser, rule: str) -> Organiser:
    """The call is out in a city with this rule, and an owner answers it."""
    line = f'self_nomination = "{rule}"\nrhythm ='
    ida.config_path.write_text(CONFIG.replace("rhythm =", line))
    started(ida).at = ida.at.replace(day=22)
    ida.wait(hours=1)
    ida.hears(("rosa", OWN))
    return ida


def answers(ida: Organiser) -> list[str]:
    return [row["kind"] for row in ida.reads("outbox") if row["kind"].startswith("nomination_")]


@pytest.mark.parametrize(("rule", "flag"), [("allow", ""), ("mark", "put forward by its owner")])
def test_it_joins_the_list_and_organisers_are_told_where_the_city_says_so(
    ida: Organiser, rule: str, flag: str
) -> None:
    calling(ida, rule)
    found = [(n["shop"], n["nominators"], n["flag"]) for n in ida.reads("nominations")]
    assert found == [("Harbour Books", 1, flag)]
    assert answers(ida) == ["nomination_noted"]


def test_a_city_may_leave_it_to_the_neighbours(ida: Organiser) -> None:
    calling(ida, "refuse")
    assert ida.reads("nominations") == []
    assert answers(ida) == ["nomination_own"]
    ida.hears(("noor", "@cashmob I nominate Harbour Books, Quay Street"))
    assert [(n["shop"], n["nominators"]) for n in ida.reads("nominations")] == [
        ("Harbour Books", 1)
    ]
