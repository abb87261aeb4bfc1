"""A small face of the town's own, no network's: it lets people talk and tells what is out.

All bodies are JSON. A post is told with the id that its network gives it, and named by it.

`POST /write`   handle, text, and perhaps network, reply_to, visibility, language, tag, name, bot,
                nameless (on Facebook)
`POST /edit`    id, text
`POST /delete`  id
`POST /like`    handle, id
`GET  /posts`   all that stands, oldest first; `?author=HANDLE` of one person
`GET  /now`     the town's clock

404 where a post is gone, 422 with the reason where a field is missing or wrong.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Protocol

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.domain.posts import Visibility
from bot.rehearsal.town import Person, Town, TownPost


class Face(Protocol):
    """What a network's face knows of ids."""

    def post(self, status_id: str) -> TownPost | None:
        """The town's post behind an id, None when it is gone or never was."""

    def status_id(self, post: TownPost) -> str:
        """The id that this network gives a post of the town."""


class ControlFace:
    """An ASGI app for whoever directs the town from another process; faces by network."""

    def __init__(self, town: Town, faces: Mapping[str, Face]) -> None:
        self._town = town
        self._faces = faces
        self._app = Starlette(
            routes=[
                Route("/write", self._write, methods=["POST"]),
                Route("/edit", self._edit, methods=["POST"]),
                Route("/delete", self._delete, methods=["POST"]),
                Route("/like", self._like, methods=["POST"]),
                Route("/posts", self._posts),
                Route("/now", self._now),
            ],
            exception_handlers={HTTPException: _error},
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self._app(scope, receive, send)

    async def _write(self, request: Request) -> JSONResponse:
        body = await _body(request, "handle", "text")
        parent = self._post(body["reply_to"]) if body.get("reply_to") else None
        network = parent.network if parent else self._network(body)
        post = self._town.write(
            self._person({**body, "network": network}),
            body["text"],
            network,
            reply_to=parent.id if parent else None,
            visibility=_visibility(body.get("visibility", "public")),
            language=body.get("language"),
            tag=body.get("tag", True),
        )
        return self._answer(post)

    async def _edit(self, request: Request) -> JSONResponse:
        body = await _body(request, "id", "text")
        return self._answer(self._town.edit(self._post(body["id"]).id, body["text"]))

    async def _delete(self, request: Request) -> JSONResponse:
        body = await _body(request, "id")
        self._town.delete(self._post(body["id"]).id)
        return JSONResponse({})

    async def _like(self, request: Request) -> JSONResponse:
        body = await _body(request, "handle", "id")
        post = self._post(body["id"])
        return self._answer(
            self._town.like(self._person({**body, "network": post.network}), post.id)
        )

    async def _posts(self, request: Request) -> JSONResponse:
        author = request.query_params.get("author")
        told = (p for p in self._town.posts() if author in (None, p.author.handle))
        return JSONResponse([self._told(post) for post in told])

    async def _now(self, request: Request) -> JSONResponse:
        return JSONResponse({"now": self._town.now().isoformat()})

    def _person(self, body: dict[str, Any]) -> Person:
        handle = str(body["handle"])
        stranger = Person(
            handle,
            body.get("name", handle.capitalize()),
            language=body.get("language", "en"),
            networks=(self._network(body),),
            is_bot=body.get("bot", False),
            nameless=body.get("nameless", False),
        )
        return self._town.join(stranger)

    def _network(self, body: dict[str, Any]) -> str:
        network = str(body.get("network", "mastodon"))
        if network not in self._faces:
            raise HTTPException(422, f"no such network: {network}")
        return network

    def _post(self, status_id: str) -> TownPost:
        found = (face.post(status_id) for face in self._faces.values())
        post = next((post for post in found if post), None)
        if post is None:
            raise HTTPException(404, "that post is gone")
        return post

    def _answer(self, post: TownPost) -> JSONResponse:
        return JSONResponse(self._told(post))

    def _told(self, post: TownPost) -> dict[str, Any]:
        parent = self._town.written(post.parent) if post.parent else None
        face = self._faces[post.network]
        return {
            "id": face.status_id(post),
            "author": post.author.handle,
            "text": post.text,
            "network": post.network,
            "at": post.at.isoformat(),
            "reply_to": face.status_id(parent) if parent else None,
            "visibility": post.visibility.value,
            "language": post.language,
            "liked_by": list(post.liked_by),
            "edited_at": post.edited_at.isoformat() if post.edited_at else None,
        }


async def _body(request: Request, *wanted: str) -> dict[str, Any]:
    try:
        body = json.loads(await request.body())
    except ValueError:
        raise HTTPException(422, "the body is not JSON") from None
    if not isinstance(body, dict) or not all(name in body for name in wanted):
        raise HTTPException(422, f"wanted: {', '.join(wanted)}")
    return body


def _visibility(text: str) -> Visibility:
    if text not in [one.value for one in Visibility]:
        raise HTTPException(422, f"no such visibility: {text}")
    return Visibility(text)


async def _error(request: Request, trouble: Exception) -> JSONResponse:
    assert isinstance(trouble, HTTPException)
    return JSONResponse({"error": trouble.detail}, status_code=trouble.status_code)
