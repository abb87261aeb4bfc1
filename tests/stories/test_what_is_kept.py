"""What people are told about what is kept of them, and who reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.acts.starting import start
from bot.domain.posts import Visibility
from bot.rehearsal.town import TownPost
from schedulers.housekeeping import tidy
from storage import people
from tests.stories.telling import MEETS, Tale


def answer_to(tale: Tale, post: TownPost) -> TownPost:
    """What the town got in answer to a message; it must be one post."""
    (found,) = [p for p in tale.town.said("", post.network) if p.parent == post.id]
    return found


def test_asked_in_public_it_is_told_in_private(voting: Tale) -> None:
    voting.shouts("ada", "2", under="ballot")
    voting.shouts("ada", "I'm in, we are three", under="ballot")
    asked = voting.shouts("ada", "what do you have on me?")
    answer = answer_to(voting, asked)
    assert (voting.answers(asked), answer.visibility) == (["about_you"], Visibility.DIRECT)
    assert answer.text == (
        "@ada For your eyes only: what we keep about you for the cash mob on Saturday 12 December. "
        "Your name here, and the messages you wrote to us.\n"
        "You are for:\n"
        "1. Bell Books\n"
        "Your vote:\n"
        "2. Corner Bakery\n"
        "People you said will come: 3.\n"
        "Names and words are erased; days from the end of the mob until then: 30 "
        "(Wednesday 13 January). It happens at once when you write “forget me”."
    )


@pytest.mark.parametrize(
    ("language", "question", "beginning"),
    [
        ("fr", "que savez-vous sur moi ?", "Pour vos yeux seulement"),
        ("de", "was wisst ihr über mich?", "Nur für dich"),
        ("es", "¿qué sabéis de mí?", "Solo para ti"),
        ("it", "cosa sapete di me?", "Solo per te"),
        ("ko", "저에 대해 뭘 가지고 있나요?", "본인에게만"),
        ("nl", "wat weten jullie over mij?", "Alleen voor jou"),
        ("sv", "vad vet ni om mig?", "Bara för dig"),
    ],
)
def test_each_is_told_in_their_own_language(
    voting: Tale, language: str, question: str, beginning: str
) -> None:
    asked = voting.shouts("kim", question, language=language)
    answer = answer_to(voting, asked)
    assert answer.text.removeprefix("@kim ").startswith(beginning)
    assert answer.visibility is Visibility.DIRECT


def test_a_name_that_nobody_has_looked_at_is_counted_and_not_repeated(town: Tale) -> None:
    town.days_pass(2)
    town.shouts("eve", "I nominate Rude Words & Sons")
    answer = answer_to(town, town.shouts("eve", "what do you have on me?"))
    assert "Rude" not in answer.text
    assert "Shops you named that nobody has looked at yet: 1." in answer.text


def test_what_is_kept_of_other_mobs_is_told_by_their_number(voting: Tale) -> None:
    next_month = MEETS + timedelta(days=35)
    start(voting.store, voting.city, next_month, voting.clock.now(), who="Amélie")
    voting.shouts("ada", "1", under="ballot")
    voting.shouts("ada", "I nominate Thistle & Twine")
    answer = answer_to(voting, voting.shouts("ada", "what do you have on me?"))
    assert "Other cash mobs of which we keep something about you: 1." in answer.text
    assert "Thistle" not in answer.text
    alone = answer_to(voting, voting.shouts("ben", "what do you have on me?"))
    assert "Other cash mobs" not in alone.text


@pytest.mark.parametrize("network", ["twitter", "facebook"])
def test_where_all_is_public_the_organisers_address_is_the_answer(network: str) -> None:
    place = {
        "twitter": {"user_id": "https://town.example/twitter/cashmob"},
        "facebook": {"page_id": "https://town.example/facebook/cashmob"},
        "contact": "hello@saint-rivage.example",
    }
    tale = Tale(cities={"saint-rivage": place})
    tale.days_pass(2)
    tale.shouts("ada", "I nominate Bell Books", network=network)
    asked = tale.shouts("ada", "what do you have on me?", network=network)
    assert tale.answers(asked) == ["about_elsewhere"]
    answer = answer_to(tale, asked)
    assert "Bell" not in answer.text
    assert ("hello@saint-rivage.example" in answer.text) == (network == "facebook")
    assert [row.kind for row in tale.rows() if row.kind == "todo_question"] == ["todo_question"]


def test_deleting_goes_before_telling(voting: Tale) -> None:
    asked = voting.shouts("ada", "delete what you have on me, whatever it is")
    with voting.store.reading() as view:
        assert people.called(view, "saint-rivage", "ada") == ()
    assert voting.answers(asked) == ["forgotten"]


def test_nobody_is_kept_longer_than_they_were_told(announced: Tale) -> None:
    announced.shouts("ada", "count me in", under="announcement")
    announced.comes("recap")
    ended = announced.mob.ended_at
    assert ended is not None
    with announced.store.work("tidy") as work:
        tidy(work, "saint-rivage", timedelta(days=365), ended + timedelta(days=31))
    with announced.store.reading() as view:
        assert people.called(view, "saint-rivage", "ada") == ()
