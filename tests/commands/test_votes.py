"""Votes under suspicion at the terminal: seen with their reason, let count, dropped, logged."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

from tests.commands.organiser import Organiser, balloting


def doubted(ida: Organiser) -> Organiser:
    """Beside three neighbours two accounts of yesterday have voted for the second shop."""
    balloting(ida)
    yesterday = ida.at - timedelta(days=1)
    ida.hears(
        ("bot1", "@cashmob I vote for number 2"),
        ("bot2", "@cashmob I vote for number 2"),
        account_since=yesterday,
    )
    return ida


def test_they_are_listed_with_the_reason(ida: Organiser) -> None:
    doubted(ida)
    found = [(v["number"], v["name"], v["shop"], v["reason"], v["ruling"]) for v in listed(ida)]
    assert found == [
        (1, "@bot1", "Thistle & Twine", "new account", "held"),
        (2, "@bot2", "Thistle & Twine", "new account", "held"),
    ]
    shown = ida.types("votes").stdout
    assert "3 counted, 2 held" in shown
    assert "I vote for number 2" in shown


def listed(ida: Organiser) -> list[dict[str, object]]:
    found: list[dict[str, object]] = ida.reads("votes")
    return found


def test_without_any_it_says_so(ida: Organiser) -> None:
    balloting(ida)
    assert "No vote is under suspicion." in ida.types("votes").stdout


def test_an_organiser_lets_one_count_and_drops_another_and_the_log_says_why(
    ida: Organiser,
) -> None:
    doubted(ida)
    done = ida.types("votes release 1 --because neighbour --by Ida")
    assert done.stdout == "Votes let count: 1. Now 4 are counted and 1 held.\n"
    done = ida.types("votes drop 2 --because farm --by Ida")
    assert done.stdout == "Votes dropped: 2. Now 4 are counted and 0 held.\n"
    assert [v["ruling"] for v in listed(ida)] == ["released", "dropped"]
    told = [(line["who"], line["act"], line["details"]) for line in ida.reads("log")[-2:]]
    assert told == [
        ("Ida", "released", {"votes": "1", "because": "neighbour"}),
        ("Ida", "dropped", {"votes": "2", "because": "farm"}),
    ]
    tally = ida.reads("tally")[0]
    assert (tally["votes"], tally["held"], tally["recount"]["agrees"]) == (4, 0, True)


def test_a_number_that_is_nobodys_judges_none(ida: Organiser) -> None:
    doubted(ida)
    done = ida.types("votes drop 1 7 --because farm --by Ida")
    assert (done.exit_code, done.stderr) == (
        1,
        "No vote under suspicion has the number 7. See them all: cashmob votes\n",
    )
    assert [v["ruling"] for v in listed(ida)] == ["held", "held"]


def test_explain_and_export_tell_of_them(ida: Organiser, tmp_path: Path) -> None:
    doubted(ida)
    ida.hears(("lena", "@cashmob I vote for number 1"), ("otto", "@cashmob I vote for number 1"))
    ida.types("votes drop 2 --because farm --by Ida")
    ida.wait(days=4)
    assert ida.types("mob consent 1 --channel phone").exit_code == 0
    ida.wait(days=4)
    lines = ida.types("explain").stdout.splitlines()
    assert [line for line in lines if "new account" in line] == [
        "  dropped by an organiser, not counted: 1 for Thistle & Twine (new account)",
        "  held, not counted: 1 for Thistle & Twine (new account)",
    ]
    assert ida.types(f"export --out {tmp_path / 'out'}").exit_code == 0
    with (tmp_path / "out" / "ballots.csv").open(encoding="utf-8") as file:
        assert len(list(csv.reader(file))) - 1 == 5
    told = (tmp_path / "out" / "README.txt").read_text(encoding="utf-8")
    assert "1\nwere held to the end and 1 dropped by an organiser" in told


def test_once_the_result_stands_nothing_moves_it(ida: Organiser) -> None:
    doubted(ida)
    ida.hears(("lena", "@cashmob I vote for number 1"), ("otto", "@cashmob I vote for number 1"))
    ida.wait(days=4)
    done = ida.types("votes release 1 --because late --by Ida")
    assert (done.exit_code, "stands" in done.stderr) == (1, True)
