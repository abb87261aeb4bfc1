"""X (Twitter) API v2 through tweepy, as the account that owns the developer app (OAuth 1.0a).

The calls, and all that is read of their answers (JSON objects; every call is signed with OAuth
1.0a for the very address it goes to; HTTP `Date` is the network's clock):

`GET /2/users/me`
    data.id .username. Free.
`GET /2/users/ID/mentions?max_results=100&FIELDS`, `since_id` and `until_id` (exclusive),
`pagination_token`
    data: posts that name the account, newest first, the newest version of each;
    meta.next_token (on every page but the last, however short a page is). `data` is absent when
    empty. X shows the newest 800.
`GET /2/users/ID/tweets?max_results=100&FIELDS&since_id=…`, `pagination_token`
    the same, of the account's own posts and replies; X shows 3,200.
`GET /2/tweets?ids=A,B,…&FIELDS` (at most 100)
    data: posts; errors[].resource_id (or .value) .type: those that are not found
    (…/resource-not-found) or not shown (…/not-authorized-for-resource). 200 may carry both.
`POST /2/tweets` {"text", "reply": {"in_reply_to_tweet_id"}, "media": {"media_ids": []}}
    data.id. The last two are left out where there is nothing to say.
`POST /2/media/upload` {"media": base64, "media_category": "tweet_image"}
    data.id, good for 24 hours.
`POST /2/media/metadata` {"id", "metadata": {"alt_text": {"text"}}}
    nothing.

FIELDS is `tweet.fields=…`, and after a 400 that names it `post.fields=…` (`VOCABULARIES` in
`twitter_posts.py`); never `expansions`, for what they bring is charged too. A post: id, text,
created_at, author_id, lang, entities.urls[].url .display_url .expanded_url .media_key;
referenced_tweets or referenced_posts[].type .id; note_tweet or note_post .text .entities;
edit_history_tweet_ids or edit_history_post_ids (oldest first). Ids are strings of digits that
begin with the time (`snowflake`). Refusals: `twitter_refusals.py`.

What is not asked for: replies that drop the name of the account (only the search shows them, at
five times the price), names of writers, and any sign that a message was read (X has none).
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

import requests
import tweepy

from bot.domain.links import has_link
from bot.domain.posts import Draft, Mention, Picture, Post
from bot.networks import Account, Finding, NetworkError, Outcome, Page, Trouble, uploading
from bot.networks.twitter_posts import (
    VOCABULARIES,
    history_of,
    mention_of,
    post_of,
    snowflake,
    url_of,
)
from bot.networks.twitter_prices import PRICES, Usage
from bot.networks.twitter_refusals import names_fields, own_body, refusal
from bot.networks.twitter_walk import Walk, next_token, not_shown, posts_of
from bot.networks.weighing import POST_WEIGHT, weight
from bot.networks.wire import Wire, WireError, check_address, date_of

_TWEEPYS_HOST = "https://api.twitter.com"
_PAGE = 100
_MOST_PAGES = 40
_OVERLAP = timedelta(minutes=15)


def open_twitter(
    *,
    base_url: str,
    consumer_key: str,
    consumer_secret: str,
    access_token: str,
    access_secret: str,
    user_id: str,
    deadline: timedelta,
    allow_links: bool,
    now: Callable[[], datetime],
) -> TwitterNetwork:
    """X as the account with that id; ValueError if the address may not be spoken to.

    `deadline` is the time of a whole call. With `allow_links` false no post with a link goes out.
    """
    check_address(base_url)
    for chatty in ("tweepy", "oauthlib", "requests_oauthlib"):
        # Their debug lines print keys and signatures.
        logging.getLogger(chatty).setLevel(logging.WARNING)
    client = tweepy.Client(
        consumer_key=consumer_key,
        consumer_secret=consumer_secret,
        access_token=access_token,
        access_token_secret=access_secret,
        return_type=requests.Response,
        wait_on_rate_limit=False,
    )
    secrets = (consumer_key, consumer_secret, access_token, access_secret)
    connection = _Connection(base_url.rstrip("/"), deadline=deadline, secrets=secrets)
    client.session = connection
    return TwitterNetwork(client, connection, user_id=user_id, allow_links=allow_links, now=now)


class _Answered(Exception):
    """X answered, but not with 2xx."""

    def __init__(self, answer: requests.Response) -> None:
        super().__init__(answer.status_code)
        self.answer = answer


class _Connection(Wire):
    """The session in tweepy's hands: our address, our deadline, our reading of refusals.

    The address is changed before the request is signed, so that the signature is for the host
    that gets it. Refusals do not reach tweepy, which falls over a reset that is no number and
    over an error that is no object.
    """

    def __init__(self, base_url: str, *, deadline: timedelta, secrets: tuple[str, ...]) -> None:
        super().__init__(only=base_url, deadline=deadline, secrets=secrets)
        self.base_url = base_url
        self.server_time: datetime | None = None

    def request(  # type: ignore[override]
        self, method: str, url: str, **options: Any
    ) -> requests.Response:
        """X's answer; raises _Answered for a refusal and WireError where there is none."""
        answer = super().request(method, self.base_url + url.removeprefix(_TWEEPYS_HOST), **options)
        self.server_time = date_of(answer.headers) or self.server_time
        if not 200 <= answer.status_code < 300:
            raise _Answered(answer)
        return answer


class TwitterNetwork:
    """X as `Network` wants it, with a count of what is bought (`drain_usage`)."""

    name = "twitter"

    def __init__(
        self,
        client: tweepy.Client,
        connection: _Connection,
        *,
        user_id: str,
        allow_links: bool,
        now: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._connection = connection
        self._user_id = user_id
        self._allow_links = allow_links
        self._now = now
        self._words = 0
        self._usage = Usage()
        self._heard: set[str] = set()
        self._walked = 0

    # Who

    def me(self) -> Account:
        """The account of the keys; X does not tell whether it is labelled as automated."""
        data = self._ask("GET", "/2/users/me").get("data")
        if not isinstance(data, dict) or not data.get("id"):
            raise _strange("who the keys belong to", writing=False)
        return Account(str(data["id"]), str(data.get("username", "")), POST_WEIGHT)

    def server_time(self) -> datetime | None:
        """X's clock at the last answer."""
        return self._connection.server_time

    def findings(self) -> Iterator[Finding]:
        """X tells neither the rights of the keys nor what is left to spend."""
        yield Finding(
            None,
            "X does not tell what the keys may do: if posts are refused while reading works, the "
            "app's user permissions are not “Read and write”; change them, then make new keys",
        )
        yield Finding(
            None,
            "X does not tell whether the account is labelled as automated: label it in its "
            "settings, and name the people behind it in its profile",
        )

    # Reading

    def mentions(self, cursor: str | None, *, overlap: int) -> Iterator[Page]:
        """Pages of mentions; the cursor is the highest id, and moves with the last page alone.

        X shows the newest first, so a page before the last leaves unread what is older: all but
        the last carry the old cursor. X lists some messages minutes late: each page of `overlap`
        asks for 15 more minutes, before the cursor or, once a walk was made, before that walk;
        what is quiet for longer is not paid for again on the next day.
        """
        if cursor is None:
            yield self._first_page()
            return
        before = int(_OVERLAP / timedelta(milliseconds=1)) * overlap << 22
        since = min(int(cursor), max(int(cursor), self._walked) - before)
        walk = Walk(cursor)
        for body in self._timeline("mentions", since_id=max(1, since)):
            walk.pass_by(posts := posts_of(body))
            messages = walk.new(self._messages(posts))
            if next_token(body) is not None:
                yield Page(messages, cursor, self.server_time())
            else:
                yield Page(messages, str(walk.newest), self.server_time(), gap=walk.gap())
        # Asked for more, the reader has saved all pages.
        self._walked = snowflake(self.server_time() or self._now())

    def _first_page(self) -> Page:
        posts = posts_of(next(self._timeline("mentions")))
        walk = Walk(str(snowflake(self.server_time() or self._now())))
        walk.pass_by(posts)
        return Page(self._messages(posts), str(walk.newest), self.server_time())

    def replies(self, post_id: str) -> Page:
        """Nothing, at no cost: replies to the account's own posts are among its mentions."""
        return Page((), None, self.server_time())

    def reread(self, events: tuple[str, ...]) -> Page:
        """The messages as they are now; those that X does not show any more are in `gone`.

        Asked for by id a message costs five times what it costs among the own mentions; so these
        are looked through first while that is the cheaper way.
        """
        found: dict[str, Mention] = {}
        missing = set(events)
        worth = _PAGE * PRICES["owned_read"] // PRICES["post_read"]
        if len(missing) > worth:
            for body in self._timeline("mentions", "again", **self._span(missing)):
                new = {m.event: m for m in self._messages(posts_of(body)) if m.event in missing}
                found |= new
                missing -= new.keys()
                if len(missing) <= worth or len(new) <= worth:
                    break
        looked_up, gone = self._look_up(sorted(missing))
        found |= looked_up
        mentions = tuple(found[event] for event in events if event in found)
        return Page(mentions, None, self.server_time(), gone)

    def own_posts(self, since: datetime) -> tuple[Post, ...]:
        """The account's own posts and replies, newest first."""
        posts: dict[str, Post] = {}
        for body in self._timeline("tweets", "own", since_id=max(1, snowflake(since) - 1)):
            for raw in posts_of(body):
                if (post := post_of(raw)) is not None and post.posted_at >= since:
                    posts.setdefault(post.id, post)
        return tuple(posts.values())

    def _span(self, events: set[str]) -> dict[str, int]:
        """From the first of the messages to the last. An edited one is listed with its new number,
        mostly behind them, and is looked up: in a burst, the hour in which it may have been edited
        holds thousands of others."""
        ids = sorted(int(event) for event in events)
        return {"since_id": max(1, ids[0] - 1), "until_id": ids[-1] + 1}

    def _look_up(self, ids: list[str]) -> tuple[dict[str, Mention], tuple[str, ...]]:
        found: dict[str, Mention] = {}
        gone: list[str] = []
        edited: list[str] = []
        for start in range(0, len(ids), _PAGE):
            some = ids[start : start + _PAGE]
            body = self._fetch("/2/tweets", {"ids": ",".join(some)})
            posts = posts_of(body)
            self._bought("post_read:again", posts)
            found |= {m.event: m for m in self._messages(posts)}
            edited += [history_of(p)[-1] for p in posts if history_of(p)[-1] != str(p.get("id"))]
            gone += [id for id in not_shown(body) if id in some]
        if edited:
            found |= self._look_up(edited)[0]
        return found, tuple(gone)

    def _messages(self, posts: list[Mapping[str, Any]]) -> tuple[Mention, ...]:
        """What others wrote, oldest first."""
        read = (mention_of(post) for post in reversed(posts))
        messages = tuple(m for m in read if m is not None and m.person != self._user_id)
        self._heard.update(message.event for message in messages)
        return messages

    def _timeline(self, which: str, what_for: str = "", **bounds: int) -> Iterator[dict[str, Any]]:
        """Pages of the account's mentions or of its own posts, newest first, each when asked;
        `what_for` stands in the books."""
        item = f"owned_read:{what_for}" if what_for else "owned_read"
        params: dict[str, Any] = {"max_results": _PAGE, **bounds}
        tokens: set[str] = set()
        while True:
            body = self._fetch(f"/2/users/{self._user_id}/{which}", params)
            self._bought(item, posts_of(body))
            yield body
            token = next_token(body)
            if token is None:
                return
            if token in tokens or len(tokens) == _MOST_PAGES:
                raise NetworkError("X's pages do not end", outcome=Outcome.NOT_APPLIED)
            tokens.add(token)
            params["pagination_token"] = token

    # Writing

    def post(self, draft: Draft, *, key: str) -> Post:
        """Publish; X knows no key, only its timeline tells of it."""
        self._check(draft.text)
        with uploading():
            media = [self._upload(picture) for picture in draft.media]
        body: dict[str, Any] = {"text": draft.text}
        if draft.reply_to is not None:
            body["reply"] = {"in_reply_to_tweet_id": draft.reply_to}
        if media:
            body["media"] = {"media_ids": media}
        answer = self._buy(self._price_of(draft), "/2/tweets", body)
        id = str(answer["id"])
        at = self.server_time() or self._now()
        return Post(id, draft.text, at, parent=draft.reply_to, url=url_of(id))

    def _upload(self, picture: Picture) -> str:
        """A picture with its description; the id is good for a post for 24 hours."""
        data = base64.b64encode(picture.data).decode()
        body = {"media": data, "media_category": "tweet_image"}
        id = str(self._buy("media", "/2/media/upload", body)["id"])
        described = {"id": id, "metadata": {"alt_text": {"text": picture.alt}}}
        self._ask("POST", "/2/media/metadata", json=described)
        self._usage.wrote("media_metadata")
        return id

    def acknowledge(self, event: str) -> None:
        """Nothing, at no cost: X offers no sign that one may give."""

    def length(self, text: str) -> int:
        """X's weighted length, never below X's own count."""
        return weight(text)

    def drain_usage(self) -> dict[str, int]:
        """What was read and written since the last call, by the items of `PRICES`."""
        return self._usage.drain()

    def _check(self, text: str) -> None:
        if self.length(text) > POST_WEIGHT:
            raise _refused(f"the post weighs {self.length(text)}, X takes {POST_WEIGHT}")
        if has_link(text) and not self._allow_links:
            raise _refused("the post would hold a link, which the city does not pay for")

    def _price_of(self, draft: Draft) -> str:
        if has_link(draft.text):
            return "post_with_url"
        return "reply_summoned" if draft.reply_to in self._heard else "post"

    def _buy(self, item: str, route: str, body: dict[str, Any]) -> dict[str, Any]:
        """Write; what may have been applied is counted as bought."""
        try:
            data = self._ask("POST", route, json=body).get("data")
            if not isinstance(data, dict) or not data.get("id"):
                raise _strange("what it made", writing=True)
        except NetworkError as error:
            if error.outcome is Outcome.UNSURE and error.trouble is not Trouble.DUPLICATE:
                self._usage.wrote(item)
            raise
        self._usage.wrote(item)
        return data

    # Asking

    def _bought(self, item: str, posts: list[Mapping[str, Any]]) -> None:
        day = (self.server_time() or self._now()).date()
        self._usage.read(item, (str(post.get("id")) for post in posts), day=day)

    def _fetch(self, route: str, params: dict[str, Any]) -> dict[str, Any]:
        """A reading call in the words that X last understood, and if it does not, the next."""
        for position, words in enumerate(VOCABULARIES[self._words :], start=self._words):
            try:
                body = self._send("GET", route, params=params | {words.parameter: words.fields})
            except _Answered as refused:
                if names_fields(refused.answer) and position + 1 < len(VOCABULARIES):
                    continue
                raise refusal(refused.answer, writing=False, now=self._now()) from None
            self._words = position
            return body
        raise AssertionError("the last vocabulary is answered or refused")

    def _ask(self, method: str, route: str, **parts: Any) -> dict[str, Any]:
        try:
            return self._send(method, route, **parts)
        except _Answered as refused:
            writing = method == "POST"
            raise refusal(refused.answer, writing=writing, now=self._now()) from None

    def _send(self, method: str, route: str, **parts: Any) -> dict[str, Any]:
        writing = method == "POST"
        try:
            answer = self._client.request(method, route, user_auth=True, **parts)
        except WireError as error:
            unsure = error.sent and writing
            outcome = Outcome.UNSURE if unsure else Outcome.NOT_APPLIED
            raise NetworkError(error.reason, outcome=outcome) from None
        body = own_body(answer)
        # A description of a picture is answered with 204 and nothing.
        if body is None and not (writing and answer.status_code == 204):
            raise _strange("with an object", writing=writing)
        return body or {}


def _refused(reason: str) -> NetworkError:
    return NetworkError(reason, outcome=Outcome.REFUSED, trouble=Trouble.REJECTED)


def _strange(what: str, *, writing: bool) -> NetworkError:
    outcome = Outcome.UNSURE if writing else Outcome.NOT_APPLIED
    return NetworkError(f"X did not answer {what}", outcome=outcome)
