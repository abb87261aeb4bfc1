"""The town's Facebook face over real HTTP, asked by our own adapter and by plain requests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from bot.domain.posts import Draft, Mention, Picture, Post
from bot.networks import NetworkError, Outcome, Trouble
from bot.networks.facebook import FacebookNetwork, open_facebook
from bot.rehearsal.facebook_entities import PAGE
from bot.rehearsal.facebook_face import FacebookFace
from bot.rehearsal.serving import Serving
from bot.rehearsal.town import Person, Town
from tests.rehearsal.town_clock import NOON, Clock

ROSA = Person("rosa", "Rosa Whitlow", networks=("facebook",))
YVON = Person("yvon", "Yvon Theriault", language="fr", networks=("facebook",), nameless=True)
FIELDS = "id,from,message,created_time,is_hidden,parent{id},message_tags"


@dataclass
class Place:
    """A town with its face on the wire, and the two ways to ask it."""

    clock: Clock
    town: Town
    face: FacebookFace
    url: str
    bot: FacebookNetwork
    session: requests.Session

    def ask(self, path: str, verb: str = "GET", **more: Any) -> requests.Response:
        return self.session.request(verb, f"{self.url}/v26.0{path}", timeout=10, **more)

    def error(self, path: str, verb: str = "GET", **more: Any) -> tuple[int, int, str]:
        """The status, the code and the words of a refusal."""
        answer = self.ask(path, verb, **more)
        error = answer.json()["error"]
        return answer.status_code, error["code"], error["message"]

    def says(self, text: str, under: str | None = None, who: Person = ROSA) -> str:
        """Somebody writes, under a post or on the Page; the id of it."""
        above = self.face.post(under) if under else None
        post = self.town.write(who, text, "facebook", reply_to=above.id if above else None)
        return self.face.status_id(post)

    def posts(self, text: str, reply_to: str | None = None) -> Post:
        return self.bot.post(Draft(text, "en", reply_to=reply_to), key=text)

    def heard(self) -> list[Mention]:
        pages = self.bot.mentions(NOON.isoformat(), overlap=1)
        return sorted((m for page in pages for m in page.mentions), key=lambda m: m.text)


def place_of(**more: Any) -> Iterator[Place]:
    clock = Clock()
    town = Town(clock, seed=1)
    face = FacebookFace(town, token="key", **more)
    with Serving({"facebook": face}) as serving, requests.Session() as session:
        session.headers["Authorization"] = "Bearer key"
        url = serving.urls["facebook"]
        bot = open_facebook(
            base_url=url,
            page_id=more.get("page_id", PAGE),
            token="key",
            deadline=timedelta(seconds=5),
            now=clock,
        )
        yield Place(clock, town, face, url, bot, session)


@pytest.fixture
def place() -> Iterator[Place]:
    yield from place_of()


def test_a_comment_has_the_shape_of_facebooks(place: Place) -> None:
    call = place.posts("Which shop?")
    id = place.says("Marlow, for Cash Mob ❤️", call.id)
    comment = place.ask(f"/{id}", params={"fields": f"{FIELDS},like_count"}).json()
    writer = comment.pop("from")
    assert comment == {
        "id": id,
        "message": "Marlow, for Cash Mob ❤️",
        "created_time": "2026-11-21T12:00:00+0000",
        "is_hidden": False,
        "message_tags": [
            {"id": PAGE, "name": "Cash Mob", "type": "page", "offset": 12, "length": 8}
        ],
        "like_count": 0,
    }
    assert (writer["name"], len(writer["id"])) == ("Rosa Whitlow", 17)
    assert place.ask(f"/{call.id}", params={"fields": "from"}).json()["from"]["id"] == PAGE


def test_a_person_has_another_id_on_another_page() -> None:
    persons = set()
    for page in (PAGE, "200"):
        for place in place_of(page_id=page):
            call = place.posts("Which shop?")
            place.says("one", call.id)
            place.says("two", call.id)
            persons |= {mention.person for mention in place.heard()}
            assert place.bot.me().id == page
    assert len(persons) == 2


def test_a_nameless_persons_comments_have_no_writer(place: Place) -> None:
    call = place.posts("Which shop?")
    ids = [place.says("Marlow", call.id, YVON), place.says("Thistle", call.id, YVON)]
    assert "from" not in place.ask(f"/{ids[0]}", params={"fields": FIELDS}).json()
    heard = place.heard()
    assert [(m.nameless, m.name) for m in heard] == [(True, ""), (True, "")]
    assert [m.person for m in heard] == [f"facebook:{id}" for id in ids]


def test_a_post_that_names_the_page_tells_no_writer_and_one_on_its_wall_does(
    place: Place,
) -> None:
    tagging = place.says("I nominate Marlow")
    wall = place.face.status_id(place.town.write(ROSA, "Hello", "facebook", tag=False))
    tagged = place.ask(f"/{PAGE}/tagged", params={"fields": "id,from,message"}).json()
    assert tagged == {"data": [{"id": tagging, "message": "Cash Mob I nominate Marlow"}]}
    feed = place.ask(f"/{PAGE}/feed", params={"fields": "id,from"}).json()["data"]
    assert {row["id"]: "from" in row for row in feed} == {tagging: False, wall: True}
    assert [(m.event, m.nameless) for m in place.heard()] == [(tagging, True), (wall, False)]


def test_a_reply_to_a_reply_stands_under_the_first_comment(place: Place) -> None:
    call = place.posts("Which shop?")
    first = place.says("Marlow", call.id)
    reply = place.says("Oh yes", first)
    deeper = place.says("No!", reply)
    query = {"fields": "id,parent{id}", "filter": "stream", "order": "chronological"}
    rows = place.ask(f"/{call.id}/comments", params=query).json()["data"]
    assert rows == [
        {"id": first},
        {"id": reply, "parent": {"id": first}},
        {"id": deeper, "parent": {"id": first}},
    ]
    top = place.ask(f"/{call.id}/comments", params={"fields": "id"}).json()["data"]
    assert top == [{"id": first}]
    below = place.ask(f"/{first}/comments", params={"fields": "id"}).json()["data"]
    assert {row["id"] for row in below} == {reply, deeper}


def test_comments_come_inside_their_post_and_the_way_on_holds_the_token(place: Place) -> None:
    call = place.posts("Which shop?")
    ids = [place.says(str(number), call.id) for number in range(5)]
    order = "comments.filter(stream).order(reverse_chronological).limit(2){id}"
    [post] = place.ask(f"/{PAGE}/feed", params={"fields": f"id,{order}"}).json()["data"]
    comments = post["comments"]
    assert [row["id"] for row in comments["data"]] == [ids[4], ids[3]]
    onward = comments["paging"]["next"]
    query = parse_qs(urlsplit(onward).query)
    assert (query["access_token"], query["limit"], query["filter"]) == (["key"], ["2"], ["stream"])
    more = place.session.get(onward, timeout=10).json()
    assert [row["id"] for row in more["data"]] == [ids[2], ids[1]]
    last = place.session.get(more["paging"]["next"], timeout=10).json()
    assert ([row["id"] for row in last["data"]], "paging" in last) == ([ids[0]], False)


def test_the_feed_is_ranked_and_paged_and_may_be_cut_by_time(place: Place) -> None:
    for number in range(40):
        place.posts(str(number))
        place.clock.passes(minutes=1)
    first = place.ask(f"/{PAGE}/published_posts", params={"fields": "id,message"}).json()
    rest = place.session.get(first["paging"]["next"], timeout=10).json()
    shown = [row["message"] for row in first["data"] + rest["data"]]
    assert (len(first["data"]), len(rest["data"])) == (25, 15)
    assert (shown == sorted(shown, key=int), sorted(map(int, shown))) == (False, list(range(40)))
    since = int((NOON + timedelta(minutes=38)).timestamp())
    late = place.ask(f"/{PAGE}/feed", params={"fields": "message", "since": since}).json()["data"]
    assert {row["message"] for row in late} == {"38", "39"}


def test_an_id_does_not_always_tell_the_post(place: Place) -> None:
    call = place.posts("Which shop?")
    ids = [place.says(str(number), call.id) for number in range(60)]
    number = call.id.partition("_")[2]
    strange = [id for id in ids if id.partition("_")[0] != number]
    assert 0 < len(strange) < 30
    assert [place.face.status_id(post) for id in ids if (post := place.face.post(id))] == ids
    assert (place.face.post("1_1"), place.face.post(f"{PAGE}_x")) == (None, None)


def test_one_id_that_is_gone_spoils_the_whole_call(place: Place) -> None:
    call = place.posts("Which shop?")
    kept, gone = place.says("1", call.id), place.says("2", call.id)
    both = {"ids": f"{kept},{gone}", "fields": FIELDS}
    assert list(place.ask("/", params=both).json()) == [kept, gone]
    post = place.face.post(gone)
    assert post is not None
    place.town.delete(post.id)
    status, code, words = place.error("/", params=both)
    assert (status, code, f"'{gone}' does not exist" in words) == (400, 100, True)
    assert place.bot.reread((kept, gone)).gone == (gone,)


def test_with_a_comment_its_replies_are_gone(place: Place) -> None:
    call = place.posts("Which shop?")
    first = place.says("Marlow", call.id)
    reply = place.says("Oh yes", first)
    post = place.face.post(first)
    assert post is not None
    place.town.delete(post.id)
    assert place.face.post(reply) is None
    assert place.bot.replies(call.id).mentions == ()


def test_a_field_that_an_object_has_not_is_refused(place: Place) -> None:
    call = place.posts("Which shop?")
    refusal = place.error(f"/{call.id}", params={"fields": FIELDS})
    assert refusal == (400, 100, "(#100) Tried accessing nonexisting field (parent)")
    assert place.error(f"/{call.id}", params={"fields": "comments.limit(3"})[:2] == (400, 100)
    assert place.bot.reread((place.says("I nominate Marlow"),)).gone == ()


def test_likes_are_counted_and_the_pages_own_is_one(place: Place) -> None:
    call = place.posts("Which shop?")
    candidate = place.posts("1. Marlow", call.id)
    other = place.posts("2. Bell Books", call.id)
    post = place.face.post(candidate.id)
    assert post is not None
    for person in (ROSA, YVON, ROSA):
        place.town.like(person, post.id)
    assert place.bot.likes(call.id, (candidate.id, other.id)) == {candidate.id: 2, other.id: 0}
    place.town.unlike(ROSA, post.id)
    assert place.bot.likes(call.id, (candidate.id,)) == {candidate.id: 1}
    event = place.says("Marlow", call.id)
    place.bot.acknowledge(event)
    assert [post.text for post in place.town.acknowledged()] == ["Marlow"]
    assert place.error("/1_1/likes", "POST")[:2] == (400, 100)


def test_a_post_the_page_wrote_today_is_a_duplicate_but_a_comment_is_not(place: Place) -> None:
    call = place.posts("Which shop?")
    with pytest.raises(NetworkError) as caught:
        place.posts("Which shop?")
    assert (caught.value.outcome, caught.value.trouble) == (Outcome.UNSURE, Trouble.DUPLICATE)
    for _ in range(2):
        place.posts("Which shop?", call.id)
    place.clock.passes(days=1)
    place.posts("Which shop?")
    assert len(place.town.said()) == 4


@pytest.mark.parametrize(
    ("path", "form"),
    [
        (f"/{PAGE}/feed", {"message": " "}),
        (f"/{PAGE}/feed", {"message": "x" * 63_207}),
        (f"/{PAGE}/feed", {"message": "x", "attached_media[0]": '{"media_fbid":"1"}'}),
        ("/99/feed", {"message": "x"}),
        ("/99/comments", {"message": "x"}),
        (f"/{PAGE}/photos", {"published": "false"}),
    ],
)
def test_what_facebook_does_not_take(place: Place, path: str, form: dict[str, str]) -> None:
    assert place.error(path, "POST", data=form)[:2] == (400, 100)
    assert place.town.said() == ()


def test_a_comment_may_be_eight_thousand_characters_long(place: Place) -> None:
    call = place.posts("Which shop?")
    path = f"/{call.id}/comments"
    assert place.ask(path, "POST", data={"message": "x" * 8_000}).ok
    assert place.error(path, "POST", data={"message": "x" * 8_001})[:2] == (400, 100)


def test_pictures_with_their_descriptions_stand_in_posts_and_comments(place: Place) -> None:
    pictures = (Picture(b"\x89PNG\r\n\x00\xff", "Twelve people in a bookshop"),)
    call = place.bot.post(Draft("What a day!", "en", media=pictures), key="a")
    place.bot.post(Draft("Thank you", "en", reply_to=call.id, media=pictures), key="b")
    assert [post.pictures for post in place.town.said()] == [("Twelve people in a bookshop",)] * 2


def test_a_wrong_token_opens_nothing(place: Place) -> None:
    place.session.headers["Authorization"] = "Bearer wrong"
    for verb, path in (("GET", "/me"), ("GET", f"/{PAGE}/feed"), ("POST", f"/{PAGE}/feed")):
        assert place.error(path, verb)[:2] == (400, 190)
    assert place.town.posts() == ()


def test_the_share_of_calls_grows_with_the_people_and_its_use_is_told() -> None:
    for place in place_of(calls=4):
        told = "X-Business-Use-Case-Usage"
        rows = [place.ask("/me").headers[told] for _ in range(4)]
        assert '"call_count": 25' in rows[0]
        assert place.error("/me")[:2] == (400, 80001)
        with pytest.raises(NetworkError) as caught:
            place.bot.me()
        assert caught.value.trouble is Trouble.LIMIT
        assert caught.value.retry_at == NOON + timedelta(days=1)
        for person in (ROSA, replace(ROSA, handle="noor")):
            place.says("Hello", who=person)
        assert place.ask("/me").ok
        place.clock.passes(days=1, minutes=1)
        assert place.bot.me().id == PAGE


def test_too_much_at_once_is_asked_for_in_smaller_pages(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.rehearsal.facebook_face.MOST_ROWS", 60)
    for number in range(6):
        call = place.posts(str(number))
        for vote in range(20):
            place.says(f"{number}-{vote}", call.id)
    order = "comments.filter(stream).limit(100){id}"
    status, code, _ = place.error(f"/{PAGE}/feed", params={"fields": f"id,{order}"})
    assert (status, code) == (500, 1)
    assert len(place.heard()) == 120


def test_every_answer_is_dated_by_the_towns_clock_and_tells_the_version(place: Place) -> None:
    place.clock.passes(days=3)
    for path in ("/me", "/no/such/thing/here"):
        answer = place.ask(path)
        assert answer.headers["Date"] == "Tue, 24 Nov 2026 12:00:00 GMT"
        assert answer.headers["Facebook-API-Version"] == "v26.0"
    assert place.error("/no/such/thing/here")[1] == 2500
