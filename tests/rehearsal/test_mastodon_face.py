"""The town's Mastodon face over real HTTP, asked by Mastodon.py and by plain requests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from mastodon import Mastodon
from mastodon.errors import MastodonAPIError, MastodonNotFoundError, MastodonUnauthorizedError

from bot.domain.posts import Visibility
from bot.rehearsal.mastodon_face import MastodonFace
from bot.rehearsal.serving import Serving
from bot.rehearsal.town import Person, Town
from tests.rehearsal.town_clock import Clock

ROSA = Person("rosa", "Rosa Whitlow")
NOOR = Person("noor", "Noor Aziz", server="elsewhere.example")


@dataclass
class Place:
    """A town with its face on the wire, and the two ways to ask it."""

    clock: Clock
    town: Town
    face: MastodonFace
    url: str
    library: Mastodon
    session: requests.Session

    def ask(self, verb: str, path: str, **more: Any) -> requests.Response:
        return self.session.request(verb, f"{self.url}{path}", timeout=10, **more)

    def says(self, text: str, **more: Any) -> str:
        """Rosa writes; the id of her status."""
        return self.face.status_id(self.town.write(ROSA, text, "mastodon", **more))

    def mentions(self, **query: Any) -> list[str]:
        """What is in a page of mentions, as plain words, newest first."""
        answer = self.ask("GET", "/api/v1/notifications", params={"types[]": "mention", **query})
        return [words(item["status"]) for item in answer.json()]


def words(status: dict[str, Any]) -> str:
    return str(status["content"]).rsplit("</span> ", 1)[-1].removesuffix("</p>")


def place_of(**limits: int) -> Iterator[Place]:
    clock = Clock()
    town = Town(clock, seed=1)
    face = MastodonFace(town, token="key", **limits)
    with Serving({"mastodon": face}) as serving, requests.Session() as session:
        session.headers["Authorization"] = "Bearer key"
        url = serving.urls["mastodon"]
        library = Mastodon(
            api_base_url=url,
            access_token="key",
            mastodon_version="4.6.0",
            version_check_mode="created",
            ratelimit_method="throw",
            session=session,
        )
        yield Place(clock, town, face, url, library, session)


@pytest.fixture
def place() -> Iterator[Place]:
    yield from place_of()


def test_the_bot_learns_who_it_is_and_how_long_a_post_may_be(place: Place) -> None:
    me = place.library.account_verify_credentials()
    assert (me.acct, me.bot, me.url) == ("cashmob", True, "https://town.example/@cashmob")
    assert place.library.instance_v2().configuration.statuses.max_characters == 500
    old = place.ask("GET", "/api/v1/instance").json()
    assert old["configuration"]["statuses"]["max_characters"] == 500


def test_a_status_has_the_shape_of_mastodons(place: Place) -> None:
    call = place.town.publish("Which shop?", "mastodon", language="en")
    text = (
        "I nominate Marlow's & Sons <3\nsee https://marlow.example/very/long/address/indeed #Shops"
    )
    number = place.says(text, reply_to=call.id)
    status = place.ask("GET", f"/api/v1/statuses/{number}").json()
    account = status.pop("account")
    assert status == {
        "id": number,
        "created_at": "2026-11-21T12:00:00.000Z",
        "in_reply_to_id": place.face.status_id(call),
        "in_reply_to_account_id": place.library.me().id,
        "sensitive": False,
        "spoiler_text": "",
        "visibility": "public",
        "language": "en",
        "uri": f"https://town.example/users/rosa/statuses/{number}",
        "url": f"https://town.example/@rosa/{number}",
        "replies_count": 0,
        "reblogs_count": 0,
        "favourites_count": 0,
        "quotes_count": 0,
        "edited_at": None,
        "favourited": False,
        "reblogged": False,
        "muted": False,
        "bookmarked": False,
        "content": '<p><span class="h-card" translate="no">'
        '<a href="https://town.example/@cashmob" class="u-url mention">@<span>cashmob</span></a>'
        "</span> I nominate Marlow&#x27;s &amp; Sons &lt;3<br />see "
        '<a href="https://marlow.example/very/long/address/indeed" target="_blank" '
        'rel="nofollow noopener" translate="no"><span class="invisible">https://</span>'
        '<span class="ellipsis">marlow.example/very/long/addre</span>'
        '<span class="invisible">ss/indeed</span></a> '
        '<a href="https://town.example/tags/shops" class="mention hashtag" rel="tag">'
        "#<span>Shops</span></a></p>",
        "filtered": [],
        "reblog": None,
        "application": {"name": "Web", "website": None},
        "media_attachments": [],
        "mentions": [
            {
                "id": place.library.me().id,
                "username": "cashmob",
                "url": "https://town.example/@cashmob",
                "acct": "cashmob",
            }
        ],
        "tags": [{"name": "shops", "url": "https://town.example/tags/shops"}],
        "emojis": [],
        "tagged_collections": [],
        "quote": None,
        "card": None,
        "poll": None,
        "quote_approval": {"automatic": [], "manual": [], "current_user": "denied"},
    }
    assert (account["acct"], account["uri"]) == ("rosa", "https://town.example/users/rosa")
    assert (account["bot"], account["created_at"][-14:]) == (False, "T00:00:00.000Z")


def test_somebody_from_another_server_is_known_by_their_own_address(place: Place) -> None:
    number = place.face.status_id(place.town.write(NOOR, "3", "mastodon"))
    account = place.library.status(number).account
    assert (account.acct, account.uri) == (
        "noor@elsewhere.example",
        "https://elsewhere.example/users/noor",
    )
    answer = place.library.status_post("@noor@elsewhere.example noted", in_reply_to_id=number)
    assert [mention.acct for mention in answer.mentions] == ["noor@elsewhere.example"]


def test_mentions_come_newest_first_and_page_both_ways(place: Place) -> None:
    for number in range(1, 8):
        place.says(str(number))
    place.town.like(ROSA, place.town.publish("Vote!", "mastodon").id)
    assert place.mentions(limit=3) == ["7", "6", "5"]
    assert place.mentions(limit=3, max_id="5") == ["4", "3", "2"]
    assert place.mentions(limit=3, min_id="2") == ["5", "4", "3"]
    assert place.mentions(limit=3, since_id="2") == ["7", "6", "5"]
    assert place.mentions(min_id="7") == []
    everything = place.ask("GET", "/api/v1/notifications").json()
    assert [item["type"] for item in everything] == ["favourite", *["mention"] * 7]


def test_a_page_has_forty_mentions_or_eighty_at_most(place: Place) -> None:
    for number in range(100):
        place.says(str(number))
    assert (len(place.mentions()), len(place.mentions(limit=200))) == (40, 80)


def test_the_links_of_a_page_lead_on_and_keep_the_question(place: Place) -> None:
    for number in range(1, 4):
        place.says(str(number))
    query = {"types[]": "mention", "limit": "2"}
    answer = place.ask("GET", "/api/v1/notifications", params=query)
    base = f"{place.url}/api/v1/notifications?limit=2"
    assert answer.headers["Link"] == (
        f'<{base}&max_id=2&types%5B%5D=mention>; rel="next", '
        f'<{base}&min_id=3&types%5B%5D=mention>; rel="prev"'
    )
    assert "Link" not in place.ask("GET", "/api/v1/notifications?min_id=3").headers
    first = place.library.notifications(types=["mention"], limit=2)
    assert [item.id for item in place.library.fetch_next(first)] == ["1"]


def test_private_mentions_are_kept_back_until_the_policy_lets_them_in(place: Place) -> None:
    place.says("I nominate Chez Anatole", visibility=Visibility.DIRECT)
    assert place.mentions() == []
    policy = place.library.update_notifications_policy(for_private_mentions="accept")
    assert policy.for_private_mentions == "accept"
    assert policy.summary.pending_notifications_count == 1
    place.says("count me in", visibility=Visibility.DIRECT)
    assert place.mentions() == ["count me in"]


def test_a_private_answer_to_the_bots_own_private_word_is_never_kept_back(place: Place) -> None:
    place.town.join(ROSA)
    asked = place.town.publish("@rosa which shop?", "mastodon", visibility=Visibility.DIRECT)
    place.says("yes", reply_to=asked.id, visibility=Visibility.DIRECT)
    assert place.mentions() == ["yes"]


def test_a_policy_takes_only_the_answers_there_are(place: Place) -> None:
    answer = place.ask("PATCH", "/api/v2/notifications/policy", data={"for_private_mentions": "x"})
    assert answer.status_code == 422


def test_the_same_key_posts_once_within_the_hour(place: Place) -> None:
    first = place.library.status_post("We meet on Saturday", idempotency_key="row 7")
    place.clock.passes(minutes=59)
    again = place.library.status_post("We meet on Saturday", idempotency_key="row 7")
    assert again.id == first.id
    place.clock.passes(minutes=2)
    late = place.library.status_post("We meet on Saturday", idempotency_key="row 7")
    assert late.id != first.id
    assert len(place.town.said()) == 2


def test_the_bot_reads_the_replies_under_its_post_also_those_without_a_tag(place: Place) -> None:
    ballot = place.face.status_id(place.town.publish("1. A\n2. B", "mastodon"))
    call = place.face.post(ballot)
    assert call is not None
    vote = place.says("2", reply_to=call.id, tag=False)
    below = place.library.status_context(ballot).descendants
    assert [status.id for status in below] == [vote]
    assert [status.id for status in place.library.status_context(vote).ancestors] == [ballot]


def test_what_is_not_the_bots_business_is_not_there_for_it(place: Place) -> None:
    secret = place.says("to a friend", visibility=Visibility.DIRECT, tag=False)
    followers = place.says("to my followers", visibility=Visibility.FOLLOWERS, tag=False)
    for number in (secret, followers, "1", "not a number"):
        answer = place.ask("GET", f"/api/v1/statuses/{number}")
        assert (answer.status_code, answer.json()) == (404, {"error": "Record not found"})
    assert place.library.statuses([secret, place.says("2")])[0].content.endswith(" 2</p>")


def test_a_deleted_message_is_gone_from_every_answer(place: Place) -> None:
    number = place.says("3")
    kept = place.says("2")
    post = place.face.post(number)
    assert post is not None
    place.town.delete(post.id)
    with pytest.raises(MastodonNotFoundError):
        place.library.status(number)
    assert [status.id for status in place.library.statuses([number, kept])] == [kept]
    assert place.mentions() == ["2"]


def test_an_edited_message_shows_its_new_words_and_when(place: Place) -> None:
    number = place.says("3")
    post = place.face.post(number)
    assert post is not None
    place.clock.passes(minutes=1)
    place.town.edit(post.id, "2")
    status = place.ask("GET", f"/api/v1/statuses/{number}").json()
    assert (words(status), status["created_at"], status["edited_at"]) == (
        "2",
        "2026-11-21T12:00:00.000Z",
        "2026-11-21T12:01:00.000Z",
    )


def test_more_than_twenty_statuses_at_once_are_refused(place: Place) -> None:
    numbers = [place.says(str(number)) for number in range(21)]
    assert len(place.library.statuses(numbers[:20])) == 20
    answer = place.ask("GET", "/api/v1/statuses", params=[("id[]", n) for n in numbers])
    assert answer.status_code == 422


def test_a_boost_is_seen_in_the_town_once(place: Place) -> None:
    post = place.town.write(Person("rosa", "Rosa"), "Look!", "mastodon", pictures=("a till",))
    number = place.face.status_id(post)
    first, second = (place.library.status_reblog(number) for _ in range(2))
    assert (first.reblog.id, first.id) == (number, second.id)
    assert [m.description for m in first.reblog.media_attachments] == ["a till"]
    assert place.town.post(post.id).boosted_by == ("cashmob",)


def test_what_is_not_public_is_boosted_by_nobody(place: Place) -> None:
    post = place.town.write(
        Person("rosa", "Rosa"), "Look!", "mastodon", visibility=Visibility.DIRECT
    )
    with pytest.raises(MastodonAPIError):
        place.library.status_reblog(place.face.status_id(post))
    assert place.town.post(post.id).boosted_by == ()


def test_a_favourite_is_seen_in_the_town(place: Place) -> None:
    number = place.says("2")
    assert place.library.status_favourite(number).favourited is True
    assert [post.text for post in place.town.acknowledged()] == ["@cashmob 2"]
    with pytest.raises(MastodonNotFoundError):
        place.library.status_favourite("1")


def test_the_bots_own_posts_are_listed_newest_first(place: Place) -> None:
    for text in ("one", "two", "three"):
        place.library.status_post(text)
        place.clock.passes(seconds=1)
    place.says("not the bot's")
    me = place.library.me().id
    listed = place.library.account_statuses(me, limit=2, exclude_reblogs=True)
    assert [status.content for status in listed] == ["<p>three</p>", "<p>two</p>"]
    assert [s.content for s in place.library.fetch_next(listed)] == ["<p>one</p>"]


@pytest.mark.parametrize(
    ("form", "code", "error"),
    [
        ({"status": ""}, 422, "Validation failed: Text can't be blank"),
        (
            {"status": "x" * 501},
            422,
            "Validation failed: Text character limit of 500 exceeded",
        ),
        ({"status": "x", "visibility": "loud"}, 422, "'loud' is not a valid visibility"),
        (
            {"status": "x", "in_reply_to_id": "99"},
            404,
            "The post you are trying to reply to does not appear to exist.",
        ),
    ],
)
def test_a_post_that_mastodon_would_refuse_is_refused_in_its_words(
    place: Place, form: dict[str, str], code: int, error: str
) -> None:
    answer = place.ask("POST", "/api/v1/statuses", data=form)
    assert (answer.status_code, answer.json()) == (code, {"error": error})
    assert place.town.said() == ()


def test_length_is_counted_as_mastodon_counts(place: Place) -> None:
    # Of the mention "@noor" counts (5), the link as 23, the family as one; and three spaces.
    counted_as_32 = f"@noor@elsewhere.example https://example.org/{'x' * 100} 👩‍👩‍👧 "
    fits = counted_as_32 + "x" * (500 - 32)
    place.library.status_post(fits)
    with pytest.raises(MastodonAPIError):
        place.library.status_post(f"{fits}x")


def test_a_wrong_token_opens_nothing(place: Place) -> None:
    place.session.headers["Authorization"] = "Bearer wrong"
    paths = ("/api/v1/accounts/verify_credentials", "/api/v1/notifications", "/api/v1/statuses/1")
    for path in paths:
        answer = place.ask("GET", path)
        assert (answer.status_code, answer.json()) == (
            401,
            {"error": "The access token is invalid"},
        )
    place.library.access_token = "wrong"
    with pytest.raises(MastodonUnauthorizedError):
        place.library.status_post("hello")
    assert place.town.posts() == ()


def test_every_answer_is_dated_by_the_towns_clock(place: Place) -> None:
    assert place.ask("GET", "/api/v2/instance").headers["Date"] == "Sat, 21 Nov 2026 12:00:00 GMT"
    place.clock.passes(days=3)
    missing = place.ask("GET", "/api/v1/nothing")
    assert missing.headers["Date"] == "Tue, 24 Nov 2026 12:00:00 GMT"
    assert (missing.status_code, missing.json()) == (404, {"error": "Not Found"})


def test_after_so_many_requests_the_server_asks_to_wait_until_the_next_window() -> None:
    for place in place_of(requests=3):
        place.clock.passes(minutes=2)
        left = [
            place.ask("GET", "/api/v1/notifications").headers["X-RateLimit-Remaining"]
            for _ in range(3)
        ]
        refused = place.ask("GET", "/api/v1/notifications")
        assert (left, refused.status_code) == (["2", "1", "0"], 429)
        assert refused.json() == {"error": "Too many requests"}
        assert refused.headers["X-RateLimit-Reset"] == "2026-11-21T12:05:00.000000Z"
        place.clock.passes(minutes=3)
        assert place.ask("GET", "/api/v1/notifications").status_code == 200


def test_after_so_many_posts_no_more_are_taken_for_three_hours() -> None:
    for place in place_of(posts=2):
        for text in ("one", "two"):
            place.library.status_post(text, idempotency_key=text)
        refused = place.ask("POST", "/api/v1/statuses", data={"status": "three"})
        assert (refused.status_code, refused.headers["X-RateLimit-Limit"]) == (429, "2")
        assert place.library.status_post("two", idempotency_key="two").content == "<p>two</p>"
        assert len(place.town.said()) == 2
        place.clock.passes(hours=3)
        assert place.ask("POST", "/api/v1/statuses", data={"status": "three"}).ok
