"""The town's X face over real HTTP, asked by our own adapter and by plain requests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from bot.domain.posts import Draft, Picture, Post
from bot.networks import NetworkError, Outcome, Trouble
from bot.networks.twitter import TwitterNetwork, open_twitter
from bot.networks.twitter_posts import snowflake
from bot.networks.weighing import weight as our_weight
from bot.rehearsal.serving import Serving
from bot.rehearsal.town import Person, Town
from bot.rehearsal.twitter_entities import weight
from bot.rehearsal.twitter_face import USER, TwitterFace
from tests.rehearsal.town_clock import NOON, Clock

ROSA = Person("rosa", "Rosa Whitlow", networks=("twitter",))
SIGNATURE = (
    'OAuth oauth_consumer_key="app", oauth_nonce="1", oauth_signature="x%3D", '
    'oauth_signature_method="HMAC-SHA1", oauth_timestamp="1795262400", oauth_token="key"'
)
MENTIONS = f"/2/users/{USER}/mentions"


@dataclass
class Place:
    """A town with its face on the wire, and the two ways to ask it."""

    clock: Clock
    town: Town
    face: TwitterFace
    url: str
    bot: TwitterNetwork
    session: requests.Session

    def ask(self, path: str, verb: str = "GET", **more: Any) -> requests.Response:
        return self.session.request(verb, f"{self.url}{path}", timeout=10, **more)

    def says(self, text: str, **more: Any) -> str:
        """Rosa writes; the id of her post."""
        return self.face.status_id(self.town.write(ROSA, text, "twitter", **more))

    def posts(self, text: str, reply_to: str | None = None) -> Post:
        return self.bot.post(Draft(text, "en", reply_to=reply_to), key=text)

    def refused(self, text: str, reply_to: str | None = None) -> NetworkError:
        with pytest.raises(NetworkError) as caught:
            self.posts(text, reply_to)
        return caught.value


def place_of(**more: Any) -> Iterator[Place]:
    clock = Clock()
    town = Town(clock, seed=1)
    face = TwitterFace(town, token="key", **more)
    with Serving({"twitter": face}) as serving, requests.Session() as session:
        session.headers["Authorization"] = SIGNATURE
        url = serving.urls["twitter"]
        bot = open_twitter(
            base_url=url,
            consumer_key="app",
            consumer_secret="app",
            access_token="key",
            access_secret="secret",
            user_id=more.get("user_id", USER),
            deadline=timedelta(seconds=5),
            allow_links=True,
            now=clock,
        )
        yield Place(clock, town, face, url, bot, session)


@pytest.fixture
def place() -> Iterator[Place]:
    yield from place_of()


def test_a_post_has_the_shape_of_xs(place: Place) -> None:
    call = place.posts("Which shop?")
    text = "I nominate Marlow's & Sons <3, see https://marlow.example/a/very/long/address/indeed"
    id = place.says(text, reply_to=1, language="en")
    fields = "author_id,conversation_id,created_at,entities,lang,note_tweet,referenced_tweets"
    [post] = place.ask("/2/tweets", params={"ids": id, "tweet.fields": fields}).json()["data"]
    [url] = post.pop("entities")["urls"]
    author = post.pop("author_id")
    assert post == {
        "id": id,
        "text": f"@CashMob I nominate Marlow's &amp; Sons &lt;3, see {url['url']}",
        "edit_history_tweet_ids": [id],
        "conversation_id": call.id,
        "created_at": "2026-11-21T12:00:00.000Z",
        "lang": "en",
        "referenced_tweets": [{"type": "replied_to", "id": call.id}],
    }
    assert (url["display_url"], url["expanded_url"]) == (
        "marlow.example/a/very/long…",
        "https://marlow.example/a/very/long/address/indeed",
    )
    assert author.isdigit()
    [heard] = place.bot.reread((id,)).mentions
    assert (heard.text, heard.person) == (f"@CashMob {text}", author)


def test_an_id_is_the_time_of_writing_and_then_a_number(place: Place) -> None:
    first, second = place.says("one"), place.says("two")
    place.clock.passes(hours=1)
    third = place.says("three")
    assert int(first) < int(second) < int(third)
    assert [int(id) >> 22 << 22 for id in (first, second, third)] == [
        snowflake(NOON),
        snowflake(NOON),
        snowflake(NOON + timedelta(hours=1)),
    ]


def test_only_what_was_asked_for_is_told(place: Place) -> None:
    id = place.says("2")
    [post] = place.ask(MENTIONS).json()["data"]
    assert post == {"id": id, "text": "@CashMob 2", "edit_history_tweet_ids": [id]}


def test_the_new_words_are_understood_and_answered_in_kind(place: Place) -> None:
    call = place.posts("Which shop?")
    id = place.says("2", reply_to=1)
    fields = "referenced_posts,note_post,edit_history_post_ids"
    [post] = place.ask(MENTIONS, params={"post.fields": fields}).json()["data"]
    assert post == {
        "id": id,
        "text": "@CashMob 2",
        "edit_history_post_ids": [id],
        "referenced_posts": [{"type": "replied_to", "id": call.id}],
    }


def test_mentions_come_newest_first_between_two_ids_in_pages(place: Place) -> None:
    ids = [place.says(str(number)) for number in range(1, 13)]

    def page(**query: Any) -> tuple[list[str], dict[str, Any]]:
        body = place.ask(MENTIONS, params=query).json()
        words = [post["text"].removeprefix("@CashMob ") for post in body.get("data", ())]
        return words, body["meta"]

    words, meta = page(max_results=5, since_id=ids[1])
    assert words == ["12", "11", "10", "9", "8"]
    assert (meta["result_count"], meta["newest_id"], meta["oldest_id"]) == (5, ids[11], ids[7])
    token = meta["next_token"]
    words, meta = page(max_results=5, since_id=ids[1], pagination_token=token)
    assert (words, "next_token" in meta) == (["7", "6", "5", "4", "3"], False)
    assert page(until_id=ids[3])[0] == ["3", "2", "1"]
    assert place.ask(MENTIONS, params={"since_id": ids[11]}).json() == {"meta": {"result_count": 0}}


def test_of_the_mentions_the_newest_eight_hundred_are_shown(place: Place) -> None:
    place.clock.passes(hours=-1)
    cursor = str(snowflake(place.clock()))
    for number in range(805):
        place.says(str(number))
        place.clock.passes(seconds=1)
    pages = list(place.bot.mentions(cursor, overlap=0))
    assert sum(len(page.mentions) for page in pages) == 800
    assert pages[-1].gap is not None


def test_a_reply_without_the_bots_name_is_not_among_its_mentions(place: Place) -> None:
    place.posts("Which shop?")
    place.says("Marlow", reply_to=1, tag=False)
    assert "data" not in place.ask(MENTIONS).json()


def test_a_shop_that_looks_like_a_link_comes_as_one_and_is_read_as_it_was_typed(
    place: Place,
) -> None:
    id = place.says("I nominate Joes.shop, Mill Street")
    [sent] = place.ask("/2/tweets", params={"ids": id}).json()["data"]
    assert "Joes.shop" not in sent["text"]
    assert place.bot.reread((id,)).mentions[0].text == "@CashMob I nominate Joes.shop, Mill Street"


def test_a_long_message_is_cut_and_its_note_has_all_of_it(place: Place) -> None:
    text = "@CashMob I nominate Marlow" + " because they are kind" * 20
    id = place.says(text)
    [sent] = place.ask("/2/tweets", params={"ids": id}).json()["data"]
    assert (len(sent["text"]), "note_tweet" in sent) == (279, False)
    assert place.bot.reread((id,)).mentions[0].text == text


def test_an_edit_makes_a_new_id_and_every_version_can_be_read(place: Place) -> None:
    first = place.says("I nominate Marlow")
    place.clock.passes(minutes=5)
    post = place.face.post(first)
    assert post is not None
    edited = place.face.status_id(place.town.edit(post.id, "I nominate Harbour Lane Books"))
    assert (first == edited, place.face.post(edited)) == (False, place.face.post(first))
    body = place.ask("/2/tweets", params={"ids": f"{first},{edited}"}).json()
    assert [(p["text"], p["edit_history_tweet_ids"]) for p in body["data"]] == [
        ("@CashMob I nominate Marlow", [first, edited]),
        ("@CashMob I nominate Harbour Lane Books", [first, edited]),
    ]
    assert [p["id"] for p in place.ask(MENTIONS).json()["data"]] == [edited]


def test_what_is_gone_is_told_beside_what_is_not(place: Place) -> None:
    kept, gone = place.says("1"), place.says("2")
    post = place.face.post(gone)
    assert post is not None
    place.town.delete(post.id)
    body = place.ask("/2/tweets", params={"ids": f"{kept},{gone},1"}).json()
    assert [post["id"] for post in body["data"]] == [kept]
    assert [(e["resource_id"], e["title"]) for e in body["errors"]] == [
        (gone, "Not Found Error"),
        ("1", "Not Found Error"),
    ]
    assert place.bot.reread((kept, gone)).gone == (gone,)


def test_what_x_says_is_counted_for_its_price(place: Place) -> None:
    event = place.says("When is it?")
    next(place.bot.mentions(None, overlap=0))
    place.posts("On Saturday.", event)
    place.posts("Which shop?")
    assert place.bot.drain_usage() == {"owned_read": 1, "reply_summoned": 1, "post": 1}


def test_an_answer_begins_with_the_name_of_who_is_answered(place: Place) -> None:
    event = place.says("When is it?")
    answer = place.posts("On Saturday.", event)
    [shown] = place.ask(f"/2/users/{USER}/tweets").json()["data"]
    assert (shown["id"], shown["text"]) == (answer.id, "@rosa On Saturday.")
    assert place.town.said()[0].text == "On Saturday."


def test_a_picture_with_its_description_stands_in_the_post(place: Place) -> None:
    pictures = (Picture(b"\x89PNG...", "Twelve people in a bookshop"),)
    place.bot.post(Draft("What a day!", "en", media=pictures), key="a")
    assert place.town.said()[0].pictures == ("Twelve people in a bookshop",)
    assert [post.text for post in place.bot.own_posts(NOON)] == ["What a day!"]


def test_a_picture_is_good_for_a_day_and_a_later_post_brings_it_anew(place: Place) -> None:
    body = {"media": "iVBORw==", "media_category": "tweet_image"}
    id = place.ask("/2/media/upload", "POST", json=body).json()["data"]["id"]
    early, late = ({"text": text, "media": {"media_ids": [id]}} for text in ("early", "late"))
    place.clock.passes(hours=23)
    assert place.ask("/2/tweets", "POST", json=early).status_code == 201
    place.clock.passes(hours=1)
    assert place.ask("/2/tweets", "POST", json=late).status_code == 400
    window = (Picture(b"\x89PNG...", "The shop's window"),)
    for text in ("on the first day", "on the second day"):
        place.bot.post(Draft(text, "en", media=window), key=text)
        place.clock.passes(hours=25)
    shown = [post.pictures for post in place.town.said("day")]
    assert shown == [("The shop's window",)] * 2


def test_a_reply_to_somebody_who_did_not_name_the_bot_is_refused(place: Place) -> None:
    place.posts("Which shop?")
    untagged = place.says("Marlow", reply_to=1, tag=False)
    error = place.refused("Thank you", untagged)
    assert (error.outcome, error.trouble) == (Outcome.REFUSED, Trouble.REJECTED)
    assert "only reply to" in error.reason
    tagged = place.says("Marlow", reply_to=1)
    assert place.posts("Thank you", tagged).parent == tagged


def test_a_reply_to_what_is_gone_is_refused_in_xs_words(place: Place) -> None:
    body = {"text": "hello", "reply": {"in_reply_to_tweet_id": "99"}}
    answer = place.ask("/2/tweets", "POST", json=body)
    assert (answer.status_code, answer.json()["detail"]) == (
        403,
        "You attempted to reply to a Tweet that is deleted or not visible to you.",
    )


def test_the_same_text_twice_in_a_day_is_a_duplicate(place: Place) -> None:
    place.posts("We meet on Saturday")
    error = place.refused("We meet on Saturday")
    assert (error.outcome, error.trouble) == (Outcome.UNSURE, Trouble.DUPLICATE)
    place.clock.passes(days=1)
    place.posts("We meet on Saturday")
    assert len(place.town.said()) == 2


def test_a_text_that_weighs_too_much_is_refused(place: Place) -> None:
    assert place.ask("/2/tweets", "POST", json={"text": "ツ" * 140}).status_code == 201
    answer = place.ask("/2/tweets", "POST", json={"text": "ツ" * 140 + "x"})
    assert (answer.status_code, answer.json()["title"]) == (403, "Forbidden")
    assert answer.json()["detail"].startswith("Your Tweet text is too long.")


@pytest.mark.parametrize(
    ("text", "weighs"),
    [
        ("Café", 4),
        ("Cafe\u0301", 4),
        ("ツ", 2),
        ("“quoted” – so", 13),
        ("👩‍👩‍👧", 2),
        ("2️⃣ Marlow", 9),
        ("🇨🇦", 2),
        ("https://marlow.example/a/very/long/address", 23),
        ("Joes.shop", 23),
        ("e.g. this", 9),
    ],
)
def test_weight_is_counted_as_x_counts_and_ours_is_never_less(text: str, weighs: int) -> None:
    assert weight(text) == weighs
    assert our_weight(text) >= weighs


@pytest.mark.parametrize(
    ("path", "parameter"),
    [
        (f"{MENTIONS}?max_results=4", "max_results"),
        (f"{MENTIONS}?max_results=101", "max_results"),
        (f"{MENTIONS}?since_id=x", "since_id"),
        (f"{MENTIONS}?since_id=5&until_id=5", "since_id"),
        (f"{MENTIONS}?pagination_token=x", "pagination_token"),
        (f"{MENTIONS}?tweet.fields=colour", "tweet.fields"),
        (f"{MENTIONS}?post.fields=note_tweet", "post.fields"),
        (f"{MENTIONS}?colour=red", "colour"),
        ("/2/tweets?ids=x", "ids"),
        (f"/2/tweets?ids={','.join(str(n) for n in range(101))}", "ids"),
    ],
)
def test_what_x_does_not_understand_it_names(place: Place, path: str, parameter: str) -> None:
    answer = place.ask(path)
    assert (answer.status_code, answer.json()["title"]) == (400, "Invalid Request")
    assert list(answer.json()["errors"][0]["parameters"]) == [parameter]


@pytest.mark.parametrize(
    "body", [{}, {"text": " "}, {"text": 3}, {"text": "x", "colour": "red"}, [], "x"]
)
def test_a_post_without_a_text_or_with_more_than_x_knows_is_refused(
    place: Place, body: Any
) -> None:
    assert place.ask("/2/tweets", "POST", json=body).status_code == 400
    assert place.town.said() == ()


@pytest.mark.parametrize(
    "header",
    [
        "Bearer key",
        'OAuth oauth_token="key"',
        SIGNATURE.replace('oauth_token="key"', 'oauth_token="other"'),
        "",
    ],
)
def test_without_a_whole_signature_of_the_account_nothing_opens(place: Place, header: str) -> None:
    place.session.headers["Authorization"] = header
    answer = place.ask("/2/users/me")
    assert (answer.status_code, answer.json()["title"]) == (401, "Unauthorized")


def test_the_account_is_the_one_it_is_told_to_be() -> None:
    for place in place_of(user_id="42"):
        assert (place.bot.me().id, place.bot.me().name) == ("42", "CashMob")
        place.posts("Which shop?")
        assert len(place.bot.own_posts(NOON)) == 1
        other = place.ask(MENTIONS).json()
        assert other["errors"][0]["resource_type"] == "user"


def test_after_so_many_calls_of_a_kind_x_asks_to_wait_for_the_quarter_of_an_hour() -> None:
    for place in place_of(calls=3):
        place.clock.passes(minutes=2)
        left = [place.ask(MENTIONS).headers["x-rate-limit-remaining"] for _ in range(3)]
        with pytest.raises(NetworkError) as caught:
            next(place.bot.mentions(None, overlap=0))
        assert (left, caught.value.trouble) == (["2", "1", "0"], Trouble.LIMIT)
        assert caught.value.retry_at == datetime(2026, 11, 21, 12, 15, tzinfo=UTC)
        assert place.posts("Which shop?").text == "Which shop?"
        place.clock.passes(minutes=13)
        assert place.ask(MENTIONS).status_code == 200


def test_every_answer_is_dated_by_the_towns_clock(place: Place) -> None:
    place.clock.passes(days=3)
    for path in ("/2/users/me", "/2/nothing"):
        assert place.ask(path).headers["Date"] == "Tue, 24 Nov 2026 12:00:00 GMT"
    place.bot.me()
    assert place.bot.server_time() == NOON + timedelta(days=3)
