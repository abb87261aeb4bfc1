"""The Mastodon adapter against a real HTTP server that behaves as real ones were seen to.

What real servers and Mastodon.py 2.3.3 do, and the test that keeps it from hurting:

a cursor at the newest id loses late mentions  test_mastodon_notifications, test_a_late_mention_…
notifications are not in order of writing      test_a_page_is_in_the_order_of_writing
since_id drops the middle of a rush            test_a_rush_is_walked_with_min_id
an unknown min_id: nothing, 500, oldest page   test_an_unknown_min_id_…, test_mastodon_notifications
the same page for ever                         test_mastodon_notifications
Idempotency-Key not honoured, 500 on a repeat  test_a_repeat_answered_with_500_is_unsure
scheduled posts ignore the key                 test_a_post_says_everything_explicitly
recursion when the instance is not told        test_an_instance_that_fails_costs_two_requests
a trailing slash that servers do not know      test_the_limit_of_the_instance
private mentions filtered                      test_private_mentions_are_let_in
300 posts in 3 hours                           test_acknowledging_is_a_favourite
"sensitive": "0"                               test_a_post_says_everything_explicitly
the parent is gone: 404, or posted top-level   test_an_answer_to_what_is_gone…, test_a_lost_parent…
visibility of the instance's choice            test_a_wrong_visibility_is_told
a bad token answered with 400                  test_a_token_that_is_not_good
suspended and refused look alike (403)         test_a_refused_text…, test_a_suspended_account…
the library sleeps on 429                      test_a_limit_is_told_at_once
a bad reset header hides a post's answer       test_a_post_that_worked_is_not_undone_by_a_header
error texts are in the server's language       test_a_refused_text_is_final
local users with or without a host             test_who_wrote_it
ids are digits, ULIDs, hex, numbers            test_ids_of_every_server
raw HTML, half-escaped HTML                    test_markup, test_a_mention_is_read_whole
times in the local zone                        test_a_mention_is_read_whole (UTC)
a reply without the tag                        test_replies_without_the_tag_…
an edit, a deletion                            test_reread_…
a deleted status answered with an HTML 404     test_a_404_of_a_proxy_is_not_a_deletion
4.5-8 ms a mention in object conversion        test_the_library_builds_no_objects
a token that is a file's name                  test_a_token_named_like_a_file
"""

from __future__ import annotations

import json
import logging
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.posts import Draft, Mention, Post, Visibility
from bot.networks import Account, Network, NetworkError, Outcome, Page, Trouble
from bot.networks.counting import characters
from bot.networks.mastodon import MastodonNetwork, open_mastodon
from tests.networks.scripted_server import (
    Answer,
    Heard,
    Server,
    drip,
    error,
    hang,
    page_of_html,
    raw,
    reset,
    says,
    serving,
)

NOW = datetime(2026, 12, 12, 10, 0, tzinfo=UTC)
TOKEN = "s3cret-t0ken-of-the-mob"
BOT = {"id": "1", "acct": "mob", "username": "mob", "bot": True}
ANA: dict[str, Any] = {
    "id": "7",
    "acct": "ana@other.example",
    "username": "ana",
    "uri": "https://other.example/users/ana",
    "url": "https://other.example/@ana",
    "bot": False,
    "created_at": "2020-05-01T00:00:00.000Z",
}

NOTIFICATIONS = "/api/v1/notifications"
STATUSES = "/api/v1/statuses"
VERIFY = "/api/v1/accounts/verify_credentials"
OWN = "/api/v1/accounts/1/statuses"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving() as server:
        server.on("GET", VERIFY, says(BOT))
        yield server


@pytest.fixture
def mastodon(server: Server) -> MastodonNetwork:
    return network(server)


def network(
    server: Server,
    *,
    seconds: float = 5,
    account_id: str | None = "1",
    content_warning: str = "",
) -> MastodonNetwork:
    return open_mastodon(
        base_url=server.url,
        token=TOKEN,
        deadline=timedelta(seconds=seconds),
        account_id=account_id,
        content_warning=content_warning,
        now=lambda: NOW,
    )


def status(id_: str = "100", text: str = "I vote 3", **fields: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "created_at": "2026-12-12T09:30:00.000Z",
        "edited_at": None,
        "content": f"<p>{text}</p>",
        "spoiler_text": "",
        "language": "en",
        "visibility": "public",
        "in_reply_to_id": None,
        "url": f"https://mob.example/@mob/{id_}",
        "reblog": None,
        "mentions": [{"id": "1", "username": "mob", "acct": "mob"}],
        "account": ANA,
    } | fields


def tagged(id_: str, **fields: Any) -> dict[str, Any]:
    return {"id": id_, "type": "mention", "status": status(f"s{id_}", **fields)}


def shelf(told: list[dict[str, Any]], most: int = 80) -> Callable[[Heard], Answer]:
    """The notifications endpoint of a server whose ids are numbers."""

    def page(heard: Heard) -> Answer:
        newest_first = sorted(told, key=lambda one: -int(one["id"]))
        if "min_id" in heard.query:
            after = int(heard.query["min_id"][0])
            newest_first = [one for one in newest_first if int(one["id"]) > after][-most:]
        if "max_id" in heard.query:
            before = int(heard.query["max_id"][0])
            newest_first = [one for one in newest_first if int(one["id"]) < before]
        return says(newest_first[:most])

    return page


def first_page(mastodon: MastodonNetwork) -> Page:
    [page] = mastodon.mentions(None, overlap=3)
    return page


def failure(call: Callable[[], object]) -> tuple[Outcome, Trouble]:
    with pytest.raises(NetworkError) as caught:
        call()
    told = traceback.format_exception(caught.value)
    assert TOKEN not in "".join(told)
    return caught.value.outcome, caught.value.trouble


# --- who we are


def test_it_is_a_network(mastodon: MastodonNetwork) -> None:
    as_network: Network = mastodon
    assert as_network.name == "mastodon"


def test_me(server: Server, mastodon: MastodonNetwork) -> None:
    limit = {"configuration": {"statuses": {"max_characters": 1_000}}}
    server.on("GET", "/api/v2/instance", says(limit))
    assert mastodon.me() == Account(id="1", name="mob", max_characters=1_000, is_bot=True)
    assert server.heard[0].headers["authorization"] == f"Bearer {TOKEN}"


def test_a_token_of_another_account_is_refused(server: Server) -> None:
    stranger = network(server, account_id="2")
    assert failure(stranger.me) == (Outcome.REFUSED, Trouble.TOKEN)
    # Nothing was changed in the other account's name.
    assert [heard.method for heard in server.heard] == ["GET"]


@pytest.mark.parametrize("status_code", [400, 401, 403, 422])
def test_a_token_that_is_not_good(server: Server, status_code: int) -> None:
    server.on("GET", VERIFY, error(status_code, "Le jeton d’accès est invalide"))
    assert failure(network(server).me) == (Outcome.REFUSED, Trouble.TOKEN)


@pytest.mark.parametrize(
    ("instance_v2", "instance_v1", "limit"),
    [
        (says({"configuration": {"statuses": {"max_characters": 700}}}), error(404), 700),
        (error(404), says({"configuration": {"statuses": {"max_characters": 800}}}), 800),
        (page_of_html(404), says({"max_toot_chars": 5_000}), 5_000),
        (says({"configuration": None}), says({"max_toot_chars": "many"}), 500),
        (says([]), page_of_html(), 500),
    ],
)
def test_the_limit_of_the_instance(
    server: Server, instance_v2: Answer, instance_v1: Answer, limit: int
) -> None:
    server.on("GET", "/api/v2/instance", instance_v2)
    server.on("GET", "/api/v1/instance", instance_v1)
    assert network(server).me().max_characters == limit


@pytest.mark.parametrize("answer", [error(503), error(404), reset()], ids=["503", "404", "reset"])
def test_an_instance_that_fails_costs_two_requests(server: Server, answer: Answer) -> None:
    server.on("GET", "/api/v2/instance", answer)
    server.on("GET", "/api/v1/instance", answer)
    assert network(server).me().max_characters == 500
    assert len([heard for heard in server.heard if "instance" in heard.path]) == 2


def test_private_mentions_are_let_in(server: Server, mastodon: MastodonNetwork) -> None:
    mastodon.me()
    [policy] = server.asked("PATCH", "/api/v2/notifications/policy")
    assert policy.form == {"for_private_mentions": ["accept"]}


@pytest.mark.parametrize(
    "url", ["http://mastodon.example", "mastodon.example", "https://a:b@mastodon.example"]
)
def test_an_address_that_would_give_the_token_away(url: str) -> None:
    with pytest.raises(ValueError, match=r"address|https"):
        open_mastodon(base_url=url, token=TOKEN, deadline=timedelta(1), now=lambda: NOW)


@pytest.mark.parametrize("token", ["", "two words", "ends in a line\n", "clé"])
def test_a_token_that_cannot_be_one(token: str) -> None:
    with pytest.raises(ValueError, match="the token is empty or holds characters") as caught:
        open_mastodon(
            base_url="https://a.example", token=token, deadline=timedelta(1), now=lambda: NOW
        )
    assert not token or token not in str(caught.value)


def test_a_token_named_like_a_file(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(TOKEN).write_text("another")
    network(server).me()
    assert server.heard[0].headers["authorization"] == f"Bearer {TOKEN}"


# --- mentions


def test_a_mention_is_read_whole(server: Server, mastodon: MastodonNetwork) -> None:
    told = status(
        "100",
        'Ça&nbsp;<a href="x">@<span>mob</span></a>: 3 &amp;lt;',
        created_at="2026-12-12T11:30:00.500+02:00",
        edited_at="2026-12-12T09:45:00Z",
        language="fr",
        visibility="direct",
        in_reply_to_id="99",
        spoiler_text="Vote",
    )
    server.on("GET", NOTIFICATIONS, says([{"id": "5", "type": "mention", "status": told}]))
    page = first_page(mastodon)
    assert page.mentions == (
        Mention(
            network="mastodon",
            event="100",
            person="https://other.example/users/ana",
            name="ana@other.example",
            text="Vote\nÇa\N{NO-BREAK SPACE}@mob: 3 &lt;",
            said_at=datetime(2026, 12, 12, 9, 30, 0, 500_000, tzinfo=UTC),
            parent="99",
            lang="fr",
            visibility=Visibility.DIRECT,
            tags_us=True,
            by_bot=False,
            repost=False,
            edited_at=datetime(2026, 12, 12, 9, 45, tzinfo=UTC),
            account_since=datetime(2020, 5, 1, tzinfo=UTC),
        ),
    )
    assert page.mentions[0].said_at.tzinfo is UTC
    assert (page.server_time, mastodon.server_time()) == (NOW, NOW)
    [asked] = server.heard
    assert asked.query == {"types[]": ["mention"], "limit": ["80"]}


@pytest.mark.parametrize(
    ("account", "person", "name"),
    [
        (ANA, "https://other.example/users/ana", "ana@other.example"),
        # Mastodon and GoToSocial leave a local user's host out, Takahē and snac do not.
        (ANA | {"acct": "ana"}, "https://other.example/users/ana", "ana"),
        (ANA | {"acct": "ana@localhost:1"}, "https://other.example/users/ana", "ana@localhost:1"),
        (ANA | {"uri": None}, "https://other.example/@ana", "ana@other.example"),
        (ANA | {"acct": None}, "https://other.example/users/ana", "ana"),
    ],
)
def test_who_wrote_it(
    server: Server, mastodon: MastodonNetwork, account: dict[str, Any], person: str, name: str
) -> None:
    server.on("GET", NOTIFICATIONS, says([tagged("1", account=account)]))
    [mention] = first_page(mastodon).mentions
    assert (mention.person, mention.name) == (person, name)


def test_a_page_is_in_the_order_of_writing(server: Server, mastodon: MastodonNetwork) -> None:
    times = ["09:02", "09:01", "09:03", "09:01"]
    told = [
        tagged(str(n), created_at=f"2026-12-12T{at}:00Z") for n, at in enumerate(times, start=1)
    ]
    server.on("GET", NOTIFICATIONS, shelf(told))
    assert [one.event for one in first_page(mastodon).mentions] == ["s2", "s4", "s1", "s3"]


def test_one_that_cannot_be_read_does_not_lose_the_others(
    server: Server, mastodon: MastodonNetwork, caplog: pytest.LogCaptureFixture
) -> None:
    told: list[Any] = [
        tagged("1"),
        {"id": "2", "type": "severed_relationships"},
        {"id": "3", "type": "mention", "status": None},
        {"id": "4", "type": "mention", "status": "gone"},
        {"type": "mention", "status": status("s5")},
        tagged("6", created_at="in the year 9999"),
        tagged("7", account=None),
        tagged("8", account={"id": "9"}),
        None,
        "noise",
        tagged("9", content=None, mentions=None, language=7, visibility=None, spoiler_text=None),
        tagged("10", mentions=[None, 3, {"id": None}], created_at="2026-12-12T09:31:00"),
    ]
    server.on("GET", NOTIFICATIONS, says(told))
    mentions = first_page(mastodon).mentions
    assert [one.event for one in mentions] == ["s1", "s5", "s9", "s10"]
    assert (mentions[2].text, mentions[2].visibility) == ("", Visibility.FOLLOWERS)
    assert len(caplog.records) == 5


def test_a_page_of_another_shape_reads_the_same(server: Server, mastodon: MastodonNetwork) -> None:
    """Of a page as it is documented only the fields that are needed are made; one that holds
    anything else is read whole."""
    told: list[Any] = [tagged(str(n), content=f"<p>@mob {n}</p>") for n in range(1, 4)]
    server.on("GET", NOTIFICATIONS, says(told))
    usual = first_page(mastodon).mentions
    server.on("GET", NOTIFICATIONS, says([*told, "noise"]))
    assert first_page(mastodon).mentions == usual
    assert [one.text for one in usual] == ["@mob 1", "@mob 2", "@mob 3"]


def test_our_own_posts_are_nobodys_mention(server: Server, mastodon: MastodonNetwork) -> None:
    server.on("GET", NOTIFICATIONS, says([tagged("1", account=ANA | {"id": "1"})]))
    assert first_page(mastodon).mentions == ()


def test_a_boost_and_a_bot_are_known(server: Server, mastodon: MastodonNetwork) -> None:
    told = [tagged("1", reblog=status()), tagged("2", account=ANA | {"bot": True})]
    server.on("GET", NOTIFICATIONS, says(told))
    assert [(one.repost, one.by_bot) for one in first_page(mastodon).mentions] == [
        (True, False),
        (False, True),
    ]


@pytest.mark.parametrize(
    ("older", "newer", "as_told"),
    [
        ("01M80J0000000000000000000A", "01M80J0000000000000000000B", str),
        ("9", "10", int),
        ("115712345678901234", "115712345678901235", str),
        ("a" * 32, "b" * 32, str),
    ],
    ids=["GoToSocial", "numbers", "Mastodon", "snac"],
)
def test_ids_of_every_server(
    server: Server, mastodon: MastodonNetwork, older: str, newer: str, as_told: type
) -> None:
    told = [
        {"id": as_told(one), "type": "mention", "status": status(as_told(one))}
        for one in (newer, older)
    ]
    server.on("GET", NOTIFICATIONS, says(told))
    page = first_page(mastodon)
    assert {one.event for one in page.mentions} == {older, newer}
    assert page.cursor == json.dumps([newer])


def test_a_rush_is_walked_with_min_id(server: Server, mastodon: MastodonNetwork) -> None:
    told = [tagged(str(n)) for n in range(1, 8)]
    server.on("GET", NOTIFICATIONS, shelf(told, most=2))
    pages = list(mastodon.mentions('["1"]', overlap=3))
    assert [one.event for page in pages for one in page.mentions] == [f"s{n}" for n in range(2, 8)]
    bounds = [heard.query.get("min_id") for heard in server.heard]
    assert bounds == [None, ["1"], ["3"], ["5"]]
    assert not any("since_id" in heard.query for heard in server.heard)


def test_a_late_mention_behind_others_is_found(server: Server, mastodon: MastodonNetwork) -> None:
    told = [tagged("1"), tagged("3"), tagged("4")]
    server.on("GET", NOTIFICATIONS, shelf(told))
    cursor = first_page(mastodon).cursor
    told.append(tagged("2"))
    [page] = mastodon.mentions(cursor, overlap=3)
    assert [one.event for one in page.mentions] == ["s1", "s2", "s3", "s4"]


def test_an_unknown_min_id_answered_with_500(server: Server, mastodon: MastodonNetwork) -> None:
    told = shelf([tagged(str(n)) for n in range(1, 6)], most=2)
    server.on(
        "GET", NOTIFICATIONS, lambda heard: error(500) if "min_id" in heard.query else told(heard)
    )
    pages = list(mastodon.mentions('["1"]', overlap=3))
    assert {one.event for page in pages for one in page.mentions} == {f"s{n}" for n in range(1, 6)}


@pytest.mark.parametrize(
    "answer",
    [
        reset(),
        hang(),
        drip(),
        page_of_html(),
        page_of_html(404),
        says({"error": "no list"}),
        says([], 302, Location="/login"),
        error(500),
        page_of_html(502),
        error(503, Retry_After="5"),
        Answer(b'[{"id": "1", "type'),
        Answer(b"[" * 100_000),
        Answer(b"[" + b" " * 6_000_000 + b"]"),
        raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[{"),
    ],
    ids=[
        "reset", "hang", "drip", "portal", "HTML 404", "no list", "redirect", "500", "502", "503",
        "truncated", "deep", "huge", "cut chunk",
    ],
)  # fmt: skip
def test_a_page_that_cannot_be_read_is_asked_for_again(server: Server, answer: Answer) -> None:
    server.on("GET", NOTIFICATIONS, answer)
    quick = network(server, seconds=0.6)
    started = time.monotonic()
    assert failure(lambda: first_page(quick)) == (Outcome.NOT_APPLIED, Trouble.DOWN)
    assert time.monotonic() - started < 2
    assert len(server.heard) == 1


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"X_RateLimit_Reset": "2026-12-12T10:04:57.000Z"}, 297),
        ({"X_RateLimit_Reset": "2026-12-27T10:00:00.000Z"}, 3_600),
        ({"X_RateLimit_Reset": "2026-12-12T09:00:00.000Z"}, 5),
        ({"X_RateLimit_Reset": "whenever"}, 60),
        ({"Retry_After": "30"}, 30),
        ({}, 60),
    ],
)
def test_a_limit_is_told_at_once(
    server: Server, mastodon: MastodonNetwork, headers: dict[str, str], seconds: int
) -> None:
    limit = error(429, "rate limit reached", **headers)
    server.on("GET", NOTIFICATIONS, limit)
    server.on("POST", STATUSES, limit)
    for call in (lambda: first_page(mastodon), lambda: mastodon.post(DRAFT, key="k")):
        with pytest.raises(NetworkError) as caught:
            call()
        assert (caught.value.outcome, caught.value.trouble) == (Outcome.NOT_APPLIED, Trouble.LIMIT)
        assert caught.value.retry_at == NOW + timedelta(seconds=seconds)


def test_the_library_builds_no_objects(server: Server, mastodon: MastodonNetwork) -> None:
    server.on("GET", NOTIFICATIONS, says([tagged(str(n)) for n in range(80)]))
    first_page(mastodon)
    started = time.process_time()
    first_page(mastodon)
    # Conversion takes 4.5 ms a mention and more; without it the whole page takes 10 ms.
    assert time.process_time() - started < 80 * 0.0015


# --- replies, and reading again


def test_replies_without_the_tag_are_read_without_our_own(
    server: Server, mastodon: MastodonNetwork
) -> None:
    under = [
        status("12", in_reply_to_id="10", mentions=[]),
        status("11", in_reply_to_id="10", created_at="2026-12-12T09:00:00Z"),
        status("13", account=BOT),
    ]
    context = {"ancestors": [status("9")], "descendants": under}
    server.on("GET", f"{STATUSES}/10/context", says(context))
    page = mastodon.replies("10")
    assert [(one.event, one.tags_us) for one in page.mentions] == [("11", True), ("12", False)]
    assert (page.gone, page.server_time) == ((), NOW)


def test_replies_under_what_is_gone(mastodon: MastodonNetwork) -> None:
    page = mastodon.replies("10")
    assert (page.mentions, page.gone) == ((), ("10",))


def test_reread_in_batches_and_the_missing_one_by_one(
    server: Server, mastodon: MastodonNetwork
) -> None:
    events = tuple(str(n) for n in range(100, 145))
    there = {one: status(one, "I vote 4") for one in events if one not in ("107", "120")}
    server.on(
        "GET", STATUSES, lambda heard: says([there[i] for i in heard.query["id[]"] if i in there])
    )
    # The server failed to give this one in the batch, yet it is there.
    server.on("GET", f"{STATUSES}/120", says(status("120")))
    page = mastodon.reread(events)
    assert {one.event for one in page.mentions} == set(events) - {"107"}
    assert page.gone == ("107",)
    assert [len(heard.query["id[]"]) for heard in server.asked("GET", STATUSES)] == [20, 20, 5]
    assert len(server.heard) == 5


@pytest.mark.parametrize("answer", [error(404), page_of_html(404), error(422), error(405)])
def test_reread_one_by_one_where_batches_are_unknown(server: Server, answer: Answer) -> None:
    server.on("GET", STATUSES, answer)
    server.on("GET", f"{STATUSES}/100", says(status("100", edited_at="2026-12-12T09:50:00Z")))
    mastodon = network(server)
    for _ in range(2):
        page = mastodon.reread(("100", "101"))
        assert [one.edited_at for one in page.mentions] == [NOW - timedelta(minutes=10)]
        assert page.gone == ("101",)
    assert len(server.asked("GET", STATUSES)) == 1


def test_a_404_of_a_proxy_is_not_a_deletion(server: Server, mastodon: MastodonNetwork) -> None:
    server.on("GET", f"{STATUSES}/100", page_of_html(404))
    # Takahē says so in HTML, but the rest of it works.
    assert mastodon.reread(("100",)).gone == ("100",)
    server.on("GET", VERIFY, page_of_html(404))
    down = (Outcome.NOT_APPLIED, Trouble.DOWN)
    assert failure(lambda: mastodon.reread(("100",))) == down
    server.on("GET", f"{STATUSES}/100/context", page_of_html(404))
    assert failure(lambda: mastodon.replies("100")) == down


def test_an_odd_id_stays_inside_its_path(server: Server, mastodon: MastodonNetwork) -> None:
    mastodon.reread(("../accounts/1?x=#y",))
    assert server.heard[-1].path == f"{STATUSES}/..%2Faccounts%2F1%3Fx%3D%23y"


# --- posting

DRAFT = Draft(text="@ana@other.example Noted: 3", language="en")


def posted(id_: str = "200", text: str = "Noted", **fields: Any) -> dict[str, Any]:
    return status(id_, text, account=BOT, mentions=[], **fields)


def test_a_post_says_everything_explicitly(server: Server, mastodon: MastodonNetwork) -> None:
    draft = replace(DRAFT, reply_to="100", visibility=Visibility.DIRECT)
    shown = '<a href="https://other.example/@ana">@<span>ana</span></a> Noted: 3'
    answer = posted("200", shown, in_reply_to_id="100", visibility="direct")
    server.on("POST", STATUSES, says(answer | {"mentions": [ANA]}))
    assert mastodon.post(draft, key="spring/ballot/1") == Post(
        id="200",
        text=draft.text,
        posted_at=datetime(2026, 12, 12, 9, 30, tzinfo=UTC),
        parent="100",
        url="https://mob.example/@mob/200",
    )
    [asked] = server.heard
    assert asked.form == {
        "status": [draft.text],
        "visibility": ["direct"],
        "language": ["en"],
        "in_reply_to_id": ["100"],
    }
    key = sha256(b"spring/ballot/1").hexdigest()
    assert asked.headers["idempotency-key"] == key


def test_what_everybody_may_read_is_folded_behind_the_content_warning(server: Server) -> None:
    folded = network(server, content_warning=" Cash mob ")
    sent = {}
    for visibility in Visibility:
        shown = {"visibility": visibility.value, "spoiler_text": "Cash mob"}
        server.on("POST", STATUSES, says(posted("200", **shown)))
        post = folded.post(replace(DRAFT, visibility=visibility), key="k")
        # The words before the fold are not the text that is looked for on the own timeline.
        assert post.text == "Noted"
        sent[visibility] = server.heard[-1].form.get("spoiler_text")
    assert sent == {
        Visibility.PUBLIC: ["Cash mob"],
        Visibility.UNLISTED: ["Cash mob"],
        Visibility.FOLLOWERS: ["Cash mob"],
        Visibility.DIRECT: None,
    }


def test_a_content_warning_takes_its_length_from_every_text(server: Server) -> None:
    plain, folded = (network(server, content_warning=words) for words in ("", "Cash mob"))
    assert plain.me().max_characters - folded.me().max_characters == len("Cash mob")


def test_the_same_row_has_the_same_key(server: Server, mastodon: MastodonNetwork) -> None:
    server.on("POST", STATUSES, says(posted()))
    for key in ("a", "a", "b"):
        mastodon.post(DRAFT, key=key)
    first, second, other = (heard.headers["idempotency-key"] for heard in server.heard)
    assert first == second != other


@pytest.mark.parametrize(
    "answer",
    [
        reset(),
        hang(),
        drip(),
        page_of_html(),
        page_of_html(403),
        page_of_html(404),
        Answer(b'{"id": "200", "crea'),
        Answer(b"{}"),
        says({"id": "200"}),
        says([]),
        says({}, 302, Location="/login"),
        error(408),
        error(500),
        page_of_html(502),
        error(503),
        page_of_html(504),
        says("no error object", 422),
        Answer(b" " * 3_000_000),
    ],
    ids=[
        "reset", "hang", "drip", "portal", "HTML 403", "HTML 404", "truncated", "no id", "no date",
        "a list", "redirect", "408", "500", "502", "503", "504", "422 in no known form", "huge",
    ],
)  # fmt: skip
def test_a_post_without_a_clear_answer_is_unsure(server: Server, answer: Answer) -> None:
    server.on("POST", STATUSES, answer)
    quick = network(server, seconds=0.6)
    assert failure(lambda: quick.post(DRAFT, key="k")) == (Outcome.UNSURE, Trouble.DOWN)
    # The library did not try again by itself.
    assert len(server.asked("POST", STATUSES)) == 1


def test_a_repeat_answered_with_500_is_unsure(server: Server) -> None:
    server.on("POST", STATUSES, reset(), error(500), error(500))
    quick = network(server, seconds=0.6)
    for _ in range(3):
        assert failure(lambda: quick.post(DRAFT, key="k")) == (Outcome.UNSURE, Trouble.DOWN)


def test_a_post_that_was_never_sent(server: Server, mastodon: MastodonNetwork) -> None:
    server.shutdown()
    server.server_close()
    assert failure(lambda: mastodon.post(DRAFT, key="k")) == (Outcome.NOT_APPLIED, Trouble.DOWN)


def test_a_post_that_worked_is_not_undone_by_a_header(
    server: Server, mastodon: MastodonNetwork
) -> None:
    server.on(
        "POST",
        STATUSES,
        says(posted(), X_RateLimit_Reset="garbage", X_RateLimit_Remaining="?", Deprecation="true"),
    )
    assert mastodon.post(DRAFT, key="k").id == "200"


@pytest.mark.parametrize("status_code", [400, 403, 413, 422])
def test_a_refused_text_is_final(
    server: Server, mastodon: MastodonNetwork, status_code: int
) -> None:
    server.on("POST", STATUSES, error(status_code, "バリデーションに失敗しました"))
    assert failure(lambda: mastodon.post(DRAFT, key="k")) == (Outcome.REFUSED, Trouble.REJECTED)


def test_the_organiser_reads_why_a_text_was_refused(
    server: Server, mastodon: MastodonNetwork
) -> None:
    server.on("POST", STATUSES, error(422, "Validation failed:\nText is too long"))
    with pytest.raises(NetworkError) as caught:
        mastodon.post(DRAFT, key="k")
    assert caught.value.reason == "the server answered 422 (Validation failed: Text is too long)"


@pytest.mark.parametrize("status_code", [400, 403])
def test_a_suspended_account_or_a_token_revoked_meanwhile(
    server: Server, mastodon: MastodonNetwork, status_code: int
) -> None:
    server.on("POST", STATUSES, error(status_code))
    server.on("GET", VERIFY, error(status_code))
    assert failure(lambda: mastodon.post(DRAFT, key="k")) == (Outcome.REFUSED, Trouble.TOKEN)


def test_a_refusal_whose_reason_cannot_be_told_now(
    server: Server, mastodon: MastodonNetwork
) -> None:
    server.on("POST", STATUSES, error(403))
    server.on("GET", VERIFY, error(503))
    assert failure(lambda: mastodon.post(DRAFT, key="k")) == (Outcome.NOT_APPLIED, Trouble.DOWN)


def test_a_revoked_token(server: Server, mastodon: MastodonNetwork) -> None:
    server.on("POST", STATUSES, error(401, "The access token was revoked"))
    assert failure(lambda: mastodon.post(DRAFT, key="k")) == (Outcome.REFUSED, Trouble.TOKEN)


def test_an_answer_to_what_is_gone_was_not_posted(
    server: Server, mastodon: MastodonNetwork
) -> None:
    server.on("POST", STATUSES, error(404, "Record not found"))
    reply = replace(DRAFT, reply_to="100")
    assert failure(lambda: mastodon.post(reply, key="k")) == (Outcome.NOT_APPLIED, Trouble.GONE)


def test_a_lost_parent_is_told_and_not_posted_again(
    server: Server, mastodon: MastodonNetwork, caplog: pytest.LogCaptureFixture
) -> None:
    server.on("POST", STATUSES, says(posted(in_reply_to_id=None)))
    post = mastodon.post(replace(DRAFT, reply_to="100"), key="k")
    assert (post.id, post.parent) == ("200", None)
    assert caplog.messages == ["Post 200 answers None, not 100"]


def test_a_wrong_visibility_is_told(
    server: Server, mastodon: MastodonNetwork, caplog: pytest.LogCaptureFixture
) -> None:
    server.on("POST", STATUSES, says(posted(visibility="public")))
    mastodon.post(replace(DRAFT, visibility=Visibility.DIRECT), key="k")
    assert caplog.messages == ["Post 200 went out as public, not direct"]


def test_a_boost_that_got_no_answer_may_be_made_again(
    server: Server, mastodon: MastodonNetwork
) -> None:
    boosted = {**status("900"), "reblog": status("100")}
    server.on("POST", f"{STATUSES}/100/reblog", says(boosted), reset())
    mastodon.boost("100")
    with pytest.raises(NetworkError) as caught:
        mastodon.boost("100")
    assert caught.value.outcome is Outcome.NOT_APPLIED


def test_a_message_shows_its_pictures_and_no_films(
    server: Server, mastodon: MastodonNetwork
) -> None:
    media = [{"type": "image"}, {"type": "video"}, None, {"type": "image"}]
    told = [tagged("1", media_attachments=media), tagged("2", media_attachments=None)]
    server.on("GET", NOTIFICATIONS, says(told))
    assert [one.pictures for one in first_page(mastodon).mentions] == [2, 0]


def test_acknowledging_is_a_favourite(server: Server, mastodon: MastodonNetwork) -> None:
    server.on("POST", f"{STATUSES}/100/favourite", says(status("100")), reset())
    mastodon.acknowledge("100")
    # What is done twice is done once: nothing to settle.
    again = failure(lambda: mastodon.acknowledge("100"))
    assert again == (Outcome.NOT_APPLIED, Trouble.DOWN)
    assert failure(lambda: mastodon.acknowledge("101")) == (Outcome.REFUSED, Trouble.GONE)


# --- our own timeline


def test_own_posts_are_paged_back_to_a_time(server: Server, mastodon: MastodonNetwork) -> None:
    def at(n: int, **fields: Any) -> dict[str, Any]:
        return posted(str(n), f"Post {n}", created_at=f"2026-12-12T09:{n:02}:00Z", **fields)

    told = [at(n) for n in range(50, 9, -1)]
    told[3] = at(47, reblog=status())
    told[5] = at(45, in_reply_to_id="7")

    def timeline(heard: Heard) -> Answer:
        before = int(heard.query.get("max_id", ["99"])[0])
        return says([one for one in told if int(one["id"]) < before][:20])

    server.on("GET", OWN, timeline)
    posts = mastodon.own_posts(datetime(2026, 12, 12, 9, 25, tzinfo=UTC))
    assert [post.id for post in posts] == [str(n) for n in range(50, 24, -1) if n != 47]
    assert posts[4] == Post(
        id="45",
        text="Post 45",
        posted_at=datetime(2026, 12, 12, 9, 45, tzinfo=UTC),
        parent="7",
        url="https://mob.example/@mob/45",
    )
    first, second = (heard.query for heard in server.heard)
    assert first == {"limit": ["40"], "exclude_reblogs": ["1"]}
    assert second == first | {"max_id": ["31"]}


def test_handles_come_back_as_they_were_sent(server: Server, mastodon: MastodonNetwork) -> None:
    shown = posted("1", "@ana, @ben and @mob: mail a@ana.example")
    local = {"id": "8", "username": "ben", "acct": "ben"}
    server.on("GET", OWN, says([shown | {"mentions": [ANA, local]}]), says([]))
    [post] = mastodon.own_posts(NOW - timedelta(days=1))
    assert post.text == "@ana@other.example, @ben and @mob: mail a@ana.example"


@pytest.mark.parametrize(
    "answer",
    [
        page_of_html(),
        says([posted()]),  # the same page for ever
        says([posted("1", created_at=None)]),  # whether that is our post, nobody knows
        error(500),
    ],
    ids=["portal", "loop", "no date", "500"],
)
def test_half_a_timeline_decides_nothing(
    server: Server, mastodon: MastodonNetwork, answer: Answer
) -> None:
    server.on("GET", OWN, answer)
    since = NOW - timedelta(days=1)
    assert failure(lambda: mastodon.own_posts(since)) == (Outcome.NOT_APPLIED, Trouble.DOWN)


def test_without_a_pinned_account_the_server_is_asked_once(server: Server) -> None:
    server.on("GET", OWN, says([]))
    mastodon = network(server, account_id=None)
    assert [mastodon.own_posts(NOW), mastodon.own_posts(NOW)] == [(), ()]
    assert len(server.asked("GET", VERIFY)) == 1


# --- lengths, secrets


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("", 0),
        ("Hello", 5),
        ("👩‍👩‍👧‍👦 e\u0301", 3),
        ("https://example.org/a/very/long/path?with=many&things=in#it", 23),
        ("see http://a.io.", 4 + 23 + 1),
        ("(https://example.org/x)", 1 + 23 + 1),
        ("https://example.org/店", 23 + 1),
        ("@ana@other.example hi", len("@ana hi")),
        ("@ana@localhost:18070 hi", len("@ana hi")),
        ("a@b.example", 11),
        ("http://localhost/x", 18),
    ],
)
def test_length_is_counted_as_mastodon_does(
    mastodon: MastodonNetwork, text: str, length: int
) -> None:
    assert mastodon.length(text) == length


@given(
    st.text(
        st.characters(exclude_categories=["Cs"], exclude_characters="@:")
        | st.sampled_from("é️‍🏽🎉🇦🇹각ᄀᆨัา\r\n–€ё漢")
    )
)
def test_length_is_counted_the_same_for_any_text(text: str) -> None:
    assert characters(f"{text} ") == len(regex.findall(r"\X", f"{text} "))


def test_the_token_is_in_no_log_and_no_error(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    quick = network(server, seconds=0.6)
    server.on("GET", NOTIFICATIONS, says([tagged("1", account=None)]))
    first_page(quick)
    for answer in (reset(), hang(), error(401, TOKEN), error(422, TOKEN), error(500, TOKEN)):
        server.on("GET", NOTIFICATIONS, answer)
        failure(lambda: first_page(quick))
    assert TOKEN not in caplog.text
    assert all(TOKEN not in str(heard.query) for heard in server.heard)
    assert "urllib3" not in {record.name.split(".")[0] for record in caplog.records}
