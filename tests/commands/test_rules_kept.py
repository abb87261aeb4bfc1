"""A mob keeps the rules it was started with."""

from __future__ import annotations

from tests.commands.organiser import CONFIG, Organiser, balloting


def test_what_the_public_reads_cannot_be_loosened_once_the_mob_has_begun(ida: Organiser) -> None:
    told = 'totals = "hidden"\nrhythm ='
    ida.config_path.write_text(CONFIG.replace("rhythm =", told))
    balloting(ida)
    ida.config_path.write_text(CONFIG.replace("rhythm =", 'totals = "live"\nrhythm ='))
    ida.wait(hours=13)
    lines = [row["text"] for row in ida.reads("outbox") if row["kind"] == "counted"]
    assert [line.splitlines() for line in lines if "votes" in line] == [
        ["3 votes counted up to Sun 29 Nov, 4:00 am for the cash mob on Saturday 12 December."]
    ]
