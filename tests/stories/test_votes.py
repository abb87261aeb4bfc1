"""Votes, as people really give them: twice, changed, taken back, late, edited, seen late."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.acts.starting import start
from bot.domain.mob import Mob
from bot.domain.orders import Merge
from bot.networks import NetworkError, Outcome, Trouble
from bot.rehearsal.town import Person
from storage import mobs, posted
from tests.stories.telling import Tale, open_a_ballot, with_something_between


def test_two_names_of_one_shop_are_merged_and_nobody_counts_twice(town: Tale) -> None:
    town.days_pass(2)
    town.shouts("ada", "I nominate Bell Books")
    town.shouts("ben", "I nominate The Old Bellows")
    town.shouts("ada", "I nominate The Old Bellows")
    town.orders(Merge(2, 1))
    assert [n.into for n in town.mob.nominations] == [None, 1]
    assert town.tally.of("nominators", 1) == 2


def test_the_last_vote_of_a_person_counts_and_only_once(voting: Tale) -> None:
    voting.shouts("ada", "1", under="ballot")
    voting.shouts("ada", "1", under="ballot")
    voting.shouts("ben", "1", under="ballot")
    voting.shouts("ben", "I vote for Corner Bakery")
    assert voting.votes() == {"Bell Books": 1, "Corner Bakery": 1}


def test_two_who_say_the_same_word_for_word_are_two(voting: Tale) -> None:
    voting.shouts("ada", "Corner Bakery please", under="ballot")
    voting.shouts("ben", "Corner Bakery please", under="ballot")
    assert voting.votes() == {"Corner Bakery": 2}


def test_a_vote_taken_back_counts_for_nobody(voting: Tale) -> None:
    voting.shouts("ada", "1", under="ballot")
    voting.shouts("ada", "I take my vote back", under="ballot")
    assert voting.votes() == {}


def test_an_edited_vote_counts_as_it_is_and_a_deleted_one_not_at_all(voting: Tale) -> None:
    edited = voting.shouts("ada", "1", under="ballot")
    deleted = voting.shouts("ben", "1", under="ballot")
    voting.town.edit(edited.id, "2")
    voting.town.delete(deleted.id)
    voting.minutes_pass(15)
    assert voting.votes() == {"Corner Bakery": 1}


def test_a_vote_edited_after_the_close_stays_as_it_was(voting: Tale) -> None:
    vote = voting.shouts("ada", "1", under="ballot")
    voting.comes("close")
    voting.town.edit(vote.id, "2")
    voting.comes("consent")
    assert voting.votes() == {"Bell Books": 1}


def test_a_vote_edited_after_the_close_is_not_read_for_ever() -> None:
    tale, between = with_something_between()
    open_a_ballot(tale)
    vote = tale.shouts("ada", "1", under="ballot")
    between.fails["reread"] = NetworkError("down", outcome=Outcome.NOT_APPLIED)
    tale.comes("close")
    tale.town.edit(vote.id, "2")
    between.fails.clear()
    between.read_twice.clear()
    tale.minutes_pass(60)
    assert between.read_twice.count(str(vote.id)) == 1
    assert tale.votes() == {"Bell Books": 1}


def test_a_message_that_cannot_be_taken_in_is_not_read_for_ever() -> None:
    tale, between = with_something_between()
    open_a_ballot(tale)
    vote = tale.shouts("ada", "1", under="ballot")
    tale.comes("close", plus=timedelta(minutes=-5))
    tale.minutes_pass(2)
    between.alters[str(vote.id)] = lambda m: replace(m, text=None)  # type: ignore[arg-type]
    between.read_twice.clear()
    tale.minutes_pass(60)
    assert between.read_twice.count(str(vote.id)) == 1
    assert tale.votes() == {"Bell Books": 1}


def test_a_vote_edited_when_its_mob_is_over_stays_as_it_was(announced: Tale) -> None:
    vote = announced.writes("ben", "@cashmob we come, two of us", under="announcement")
    announced.comes("nudge")
    announced.town.edit(vote.id, "@cashmob we come, six of us")
    announced.minutes_pass(5)
    assert announced.tally.of("people") == 2


def test_a_promise_edited_once_the_amounts_are_asked_for_is_still_one(announced: Tale) -> None:
    announced.comes("amounts", plus=timedelta(minutes=-3))
    said = announced.writes("ben", "@cashmob I'm in!", under="announcement")
    announced.minutes_pass(2)
    announced.comes("amounts")
    announced.town.edit(said.id, "@cashmob count me in, we are two")
    announced.minutes_pass(15)
    assert announced.tally.of("people") == 2


def test_a_vote_whose_tag_is_taken_out_is_taken_back() -> None:
    tale, between = with_something_between()
    open_a_ballot(tale)
    vote = tale.shouts("ada", "I vote for Bell Books")
    tale.shouts("ben", "I vote for Corner Bakery")
    between.alters[str(vote.id)] = lambda m: replace(m, text="I like books", tags_us=False)
    tale.minutes_pass(15)
    assert tale.votes() == {"Corner Bakery": 1}


def test_a_post_that_cannot_be_read_under_hides_nothing_under_the_others() -> None:
    tale, between = with_something_between()
    open_a_ballot(tale)
    assert tale.mob.meets_at is not None
    later = tale.mob.meets_at + timedelta(days=7)
    other = start(tale.store, tale.city, later, tale.clock.now(), who="Amélie")
    assert isinstance(other, Mob)
    tale.days_pass(1)
    with tale.store.reading() as view:
        (call,) = posted.posts_out(view, tale.key, "mastodon", other.id, ("call",))
    out_of_order = NetworkError("500", outcome=Outcome.NOT_APPLIED, trouble=Trouble.DOWN)
    between.fails[f"replies {tale.post_of('ballot').remote_id}"] = out_of_order
    said, under = "I nominate Wool and Wire", int(call.remote_id or 0)
    tale.town.write(Person("ada", "Ada"), said, "mastodon", reply_to=under, tag=False)
    tale.minutes_pass(2)
    tale.minutes_pass(2)
    with tale.store.reading() as view:
        heard = [n.name for mob, _ in mobs.of_city(view, tale.key) for n in mob.nominations]
    assert heard == ["Bell Books", "Corner Bakery", "Wool and Wire"]


def test_said_before_the_close_and_read_within_the_grace_counts(voting: Tale) -> None:
    voting.comes("close", plus=timedelta(minutes=-1))
    voting.writes("ada", "2", under="ballot")
    voting.comes("close", plus=timedelta(minutes=10))
    assert voting.votes() == {"Corner Bakery": 1}


def test_said_after_the_close_does_not_count_and_is_told_so_once(voting: Tale) -> None:
    voting.comes("close", plus=timedelta(minutes=1))
    late = voting.shouts("ada", "2", under="ballot", tag=True)
    again = voting.shouts("ada", "1", under="ballot", tag=True)
    assert voting.votes() == {}
    assert (voting.answers(late), voting.answers(again)) == (["vote_late"], [])


def test_a_vote_that_shows_up_behind_later_ones_is_not_lost() -> None:
    tale, between = with_something_between()
    open_a_ballot(tale)
    late = tale.writes("ada", "I vote for Bell Books", tag=True)
    between.hides.add(str(late.id))
    tale.shouts("ben", "I vote for Corner Bakery")
    assert tale.votes() == {"Corner Bakery": 1}
    between.hides.clear()
    tale.minutes_pass(3)
    assert tale.votes() == {"Bell Books": 1, "Corner Bakery": 1}
