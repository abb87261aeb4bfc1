"""The code for an order by message, at the terminal."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.acts.codes import wait_for
from bot.listening.orders import Order
from storage.store import Store
from tests.commands.organiser import Organiser, called


def ordered(ida: Organiser) -> None:
    """Ida wrote "cancel" to the bot a moment ago."""

    def waits(store: Store) -> None:
        with store.work("order") as work:
            order = Order("cancel", rest="storm", mob=1)
            wait_for(work, "oxbow", order, ida.at, person="https://x.example/ida", name="Ida")

    ida.with_store(waits)


def test_the_code_is_shown_with_what_it_is_for(ida: Organiser) -> None:
    ordered(called(ida))
    told = ida.types("code --by Ida").stdout
    assert "Ida wrote on " in told
    assert "“cancel: storm mob 1”" in told
    (first,) = re.findall(r"^    code (\d{6})$", told, re.MULTILINE)
    (second,) = re.findall(r"^    code (\d{6})$", ida.types("code --by Ida").stdout, re.MULTILINE)
    log = ida.types("log").stdout
    assert "Ida: had the code shown for “cancel: storm mob 1”" in log
    assert first not in log
    assert second not in log


def test_todo_says_that_an_order_waits_and_shows_no_code(ida: Organiser) -> None:
    ordered(called(ida))
    told = ida.types("todo").stdout
    assert "An order by message waits for its code" in told
    assert "    cashmob code\n" in told
    assert re.search(r"\b\d{6}\b", told) is None
    assert ida.reads("todo")[0]["kind"] == "order_waits"


def test_nothing_waits(ida: Organiser) -> None:
    assert called(ida).types("code").stdout == "No order by message waits for a code.\n"


def test_an_order_waits_for_an_hour(ida: Organiser) -> None:
    ordered(called(ida))
    ida.at += timedelta(hours=1)
    assert ida.types("code").stdout == "No order by message waits for a code.\n"
