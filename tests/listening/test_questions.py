"""Questions to the bot, and those that are none: messages that are read right stay so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.commands.understand import context_of
from bot.domain.intents import About, Ask, Commit, Help, OwnerRefuses, Topic, Vote, Withdraw
from bot.domain.posts import ReplyTo
from bot.domain.stages import Stage
from bot.listening import Context, Intent, understand

LINES = Path(__file__).with_name("questions.jsonl").read_text(encoding="utf-8").splitlines()
MESSAGES = [json.loads(line) for line in LINES]
LANGUAGES = sorted({message["lang"] for message in MESSAGES})
WANTS = sorted({message["want"] for message in MESSAGES} - {"none"})
KNOWN = json.loads(
    (Path(__file__).parent.parent / "corpus" / "ballot.json").read_text(encoding="utf-8")
)


def asked(intents: tuple[Intent, ...]) -> list[str]:
    named = {Help: "help", About: "about"}
    return [
        i.topic.value if isinstance(i, Ask) else named[type(i)]
        for i in intents
        if isinstance(i, Ask | Help | About)
    ]


def heard(message: dict[str, Any]) -> list[str]:
    context = context_of(message, KNOWN)
    return asked(understand(message["text"], message["lang"], context).intents)


@pytest.mark.parametrize("want", WANTS)
def test_questions_are_heard(want: str) -> None:
    wanted = [m for m in MESSAGES if m["want"] == want]
    missed = [m["text"] for m in wanted if want not in heard(m)]
    assert len(missed) <= len(wanted) * 0.05, missed


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_chatter_is_answered(lang: str) -> None:
    others = [m for m in MESSAGES if (m["lang"], m["want"]) == (lang, "none")]
    assert [m["text"] for m in others if heard(m)] == []


def said(
    text: str,
    lang: str,
    stage: Stage = Stage.ANNOUNCED,
    reply_to: ReplyTo | None = ReplyTo.ANNOUNCEMENT,
) -> tuple[Intent, ...]:
    context = Context(
        "mastodon", stage, reply_to, handles=frozenset({"@cashmob"}), languages=(lang,)
    )
    return understand(text, lang, context).intents


PASSED_ON = [
    ("en", "Can our choir sing outside?"),
    ("en", "Is there a raffle on the day?"),
    ("fr", "Est-ce que la libraire fera des dédicaces ?"),
    ("de", "Darf unser Chor vor der Tür singen?"),
    ("it", "Possiamo cantare davanti alla porta?"),
    ("nl", "Mogen we voor de deur zingen?"),
    ("sv", "Kan man beställa en bok i förväg?"),
    ("es", "¿Podemos cantar en la puerta?"),
    ("ko", "가게 문앞에서 노래를 불러도 될까요?"),
]


@pytest.mark.parametrize(("lang", "text"), PASSED_ON)
def test_what_the_bot_cannot_know_is_passed_on(lang: str, text: str) -> None:
    assert said(text, lang) == (Ask(Topic.OTHER),)


NOT_PASSED_ON = [
    ("en", "Who doesn't love a bookshop?"),
    ("en", "Can we go together, you and me? 😂"),
    ("en", "Anyone want a lift from the station?"),
    ("en", "There is a raffle on the day."),
    ("en", "“Is there a raffle?” says my mum."),
    ("fr", "Qui n'aime pas les livres ?"),
    ("fr", "Thierry, tu peux passer me prendre ?"),
    ("de", "Wer braucht schon einen neuen Fernseher?"),
    ("de", "Kannst du mich mitnehmen?"),
    ("it", "Chi non vorrebbe un caffè?"),
    ("nl", "Wie wil er mee?"),
    ("sv", "Vem behöver en ny tv?"),
    ("es", "¿Quién se resiste a un buen café?"),
    ("ko", "두부 싫어하는 사람도 있나요 ㅋㅋ"),
]


@pytest.mark.parametrize(("lang", "text"), NOT_PASSED_ON)
def test_talk_among_neighbours_is_let_be(lang: str, text: str) -> None:
    assert asked(said(text, lang)) == []


ABOUT_THE_DAY = [
    ("en", "Could I bring the dog?", Topic.ACCESS),
    ("en", "Is there somewhere to lock up a bike?", Topic.PARKING),
    ("en", "Do they take Apple Pay?", Topic.PAYMENT),
    ("en", "Would a fiver be enough?", Topic.MONEY),
    ("fr", "Il y a des marches à l'entrée ?", Topic.ACCESS),
    ("fr", "On peut se garer devant ?", Topic.PARKING),
    ("fr", "Ils prennent Twint ?", Topic.PAYMENT),
    ("de", "Gibt es eine Stufe an der Tür?", Topic.ACCESS),
    ("de", "Kann man dort mit Twint zahlen?", Topic.PAYMENT),
    ("de", "Muss ich mindestens zehn Euro ausgeben?", Topic.MONEY),
    ("it", "Posso portare il cane?", Topic.ACCESS),
    ("it", "Accettano Satispay?", Topic.PAYMENT),
    ("nl", "Is er een drempel?", Topic.ACCESS),
    ("nl", "Kun je er met Payconiq betalen?", Topic.PAYMENT),
    ("sv", "Finns det en ramp?", Topic.ACCESS),
    ("sv", "Tar de Swish?", Topic.PAYMENT),
    ("es", "¿Tienen rampa?", Topic.ACCESS),
    ("es", "¿Aceptan Bizum?", Topic.PAYMENT),
    ("ko", "휠체어로 들어갈 수 있나요?", Topic.ACCESS),
    ("ko", "카드 되나요?", Topic.PAYMENT),
]


@pytest.mark.parametrize(("lang", "text", "topic"), ABOUT_THE_DAY)
def test_the_shop_and_the_day_are_asked_about(lang: str, text: str, topic: Topic) -> None:
    assert said(text, lang) == (Ask(topic),)


def test_a_statement_asks_nothing() -> None:
    assert asked(said("I'll be there with the buggy", "en")) == []


def test_which_shop_won_asks_the_way_there() -> None:
    assert said("Which shop got it in the end?", "en") == (Ask(Topic.WHERE),)
    balloting = said("who's in the lead?", "en", Stage.BALLOTING, ReplyTo.BALLOT)
    assert balloting == (Ask(Topic.LEADER),)


def test_a_promise_stays_beside_a_question() -> None:
    assert said("I'm in! Can I bring the dog?", "en") == (Commit(1), Ask(Topic.ACCESS))


def test_a_vote_stays_beside_a_question() -> None:
    message = {"lang": "en", "network": "facebook", "phase": "voting", "reply_to": "ballot"}
    context = context_of(message, KNOWN)
    heard = understand("Number 4 for me please. Are they anywhere near winning?", "en", context)
    assert [type(i) for i in heard.intents] == [Vote, Ask]


def test_withdrawing_money_takes_no_promise_back() -> None:
    heard = said("ils acceptent Bancontact ou je passe retirer avant ?", "fr")
    assert (Ask(Topic.PAYMENT) in heard, Withdraw() in heard) == (True, False)


def test_a_neighbour_s_shop_is_not_held() -> None:
    heard = said("je tiens la boutique d'à côté, on peut s'associer ?", "fr")
    assert OwnerRefuses not in map(type, heard)


def test_to_another_person_nothing_is_asked_of_the_bot() -> None:
    assert said("Is there a raffle?", "en", reply_to=ReplyTo.PERSON) == ()
    assert asked(said("@jo is there a raffle?", "en")) == []
