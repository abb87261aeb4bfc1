"""The faults themselves: each does over real HTTP what its name says, and is written down."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
import requests

from bot.rehearsal.facebook_entities import PAGE
from bot.rehearsal.facebook_face import FacebookFace
from bot.rehearsal.mastodon_face import MastodonFace
from bot.rehearsal.serving import Serving
from bot.rehearsal.town import Person, Town
from bot.rehearsal.twitter_face import USER, TwitterFace
from tests.faults import (
    HTML,
    MASTODON,
    Drip,
    Duplicates,
    Fault,
    Faults,
    Hang,
    Hit,
    Html,
    Late,
    Refuse,
    Reset,
    Rule,
    Skew,
    Truncate,
    WithoutId,
    WrongType,
)
from tests.rehearsal.town_clock import Clock

STATUSES = "/api/v1/statuses"
NOTIFICATIONS = "/api/v1/notifications"
ROSA = Person("rosa", "Rosa Whitlow")


@dataclass
class Broken:
    """A town behind faults, and a way to ask it."""

    clock: Clock
    town: Town
    faults: Faults
    ask: Callable[..., requests.Response]

    def post(self, text: str, **more: Any) -> requests.Response:
        return self.ask("POST", STATUSES, data={"status": text}, **more)

    def out(self) -> list[str]:
        return [post.text for post in self.town.said()]


@contextmanager
def broken(*rules: Rule, seed: int = 0) -> Iterator[Broken]:
    clock = Clock()
    town = Town(clock, seed=1)
    faults = Faults(MastodonFace(town, token="key"), rules, seed=seed)
    with Serving({"mastodon": faults}) as serving, requests.Session() as session:
        session.headers["Authorization"] = "Bearer key"

        def ask(verb: str, path: str, **more: Any) -> requests.Response:
            address = f"{serving.urls['mastodon']}{path}"
            return session.request(verb, address, **{"timeout": 5, **more})

        yield Broken(clock, town, faults, ask)


@pytest.mark.parametrize("fault", [Reset(), Hang(0.2), Truncate()])
def test_a_broken_connection_before_or_after_the_write(fault: Fault) -> None:
    with broken(Rule(fault, "POST", STATUSES, nth={1}, after=True)) as place:
        with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
            place.post("one")
        assert place.out() == ["one"]
        assert place.post("two").ok
        assert place.faults.hits == [Hit(fault, "POST", STATUSES)]
    if isinstance(fault, Truncate):
        return
    with broken(Rule(fault, "POST", STATUSES)) as place:
        with pytest.raises(requests.ConnectionError):
            place.post("one")
        assert place.out() == []


def test_a_hanging_call_ends_with_the_callers_patience() -> None:
    with broken(Rule(Hang(), "GET", NOTIFICATIONS)) as place:
        began = time.monotonic()
        with pytest.raises(requests.ReadTimeout):
            place.ask("GET", NOTIFICATIONS, timeout=0.3)
        assert time.monotonic() - began < 3


def test_a_refusal_before_the_write_writes_nothing_and_one_after_it_does() -> None:
    page = Refuse(502, HTML, "text/html")
    rules = (Rule(Refuse(503), nth={1}), Rule(page, nth={1}, after=True))
    with broken(*rules) as place:
        assert (place.post("one").status_code, place.out()) == (503, [])
        answer = place.post("two")
        assert (answer.status_code, answer.content, place.out()) == (502, HTML, ["two"])
        assert answer.headers["Date"] == "Sat, 21 Nov 2026 12:00:00 GMT"


def test_spoiled_answers() -> None:
    with broken() as place:
        spoil = place.faults.rules

        def spoiled(fault: Fault) -> requests.Response:
            spoil[:] = [Rule(fault)]
            return place.post("hello")

        assert "id" not in spoiled(WithoutId()).json()
        assert spoiled(Html()).headers["Content-Type"] == "text/html"
        assert spoiled(WrongType()).json()["content"] == "<p>hello</p>"
        assert spoiled(Skew()).headers["Date"] == "Sat, 21 Nov 2026 12:05:00 GMT"
        assert "Date" not in spoiled(Skew(None)).headers
        with pytest.raises(requests.JSONDecodeError):
            spoiled(Truncate(tidy=True)).json()
        place.faults.heal()
        assert "id" in place.post("hello").json()
        assert len(place.out()) == 7


def test_a_dripping_answer_never_ends_in_time() -> None:
    with broken(Rule(Drip(0.05))) as place:
        answer = place.ask("GET", NOTIFICATIONS, stream=True)
        assert answer.status_code == 200
        assert answer.raw.read(1) == b"["
        answer.close()


def test_items_come_twice_or_late() -> None:
    with broken(Rule(Duplicates())) as place:
        for number in range(6):
            place.town.write(ROSA, str(number), "mastodon")

        def shown() -> list[str]:
            return [item["id"] for item in place.ask("GET", NOTIFICATIONS).json()]

        assert shown() == [i for number in range(6, 0, -1) for i in [str(number)] * 2]
        place.faults.rules[:] = [Rule(Late(seconds=2))]
        early = shown()
        assert 0 < len(early) < 6
        place.clock.passes(seconds=2)
        assert shown() == ["6", "5", "4", "3", "2", "1"]


def test_a_list_inside_an_object_is_spoiled_too() -> None:
    clock = Clock()
    town = Town(clock, seed=1)
    town.publish("Which shop?", "facebook")
    for number in range(6):
        town.write(ROSA, str(number), "facebook", reply_to=1)
        town.write(ROSA, str(number), "twitter")
    x = Faults(TwitterFace(town, token="key"), [Rule(Duplicates())])
    facebook = Faults(FacebookFace(town, token="key"), [Rule(Duplicates())])
    with Serving({"twitter": x, "facebook": facebook}) as serving, requests.Session() as session:
        signed = ("consumer_key", "nonce", "signature", "timestamp")
        parts = ", ".join(f'oauth_{name}="x"' for name in signed)
        header = {"Authorization": f'OAuth {parts}, oauth_token="key"'}
        mentions = f"{serving.urls['twitter']}/2/users/{USER}/mentions?max_results=100"

        def posts() -> list[dict[str, Any]]:
            return session.get(mentions, headers=header, timeout=5).json().get("data", [])

        feed = f"{serving.urls['facebook']}/v26.0/{PAGE}/feed"
        inside = "comments.filter(stream){id,created_time}"

        def comments() -> list[dict[str, Any]]:
            headers = {"Authorization": "Bearer key"}
            query = {"fields": f"id,created_time,{inside}"}
            [post] = session.get(feed, params=query, headers=headers, timeout=5).json()["data"]
            return post["comments"]["data"]

        assert (len(posts()), len(comments())) == (12, 12)
        x.heal()
        facebook.heal()
        assert (len(posts()), len(comments())) == (6, 6)


def test_a_rate_breaks_the_same_calls_for_the_same_seed() -> None:
    def codes(seed: int) -> list[int]:
        with broken(Rule(Refuse(503), rate=0.5), seed=seed) as place:
            return [place.ask("GET", NOTIFICATIONS).status_code for _ in range(12)]

    assert codes(1) == codes(1)
    assert set(codes(1)) == {200, 503}


def test_a_repeated_key_meets_the_error_that_mastodon_had_for_it() -> None:
    with broken(MASTODON["repeated key"]) as place:
        first = place.post("one", headers={"Idempotency-Key": "a"})
        again = place.post("one", headers={"Idempotency-Key": "a"})
        other = place.post("two", headers={"Idempotency-Key": "b"})
        assert [a.status_code for a in (first, again, other)] == [200, 500, 200]
        assert place.out() == ["one", "two"]


def test_a_rule_of_the_table_can_be_narrowed() -> None:
    with broken(replace(MASTODON["rate limited"], path=NOTIFICATIONS)) as place:
        assert place.ask("GET", NOTIFICATIONS).status_code == 429
        assert place.post("one").ok
        assert place.faults.calls == [("GET", NOTIFICATIONS), ("POST", STATUSES)]
