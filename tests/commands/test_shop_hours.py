"""A shop that is closed at the mob's hour: the organiser reads it in time, wherever they look."""

from __future__ import annotations

from click.testing import CliRunner, Result

from bot.commands.check import check
from bot.commands.facts import facts
from tests.commands.organiser import Organiser, balloting, called

CLOSED = (
    "The cash mob is on Saturday 12 December, 11:00 am, and 1: Harbour Books, Quay Street is "
    "closed then (its hours: mon-fri 9-18)."
)


def notes(ida: Organiser, *words: str) -> Result:
    return CliRunner().invoke(facts, ["1", "--by", "Ida", *words], obj=ida)


def test_every_act_about_the_shop_says_that_it_is_closed_then(ida: Organiser) -> None:
    noted = notes(called(ida), "--hours", "mon-fri 9-18")
    assert noted.stdout.splitlines()[0] == "Noted for number 1: hours: mon-fri 9-18."
    assert ida.types("approve 1").stdout.splitlines()[1].startswith(f"! {CLOSED}")
    for line in ("mob ask 1 --channel visit", "mob consent 1 --channel visit"):
        assert CLOSED in ida.types(line).stdout
    assert CLOSED not in ida.types("approve 2").stdout


def test_the_lists_say_it_too_until_it_is_settled(ida: Organiser) -> None:
    notes(balloting(ida), "--hours", "mon-fri 9-18")
    for line in ("todo", "preview"):
        assert CLOSED in ida.types(line).stdout
    assert CLOSED in CliRunner().invoke(check, [], obj=ida).stdout
    notes(ida, "--hours", "mon-fri 9-18, sat 10-14")
    for line in ("todo", "preview"):
        assert CLOSED not in ida.types(line).stdout


def test_near_its_closing_is_told_with_the_hour(ida: Organiser) -> None:
    told = notes(balloting(ida), "--hours", "sat 9-11:15").stdout
    assert "1: Harbour Books, Quay Street closes at 11:15 am (its hours: sat 9-11:15)." in told


def test_a_new_date_is_looked_at_as_well(ida: Organiser) -> None:
    notes(balloting(ida), "--hours", "sat 9-13")
    moved = ida.types("mob postpone --to 2026-12-20T11:00 --yes").stdout
    assert "1: Harbour Books, Quay Street is closed then" in moved


def test_hours_that_cannot_be_read_are_not_noted(ida: Organiser) -> None:
    refused = notes(called(ida), "--hours", "sat nine to five")
    assert (refused.exit_code, refused.stderr) == (
        1,
        "These are no opening hours: “sat nine to five”. Write days and times such as “mon-fri "
        "9-18, sat 9-12:30 14-17, sun closed”. Nothing was recorded.\n",
    )
