"""After the mob: what was counted, each figure by itself, and what the years came to."""

from __future__ import annotations

import pytest

from storage import audit
from tests.commands.organiser import Organiser, announced, balloting, started


def met(ida: Organiser, days: int = 8) -> Organiser:
    """The mob took place, and two people said what they spent; by then the recap is out."""
    announced(ida)
    ida.hears(("rosa", "@cashmob I'm in, there are three of us"))
    ida.wait(days=days)
    ida.hears(("rosa", "@cashmob I spent 18.50 €"), ("noor", "@cashmob spent 20 €"))
    return ida


def test_heads_are_counted_beside_those_who_promised(ida: Organiser) -> None:
    met(ida)
    assert ida.types("mob heads 41").stdout == "Recorded: 41 people came to mob 1.\n"
    shown = ida.reads("mob show")[0]
    assert (shown["heads"], shown["people"]) == (41, 3)


def test_each_figure_stands_by_itself_and_may_be_corrected(ida: Organiser) -> None:
    met(ida)
    assert ida.types("mob sales 33").stdout == "Recorded: 33 sales at mob 1.\n"
    assert ida.types("mob compare 2,5").stdout == "Recorded: mob 1 was worth 2,5 normal days.\n"
    assert ida.types("mob new-customers 40").exit_code == 0
    assert ida.types("mob sales 35").exit_code == 0
    shown = ida.reads("mob show")[0]
    assert [shown[k] for k in ("heads", "sales", "usual_percent", "new_percent", "till")] == [
        None,
        35,
        250,
        40,
        None,
    ]


def test_a_corrected_figure_stays_in_the_log_with_who_said_it(ida: Organiser) -> None:
    met(ida)
    for people in (41, 44):
        ida.types(f"mob heads {people}")

    def counted(store: object) -> list[tuple[str, str]]:
        with store.reading() as view:  # type: ignore[attr-defined]
            lines = audit.lines(view, "oxbow")
        return [(r["who"], r["details"]["people"]) for r in lines if r["act"] == "CountHeads"]

    assert ida.with_store(counted) == [("Ida", "41"), ("Ida", "44")]


@pytest.mark.parametrize("line", ["heads 20", "sales 9", "compare 2", "new-customers 10"])
def test_nothing_is_counted_before_the_mob(ida: Organiser, line: str) -> None:
    result = ida.types(f"mob {line}") if started(ida) else None
    assert result is not None
    assert result.stderr == (
        "The mob has not met yet (stage: call for shops), so there is nothing to count yet. "
        "Enter it afterwards.\n"
    )


@pytest.mark.parametrize("line", ["heads -1", "heads many", "compare lots", "new-customers 101"])
def test_what_is_no_figure_changes_nothing(ida: Organiser, line: str) -> None:
    met(ida)
    assert ida.types(f"mob {line}").exit_code == 2
    assert ida.reads("mob show")[0]["heads"] is None


def test_a_year_is_told_with_how_it_is_counted(ida: Organiser) -> None:
    met(ida)
    for line in ("heads 41", "sales 33", "till 812.50"):
        assert ida.types(f"mob {line}").exit_code == 0
    name, year, _, method = ida.types("totals").stdout.splitlines()
    assert name == "Oxbow"
    assert year == (
        "  2026: cash mobs: 1; people counted: 41 (at 1 of them); sales counted: 33 (at 1); "
        "takings, as the shops told: €812.50 (at 1); "
        "spending, as participants told: €38.50 (by 2 people)."
    )
    assert "are never added" in method


def test_programs_read_takings_and_spending_apart(ida: Organiser) -> None:
    met(ida)
    ida.types("mob till 812.50")
    told = ida.reads("totals")
    assert sorted(told) == ["method", "years"]
    assert told["years"] == [
        {
            "city": "oxbow",
            "year": 2026,
            "currency": "EUR",
            "mobs": 1,
            "heads": 0,
            "heads_at": 0,
            "sales": 0,
            "sales_at": 0,
            "till": 81250,
            "tills": 1,
            "reported": 3850,
            "spenders": 2,
        }
    ]


def test_a_private_till_is_in_no_sum_and_no_public_text(ida: Organiser) -> None:
    met(ida)
    result = ida.types("mob till 812.50 --private")
    assert result.stdout == "Recorded: the till took 812.50 EUR. It stays private.\n"
    ida.wait(days=2)
    year = ida.reads("totals")["years"][0]
    assert (year["till"], year["tills"]) == (0, 0)
    texts = [row["text"] for row in ida.reads("outbox --all")]
    assert [text for text in texts if "812" in text] == []


def test_a_city_before_its_first_mob_has_no_totals(ida: Organiser) -> None:
    balloting(ida)
    assert ida.types("totals").stdout.splitlines()[:2] == ["Oxbow", "  No mob has taken place yet."]


def the_day_after(ida: Organiser) -> Organiser:
    """The same, a day before the recap."""
    return met(ida, days=7)


def recap(ida: Organiser, language: str = "en") -> str:
    ida.wait(days=2)
    rows = [r for r in ida.reads("outbox --all") if r["kind"] in ("recap", "recap_quiet")]
    return " ".join(row["text"] for row in rows if row["language"] == language)


def test_the_recap_tells_each_figure_apart(ida: Organiser) -> None:
    the_day_after(ida)
    for line in ("heads 47", "sales 38", "till 812.50", "compare 2.5", "new-customers 40"):
        assert ida.types(f"mob {line}").exit_code == 0
    assert recap(ida) == (
        "Cash mob on Saturday 12 December at Harbour Books: 2 people told us what they spent, "
        "€38.50 in all. 47 people came. The shop's own count of the till: €812.50. Sales: 38. "
        "Takings compared with a normal day: 250%. New customers: 40 of a hundred. Thank you, "
        "neighbours! The next call for shops: Saturday 19 December. #CashMob"
    )


def test_one_person_is_a_person_and_what_nobody_gave_is_left_out(ida: Organiser) -> None:
    the_day_after(ida)
    ida.types("mob heads 1")
    told = recap(ida, "fr")
    assert "1 personne est venue." in told
    assert ("Ventes" in told, "Nouveaux" in told) == (False, False)


def test_what_an_owner_keeps_private_is_in_no_recap_until_they_say_so(ida: Organiser) -> None:
    the_day_after(ida)
    kept = ida.types("mob sales 38 --private").stdout
    assert kept == "Recorded: 38 sales at mob 1. It stays private.\n"
    ida.types("mob new-customers 40 --private")
    ida.types("mob new-customers 41")
    told = recap(ida)
    assert ("38" in told.replace("38.50", ""), "41 of a hundred" in told) == (False, True)
    assert ida.reads("totals")["years"][0]["sales_at"] == 0
    assert ida.reads("mob show")[0]["sales"] == 38


def test_whom_to_thank_is_noted_for_a_shop_that_was_put_forward(ida: Organiser) -> None:
    ida.types("mob start --at 2026-12-12T11:00")
    ida.types("nominations add Bellows --reason slips")
    assert ida.types("mob thank 1 Ada --yes").stdout == (
        "Recorded: Ada will be thanked by name if number 1 wins.\n"
    )
    assert ida.types("mob thank 7 Ada --yes").exit_code == 1
