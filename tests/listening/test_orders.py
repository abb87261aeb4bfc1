"""What is an order, the whole message of it, and what only looks like one."""

from __future__ import annotations

import pytest

from bot.listening.orders import LANGUAGES, Order, order_in, words


@pytest.mark.parametrize(
    ("text", "order"),
    [
        ("@cashmob pause", Order("pause")),
        ("Pause!", Order("pause")),
        ("status @cashmob@town.example", Order("status")),
        ("approve 3", Order("approve", (3,))),
        ("approve #3, 4 and 5", Order("approve", (3, 4, 5))),
        ("approve", Order("approve")),
        ("approuver n° 3", Order("approve", (3,), language="fr")),
        ("hold 3: a chain?", Order("hold", (3,), "a chain?")),
        ("owner yes 3 by phone", Order("agreed", (3,), "phone")),
        ("owner no", Order("refused")),
        ("cancel: storm mob 2", Order("cancel", rest="storm", mob=2)),
        ("annuler : tempête", Order("cancel", rest="tempête", language="fr")),
        ("postpone to 2026-12-19T11:00", Order("postpone", rest="2026-12-19T11:00")),
        ("forget rosa@far.example", Order("forget", rest="rosa@far.example")),
        ("heads 41", Order("heads", (41,))),
        ("till $812.50", Order("till", rest="812.50")),
        ("caisse 812,50 €", Order("till", rest="812.50", language="fr")),
        ("code 482913", Order("code", rest="482913")),
        ("482 913", Order("code", rest="482913")),
        ("à faire", Order("todo", language="fr")),
    ],
)
def test_orders(text: str, order: Order) -> None:
    assert order_in(text) == order


@pytest.mark.parametrize(
    "text",
    [
        *("", "3", "yes", "no", "yes 3", "pause please", "hold 3 seats for us", "approve of it"),
        *("cancel my vote", "forget me"),
        *("forget it", "oublie-moi", "stop it, you two", "I would approve 3", "statuses", "code"),
        *("till noon", "till 5 in the evening", "till", "heads up", "heads 3 of us"),
        *("choose 1 2", "owner yes we are open", "reveal it to me", "pauses"),
    ],
)
def test_what_is_no_order(text: str) -> None:
    assert order_in(text) is None


def test_words_that_two_languages_share_are_of_the_language_of_the_message() -> None:
    assert [order_in("pause", code) for code in ("fr-CA", None)] == [
        Order("pause", language="fr"),
        Order("pause"),
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_order_can_be_typed_again_as_it_is_told(language: str) -> None:
    for first in words(language):
        order = order_in(
            f"{first} 482913" if first in ("code", "till", "caisse") else first, language
        )
        if first not in ("forget", "oublier"):
            assert order is not None
            assert order_in(order.written(), language) == order


def test_both_languages_have_the_same_orders() -> None:
    assert [len(tuple(words(code))) for code in LANGUAGES] == [20, 20]
