"""The town as X's API v2 shows it to the bot: the calls that our adapter makes, and no others.

`GET /2/users/me`
    data.id .name .username of the account.
`GET /2/users/ID/mentions?max_results=&since_id=&until_id=&pagination_token=&tweet.fields=`
    the newest 800 posts that name the account, newest first, the newest version of each; both
    ids are excluded. meta.next_token on every page but the last; `data` is absent when empty.
    Fields may be asked for in the new words too, as `post.fields`.
`GET /2/users/ID/tweets?…`
    the same, of the account's own newest 3,200 posts and replies.
`GET /2/tweets?ids=&tweet.fields=` (at most 100)
    data, and errors for those that are gone, both with 200. An id of an earlier version gives
    that version, with the ids of all.
`POST /2/tweets` JSON `text`, `reply.in_reply_to_tweet_id`, `media.media_ids`
    201, data.id. No key makes a second one harmless.
`POST /2/media/upload` JSON `media`, `media_category`; `POST /2/media/metadata` JSON `id`,
`metadata.alt_text.text`
    data.id, good for 24 hours; a description for it.

X refuses, in its own bodies: a text that weighs more than 280 (403), one that the account wrote in
the last 24 hours (403), a reply to anybody who neither named the bot nor is the bot (403, since
February 2026), a reply to what is gone (403), a field it does not know (400), more calls of a kind
than 15 minutes have (429, with the x-rate-limit headers), and a signature that is not whole or is
not of this account's token (401). Of the signature only the parts are looked at. Replies that drop
the bot's name are not among its mentions.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.rehearsal.dates import dated
from bot.rehearsal.limits import Limit
from bot.rehearsal.town import Town, TownPost
from bot.rehearsal.twitter_entities import (
    NETWORK,
    PARAMETERS,
    WEIGHT,
    Entity,
    entity,
    found,
    version_ids,
    weight,
)
from bot.rehearsal.twitter_pages import asked, page
from bot.rehearsal.twitter_refusals import error, invalid, not_found, refusal

USER = "1000000000000000042"
"""The id of the bot's account, where nobody names another."""

EVERY = timedelta(minutes=15)
CALLS = {"me": 75, "mentions": 300, "tweets": 900, "lookup": 900, "post": 100, "media": 500}
"""How many calls of each kind X takes from an account in 15 minutes."""

MENTIONS_SHOWN, OWN_SHOWN = 800, 3_200
MOST_IDS = 100
DAY = timedelta(hours=24)
_SIGNED = {"oauth_consumer_key", "oauth_nonce", "oauth_signature", "oauth_timestamp", "oauth_token"}

Call = Callable[[Request], Awaitable[Response]]


class TwitterFace:
    """An ASGI app that answers for the town in X's words, to the holder of the access `token`.

    `user_id` is the account's id, `calls` how many calls of a kind are taken in 15 minutes, where
    that is to differ from X's own figures.
    """

    def __init__(
        self, town: Town, *, token: str, user_id: str = USER, calls: int | None = None
    ) -> None:
        self.town = town
        self._token = token
        self._user_id = user_id
        self._limits = {kind: Limit(calls or most, EVERY) for kind, most in CALLS.items()}
        self._uploads: dict[str, tuple[datetime, str]] = {}
        self._app = Starlette(routes=self._routes(), exception_handlers={HTTPException: error})
        self._app.router.redirect_slashes = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, dated by the town's clock."""
        headers = {"server": "cloudflare envoy", "api-version": "2.167"}
        await self._app(scope, receive, dated(send, self.town.now(), headers))

    def post(self, status_id: str) -> TownPost | None:
        """The town's post behind an id of any of its versions, None when it is gone."""
        both = found(self.town, status_id)
        return both[0] if both else None

    def status_id(self, post: TownPost) -> str:
        """The id that this network gives a post of the town, in its newest version."""
        return version_ids(post)[-1]

    def _routes(self) -> list[Route]:
        table: list[tuple[str, str, str, Call]] = [
            ("GET", "/2/users/me", "me", self._me),
            ("GET", "/2/users/{id}/mentions", "mentions", self._mentions),
            ("GET", "/2/users/{id}/tweets", "tweets", self._tweets),
            ("GET", "/2/tweets", "lookup", self._lookup),
            ("POST", "/2/tweets", "post", self._publish),
            ("POST", "/2/media/upload", "media", self._upload),
            ("POST", "/2/media/metadata", "media", self._describe),
        ]
        return [
            Route(path, self._guarded(kind, call), methods=[verb])
            for verb, path, kind, call in table
        ]

    def _guarded(self, kind: str, call: Call) -> Call:
        limit = self._limits[kind]

        async def answer(request: Request) -> Response:
            if not _signed(request, self._token):
                return refusal(401, "Unauthorized")
            within = limit.take(self.town.now())
            response = await call(request) if within else refusal(429, "Too Many Requests")
            response.headers["x-rate-limit-limit"] = str(limit.most)
            response.headers["x-rate-limit-remaining"] = str(limit.left)
            response.headers["x-rate-limit-reset"] = str(int(limit.ends.timestamp()))
            return response

        return answer

    # Reading

    async def _me(self, request: Request) -> Response:
        bot = self.town.bot
        username = self.town.tag(NETWORK).removeprefix("@")
        return JSONResponse({"data": {"id": self._user_id, "name": bot.name, "username": username}})

    async def _mentions(self, request: Request) -> Response:
        handle = self.town.bot.handle
        posts = [post for post in self.town.posts(NETWORK) if handle in post.named]
        return self._timeline(request, posts, MENTIONS_SHOWN)

    async def _tweets(self, request: Request) -> Response:
        posts = [post for post in self.town.posts(NETWORK) if post.author == self.town.bot]
        return self._timeline(request, posts, OWN_SHOWN)

    def _timeline(self, request: Request, posts: list[TownPost], depth: int) -> Response:
        part = asked(request.query_params)
        wrong = part if isinstance(part, str) else _unknown(request)
        if wrong or isinstance(part, str):
            return invalid(request, wrong or "")
        if request.path_params["id"] != self._user_id:
            return JSONResponse({"errors": [not_found("user", request.path_params["id"])]})
        newest = sorted((version_ids(post)[-1] for post in posts), key=int)[-depth:]
        ids, meta = page(newest, part)
        data = [self._shown(request, id) for id in ids]
        return JSONResponse(({"data": data} if data else {}) | {"meta": meta})

    async def _lookup(self, request: Request) -> Response:
        ids = list(dict.fromkeys(request.query_params.get("ids", "").split(",")))
        if len(ids) > MOST_IDS or not all(id.isdigit() for id in ids):
            return invalid(request, "ids")
        if unknown := _unknown(request):
            return invalid(request, unknown)
        there = [id for id in ids if found(self.town, id)]
        data = [self._shown(request, id) for id in there]
        errors = [not_found("tweet", id) for id in ids if id not in there]
        parts = {"data": data, "errors": errors}
        return JSONResponse({name: part for name, part in parts.items() if part})

    def _shown(self, request: Request, id: str) -> Entity:
        both = found(self.town, id)
        assert both is not None
        parameter = next((name for name in PARAMETERS if name in request.query_params), None)
        words = PARAMETERS[parameter or "tweet.fields"]
        wanted = request.query_params.get(parameter or "", "").split(",")
        shown = entity(self.town, *both, [words[name] for name in wanted if name])
        if "author_id" in shown and both[0].author == self.town.bot:
            shown["author_id"] = self._user_id
        names = {ours: theirs for theirs, ours in words.items()}
        return {names[name]: value for name, value in shown.items()}

    # Writing

    async def _publish(self, request: Request) -> Response:
        body = await _body(request)
        text, parent = body.get("text", ""), _inside(body, "reply", "in_reply_to_tweet_id")
        media = _inside(body, "media", "media_ids") or []
        if not isinstance(text, str) or not text.strip() or set(body) - {"text", "reply", "media"}:
            return invalid(request, "text")
        above = self.post(str(parent)) if parent else None
        now = self.town.now()
        if not all(id in self._uploads and now - self._uploads[id][0] < DAY for id in media):
            return invalid(request, "media.media_ids")
        if refused := self._refused(text, parent, above):
            return refusal(403, "Forbidden", refused)
        post = self.town.publish(
            text,
            NETWORK,
            reply_to=above.id if above else None,
            pictures=tuple(self._uploads[id][1] for id in media),
        )
        id = self.status_id(post)
        # X names no earlier version of a new post: the one entry is empty.
        made = {"id": id, "text": text, "edit_history_tweet_ids": [""]}
        return JSONResponse({"data": made}, status_code=201)

    def _refused(self, text: str, parent: str | None, above: TownPost | None) -> str | None:
        """Why X would not take the post, in its words."""
        bot, since = self.town.bot, self.town.now() - DAY
        if weight(text) > WEIGHT:
            return "Your Tweet text is too long. For more information on how Twitter determines \
text length see https://github.com/twitter/twitter-text."
        if parent and above is None:
            return "You attempted to reply to a Tweet that is deleted or not visible to you."
        if above and above.author != bot and bot.handle not in above.named:
            return "You can only reply to or quote posts where you are mentioned or are the author."
        answered = above.id if above else None
        for post in self.town.said(network=NETWORK):
            if (post.text, post.parent) == (text, answered) and post.at > since:
                return "You are not allowed to create a Tweet with duplicate content."
        return None

    async def _upload(self, request: Request) -> Response:
        body = await _body(request)
        if not body.get("media") or body.get("media_category") != "tweet_image":
            return invalid(request, "media")
        id = str(1_500_000_000_000_000_000 + len(self._uploads))
        self._uploads[id] = (self.town.now(), "")
        data = {"id": id, "media_key": f"3_{id}", "expires_after_secs": 86_400}
        return JSONResponse({"data": data})

    async def _describe(self, request: Request) -> Response:
        body = await _body(request)
        id, alt = str(body.get("id")), _inside(body, "metadata", "alt_text")
        if id not in self._uploads or not isinstance(alt, dict):
            return invalid(request, "id")
        self._uploads[id] = (self._uploads[id][0], str(alt.get("text")))
        data = {"id": id, "associated_metadata": {"alt_text": alt}}
        return JSONResponse({"data": data})


def _signed(request: Request, token: str) -> bool:
    """Whether the header has all parts of an OAuth 1.0a signature, and this token."""
    kind, _, rest = request.headers.get("Authorization", "").partition(" ")
    pairs = (part.strip().partition("=") for part in rest.split(","))
    parts = {name: unquote(value.strip('"')) for name, _, value in pairs}
    whole = kind == "OAuth" and all(parts.get(name) for name in _SIGNED)
    return whole and parts["oauth_token"] == token


def _unknown(request: Request) -> str | None:
    """The parameter that X does not know, or that names a field it does not know."""
    known = {"ids", "max_results", "pagination_token", "since_id", "until_id"}
    for name, value in request.query_params.items():
        words = PARAMETERS.get(name)
        if words is not None and not all(field in words for field in value.split(",")):
            return name
        if words is None and name not in known:
            return name
    return None


async def _body(request: Request) -> dict[str, Any]:
    try:
        body = json.loads(await request.body())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise HTTPException(400, "Invalid Request")
    return body


def _inside(body: Mapping[str, Any], outer: str, inner: str) -> Any:
    part = body.get(outer)
    return part.get(inner) if isinstance(part, dict) else None
