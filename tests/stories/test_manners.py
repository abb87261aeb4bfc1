"""Whom the bot answers, what it forgets, and what it never says twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.posts import Mention
from bot.networks import NetworkError, Outcome
from bot.rehearsal.town import Person
from schedulers.marker import Marker
from storage import mentions
from tests.stories.telling import MEETS, Tale, open_a_ballot, with_something_between


def test_forget_me_is_not_undone_by_the_next_poll(voting: Tale) -> None:
    voting.shouts("ada", "1", under="ballot")
    voting.shouts("ada", "forget me")
    voting.shouts("ben", "2", under="ballot")
    voting.minutes_pass(20)
    assert voting.votes() == {"Corner Bakery": 1}
    with voting.store.reading() as view:
        kept = [f for f in mentions.of_city(view, "saint-rivage") if "ada" in f.mention.person]
    assert kept == []


def test_forgotten_after_the_close_the_bare_vote_stays(voting: Tale) -> None:
    voting.shouts("ada", "1", under="ballot")
    voting.comes("count")
    voting.shouts("ada", "forget me")
    assert voting.votes() == {"Bell Books": 1}
    with voting.store.reading() as view:
        names = {f.mention.name for f in mentions.of_city(view, "saint-rivage")}
    assert names == {"ben", ""}


def test_the_bot_answers_no_bot_no_repost_and_no_thread_it_was_dragged_into() -> None:
    tale, between = with_something_between()
    tale.days_pass(2)
    robot = Person("robot", "Robot", is_bot=True)
    by_robot = tale.town.write(robot, "I nominate Robot Parts", "mastodon")
    repost = tale.writes("ada", "I nominate Bell Books", tag=True)
    between.alters[str(repost.id)] = lambda m: replace(m, repost=True)
    theirs = tale.writes("cleo", "look at this")
    dragged = tale.town.write(
        Person("ben", "Ben"), "so true", "mastodon", reply_to=theirs.id, tag=True
    )
    tale.minutes_pass(5)
    answers = [tale.answers(post) for post in (by_robot, repost, dragged)]
    assert (answers, tale.mob.nominations) == ([[], [], []], ())


def test_nothing_is_said_twice_after_a_restart(announced: Tale) -> None:
    before = announced.heard()
    for _ in range(3):
        announced.restarts()
    assert announced.heard() == before


def test_the_daemon_slept_over_the_announcement(voting: Tale) -> None:
    voting.shouts("ada", "1", under="ballot")
    voting.owner_agrees("Bell Books")
    voting.sleeps_until(MEETS - timedelta(days=6))
    assert voting.heard()[-1] == "announcement"


def test_the_daemon_slept_until_it_was_too_late(voting: Tale) -> None:
    voting.shouts("ada", "1", under="ballot")
    voting.owner_agrees("Bell Books")
    voting.sleeps_until(MEETS - timedelta(days=2))
    assert "announcement" not in voting.heard()


def test_an_overdue_post_waits_for_the_morning(announced: Tale) -> None:
    night = datetime(2026, 12, 10, 4, 30, tzinfo=UTC)  # half past midnight in Moncton
    announced.sleeps_until(night)
    assert announced.heard()[-1] == "announcement"
    announced._go_to(datetime(2026, 12, 10, 12, 1, tzinfo=UTC))
    assert announced.heard()[-1] == "countdown"
    assert announced.post_of("countdown 259200").sent_at == datetime(2026, 12, 10, 12, tzinfo=UTC)


def test_what_would_be_over_by_the_morning_does_not_wait_for_it(voting: Tale) -> None:
    voting.sleeps_until(datetime(2026, 12, 1, 2, 20, tzinfo=UTC))  # 22:20 in Moncton
    assert voting.heard()[-1] == "last_call"


def test_two_cities_know_nothing_of_each_other() -> None:
    tale = Tale(cities={"saint-rivage": {}, "oxbow": {"name": "Oxbow"}})
    tale.days_pass(2)
    tale.shouts("ada", "I nominate Bell Books")
    tale.key = "oxbow"
    tale.shouts("ada", "I nominate Corner Bakery")
    assert [n.name for n in tale.mob.nominations] == ["Corner Bakery"]
    assert tale.heard() == ["call"]
    tale.key = "saint-rivage"
    assert [n.name for n in tale.mob.nominations] == ["Bell Books"]


@pytest.mark.filterwarnings("ignore")
def test_a_message_that_breaks_the_page_is_set_aside_and_the_others_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tale = Tale()
    tale.days_pass(2)
    bad = tale.writes("eve", "\N{SKULL} I nominate Bell Books", tag=True)
    tale.writes("ada", "I nominate Corner Bakery", tag=True)
    _breaks_on(monkeypatch, str(bad.id))
    tale.minutes_pass(2)
    with tale.store.reading() as view:
        aside = mentions.set_aside(view)
    assert [(row["event"], row["reason"]) for row in aside] == [
        (str(bad.id), "ValueError: a text nobody foresaw")
    ]
    assert [n.name for n in tale.mob.nominations] == ["Corner Bakery"]


def _breaks_on(monkeypatch: pytest.MonkeyPatch, event: str) -> None:
    """Understanding this one message raises, as some text nobody has thought of yet will."""
    from schedulers import filing

    understood = filing.understanding

    def breaking(ear: object, mention: Mention, *rest: object, **more: object) -> object:
        if mention.event == event:
            raise ValueError("a text nobody foresaw")
        return understood(ear, mention, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(filing, "understanding", breaking)


class Killed(BaseException):
    """The process ends."""


def test_after_two_deaths_each_message_is_marked_and_the_deadly_one_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tale, _ = with_something_between(database=tmp_path / "cashmob.db")
    open_a_ballot(tale)
    deadly = tale.writes("eve", "1", under="ballot", tag=True)
    tale.writes("ada", "2", under="ballot", tag=True)

    from schedulers import filing

    understood = filing.understanding

    def deadly_text(ear: object, mention: Mention, *rest: object, **more: object) -> object:
        if mention.event == str(deadly.id):
            raise Killed
        return understood(ear, mention, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(filing, "understanding", deadly_text)
    tale.clock.pass_by(timedelta(minutes=2))
    for _ in range(3):
        with pytest.raises(Killed):
            tale.restarts()
    mark = Marker(tmp_path / "cashmob.db.reading-saint-rivage-mastodon")
    assert (mark.deaths, mark.died_of(str(deadly.id))) == (3, True)
    tale.restarts()
    tale.minutes_pass(2)
    assert tale.votes() == {"Corner Bakery": 1}
    with tale.store.reading() as view:
        assert [row["event"] for row in mentions.set_aside(view)] == [str(deadly.id)]


def test_a_post_that_is_lost_in_two_languages_is_told_to_the_organisers_once() -> None:
    tale, between = with_something_between(cities={"saint-rivage": {"languages": ["en", "fr"]}})
    open_a_ballot(tale)
    tale.shouts("ada", "1", under="ballot")
    tale.comes("count")
    tale.owner_agrees("Bell Books")
    tale.comes("gather", plus=timedelta(minutes=-5))
    between.fails["post"] = NetworkError("down", outcome=Outcome.NOT_APPLIED)
    tale.minutes_pass(50)
    between.fails.clear()
    tale.minutes_pass(30)
    lost = [row.language for row in tale.rows() if row.key == "gather"]
    told = [row.key for row in tale.rows() if row.kind == "alert_post_blocked"]
    assert (sorted(lost), told) == (["en", "fr"], ["alert_post_blocked:mastodon:1:gather:0"])
