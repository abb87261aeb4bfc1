"""How many to expect: what organisers and owners can rely on, shown on mobs that took place."""

from __future__ import annotations

import csv
from math import log
from pathlib import Path
from statistics import median

import pytest

from bot.domain.forecast import SHOW_RATE, TURNOUT, Expected, Met, forecast

CORPUS = Path(__file__).parent.parent / "corpus" / "turnouts.csv"


def turnouts() -> list[int]:
    lines = CORPUS.read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return [int(row["people"]) for row in rows]


def left_out() -> list[tuple[int, Expected]]:
    """Each turnout, with what would have been expected from all the others."""
    found = turnouts()
    return [
        (heads, forecast(0, 0, [Met(0, 0, other) for other in found[:i] + found[i + 1 :]]))
        for i, heads in enumerate(found)
    ]


def test_the_range_holds_about_four_of_five_real_mobs() -> None:
    pairs = left_out()
    held = sum(expected.low <= heads <= expected.high for heads, expected in pairs)
    assert len(pairs) == 34
    assert 0.7 <= held / len(pairs) <= 0.9


def test_the_range_misses_on_both_sides() -> None:
    pairs = left_out()
    assert sum(heads < expected.low for heads, expected in pairs) > 0
    assert sum(heads > expected.high for heads, expected in pairs) > 0


def test_the_first_mob_of_a_city_has_the_range_of_other_cities() -> None:
    expected = forecast(0, 0, [])
    assert expected == Expected(15, 170)
    assert expected.low < median(turnouts()) < expected.high


def test_the_prior_alone_holds_about_four_of_five() -> None:
    held = sum(TURNOUT.low <= heads <= TURNOUT.high for heads in turnouts())
    assert 0.7 <= held / 34 <= 0.9


def test_before_a_city_knows_itself_a_promise_is_worth_what_it_usually_is() -> None:
    assert forecast(30, 0, []) == Expected(12, 45)
    assert (SHOW_RATE.low, SHOW_RATE.high) == (0.4, 1.5)


def test_a_perhaps_weighs_less_than_a_promise() -> None:
    sure, perhaps = forecast(60, 0, []), forecast(30, 30, [])
    only_half = forecast(30, 0, [])
    assert only_half.high < perhaps.high < sure.high


def test_few_promises_do_not_hide_what_earlier_mobs_brought() -> None:
    history = [Met(40, 0, 55), Met(38, 4, 61), Met(45, 2, 58), Met(41, 0, 60)]
    assert forecast(3, 0, history) == forecast(0, 0, history)
    assert forecast(3, 0, history).high > 60


def test_a_city_that_keeps_its_word_learns_it() -> None:
    history = [Met(20 + n, 0, 20 + n) for n in range(10)]
    known = forecast(50, 0, history)
    unknown = forecast(50, 0, [])
    assert known.low > unknown.low
    assert known.high < unknown.high
    assert known.low <= 50 <= known.high


def test_a_city_whose_people_bring_friends_expects_more() -> None:
    doubled = [Met(n, 0, 2 * n) for n in (20, 30, 25, 40, 35)]
    assert forecast(30, 0, doubled).high > forecast(30, 0, []).high
    assert log(forecast(30, 0, doubled).low / forecast(30, 0, []).low) > 0


@pytest.mark.parametrize("met", [Met(0, 0, 0), Met(12, 0, 0)])
def test_a_mob_nobody_was_counted_at_teaches_nothing(met: Met) -> None:
    assert forecast(30, 0, [met]) == forecast(30, 0, [])


def test_numbers_are_round_and_never_nought() -> None:
    expected = forecast(100, 0, [])
    assert (expected.low % 5, expected.high % 5) == (0, 0)
    assert forecast(0, 13, [Met(10, 0, 1)]).low >= 1
