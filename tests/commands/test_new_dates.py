"""A mob that gets another day: what was said of the old one is not said any more."""

from __future__ import annotations

from tests.commands.organiser import Organiser, announced


def texts(ida: Organiser, kind: str) -> list[str]:
    """What waits or is out, in English."""
    rows = ida.reads("outbox --all")
    return [row["text"] for row in rows if row["kind"] == kind and row["language"] == "en"]


def test_the_recap_names_the_call_that_follows_the_new_day(ida: Organiser) -> None:
    announced(ida).types("mob postpone --weather --to 2027-01-09T11:00 --yes")
    assert ida.types("mob consent 1 --channel phone").exit_code == 0
    for _ in range(37):
        ida.wait(days=1)
    assert "The next call for shops: Saturday 23 January." in texts(ida, "recap_quiet")[0]
