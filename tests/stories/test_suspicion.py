"""Votes under suspicion: held, said in public, and the result waits where they could change it."""

from __future__ import annotations

from datetime import timedelta

from bot.acts.judging import judge, suspected
from bot.domain.mob import Mob, Refusal
from bot.domain.stages import Stage
from bot.domain.suspicion import Reason, Ruling
from bot.domain.tasks import tasks
from tests.stories.telling import Tale

PLEA = "Our whole family loves that little shop, please give number 2 your vote today!"


def votes(tale: Tale, *who: str, shop: int, **how: object) -> None:
    """These people vote, one a minute, and the bot has read it."""
    for name in who:
        tale.shouts(name, str(how.get("text", shop)), under="ballot", tag=True, **how_else(how))


def how_else(how: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in how.items() if key != "text"}


def reasons(tale: Tale) -> list[tuple[str, Reason, Ruling]]:
    mob = tale.mob
    with tale.store.reading() as view:
        return [(s.name.partition("@")[0], s.reason, s.ruling) for s in suspected(view, mob)]


def rules(tale: Tale, ruling: Ruling, *numbers: int) -> Mob | Refusal:
    at = tale.clock.now()
    done = judge(tale.store, tale.city, numbers, ruling, at, who="Amélie", because="looked")
    tale.minutes_pass(1)
    return done


def test_the_vote_of_an_account_of_yesterday_is_held_and_released_by_an_organiser(
    voting: Tale,
) -> None:
    yesterday = voting.clock.now() - timedelta(days=1)
    votes(voting, "ada", "ben", shop=1)
    votes(voting, "newcomer", shop=2, since=yesterday)
    assert (voting.votes(), voting.tally.held) == ({"Bell Books": 2}, 1)
    assert reasons(voting) == [("newcomer", Reason.NEW, Ruling.HELD)]
    rules(voting, Ruling.RELEASED, 1)
    assert (voting.votes(), voting.tally.held) == ({"Bell Books": 2, "Corner Bakery": 1}, 0)
    # Who was looked at once is not held again.
    votes(voting, "newcomer", shop=1)
    assert (voting.votes(), voting.tally.held) == ({"Bell Books": 3}, 0)


def test_five_people_with_the_same_words_are_held_also_those_who_were_first(voting: Tale) -> None:
    first = ("ada", "ben", "cleo", "dan")
    votes(voting, *first, shop=2, text=PLEA)
    assert voting.votes() == {"Corner Bakery": 4}
    votes(voting, "eve", shop=2, text=PLEA)
    assert (voting.votes(), voting.tally.held) == ({}, 5)
    assert {(name, why) for name, why, _ in reasons(voting)} == {
        (name, Reason.WORDS) for name in (*first, "eve")
    }


def test_the_same_words_over_a_day_are_nothing(voting: Tale) -> None:
    for name in ("ada", "ben", "cleo", "dan", "eve"):
        votes(voting, name, shop=2, text=PLEA)
        voting.minutes_pass(9)
    assert (voting.votes(), voting.tally.held) == ({"Corner Bakery": 5}, 0)


def test_a_burst_for_one_shop_from_a_small_server_is_held(voting: Tale) -> None:
    votes(voting, "a", "b", "c", "d", "e", shop=2, server="farm.example")
    votes(voting, "f", "g", "h", "i", "j", shop=2, server="mastodon.social")
    votes(voting, "k", "l", "m", "n", "o", shop=2)
    assert (voting.votes(), voting.tally.held) == ({"Corner Bakery": 10}, 5)
    assert {why for _, why, _ in reasons(voting)} == {Reason.BURST}


def test_a_server_where_neighbours_live_votes_for_many_shops(voting: Tale) -> None:
    for pair in ("ab", "cd", "ef", "gh", "ij"):
        for shop, name in enumerate(pair, start=1):
            voting.writes(name, str(shop), under="ballot", tag=True, server="town-two.example")
    voting.minutes_pass(2)
    assert (voting.tally.votes, voting.tally.held) == (10, 0)


def test_many_young_accounts_at_once_are_held(voting: Tale) -> None:
    month = voting.clock.now() - timedelta(days=20)
    votes(voting, "a", "b", "c", "d", shop=2, since=month)
    assert voting.tally.held == 0
    votes(voting, "e", shop=2, since=month)
    assert {why for _, why, _ in reasons(voting)} == {Reason.YOUNG}
    assert voting.tally.held == 5


def test_a_crowd_that_comes_around_a_restart_is_seen_whole(voting: Tale) -> None:
    votes(voting, "ada", "ben", "cleo", "dan", shop=2, text=PLEA)
    voting.restarts()
    votes(voting, "eve", shop=2, text=PLEA)
    assert voting.tally.held == 5


def stuffed(tale: Tale) -> None:
    """Two neighbours for the first shop, three from a farm of new accounts for the second."""
    now = tale.clock.now()
    votes(tale, "ada", "ben", shop=1)
    votes(tale, "x1", "x2", "x3", shop=2, since=now - timedelta(days=1))


def test_the_result_waits_where_held_votes_could_change_it(voting: Tale) -> None:
    stuffed(voting)
    assert [t.kind for t in tasks(voting.mob, voting.clock.now(), voting.tally)][:1] == [
        "todo_held_votes"
    ]
    voting.comes("count")
    assert (voting.mob.stage, voting.mob.winner) == (Stage.CONSENTING, None)
    kinds = [t.kind for t in tasks(voting.mob, voting.clock.now(), voting.tally)]
    assert kinds == ["todo_choose_held"]
    # With one of three out of the way the others can only draw level, and the first nominated wins.
    rules(voting, Ruling.DROPPED, 2)
    assert voting.mob.winner == voting.number("Bell Books")
    assert isinstance(rules(voting, Ruling.RELEASED, 1), Refusal)
    assert voting.tally.votes == 2


def test_the_votes_that_are_released_can_win(voting: Tale) -> None:
    stuffed(voting)
    voting.comes("count")
    rules(voting, Ruling.RELEASED, 1, 2, 3)
    assert voting.mob.winner == voting.number("Corner Bakery")
    assert voting.mob.stepped_in is False


def test_where_nobody_looks_the_mob_is_put_off_and_nobody_announced(voting: Tale) -> None:
    stuffed(voting)
    voting.owner_agrees("Bell Books")
    voting.owner_agrees("Corner Bakery")
    voting.comes("announce")
    assert (voting.mob.stage, voting.mob.winner) == (Stage.POSTPONED, None)


def test_what_cannot_change_the_result_does_not_keep_anybody_waiting(voting: Tale) -> None:
    votes(voting, "ada", "ben", "cleo", "dan", shop=1)
    votes(voting, "x1", "x2", shop=2, since=voting.clock.now() - timedelta(days=1))
    voting.owner_agrees("Bell Books")
    voting.comes("count")
    assert voting.mob.winner == voting.number("Bell Books")
    voting.comes("announce")
    counted, announced = (p.text for p in voting.town.said() if "2 held for checking" in p.text)
    assert "4 votes counted, 2 held for checking up to" in counted
    assert "chosen with 4 of 4 votes (2 held for checking)" in announced


def test_who_asks_how_it_stands_hears_of_the_held_ones(voting: Tale) -> None:
    stuffed(voting)
    voting.shouts("gil", "how many votes so far?", under="ballot")
    (answer,) = [p.text for p in voting.town.said() if "is open until" in p.text]
    assert "2 votes counted so far. 3 held for checking." in answer


def test_a_forgotten_suspect_stays_a_number_that_is_not_counted(voting: Tale) -> None:
    stuffed(voting)
    voting.comes("count")
    voting.shouts("x1", "forget me")
    assert voting.tally.held == 3
    assert [name for name, _, _ in reasons(voting)] == ["", "x2", "x3"]
