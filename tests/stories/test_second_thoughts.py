"""What somebody has promised before says what their next words mean."""

from __future__ import annotations

from tests.stories.telling import Tale


def test_i_cannot_come_takes_back_a_promise_and_says_nothing_from_anybody_else(
    announced: Tale,
) -> None:
    announced.shouts("cleo", "count me in, we are three", under="announcement")
    announced.shouts("dora", "I can't come, have fun!", under="announcement")
    assert announced.tally.of("people") == 3
    announced.shouts("cleo", "I can't come, have fun!", under="announcement")
    assert (announced.tally.of("people"), announced.tally.of("commitments")) == (0, 0)


def test_one_more_is_added_to_those_promised_before(announced: Tale) -> None:
    announced.shouts("cleo", "count me in, we are three", under="announcement")
    announced.shouts("cleo", "+1, my sister too", under="announcement")
    assert announced.tally.of("people") == 4
    announced.shouts("cleo", "make it 2", under="announcement")
    assert announced.tally.of("people") == 2


def test_both_may_be_read_on_one_page(announced: Tale) -> None:
    announced.writes("cleo", "count me in, we are three", under="announcement")
    announced.writes("cleo", "+1, my sister too", under="announcement")
    announced.minutes_pass(2)
    assert announced.tally.of("people") == 4


def test_an_edited_promise_is_read_as_the_first_word_of_its_writer(announced: Tale) -> None:
    post = announced.shouts("cleo", "I'm in!", under="announcement")
    announced.town.edit(post.id, "I'm in, and my sister too!")
    announced.minutes_pass(20)
    assert announced.tally.of("people") == 2


def test_what_goes_on_under_ones_own_message_is_said_to_the_bot(announced: Tale) -> None:
    post = announced.shouts("cleo", "count me in", under="announcement")
    cleo = post.author
    first = announced.town.write(cleo, "me and my sister", "mastodon", reply_to=post.id)
    announced.minutes_pass(2)
    assert announced.tally.of("people") == 2
    announced.town.write(cleo, "three of us", "mastodon", reply_to=first.id)
    announced.minutes_pass(2)
    assert announced.tally.of("people") == 3


def test_what_somebody_else_says_under_a_message_is_said_to_its_writer(announced: Tale) -> None:
    post = announced.shouts("cleo", "count me in", under="announcement")
    dora = announced.writes("dora", "hello").author
    announced.town.write(dora, "three of us", "mastodon", reply_to=post.id)
    announced.minutes_pass(2)
    assert announced.tally.of("people") == 1
