"""What Facebook's posts and comments look like: opaque ids, page-scoped people, flat threads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zlib import crc32

from bot.rehearsal.facebook_fields import Field
from bot.rehearsal.town import Person, Town, TownPost

NETWORK = "facebook"
PAGE = "104857600000001"
"""The Page's id, where nobody names another."""

Entity = dict[str, Any]

_FIRST = 122_093_000_000_000
_STEP = 37
_COMMON = {"id", "from", "message", "created_time", "message_tags", "is_hidden"}
_OF_POST = _COMMON | {"comments", "reactions"}
_OF_COMMENT = _COMMON | {"parent", "like_count", "comments", "reactions"}


class NoField(LookupError):
    """The object does not have that field."""


class Shapes:
    """The objects of one Page."""

    def __init__(self, town: Town, page_id: str) -> None:
        self._town = town
        self.page_id = page_id

    def id(self, post: TownPost) -> str:
        """Two numbers, as Facebook makes them: the first need not be that of the post above."""
        number = _FIRST + post.id * _STEP
        if post.parent is None:
            return f"{self.page_id}_{number}"
        # Of 152 recorded comments 40 did not begin with the number of their post.
        odd = crc32(str(number).encode()) % 4 == 0
        return f"{_FIRST + self.root(post).id * _STEP + odd}_{number}"

    def found(self, id: str) -> TownPost | None:
        """The town's post behind an id, None when it is gone or never was."""
        number = id.rpartition("_")[2]
        if not number.isdigit():
            return None
        place, rest = divmod(int(number) - _FIRST, _STEP)
        post = self._town.written(place) if not rest else None
        if post is None or post.network != NETWORK or self.id(post) != id:
            return None
        return post if self._whole(post) else None

    def person_id(self, person: Person) -> str:
        """The id of a person on this Page; on another Page theirs is another."""
        if person == self._town.bot:
            return self.page_id
        name = f"{self.page_id}/{person.handle}"
        low, high = crc32(name.encode()), crc32(name[::-1].encode())
        return str(24_000_000_000_000_000 + (high % 100_000 << 32) + low)

    def above(self, post: TownPost) -> TownPost | None:
        """What a comment answers, None when that is gone, and the comment with it."""
        return self._town.written(post.parent) if post.parent else None

    def root(self, post: TownPost) -> TownPost:
        """The post under which a comment stands."""
        while above := self.above(post):
            post = above
        return post

    def under(self, post: TownPost, *, stream: bool) -> list[TownPost]:
        """The comments under a post or a comment, those of all levels in a stream."""
        below = self._town.thread(post.id)
        if stream:
            return [one for one in below if self._whole(one)]
        # A reply to a reply stands under the first comment, beside it.
        return [
            one
            for one in below
            if (one.parent == post.id if post.parent is None else self._whole(one))
        ]

    def entity(self, post: TownPost, wanted: Iterable[Field]) -> Entity:
        """A post or a comment with the fields that were asked for; NoField for one it has not.

        What is empty is left out, and so is the writer of a post that tags the Page, and of all
        that a nameless person writes.
        """
        known = _OF_POST if post.parent is None else _OF_COMMENT
        entity: Entity = {}
        for one in wanted:
            if one.name not in known:
                raise NoField(one.name)
            if one.name != "comments":
                entity[one.name] = self._value(post, one.name)
        if post.author.nameless or self.tags_the_page(post):
            entity.pop("from", None)
        kept = {name: value for name, value in entity.items() if value not in (None, [])}
        return {**kept, "id": self.id(post)}

    def tags_the_page(self, post: TownPost) -> bool:
        """Whether it is somebody's own post with the Page's name in it."""
        bot = self._town.bot
        return post.parent is None and post.author != bot and bot.handle in post.named

    def _value(self, post: TownPost, name: str) -> Any:
        match name:
            case "from":
                return {"name": post.author.name, "id": self.person_id(post.author)}
            case "message":
                return post.text
            case "created_time":
                return post.at.strftime("%Y-%m-%dT%H:%M:%S+0000")
            case "message_tags":
                return self._tags(post)
            case "parent":
                return self._parent(post)
            case "like_count":
                return len(post.liked_by)
            case "reactions":
                return {"data": [], "summary": {"total_count": len(post.liked_by)}}
            case "is_hidden":
                return False
        return None

    def _tags(self, post: TownPost) -> list[Entity]:
        name = self._town.bot.name
        place = post.text.find(name)
        if place < 0 or post.author == self._town.bot:
            return []
        tag = {"id": self.page_id, "name": name, "type": "page"}
        return [{**tag, "offset": place, "length": len(name)}]

    def _parent(self, post: TownPost) -> Entity | None:
        """The comment under which a reply stands; a comment on a post has none."""
        above = self.above(post)
        if above is None or above.parent is None:
            return None
        while (higher := self.above(above)) and higher.parent is not None:
            above = higher
        return {"id": self.id(above)}

    def _whole(self, post: TownPost) -> bool:
        """Whether all that it stands under is still there: with a comment its replies go."""
        while post.parent is not None:
            above = self.above(post)
            if above is None:
                return False
            post = above
        return True
