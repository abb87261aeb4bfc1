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


def test_a_family_that_keeps_changing_is_counted_as_it_last_was(announced: Tale) -> None:
    heads = []
    for words in (
        "count me in!",
        "my sister too",
        "and her two boys, that's two more",
        "one less, the little one is ill",
        "we're running late but we're coming",
        "never mind, we can't come after all",
        "we're back in!",
    ):
        announced.shouts("cleo", words, under="announcement")
        heads.append(announced.tally.of("people"))
    assert heads == [1, 2, 4, 3, 3, 0, 3]


def test_a_vote_goes_where_it_is_sent_and_comes_back_when_it_is_called(voting: Tale) -> None:
    votes = []
    for words in (
        "1",
        "no, the other one: 2",
        "could you take it off again?",
        "put my vote back please",
    ):
        voting.shouts("dora", words, under="ballot")
        votes.append(voting.votes())
    assert votes == [{"Bell Books": 1}, {"Corner Bakery": 1}, {}, {"Corner Bakery": 1}]


def test_a_sum_is_put_right_and_what_was_bought_later_comes_on_top(announced: Tale) -> None:
    announced.shouts("cleo", "count me in!", under="announcement")
    announced.comes("gather")
    spent = []
    for words in ("spent $14", "sorry, I meant 14.50", "plus 6 for the postcards I went back for"):
        announced.shouts("cleo", words, under="gather")
        spent.append(announced.tally.of("spent"))
    assert spent == [1400, 1450, 2050]
