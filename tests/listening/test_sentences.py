"""Plain requests that are a whole sentence, and what only sounds like one."""

from __future__ import annotations

import pytest

from bot.domain.intents import Forget, Help, Intent, Unvote, Vote, Withdraw
from bot.domain.posts import ReplyTo
from bot.domain.stages import Stage
from bot.listening import Candidate, Context, understand
from bot.listening.sentences import Sentences

TABLE = {
    "before": "hi please",
    "after": "please thanks",
    "forget": ["(delete|erase) me", "wipe … me"],
    "nothing": ["see you in *"],
    "vote": {"99": ["the last one"]},
}


def asked(text: str) -> str | None:
    return Sentences(TABLE, frozenset(("just",))).asked(text.split())


def test_a_sentence_counts_from_its_first_word_to_its_last() -> None:
    assert asked("hi please delete me thanks") == "forget"
    assert asked("delete just me") == "forget"
    assert asked("my sister said delete me") is None
    assert asked("delete me from the picture") is None
    assert asked("") is None


def test_a_star_is_any_one_word_and_ranks_are_votes() -> None:
    assert asked("see you in spring") == "nothing"
    assert asked("see you in late spring") is None
    assert asked("the last one") == "vote 99"


def heard(text: str, lang: str, stage: Stage, reply: ReplyTo | None = None) -> tuple[Intent, ...]:
    listed = (Candidate(1, "Bell Books"), Candidate(2, "Corner Bakery"))
    return understand(text, lang, Context("mastodon", stage, reply, candidates=listed)).intents


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "I'd like every trace of me wiped from your files, thanks"),
        ("de", "löscht bitte alles was ihr über mich habt"),
        ("nl", "haal me uit jullie systeem, helemaal"),
        ("sv", "radera mig"),
    ],
)
def test_forget_me(lang: str, text: str) -> None:
    assert heard(text, lang, Stage.RECAPPING) == (Forget(),)
    assert heard(text, lang, Stage.RECAPPING, ReplyTo.PERSON) == ()


def test_to_leave_is_to_withdraw_once_one_can_have_said_yes() -> None:
    assert heard("austragen bitte", "de", Stage.ANNOUNCED) == (Withdraw(),)
    assert heard("austragen bitte", "de", Stage.CALLING) == (Forget(),)


def test_what_is_taken_back_in_one_sentence_may_be_given_in_another() -> None:
    ballot = (Stage.BALLOTING, ReplyTo.BALLOT)
    assert heard("delete my vote please", "en", *ballot) == (Unvote(),)
    assert heard("delete my vote please. I vote 2", "en", *ballot) == (Vote(2),)
    assert heard("last on the list", "en", *ballot) == (Vote(2),)


def test_who_knows_asks_nothing() -> None:
    assert heard("how does this work", "en", Stage.CALLING) == (Help(),)
    assert heard("I know how this works", "en", Stage.CALLING) == ()


def test_a_clause_among_others_asks_to_be_forgotten_unless_it_is_told_of_somebody() -> None:
    said = "lovely idea, and please take me out of your system"
    assert heard(said, "en", Stage.RECAPPING) == (Forget(),)
    assert heard("my sister said, take me out of your system", "en", Stage.RECAPPING) == ()
    assert heard("c'était sympa, mais oubliez-moi", "fr", Stage.RECAPPING) == (Forget(),)
