"""The names that people put forward, and what an organiser does with them."""

from __future__ import annotations

from tests.commands.organiser import Organiser, called


def test_they_are_listed_in_lines_that_stand_under_each_other(ida: Organiser) -> None:
    assert called(ida).types("nominations").stdout.splitlines() == [
        "Oxbow, mob 1 (calling)",
        "No.  Shop             Place        Name     Owner      For it  Checked  Look at",
        "  1  Harbour Books    Quay Street  waiting  not asked       2",
        "  2  Thistle & Twine  Mill Street  waiting  not asked       1",
        "To decide: cashmob approve NUMBER, merge NUMBER INTO, or reject NUMBER",
        "What to look at first: cashmob nominations tick NUMBER POINT...",
    ]


def test_several_are_approved_at_once(ida: Organiser) -> None:
    result = called(ida).types("approve 1 2")
    assert result.stdout.splitlines() == [
        "Approved: 1: Harbour Books, Quay Street.",
        "Approved: 2: Thistle & Twine, Mill Street.",
    ]
    assert [n["state"] for n in ida.reads("nominations")] == ["approved", "approved"]


def test_a_name_is_put_right_while_it_is_approved(ida: Organiser) -> None:
    result = called(ida).types("approve 2 --name Thistle --place Mill")
    assert result.stdout == "Approved: 2: Thistle, Mill.\n"
    both = ida.types("approve 1 2 --name Thistle")
    assert (both.exit_code, both.stderr.splitlines()[-1]) == (
        2,
        "Error: --name and --place go with one number only.",
    )


def test_an_unknown_number_stops_after_the_ones_before(ida: Organiser) -> None:
    result = called(ida).types("approve 1 9")
    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        "Approved: 1: Harbour Books, Quay Street.\n",
        "There is no nomination number 9. `cashmob todo` shows the numbers.\n",
    )


def test_two_are_one_shop(ida: Organiser) -> None:
    result = called(ida).types("merge 2 1")
    assert result.stdout == "Merged 2 into 1: Harbour Books, Quay Street.\n"
    found = [(n["state"], n["merged_into"], n["nominators"]) for n in ida.reads("nominations")]
    assert found == [("waiting", None, 3), ("merged", 1, 0)]


def test_a_name_is_kept_out_with_its_reason(ida: Organiser) -> None:
    result = called(ida).types("reject 2 --reason chain")
    assert result.stdout == (
        "Rejected: 2: Thistle & Twine, Mill Street. The name never becomes public.\n"
    )
    rejected = ida.reads("nominations")[1]
    assert (rejected["state"], rejected["reason"]) == ("rejected", "chain")
