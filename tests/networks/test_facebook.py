"""A Facebook Page as the bot meets it: what is read, what is posted, and how it refuses."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.domain.posts import Draft, Mention, Picture
from bot.networks import Account, NetworkError, Outcome, Trouble
from bot.networks.facebook import FacebookNetwork, open_facebook
from tests.networks.scripted import Answer, Asked, Server, running

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
PAGE = "743719937957131"
TOKEN = "EAAB-page-token-0451"
BASE = "/v26.0"
RECORDED = json.loads(
    (Path(__file__).parent / "recorded" / "facebook_feed_comments.json").read_text("utf-8")
)["items"]


@pytest.fixture
def graph() -> Iterator[Server]:
    with running() as server:
        yield server


def bot(server: Server, *, page: str = PAGE, seconds: float = 5) -> FacebookNetwork:
    return open_facebook(
        base_url=server.url,
        page_id=page,
        token=TOKEN,
        deadline=timedelta(seconds=seconds),
        now=lambda: NOW,
    )


def at(minutes: float) -> str:
    return (NOW - timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%S+0000")


def comment(id: str, minutes: float = 5, text: str = "2", **more: Any) -> dict[str, Any]:
    ann = {"name": "Ann", "id": "7001"}
    return {"id": id, "from": ann, "message": text, "created_time": at(minutes)} | more


def ours(**more: Any) -> dict[str, Any]:
    return {
        "id": f"{PAGE}_1",
        "from": {"name": "Cash mob", "id": PAGE},
        "message": "Which shop?",
        "created_time": at(600),
    } | more


def under(*comments: dict[str, Any], onward: str | None = None) -> dict[str, Any]:
    paging: dict[str, Any] = {"cursors": {"before": "MQZDZD", "after": "MQZDZD"}}
    if onward:
        paging["next"] = f"https://graph.facebook.com/v26.0/x?access_token={TOKEN}&{onward}"
    return {"data": list(comments), "paging": paging}


class Wall:
    """The edges of a Page by name; each a list of pages, the last without a next."""

    def __init__(self, **edges: Any) -> None:
        self.edges = edges

    def __call__(self, asked: Asked) -> Answer:
        edge = urlsplit(asked.path).path.rsplit("/", 1)[-1]
        return Answer(self.edges.get(edge, {"data": []}))


def read(network: FacebookNetwork, since: str, overlap: int = 0) -> list[str]:
    pages = network.mentions(since, overlap=overlap)
    return [mention.event for page in pages for mention in page.mentions]


LONG_AGO = "2010-01-01T00:00:00+00:00"


# The token


def test_the_token_is_in_no_address_no_log_and_no_error(
    graph: Server, caplog: pytest.LogCaptureFixture
) -> None:
    graph.serve = lambda asked: (
        Answer(under(onward="after=b"))
        if "after" not in asked.query
        else error(190, f"Malformed access token {TOKEN}")
    )
    with caplog.at_level(logging.DEBUG), pytest.raises(NetworkError) as caught:
        bot(graph).replies("1")
    assert caught.value.trouble is Trouble.TOKEN
    assert TOKEN not in str(caught.value)
    assert TOKEN not in caplog.text
    assert [TOKEN in asked.line for asked in graph.asked] == [False, False]
    assert {asked.headers["Authorization"] for asked in graph.asked} == {f"Bearer {TOKEN}"}


def test_the_token_tells_whose_it_is(graph: Server) -> None:
    graph.says(Answer({"id": PAGE, "name": "Cash mob Graz"}))
    network = bot(graph)
    assert network.me() == Account(PAGE, "Cash mob Graz", 8_000)
    assert network.server_time() == NOW
    assert graph.calls() == [("GET", f"{BASE}/me")]


def test_a_version_that_is_dead_is_noticed_once(
    graph: Server, caplog: pytest.LogCaptureFixture
) -> None:
    graph.serve = lambda asked: Answer({"id": PAGE}, headers={"Facebook-API-Version": "v27.0"})
    network = bot(graph)
    network.me()
    network.me()
    assert caplog.messages == ["Facebook answers as v27.0 though asked as v26.0"]


# The recorded traffic


def recorded_pages(page: str, *, nested: bool) -> list[dict[str, Any]]:
    """The pages of one walk through that Page's feed, in their order."""
    return [
        item["body"]
        for item in RECORDED
        if "data" in item["body"]
        and f"/{page}/feed" in item["uri"]
        and ("comments%7Bmessage%2Ccreated_time%2Cfrom%2Ccomments" in item["uri"]) is nested
    ]


def recorded_ids(rows: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Each comment's id and writer, replies included."""
    found = []
    for row in rows:
        for one in row.get("comments", {}).get("data", []):
            found.append((one["id"], one["from"]["id"]))
            found += recorded_ids([one])
    return found


def replay(pages: list[dict[str, Any]]) -> Any:
    starts: dict[str | None, int] = {None: 0}
    for place, page in enumerate(pages):
        query = parse_qs(urlsplit(page["paging"].get("next", "")).query)
        starts |= dict.fromkeys(query.get("after", []), place + 1)

    def serve(asked: Asked) -> Answer:
        if asked.path.endswith(("/feed", "/published_posts")):
            return Answer(pages[starts[asked.query.get("after")]])
        return Answer({"data": []})

    return serve


def test_the_recorded_comments_are_all_read_and_none_twice(graph: Server) -> None:
    read_ids: list[str] = []
    for page, nested in (("743719937957131", True), ("115569524817845", True)):
        pages = recorded_pages(page, nested=nested)
        recorded = recorded_ids([row for body in pages for row in body["data"]])
        graph.serve = replay(pages)
        network = bot(graph, page=page)
        heard = [m for p in network.mentions(LONG_AGO, overlap=0) for m in p.mentions]
        said = network.own_posts(datetime(2010, 1, 1, tzinfo=UTC))
        assert {m.person for m in heard} == {f"{page}:{who}" for _, who in recorded if who != page}
        ids = [mention.event for mention in heard] + [post.id for post in said]
        assert sorted(ids) == sorted(id for id, _ in recorded)
        assert all(m.parent for m in heard)
        read_ids += ids
    assert len(read_ids) == len(set(read_ids)) == 165


def test_the_recorded_walk_without_replies_gives_the_same_comments(graph: Server) -> None:
    page = "743719937957131"
    flat = recorded_pages(page, nested=False)
    graph.serve = replay(flat)
    heard = read(bot(graph, page=page), LONG_AGO)
    flat_ids = recorded_ids([row for body in flat for row in body["data"]])
    assert sorted(heard) == sorted(id for id, who in flat_ids if who != page)
    assert len(graph.asked) == len(flat) + 1


def test_a_recorded_reply_answers_the_comment_above_it(graph: Server) -> None:
    page = "743719937957131"
    pages = recorded_pages(page, nested=True)
    above = {
        reply["id"]: one["id"]
        for body in pages
        for row in body["data"]
        for one in row.get("comments", {}).get("data", [])
        for reply in one.get("comments", {}).get("data", [])
        if reply["from"]["id"] != page
    }
    graph.serve = replay(pages)
    heard = [m for p in bot(graph, page=page).mentions(LONG_AGO, overlap=0) for m in p.mentions]
    assert above
    assert {m.event: m.parent for m in heard if m.event in above} == above


def test_the_recorded_errors_are_refusals(graph: Server) -> None:
    errors = [item for item in RECORDED if "error" in item["body"]]
    assert len(errors) == 40
    for item in errors:
        graph.says(Answer(item["body"], item["status"]["code"]))
        with pytest.raises(NetworkError) as caught:
            bot(graph).me()
        assert (caught.value.outcome, caught.value.trouble) == (Outcome.REFUSED, Trouble.REJECTED)


# Mentions


def test_a_comment_is_read_with_its_writer_its_parent_and_its_time(graph: Server) -> None:
    graph.serve = Wall(feed={"data": [ours(comments=under(comment("8_1", 5, "2 please")))]})
    page, end = bot(graph).mentions(at(60), overlap=0)
    assert end.mentions == ()
    assert page.mentions == (
        Mention(
            network="facebook",
            event="8_1",
            person=f"{PAGE}:7001",
            name="Ann",
            text="2 please",
            said_at=NOW - timedelta(minutes=5),
            parent=f"{PAGE}_1",
            tags_us=False,
        ),
    )
    assert end.cursor == (NOW - timedelta(minutes=5)).isoformat()
    assert [asked.path for asked in graph.asked] == [f"{BASE}/{PAGE}/feed", f"{BASE}/{PAGE}/tagged"]
    fields = "id,from,message,created_time"
    assert graph.asked[0].query["fields"] == (
        f"{fields},message_tags,comments.filter(stream).order(reverse_chronological).limit(100)"
        f"{{{fields},is_hidden,parent{{id}},message_tags}}"
    )


def test_two_comments_without_a_writer_are_two_people(graph: Server) -> None:
    nameless = [comment("8_1"), comment("8_2")]
    for one in nameless:
        del one["from"]
    graph.serve = Wall(feed={"data": [ours(comments=under(*nameless))]})
    page, end = bot(graph).mentions(at(60), overlap=0)
    assert end.mentions == ()
    assert [(m.nameless, m.person, m.name) for m in page.mentions] == [
        (True, "facebook:8_1", ""),
        (True, "facebook:8_2", ""),
    ]


def test_the_pages_own_comments_and_hidden_ones_are_no_mentions(graph: Server) -> None:
    graph.serve = Wall(
        feed={
            "data": [
                ours(
                    comments=under(
                        comment("8_1", **{"from": {"id": PAGE, "name": "Cash mob"}}),
                        comment("8_2", is_hidden=True),
                        comment("8_3", message_tags=[{"id": PAGE, "name": "Cash mob"}]),
                    )
                )
            ]
        }
    )
    page, end = bot(graph).mentions(at(60), overlap=0)
    assert end.mentions == ()
    assert [(m.event, m.tags_us) for m in page.mentions] == [("8_3", True)]


def test_a_reply_to_a_reply_knows_the_comment_on_top(graph: Server) -> None:
    graph.serve = Wall(
        feed={
            "data": [ours(comments=under(comment("8_2", parent={"id": "8_1"}), comment("8_1", 6)))]
        }
    )
    page, end = bot(graph).mentions(at(60), overlap=0)
    assert end.mentions == ()
    assert [(m.event, m.parent) for m in page.mentions] == [("8_1", f"{PAGE}_1"), ("8_2", "8_1")]


def test_posts_that_tag_the_page_and_posts_on_its_wall_are_mentions(graph: Server) -> None:
    tagged = {"id": "9_1", "message": "@Cash mob: the bakery!", "created_time": at(4)}
    on_the_wall = comment("9_2", 3, "The bookshop", comments=under(comment("8_1")))
    graph.serve = Wall(feed={"data": [on_the_wall, tagged, ours()]}, tagged={"data": [tagged]})
    pages = list(bot(graph).mentions(at(60), overlap=0))
    assert [(m.event, m.nameless, m.tags_us, m.parent) for p in pages for m in p.mentions] == [
        ("9_2", False, True, None),
        ("9_1", True, True, None),
    ]


def test_an_empty_page_with_a_next_does_not_end_the_walk(graph: Server) -> None:
    def serve(asked: Asked) -> Answer:
        if asked.path.endswith("/tagged"):
            return Answer({"data": []})
        if asked.path.endswith("/comments"):
            last = asked.query["after"] == "c2"
            return Answer(under(comment("8_3"))) if last else Answer(under(onward="after=c2"))
        after = asked.query.get("after")
        if after is None:
            return Answer(under(onward="after=p1&limit=7"))
        if after == "p1":
            return Answer(
                {"data": [], "paging": {"next": f"{graph.url}/?until=5&__paging_token=t"}}
            )
        raise AssertionError(after)

    def timed(asked: Asked) -> Answer:
        if asked.query.get("__paging_token") == "t":
            return Answer({"data": [ours(comments=under(comment("8_2"), onward="after=c1"))]})
        return serve(asked)

    graph.serve = timed
    assert read(bot(graph), at(60)) == ["8_2", "8_3"]
    assert [asked.query.get("limit") for asked in graph.asked] == ["25"] * 3 + ["100"] * 2 + ["25"]


def test_pages_that_lead_in_a_circle_are_left(graph: Server) -> None:
    graph.serve = lambda asked: Answer(under(comment("8_1"), onward="after=again"))
    with pytest.raises(NetworkError, match="do not end"):
        bot(graph).replies("1")
    assert len(graph.asked) == 2


def test_too_large_a_page_is_asked_for_in_halves(graph: Server) -> None:
    def serve(asked: Asked) -> Answer:
        if int(asked.query["limit"]) > 30:
            return error(1, "Please reduce the amount of data you're asking for", status=500)
        return Answer(under(comment("8_1")))

    graph.serve = serve
    assert [m.event for m in bot(graph).replies("1").mentions] == ["8_1"]
    assert [asked.query["limit"] for asked in graph.asked] == ["100", "50", "25"]


def test_a_comment_that_shows_up_late_is_found_by_the_overlap(graph: Server) -> None:
    comments = [comment("8_1", 5)]
    graph.serve = lambda asked: Wall(feed={"data": [ours(comments=under(*comments))]})(asked)
    network = bot(graph)
    *_, page = network.mentions(at(600), overlap=0)
    comments.append(comment("8_2", 50))
    assert read(network, page.cursor or "", overlap=0) == ["8_1"]
    assert read(network, page.cursor or "", overlap=1) == ["8_2", "8_1"]


def test_until_the_last_page_the_cursor_stays(graph: Server) -> None:
    first = {"data": [ours(comments=under(comment("8_1", 5)))]}
    paging = {"next": "https://graph.facebook.com/x?after=p1"}
    second = {"data": [ours(id=f"{PAGE}_2", comments=under(comment("8_2", 7), comment("8_1", 5)))]}
    graph.serve = lambda asked: (
        Answer({"data": []})
        if asked.path.endswith("/tagged")
        else Answer(second if "after" in asked.query else first | {"paging": paging})
    )
    pages = list(bot(graph).mentions("2026-11-01T09:00:00+00:00", overlap=0))
    assert [([m.event for m in page.mentions], page.cursor) for page in pages] == [
        (["8_1"], "2026-11-01T09:00:00+00:00"),
        (["8_2"], "2026-11-01T09:00:00+00:00"),
        ([], "2026-11-01T11:55:00+00:00"),
    ]


def test_the_first_start_begins_now(graph: Server) -> None:
    graph.serve = Wall(feed={"data": [ours(comments=under(comment("8_1", 5000)))]})
    (page,) = bot(graph).mentions(None, overlap=3)
    assert ([m.event for m in page.mentions], page.cursor) == (["8_1"], NOW.isoformat())


def test_comments_of_the_last_sixty_days_are_watched(graph: Server) -> None:
    graph.serve = Wall()
    read(bot(graph), at(5))
    since = int((NOW - timedelta(days=60)).timestamp())
    assert [asked.query["since"] for asked in graph.asked] == [str(since)] * 2


# Replies and reading again


def test_all_replies_under_a_post_are_read(graph: Server) -> None:
    graph.serve = Wall(comments=under(comment("8_2", parent={"id": "8_1"}), comment("8_1", 9000)))
    page = bot(graph).replies("1")
    assert [(m.event, m.parent) for m in page.mentions] == [("8_1", "1"), ("8_2", "8_1")]
    assert graph.asked[0].query == {
        "fields": "id,from,message,created_time,is_hidden,parent{id},message_tags",
        "filter": "stream",
        "order": "reverse_chronological",
        "limit": "100",
    }


def test_a_post_that_is_gone_has_no_replies(graph: Server) -> None:
    graph.says(error(100, GONE, subcode=33))
    page = bot(graph).replies("1")
    assert (page.mentions, page.gone) == ((), ("1",))


def test_messages_are_read_again_as_they_are_now(graph: Server) -> None:
    there = {"8_1": comment("8_1", text="3, I changed my mind"), "8_4": comment("8_4")}
    post = {"9_1": {"id": "9_1", "message": "The bakery!", "created_time": at(9)}}
    hidden = {"8_2": comment("8_2", is_hidden=True)}

    def serve(asked: Asked) -> Answer:
        ids = asked.query["ids"].split(",") if "ids" in asked.query else [asked.path.split("/")[-1]]
        found: dict[str, Any] = {}
        for id in ids:
            if id in post and "parent" in asked.query["fields"]:
                return error(
                    100, "(#100) Tried accessing nonexisting field (parent) on node type (Post)"
                )
            if id not in there | post | hidden:
                return error(100, GONE, subcode=33)
            found[id] = (there | post | hidden)[id]
        return Answer(found if "ids" in asked.query else found[ids[0]])

    graph.serve = serve
    page = bot(graph).reread(("8_1", "8_2", "8_3", "9_1", "8_4"))
    assert [(m.event, m.text) for m in page.mentions] == [
        ("8_1", "3, I changed my mind"),
        ("9_1", "The bakery!"),
        ("8_4", "2"),
    ]
    assert page.gone == ("8_2", "8_3")


def test_a_message_read_again_keeps_its_parent(graph: Server) -> None:
    graph.serve = Wall(comments=under(comment("8_1")))
    network = bot(graph)
    network.replies("1")
    graph.says(Answer(comment("8_1", text="3")))
    (mention,) = network.reread(("8_1",)).mentions
    assert (mention.text, mention.parent) == ("3", "1")


def test_reading_again_stops_where_reading_is_not_possible(graph: Server) -> None:
    graph.says(error(190, "Session has expired", subcode=463))
    with pytest.raises(NetworkError) as caught:
        bot(graph).reread(("8_1", "8_2"))
    assert caught.value.trouble is Trouble.TOKEN


def test_the_likes_of_a_ballot_are_one_walk_that_ends_where_all_are_known(graph: Server) -> None:
    all_faces = {"like_count": 2, "reactions": under() | {"summary": {"total_count": 5}}}
    first = [{"id": "8_1", **all_faces}, {"id": "8_9", "like_count": 40}]
    graph.says(
        Answer(under(*first, onward="after=one")),
        Answer(under({"id": "8_2", "like_count": 2}, {"id": "8_3"}, onward="after=two")),
    )
    assert bot(graph).likes("8", ("8_1", "8_2", "8_3")) == {"8_1": 5, "8_2": 2, "8_3": 0}
    assert graph.calls() == [("GET", f"{BASE}/8/comments")] * 2
    asked = graph.asked[0].query
    assert (asked["filter"], asked["order"]) == ("toplevel", "chronological")


def test_a_comment_that_is_gone_has_no_likes_to_tell(graph: Server) -> None:
    graph.says(Answer(under({"id": "8_1", "like_count": 2})))
    assert bot(graph).likes("8", ("8_1", "8_2")) == {"8_1": 2}


# Posting


def test_a_post_and_a_reply_go_out(graph: Server) -> None:
    graph.says(Answer({"id": f"{PAGE}_2"}), Answer({"id": "2_1"}))
    network = bot(graph)
    post = network.post(Draft("Which shop?", "en"), key="k")
    assert (post.id, post.posted_at, post.parent) == (f"{PAGE}_2", NOW, None)
    assert post.url == f"https://www.facebook.com/{PAGE}_2"
    reply = network.post(Draft("Quel magasin ?", "fr", reply_to=post.id), key="k")
    assert (reply.id, reply.parent) == ("2_1", post.id)
    assert [(asked.method, asked.path, asked.form) for asked in graph.asked] == [
        ("POST", f"{BASE}/{PAGE}/feed", {"message": "Which shop?"}),
        ("POST", f"{BASE}/{PAGE}_2/comments", {"message": "Quel magasin ?"}),
    ]


def test_a_picture_goes_up_with_its_description(graph: Server) -> None:
    graph.serve = lambda asked: Answer({"id": "55"})
    network = bot(graph)
    window = Picture(b"\x89PNG\xff\x00", "The shop's window")
    network.post(Draft("Look", "en", media=(window,)), key="k")
    network.post(Draft("Look", "en", reply_to="1", media=(window,)), key="k")
    photo, post, _, reply = graph.asked
    assert photo.path == f"{BASE}/{PAGE}/photos"
    assert b'name="alt_text_custom"\r\n\r\nThe shop\'s window' in photo.body
    assert b'name="published"\r\n\r\nfalse' in photo.body
    assert b'filename="picture.png"\r\nContent-Type: image/png\r\n\r\n\x89PNG\xff\x00' in photo.body
    assert post.form == {"message": "Look", "attached_media[0]": '{"media_fbid": "55"}'}
    assert reply.form == {"message": "Look", "attachment_id": "55"}


def test_a_text_or_picture_that_is_too_large_is_not_even_sent(graph: Server) -> None:
    network = bot(graph)
    with pytest.raises(NetworkError) as caught:
        network.post(Draft("a" * 8_001, "en"), key="k")
    assert (caught.value.outcome, caught.value.trouble) == (Outcome.REFUSED, Trouble.REJECTED)
    with pytest.raises(NetworkError):
        network.post(Draft("", "en", media=(Picture(b"x" * 4_000_001, "A window"),)), key="k")
    assert graph.asked == []
    assert network.length("Größe 🎉") == 7


def test_a_vote_is_acknowledged_with_the_pages_like(graph: Server) -> None:
    graph.says(Answer({"success": True}))
    bot(graph).acknowledge("8_1")
    assert graph.calls() == [("POST", f"{BASE}/8_1/likes")]


def test_own_posts_and_replies_are_read_back(graph: Server) -> None:
    by_us = {"from": {"id": PAGE, "name": "Cash mob"}}
    posts = {
        "data": [
            ours(
                created_time=at(900),
                comments=under(comment("8_2", 5, "Thanks", **by_us), comment("8_1")),
            ),
            ours(id=f"{PAGE}_2", created_time=at(30)),
        ]
    }

    def serve(asked: Asked) -> Answer:
        if asked.path == f"{BASE}/9_1/comments":
            return Answer(under(comment("9_5", 20, "We heard you", **by_us)))
        if asked.path == f"{BASE}/9_2/comments":
            return error(10, "(#10) This endpoint requires the 'pages_read_engagement' permission")
        return Wall(published_posts=posts, tagged={"data": [{"id": "9_1"}, {"id": "9_2"}]})(asked)

    graph.serve = serve
    since = NOW - timedelta(minutes=60)
    assert [(p.id, p.text, p.parent) for p in bot(graph).own_posts(since)] == [
        ("8_2", "Thanks", f"{PAGE}_1"),
        ("9_5", "We heard you", "9_1"),
        (f"{PAGE}_2", "Which shop?", None),
    ]


# Refusals, in Facebook's own words


def error(
    code: int | str,
    message: str,
    *,
    subcode: int | None = None,
    status: int = 400,
    headers: dict[str, str] | None = None,
    **more: Any,
) -> Answer:
    body = {"message": message, "type": "OAuthException", "code": code, "fbtrace_id": "A"} | more
    if subcode is not None:
        body["error_subcode"] = subcode
    return Answer({"error": body}, status, headers or {})


GONE = (
    "Unsupported get request. Object with ID '1' does not exist, cannot be loaded due to missing "
    "permissions, or does not support this operation."
)
NO_ROLE = (
    "(#200) Requires permission: pages_messaging or User associated with the Page access token "
    "does not have an appropriate role on the Page."
)


@pytest.mark.parametrize(
    ("answer", "outcome", "trouble"),
    [
        (error(190, "Session has expired", subcode=463), Outcome.NOT_APPLIED, Trouble.TOKEN),
        (error(190, "Error validating access token", subcode=460), Outcome.NOT_APPLIED,
         Trouble.TOKEN),
        (error(102, "Session key invalid"), Outcome.NOT_APPLIED, Trouble.TOKEN),
        (error(210, "(#210) A page access token is required"), Outcome.NOT_APPLIED, Trouble.TOKEN),
        (error(4854002, "Confirm your identity"), Outcome.NOT_APPLIED, Trouble.TOKEN),
        (error(200, NO_ROLE, status=403), Outcome.REFUSED, Trouble.REJECTED),
        (error(10, "Application does not have permission"), Outcome.REFUSED, Trouble.REJECTED),
        (error(506, "(#506) Duplicate status message"), Outcome.UNSURE, Trouble.DUPLICATE),
        (error("REDACTED", "(#506) Duplicate status message"), Outcome.UNSURE, Trouble.DUPLICATE),
        (error(506, "Duplicate status message"), Outcome.UNSURE, Trouble.DUPLICATE),
        (error(368, "You've already posted this"), Outcome.UNSURE, Trouble.DUPLICATE),
        (error(368, "The action attempted has been deemed abusive", subcode=1346003),
         Outcome.REFUSED, Trouble.REJECTED),
        (error(368, "We limit how often you can post, comment", subcode=1390008),
         Outcome.NOT_APPLIED, Trouble.REJECTED),
        (error(100, GONE, subcode=33), Outcome.REFUSED, Trouble.GONE),
        (error(100, "(#100) Invalid parameter"), Outcome.REFUSED, Trouble.REJECTED),
        (error(80001, "(#80001) There have been too many calls to this Page account."),
         Outcome.NOT_APPLIED, Trouble.LIMIT),
        (error(4, "(#4) Application request limit reached", status=403),
         Outcome.NOT_APPLIED, Trouble.LIMIT),
        (error(17, "User request limit reached"), Outcome.NOT_APPLIED, Trouble.LIMIT),
        (error(32, "Page request limit reached", status=403), Outcome.NOT_APPLIED, Trouble.LIMIT),
        (error(613, "Calls to this api have exceeded the rate limit."),
         Outcome.NOT_APPLIED, Trouble.LIMIT),
        (error(1, "An unknown error occurred", status=500), Outcome.UNSURE, Trouble.DOWN),
        (error(2, "Service temporarily unavailable", status=500, is_transient=True),
         Outcome.UNSURE, Trouble.DOWN),
        (error(1, "Please reduce the amount of data", status=500), Outcome.UNSURE, Trouble.DOWN),
        (error(99, "Odd", is_transient=True), Outcome.UNSURE, Trouble.DOWN),
        (Answer(b"<html>Bad gateway</html>", 502), Outcome.UNSURE, Trouble.DOWN),
        (Answer(b"<html>Welcome</html>"), Outcome.UNSURE, Trouble.DOWN),
        (Answer(b"<html>Log in</html>", 403), Outcome.UNSURE, Trouble.DOWN),
        (Answer({}, 302, {"Location": "http://127.0.0.1/login"}), Outcome.UNSURE, Trouble.DOWN),
        (Answer({"success": True}), Outcome.UNSURE, Trouble.DOWN),
        (Answer({"id": "1"}, how="cut"), Outcome.UNSURE, Trouble.DOWN),
        (Answer(how="silence"), Outcome.UNSURE, Trouble.DOWN),
        (Answer(b"<html>slow down</html>", 429), Outcome.NOT_APPLIED, Trouble.LIMIT),
    ],
)  # fmt: skip
def test_what_a_failed_post_means(
    graph: Server, answer: Answer, outcome: Outcome, trouble: Trouble
) -> None:
    graph.says(answer)
    with pytest.raises(NetworkError) as caught:
        bot(graph).post(Draft("Hello", "en"), key="k")
    assert (caught.value.outcome, caught.value.trouble) == (outcome, trouble)
    assert len(graph.asked) == 1


def test_a_read_that_fails_may_simply_be_asked_again(graph: Server) -> None:
    for answer in (error(2, "Try later", status=500), Answer(b"<html>", 502), Answer([1])):
        graph.says(answer)
        with pytest.raises(NetworkError) as caught:
            bot(graph).me()
        assert (caught.value.outcome, caught.value.trouble) == (Outcome.NOT_APPLIED, Trouble.DOWN)


def test_a_dead_token_says_why(graph: Server) -> None:
    graph.says(error(190, "Error validating access token", subcode=460))
    with pytest.raises(NetworkError, match="the password was changed"):
        bot(graph).me()


def test_nobody_there_is_surely_not_applied() -> None:
    with running() as gone:
        network = bot(gone)
    with pytest.raises(NetworkError) as caught:
        network.post(Draft("Hello", "en"), key="k")
    assert caught.value.outcome is Outcome.NOT_APPLIED


# Limits


def business(percent: int, minutes: int = 0) -> dict[str, str]:
    row = {
        "type": "pages",
        "call_count": percent,
        "total_cputime": 1,
        "total_time": 1,
        "estimated_time_to_regain_access": minutes,
    }
    return {"X-Business-Use-Case-Usage": json.dumps({PAGE: [row]})}


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def test_after_a_throttle_nothing_is_asked_until_the_time_named(graph: Server) -> None:
    clock = Clock()
    network = open_facebook(
        base_url=graph.url,
        page_id=PAGE,
        token=TOKEN,
        deadline=timedelta(seconds=5),
        now=clock,
    )
    graph.says(
        error(80001, "(#80001) There have been too many calls", headers=business(100, 19)),
        Answer({"id": PAGE}),
    )
    until = NOW + timedelta(minutes=19)
    for _ in range(2):
        with pytest.raises(NetworkError) as caught:
            network.me()
        assert (caught.value.trouble, caught.value.retry_at) == (Trouble.LIMIT, until)
    with pytest.raises(NetworkError):
        network.post(Draft("Hello", "en"), key="k")
    assert len(graph.asked) == 1
    clock.now = until
    assert network.me().id == PAGE


@pytest.mark.parametrize(
    "headers",
    [
        business(95),
        {"X-App-Usage": json.dumps({"call_count": 3, "total_cputime": 97, "total_time": 1})},
    ],
)
def test_what_is_left_of_a_limit_is_kept_for_writing(
    graph: Server, headers: dict[str, str]
) -> None:
    graph.says(Answer({"id": PAGE}, headers=headers), Answer({"id": "1"}))
    network = bot(graph)
    network.me()
    with pytest.raises(NetworkError) as caught:
        network.me()
    assert caught.value.retry_at == NOW + timedelta(minutes=15)
    assert network.post(Draft("Hello", "en"), key="k").id == "1"


def test_odd_usage_headers_are_no_limit(graph: Server) -> None:
    for value in ("soon", "[]", '{"call_count": "many"}', '{"1": [1, null]}'):
        headers = {"X-App-Usage": value, "X-Business-Use-Case-Usage": value}
        graph.says(Answer({"id": PAGE}, headers=headers), Answer({"id": PAGE}))
        network = bot(graph)
        assert network.me() == network.me()


def test_blocked_writing_rests_for_an_hour_and_reading_goes_on(graph: Server) -> None:
    graph.says(error(368, "We limit how often", subcode=1390008), Answer({"id": PAGE}))
    network = bot(graph)
    for trouble in (Trouble.REJECTED, Trouble.LIMIT):
        with pytest.raises(NetworkError) as caught:
            network.post(Draft("Hello", "en"), key="k")
        assert caught.value.trouble is trouble
        assert caught.value.retry_at == NOW + timedelta(hours=1)
    assert network.me().id == PAGE
