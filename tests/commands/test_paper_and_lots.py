"""Slips of paper from the last mob's bucket, and the lot where nobody voted."""

from __future__ import annotations

import hashlib

import pytest

from tests.commands.organiser import Organiser, balloting, called, started

SLIPS = "--people 4 --by Ida --reason bucket"


def unvoted(ida: Organiser) -> Organiser:
    """Two shops stood in the vote, nobody voted, and the vote is over."""
    called(ida)
    for number in (1, 2):
        ida.types(f"approve {number}")
        ida.types(f"mob ask {number} --channel visit")
    ida.wait(days=6, hours=4)
    ida.wait(days=4)
    return ida


def test_slips_put_a_shop_forward_and_count_for_it(ida: Organiser) -> None:
    result = called(ida).types(f"nominations add Lantern --place Pier {SLIPS}")
    assert result.stdout.splitlines() == [
        "Noted from paper: 3: Lantern, Pier, 4 slips.",
        "May the name stand in public? cashmob approve 3",
    ]
    found = ida.reads("nominations")[2]
    assert (found["shop"], found["nominators"], found["paper"]) == ("Lantern", 4, 4)
    assert ida.types("nominations").stdout.splitlines()[4].split() == [
        *("3", "Lantern", "Pier", "waiting", "not", "asked", "4"),
    ]


def test_more_slips_for_a_shop_on_the_list_are_added_to_it(ida: Organiser) -> None:
    called(ida).types(f"nominations add Lantern {SLIPS}")
    ida.types(f"nominations add LANTERN {SLIPS}")
    ida.types("merge 3 1")
    assert [n["nominators"] for n in ida.reads("nominations")] == [10, 1, 0]


def test_slips_decide_who_stands_first_in_the_vote(ida: Organiser) -> None:
    called(ida).types(f"nominations add Lantern {SLIPS}")
    for number in (1, 2, 3):
        ida.types(f"approve {number}")
        ida.types(f"mob ask {number} --channel visit")
    ida.wait(days=6, hours=4)
    assert [n["choice"] for n in ida.reads("nominations")] == [2, 3, 1]


def test_who_entered_slips_and_why_is_told(ida: Organiser) -> None:
    called(ida).types(f"nominations add Lantern {SLIPS}")
    assert ida.types("nominations add Lantern").exit_code == 2
    told = ida.types("explain").stdout.splitlines()
    at = next(i for i, line in enumerate(told) if line.startswith("3: Lantern"))
    assert told[at].endswith("4 for it (4 of them on paper)")
    assert told[at + 1] == "  entered from paper by Ida, Sun 22 Nov 2026 11:00:03 (bucket)"


def test_slips_come_too_late_once_the_vote_is_open(ida: Organiser) -> None:
    result = balloting(ida).types(f"nominations add Lantern {SLIPS}")
    assert (result.exit_code, result.stderr) == (
        1,
        "It is too late to put a shop forward for this mob (stage: vote). "
        "Keep the slips for the next one.\n",
    )


def test_the_lot_decides_where_nobody_voted_and_anybody_can_draw_again(ida: Organiser) -> None:
    result = unvoted(ida).types("mob draw --by Ida")
    walk = ida.reads("explain")[0]
    seed = walk["chosen"]["seed"]
    hashes = {n: hashlib.sha256(f"{seed} {n}".encode()).hexdigest() for n in (1, 2)}
    lot = min(hashes, key=lambda n: hashes[n])
    assert (walk["winner"], walk["chosen"]["act"], walk["chosen"]["number"]) == (lot, "draw", lot)
    assert result.stdout.splitlines()[0].endswith(f"Seed: {seed}")
    assert result.stdout.splitlines()[-1].endswith(f"printf '{seed} {lot}' | sha256sum")


def test_the_lot_falls_once(ida: Organiser) -> None:
    unvoted(ida).types("mob draw --by Ida")
    winner = ida.reads("explain")[0]["winner"]
    again = ida.types("mob draw --by Ida")
    assert (again.exit_code, "a lot is drawn only once" in again.stderr) == (1, True)
    ida.types(f"mob refuse {winner} --channel phone")
    assert ida.types("mob draw --by Ida").exit_code == 0
    assert ida.reads("explain")[0]["winner"] == 3 - winner


@pytest.mark.parametrize("before", [started, balloting])
def test_no_lot_while_there_is_nothing_to_draw_for(ida: Organiser, before: object) -> None:
    assert callable(before)
    assert before(ida).types("mob draw --by Ida").exit_code == 1


def test_no_lot_where_people_voted(ida: Organiser) -> None:
    balloting(ida).wait(days=4)
    result = ida.types("mob draw --by Ida")
    assert (result.exit_code, result.stderr.partition(",")[0]) == (1, "People have voted")
