"""Which shops stand in the vote: the checklist, pinned, doubtful, and those kept for later."""

from __future__ import annotations

from tests.commands.organiser import Organiser, called, started


def states(ida: Organiser) -> list[tuple[str, str, str]]:
    return [(n["shop"], n["state"], n["reason"]) for n in ida.reads("nominations")]


def test_the_checklist_tells_who_looked_at_what(ida: Organiser) -> None:
    called(ida)
    ida.types("nominations tick 1 price room --by Ida")
    shown = ida.types("nominations tick 1 independent --by Noor").stdout.splitlines()
    assert shown[:4] == [
        "1: Harbour Books, Quay Street",
        "  ✓ independent: it belongs to people of the town, no chain decides for it "
        "(Noor, 2026-11-22)",
        "  ✓ price: there is something for at most what everybody brings (Ida, 2026-11-22)",
        "  · everybody: women and men, young and old find something there",
    ]
    ida.types("nominations tick 1 room --undo --by Ida")
    (first, _) = ida.reads("nominations")
    assert [(t["point"], t["by"]) for t in first["checked"]] == [
        ("independent", "Noor"),
        ("price", "Ida"),
    ]
    assert "2 of 7" in ida.types("nominations").stdout
    assert ida.types("nominations tick 1").stdout.splitlines()[0] == "1: Harbour Books, Quay Street"


def test_the_list_of_what_to_do_says_how_much_was_looked_at(ida: Organiser) -> None:
    called(ida).types("nominations tick 1 price --by Ida")
    ida.wait(days=6)
    assert "Looked at: 1 of 7 points" in ida.types("todo").stdout


def test_a_point_that_there_is_not_is_told(ida: Organiser) -> None:
    done = called(ida).types("nominations tick 1 parking --by Ida")
    assert (done.exit_code, "has no point parking. It has: independent" in done.stderr) == (1, True)


def test_a_pinned_shop_stands_first_in_the_vote_however_few_are_for_it(ida: Organiser) -> None:
    called(ida)
    ida.types("approve 1")
    ida.types("approve 2 --pin")
    for number in (1, 2):
        ida.types(f"mob ask {number} --channel visit")
    ida.wait(days=6, hours=4)
    found = [(c["choice"], c["shop"]) for c in ida.reads("tally")[0]["candidates"]]
    assert sorted(found) == [(1, "Thistle & Twine"), (2, "Harbour Books")]


def test_a_partisan_target_is_held_with_the_reason_until_an_organiser_says(
    ida: Organiser,
) -> None:
    started(ida).at = ida.at.replace(day=22)
    ida.wait(hours=1)
    ida.hears(("rosa", "@cashmob I nominate Smith for Mayor Campaign Office, Quay Street"))
    (held,) = states(ida)
    assert held[1:] == ("held", "may divide people: “campaign office”")
    ida.wait(days=6)
    assert "may divide people: “campaign office”" in ida.types("todo").stdout
    ida.types("approve 1")
    assert [state for _, state, _ in states(ida)] == ["approved"]


def test_an_organiser_holds_a_name_with_a_reason(ida: Organiser) -> None:
    called(ida)
    done = ida.types("nominations hold 2 --reason dispute --by Ida")
    assert done.stdout.startswith("Held: 2: Thistle & Twine")
    assert states(ida)[1] == ("Thistle & Twine", "held", "dispute")
    line = ida.reads("log")[-1]
    assert (line["act"], line["details"]["reason"]) == ("Hold", "dispute")


def test_a_shop_off_the_theme_is_kept_for_the_next_mob(ida: Organiser) -> None:
    called(ida)
    ida.types("nominations keep 2 --reason theme --by Ida")
    assert states(ida)[1] == ("Thistle & Twine", "later", "theme")
    ida.types("mob cancel --reason storm --yes")
    assert ida.types("mob start --at 2027-01-09T11:00").exit_code == 0
    (kept,) = ida.reads("nominations")
    found = (kept["shop"], kept["state"], kept["flag"])
    assert found == (
        "Thistle & Twine",
        "waiting",
        "kept from the cash mob on Saturday 12 December",
    )
