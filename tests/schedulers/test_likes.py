"""A city whose people on Facebook vote by liking: each shop of the ballot stands by itself, and
whoever likes it there counts as one without a name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.acts.explaining import account
from bot.acts.opening import open_network
from bot.acts.recounting import differences
from bot.domain.orders import Choose
from bot.domain.stages import Stage
from bot.domain.tasks import tasks
from bot.rehearsal.town import Person
from schedulers import likes
from schedulers.catching_up import Yesterday
from schedulers.clock import StandingClock
from storage.lost import Lost
from storage.outbox import Promise, Rank, Sent
from tests.faults import FACEBOOK, Reset, Rule
from tests.schedulers.place import Place, place

DAY = timedelta(days=1)
MEETS = datetime(2026, 12, 19, 15, tzinfo=UTC)
BEGINS, CLOSE = MEETS - 21 * DAY - timedelta(hours=1), MEETS - 11 * DAY
TWO, LIKES = ("mastodon", "facebook"), {"facebook": {"votes": "likes"}}
BOOKS, HARDWARE = "candidate:1", "candidate:2"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Place]:
    with place(tmp_path, BEGINS, networks=TWO, accounts=LIKES) as here:
        to_the_ballot(here)
        yield here


def to_the_ballot(here: Place) -> None:
    here.begin(MEETS)
    here.passes(hours=2)
    here.say("rosa", "I nominate Harbour Lane Books, 2 Harbour Lane", "mastodon")
    here.passes(minutes=5)
    here.say("yvon", "I nominate Theriault Hardware, 40 Water Street", "mastodon")
    here.until(MEETS - 16 * DAY)
    here.approve()
    here.until(MEETS - 14 * DAY)
    assert here.mob.stage is Stage.BALLOTING


def somebody(name: str) -> Person:
    return Person(name, name.title(), networks=("facebook",))


def like(here: Place, candidate: str, *names: str) -> None:
    for name in names:
        here.town.like(somebody(name), here.post(candidate, "facebook").id)


def unlike(here: Place, candidate: str, *names: str) -> None:
    for name in names:
        here.town.unlike(somebody(name), here.post(candidate, "facebook").id)


def votes(here: Place) -> list[tuple[int, int]]:
    """How many votes each shop has, and how many of them are nobody's in particular."""
    tally = here.tally
    return [(tally.of("votes", n), tally.of("unnamed", n)) for n in (1, 2)]


def agrees(here: Place) -> bool:
    with here.store.reading() as view:
        return differences(view, here.mob) == {}


def test_each_shop_stands_by_itself_under_the_ballot_and_nothing_begs_for_likes(
    here: Place,
) -> None:
    ballot = here.post("ballot", "facebook")
    listed = [here.post(key, "facebook") for key in (BOOKS, HARDWARE)]
    assert [post.parent for post in listed] == [ballot.id] * 2
    assert [post.text for post in listed] == [
        "1. Harbour Lane Books, 2 Harbour Lane\nSaturday 19 December",
        "2. Theriault Hardware, 40 Water Street\nSaturday 19 December",
    ]
    rows = [row for row in here.rows() if row.kind == "candidate"]
    assert [(row.network, row.state) for row in rows] == [("facebook", Sent.SENT)] * 2
    assert "like" not in ballot.text.lower()


def test_likes_count_as_people_without_a_name_and_comments_of_such_people_do_not(
    here: Place,
) -> None:
    like(here, BOOKS, "ada", "bea", "cid")
    like(here, HARDWARE, "ada")
    here.passes(minutes=2)
    assert votes(here) == [(3, 3), (1, 1)]
    unlike(here, BOOKS, "bea")
    here.passes(minutes=2)
    assert votes(here) == [(2, 2), (1, 1)]
    here.say("shade", "2", "facebook", under="ballot", nameless=True)
    here.say("shadow", "yes please!", "facebook", under=HARDWARE, nameless=True)
    here.passes(minutes=2)
    assert votes(here) == [(2, 2), (1, 1)]
    here.say("dan", "1", "facebook", under="ballot")
    here.say("eve", "yes please!", "facebook", under=BOOKS)
    here.say("fay", "1", "mastodon", under="ballot")
    here.passes(minutes=2)
    assert votes(here) == [(5, 2), (1, 1)]
    here.until(MEETS - 7 * DAY)
    assert votes(here) == [(5, 2), (1, 1)]
    assert (here.mob.stage, here.mob.winner) == (Stage.ANNOUNCED, 1)
    assert agrees(here)


def test_nobody_is_answered_for_a_like(here: Place) -> None:
    before = len([row for row in here.rows() if row.rank in (Rank.REPLY, Rank.FAVOURITE)])
    like(here, BOOKS, "ada", "bea")
    here.passes(hours=1)
    after = [row for row in here.rows() if row.rank in (Rank.REPLY, Rank.FAVOURITE)]
    assert (votes(here)[0], len(after)) == ((2, 2), before)


def test_a_like_that_comes_after_one_was_taken_back_counts(here: Place) -> None:
    like(here, BOOKS, "ada")
    here.passes(minutes=2)
    unlike(here, BOOKS, "ada")
    here.passes(minutes=2)
    assert votes(here)[0] == (0, 0)
    like(here, BOOKS, "bea")
    here.passes(minutes=2)
    assert votes(here)[0] == (1, 1)
    assert agrees(here)
    here.until(CLOSE + timedelta(hours=1))
    assert votes(here)[0] == (1, 1)
    with here.store.reading() as view:
        messages = account(view, here.mob, here.tally).messages
    assert (messages.deleted, messages.late) == (0, 0)


def test_likes_are_as_they_were_when_the_ballot_closed(here: Place) -> None:
    like(here, BOOKS, "ada", "bea", "cid")
    here.say("dan", "1", "mastodon", under="ballot")
    here.say("eve", "1", "mastodon", under="ballot")
    here.say("fay", "1", "facebook", under="ballot")
    here.until(CLOSE - timedelta(minutes=2))
    assert votes(here) == [(6, 3), (0, 0)]
    here.at(CLOSE, lambda: like(here, HARDWARE, "one", "two"))
    here.at(CLOSE + timedelta(minutes=1), lambda: unlike(here, BOOKS, "ada"))
    here.at(CLOSE + timedelta(minutes=5), lambda: like(here, BOOKS, "three"))
    here.until(CLOSE + timedelta(hours=1))
    assert votes(here) == [(6, 3), (0, 0)]
    assert agrees(here)


def test_likes_on_other_comments_of_the_page_are_no_votes(here: Place) -> None:
    here.town.like(somebody("ada"), here.post("ballot", "facebook").id)
    here.town.like(somebody("ada"), here.say("bea", "hello", "facebook", under="ballot").id)
    (french,) = here.town.said("Chez qui ira", "facebook")
    here.town.like(somebody("cid"), french.id)
    here.passes(hours=1)
    assert votes(here) == [(0, 0), (0, 0)]


def test_a_result_that_likes_would_turn_is_an_organisers_to_settle(here: Place) -> None:
    here.say("ada", "1", "mastodon", under="ballot")
    like(here, HARDWARE, "bea", "cid")
    here.until(CLOSE + timedelta(hours=1))
    assert (here.mob.stage, here.mob.winner) == (Stage.CONSENTING, None)
    (task,) = tasks(here.mob, here.now, here.tally)
    assert task.kind == "todo_choose_unnamed"
    here.orders(Choose(1))
    here.until(MEETS - 7 * DAY)
    assert here.mob.stage is Stage.ANNOUNCED


@pytest.mark.parametrize("moment", ["page: before commit", "page: after commit"])
def test_a_process_that_dies_over_the_likes_counts_them_once(here: Place, moment: str) -> None:
    like(here, BOOKS, "ada", "bea", "cid")

    def killed(name: str) -> None:
        if name == moment:
            raise KeyboardInterrupt

    here.store.boundary = killed
    with pytest.raises(KeyboardInterrupt):
        here.passes(minutes=2)
    here.store.boundary = lambda name: None
    here.restarts()
    here.passes(minutes=2)
    assert votes(here) == [(3, 3), (0, 0)]
    unlike(here, BOOKS, "ada")
    here.restarts()
    here.passes(minutes=2)
    assert votes(here) == [(2, 2), (0, 0)]
    assert agrees(here)


def test_comments_whose_posting_was_unsure_stand_there_once(tmp_path: Path) -> None:
    with place(tmp_path, BEGINS, networks=TWO, accounts=LIKES) as here:
        lost = Rule(Reset(), "POST", "/v26.0/.*/comments", nth=(2, 3), after=True)
        here.at(MEETS - 14 * DAY, lambda: here.switches["facebook"].breaks(lost))
        to_the_ballot(here)
        here.passes(hours=1)
        said = [post.text for post in here.town.said("Saturday 19 December", "facebook")]
        assert [text[:2] for text in said if text[1] == "."] == ["1.", "2."]
        like(here, HARDWARE, "ada")
        here.passes(minutes=2)
        assert votes(here) == [(0, 0), (1, 1)]


def test_a_ballot_that_never_came_out_has_no_shops_under_it(tmp_path: Path) -> None:
    with place(tmp_path, BEGINS, networks=TWO, accounts=LIKES) as here:
        no_posts = replace(FACEBOOK["permission lapsed"], method="POST", path="/v26.0/[0-9]+/feed")
        here.at(MEETS - 14 * DAY, lambda: here.switches["facebook"].breaks(no_posts))
        to_the_ballot(here)
        here.passes(hours=1)
        rows = [row for row in here.rows("facebook") if row.kind == "candidate"]
        assert [(row.state, row.reason) for row in rows] == [
            (Sent.SKIPPED, "what it stands under is not out")
        ] * 2
        assert here.town.said("1. Harbour", "facebook") == ()


def test_more_likes_than_a_town_has_people_do_not_count(
    here: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(likes, "MOST", 3)
    like(here, BOOKS, *(f"p{n}" for n in range(5)))
    here.passes(minutes=2)
    assert votes(here)[0] == (3, 3)
    assert caplog.text.count("has 5 likes, of which 3 count") == 1


def test_after_a_restore_likes_are_those_of_today(here: Place) -> None:
    like(here, BOOKS, "ada", "bea")
    missing, clock = Lost(here.now, here.now + DAY), StandingClock(here.now)
    facebook = open_network(here.settings, here.city.key, "facebook", now=here.clock.now)
    ballot, books = (row.remote_id or "" for row in _out(here, "ballot", BOOKS))
    assert Yesterday(facebook, missing, clock, known=frozenset).likes(ballot, (books,)) == {
        books: 2
    }
    mastodon = open_network(here.settings, here.city.key, "mastodon", now=here.clock.now)
    assert Yesterday(mastodon, missing, clock, known=frozenset).likes(ballot, (books,)) == {}


def _out(here: Place, *keys: str) -> list[Promise]:
    rows = {row.key: row for row in here.rows("facebook") if row.after is None}
    return [rows[key] for key in keys]


def test_the_setting_holds_for_the_next_mob_and_not_for_an_open_ballot(here: Place) -> None:
    comments = here.city.facebook and here.city.facebook.model_copy(update={"votes": "comments"})
    city = here.city.model_copy(update={"facebook": comments})
    here.settings = here.settings.with_cities({city.key: city})
    here.restarts()
    like(here, BOOKS, "ada")
    here.say("shade", "2", "facebook", under="ballot", nameless=True)
    here.passes(minutes=2)
    assert votes(here) == [(1, 1), (0, 0)]


def test_a_city_that_counts_comments_puts_no_shop_by_itself(tmp_path: Path) -> None:
    with place(tmp_path, BEGINS, networks=TWO) as here:
        to_the_ballot(here)
        assert [row for row in here.rows() if row.kind == "candidate"] == []
        here.town.like(somebody("ada"), here.post("ballot", "facebook").id)
        here.say("shade", "2", "facebook", under="ballot", nameless=True)
        here.passes(minutes=2)
        assert votes(here) == [(0, 0), (1, 1)]
