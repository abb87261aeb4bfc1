"""A Facebook Page through the Graph API v26.0, with the Page's own token.

The calls, and all that is read of their answers (JSON objects). Every call goes to
`BASE/v26.0/…` with `Authorization: Bearer TOKEN`; of every answer these headers are read: `Date`,
`Facebook-API-Version`, `X-App-Usage`, `X-Business-Use-Case-Usage`.

`GET me?fields=id,name`
    id, name: of the Page, since the token is the Page's.
`GET PAGE/feed?fields=POST,COMMENTS&limit=25&since=SECONDS`
    posts of the Page and of visitors, in no order to be relied on, each with its comments;
    paging.next.
`GET PAGE/tagged?fields=POST&limit=25&since=SECONDS`
    posts that tag the Page; of their writers nothing is told. paging.next.
`GET PAGE/published_posts?fields=POST,COMMENTS&limit=25&since=SECONDS`
    the Page's own posts, each with its comments; paging.next.
`GET ID/comments?fields=COMMENT&filter=stream&order=reverse_chronological&limit=100`
    the comments under a post and the replies to them, in one list; paging.next.
`GET ?ids=A,B,…&fields=COMMENT` (at most 50), `GET ID?fields=COMMENT`, `GET ID?fields=POST`
    {id: object}, one object. One id that is gone makes the whole call fail, and so does a field
    that a post does not have.
`GET ID/comments?fields=id,LIKES&filter=toplevel&order=chronological&limit=100`
    the likes of the comments right under a post; paging.next.
`POST PAGE/feed` form `message`, perhaps `attached_media[0]={"media_fbid":"…"}`
    id.
`POST ID/comments` form `message`, perhaps `attachment_id`
    id. ID is a post or a comment.
`POST PAGE/photos` multipart `source`, `alt_text_custom`, `published=false`
    id.
`POST ID/likes`
    nothing.
`POST debug_token` form `input_token`, `method=get` (a GET would put the token into an address)
    data.is_valid .expires_at .data_access_expires_at (seconds, 0 for never) .scopes.

POST is `id,from,message,created_time,message_tags`, COMMENT the same and
`is_hidden,parent{id}`, COMMENTS
`comments.filter(stream).order(reverse_chronological).limit(100){COMMENT}`, LIKES
`like_count,reactions.limit(0).summary(total_count)`. Of them: id,
from.id .name (often missing), message, created_time, message_tags[].id, is_hidden, parent.id,
comments.data comments.paging.next, reactions.summary.total_count, else like_count. Ids are opaque:
a comment's does not tell its post. Of paging.next only the parameters are used, for it holds the
token; no cursor of Facebook's is kept, for it dies with the comment it names. A page may be empty
and have a next. Refusals: `facebook_refusals.py`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from typing import Any

from bot.domain.posts import Draft, Mention, Picture, Post
from bot.networks import (
    MOST_PICTURE,
    Account,
    Finding,
    NetworkError,
    Outcome,
    Page,
    Trouble,
    uploading,
)
from bot.networks.facebook_graph import VERSION, Graph, next_page
from bot.networks.facebook_messages import (
    COMMENT_FIELDS,
    POST_FIELDS,
    Raw,
    below,
    liked,
    mention_of,
    post_of,
    rows_of,
    url_of,
    writer_of,
)
from bot.networks.facebook_token import token_findings
from bot.networks.wire import check_address

LONGEST_COMMENT = 8_000
"""Characters of a comment; a post may have 63,206, but what is said in a reply must fit too."""

_COMMENTS = f"comments.filter(stream).order(reverse_chronological).limit(100){{{COMMENT_FIELDS}}}"
_UNDER = {
    "fields": COMMENT_FIELDS,
    "filter": "stream",
    "order": "reverse_chronological",
    "limit": 100,
}
# The bot's own comments under a ballot are among the first, and never replies to others.
_LIKED = {
    "fields": "id,like_count,reactions.limit(0).summary(total_count)",
    "filter": "toplevel",
    "order": "chronological",
    "limit": 100,
}
_OVERLAP = timedelta(hours=1)
_WATCHED = timedelta(days=60)
"""How old a post may be for its comments still to be read: a mob lasts 51 days at most."""

_MOST_IDS = 50

_Row = tuple[Raw, str | None]


def open_facebook(
    *, base_url: str, page_id: str, token: str, deadline: timedelta, now: Callable[[], datetime]
) -> FacebookNetwork:
    """The Page with that id; ValueError if the address may not be spoken to."""
    check_address(base_url)
    graph = Graph(base_url, token=token, deadline=deadline, now=now)
    return FacebookNetwork(graph, page_id=page_id, now=now)


class FacebookNetwork:
    """A Page as `Network` wants it."""

    name = "facebook"

    def __init__(self, graph: Graph, *, page_id: str, now: Callable[[], datetime]) -> None:
        self._graph = graph
        self._page_id = page_id
        self._now = now
        self._parents: dict[str, str | None] = {}

    # Who

    def me(self) -> Account:
        """The Page of the token (a person's token tells the person: compare the id)."""
        body = self._graph.get("me", {"fields": "id,name"})
        if not body.get("id"):
            raise NetworkError(
                "Facebook did not say whose token it is", outcome=Outcome.NOT_APPLIED
            )
        return Account(str(body["id"]), str(body.get("name", "")), LONGEST_COMMENT)

    def server_time(self) -> datetime | None:
        """Facebook's clock at the last answer."""
        return self._graph.server_time

    def findings(self) -> Iterator[Finding]:
        """Version, token, permissions, whether writers are named, and what to look at oneself."""
        try:
            data = self._graph.about_token()
        except NetworkError as error:
            yield Finding(None, f"Facebook does not tell about the token: {error.reason}")
        else:
            yield from token_findings(data, self._clock())
        served = self._graph.served
        yield Finding(served == VERSION, f"Facebook answers as {served}, asked as {VERSION}")
        yield self._named(next(self._edge("feed", since=self._now())))
        yield Finding(
            None,
            "Facebook does not tell whether the app is published: look at one of the Page's posts "
            "in a private window; if it is not there, publish the app (App Mode: Live)",
        )

    def _named(self, body: Raw) -> Finding:
        heard = self._heard(self._under(body))
        nameless = sum(mention.nameless for mention in heard)
        if not heard:
            return Finding(None, "no comment yet: whether writers are named will show")
        if nameless:
            return Finding(
                None,
                f"{nameless} of {len(heard)} comments have no name: their votes count as unnamed, "
                "until Meta grants the app “Business Asset User Profile Access”",
            )
        return Finding(True, f"all {len(heard)} comments have a name")

    # Reading

    def mentions(self, cursor: str | None, *, overlap: int) -> Iterator[Page]:
        """Pages of comments on the Page's posts and of posts that tag it, since the cursor.

        The cursor is the time of the newest message; it moves with the last page alone, since
        Facebook's order cannot be relied on. Each page of `overlap` goes back one hour more.
        """
        if cursor is None:
            body = next(self._edge("feed", since=self._now()))
            yield Page(
                self._heard(self._under(body)), self._clock().isoformat(), self.server_time()
            )
            return
        newest = datetime.fromisoformat(cursor)
        since = newest - overlap * _OVERLAP
        passed: set[str] = set()
        for rows, last in self._rows(since):
            heard = [m for m in self._heard(rows) if m.said_at >= since and m.event not in passed]
            passed.update(mention.event for mention in heard)
            newest = max([newest, *(mention.said_at for mention in heard)])
            if heard or last:
                at = newest.isoformat() if last else cursor
                yield Page(tuple(heard), at, self.server_time())

    def replies(self, post_id: str) -> Page:
        """All comments now under a post, and the replies to them; `gone` holds a deleted post."""
        try:
            rows = list(self._comments(post_id))
        except NetworkError as error:
            if error.trouble is not Trouble.GONE:
                raise
            return Page((), None, self.server_time(), gone=(post_id,))
        return Page(self._heard(rows), None, self.server_time())

    def reread(self, events: tuple[str, ...]) -> Page:
        """The messages as they are now; hidden ones are gone too.

        Facebook does not tell under which post a comment stands, so `parent` is known only of
        what this program has read since it started, and of replies to comments.
        """
        rows: list[Raw] = []
        for start in range(0, len(events), _MOST_IDS):
            rows += self._those(events[start : start + _MOST_IDS])
        shown = self._heard([(row, self._parents.get(str(row.get("id")))) for row in rows])
        there = {mention.event: mention for mention in shown}
        gone = tuple(event for event in events if event not in there)
        ordered = tuple(there[event] for event in events if event in there)
        return Page(ordered, None, self.server_time(), gone)

    def own_posts(self, since: datetime) -> tuple[Post, ...]:
        """The Page's posts, comments and replies since then, newest first."""
        posts: dict[str, Post] = {}
        for row, parent in self._own(since):
            post = post_of(row, parent=parent)
            if post is not None and post.posted_at >= since:
                posts.setdefault(post.id, post)
        return tuple(sorted(posts.values(), key=lambda post: post.posted_at, reverse=True))

    def likes(self, post_id: str, comments: Collection[str]) -> dict[str, int]:
        """How many people reacted to each of these comments under a post, whatever face they
        chose; Facebook lets each do so once. One call brings the likes of a whole ballot: asked
        for by their ids, each comment would count as a call."""
        found: dict[str, int] = {}
        for body in self._graph.walk(f"{post_id}/comments", _LIKED):
            found |= {str(row.get("id")): liked(row) for row in rows_of(body)}
            if found.keys() >= set(comments):
                break
        return {id: found[id] for id in comments if id in found}

    def _rows(self, since: datetime) -> Iterator[tuple[list[_Row], bool]]:
        """What stands under the Page's posts, then the posts that tag it; the last is marked."""
        for body in self._edge("feed", since=since):
            yield self._under(body), False
        for body in self._edge("tagged", since=since):
            yield [(row, None) for row in rows_of(body)], next_page(body) is None

    def _edge(self, edge: str, *, since: datetime) -> Iterator[dict[str, Any]]:
        oldest = min(since, self._now() - _WATCHED)
        fields = POST_FIELDS if edge == "tagged" else f"{POST_FIELDS},{_COMMENTS}"
        params = {"fields": fields, "limit": 25, "since": int(oldest.timestamp())}
        return self._graph.walk(f"{self._page_id}/{edge}", params)

    def _under(self, body: Raw) -> list[_Row]:
        """A visitor's post itself, and all comments under the posts that may be the Page's own.

        A post without `from` is taken for the Page's: strangers' are found among the tagged, and
        the bot must not hear its own ballot as a vote.
        """
        rows: list[_Row] = []
        for post in rows_of(body):
            if writer_of(post) in (None, self._page_id):
                rows += self._all_below(post)
            else:
                rows.append((post, None))
        return rows

    def _all_below(self, post: Raw) -> list[_Row]:
        rows = list(below(post))
        comments = post.get("comments")
        onward = next_page(comments) if isinstance(comments, dict) else None
        if onward is not None:
            rows += self._comments(str(post["id"]), onward)
        return rows

    def _comments(self, id: str, onward: dict[str, Any] | None = None) -> Iterator[_Row]:
        for body in self._graph.walk(f"{id}/comments", _UNDER | (onward or {})):
            yield from ((row, id) for row in rows_of(body))

    def _heard(self, rows: list[_Row]) -> tuple[Mention, ...]:
        """What others wrote, each once, oldest first."""
        mentions: dict[str, Mention] = {}
        for row, parent in rows:
            mention = mention_of(row, page_id=self._page_id, parent=parent)
            if mention is not None:
                mentions.setdefault(mention.event, mention)
                self._parents[mention.event] = mention.parent
        return tuple(sorted(mentions.values(), key=lambda mention: mention.said_at))

    def _those(self, ids: tuple[str, ...]) -> list[Raw]:
        """The objects that are still there; where one id spoils the call, by halves."""
        try:
            if len(ids) == 1:
                return self._that(ids[0])
            body = self._graph.get("", {"ids": ",".join(ids), "fields": COMMENT_FIELDS})
            return [row for row in body.values() if isinstance(row, dict)]
        except NetworkError as error:
            if error.outcome is not Outcome.REFUSED or len(ids) == 1:
                raise
        half = len(ids) // 2
        return self._those(ids[:half]) + self._those(ids[half:])

    def _that(self, id: str) -> list[Raw]:
        for fields in (COMMENT_FIELDS, POST_FIELDS):
            try:
                return [self._graph.get(id, {"fields": fields})]
            except NetworkError as error:
                if error.trouble is Trouble.GONE:
                    return []
                # "(#100) Tried accessing nonexisting field (parent)": it is a post.
                if fields == POST_FIELDS or "nonexisting field" not in error.reason:
                    raise
        return []

    def _own(self, since: datetime) -> Iterator[_Row]:
        for body in self._edge("published_posts", since=since):
            for post in rows_of(body):
                yield post, None
                yield from self._by_us(self._all_below(post))
        for body in self._edge("tagged", since=since):
            for post in rows_of(body):
                yield from self._by_us(self._comments_if_shown(str(post.get("id"))))

    def _by_us(self, rows: list[_Row]) -> Iterator[_Row]:
        return ((row, parent) for row, parent in rows if writer_of(row) == self._page_id)

    def _comments_if_shown(self, id: str) -> list[_Row]:
        """Of a stranger's post Facebook may not show the comments; then we have none there."""
        try:
            return list(self._comments(id))
        except NetworkError as error:
            if error.outcome is not Outcome.REFUSED:
                raise
            return []

    # Writing

    def post(self, draft: Draft, *, key: str) -> Post:
        """Publish a post or a comment (of several pictures a comment shows the first)."""
        if len(draft.text) > LONGEST_COMMENT:
            raise _refused(f"the text has {len(draft.text)} characters, of {LONGEST_COMMENT}")
        pictures = draft.media[:1] if draft.reply_to else draft.media
        with uploading():
            media = [self._upload(picture) for picture in pictures]
        form: dict[str, Any] = {"message": draft.text}
        if draft.reply_to is None:
            path = f"{self._page_id}/feed"
            for place, picture in enumerate(media):
                form[f"attached_media[{place}]"] = json.dumps({"media_fbid": picture})
        else:
            path = f"{draft.reply_to}/comments"
            if media:
                form["attachment_id"] = media[0]
        id = self._made(path, form)
        return Post(id, draft.text, self._clock(), parent=draft.reply_to, url=url_of(id))

    def _upload(self, picture: Picture) -> str:
        """A JPEG or PNG of at most 4 MB with its description."""
        most = MOST_PICTURE["facebook"]
        if len(picture.data) > most:
            raise _refused(f"the picture has {len(picture.data)} bytes, of {most}")
        source = (f"picture.{picture.kind.partition('/')[2]}", picture.data, picture.kind)
        form = {"alt_text_custom": picture.alt, "published": "false"}
        return self._made(f"{self._page_id}/photos", form, files={"source": source})

    def acknowledge(self, event: str) -> None:
        """The Page's like."""
        self._graph.send(f"{event}/likes", {})

    def length(self, text: str) -> int:
        """Facebook counts characters."""
        return len(text)

    def _made(self, path: str, form: dict[str, Any], **more: Any) -> str:
        id = self._graph.send(path, form, **more).get("id")
        if not id:
            raise NetworkError("Facebook did not say what it made", outcome=Outcome.UNSURE)
        return str(id)

    def _clock(self) -> datetime:
        return self.server_time() or self._now()


def _refused(reason: str) -> NetworkError:
    return NetworkError(reason, outcome=Outcome.REFUSED, trouble=Trouble.REJECTED)
