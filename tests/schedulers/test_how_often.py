"""How often an account is read, how soon a message counts, and what is read twice for money."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from bot.domain.stages import Stage
from storage import ledger
from storage.outbox import Sent
from tests.schedulers.place import Place, place

DAY, TICK = timedelta(days=1), timedelta(seconds=10)
MEETS = datetime(2026, 12, 19, 15, tzinfo=UTC)
BEGINS = MEETS - 21 * DAY - timedelta(hours=1)


def ticks(here: Place, **time: float) -> None:
    """The daemon ticks as it does on the wall clock, and nothing urges it to read."""
    end = here.now + timedelta(**time)
    while here.now < end:
        here.clock.set(here.now + TICK)
        here.round.quiet()


def readings(here: Place, **time: float) -> int:
    """How often the mentions are asked for meanwhile."""
    calls = here.switches["mastodon"].watched()
    before = calls.count(("GET", "/api/v1/notifications"))
    ticks(here, **time)
    return calls.count(("GET", "/api/v1/notifications")) - before


def to_the_ballot(here: Place, network: str) -> None:
    here.begin(MEETS)
    here.passes(hours=2)
    here.say("rosa", "I nominate Harbour Lane Books, 2 Harbour Lane", network)
    here.passes(minutes=5)
    here.say("yvon", "I nominate Theriault Hardware, 40 Water Street", network)
    here.until(MEETS - 16 * DAY)
    here.approve()
    here.until(MEETS - 14 * DAY)
    assert here.mob.stage is Stage.BALLOTING


def test_while_people_vote_and_on_the_day_every_twenty_seconds_else_every_minute(
    tmp_path: Path,
) -> None:
    with place(tmp_path, BEGINS, networks=["mastodon"]) as here:
        to_the_ballot(here, "mastodon")
        assert readings(here, minutes=3) == 9
        here.say("ada", "1", "mastodon", under="ballot")
        ticks(here, seconds=20)
        assert here.tally.of("votes", 1) == 1
        here.until(MEETS - 9 * DAY)
        assert readings(here, minutes=3) == 3
        here.until(MEETS - timedelta(hours=3))
        assert readings(here, minutes=3) == 9


def test_on_x_votes_are_read_again_once_and_that_is_at_the_close(tmp_path: Path) -> None:
    with place(tmp_path, BEGINS, networks=["twitter"]) as here:
        to_the_ballot(here, "twitter")
        for name in ("ada", "bea", "cid"):
            here.say(name, "1", "twitter", under="ballot")
        taken_back = here.say("dan", "2", "twitter", under="ballot")
        here.passes(hours=1)
        here.town.delete(taken_back.id)
        here.until(MEETS - 11 * DAY - timedelta(hours=1))
        assert again(here) == 0
        assert [here.tally.of("votes", n) for n in (1, 2)] == [3, 1]
        here.until(MEETS - 11 * DAY + timedelta(hours=1))
        assert [here.tally.of("votes", n) for n in (1, 2)] == [3, 0]
        read = again(here)
        assert 0 < read <= 4
        here.until(MEETS - 8 * DAY)
        assert again(here) == read


def again(here: Place) -> int:
    """How many posts were paid for a second time."""
    with here.store.reading() as view:
        books = ledger.books(view)
    return sum(n for entry, n in books.items() if entry[3].endswith(":again"))


def test_at_the_cap_x_falls_silent_until_next_month_and_organisers_are_told(
    tmp_path: Path,
) -> None:
    dear = {"twitter": {"monthly_cap_usd": Decimal("0.016")}}
    two = ("mastodon", "twitter")
    with place(tmp_path, BEGINS, networks=two, accounts=dear) as here:
        here.begin(MEETS)
        here.passes(hours=2)
        here.say("rosa", "I nominate Harbour Lane Books, 2 Harbour Lane", "mastodon")
        here.say("yvon", "I nominate Theriault Hardware, 40 Water Street", "twitter")
        here.say("ada", "I nominate Marlow's Bakery, 3 Water Street", "twitter")
        here.passes(hours=2)
        asked = here.switches["twitter"].watched()
        here.say("bea", "I nominate Quiet Corner Yarn, 5 Church Lane", "twitter")
        here.until(datetime(2026, 11, 30, 23, tzinfo=UTC))
        assert asked == []
        told = {(r.kind, r.network, r.state) for r in here.rows() if r.kind == "alert_money"}
        assert told == {("alert_money", "mastodon", Sent.SENT)}
        assert {n.name for n in here.mob.nominations} >= {"Harbour Lane Books"}
        assert "Quiet Corner Yarn" not in {n.name for n in here.mob.nominations}
        here.until(datetime(2026, 12, 1, 1, tzinfo=UTC))
        assert "Quiet Corner Yarn" in {n.name for n in here.mob.nominations}
