"""A storm an hour before: whoever looks at any of the bot's posts reads that the mob is off."""

from __future__ import annotations

import pytest

from storage import outbox, posted
from storage.outbox import Sent
from storage.store import Store
from tests.commands.organiser import Organiser, balloting

PUBLIC = {"call", "ballot", "announcement", "countdown 259200"}
ALSO = {"countdown 86400", "morning"}


def says_all(ida: Organiser) -> None:
    """Everything that waits goes out."""

    def out(store: Store) -> None:
        with store.work("out") as work:
            for row in posted.of_city(work, "oxbow"):
                sent = {"remote_id": f"{row.key} {row.part}", "sent_at": ida.at}
                outbox.mark(work, row.id, Sent.SENT, **sent)

    ida.with_store(out)


def an_hour_before(ida: Organiser) -> Organiser:
    """All posts up to the morning are out."""
    balloting(ida)
    ida.wait(days=4)
    assert ida.types("mob consent 1 --channel phone").exit_code == 0
    for days in (4, 4, 1):
        ida.wait(days=days)
        says_all(ida)
    ida.at = ida.at.replace(day=12, hour=8, minute=30)
    ida.wait(minutes=20)
    says_all(ida)
    return ida


def stops(ida: Organiser, kind: str) -> list[tuple[str, str]]:
    """Where the stop is said in English, and to whom."""

    def waiting(store: Store) -> list[tuple[str, str]]:
        with store.reading() as view:
            rows = [r for r in posted.of_city(view, "oxbow") if r.state is Sent.PENDING]
            parents = [(r, outbox.parent_of(view, r)) for r in rows if r.language == "en"]
        assert {row.kind for row, _ in parents} == {kind}
        return [(p.key if p else "", row.visibility) for row, p in parents]

    found: list[tuple[str, str]] = ida.with_store(waiting)
    return found


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("mob cancel --reason storm", "cancelled"),
        ("mob postpone", "postponed"),
        ("mob postpone --weather", "postponed_weather"),
    ],
)
def test_a_stop_stands_under_every_post_that_is_out(ida: Organiser, line: str, kind: str) -> None:
    assert an_hour_before(ida).types(line).exit_code == 0
    found = dict(stops(ida, kind))
    assert set(found) == PUBLIC | ALSO
    assert {at for at, to in found.items() if to == "public"} == {"announcement"}


def test_before_the_announcement_the_weather_keeps_nobody_from_coming(ida: Organiser) -> None:
    refused = balloting(ida).types("mob postpone --weather")
    assert (refused.exit_code, "the weather keeps nobody from coming" in refused.stderr) == (
        1,
        True,
    )
    assert ida.reads("mob show")[0]["stage"] == "balloting"


def test_the_owners_no_does_so_as_well(ida: Organiser) -> None:
    assert an_hour_before(ida).types("mob refuse 1 --channel phone").exit_code == 0
    assert {at for at, _ in stops(ida, "cancelled")} == PUBLIC | ALSO


def test_a_stop_before_anything_is_out_is_said_once(ida: Organiser) -> None:
    balloting(ida).types("mob cancel")
    rows = [row for row in ida.reads("outbox") if row["language"] == "en"]
    assert [row["key"] for row in rows if row["visibility"] == "public"] == ["cancelled"]


def test_where_the_old_post_never_came_out_nothing_is_said_there(ida: Organiser) -> None:
    an_hour_before(ida)

    def lost(store: Store) -> None:
        with store.work("lost") as work:
            gone = outbox.OUTBOX.update().where(outbox.OUTBOX.c.key == "morning")
            work.execute(gone.values(state="skipped"))

    ida.with_store(lost)
    ida.types("mob cancel")
    assert {at for at, _ in stops(ida, "cancelled")} == (PUBLIC | ALSO) - {"morning"}
