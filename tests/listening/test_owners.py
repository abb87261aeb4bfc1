"""Owners who say no, and those who sound like them: messages that are read right stay so."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.commands.understand import context_of
from bot.domain.intents import Forget, OwnerRefuses, Remind, Tentative, Unvote, Withdraw
from bot.listening import understand

LINES = Path(__file__).with_name("owners.jsonl").read_text(encoding="utf-8").splitlines()
MESSAGES = [json.loads(line) for line in LINES]
LANGUAGES = sorted({message["lang"] for message in MESSAGES})
KNOWN = json.loads(
    (Path(__file__).parent.parent / "corpus" / "ballot.json").read_text(encoding="utf-8")
)
WANTED = {"owner": OwnerRefuses, "maybe": Tentative, "remind": Remind}
# What a message that asks for none of it must never do: each takes something away.
TAKES = (OwnerRefuses, Forget, Withdraw, Unvote)


def heard(message: dict[str, Any]) -> set[type]:
    context = context_of(message, KNOWN)
    return {type(i) for i in understand(message["text"], message["lang"], context).intents}


@pytest.mark.parametrize("want", WANTED)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_they_are_heard(lang: str, want: str) -> None:
    asked = [m for m in MESSAGES if (m["lang"], m["want"]) == (lang, want)]
    missed = [m["text"] for m in asked if WANTED[want] not in heard(m)]
    assert len(missed) <= len(asked) * 0.05, missed


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_shop_is_held_for_any_other(lang: str) -> None:
    others = [m for m in MESSAGES if m["lang"] == lang and m["want"] != "owner"]
    assert [m["text"] for m in others if OwnerRefuses in heard(m)] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_neighbour_loses_nothing(lang: str) -> None:
    nothing = [m for m in MESSAGES if (m["lang"], m["want"]) == (lang, "none")]
    assert [m["text"] for m in nothing if not heard(m).isdisjoint(TAKES)] == []
