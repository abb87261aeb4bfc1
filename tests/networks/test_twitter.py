"""X as the bot meets it: what is read, what is posted, what it costs, and how it refuses."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain.posts import Draft, Mention, Picture
from bot.networks import Account, NetworkError, Outcome, Trouble
from bot.networks.twitter import TwitterNetwork, open_twitter
from bot.networks.twitter_posts import snowflake
from bot.networks.twitter_prices import PRICES
from tests.networks.scripted import DATE, Answer, Asked, Server, running

NOW = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)
BOT = "42"
SECRETS = ("consumer-secret-0451", "access-secret-0451")
MENTIONS = f"/2/users/{BOT}/mentions"


@pytest.fixture
def x() -> Iterator[Server]:
    with running() as server:
        yield server


def bot(server: Server, *, links: bool = False, seconds: float = 5) -> TwitterNetwork:
    return open_twitter(
        base_url=server.url,
        consumer_key="consumer-key",
        consumer_secret=SECRETS[0],
        access_token=f"{BOT}-access-token",
        access_secret=SECRETS[1],
        user_id=BOT,
        deadline=timedelta(seconds=seconds),
        allow_links=links,
        now=lambda: NOW,
    )


def ago(minutes: float, nth: int = 0) -> str:
    """The id of the nth post written that many minutes ago."""
    return str(snowflake(NOW - timedelta(minutes=minutes)) + nth)


def stamp(minutes: float) -> str:
    return (NOW - timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%S.000Z")


def said(minutes: float, text: str = "@cashmob 2", nth: int = 0, **more: Any) -> dict[str, Any]:
    return {
        "id": ago(minutes, nth),
        "text": text,
        "author_id": "7001",
        "created_at": stamp(minutes),
        "edit_history_tweet_ids": [ago(minutes, nth)],
        "lang": "en",
    } | more


class Town:
    """Mentions as X lists them: newest first, in pages, after `since_id`."""

    def __init__(self, *posts: dict[str, Any], depth: int = 800, page: int = 100) -> None:
        self.posts = list(posts)
        self.depth, self.page = depth, page
        self.date = DATE

    def __call__(self, asked: Asked) -> Answer:
        since = int(asked.query.get("since_id", 0))
        until = int(asked.query.get("until_id", 2**63))
        shown = sorted(self.posts, key=lambda post: -int(post["id"]))[: self.depth]
        wanted = [post for post in shown if since < int(post["id"]) < until]
        start = int(asked.query.get("pagination_token", 0))
        rows = wanted[start : start + self.page]
        meta: dict[str, Any] = {"result_count": len(rows)}
        if start + self.page < len(wanted):
            meta["next_token"] = str(start + self.page)
        body = {"data": rows, "meta": meta} if rows else {"meta": meta}
        return Answer(body, headers={"Date": self.date})


def events(network: TwitterNetwork, cursor: str, overlap: int = 0) -> list[str]:
    pages = network.mentions(cursor, overlap=overlap)
    return [mention.event for page in pages for mention in page.mentions]


def refused(server: Server, answer: Answer, *, text: str = "Hello") -> NetworkError:
    server.says(answer)
    with pytest.raises(NetworkError) as caught:
        bot(server).post(Draft(text, "en"), key="k")
    assert len(server.asked) == 1
    return caught.value


# Who


def test_the_keys_are_signed_and_never_travel_themselves(x: Server) -> None:
    x.says(Answer({"data": {"id": BOT, "username": "cashmob", "name": "Cash mob"}}))
    network = bot(x)
    assert network.me() == Account(BOT, "cashmob", 280)
    assert network.server_time() == NOW
    asked = x.asked[0]
    assert (asked.method, asked.path) == ("GET", "/2/users/me")
    assert asked.headers["Authorization"].startswith("OAuth ")
    assert not any(secret in str(asked) for secret in SECRETS)
    assert network.drain_usage() == {}


def test_an_address_without_tls_elsewhere_is_refused(x: Server) -> None:
    x.url = "http://x.example"
    with pytest.raises(ValueError, match="https"):
        bot(x)


def test_the_libraries_write_no_keys_into_a_debug_log(
    x: Server, caplog: pytest.LogCaptureFixture
) -> None:
    x.says(Answer({"data": {"id": BOT, "username": "cashmob"}}))
    with caplog.at_level(logging.DEBUG):
        bot(x).me()
    assert not any("OAuth" in record.getMessage() for record in caplog.records)
    assert not any(secret in caplog.text for secret in SECRETS)


# Mentions


def test_a_vote_is_read_with_its_parent_its_author_and_its_time(x: Server) -> None:
    x.serve = Town(said(5, "@cashmob 2 &amp; I&apos;ll come", referenced_tweets=[replied("900")]))
    (page,) = bot(x).mentions(ago(10), overlap=0)
    assert page.mentions == (
        Mention(
            network="twitter",
            event=ago(5),
            person="7001",
            name="",
            text="@cashmob 2 & I'll come",
            said_at=NOW - timedelta(minutes=5),
            parent="900",
            lang="en",
        ),
    )
    assert page.cursor == ago(5)
    assert page.server_time == NOW
    assert set(x.asked[0].query) == {"since_id", "max_results", "tweet.fields"}


def replied(id: str) -> dict[str, str]:
    return {"type": "replied_to", "id": id}


def test_the_new_words_are_understood_and_used_once_the_old_are_refused(x: Server) -> None:
    town = Town(
        {
            "id": ago(5),
            "text": "a long one, cut …",
            "note_post": {"text": "a long one, told to its end"},
            "author_id": 7001,
            "created_at": stamp(5),
            "edit_history_post_ids": [ago(6), ago(5)],
            "referenced_posts": [replied("900")],
        }
    )
    x.serve = lambda asked: UNKNOWN_FIELD if "tweet.fields" in asked.query else town(asked)
    network = bot(x)
    (page,) = network.mentions(ago(10), overlap=0)
    (mention,) = page.mentions
    assert (mention.person, mention.parent) == ("7001", "900")
    assert mention.text == "a long one, told to its end"
    assert (mention.event, mention.said_at) == (ago(6), NOW - timedelta(minutes=6))
    assert mention.edited_at == NOW - timedelta(minutes=5)
    list(network.mentions(page.cursor, overlap=0))
    assert ["tweet.fields" in asked.query for asked in x.asked] == [True, False, False]


UNKNOWN_FIELD = Answer(
    {
        "errors": [
            {
                "parameters": {"tweet.fields": ["author_id"]},
                "message": "The query parameter [tweet.fields] is not one of [id,post.fields]",
            }
        ],
        "title": "Invalid Request",
        "detail": "One or more parameters to your request was invalid.",
        "type": "https://api.twitter.com/2/problems/invalid-request",
    },
    400,
)


def test_fields_that_x_no_longer_lists_are_left_out_and_the_vote_counts_nameless(x: Server) -> None:
    town = Town({"id": ago(5), "text": "2", "created_at": stamp(5)})
    x.serve = lambda asked: (
        UNKNOWN_FIELD if "author_id" in asked.line.replace("%2C", ",") else town(asked)
    )
    (page,) = bot(x).mentions(ago(10), overlap=0)
    (mention,) = page.mentions
    assert mention.nameless
    assert mention.person == f"twitter:{ago(5)}"
    assert x.asked[-1].query["post.fields"] == "created_at,entities,lang,note_post"


def test_a_refusal_of_all_words_ends(x: Server) -> None:
    x.serve = lambda asked: UNKNOWN_FIELD
    with pytest.raises(NetworkError) as caught:
        next(bot(x).mentions("1", overlap=0))
    assert caught.value.outcome is Outcome.REFUSED
    assert len(x.asked) == 3


def test_a_shop_that_looks_like_a_link_keeps_its_name(x: Server) -> None:
    link = {
        "url": "https://t.co/a1",
        "display_url": "Joes.shop",
        "expanded_url": "http://Joes.shop",
    }
    x.serve = Town(said(5, "@cashmob https://t.co/a1 please", entities={"urls": [link]}))
    (page,) = bot(x).mentions(ago(10), overlap=0)
    assert page.mentions[0].text == "@cashmob Joes.shop please"


def test_a_week_of_mentions_is_read_once_and_whole(x: Server) -> None:
    x.serve = Town(*(said(n, nth=n) for n in range(1, 351)))
    network = bot(x)
    pages = list(network.mentions(ago(1000), overlap=0))
    read = [mention.event for page in pages for mention in page.mentions]
    assert len(read) == len(set(read)) == 350
    assert [len(page.mentions) for page in pages] == [100, 100, 100, 50]
    # Until the last page is in, a crash must begin again where this walk began.
    assert [page.cursor for page in pages] == [ago(1000)] * 3 + [ago(1, 1)]
    assert [page.gap for page in pages] == [None] * 4
    assert network.drain_usage() == {"owned_read": 350}
    assert network.drain_usage() == {}


def test_a_message_that_shows_up_late_is_found_by_the_overlap(x: Server) -> None:
    town = Town(said(5))
    x.serve = town
    network = bot(x)
    assert events(network, ago(30)) == [ago(5)]
    town.posts.append(said(15, nth=1))
    assert events(network, ago(5), overlap=0) == []
    assert events(network, ago(5), overlap=1) == [ago(15, 1), ago(5)]
    # What was read twice on one day is paid once.
    assert network.drain_usage() == {"owned_read": 2}


def test_the_first_start_begins_now(x: Server) -> None:
    x.serve = Town(*(said(n, nth=n) for n in range(1, 200)))
    network = bot(x)
    (page,) = network.mentions(None, overlap=3)
    assert len(page.mentions) == 100
    assert page.cursor == ago(0)
    x.serve = Town()
    (page,) = network.mentions(page.cursor, overlap=0)
    assert (page.mentions, page.cursor) == ((), ago(0))


def test_an_empty_page_may_have_a_next(x: Server) -> None:
    x.says(
        Answer({"meta": {"result_count": 0, "next_token": "n1"}}),
        Answer({"data": [said(5)], "meta": {"next_token": "n2"}}),
        Answer({"data": [said(5), said(6)], "meta": {}}),
    )
    assert events(bot(x), ago(30)) == [ago(5), ago(6)]


def test_pages_without_end_are_left(x: Server) -> None:
    x.serve = lambda asked: Answer({"data": [said(5)], "meta": {"next_token": "again"}})
    with pytest.raises(NetworkError, match="do not end"):
        events(bot(x), ago(30))
    assert len(x.asked) == 2


def test_more_than_x_shows_is_told_as_a_gap(x: Server) -> None:
    x.serve = Town(*(said(n / 10, nth=n) for n in range(1, 1001)))
    pages = list(bot(x).mentions(ago(1000), overlap=1))
    assert sum(len(page.mentions) for page in pages) == 800
    gap = (NOW - timedelta(minutes=1000), NOW - timedelta(minutes=80))
    assert pages[-1].gap == gap


@pytest.mark.parametrize(
    ("code", "lang"), [("fr", "fr"), ("in", "id"), ("und", None), ("qme", None), (None, None)]
)
def test_a_language_is_told_where_x_knows_one(x: Server, code: Any, lang: str | None) -> None:
    x.serve = Town(said(5, lang=code))
    (page,) = bot(x).mentions(ago(10), overlap=0)
    assert page.mentions[0].lang == lang


def test_the_bot_does_not_hear_itself_and_knows_a_repost(x: Server) -> None:
    x.serve = Town(
        said(5, author_id=BOT),
        said(6, "RT @cashmob: vote!", referenced_tweets=[{"type": "retweeted", "id": "1"}]),
        {"id": None, "text": "no id"} | {"id": "77"},
    )
    (page,) = bot(x).mentions("70", overlap=0)
    assert [(mention.event, mention.repost) for mention in page.mentions] == [
        ("77", False),
        (ago(6), True),
    ]


def test_replies_are_among_the_mentions_and_an_acknowledgement_does_not_exist(x: Server) -> None:
    network = bot(x)
    assert network.replies("900").mentions == ()
    network.acknowledge("900")
    assert x.asked == []


# Reading again


def test_few_messages_are_asked_for_by_id(x: Server) -> None:
    kept, edited, deleted, hidden = ago(50), ago(40), ago(30), ago(20)
    now_edited = said(35, "5", edit_history_tweet_ids=[edited, ago(35)])
    missing = "https://api.twitter.com/2/problems/resource-not-found"
    barred = "https://api.twitter.com/2/problems/not-authorized-for-resource"
    first = {
        "data": [said(50), said(40, edit_history_tweet_ids=[edited, ago(35)])],
        "errors": [
            {"resource_id": deleted, "value": deleted, "type": missing, "title": "Not Found Error"},
            {"value": hidden, "type": barred, "title": "Authorization Error"},
        ],
    }
    x.says(Answer(first), Answer({"data": [now_edited]}))
    network = bot(x)
    page = network.reread((kept, edited, deleted, hidden))
    assert [(mention.event, mention.text) for mention in page.mentions] == [
        (kept, "@cashmob 2"),
        (edited, "5"),
    ]
    assert sorted(page.gone) == sorted((deleted, hidden))
    assert network.drain_usage() == {"post_read:again": 3}


def test_many_messages_are_read_again_where_that_is_cheap(x: Server) -> None:
    votes = [said(n, nth=n) for n in range(61, 211)]
    town = Town(*votes[1:])
    errors = [{"value": votes[0]["id"], "type": "https://x/2/problems/resource-not-found"}]
    x.serve = lambda asked: Answer({"errors": errors}) if asked.path == "/2/tweets" else town(asked)
    network = bot(x)
    page = network.reread(tuple(vote["id"] for vote in votes))
    assert [mention.event for mention in page.mentions] == [vote["id"] for vote in votes[1:]]
    assert page.gone == (votes[0]["id"],)
    assert network.drain_usage() == {"owned_read:again": 149}
    assert [asked.path for asked in x.asked] == [MENTIONS, MENTIONS, "/2/tweets"]


def test_of_a_burst_only_what_is_meant_is_read_again(x: Server) -> None:
    votes = [said(90, nth=n) for n in range(100)]
    x.serve = Town(*votes, *(said(89, nth=n) for n in range(100, 400)))
    network = bot(x)
    assert len(network.reread(tuple(vote["id"] for vote in votes)).mentions) == 100
    assert network.drain_usage() == {"owned_read:again": 100}


def test_what_is_read_on_another_day_is_paid_again(x: Server) -> None:
    town = Town(said(5), said(6))
    x.serve = town
    network = bot(x)
    for date, usage in (
        ("Sun, 01 Nov 2026 23:59:00 GMT", {"owned_read": 2}),
        ("Sun, 01 Nov 2026 23:59:30 GMT", {}),
        ("Mon, 02 Nov 2026 00:00:00 GMT", {"owned_read": 2}),
    ):
        town.date = date
        list(network.mentions(ago(30), overlap=0))
        assert network.drain_usage() == usage


def test_a_mob_of_four_weeks_costs_less_than_two_dollars(x: Server) -> None:
    """300 mentions a week, the votes of one week read again at the close, 14 posts."""
    town = Town()
    x.serve = lambda asked: Answer({"data": {"id": "9"}}) if asked.method == "POST" else town(asked)
    network = bot(x)
    spent: Counter[str] = Counter()
    cursor = ago(50_000)
    for week in (4, 3, 2, 1):
        votes = [said(week * 10_080 - n, nth=n) for n in range(300)]
        town.posts += votes
        town.date = (NOW - timedelta(weeks=week)).strftime("%a, %d %b %Y %H:%M:%S GMT")
        cursor = list(network.mentions(cursor, overlap=1))[-1].cursor or ""
        spent.update(network.drain_usage())
    town.date = DATE
    assert len(network.reread(tuple(vote["id"] for vote in votes)).mentions) == 300
    for _ in range(14):
        network.post(Draft("News of the mob", "en"), key="k")
    spent.update(network.drain_usage())
    cost = sum(PRICES[item.partition(":")[0]] * count for item, count in spent.items())
    assert set(spent) == {"owned_read", "owned_read:again", "post"}
    assert cost < 2_000_000, spent


# Posting


def test_a_reply_is_posted_under_its_parent(x: Server) -> None:
    made = {"data": {"id": "901", "text": "Thanks", "edit_history_tweet_ids": [""]}}
    x.says(Answer(made, 201), Answer({"data": {"id": "902", "text": "Part two"}}, 201))
    network = bot(x)
    post = network.post(Draft("Thanks", "en", reply_to="900"), key="k")
    assert (post.id, post.parent, post.posted_at) == ("901", "900", NOW)
    assert post.url == "https://x.com/i/web/status/901"
    network.post(Draft("Part two", "en"), key="k")
    assert [asked.json for asked in x.asked] == [
        {"text": "Thanks", "reply": {"in_reply_to_tweet_id": "900"}},
        {"text": "Part two"},
    ]
    assert network.drain_usage() == {"post": 2}


def test_a_reply_to_somebody_who_wrote_to_the_bot_is_cheaper(x: Server) -> None:
    town = Town(said(5))
    x.serve = lambda asked: Answer({"data": {"id": "9"}}) if asked.method == "POST" else town(asked)
    network = bot(x)
    list(network.mentions(ago(30), overlap=0))
    network.post(Draft("You are in", "en", reply_to=ago(5)), key="k")
    assert network.drain_usage() == {"owned_read": 1, "reply_summoned": 1}
    assert PRICES["reply_summoned"] < PRICES["post"] < PRICES["post_with_url"]


@pytest.mark.parametrize("text", ["See https://example.org", "Meet at joes.shop", "Ask Dr.Beer"])
def test_a_link_costs_too_much_to_slip_in(x: Server, text: str) -> None:
    with pytest.raises(NetworkError) as caught:
        bot(x).post(Draft(text, "en"), key="k")
    assert (caught.value.outcome, caught.value.trouble) == (Outcome.REFUSED, Trouble.REJECTED)
    assert x.asked == []
    x.says(Answer({"data": {"id": "9"}}))
    network = bot(x, links=True)
    network.post(Draft(text, "en"), key="k")
    assert network.drain_usage() == {"post_with_url": 1}


def test_a_text_that_is_too_long_is_not_even_sent(x: Server) -> None:
    with pytest.raises(NetworkError, match="282, X takes 280"):
        bot(x).post(Draft("店" * 141, "ja"), key="k")
    assert x.asked == []


def test_every_try_brings_its_own_picture(x: Server) -> None:
    """X takes the id of a picture for 24 hours, and the next try may come later."""
    x.says(
        Answer({"data": {"id": "m1"}}),
        Answer(b"", 204),
        Answer({"title": "Service Unavailable"}, 503),
        Answer({"data": {"id": "m2"}}),
        Answer(b"", 204),
        Answer({"data": {"id": "903"}}, 201),
    )
    network = bot(x)
    draft = Draft("Look", "en", media=(Picture(b"\x89PNG", "The shop's window"),))
    with pytest.raises(NetworkError):
        network.post(draft, key="k")
    network.post(draft, key="k")
    tried = [asked.json["media"]["media_ids"] for asked in x.asked if asked.path == "/2/tweets"]
    assert tried == [["m1"], ["m2"]]
    assert network.drain_usage()["media"] == 2


def test_a_picture_goes_up_with_its_description(x: Server) -> None:
    x.says(
        Answer({"data": {"id": "m1"}}),
        Answer(b"", 204),
        Answer({"data": {"id": "903"}}, 201),
    )
    network = bot(x)
    window = Picture(b"\x89PNG", "The shop's window")
    network.post(Draft("Look", "en", media=(window,)), key="k")
    assert [(asked.path, asked.json) for asked in x.asked] == [
        ("/2/media/upload", {"media": "iVBORw==", "media_category": "tweet_image"}),
        (
            "/2/media/metadata",
            {"id": "m1", "metadata": {"alt_text": {"text": "The shop's window"}}},
        ),
        ("/2/tweets", {"text": "Look", "media": {"media_ids": ["m1"]}}),
    ]
    assert network.drain_usage() == {"media": 1, "media_metadata": 1, "post": 1}


def test_own_posts_are_read_back_as_they_were_written(x: Server) -> None:
    link = {"url": "https://t.co/p", "display_url": "pic.x.com/p", "media_key": "3_1"}
    x.serve = Town(
        said(10, "Vote now https://t.co/p", author_id=BOT, entities={"urls": [link]}),
        said(5, "@ann @ben You are in", author_id=BOT, referenced_tweets=[replied("900")]),
        said(3, "RT @x: y", author_id=BOT, referenced_tweets=[{"type": "retweeted", "id": "1"}]),
        said(90, "Long ago", author_id=BOT),
    )
    network = bot(x)
    posts = network.own_posts(NOW - timedelta(minutes=60))
    assert [(post.id, post.text, post.parent) for post in posts] == [
        (ago(5), "You are in", "900"),
        (ago(10), "Vote now", None),
    ]
    assert x.asked[0].path == f"/2/users/{BOT}/tweets"
    assert network.drain_usage() == {"owned_read:own": 3}


# Refusals, in X's own words


def problem(status: int, detail: str, title: str = "Forbidden", **more: Any) -> Answer:
    body = {"detail": detail, "type": "about:blank", "title": title, "status": status}
    return Answer(body, status, **more)


OLD_GATE = (
    "Reply to this conversation is not allowed because you have not been mentioned or otherwise "
    "engaged by the author of the post you are replying to."
)
NEW_GATE = "You can only reply to or quote posts where you are mentioned or are the author."
NO_CREDITS = {
    "account_id": 1,
    "title": "CreditsDepleted",
    "detail": "Your enrolled account [1] does not have any credits to fulfill this request.",
    "type": "https://api.twitter.com/2/problems/credits",
}
NOT_ENROLLED = {
    "client_id": "1",
    "detail": "When authenticating requests you must use keys from an app that is enrolled.",
    "registration_url": "https://developer.x.com",
    "title": "Client Forbidden",
    "required_enrollment": "Standard Basic",
    "reason": "client-not-enrolled",
    "type": "https://api.twitter.com/2/problems/client-forbidden",
}


@pytest.mark.parametrize(
    ("answer", "outcome", "trouble"),
    [
        (problem(403, OLD_GATE), Outcome.REFUSED, Trouble.REJECTED),
        (problem(403, NEW_GATE, "Authorization Error"), Outcome.REFUSED, Trouble.REJECTED),
        (
            problem(403, "You are not allowed to create a Tweet with duplicate content."),
            Outcome.UNSURE,
            Trouble.DUPLICATE,
        ),
        (Answer(NO_CREDITS, 402), Outcome.NOT_APPLIED, Trouble.MONEY),
        (
            problem(403, "Monthly spend cap reached for this billing cycle."),
            Outcome.NOT_APPLIED,
            Trouble.MONEY,
        ),
        (
            problem(
                403, "Creating posts with @mentions is not allowed for your access package."
            ),
            Outcome.REFUSED,
            Trouble.REJECTED,
        ),
        (
            problem(403, "You attempted to reply to a Tweet that is deleted or not visible."),
            Outcome.REFUSED,
            Trouble.GONE,
        ),
        (
            problem(403, "Your account is suspended and is not permitted to access this feature."),
            Outcome.NOT_APPLIED,
            Trouble.TOKEN,
        ),
        (Answer(NOT_ENROLLED, 403), Outcome.NOT_APPLIED, Trouble.TOKEN),
        (problem(403, "Forbidden"), Outcome.REFUSED, Trouble.REJECTED),
        (problem(401, "Unauthorized", "Unauthorized"), Outcome.NOT_APPLIED, Trouble.TOKEN),
        (
            Answer({"errors": [{"code": 32, "message": "Could not authenticate you."}]}, 401),
            Outcome.NOT_APPLIED,
            Trouble.TOKEN,
        ),
        (problem(400, "Your Tweet text is too long.", "Bad Request"), Outcome.REFUSED,
         Trouble.REJECTED),
        (problem(503, "Service Unavailable"), Outcome.UNSURE, Trouble.DOWN),
        (Answer(b"<html>Bad gateway</html>", 502), Outcome.UNSURE, Trouble.DOWN),
        (Answer(b"<html>Sign in to the hotel's network</html>", 403), Outcome.UNSURE, Trouble.DOWN),
        (Answer(b"<html>Welcome</html>", 200), Outcome.UNSURE, Trouble.DOWN),
        (Answer(b"[]", 401), Outcome.UNSURE, Trouble.DOWN),
        (Answer({}, 302, {"Location": "http://127.0.0.1/login"}), Outcome.UNSURE, Trouble.DOWN),
        (Answer({"data": {"text": "no id"}}, 201), Outcome.UNSURE, Trouble.DOWN),
        (Answer({"data": {"id": "9"}}, 201, how="cut"), Outcome.UNSURE, Trouble.DOWN),
        (Answer(how="silence"), Outcome.UNSURE, Trouble.DOWN),
    ],
)  # fmt: skip
def test_what_a_failed_post_means(
    x: Server, answer: Answer, outcome: Outcome, trouble: Trouble
) -> None:
    error = refused(x, answer)
    assert (error.outcome, error.trouble) == (outcome, trouble)
    assert not any(secret in str(error) for secret in SECRETS)


def test_what_may_be_out_is_counted_and_what_is_not_is_not(x: Server) -> None:
    network = bot(x)
    for answer, usage in (
        (Answer(b"", 500), {"post": 1}),
        (problem(403, NEW_GATE), {}),
        (problem(403, "You are not allowed to create a Tweet with duplicate content."), {}),
    ):
        x.says(answer)
        with pytest.raises(NetworkError):
            network.post(Draft("Hello", "en"), key="k")
        assert network.drain_usage() == usage


def test_a_read_that_fails_may_simply_be_asked_again(x: Server) -> None:
    for answer in (Answer(b"<html>", 502), Answer(b"nope"), Answer(how="silence"), Answer([1])):
        x.says(answer)
        with pytest.raises(NetworkError) as caught:
            bot(x).me()
        assert (caught.value.outcome, caught.value.trouble) == (Outcome.NOT_APPLIED, Trouble.DOWN)


def test_nobody_there_is_surely_not_applied() -> None:
    with running() as gone:
        network = bot(gone)
    with pytest.raises(NetworkError) as caught:
        network.post(Draft("Hello", "en"), key="k")
    assert caught.value.outcome is Outcome.NOT_APPLIED


def test_a_wrong_clock_is_named_where_the_signature_fails(x: Server) -> None:
    late = problem(401, "Unauthorized", headers={"Date": "Sun, 01 Nov 2026 13:00:00 GMT"})
    assert "clock is wrong: X has 2026-11-01 13:00 UTC" in refused(x, late).reason


def test_a_byte_now_and_then_does_not_hold_the_lane(x: Server) -> None:
    x.says(Answer({"data": {"id": "9", "text": "x" * 400}}, how="drip"))
    began = time.monotonic()
    with pytest.raises(NetworkError) as caught:
        bot(x, seconds=1).post(Draft("Hello", "en"), key="k")
    assert caught.value.outcome is Outcome.UNSURE
    assert time.monotonic() - began < 3


# Limits


def limited(**headers: str) -> Answer:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    return problem(429, "Too Many Requests", "Too Many Requests", headers=names)


def at(minutes: float) -> str:
    return str(int((NOW + timedelta(minutes=minutes)).timestamp()))


@pytest.mark.parametrize(
    ("answer", "minutes"),
    [
        (limited(x_rate_limit_reset=at(7), x_rate_limit_remaining="0"), 7),
        (limited(), 15),
        (Answer(b"<html>slow down</html>", 429), 15),
        (limited(x_rate_limit_reset="soon"), 15),
        (limited(x_rate_limit_reset=at(-30)), 15),
        (limited(x_rate_limit_reset=at(15 * 24 * 60)), 24 * 60),
        (
            limited(
                x_rate_limit_reset=at(7),
                x_rate_limit_remaining="80",
                x_user_limit_24hour_reset=at(300),
                x_user_limit_24hour_remaining="0",
                x_app_limit_24hour_reset=at(900),
                x_app_limit_24hour_remaining="9000",
            ),
            300,
        ),
        (problem(403, "User is over daily status update limit."), 30),
    ],
)
def test_a_limit_names_when_to_come_back(x: Server, answer: Answer, minutes: float) -> None:
    error = refused(x, answer)
    assert (error.outcome, error.trouble) == (Outcome.NOT_APPLIED, Trouble.LIMIT)
    assert error.retry_at == NOW + timedelta(minutes=minutes)
