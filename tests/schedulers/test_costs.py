"""`cashmob costs`: the month on X by item and by habit, and where it is going."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.commands.costs import costs
from bot.config import example_path
from schedulers.budget import budget_of
from schedulers.costs import Costs
from schedulers.costs import costs as counted
from storage import ledger
from tests.schedulers.place import Place, place

DAY = timedelta(days=1)
MEETS = datetime(2026, 12, 26, 15, tzinfo=UTC)
BOUGHT = {"owned_read": 6, "post": 1, "reply_summoned": 1}


@dataclass
class Chosen:
    config_path: Path
    at: datetime
    database: str | None = None

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def here(days_of_a_call: Place) -> Iterator[Place]:
    """The place as it was, whatever a test writes into its books."""
    at = days_of_a_call.now
    yield days_of_a_call
    days_of_a_call.clock.set(at)
    with days_of_a_call.store.work("ledger") as work:
        work.execute(ledger.LEDGER.delete())
        ledger.add(work, days_of_a_call.city.key, "twitter", "2026-12", BOUGHT)


@pytest.fixture(scope="module")
def days_of_a_call(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """The fourth day of the call: nominations by X, and a question that is answered. The call
    names the bot and so is itself among its mentions."""
    folder = tmp_path_factory.mktemp("place")
    with place(folder, MEETS - 21 * DAY - timedelta(hours=1), networks=["twitter"]) as here:
        here.begin(MEETS)
        here.passes(hours=2)
        for n, shop in enumerate(("Bell Books", "Corner Bakery", "Pedal Works", "Loom and Thread")):
            here.say(f"person{n}", f"I nominate {shop}, {n + 1} Water Street", "twitter")
        here.passes(hours=1)
        here.passes(days=1)
        here.say("rosa", "when is it?", "twitter")
        here.passes(hours=1)
        here.passes(days=2)
        yield here


def month(here: Place) -> Costs:
    with here.store.reading() as view:
        return counted(view, here.city, "twitter", budget_of(here.city, "twitter"), here.now)


def typed(here: Place, *words: str) -> Result:
    path = here.settings._folder / "config.toml"
    shutil.copy(example_path(), path)
    return CliRunner().invoke(costs, words, obj=Chosen(path, here.now))


def test_the_bill_and_the_habits_are_the_same_money(here: Place) -> None:
    found = month(here)
    assert [(line.name, line.count, line.cost) for line in found.items] == [
        ("owned_read", 6, 6_000),
        ("post", 1, 15_000),
        ("reply_summoned", 1, 10_000),
    ]
    assert [(line.name, line.count, line.cost) for line in found.habits] == [
        ("call", 1, 15_000),
        ("answers", 1, 10_000),
        ("reading", 6, 6_000),
    ]
    assert (found.month, found.cap, found.spent) == ("2026-12", 5_000_000, 31_000)


def test_the_month_is_told_to_its_end(here: Place) -> None:
    found = month(here)
    # A ballot in two posts, its reminder, its count, the announcement, three steps, the morning,
    # the meeting, and two texts after it; the nudge is for January.
    assert found.scheduled == 12 * 15_000
    left, gone = datetime(2027, 1, 1, tzinfo=UTC) - here.now, timedelta(days=3, hours=4)
    assert found.at_this_pace == int(16_000 * (left / gone))
    assert found.forecast == found.spent + found.scheduled + found.at_this_pace


def test_a_new_month_begins_at_nothing(here: Place) -> None:
    here.clock.set(datetime(2027, 1, 1, tzinfo=UTC))
    found = month(here)
    assert (found.month, found.items, found.habits, found.spent) == ("2027-01", (), (), 0)


def test_a_link_and_a_second_reading_show_as_what_they_cost(here: Place) -> None:
    with here.store.work("ledger") as work:
        ledger.add(work, here.city.key, "twitter", "2026-12", {"owned_read:again": 40})
    found = month(here)
    assert found.items[0].count == 46
    assert found.habits[0].name == "second reading"


def test_the_command_says_it_to_people_and_to_programs(here: Place) -> None:
    result = typed(here)
    assert result.stdout.splitlines() == [
        "Saint-Rivage on X, 2026-12 (a month ends by UTC, as X bills)",
        "Bought          How many  Each    Together",
        "owned_read             6  $0.001  $0.006",
        "post                   1  $0.015  $0.015",
        "reply_summoned         1  $0.010  $0.010",
        "",
        "What for  How many  Together",
        "call             1  $0.015",
        "answers          1  $0.010",
        "reading          6  $0.006",
        "",
        "Spent so far          $0.031",
        "Still to be posted    $0.180",
        "Reading and answers   $0.117  at the pace so far",
        "The whole month       $0.328  of a cap of $5.000",
    ]
    data = json.loads(typed(here, "--json").stdout)
    assert [(d["city"], d["spent"], d["cap"]) for d in data] == [
        ("saint-rivage", 31_000, 5_000_000)
    ]


def test_a_month_over_its_cap_is_told_and_what_to_change(here: Place) -> None:
    with here.store.work("ledger") as work:
        ledger.add(work, here.city.key, "twitter", "2026-12", {"owned_read": 4_800})
    assert "from there on nothing is read or said on X" in typed(here).stdout
    with here.store.work("ledger") as work:
        ledger.add(work, here.city.key, "twitter", "2026-12", {"owned_read": 1_000})
    assert typed(here).stdout.splitlines()[-1] == (
        "The cap is reached: until next month nothing is read or said on X. More: "
        "monthly_cap_usd in [city.saint-rivage.twitter]"
    )
