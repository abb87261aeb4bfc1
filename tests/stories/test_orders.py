"""Orders by message: from whom, where, once, and with which code."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.acts.blocking import block
from bot.acts.codes import show
from bot.domain.mob import State
from bot.domain.posts import Visibility
from bot.domain.stages import Stage
from bot.rehearsal.town import TownPost
from storage import audit, lost, mentions, pauses, waiting
from storage.lost import Lost
from storage.store import unguarded
from tests.stories.telling import CITY, MEETS, Tale, open_a_ballot

AMELIE = {
    "name": "Amélie",
    "mastodon": "@amelie@town.example",
    "accounts": ["https://town.example/mastodon/amelie", "https://town.example/twitter/amelie"],
}
PLACE: dict[str, Any] = {**CITY, "organisers": [AMELIE]}


class Killed(BaseException):
    """The process ends."""


@pytest.fixture
def town() -> Tale:
    return Tale(cities={"saint-rivage": PLACE})


def writes(tale: Tale, text: str, *, who: str = "amelie", **more: Any) -> TownPost:
    """Somebody writes to the bot in private, and it has read that."""
    more = {"visibility": Visibility.DIRECT, **more}
    return tale.shouts(who, text, **more)


def answer(tale: Tale, post: TownPost) -> str:
    """What the bot answered, to the writer alone."""
    found = [p for p in tale.town.said("", post.network) if p.parent == post.id]
    assert all(p.visibility is Visibility.DIRECT for p in found)
    return "\n".join(p.text.removeprefix("@amelie ") for p in found)


def logged(tale: Tale) -> list[tuple[str, str]]:
    """Who did what by message."""
    with tale.store.reading() as view:
        lines = audit.lines(view, "saint-rivage")
    return [(line["who"], line["act"]) for line in lines if line["who"].endswith("message")]


def code_for(tale: Tale) -> str:
    """What `cashmob code` shows."""
    (shown,) = show(tale.store, "saint-rivage", tale.clock.now(), who="amelie")
    return shown.code


def paused(tale: Tale) -> bool:
    with tale.store.reading() as view:
        return pauses.paused(view, "saint-rivage") is not None


# What can be taken back


def test_a_pause_by_message_is_answered_though_the_bot_is_silent(town: Tale) -> None:
    post = writes(town, "pause")
    assert paused(town)
    assert answer(town, post).startswith("Silent from now on")
    assert answer(town, writes(town, "pause")).startswith("I am silent since")
    assert answer(town, writes(town, "Resume.")).startswith("I speak again.")
    assert (paused(town), logged(town)) == (
        False,
        [("Amélie, by message", "pause"), ("Amélie, by message", "resume")],
    )


def test_names_are_approved_and_owners_recorded(town: Tale) -> None:
    town.days_pass(2)
    town.shouts("ada", "I nominate Bell Books")
    town.shouts("ben", "I nominate Corner Bakery")
    post = writes(town, "approve 1 and 2")
    assert answer(town, post) == "Approved: 1, Bell Books.\nApproved: 2, Corner Bakery."
    assert answer(town, writes(town, "owner yes 1 by phone")).startswith(
        "Recorded: the owner of 1, Bell Books, said yes to Saturday 12 December"
    )
    assert [n.state for n in town.mob.nominations] == [State.APPROVED, State.APPROVED]
    consent = town.mob.nominations[0].consent
    assert (consent.by, consent.channel, consent.told) == ("Amélie", "phone", MEETS)


def test_the_figures_of_the_day_are_entered_from_the_shop(town: Tale) -> None:
    open_a_ballot(town)
    town.shouts("ada", "1", under="ballot")
    town.owner_agrees("Bell Books")
    town.comes("announce")
    assert answer(town, writes(town, "heads 41")).startswith("The mob has not met yet")
    town.comes("gather")
    assert answer(town, writes(town, "heads 41")) == "Recorded: 41 people came."
    told = answer(town, writes(town, "till 812,50"))
    assert told == "Recorded: the till took $812.50. A later figure corrects it."
    assert (town.mob.heads, town.mob.till) == (41, 81250)


def test_in_french(town: Tale) -> None:
    town.days_pass(2)
    town.shouts("ada", "I nominate Bell Books")
    post = writes(town, "approuver n° 1", language="fr")
    assert answer(town, post) == "Approuvé : 1, Bell Books."


def test_what_there_is_to_do_and_where_it_stands(town: Tale) -> None:
    town.days_pass(2)
    town.shouts("ada", "I nominate Bell Books")
    asked = writes(town, "todo")
    assert "cashmob approve 1" in answer(town, asked)
    told = answer(town, writes(town, "status"))
    assert told.startswith("Mob 1, Saturday 12 December, 11:00")
    assert told.endswith("Stage: call for shops.")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("approve 9", "There is no nomination number 9."),
        ("approve", "“approve” needs the number of a nomination"),
        ("choose 1", "There is no nomination number 1."),
        ("reveal", "There is no name to give away now"),
        ("approve 1 mob 7", "There is no mob number 7"),
        ("postpone to saturday", "“saturday” is no date and hour."),
        ("postpone to 2026-11-21T11:00", ""),
        ("stop", "Nothing is done yet. Do you want me silent?"),
        ("code 123456", "No order of yours waits for a code."),
        ("forget kim", "Nobody called kim has written"),
        ("orders", "I understand these orders, here in private: pause, resume"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_changes_nothing(
    town: Tale, text: str, sentence: str
) -> None:
    town.days_pass(1)
    before = town.mob
    told = answer(town, writes(town, text))
    assert told
    assert told.startswith(sentence)
    assert town.mob == before


# Who, and where


def test_an_order_of_anybody_else_is_nothing(town: Tale) -> None:
    town.days_pass(1)
    post = writes(town, "pause", who="mallory")
    assert (paused(town), town.answers(post), logged(town)) == (False, [], [])


def test_an_account_that_is_blocked_orders_nothing_any_more(town: Tale) -> None:
    town.days_pass(1)
    writes(town, "status")
    now, account = town.clock.now(), AMELIE["accounts"][0]
    block(town.store, "saint-rivage", account, now, who="Bo", reason="stolen")
    post = writes(town, "pause")
    assert (paused(town), town.answers(post)) == (False, [])


@pytest.mark.parametrize("visibility", [Visibility.PUBLIC, Visibility.FOLLOWERS])
def test_an_order_in_public_is_noted_told_and_not_carried_out(
    town: Tale, visibility: Visibility
) -> None:
    town.days_pass(1)
    post = writes(town, "pause", visibility=visibility)
    assert (paused(town), town.answers(post)) == (False, [])
    assert logged(town) == [("Amélie, by message", "order_ignored")]
    (told,) = [row for row in town.rows() if row.kind == "order_public"]
    assert told.visibility is Visibility.DIRECT
    assert "“pause”" in told.text


def test_on_x_every_order_is_public() -> None:
    networks = {"twitter": {"user_id": "https://town.example/twitter/cashmob"}}
    tale = Tale(cities={"saint-rivage": {**PLACE, **networks}})
    tale.days_pass(1)
    post = tale.shouts("amelie", "pause", network="twitter")
    assert (paused(tale), tale.answers(post)) == (False, [])
    assert logged(tale) == [("Amélie, by message", "order_ignored")]


def test_what_organisers_chat_about_is_no_order(town: Tale) -> None:
    town.days_pass(1)
    town.shouts("amelie", "I nominate Bell Books")
    for text in ("pause please, I have to think", "status?! no idea", "forget me not"):
        town.shouts("amelie", text)
    assert (logged(town), town.mob.nominations[0].name) == ([], "Bell Books")


# What destroys


def test_a_mob_is_cancelled_with_a_code_from_the_terminal(town: Tale) -> None:
    open_a_ballot(town)
    asked = writes(town, "cancel: storm")
    assert answer(town, asked).startswith("This cannot be undone, so it waits: “cancel: storm mob")
    assert town.mob.stage is Stage.BALLOTING
    done = writes(town, f"code {code_for(town)}")
    assert answer(town, done) == "The mob is cancelled, and everybody is told."
    assert (town.mob.stage, town.heard()[-1]) == (Stage.CANCELLED, "cancelled")
    assert logged(town)[-1] == ("Amélie, by message", "Cancel")


def test_a_mob_is_put_off_with_the_number_alone(town: Tale) -> None:
    open_a_ballot(town)
    writes(town, "postpone")
    done = writes(town, code_for(town))
    assert answer(town, done) == "The mob is put off. Stage now: put off."


def test_a_code_works_once(town: Tale) -> None:
    open_a_ballot(town)
    writes(town, "postpone")
    code = code_for(town)
    writes(town, code)
    writes(town, "cancel")
    assert answer(town, writes(town, code)).startswith("No code is good now.")
    assert town.mob.stage is Stage.POSTPONED


def test_a_code_is_for_the_order_that_it_was_shown_for(town: Tale) -> None:
    open_a_ballot(town)
    writes(town, "postpone")
    code = code_for(town)
    writes(town, "cancel")
    assert answer(town, writes(town, code)).startswith("No code is good now.")
    code_for(town)
    wrong = writes(town, code)
    assert answer(town, wrong) == "That is not the code. Tries left: 4."
    assert town.mob.stage is Stage.BALLOTING


def test_five_wrong_codes_drop_the_order(town: Tale) -> None:
    open_a_ballot(town)
    writes(town, "cancel")
    code = int(code_for(town))
    wrong = [f"{(code + n) % 10**6:06d}" for n in range(1, 6)]
    posts = [town.writes("amelie", text, tag=True, visibility=Visibility.DIRECT) for text in wrong]
    town.minutes_pass(2)
    assert [answer(town, post) for post in posts][3:] == [
        "That is not the code. Tries left: 1.",
        "That was not the code, once too often. The order is dropped; nothing was done.",
    ]
    assert answer(town, writes(town, f"{code:06d}")) == "No order of yours waits for a code."
    assert town.mob.stage is Stage.BALLOTING


def test_a_code_is_good_for_ten_minutes(town: Tale) -> None:
    open_a_ballot(town)
    writes(town, "cancel")
    code = code_for(town)
    town.minutes_pass(11)
    assert answer(town, writes(town, code)).startswith("No code is good now.")
    assert answer(town, writes(town, code_for(town))).startswith("The mob is cancelled")


def test_a_code_said_in_public_is_good_no_more(town: Tale) -> None:
    open_a_ballot(town)
    writes(town, "cancel")
    code = code_for(town)
    writes(town, f"code {code}", visibility=Visibility.PUBLIC)
    assert answer(town, writes(town, code)) == "No order of yours waits for a code."
    assert code not in "".join(row.text for row in town.rows())


def test_another_organisers_code_is_not_mine(town: Tale) -> None:
    two = [AMELIE, {"name": "Bo", "accounts": ["https://town.example/mastodon/bo"]}]
    tale = Tale(cities={"saint-rivage": {**PLACE, "organisers": two}})
    open_a_ballot(tale)
    writes(tale, "cancel")
    code = code_for(tale)
    writes(tale, code, who="bo")
    assert tale.mob.stage is Stage.BALLOTING


def test_of_the_code_only_a_hash_is_kept(town: Tale) -> None:
    open_a_ballot(town)
    writes(town, "cancel")
    code = code_for(town)
    with town.store.reading() as view:
        (waits,) = waiting.of_city(view, "saint-rivage", town.clock.now())
        log = repr(audit.lines(view, "saint-rivage"))
    assert code not in repr(waits) + log


def test_somebody_is_forgotten_by_message(town: Tale) -> None:
    open_a_ballot(town)
    town.shouts("ada", "1", under="ballot")
    writes(town, "forget ada")
    done = writes(town, code_for(town))
    assert answer(town, done) == "Done: nothing leads to that person any more."
    assert town.votes() == {}


def test_nothing_kept_says_who_was_forgotten_by_message(town: Tale) -> None:
    open_a_ballot(town)
    town.shouts("ada", "1", under="ballot")
    writes(town, "forget ada")
    writes(town, code_for(town))
    town.minutes_pass(30)
    dump = "\n".join(town.store.engine.raw_connection().driver_connection.iterdump())
    assert [word for word in ("/ada", "ada:", "forget ada") if word in dump] == []
    assert [act for _, act in logged(town)] == ["order_waits", "forget"]


def test_a_name_that_an_answer_had_to_tell_goes_when_names_go(town: Tale) -> None:
    post = writes(town, "forget zebulon")
    assert "zebulon" in answer(town, post)
    town.days_pass(70)
    dump = "\n".join(town.store.engine.raw_connection().driver_connection.iterdump())
    assert "zebulon" not in dump


# Once


def test_no_order_is_carried_out_twice(town: Tale) -> None:
    town.days_pass(1)
    post = writes(town, "pause")
    writes(town, "resume")
    town.town.edit(post.id, "@cashmob pause!")
    town.minutes_pass(30)
    town.restarts()
    assert (paused(town), [act for _, act in logged(town)]) == (False, ["pause", "resume"])


@pytest.mark.parametrize("where", ["page: before commit", "page: after commit"])
def test_a_death_in_the_middle_of_an_order_leaves_it_done_once(town: Tale, where: str) -> None:
    open_a_ballot(town)
    writes(town, "cancel")
    code = code_for(town)
    post = town.writes("amelie", code, tag=True, visibility=Visibility.DIRECT)

    def dies(name: str) -> None:
        if name == where:
            raise Killed

    town.store.boundary = dies
    with pytest.raises(Killed):
        town.minutes_pass(2)
    town.store.boundary = unguarded
    town.restarts()
    town.minutes_pass(2)
    assert town.mob.stage is Stage.CANCELLED
    assert answer(town, post) == "The mob is cancelled, and everybody is told."
    assert [act for _, act in logged(town)].count("Cancel") == 1


def test_an_order_of_two_days_ago_is_told_and_not_carried_out(town: Tale) -> None:
    town.days_pass(1)
    post = town.writes("amelie", "pause", tag=True, visibility=Visibility.DIRECT)
    town.sleeps_until(town.clock.now() + timedelta(days=2))
    town.minutes_pass(2)
    assert not paused(town)
    assert "it was written long before I read it" in answer(town, post)


def test_an_order_of_the_time_that_a_backup_does_not_know_is_not_repeated(town: Tale) -> None:
    town.days_pass(1)
    now = town.clock.now()
    post = town.writes("amelie", "pause", tag=True, visibility=Visibility.DIRECT)
    with town.store.work("restored") as work:
        lost.note(work, Lost(now - timedelta(hours=1), now + timedelta(hours=1)))
    town.minutes_pass(2)
    assert not paused(town)
    assert "a backup has been put back" in answer(town, post)


def test_an_order_counts_as_nobodys_word_in_the_mob(town: Tale) -> None:
    open_a_ballot(town)
    writes(town, "status")
    with town.store.reading() as view:
        filed = [f for f in mentions.of_city(view, "saint-rivage") if f.reason == "order"]
    assert [(f.state, f.mob, f.intents) for f in filed] == [("ignored", None, ())]
    assert town.tally is not None
