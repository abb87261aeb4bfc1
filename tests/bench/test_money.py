"""What is bought on X: reads of what the account is told, and no more than the city wants said."""

from __future__ import annotations

from bench.money import BOOK, measured


def test_a_mention_on_x_is_paid_for_twice_and_no_post_has_a_link() -> None:
    """When it is said, and on the day of the close when it is read once more; the one post is the
    count after the close."""
    found = measured(60)
    bought = found["bought"]
    assert {item: bought[item] for item in BOOK} == {
        "owned_read": 2 * 60,
        "post_read": 0,
        "user_read": 0,
        "post": 1,
        "post_with_url": 0,
        "reply_summoned": 0,
    }
    assert found["dollars_a_thousand"] <= 3
