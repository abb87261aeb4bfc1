"""What a thousand mentions cost on X, by X's price book: this program against the town's own X.

python -m bench.money      prints JSON

The books are kept before the server, from what was asked and answered, and with a price list of
their own: no figure is taken from the program. People write twenty messages a minute on the virtual
clock, half of them votes, which it reads each minute; then comes the time in which everything is
read again, and two days later the close, before which every vote is read once more.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections import Counter
from collections.abc import MutableMapping
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from bench import payload
from bench.contenders import cashmob
from bot.acts.opening import open_network
from bot.config import load
from bot.rehearsal.serving import Serving
from bot.rehearsal.town import Person, Town
from bot.rehearsal.twitter_face import TwitterFace
from schedulers import daemon
from schedulers.clock import StandingClock
from schedulers.tick import Round
from storage.store import open_store

MENTIONS, A_MINUTE = 1_000, 20
_MINUTE = timedelta(minutes=1)
_A_WHILE, _THE_GRACE = 15, 20
_TOKEN = "x" * 43

# US dollars, by X's list of August 2026. A read of what the account itself is told is "owned"; a
# post is charged once a day, however often it is read; an answer that is empty is free.
BOOK = {
    "owned_read": 0.001,
    "post_read": 0.005,
    "user_read": 0.010,
    "post": 0.015,
    "post_with_url": 0.200,
    "reply_summoned": 0.010,
}
_LINK = re.compile(r"https?://|(?<![\w@])[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}\b", re.IGNORECASE)

Scope = MutableMapping[str, Any]


class Books:
    """Stands before the town's X and writes down what it would charge for."""

    def __init__(self, face: TwitterFace) -> None:
        self._face = face
        self.bought: Counter[str] = Counter()
        self._read: set[tuple[date, str]] = set()

    async def __call__(self, scope: Scope, receive: Any, send: Any) -> None:
        """One request, passed on as it is."""
        asked, told = bytearray(), bytearray()

        async def heard() -> Any:
            message = await receive()
            asked.extend(message.get("body", b""))
            return message

        async def said(message: Any) -> None:
            told.extend(message.get("body", b""))
            await send(message)

        await self._face(scope, heard, said)
        self._enter(scope, json.loads(asked or b"{}"), json.loads(told or b"{}"))

    def _enter(self, scope: Scope, asked: dict[str, Any], told: dict[str, Any]) -> None:
        self.bought["requests"] += 1
        if scope["method"] == "POST":
            if "data" in told:
                self._posted(asked)
            return
        if "expansions" in parse_qs(scope["query_string"].decode()):
            self.bought["user_read"] += len(told.get("includes", {}).get("users", ()))
        found = told.get("data", ())
        day = self._face.town.now().date()
        ids = {(day, post["id"]) for post in found if isinstance(post, dict)} - self._read
        self._read |= ids
        owned = scope["path"].endswith(("/mentions", "/tweets")) and "users" in scope["path"]
        self.bought["owned_read" if owned else "post_read"] += len(ids)

    def _posted(self, asked: dict[str, Any]) -> None:
        above = asked.get("reply", {}).get("in_reply_to_tweet_id")
        answered = above and self._face.post(str(above))
        if _LINK.search(asked["text"]):
            self.bought["post_with_url"] += 1
        elif answered and answered.author != self._face.town.bot:
            self.bought["reply_summoned"] += 1
        else:
            self.bought["post"] += 1

    @property
    def dollars(self) -> float:
        """All of it together."""
        return sum(self.bought[item] * price for item, price in BOOK.items())


def measured(mentions: int = MENTIONS, *, answers: str = "questions") -> dict[str, Any]:
    """What was bought for so many mentions, and what a thousand of them cost; `answers` is the
    city's setting of who is answered on X."""
    clock = StandingClock(payload.T0)
    town = Town(clock.now, 1)
    face = TwitterFace(town, token=_TOKEN, user_id=payload.X_US)
    ballot = town.publish("Vote!", "twitter")
    books = Books(face)
    with tempfile.TemporaryDirectory(prefix="cashmob-bench-") as name, Serving({"x": books}) as at:
        folder = Path(name)
        cashmob.prepare_on(folder, "twitter", at.urls["x"], face.status_id(ballot))
        with (folder / "config.toml").open("a") as config:
            config.write(f'answers = "{answers}"\n')
        settings = load(folder / "config.toml")
        with closing(open_store(folder / "bot.db")) as store:
            round_ = daemon.build(
                settings,
                store,
                clock,
                lambda city, network: open_network(settings, city.key, network, now=clock.now),
                database=folder / "bot.db",
            )
            for i, (who, kind, text) in enumerate(payload.script(mentions)):
                person = Person(f"local_{who}", f"Somebody {who}", networks=("twitter",))
                under = ballot.id if kind in ("vote", "commit") else None
                town.write(person, text, "twitter", reply_to=under, tag=True)
                if i % A_MINUTE == A_MINUTE - 1:
                    _minutes(round_, clock, 1)
            _minutes(round_, clock, _A_WHILE)
            clock.set(cashmob.CLOSES - _THE_GRACE * _MINUTE)
            _minutes(round_, clock, 2 * _THE_GRACE)
            round_.close()
    bought = {item: books.bought[item] for item in ("requests", *BOOK)}
    a_thousand = round(books.dollars / mentions * 1_000, 2)
    return {"mentions": mentions, "bought": bought, "dollars_a_thousand": a_thousand}


def _minutes(round_: Round, clock: StandingClock, count: int) -> None:
    for _ in range(count):
        clock.pass_by(_MINUTE)
        round_.quiet()


if __name__ == "__main__":
    print(json.dumps({way: measured(answers=way) for way in ("questions", "all")}), flush=True)
