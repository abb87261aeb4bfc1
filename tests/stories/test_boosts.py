"""People's own pictures of the day: which may be boosted, and that each is boosted once."""

from __future__ import annotations

from typing import Any

import pytest

from bot.acts.blocking import block
from bot.acts.boosting import Boosts, boost, pictured
from bot.acts.forgetting import forget_by_hand
from bot.acts.pausing import pause, resume
from bot.domain.mob import Refusal
from bot.domain.posts import Visibility
from bot.networks import NetworkError, Outcome
from bot.rehearsal.town import TownPost
from storage.outbox import Sent
from tests.stories.telling import Tale

ONE = ("a shop full of people",)


@pytest.fixture
def met(announced: Tale) -> Tale:
    """The hour after the mob."""
    announced.comes("gather")
    announced.minutes_pass(60)
    return announced


def shows(tale: Tale, who: str, text: str = "What a day!", **more: Any) -> TownPost:
    """Somebody posts a picture that names the bot."""
    return tale.shouts(who, text, **{"pictures": ONE, **more})


def listed(tale: Tale) -> list[tuple[int, str, bool]]:
    found = pictured(tale.store, tale.city)
    assert isinstance(found, Boosts)
    return [(post.number, post.mention.name, post.boosted) for post in found.posts]


def boosts(tale: Tale, *numbers: int) -> object:
    """Amélie picks some."""
    done = boost(tale.store, tale.city, numbers, tale.clock.now(), who="Amélie")
    tale.minutes_pass(2)
    return done


def boosted(tale: Tale) -> list[str]:
    return [p.author.handle for p in tale.town.posts() if p.boosted_by == ("cashmob",)]


def test_the_pictures_that_an_organiser_picked_are_boosted(met: Tale) -> None:
    for who in ("ada", "ben", "cleo"):
        shows(met, who)
    assert listed(met) == [(1, "ada", False), (2, "ben", False), (3, "cleo", False)]
    boosts(met, 3, 1)
    assert boosted(met) == ["ada", "cleo"]
    assert listed(met) == [(1, "ada", True), (2, "ben", False), (3, "cleo", True)]


def test_each_is_boosted_once(met: Tale) -> None:
    shows(met, "ada")
    boosts(met, 1)
    boosts(met, 1)
    met.restarts()
    assert [row.state for row in met.rows() if row.kind == "boost"] == [Sent.SENT]


def test_what_is_not_for_everybody_or_has_no_picture_is_not_on_the_list(met: Tale) -> None:
    for visibility in (Visibility.UNLISTED, Visibility.FOLLOWERS, Visibility.DIRECT):
        shows(met, "ada", visibility=visibility)
    shows(met, "ben", pictures=())
    shows(met, "cleo", under="announcement", tag=False)
    assert listed(met) == []
    assert boosts(met, 1) == Refusal("no_such_post", {"number": 1})


def test_pictures_of_the_days_before_are_not_of_the_mob(announced: Tale) -> None:
    shows(announced, "ada")
    announced.comes("gather")
    assert listed(announced) == []


def test_before_the_mob_there_is_nothing_to_boost(announced: Tale) -> None:
    refused = pictured(announced.store, announced.city)
    assert refused == Refusal("not_met_yet", {"stage": "announced"})


def test_one_number_that_is_not_there_boosts_none(met: Tale) -> None:
    shows(met, "ada")
    assert boosts(met, 1, 7) == Refusal("no_such_post", {"number": 7})
    assert boosted(met) == []


def test_numbers_stay_when_somebody_is_forgotten(met: Tale) -> None:
    shows(met, "ada")
    shows(met, "ben")
    met.shouts("ada", "forget me")
    assert listed(met) == [(2, "ben", False)]


def test_who_is_blocked_is_not_on_the_list(met: Tale) -> None:
    post = shows(met, "ada")
    person = f"https://town.example/mastodon/{post.author.handle}"
    block(met.store, "saint-rivage", person, met.clock.now(), who="Amélie", reason="spam")
    assert listed(met) == []


@pytest.mark.parametrize("how", ["forgotten", "blocked"])
def test_whoever_is_forgotten_or_blocked_meanwhile_is_not_boosted(met: Tale, how: str) -> None:
    shows(met, "ada")
    now, person = met.clock.now(), "https://town.example/mastodon/ada"
    pause(met.store, "saint-rivage", now, who="Amélie")
    boosts(met, 1)
    if how == "forgotten":
        forget_by_hand(met.store, "saint-rivage", person, now, who="Amélie")
    else:
        block(met.store, "saint-rivage", person, now, who="Amélie", reason="spam")
    resume(met.store, "saint-rivage", met.clock.now(), who="Amélie")
    met.minutes_pass(5)
    assert boosted(met) == []
    (row,) = [row for row in met.rows() if row.kind == "boost"]
    assert row.state is Sent.SKIPPED


def test_a_deleted_post_is_not_boosted(met: Tale) -> None:
    post = shows(met, "ada")
    met.town.delete(post.id)
    boosts(met, 1)
    assert [row.state for row in met.rows() if row.kind == "boost"] == [Sent.SKIPPED]


def test_an_answer_that_never_came_leads_to_no_second_boost(
    met: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = shows(met, "ada")
    network: Any = met.networks["saint-rivage", "mastodon"]
    really, calls = network.boost, []

    def lost(event: str) -> None:
        really(event)
        calls.append(event)
        if len(calls) == 1:
            raise NetworkError("no answer", outcome=Outcome.UNSURE)

    monkeypatch.setattr(network, "boost", lost)
    boosts(met, 1)
    met.minutes_pass(10)
    assert (calls, boosted(met)) == ([str(post.id)] * 2, ["ada"])
