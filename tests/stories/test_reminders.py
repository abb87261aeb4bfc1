"""Who asks to be reminded hears one word before the vote closes and one before the mob."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.acts.voices import speaker
from bot.config import Settings
from bot.domain.orders import Postpone
from bot.domain.posts import Origin, Say, Visibility
from bot.domain.reminding import MOB
from bot.networks import NetworkError, Outcome
from storage.outbox import Sent
from tests.stories.telling import CITY, MEETS, Tale, open_a_ballot, with_something_between

DAY = timedelta(days=1)


def reminded(tale: Tale) -> list[tuple[str, str]]:
    """Which reminders went out, and to whom."""
    return [
        (row.kind, row.text.split()[0])
        for row in tale.rows()
        if row.kind.startswith("reminder_") and row.state is Sent.SENT
    ]


def test_who_asked_is_reminded_of_the_vote_once_and_of_the_mob_once(voting: Tale) -> None:
    voting.shouts("ada", "please remind me", under="ballot")
    voting.shouts("cleo", "1", under="ballot")
    voting.comes("count")
    assert reminded(voting) == [("reminder_vote", "@ada")]
    voting.owner_agrees("Bell Books")
    voting.comes("gather")
    assert reminded(voting) == [("reminder_vote", "@ada"), ("reminder_mob", "@ada")]
    at = [row.sent_at for row in voting.rows() if row.kind == "reminder_mob"]
    assert at == [MEETS - DAY]


def test_who_has_voted_needs_no_word_and_a_vote_under_the_reminder_counts(voting: Tale) -> None:
    voting.shouts("ada", "remind me the day before", under="ballot")
    voting.shouts("ben", "2 and remind me", under="ballot")
    voting.comes("last_call")
    assert reminded(voting) == [("reminder_vote", "@ada")]
    key = next(row.key for row in voting.rows() if row.kind == "reminder_vote")
    voting.shouts("ada", "1", under=key, tag=False)
    assert voting.votes() == {"Bell Books": 1, "Corner Bakery": 1}


def test_who_asks_late_is_reminded_shortly_before(voting: Tale) -> None:
    voting.comes("last_call")
    voting.shouts("ada", "remind me", under="ballot")
    voting.comes("close", plus=timedelta(hours=-4))
    assert reminded(voting) == []
    voting.comes("close", plus=timedelta(hours=-2))
    assert reminded(voting) == [("reminder_vote", "@ada")]


def test_who_asks_again_is_still_reminded_once(announced: Tale) -> None:
    announced.shouts("ada", "remind me", under="announcement")
    announced.comes("morning")
    announced.shouts("ada", "remind me!", under="announcement")
    announced.comes("gather")
    assert reminded(announced) == [("reminder_mob", "@ada")]


def test_a_private_wish_is_answered_in_private(announced: Tale) -> None:
    announced.shouts("ada", "@cashmob remind me", visibility=Visibility.DIRECT)
    announced.comes("gather")
    (row,) = (row for row in announced.rows() if row.kind == "reminder_mob")
    assert row.visibility is Visibility.DIRECT


def test_it_is_taken_back_by_stop_and_by_saying_so(announced: Tale) -> None:
    announced.shouts("ada", "remind me", under="announcement")
    announced.shouts("ben", "remind me", under="announcement")
    announced.shouts("cleo", "remind me", under="announcement")
    announced.shouts("dora", "remind me", under="announcement")
    announced.shouts("ada", "stop", under="announcement")
    announced.shouts("ben", "please don't remind me", under="announcement")
    announced.shouts("cleo", "sorry, I can't come after all", under="announcement")
    announced.comes("gather")
    assert reminded(announced) == [("reminder_mob", "@dora")]


def test_a_reminder_that_waits_goes_with_the_person() -> None:
    tale, between = with_something_between()
    open_a_ballot(tale)
    tale.shouts("ada", "remind me", under="ballot")
    between.fails["post"] = NetworkError("down", outcome=Outcome.NOT_APPLIED)
    tale.comes("last_call")
    assert [r.state for r in tale.rows() if r.kind == "reminder_vote"] == [Sent.PENDING]
    tale.shouts("ada", "forget me", under="ballot")
    assert [r.state for r in tale.rows() if r.kind == "reminder_vote"] == [Sent.SKIPPED]


def test_with_another_day_they_are_reminded_of_that_one(announced: Tale) -> None:
    announced.shouts("ada", "remind me", under="announcement")
    announced.orders(Postpone(MEETS + 21 * DAY))
    announced.owner_agrees("Bell Books")
    announced.comes("gather")
    at = [row.sent_at for row in announced.rows() if row.kind == "reminder_mob"]
    assert at == [MEETS + 20 * DAY]


def test_who_asked_is_told_when_the_weather_stops_it_in_their_own_language(announced: Tale) -> None:
    announced.shouts("ada", "rappelez-moi", under="announcement", language="fr")
    announced.orders(Postpone(weather=True))
    (told,) = (row for row in announced.rows() if ":asked:" in row.key)
    assert (told.kind, told.state, told.text.split(",")[0]) == (
        "postponed_weather",
        Sent.SENT,
        "@ada À cause de la météo",
    )


@pytest.mark.parametrize(("answers", "told"), [("questions", False), ("all", True)])
def test_on_x_only_where_the_city_pays_for_answers(answers: str, told: bool) -> None:
    table = {**CITY, "twitter": {"user_id": "7", "answers": answers}}
    settings = Settings.model_validate({"city": {"saint-rivage": table}})
    bot = speaker(settings.cities["saint-rivage"])
    say = Say(MOB, "reminder", MEETS, MEETS, origin=Origin("twitter", "1", "@xaver"))
    assert bot.says(say) is told


def test_nobody_is_reminded_who_did_not_ask(announced: Tale) -> None:
    announced.shouts("ada", "I'm in!", under="announcement")
    announced.comes("gather")
    assert reminded(announced) == []
