"""In the lost time nothing is posted: what was said is found again, and the rest waits."""

from __future__ import annotations

import os
import signal
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest

from bot.domain.posts import Draft, Letter, Mention, Post
from bot.networks import NetworkError, Outcome
from bot.rehearsal.direct import DirectNetwork
from bot.rehearsal.town import Person, Town
from schedulers import daemon
from schedulers.catching_up import Yesterday
from schedulers.clock import StandingClock
from storage.lost import Lost

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
LOST = Lost(NOON, NOON + timedelta(days=1))
ADA = Person("ada", "Ada", networks=("mastodon",))


class Past:
    """A town in which two people wrote and the bot said three things, seen from the day after."""

    def __init__(self) -> None:
        clock = StandingClock(NOON + timedelta(hours=1))
        town = Town(clock.now, seed=1)
        network = DirectNetwork(town)
        self.call = network.post(Draft("The call of Saturday 12 December.", "en"), key="1")
        self.asked = town.write(ADA, "where?", "mastodon", tag=True)
        answer = Draft("At the clock, 3 of you are coming.", "en", reply_to=str(self.asked.id))
        self.answer = network.post(answer, key="2")
        clock.pass_by(timedelta(hours=2))
        self.later = town.write(ADA, "thanks", "mastodon", tag=True)
        under = Draft("12 people come on Saturday.", "en", reply_to=self.call.id)
        self.count = network.post(under, key="3")
        self.before = town.posts()
        clock.set(LOST.until)
        self.clock = StandingClock(NOON + timedelta(hours=1))
        self.taken: set[str] = set()
        known = partial(frozenset, self.taken)
        self.network = Yesterday(network, LOST, self.clock, known=known)
        self.network.look(None, overlap=1)
        self.town = town

    def finds(self, text: str, under: str | None = None, kind: str = "call") -> Post:
        draft = Draft(text, "en", reply_to=under)
        return self.network.post(draft, key=f"oxbow|1|{kind}:7|mastodon|1")


@pytest.fixture
def past() -> Past:
    return Past()


def test_messages_come_at_their_hour(past: Past) -> None:
    def read() -> list[Mention]:
        return [m for page in past.network.mentions(None, overlap=1) for m in page.mentions]

    assert [m.event for m in read()] == [str(past.asked.id)]
    past.clock.pass_by(timedelta(hours=3))
    assert [m.event for m in read()] == [str(past.asked.id), str(past.later.id)]


def test_a_post_is_the_one_that_was_made_and_each_is_found_once(past: Past) -> None:
    assert past.finds("The call of Saturday 12 December.") == past.call
    with pytest.raises(NetworkError) as error:
        past.finds("The call of Saturday 12 December.")
    assert (error.value.outcome, error.value.retry_at) == (
        Outcome.NOT_APPLIED,
        LOST.until + timedelta(seconds=1),
    )
    assert past.town.posts() == past.before


def test_a_message_was_answered_whatever_the_words_were(past: Past) -> None:
    assert past.finds("It is closed.", str(past.asked.id), "reply") == past.answer
    with pytest.raises(NetworkError):
        past.finds("It is closed.", str(past.later.id), "reply")


def test_numbers_may_have_moved_but_words_may_not(past: Past) -> None:
    with pytest.raises(NetworkError):
        past.finds("12 people come on Sunday.", past.call.id)
    assert past.finds("9 people come on Saturday.", past.call.id) == past.count


def test_what_a_row_got_by_a_look_at_the_timeline_is_not_found_for_another(past: Past) -> None:
    assert past.count.id in {stray.id for stray in past.network.strays().values()}
    past.taken.add(past.count.id)
    assert past.count.id not in {stray.id for stray in past.network.strays().values()}
    with pytest.raises(NetworkError):
        past.finds("9 people come on Saturday.", past.call.id)


def test_a_post_of_long_before_is_not_taken_for_one_with_other_numbers(past: Past) -> None:
    past.clock.set(NOON + timedelta(hours=20))
    with pytest.raises(NetworkError):
        past.finds("9 people come on Saturday.", past.call.id)


def test_a_letter_cannot_be_looked_up_and_is_left_to_the_organiser(past: Past) -> None:
    draft = Draft("Dear owner", "en", letter=Letter(1, "A mob", "ida@town.example"))
    with pytest.raises(NetworkError, match="may have gone out") as error:
        past.network.post(draft, key="oxbow|1|letter|mail|1")
    assert error.value.outcome is Outcome.UNSURE


def test_signs_are_not_given_again(past: Past) -> None:
    past.network.acknowledge(str(past.asked.id))
    assert past.town.posts() == past.before


def test_it_is_tried_until_all_networks_answer() -> None:
    tries: list[int] = []

    def attempt(stopping: object) -> bool:
        tries.append(1)
        if len(tries) < 3:
            raise NetworkError("down", outcome=Outcome.NOT_APPLIED)
        return True

    assert daemon.until_it_works(attempt, every=timedelta(0))
    assert len(tries) == 3


def test_a_signal_ends_the_trying() -> None:
    def attempt(stopping: object) -> bool:
        os.kill(os.getpid(), signal.SIGTERM)
        raise NetworkError("down", outcome=Outcome.NOT_APPLIED)

    assert not daemon.until_it_works(attempt, every=timedelta(hours=1))
