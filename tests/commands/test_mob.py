"""An organiser runs a mob from the terminal, from its date to the till."""

from __future__ import annotations

import pytest

from storage import audit
from tests.commands.organiser import CONFIG, Organiser, announced, balloting, started


def test_a_mob_is_started_by_the_rhythm_and_its_calendar_spelled_out(ida: Organiser) -> None:
    result = ida.types("mob start")
    lines = result.stdout.splitlines()
    assert (result.exit_code, result.stderr, len(lines)) == (0, "", 18)
    assert lines[:2] == [
        "Mob 1 of Oxbow meets on Sat 12 Dec 2026 11:00:",
        "    Sat 21 Nov 2026  11:00:00  the call for nominations",
    ]
    assert ida.reads("mob list") == [
        {
            "city": "oxbow",
            "mob": 1,
            "stage": "calling",
            "meets_at": "2026-12-12T10:00:00+00:00",
            "shop": None,
            "votes": 0,
            "commitments": 0,
            "people": 0,
            "tentative": 0,
            "spent": 0,
            "spenders": 0,
            "till": None,
            "heads": None,
            "sales": None,
            "usual_percent": None,
            "new_percent": None,
            "currency": "EUR",
        }
    ]


def test_the_database_is_for_the_organiser_alone(ida: Organiser) -> None:
    started(ida)
    assert ida.file.stat().st_mode & 0o777 == 0o600


def test_seconds_may_be_said(ida: Organiser) -> None:
    result = ida.types("mob start --at 2026-12-12T11:00:20")
    assert result.stdout.splitlines()[0] == "Mob 1 of Oxbow meets on Sat 12 Dec 2026 11:00:20:"


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        (
            "2026-11-10T11:00",
            "Tuesday 10 November, 11:00 am is too soon: the vote would already have to be open. "
            "Choose a time after Sunday 15 November, 10:00 am.",
        ),
        ("tomorrow", '"tomorrow" is not a date and an hour such as 2026-12-12T11:00.'),
        ("2026-12-12", '"2026-12-12" has no hour: write it as 2026-12-12T11:00.'),
        (
            "2027-03-28T02:30",
            "the clocks in Europe/Paris never show 2027-03-28 02:30: they go forward that night; "
            "choose 01:59 or earlier, or 03:00 or later.",
        ),
    ],
)
def test_a_date_that_cannot_be_is_told_in_a_sentence(
    ida: Organiser, at: str, sentence: str
) -> None:
    result = ida.types(f"mob start --at {at}")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", sentence + "\n")
    assert ida.types("mob show").stderr == "There is no mob yet. Start one: cashmob mob start\n"


def test_a_city_has_one_mob_a_day(ida: Organiser) -> None:
    result = started(ida).types("mob start --at 2026-12-12T17:00")
    assert (result.exit_code, result.stderr) == (
        1,
        "Mob number 1 already meets on that day (Saturday 12 December, 5:00 pm). "
        "Choose another day.\n",
    )


def test_without_rhythm_the_date_has_to_be_said(ida: Organiser) -> None:
    text = CONFIG.replace('rhythm = "second saturday 11:00"\n', "")
    ida.config_path.write_text(text, encoding="utf-8")
    result = ida.types("mob start")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        2,
        "Error: Oxbow has no rhythm: say when, such as --at 2026-12-12T11:00",
    )


def test_of_two_mobs_an_act_has_to_name_one(ida: Organiser) -> None:
    started(ida).types("mob start --at 2027-01-09T11:00")
    result = ida.types("mob cancel")
    assert (result.exit_code, result.stderr) == (
        1,
        "There is more than one mob (1, 2). Say which you mean: --mob NUMBER\n",
    )
    assert ida.types("mob cancel --mob 2").stdout == "Mob 2 is cancelled.\n"
    assert [mob["stage"] for mob in ida.reads("mob list")] == ["calling", "cancelled"]
    assert ida.types("mob cancel --mob 7").stderr == (
        "There is no mob number 7 that is still under way. `cashmob mob list` shows them all.\n"
    )


def test_the_yes_is_for_the_day_and_hour_of_the_mob(ida: Organiser) -> None:
    balloting(ida).wait(days=4)
    other = ida.types("mob consent 1 --channel phone --told 2026-12-12T10:00")
    assert (other.exit_code, other.stderr) == (
        1,
        "The owner was told Saturday 12 December, 10:00 am, but the mob is on "
        "Saturday 12 December, 11:00 am. Please ask again, naming that day and hour.\n",
    )
    result = ida.types("mob consent 1 --channel phone")
    assert (result.exit_code, result.stdout) == (
        0,
        "Recorded: the owner of 1 said yes to Sat 12 Dec 2026 11:00 (phone).\n",
    )
    assert ida.reads("nominations")[0]["consent"] == {
        "answer": "yes",
        "by": "Ida",
        "channel": "phone",
        "told": "2026-12-12T10:00:00+00:00",
        "at": ida.at.isoformat(),
    }


def test_a_yes_later_than_the_lead_needs_the_organisers_word(ida: Organiser) -> None:
    started(ida).at = ida.at.replace(month=12, day=6)
    ida.hears(("rosa", "@cashmob I nominate Harbour Books, Quay Street"))
    late = ida.types("mob consent 1 --channel phone")
    assert (late.exit_code, late.stderr) == (
        1,
        "It is less than the promised lead to Saturday 12 December, 11:00 am. If the owner of "
        "number 1 is ready at such short notice, add --short-notice; otherwise name a later "
        "date: cashmob mob postpone --to DATE\n",
    )
    assert ida.types("mob consent 1 --channel phone --short-notice").exit_code == 0


def test_a_refused_act_changes_nothing(ida: Organiser) -> None:
    before = balloting(ida).reads("nominations")
    result = ida.types("reject 1")
    assert (result.exit_code, result.stdout, result.stderr) == (
        1,
        "",
        "Number 1 already stands in the vote and people may have voted for it. "
        "If the owner does not want it, record the refusal instead.\n",
    )
    assert ida.reads("nominations") == before


def test_a_no_after_the_announcement_cancels_the_mob(ida: Organiser) -> None:
    result = announced(ida).types("mob refuse 1 --channel phone")
    assert result.stdout == "Recorded: the owner of 1 said no.\nMob 1 is cancelled now.\n"
    assert [row["kind"] for row in ida.reads("outbox")][-2:] == ["cancelled", "cancelled"]


def test_postponed_and_dated_anew(ida: Organiser) -> None:
    announced(ida)
    result = ida.types("mob postpone")
    assert result.stdout.splitlines() == [
        "Mob 1 is put off until there is a new date.",
        "When you have a date: cashmob mob postpone --to TIME",
    ]
    result = ida.types("mob postpone --to 2027-01-16T11:00")
    assert result.stdout == "Mob 1 is put off to Sat 16 Jan 2027 11:00.\n"
    assert ida.reads("mob list")[0]["meets_at"] == "2027-01-16T10:00:00+00:00"


def test_the_till_is_entered_after_the_mob(ida: Organiser) -> None:
    announced(ida)
    assert ida.types("mob till 812,50").stderr == (
        "The mob has not met yet (stage: announced), so there is nothing to count yet. "
        "Enter it afterwards.\n"
    )
    ida.wait(days=8)
    assert ida.types("mob till 812,50").stdout == "Recorded: the till took 812,50 EUR.\n"
    assert ida.reads("mob show")[0]["till"] == 81250


@pytest.mark.parametrize("amount", ["1.234", "much", "NaN", "1e400"])
def test_a_sum_that_is_none_is_a_wrong_usage(ida: Organiser, amount: str) -> None:
    result = started(ida).types(f"mob till {amount}")
    assert (result.exit_code, result.stderr.splitlines()[-1]) == (
        2,
        f"Error: “{amount}” is no amount of EUR, such as 812.50 or 812",
    )


def test_every_act_stands_in_the_log_with_who_did_it(ida: Organiser) -> None:
    balloting(ida)

    def log(store: object) -> list[tuple[str, str]]:
        with store.reading() as view:  # type: ignore[attr-defined]
            return [(line["who"], line["act"]) for line in audit.lines(view, "oxbow")]

    assert ida.with_store(log) == [
        ("Ida", "start"),
        ("Ida", "Approve"),
        ("Ida", "AskOwner"),
        ("Ida", "Approve"),
        ("Ida", "AskOwner"),
        ("calendar", "stage"),
    ]


def test_a_mob_is_shown_with_what_is_done(ida: Organiser) -> None:
    lines = announced(ida).types("mob show").stdout.splitlines()
    assert lines[:5] == [
        "Oxbow, mob 1: announced, Sat 12 Dec 2026 11:00",
        "It goes to 1: Harbour Books, Quay Street",
        "The owner: yes to Sat 12 Dec 2026 11:00 (recorded by Ida, phone)",
        "Expect between 15 and 170 people.",
        "  ✓ Sat 21 Nov 2026  11:00:00  the call for nominations",
    ]
    assert [line[2] for line in lines[4:]] == ["✓"] * 9 + ["·"] * 8


def test_owners_are_read_french_where_the_city_speaks_it(ida: Organiser) -> None:
    text = CONFIG.replace('languages = ["en", "fr"]', 'languages = ["de", "fr", "en"]')
    ida.config_path.write_text(text, encoding="utf-8")
    assert started(ida).types("approve 4").stderr == (
        "Il n'y a pas de proposition numéro 4. `cashmob todo` montre les numéros.\n"
    )
