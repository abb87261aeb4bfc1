"""Conversations: what one person says to the bot over the days of a mob, and what it comes to.

Each is a line of JSON: `lang`, `messages` (each with `phase`, `reply_to`, `on`, `text`) and `end`,
what a careful organiser would have on file when all is said: the `vote` (its number on the ballot),
how many are `coming`, what they `spent` (a decimal string), and whether they asked to be forgotten.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from bot.domain.intents import Ask, Commit, Companions, Forget, Help, Nominate
from bot.domain.mob import Mob, Nomination, Rules, State
from bot.domain.posts import Action, Mention, Visibility
from bot.domain.stages import Stage
from bot.domain.standing import DECIMALS, Said, followed
from schedulers.memory import Memory
from schedulers.understanding import Ear, understanding
from storage.mentions import Filed, Kept
from storage.outbox import Promise, Rank, Sent

Row = dict[str, Any]
End = tuple[int | None, int, Decimal | None]
"""The vote's number on the ballot, how many come, and what was spent."""

BALLOT = Path(__file__).parent.parent / "tests" / "corpus" / "ballot.json"
MEETS = datetime(2026, 12, 12, 10, tzinfo=UTC)
_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_CURRENCIES = {"en": "GBP", "sv": "SEK", "ko": "KRW"}
_STAGES = {
    "nominating": (Stage.CALLING, -20),
    "voting": (Stage.BALLOTING, -13),
    "announced": (Stage.ANNOUNCED, -6),
    "mobday": (Stage.GATHERING, 0),
    "after": (Stage.RECAPPING, 2),
}
"""Each phase's stage, and how many days after the mob its first message is written."""
_IN_WORDS = (Ask, Commit, Companions, Help, Nominate)
"""What is answered in words, so that people can answer that in turn."""
_KINDS = {"mobday": "gather"}


def wanted(row: Row) -> End:
    """How a conversation should end; nothing is left of who asked to be forgotten."""
    end = row["end"]
    if end.get("forgotten"):
        return None, 0, None
    spent = end.get("spent")
    return end.get("vote"), end.get("coming") or 0, None if spent is None else Decimal(spent)


def ended(row: Row) -> End:
    """How a conversation ends when the bot reads it message by message."""
    return _Player(row["lang"]).play(row["messages"])


@dataclass(slots=True)
class Ends:
    """How many conversations end as they should: with the right vote, number of people and sum."""

    conversations: int = 0
    votes: int = 0
    coming: int = 0
    spent: int = 0
    whole: int = 0

    def add(self, should: End, does: End) -> None:
        """One conversation more."""
        right = [a == b for a, b in zip(should, does, strict=True)]
        self.conversations += 1
        self.votes += right[0]
        self.coming += right[1]
        self.spent += right[2]
        self.whole += all(right)

    def share(self, right: int) -> float:
        """So many of the conversations, in per cent."""
        return 100 * right / self.conversations


def scored(conversations: list[Row]) -> dict[str, Ends]:
    """The score of each language, and of all under ""."""
    out: dict[str, Ends] = {}
    for row in conversations:
        for name in (row["lang"], ""):
            out.setdefault(name, Ends()).add(wanted(row), ended(row))
    return out


@dataclass(slots=True)
class _Player:
    """One person's words in one mob, as they are understood one after the other."""

    lang: str
    filed: tuple[Filed, ...] = ()
    answers: Promise | None = None

    def play(self, messages: list[Row]) -> End:
        """Everything is said; what it came to."""
        mob = _mob(self.lang, "nominating")
        for number, message in enumerate(messages, start=1):
            mob = _mob(self.lang, message["phase"])
            self._say(mob, message, number)
        course = followed(mob.window(), self._said())
        spent = course.spent
        decimals = DECIMALS.get(mob.rules.currency, 2)
        return course.vote, course.people, None if spent is None else Decimal(spent) / 10**decimals

    def _said(self) -> tuple[Said, ...]:
        return tuple(one.said for one in self.filed)

    def _say(self, mob: Mob, message: Row, number: int) -> None:
        at = MEETS + _STAGES[message["phase"]][1] * _DAY + number * _MINUTE
        to_person = message["reply_to"] == "person"
        parent = None if to_person else self._parent(message)
        mention = Mention(
            "mastodon", str(number), "ada", "ada", message["text"], at,
            parent="1" if to_person or parent else None, lang=self.lang,
        )  # fmt: skip
        memory = Memory({(mob.id, "ada"): self._said()})
        heard = understanding(
            _ear(self.lang),
            mention,
            parent,
            {mob.id: mob},
            at,
            earlier=lambda of: memory.before(mention, of),
        )
        intents = heard.intents if heard else ()
        if any(isinstance(intent, Forget) for intent in intents):
            self.filed, self.answers = (), _post("forgotten")
            return
        self.filed += (Filed(mention, Kept.HEARD, at, mob.id, intents),)
        self.answers = _post("answer") if any(isinstance(i, _IN_WORDS) for i in intents) else parent

    def _parent(self, message: Row) -> Promise | None:
        """The post that a message answers: an answer is one only where there was one in words."""
        kind = message["reply_to"]
        if kind == "answer":
            return self.answers
        return _post(_KINDS.get(kind, kind), message.get("on")) if kind else None


@cache
def _ear(lang: str) -> Ear:
    return Ear("town", "mastodon", (lang,), frozenset({"@cashmob", "@cashmoblyon"}))


@cache
def _mob(lang: str, phase: str) -> Mob:
    known = json.loads(BALLOT.read_text(encoding="utf-8"))
    stage, _ = _STAGES[phase]
    calling = stage is Stage.CALLING
    rules = Rules("town", "Europe/Paris", _CURRENCIES.get(lang, "EUR"), 1000, 2000, (lang,))
    shops = tuple(
        Nomination(int(n), name, MEETS - 21 * _DAY, state=State.APPROVED)
        for n, name in known["candidates"].items()
    )
    if calling:
        return Mob(1, rules, stage, meets_at=MEETS, created_at=MEETS - 30 * _DAY, nominations=shops)
    return Mob(
        1, rules, stage,
        meets_at=MEETS,
        created_at=MEETS - 30 * _DAY,
        opened=MEETS - 14 * _DAY,
        closes=MEETS - 11 * _DAY,
        nominations=tuple(replace(shop, choice=shop.number) for shop in shops),
        winner=None if stage is Stage.BALLOTING else known["winner"],
    )  # fmt: skip


def _post(kind: str, number: int | None = None) -> Promise:
    """One of the bot's own posts."""
    key, at = f"{kind}:{number}" if number else kind, MEETS - 14 * _DAY
    return Promise(
        1, "town", 1, key, "mastodon", "1", kind, Action.POST, Rank.PUBLIC, "…", "en",
        Visibility.PUBLIC, None, None, None, at, MEETS, Sent.SENT, "", 1, at, None, "1", None, at,
        None,
    )  # fmt: skip
