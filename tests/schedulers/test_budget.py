"""What X costs: the books, the cap, and one whole mob of the default calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.domain.stages import Stage
from bot.networks import NetworkError, Outcome, Trouble
from bot.networks.twitter_prices import PRICES
from schedulers.budget import Budget, month_of, next_month
from storage import ledger
from storage.migrating import upgrade
from storage.store import Store, open_store
from tests.schedulers.place import Place, place

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
SHOPS = (
    "Harbour Lane Second-Hand Books, 2 Harbour Lane",
    "Boulangerie de la Vieille Forge, 17 rue du Moulin",
    "Theriault Hardware and Marine Supply, 40 Water Street",
    "The Quiet Corner Yarn and Tea Room, 5 Church Lane",
)
DAY = timedelta(days=1)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    upgrade(tmp_path / "cashmob.db", NOW)
    return open_store(tmp_path / "cashmob.db")


def test_what_is_bought_is_added_up_by_month_city_and_item(store: Store) -> None:
    with store.work("ledger") as work:
        ledger.add(work, "oxbow", "twitter", "2026-11", {"owned_read": 3, "post": 1})
        ledger.add(work, "oxbow", "twitter", "2026-11", {"owned_read": 4})
        ledger.add(work, "oxbow", "twitter", "2026-12", {"post": 9})
        ledger.add(work, "delta", "twitter", "2026-11", {"post": 5})
        ledger.add(work, "oxbow", "twitter", "2026-11", {})
    with store.reading() as view:
        assert ledger.bought(view, "oxbow", "twitter", "2026-11") == {"owned_read": 7, "post": 1}


def test_the_price_is_that_of_the_thing_whatever_it_was_bought_for() -> None:
    budget = Budget(PRICES)
    assert budget.cost({"owned_read": 10, "owned_read:again": 5, "post": 2}) == 45_000


def test_a_month_begins_and_ends_by_utc() -> None:
    late = datetime.fromisoformat("2026-12-31T23:30:00-04:00")
    assert month_of(late) == "2027-01"
    assert next_month(late) == datetime(2027, 2, 1, tzinfo=UTC)
    assert next_month(NOW) == datetime(2026, 12, 1, tzinfo=UTC)


def test_at_the_cap_nothing_is_bought_before_next_month(store: Store) -> None:
    budget = Budget(PRICES, 30_000)
    with store.work("ledger") as work:
        ledger.add(work, "oxbow", "twitter", "2026-11", {"post": 1})
        budget.check(work, "oxbow", "twitter", NOW)
        ledger.add(work, "oxbow", "twitter", "2026-11", {"post": 1})
        with pytest.raises(NetworkError) as told:
            budget.check(work, "oxbow", "twitter", NOW)
        budget.check(work, "oxbow", "twitter", datetime(2026, 12, 1, tzinfo=UTC))
    error = told.value
    assert (error.outcome, error.trouble) == (Outcome.NOT_APPLIED, Trouble.MONEY)
    assert error.retry_at == datetime(2026, 12, 1, tzinfo=UTC)
    assert error.reason == "the month's cap of $0.03 is used up"


def test_an_account_that_costs_nothing_is_never_stopped(store: Store) -> None:
    with store.reading() as view:
        Budget().check(view, "oxbow", "mastodon", NOW)


# A whole mob

MEETS = datetime(2026, 12, 19, 15, tzinfo=UTC)


def test_a_mob_of_four_weeks_costs_at_most_two_dollars(tmp_path: Path) -> None:
    """300 messages a week for four weeks, from the call on: nominations, votes, people who come,
    what they spent, questions, and much that asks for nothing."""
    with place(tmp_path, MEETS - 21 * DAY - timedelta(hours=1), networks=["twitter"]) as here:
        here.begin(MEETS)
        four_weeks(here)
        here.until(MEETS + 7 * DAY)
        assert here.mob.stage is Stage.CLOSED
        assert (len(here.mob.ballot), here.tally.votes) == (4, 126)
        sent = [r for r in here.rows("twitter") if r.state.value == "sent"]
        parts = {r.key for r in sent if r.after is not None}
        assert "ballot" in parts
        cost = Budget(PRICES).cost(bought(here))
        assert 1_500_000 < cost <= 2_000_000


def bought(here: Place) -> dict[str, int]:
    total: dict[str, int] = {}
    with here.store.reading() as view:
        for month in ("2026-11", "2026-12"):
            for item, n in ledger.bought(view, here.city.key, "twitter", month).items():
                total[item] = total.get(item, 0) + n
    return total


def four_weeks(here: Place) -> None:
    """Three times a day some fourteen people write, to 1,200 in four weeks; all is read at once,
    and an hour later there is nothing new."""
    call = MEETS - 21 * DAY
    here.at(MEETS - 16 * DAY, here.approve)
    for n in range(1200):
        at = call + timedelta(hours=2 + 8 * (n * 84 // 1200))
        here.at(at, partial(wrote, here, n, at))
        here.at(at + timedelta(hours=1), int)


def wrote(here: Place, n: int, at: datetime) -> None:
    text, under = what(n, at)
    here.say(f"person{n}", text, "twitter", under=under)


def what(n: int, at: datetime) -> tuple[str, str | None]:
    left = MEETS - at
    if n % 60 == 7:
        return "when is it?", None
    if left > 16 * DAY and n % 4 == 0:
        return f"I nominate {SHOPS[n // 4 % 4]}", "call"
    if 11 * DAY < left < 14 * DAY:
        return str(n % 4 + 1), "ballot"
    if timedelta(0) < left < 7 * DAY and n % 5 == 0:
        return "I'm in, we are two", "announcement"
    if left < timedelta(0) and n % 5 == 0:
        return "I spent 15", None
    return f"what a lovely idea for our town, number {n}", None
