"""When it does not go as it should: a no, nobody's yes, a new date, a cancelled mob."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.orders import Cancel, Postpone, RecordRefusal
from bot.domain.stages import Stage
from storage.outbox import Rank
from tests.stories.telling import MEETS, Tale


def test_the_owner_says_no_and_the_runner_up_is_announced_without_numbers(voting: Tale) -> None:
    voting.shouts("ada", "1", under="ballot")
    voting.shouts("ben", "1", under="ballot")
    voting.shouts("cleo", "2", under="ballot")
    voting.comes("consent", plus=timedelta(days=-1))
    voting.orders(RecordRefusal(voting.number("Bell Books"), "Amélie", "phone"))
    voting.owner_agrees("Corner Bakery")
    voting.comes("announce")
    announcement = voting.post_of("announcement")
    assert announcement.kind == "announcement_plain"
    assert ("Corner Bakery" in announcement.text, "Bell Books" in announcement.text) == (
        True,
        False,
    )
    assert voting.mob.stepped_in


def test_nobody_agrees_so_it_is_put_off_and_announced_anew_with_the_full_lead(voting: Tale) -> None:
    voting.shouts("ada", "1", under="ballot")
    voting.shouts("dora", "count me in, we are three", under="ballot")
    voting.comes("announce")
    assert (voting.mob.stage, voting.heard()[-1]) == (Stage.POSTPONED, "postponed")
    later = MEETS + timedelta(days=14)
    voting.orders(Postpone(later))
    voting.owner_agrees("Bell Books")
    voting.comes("announce")
    moved = voting.post_of("announcement")
    assert (moved.kind, moved.sent_at) == ("moved", later - timedelta(days=7))
    assert (voting.mob.stage, voting.tally.of("people")) == (Stage.ANNOUNCED, 3)


def test_a_date_within_the_lead_is_refused(announced: Tale) -> None:
    carried = announced.orders(Postpone(MEETS + timedelta(days=1) - timedelta(days=3)))
    assert carried.refused is not None
    assert carried.refused.kind == "date_within_lead"
    assert announced.mob.stage is Stage.ANNOUNCED


def test_those_who_committed_stay_when_the_date_moves(announced: Tale) -> None:
    announced.shouts("ada", "I'm in!", under="announcement")
    announced.days_pass(1)
    announced.orders(Postpone(MEETS + timedelta(days=21)))
    assert announced.heard()[-1] == "postponed"
    announced.owner_agrees("Bell Books")
    announced.comes("announce")
    assert announced.heard()[-1] == "moved"
    announced.comes("gather")
    assert announced.heard()[-5:] == ["countdown", "countdown", "morning", "soon", "gather"]
    assert announced.tally.of("people") == 1


def test_while_it_is_put_off_its_people_may_think_better_of_it(announced: Tale) -> None:
    ada = announced.shouts("ada", "I'm in!", under="announcement")
    announced.shouts("ben", "count me in, we are two", under="announcement")
    announced.orders(Postpone(MEETS + timedelta(days=21)))
    assert (announced.mob.stage, announced.tally.of("people")) == (Stage.POSTPONED, 3)
    announced.town.edit(ada.id, "count me in, we are four")
    announced.minutes_pass(12)
    assert announced.tally.of("people") == 6
    announced.shouts("ben", "sorry, I can't make it after all", under="announcement")
    announced.owner_agrees("Bell Books")
    announced.comes("announce")
    assert (announced.mob.stage, announced.tally.of("people")) == (Stage.ANNOUNCED, 4)


def test_a_call_for_names_that_the_new_date_leaves_no_time_for_is_not_promised() -> None:
    tale = Tale()
    tale.days_pass(2)
    tale.orders(Postpone(tale.clock.now() + timedelta(days=13)))
    tale.days_pass(2)
    assert tale.skipped() == []
    assert tale.heard() == ["call", "new_date", "postponed", "postponed"]


def test_a_cancelled_mob_says_so_and_nothing_that_was_waiting(announced: Tale) -> None:
    announced.days_pass(1)
    announced.orders(Cancel("storm"))
    assert announced.heard()[-1] == "cancelled"
    announced.days_pass(40)
    assert announced.heard()[-1] == "cancelled"
    assert announced.mob.stage is Stage.CANCELLED


def test_a_post_that_waits_is_taken_back_in_the_very_act(announced: Tale) -> None:
    # The network is slow to be told: the countdown is promised and has not gone out yet.
    announced.clock.set(announced.mob.moments()["countdown 259200"] + timedelta(seconds=1))
    announced.round._calendar(announced.city)
    announced.orders(Cancel("storm"))
    assert announced.skipped() == [("countdown 259200", "the mob is cancelled")]


def test_the_named_owner_asks_for_quiet_after_the_announcement(announced: Tale) -> None:
    announced.orders(RecordRefusal(announced.number("Bell Books"), "Amélie", "phone"))
    assert announced.mob.stage is Stage.CANCELLED
    last = announced.post_of("cancelled")
    assert "Bell Books" not in last.text


def test_without_a_nomination_the_call_is_said_once_more_then_it_is_put_off(town: Tale) -> None:
    town.comes("announce")
    # A stop is said under every post that is out: the call, and the call said once more.
    assert town.heard() == ["call", "call_again", "postponed", "postponed"]


def test_a_single_shop_needs_no_ballot(town: Tale) -> None:
    town.days_pass(2)
    town.shouts("ada", "I nominate Bell Books")
    town.comes("shortlist")
    town.names_are_approved_and_owners_asked()
    town.owner_agrees("Bell Books")
    town.comes("announce")
    assert town.heard() == ["call", "nomination", "announcement_plain"]


def test_the_organiser_is_reminded_each_day_until_it_is_done(voting: Tale) -> None:
    voting.shouts("ada", "1", under="ballot")
    voting.comes("count")
    for _ in range(2):
        voting.days_pass(1)
    voting.owner_agrees("Bell Books")
    for _ in range(2):
        voting.days_pass(1)
    told = [r.key for r in voting.rows() if r.rank is Rank.ORGANISER and r.kind == "todo_confirm"]
    assert told == [f"todo_confirm:1:0:{day}" for day in range(3)]


def test_a_ballot_names_only_shops_whose_owners_were_asked(town: Tale) -> None:
    town.days_pass(2)
    town.shouts("ada", "I nominate Bell Books")
    town.shouts("ben", "I nominate Corner Bakery")
    town.comes("announce")
    assert "ballot" not in town.heard()
    assert town.mob.stage is Stage.POSTPONED
