"""What anybody may have of a mob on paper: its date for a calendar, and a page for the press."""

from __future__ import annotations

import pytest

from tests.commands.organiser import Organiser, announced, started


def lines(ida: Organiser) -> dict[str, str]:
    text = ida.types("mob calendar").stdout.replace("\r\n ", "").replace("\n ", "")
    return dict(line.split(":", 1) for line in text.splitlines())


def with_rule(ida: Organiser, rule: str) -> Organiser:
    """A city with a rule of its own."""
    text = ida.config_path.read_text(encoding="utf-8")
    ida.config_path.write_text(text.replace("rhythm =", f"{rule}\nrhythm ="), encoding="utf-8")
    return ida


def reachable(ida: Organiser) -> Organiser:
    """Ida can be called and written to."""
    text = ida.config_path.read_text(encoding="utf-8")
    known = 'name = "Ida"\nphone = "+33 1 23 45"\nemail = "ida@oxbow.example"'
    ida.config_path.write_text(text.replace('name = "Ida"', known), encoding="utf-8")
    return ida


SECRET = 'reveal = "meeting point"\nmeeting_point = "the clock on the quay"'


def test_a_mob_goes_into_a_calendar(ida: Organiser) -> None:
    found = lines(announced(ida))
    assert found["UID"] == "oxbow-1@cashmob"
    assert (found["SEQUENCE"], found["STATUS"]) == ("0", "CONFIRMED")
    assert (found["DTSTART"], found["DTEND"]) == ("20261212T100000Z", "20261212T110000Z")
    assert found["SUMMARY"] == "Cash mob: Harbour Books"
    assert found["LOCATION"] == "Harbour Books\\, Quay Street"


def test_a_secret_stays_one_in_every_calendar(ida: Organiser) -> None:
    announced(with_rule(ida, SECRET))
    text = ida.types("mob calendar").stdout
    assert "Harbour" not in text
    assert "Quay Street" not in text
    assert lines(ida)["SUMMARY"] == "Cash mob"
    assert lines(ida)["LOCATION"] == "the clock on the quay"


def test_before_the_announcement_a_date_is_no_more_than_a_plan(ida: Organiser) -> None:
    found = lines(started(ida))
    assert (found["SUMMARY"], found["STATUS"]) == ("Cash mob", "TENTATIVE")


def test_a_new_date_is_the_same_event(ida: Organiser) -> None:
    announced(ida)
    assert ida.types("mob postpone --to 2027-01-16T11:00 --yes").exit_code == 0
    found = lines(ida)
    assert found["UID"] == "oxbow-1@cashmob"
    assert (found["SEQUENCE"], found["DTSTART"]) == ("1", "20270116T100000Z")
    assert "Harbour" not in str(found)


def test_a_cancelled_mob_says_so_and_names_no_shop(ida: Organiser) -> None:
    announced(ida)
    assert ida.types("mob cancel --yes").exit_code == 0
    found = lines(ida)
    assert (found["STATUS"], found["SUMMARY"]) == ("CANCELLED", "Cash mob")


def test_without_a_date_there_is_no_calendar(ida: Organiser) -> None:
    announced(ida)
    assert ida.types("mob postpone --yes").exit_code == 0
    result = ida.types("mob calendar")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "has no date now" in result.stderr


def test_a_calendar_file_is_written(ida: Organiser) -> None:
    file = announced(ida).config_path.with_name("mob.ics")
    assert ida.types(f"mob calendar --out {file}").stdout == f"Written: {file}\n"
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    result = ida.types(f"mob calendar --out {file}/no/such")
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_the_press_has_who_what_when_and_whom_to_ask(ida: Organiser) -> None:
    announced(reachable(ida))
    text = ida.types("mob press").stdout
    for told in (
        "cash mob in Oxbow",
        "€10–20",
        "When: Saturday 12 December, 11:00 am",
        "The shop: Harbour Books, Quay Street",
        "no commission",
        "Contact: Ida, +33 1 23 45, ida@oxbow.example",
    ):
        assert told in text, told
    assert len(text.splitlines()) < 50


def test_the_press_reads_what_came_of_the_mobs_before(ida: Organiser) -> None:
    announced(reachable(ida))
    ida.wait(days=8)
    assert ida.types("mob heads 41").exit_code == 0
    text = ida.types("mob press").stdout
    assert "2026: cash mobs: 1; people counted: 41 (at 1 of them)" in text
    assert "How it is counted" in text


@pytest.mark.parametrize("rule", [SECRET, 'reveal = "on the spot"'])
def test_the_press_keeps_the_secret(ida: Organiser, rule: str) -> None:
    announced(reachable(with_rule(ida, rule)))
    assert "Harbour" not in ida.types("mob press").stdout


def test_a_note_without_anybody_to_ask_is_not_written(ida: Organiser) -> None:
    result = started(ida).types("mob press")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "a telephone and an e-mail address" in result.stderr
