"""The town as Facebook's Graph API v26.0 shows it to a Page: our adapter's calls, and no others.

`GET me?fields=`
    id, name of the Page, since the token is the Page's.
`GET PAGE/feed`, `PAGE/tagged`, `PAGE/published_posts`, each `?fields=&limit=&since=&after=`
    all posts of the Page and of visitors; the visitors' that name the Page, whose writers are
    never told; the Page's own. In Facebook's ranking, not by time; 25 unless told, at most 100.
`GET ID/comments?fields=&filter=&order=&limit=&after=`
    the comments under a post and, as a stream, the replies to them, by age or newest first; of
    each also how many people like it.
`GET ID?fields=`, `GET ?ids=A,B&fields=` (at most 50)
    one object; {id: object}, or nothing but a refusal when one id is gone.
`POST PAGE/feed`, `POST ID/comments`, form `message`, `attached_media[N]`, `attachment_id`
    id of what was made. No key makes a second one harmless.
`POST PAGE/photos` multipart `source`, `alt_text_custom`, `published=false`
    id of a picture.
`POST ID/likes`
    {"success": true}
`POST debug_token` form `input_token`, `method=get`
    data about the Page's token, which never expires.

Fields may hold others, `comments.filter(stream).limit(100){id,parent{id}}`. A reply to a reply
stands under the first comment. `from` is missing for nameless people. The next page's address holds
the token. Refusals, in Facebook's own bodies: 190 for a wrong token, 100/33 for what is gone, 100
for a field the object has not, 506 for a post the Page wrote in the last 24 hours, 80001 when the
share of calls is used up (told in `X-Business-Use-Case-Usage` before), 1 for too much at once.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from zlib import crc32

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.rehearsal import facebook_refusals as refusals
from bot.rehearsal import forms
from bot.rehearsal.dates import dated
from bot.rehearsal.facebook_entities import NETWORK, PAGE, Entity, NoField, Shapes
from bot.rehearsal.facebook_fields import Field, Malformed, fields, written
from bot.rehearsal.facebook_forms import form_of, message_of
from bot.rehearsal.facebook_pages import cut, page, paging
from bot.rehearsal.facebook_refusals import Refused, no_field, no_object
from bot.rehearsal.limits import Share
from bot.rehearsal.town import Town, TownPost

VERSION = "v26.0"
SCOPES = (
    "pages_show_list",
    "business_management",
    "pages_read_engagement",
    "pages_read_user_content",
    "pages_manage_posts",
    "pages_manage_engagement",
)
MOST_IDS = 50
MOST_ROWS = 2_000
"""Posts and comments in one answer; where Facebook itself draws the line it does not say."""

LONGEST_COMMENT, LONGEST_POST = 8_000, 63_206
DAY = timedelta(hours=24)

Call = Callable[[Request], Awaitable[Entity]]


class FacebookFace:
    """An ASGI app that answers for the town in Facebook's words, to the holder of the Page's token.

    `page_id` is the Page's id, `calls` how many calls a day are taken for each person who had to
    do with the Page in it.
    """

    def __init__(
        self, town: Town, *, token: str, page_id: str = PAGE, calls: int | None = None
    ) -> None:
        self.town = town
        self._token = token
        self._page_id = page_id
        self._shapes = Shapes(town, page_id)
        self._share = Share(calls) if calls else Share()
        self._pictures: dict[str, str] = {}
        self._app = Starlette(routes=self._routes(), exception_handlers={HTTPException: _error})
        self._app.router.redirect_slashes = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, dated by the town's clock."""
        # Whatever version is asked for, one that lives answers, and says which.
        headers = {"facebook-api-version": VERSION, "cache-control": "private, no-store"}
        await self._app(scope, receive, dated(send, self.town.now(), headers))

    def post(self, status_id: str) -> TownPost | None:
        """The town's post behind an id, None when it is gone or never was."""
        return self._shapes.found(status_id)

    def status_id(self, post: TownPost) -> str:
        """The id that this network gives a post of the town."""
        return self._shapes.id(post)

    def _routes(self) -> list[Route]:
        table: list[tuple[str, str, Call]] = [
            ("GET", "/me", self._me),
            ("GET", "/", self._objects),
            ("GET", "/{id}", self._object),
            ("GET", "/{id}/comments", self._comments),
            ("GET", "/{id}/{edge:str}", self._posts),
            ("POST", "/debug_token", self._about_token),
            ("POST", "/{id}/feed", self._publish),
            ("POST", "/{id}/comments", self._comment),
            ("POST", "/{id}/photos", self._photo),
            ("POST", "/{id}/likes", self._like),
        ]
        return [
            Route("/{version}" + path, self._guarded(call), methods=[verb])
            for verb, path, call in table
        ]

    def _guarded(self, call: Call) -> Callable[[Request], Awaitable[Response]]:
        async def answer(request: Request) -> Response:
            try:
                if request.headers.get("Authorization") != f"Bearer {self._token}":
                    raise refusals.dead_token()
                if not self._share.take(self.town.now(), self._engaged()):
                    raise refusals.throttled()
                response: Response = JSONResponse(await call(request))
            except Refused as refused:
                response = refused.answer()
            except (NoField, Malformed) as unknown:
                response = no_field(str(unknown)).answer()
            if used := self._used():
                response.headers["x-business-use-case-usage"] = used
            return response

        return answer

    def _engaged(self) -> int:
        since = self.town.now() - DAY
        recent = (post for post in self.town.posts(NETWORK) if post.at > since)
        return len({post.author for post in recent} - {self.town.bot})

    def _used(self) -> str:
        """How much of the share is used; Facebook says nothing while it is little."""
        percent = self._share.percent()
        row = {
            "type": "pages",
            "call_count": percent,
            "total_cputime": 1,
            "total_time": 1,
            "estimated_time_to_regain_access": self._share.minutes(self.town.now()),
        }
        return json.dumps({self._page_id: [row]}) if percent else ""

    # Reading

    async def _me(self, request: Request) -> Entity:
        return {"id": self._page_id, "name": self.town.bot.name}

    async def _object(self, request: Request) -> Entity:
        return self._one(self._found(request), _wanted(request), request)

    async def _objects(self, request: Request) -> Entity:
        ids = list(dict.fromkeys(request.query_params.get("ids", "").split(",")))
        if len(ids) > MOST_IDS:
            raise Refused(100, f"(#100) Too many IDs. Maximum: {MOST_IDS}. Provided: {len(ids)}")
        missing = next((id for id in ids if self.post(id) is None), None)
        if missing is not None:
            raise no_object(missing, "get")
        there = {id: post for id in ids if (post := self.post(id))}
        return {id: self._one(post, _wanted(request), request) for id, post in there.items()}

    async def _posts(self, request: Request) -> Entity:
        edge = request.path_params["edge"]
        if request.path_params["id"] != self._page_id:
            raise no_object(request.path_params["id"], "get")
        posts = [post for post in self.town.posts(NETWORK) if post.parent is None]
        if edge == "tagged":
            posts = [post for post in posts if self._shapes.tags_the_page(post)]
        elif edge == "published_posts":
            posts = [post for post in posts if post.author == self.town.bot]
        elif edge != "feed":
            raise no_field(edge)
        since = _since(request.query_params.get("since"))
        recent = [post for post in posts if post.at >= since]
        return self._page(recent, dict(request.query_params), request, key=_rank)

    async def _comments(self, request: Request) -> Entity:
        return self._below(self._found(request), dict(request.query_params), request)

    def _below(self, post: TownPost, params: Mapping[str, str], request: Request) -> Entity:
        posts = self._shapes.under(post, stream=params.get("filter") == "stream")
        order = params.get("order", "ranked")
        key = {"chronological": _age, "reverse_chronological": _youth}.get(order, _rank)
        address = f"/{VERSION}/{self._shapes.id(post)}/comments"
        return self._page(posts, params, request, key=key, address=address)

    def _page(
        self,
        posts: Sequence[TownPost],
        params: Mapping[str, str],
        request: Request,
        *,
        key: Callable[[TownPost], int],
        address: str | None = None,
    ) -> Entity:
        wanted = fields(params.get("fields", "id,created_time,message"))
        try:
            shown, onward = page(posts, cut(params), key)
        except ValueError:
            raise Refused(100, "(#100) Invalid cursors values") from None
        rows = [self._one(post, wanted, request) for post in shown]
        if sum(1 + len(row.get("comments", {}).get("data", ())) for row in rows) > MOST_ROWS:
            raise refusals.too_much()
        base = f"{request.url.scheme}://{request.url.netloc}{address or request.url.path}"
        led = paging(base, {"access_token": self._token, **params}, onward)
        return {"data": rows} | ({"paging": led} if led else {})

    def _one(self, post: TownPost, wanted: Iterable[Field], request: Request) -> Entity:
        wanted = tuple(wanted)
        entity = self._shapes.entity(post, wanted)
        for one in wanted:
            if one.name == "comments":
                params = {**one.turns, "fields": written(one.inner)}
                below = self._below(post, params, request)
                entity |= {"comments": below} if below["data"] else {}
        return entity

    # Writing

    async def _publish(self, request: Request) -> Entity:
        form = await form_of(request)
        self._page_or_refuse(request)
        media = [value for name, value in form.items() if name.startswith("attached_media[")]
        pictures = tuple(self._picture(json.loads(one)["media_fbid"]) for one in media)
        text = message_of(form, LONGEST_POST, pictures)
        since = self.town.now() - DAY
        if any(
            post.text == text and post.parent is None and post.at > since
            for post in self.town.said(network=NETWORK)
        ):
            raise refusals.duplicate()
        return {"id": self._shapes.id(self.town.publish(text, NETWORK, pictures=pictures))}

    async def _comment(self, request: Request) -> Entity:
        form = await form_of(request)
        above = self._found(request)
        pictures = (self._picture(form["attachment_id"]),) if "attachment_id" in form else ()
        text = message_of(form, LONGEST_COMMENT, pictures)
        made = self.town.publish(text, NETWORK, reply_to=above.id, pictures=pictures)
        return {"id": self._shapes.id(made)}

    async def _photo(self, request: Request) -> Entity:
        form = await form_of(request)
        self._page_or_refuse(request)
        if not form.get("source") or form.get("published") != "false":
            raise refusals.no_picture()
        id = str(122_099_000_000_000 + len(self._pictures))
        self._pictures[id] = form.get("alt_text_custom", "")
        return {"id": id}

    async def _about_token(self, request: Request) -> Entity:
        form = await _form(request)
        if form.get("input_token") != self._token or form.get("method") != "get":
            return {"data": {"is_valid": False, "scopes": []}}
        never = {"expires_at": 0, "data_access_expires_at": 0}
        return {"data": {"type": "PAGE", "is_valid": True, "scopes": list(SCOPES), **never}}

    async def _like(self, request: Request) -> Entity:
        self.town.like(self.town.bot, self._found(request).id)
        return {"success": True}

    def _picture(self, id: str) -> str:
        if id not in self._pictures:
            raise refusals.no_picture()
        return self._pictures[id]

    def _found(self, request: Request) -> TownPost:
        id = request.path_params["id"]
        post = self.post(id)
        if post is None:
            raise no_object(id, request.method)
        return post

    def _page_or_refuse(self, request: Request) -> None:
        if request.path_params["id"] != self._page_id:
            raise no_object(request.path_params["id"], request.method)


def _rank(post: TownPost) -> int:
    """A place in Facebook's ranking, which nobody knows."""
    return (crc32(str(post.id).encode()) << 32) + post.id


def _age(post: TownPost) -> int:
    return post.id


def _youth(post: TownPost) -> int:
    return -post.id


def _wanted(request: Request) -> tuple[Field, ...]:
    return fields(request.query_params.get("fields", "id,created_time,message"))


def _since(text: str | None) -> datetime:
    return datetime.fromtimestamp(int(text) if text and text.isdigit() else 0, UTC)


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form; of a file only that it is there."""
    return dict(await forms.fields(request))


async def _error(request: Request, trouble: Exception) -> Response:
    assert isinstance(trouble, HTTPException)
    return Refused(2500, f"Unknown path components: {request.url.path}").answer()
