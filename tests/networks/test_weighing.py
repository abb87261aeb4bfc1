"""How much a text weighs on X; the figures are those of X's own twitter-text 3.1.0."""

import pytest

from bot.networks.weighing import weight


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("Meet us on Saturday", 19),
        ("Müller & Söhne – “Käse”", 23),
        ("Cafe\u0301", 4),
        ("日本語", 6),
        ("한국어", 6),
        ("Ж", 1),
        ("10 €", 5),
        ("🎉", 2),
        ("👍🏽", 2),
        ("👨‍👩‍👧‍👦", 2),
        ("👩🏽‍💻", 2),
        ("🇩🇪🇫🇷", 4),
        ("1️⃣ 2️⃣", 5),
        ("☕️", 2),
        ("https://example.org", 23),
        ("https://example.org/a/very/long/way/to/the/shop?x=1&y=2", 23),
        ("see https://joes.shop/x.", 28),
        ("a\nb", 3),
    ],
)
def test_texts_weigh_what_x_says(text: str, expected: int) -> None:
    assert weight(text) == expected


@pytest.mark.parametrize(
    ("text", "at_least"),
    [("joes.shop", 23), ("Dr.Beer", 23), ("❤️‍🔥", 5), ("http://shop.zz/a/b/c/d/e/f/g", 28)],
)
def test_where_x_is_not_sure_itself_the_larger_figure_counts(text: str, at_least: int) -> None:
    assert weight(text) >= at_least
