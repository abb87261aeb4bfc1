"""What organisers read when an act is not possible, and what is to be done."""

from __future__ import annotations

import pytest

from bot.domain.mob import Refusal
from bot.speaking import refusal, tell
from bot.speaking.catalogue import KINDS, REFUSALS, Audience
from bot.speaking.preview import MEETS, SAMPLE, ZONE

VALUES = {
    "number": 3,
    "name": "Ada",
    "people": "https://a.example/ada, https://b.example/ada",
    "into": 5,
    "stage": "announced",
    "shop": "Tasso",
    "told": MEETS,
    "when": MEETS,
    "latest": MEETS,
    "numbers": "3, 4",
    "points": "price, room",
    "email": "owner@",
    "size": 9_000_000,
    "most": 8_000_000,
}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", REFUSALS)
def test_every_refusal_has_its_sentence(kind: str, language: str) -> None:
    values = {name: VALUES[name] for name in REFUSALS[kind]}
    said = refusal(Refusal(kind, values), language, zone=ZONE)
    bare = refusal(Refusal(kind, {}), language)
    assert (said != bare) == bool(values)
    assert not {"{", "["} & set(said)


def test_a_refusal_says_what_is_the_case_and_what_can_be_done() -> None:
    refused = Refusal("told_another_date", {"told": MEETS.replace(hour=9), "when": MEETS})
    assert refusal(refused, "en", zone=ZONE) == (
        "The owner was told Saturday 12 December, 10:00 am, but the mob is on "
        "Saturday 12 December, 11:00 am. Please ask again, naming that day and hour."
    )


def test_a_stage_is_named_in_words() -> None:
    refused = Refusal("too_late_to_cancel", {"stage": "recapping"})
    assert refusal(refused, "fr") == "Il est trop tard pour annuler ce mob (étape : bilan)."


def test_other_languages_read_english() -> None:
    assert refusal(Refusal("no_date_yet"), "ko") == refusal(Refusal("no_date_yet"), "en")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_task_is_told_with_the_command_to_type(language: str) -> None:
    tasks = [k for k in KINDS.values() if k.name.startswith("todo_")]
    assert {k.audience for k in tasks} == {Audience.ORGANISER}
    told = [tell(k.name, SAMPLE, language, zone=ZONE, currency="EUR") for k in tasks]
    assert [text.splitlines()[-1] for text in told] == ["cashmob approve 3"] * len(tasks)
