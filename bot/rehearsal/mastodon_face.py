"""The town as Mastodon 4.6 shows it to the bot: the calls that our adapter makes, and no others.

`GET /api/v1/accounts/verify_credentials`
    the bot's account.
`GET /api/v1/apps/verify_credentials`
    the application of the token.
`GET /api/v2/instance`, `GET /api/v1/instance`
    the server and its limits; open to everybody.
`PATCH /api/v2/notifications/policy`, form `for_private_mentions` and its like
    until it says `accept`, private mentions from people the bot never wrote to are kept back.
`GET /api/v1/notifications?types[]=&exclude_types[]=&limit=&min_id=&max_id=&since_id=`
    newest first, 40 unless told, at most 80, with a Link header. `min_id`: the page directly
    after that notification; `since_id`: the newest page down to it.
`GET /api/v1/statuses/ID`, `GET /api/v1/statuses?id[]=` (at most 20), `.../ID/context`
    what the bot may read; 404 for what is deleted or not its business.
`POST /api/v2/media`, multipart `file`, `description`
    id of a picture.
`POST /api/v1/statuses`, form or JSON `status`, `spoiler_text`, `visibility`, `language`,
`in_reply_to_id`, `media_ids[]`
    a new status; a repeated `Idempotency-Key` gets the same one for an hour.
`POST /api/v1/statuses/ID/favourite`
    the status, now liked.
`POST /api/v1/statuses/ID/reblog`
    the bot's own line that shows the status, a second time the same; 403 for what is not public.
`GET /api/v1/accounts/ID/statuses?limit=&min_id=&max_id=&since_id=&exclude_replies=`
    somebody's statuses, newest first, 20 unless told, at most 40, with a Link header.

Every answer carries the town's clock as Date and the X-RateLimit headers; errors have Mastodon's
own bodies. A wrong token is 401 everywhere but at the instance.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.domain.posts import Visibility
from bot.rehearsal import forms
from bot.rehearsal import mastodon_entities as entities
from bot.rehearsal.dates import dated
from bot.rehearsal.limits import POSTS, POSTS_EVERY, REQUESTS, REQUESTS_EVERY, Limit
from bot.rehearsal.mastodon_entities import NETWORK, Entity
from bot.rehearsal.mastodon_pages import links, page, page_size
from bot.rehearsal.mastodon_policy import Policy
from bot.rehearsal.town import NoticeKind, Person, Town, TownPost

IDEMPOTENCY = timedelta(hours=1)
NOT_FOUND = "Record not found"
INVALID_TOKEN = "The access token is invalid"  # noqa: S105  Mastodon's words, not a secret
TOO_MANY = "Too many requests"
BLANK = "Validation failed: Text can't be blank"
TOO_LONG = f"Validation failed: Text character limit of {entities.MAX_CHARACTERS} exceeded"
NOT_ALLOWED = "This action is not allowed"
NO_PARENT = "The post you are trying to reply to does not appear to exist."


class MastodonFace:
    """An ASGI app that answers for the town in Mastodon's words, to the holder of `token`."""

    def __init__(
        self, town: Town, *, token: str, requests: int = REQUESTS, posts: int = POSTS
    ) -> None:
        self.town = town
        self._token = token
        self._requests = Limit(requests, REQUESTS_EVERY)
        self._posts = Limit(posts, POSTS_EVERY)
        self._keys: dict[str, tuple[int, datetime]] = {}
        self._policy = Policy(town)
        self._pictures: dict[str, str] = {}
        self._app = Starlette(routes=self._routes(), exception_handlers={HTTPException: _error})
        self._app.router.redirect_slashes = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, dated by the town's clock."""
        headers = {"server": "Mastodon", "cache-control": "private, no-store"}
        await self._app(scope, receive, dated(send, self.town.now(), headers))

    def post(self, status_id: str) -> TownPost | None:
        """The town's post behind a status id, None when it is gone or never was."""
        if not status_id.isdigit():
            return None
        low = int(status_id) % 65536
        for post in self.town.posts(NETWORK):
            if post.id % 65536 == low and entities.status_id(post) == status_id:
                return post
        return None

    def status_id(self, post: TownPost) -> str:
        """The id that this network gives a post of the town."""
        return entities.status_id(post)

    def account_uri(self, person: Person) -> str:
        """The id of a person that does not depend on the server one asks."""
        return str(entities.account(self.town, person)["uri"])

    def _routes(self) -> list[Route]:
        table: list[tuple[str, str, Callable[[Request], Awaitable[Response]]]] = [
            ("GET", "/api/v1/accounts/verify_credentials", self._verify),
            ("GET", "/api/v1/apps/verify_credentials", self._app_credentials),
            ("PATCH", "/api/v2/notifications/policy", self._set_policy),
            ("GET", "/api/v1/notifications", self._notifications),
            ("GET", "/api/v1/statuses", self._statuses),
            ("POST", "/api/v1/statuses", self._publish),
            ("POST", "/api/v2/media", self._upload),
            ("GET", "/api/v1/statuses/{id}", self._status),
            ("GET", "/api/v1/statuses/{id}/context", self._context),
            ("POST", "/api/v1/statuses/{id}/favourite", self._favourite),
            ("POST", "/api/v1/statuses/{id}/reblog", self._reblog),
            ("GET", "/api/v1/accounts/{id}/statuses", self._account_statuses),
        ]
        routes = [Route(path, self._guarded(call), methods=[verb]) for verb, path, call in table]
        for path in ("/api/v1/instance", "/api/v2/instance"):
            routes += [Route(path, self._instance), Route(f"{path}/", self._instance)]
        return routes

    def _guarded(
        self, call: Callable[[Request], Awaitable[Response]]
    ) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            within = self._requests.take(self.town.now())
            headers = self._requests.headers()
            if not within:
                return _refusal(429, TOO_MANY, headers)
            if request.headers.get("Authorization") != f"Bearer {self._token}":
                return _refusal(401, INVALID_TOKEN, headers)
            response = await call(request)
            for name, value in headers.items():
                response.headers.setdefault(name, value)
            return response

        return answer

    async def _instance(self, request: Request) -> Response:
        return _json(entities.instance())

    async def _verify(self, request: Request) -> Response:
        return _json(entities.own_account(self.town))

    async def _app_credentials(self, request: Request) -> Response:
        return _json({"name": "cashmob", "website": None, "scopes": ["read", "write"]})

    async def _set_policy(self, request: Request) -> Response:
        policy = self._policy.change(await _form(request))
        if policy is None:
            return _refusal(422, "Validation failed: the policy is not included in the list")
        return _json(policy)

    async def _notifications(self, request: Request) -> Response:
        query = request.query_params
        wanted = query.getlist("types[]") or [kind.value for kind in NoticeKind]
        unwanted = query.getlist("exclude_types[]")
        kinds = [kind for kind in wanted if kind not in unwanted]
        shown = [notice for notice in self._policy.shown() if notice.kind.value in kinds]
        found = page(shown, request, key=lambda n: n.id, default=40, most=80)
        answer = [entities.notification(self.town, notice) for notice in found]
        return _json(answer, links(request, [str(n.id) for n in found], more=True))

    async def _status(self, request: Request) -> Response:
        return _json(entities.status(self.town, self._found(request)))

    async def _statuses(self, request: Request) -> Response:
        ids = list(dict.fromkeys(request.query_params.getlist("id[]")))
        if len(ids) > 20:
            return _refusal(422, "Mastodon::ValidationError")
        posts = [post for post in map(self.post, ids) if post and entities.sees(self.town, post)]
        return _json([entities.status(self.town, post) for post in posts])

    async def _context(self, request: Request) -> Response:
        post = self._found(request)
        above: list[TownPost] = []
        parent = self.town.written(post.parent) if post.parent else None
        while parent:
            above.insert(0, parent)
            parent = self.town.written(parent.parent) if parent.parent else None
        return _json(
            {
                "ancestors": self._shown(above),
                "descendants": self._shown(self.town.thread(post.id)),
            }
        )

    async def _favourite(self, request: Request) -> Response:
        liked = self.town.like(self.town.bot, self._found(request).id)
        return _json(entities.status(self.town, liked))

    async def _reblog(self, request: Request) -> Response:
        post = self._found(request)
        if post.visibility not in (Visibility.PUBLIC, Visibility.UNLISTED):
            return _refusal(403, NOT_ALLOWED)
        return _json(entities.boosted(self.town, self.town.boost(self.town.bot, post.id)))

    async def _account_statuses(self, request: Request) -> Response:
        posts = [
            post
            for post in self.town.posts(NETWORK)
            if entities.account_id(post.author) == request.path_params["id"]
            and entities.sees(self.town, post)
            and not (post.parent and _yes(request, "exclude_replies"))
            and not _yes(request, "pinned")
        ]
        found = page(posts, request, key=_age, default=20, most=40)
        more = len(found) == page_size(request, default=20, most=40)
        ids = [entities.status_id(post) for post in found]
        return _json(self._shown(found), links(request, ids, more=more))

    async def _publish(self, request: Request) -> Response:
        now, key = self.town.now(), request.headers.get("Idempotency-Key", "")
        known, since = self._keys.get(key, (0, now))
        before = self.town.written(known)
        if before and now - since < IDEMPOTENCY:
            return _json(entities.status(self.town, before), self._posts.headers())
        sent = await _fields(request)
        form, media = dict(sent), [value for name, value in sent if name == "media_ids[]"]
        trouble = self._refused(form, media)
        if trouble:
            return trouble
        if not self._posts.take(now):
            return _refusal(429, TOO_MANY, self._posts.headers())
        parent = self.post(form["in_reply_to_id"]) if form.get("in_reply_to_id") else None
        post = self.town.publish(
            form["status"],
            NETWORK,
            reply_to=parent.id if parent else None,
            visibility=Visibility(form.get("visibility", "public")),
            language=form.get("language"),
            pictures=tuple(self._pictures[id] for id in media),
            warning=form.get("spoiler_text", ""),
        )
        if key:
            self._keys[key] = (post.id, now)
        return _json(entities.status(self.town, post), self._posts.headers())

    async def _upload(self, request: Request) -> Response:
        form = await _form(request)
        if form.get("file") != forms.A_FILE:
            return _refusal(422, "Validation failed: File can't be blank")
        id = str(110_000_000_000_000_000 + len(self._pictures))
        self._pictures[id] = form.get("description", "")
        return _json({"id": id, "type": "image", "description": self._pictures[id]})

    def _refused(self, form: dict[str, str], media: Sequence[str]) -> Response | None:
        text, visibility = form.get("status", ""), form.get("visibility", "public")
        parent = form.get("in_reply_to_id")
        if parent and self.post(parent) is None:
            return _refusal(404, NO_PARENT)
        if not text.strip() and not media:
            return _refusal(422, BLANK)
        if not self._pictures.keys() >= set(media):
            return _refusal(422, "Validation failed: the media could not be found")
        length = entities.length(text) + entities.length(form.get("spoiler_text", ""))
        if length > entities.MAX_CHARACTERS:
            return _refusal(422, TOO_LONG)
        if visibility not in [one.value for one in Visibility]:
            return _refusal(422, f"'{visibility}' is not a valid visibility")
        return None

    def _found(self, request: Request) -> TownPost:
        post = self.post(request.path_params["id"])
        if post is None or not entities.sees(self.town, post):
            raise HTTPException(404, NOT_FOUND)
        return post

    def _shown(self, posts: Sequence[TownPost]) -> list[Entity]:
        seen = (post for post in posts if entities.sees(self.town, post))
        return [entities.status(self.town, post) for post in seen]


def _age(post: TownPost) -> int:
    return int(entities.status_id(post))


def _yes(request: Request, name: str) -> bool:
    return request.query_params.get(name, "").lower() in ("1", "true", "on")


async def _form(request: Request) -> dict[str, str]:
    return dict(await _fields(request))


async def _fields(request: Request) -> list[tuple[str, str]]:
    try:
        return await forms.fields(request)
    except ValueError:
        raise HTTPException(400, "Error occurred while parsing request parameters") from None


def _json(answer: Any, headers: dict[str, str] | None = None) -> Response:
    response = JSONResponse(answer, headers=headers)
    response.headers["Content-Type"] = "application/json; charset=utf-8"
    return response


def _refusal(code: int, reason: str, headers: dict[str, str] | None = None) -> Response:
    response = _json({"error": reason}, headers)
    response.status_code = code
    return response


async def _error(request: Request, trouble: Exception) -> Response:
    assert isinstance(trouble, HTTPException)
    return _refusal(trouble.status_code, trouble.detail)
