"""Mastodon and the servers that speak its client API (GoToSocial, Takahē, snac, Pleroma …).

Every request goes through Mastodon.py, which builds it; the answer is read here as plain JSON,
and of it only the fields named below. All requests carry `Authorization: Bearer TOKEN`; all
answers may carry `Date` (the server's clock) and, with 429, `X-RateLimit-Reset` or `Retry-After`.

The calls, and what is read of their answers:

`GET /api/v1/accounts/verify_credentials`
    id, acct, bot. Any 400, 401, 403 or 422 here means that the token is not good.
`GET /api/v1/apps/verify_credentials`
    name, scopes (a list; Mastodon before 4.3 and other servers leave it out).
`GET /api/v2/instance`, where that fails `GET /api/v1/instance`
    version; configuration.statuses.max_characters; max_toot_chars; with neither, 500.
`PATCH /api/v2/notifications/policy`, form `for_private_mentions=accept`
    nothing; any 4xx is fine (only Mastodon 4.3 and later knows it).
`GET /api/v1/notifications?types[]=mention&limit=80` with none or one of `&min_id=`, `&max_id=`
    a list, newest first: id, type, status (below). Neither: the newest page. `min_id`: the page
    directly after that notification. `max_id`: the page directly before it.
`GET /api/v1/statuses/ID/context`
    descendants: a list of statuses. 404: the post is gone.
`GET /api/v1/statuses?id[]=…&id[]=…` (at most 20) and `GET /api/v1/statuses/ID`
    a list of statuses, those that are gone left out; one status, 404 when gone.
`POST /api/v2/media`, multipart `file`, `description`
    id. 200, or 202 while the server still works on it.
`POST /api/v1/statuses`, form `status`, `visibility`, `language`, perhaps `in_reply_to_id`,
`media_ids[]`, `spoiler_text`;
header `Idempotency-Key` (64 hex digits)
    a status. 404: what is answered is gone. 4xx with `{"error": "…"}`: refused.
`POST /api/v1/statuses/ID/favourite`, `POST /api/v1/statuses/ID/reblog`
    nothing. 404: gone. 403: nobody may show it to others.
`GET /api/v1/accounts/ID/statuses?limit=40&exclude_reblogs=1`, perhaps `&max_id=`
    a list of statuses, newest first.

A status: id, created_at, edited_at, content (HTML), spoiler_text, language, visibility,
in_reply_to_id, url, uri, reblog, media_attachments[].type, mentions[].id .acct .username,
account.id .acct .uri .url .bot .created_at. Ids are opaque strings.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from mastodon import Mastodon
from pydantic_core import SchemaValidator

from bot.domain.posts import Draft, Mention, Picture, Post, Visibility
from bot.networks import Account, Finding, NetworkError, Outcome, Page, Trouble, uploading
from bot.networks.counting import USUAL_CHARACTERS, characters
from bot.networks.mastodon_answers import Answer, Tape, not_mastodon, token_refused
from bot.networks.mastodon_notifications import Batch, batches, order
from bot.networks.mastodon_shapes import CONTEXT, NOTIFICATIONS
from bot.networks.mastodon_status import (
    UnreadableError,
    mention_of,
    post_of,
    record,
    records,
    text_of,
)
from bot.networks.mastodon_thread import Thread
from bot.networks.wire import MEGABYTE, Vessel, WireError, check_address, retry_at

log = logging.getLogger(__name__)

SCOPES = ("read", "write")
"""What the bot's token has to be allowed."""

_PAGE = 80  # notifications a request; the most Mastodon gives, others give less
_BATCH = 20  # statuses a request
_OWN_PAGE = 40
_MOST_OWN_PAGES = 50


def open_mastodon(
    *,
    base_url: str,
    token: str,
    deadline: timedelta,
    account_id: str | None = None,
    content_warning: str = "",
    now: Callable[[], datetime],
) -> MastodonNetwork:
    """The network of one account; no request is made yet.

    `deadline` is the time of one whole call, `account_id` the account the token must be of,
    `content_warning` the words behind which every post but private ones is folded, `now` the clock
    that a wait after a 429 is counted from. ValueError, in a sentence for the organiser, where
    address or token cannot be used.
    """
    check_address(base_url)
    if not token or not all("!" <= character <= "~" for character in token):
        raise ValueError("the token is empty or holds characters that no token has; copy it again")
    tape = Tape(only=base_url, deadline=deadline, secret=token)
    # A pinned version: the library otherwise asks the server for its own, and where that fails
    # calls itself a thousand times. "throw": it otherwise sleeps minutes on a rate limit.
    client = Mastodon(
        api_base_url=base_url.rstrip("/"),
        mastodon_version="4.4.0",
        version_check_mode="created",
        ratelimit_method="throw",
        request_timeout=deadline.total_seconds(),
        session=tape,
        user_agent="cashmob",
    )
    # Set afterwards: the constructor would open a file of the token's name.
    client.access_token = token
    warning = content_warning.strip()
    return MastodonNetwork(client, tape, account_id=account_id, content_warning=warning, now=now)


class MastodonNetwork:
    """One account on one server; to be used by one thread at a time (its lane)."""

    name = "mastodon"

    def __init__(
        self,
        client: Mastodon,
        tape: Tape,
        *,
        account_id: str | None,
        content_warning: str = "",
        now: Callable[[], datetime],
    ) -> None:
        self._client = client
        self._tape = tape
        self._pinned = account_id
        self._warning = content_warning
        self._id = account_id
        self._now = now
        self._server_time: datetime | None = None
        self._in_batches = True

    # --- who we are

    def me(self) -> Account:
        """Who the token speaks for; asks the server, too, to let private mentions through.

        Mastodon 4.3 and later otherwise hides a private nomination by a stranger.
        """
        account = self._verified()
        self._let_private_mentions_in()
        return Account(
            id=str(self._id),
            name=text_of(account.get("acct")) or "",
            # A content warning counts as a part of the text.
            max_characters=self._max_characters() - characters(self._warning),
            is_bot=account.get("bot") is True,
        )

    def server_time(self) -> datetime | None:
        """The server's clock at the last answer (HTTP Date), None before the first."""
        return self._server_time

    def length(self, text: str) -> int:
        """Characters as people see them; a link counts 23, a remote handle its local part."""
        return characters(text)

    def findings(self) -> Iterator[Finding]:
        """The server's version, and what the token may do where the server tells."""
        version = text_of(self._instance().get("version"))
        yield Finding(None if version is None else True, f"the server is {version or 'unknown'}")
        answer = self._ask(self._client.app_verify_credentials)
        scopes = record(answer.json()).get("scopes") if answer.fine else None
        if not isinstance(scopes, list):
            yield Finding(None, "the server does not tell what the token may do")
            return
        granted = {str(scope).partition(":")[0] for scope in scopes}
        if missing := [scope for scope in SCOPES if scope not in granted]:
            lacks = " and ".join(missing)
            yield Finding(False, f"the token may not {lacks}; type: cashmob login mastodon")
        else:
            yield Finding(True, f"the token may {' and '.join(SCOPES)}")

    def _verified(self) -> dict[str, Any]:
        answer = self._ask(self._client.account_verify_credentials)
        if answer.status in (400, 401, 403, 422):
            # The call has no parameters that could be wrong; Takahē answers a bad token with 400.
            raise token_refused(answer)
        self._check(answer)
        account = record(answer.json())
        found = text_of(account.get("id"))
        if found is None:
            raise not_mastodon(answer, Outcome.NOT_APPLIED)
        if self._pinned not in (None, found):
            reason = f"the token is of account {found}, not of {self._pinned}"
            raise NetworkError(reason, outcome=Outcome.REFUSED, trouble=Trouble.TOKEN)
        self._id = found
        return account

    def _us(self) -> str:
        if self._id is None:
            self._verified()
        return str(self._id)

    def _let_private_mentions_in(self) -> None:
        answer = self._ask(
            lambda: self._client.update_notifications_policy(for_private_mentions="accept")
        )
        if answer.status in (401, 429):
            self._check(answer)
        if not answer.fine and answer.status != 404:
            log.warning("Private mentions of strangers may stay hidden: %s", answer)

    def _max_characters(self) -> int:
        instance = self._instance()
        statuses = record(record(instance.get("configuration")).get("statuses"))
        for most in (statuses.get("max_characters"), instance.get("max_toot_chars")):
            if isinstance(most, int) and most > 0:
                return most
        return USUAL_CHARACTERS

    def _instance(self) -> dict[str, Any]:
        """What the server tells of itself; nothing where it does not."""
        for ask in (self._client.instance_v2, self._client.instance_v1):
            try:
                answer = self._ask(ask)
                found = record(answer.json()) if answer.fine else {}
            except NetworkError:
                continue
            if found:
                return found
        return {}

    # --- reading

    def mentions(self, cursor: str | None, *, overlap: int) -> Iterator[Page]:
        """Pages of mentions after `cursor`, the last `overlap` pages again; lazily."""
        us = self._us()
        for batch, after in batches(self._notifications, cursor, overlap):
            told = [record(one.get("status")) for one in batch.told if one.get("type") == "mention"]
            yield Page(_mentions(told, us), after, batch.date)

    def replies(self, post_id: str) -> Page:
        """All messages now under one of our posts, tagged or not, without our own."""
        us, found = self._us(), dict[str, Mention]()
        answer = self._ask(
            lambda: self._client.status_context(_in_path(post_id)),
            most=32 * MEGABYTE,
            into=Thread(lambda told: _note(told, us, found)),
        )
        if self._is_gone(answer):
            return Page((), None, answer.date, gone=(post_id,))
        self._check(answer)
        under = records(record(answer.json(shape=CONTEXT)).get("descendants"))
        _note(under, us, found)
        return Page(_in_order(found), None, answer.date)

    def reread(self, events: tuple[str, ...]) -> Page:
        """The named messages as they are now; those deleted are in `gone`."""
        us = self._us()
        found: list[dict[str, Any]] = []
        for start in range(0, len(events), _BATCH):
            found += self._statuses(events[start : start + _BATCH])
        seen = {text_of(status.get("id")) for status in found}
        gone = []
        for event in events:
            # A batch leaves out what is deleted, or what the server failed to find: asked by
            # itself, a deleted one is answered with 404.
            if event not in seen:
                status = self._status(event)
                found += [status] if status else []
                gone += [] if status else [event]
        return Page(_mentions(found, us), None, self._server_time, gone=tuple(gone))

    def own_posts(self, since: datetime) -> tuple[Post, ...]:
        """Our own posts made since then, newest first, replies included, boosts not."""
        us, found, before = self._us(), dict[str, Post](), None
        for _ in range(_MOST_OWN_PAGES):
            told = self._own_page(us, before)
            page = [_own(one) for one in told]
            boosts = {text_of(one.get("id")) for one in told if one.get("reblog") is not None}
            found |= {post.id: post for post in page if post.id not in boosts}
            if min((post.posted_at for post in page), default=since) <= since:
                break
            last, before = before, min((post.id for post in page), key=order)
            if last == before:
                raise NetworkError("the own timeline goes in a circle", outcome=Outcome.NOT_APPLIED)
        else:
            raise NetworkError("the own timeline does not end", outcome=Outcome.NOT_APPLIED)
        recent = (post for post in found.values() if post.posted_at >= since)
        return tuple(sorted(recent, key=lambda post: (post.posted_at, post.id), reverse=True))

    def _notifications(self, **bounds: str) -> Batch:
        answer = self._ask(
            lambda: self._client.notifications(types=["mention"], limit=_PAGE, **bounds),
            most=5 * MEGABYTE,
        )
        if "min_id" in bounds and (answer.status in (400, 404, 422) or answer.status >= 500):
            return Batch([], [], answer.date)
        self._check(answer)
        told = records(self._list(answer, NOTIFICATIONS))
        known = {text_of(item.get("id")): item for item in told}
        ids = sorted((id_ for id_ in known if id_), key=order)
        return Batch(ids, told, answer.date)

    def _statuses(self, events: tuple[str, ...]) -> list[dict[str, Any]]:
        """As many of them as one request brings; none where the server has no such request."""
        if not self._in_batches:
            return []
        answer = self._ask(lambda: self._client.statuses(list(events)), most=5 * MEGABYTE)
        if answer.status in (400, 404, 405, 422, 501):
            self._in_batches = False
            return []
        self._check(answer)
        asked = set(events)
        return [one for one in records(answer.json()) if text_of(one.get("id")) in asked]

    def _status(self, event: str) -> dict[str, Any] | None:
        answer = self._ask(lambda: self._client.status(_in_path(event)))
        if self._is_gone(answer):
            return None
        self._check(answer)
        status = record(answer.json())
        if text_of(status.get("id")) is None:
            raise not_mastodon(answer, Outcome.NOT_APPLIED)
        return status

    def _own_page(self, us: str, before: str | None) -> list[dict[str, Any]]:
        answer = self._ask(
            lambda: self._client.account_statuses(
                _in_path(us), exclude_reblogs=True, limit=_OWN_PAGE, max_id=before
            ),
            most=5 * MEGABYTE,
        )
        self._check(answer)
        return records(self._list(answer))

    # --- writing

    def post(self, draft: Draft, *, key: str) -> Post:
        """Publish; the same `key` makes Mastodon (no other server) answer with the same post.

        Never scheduled on the server: there the key would not count.
        """
        with uploading():
            media = [self._upload(picture) for picture in draft.media]
        private = draft.visibility is Visibility.DIRECT
        answer = self._ask(
            lambda: self._client.status_post(
                draft.text,
                media_ids=media or None,
                spoiler_text=None if private else self._warning or None,
                in_reply_to_id=draft.reply_to,
                visibility=draft.visibility.value,
                language=draft.language,
                idempotency_key=sha256(key.encode()).hexdigest(),
                sensitive=None,  # False is sent as the text "0", which strict servers refuse
            ),
            writes=True,
        )
        if answer.status == 404 and answer.error is not None and draft.reply_to:
            reason = "what the post answers is gone"
            raise NetworkError(reason, outcome=Outcome.NOT_APPLIED, trouble=Trouble.GONE)
        self._check(answer, writes=True)
        status = record(answer.json(Outcome.UNSURE))
        try:
            post = post_of(status)
        except UnreadableError:
            raise not_mastodon(answer, Outcome.UNSURE) from None
        if post.parent != draft.reply_to:
            log.warning("Post %s answers %s, not %s", post.id, post.parent, draft.reply_to)
        if status.get("visibility") != draft.visibility.value:
            shown = text_of(status.get("visibility"))
            log.error("Post %s went out as %s, not %s", post.id, shown, draft.visibility.value)
        return post

    def _upload(self, picture: Picture) -> str:
        """A picture with its description; it goes out with the post that names it."""
        answer = self._ask(
            lambda: self._client.media_post(
                picture.data, mime_type=picture.kind, description=picture.alt
            ),
            writes=True,
        )
        self._check(answer, writes=True)
        id_ = text_of(record(answer.json(Outcome.UNSURE)).get("id"))
        if id_ is None:
            raise not_mastodon(answer, Outcome.UNSURE)
        return id_

    def acknowledge(self, event: str) -> None:
        """Favourite the message. To favourite twice is to favourite once: nothing is unsure."""
        self._check(self._ask(lambda: self._client.status_favourite(_in_path(event))))

    def boost(self, event: str) -> None:
        """Boost the message. A second boost brings the first again: nothing is unsure."""
        self._check(self._ask(lambda: self._client.status_reblog(_in_path(event))))

    # --- asking, and what the answer means

    def _ask(
        self,
        call: Callable[[], object],
        *,
        writes: bool = False,
        most: int = 2 * MEGABYTE,
        into: Vessel | None = None,
    ) -> Answer:
        """The answer to one call of the library, whatever its status."""
        try:
            answer = self._tape.record(call, most=most, into=into)
        except WireError as error:
            outcome = Outcome.UNSURE if writes and error.sent else Outcome.NOT_APPLIED
            raise NetworkError(error.reason, outcome=outcome) from None
        self._server_time = answer.date or self._server_time
        return answer

    def _check(self, answer: Answer, *, writes: bool = False) -> None:
        """NetworkError unless the answer is a success.

        Surely not applied is only what the server itself refused: 429, and a 4xx with an error in
        its own form. A page of HTML, a redirect or a 5xx (Mastodon answers a repeated key with
        500 on some versions) may stand before or behind the deed.
        """
        if answer.fine:
            return
        if answer.status == 429:
            raise NetworkError(
                str(answer),
                outcome=Outcome.NOT_APPLIED,
                trouble=Trouble.LIMIT,
                retry_at=retry_at(answer.headers, self._now()),
            )
        if not 400 <= answer.status < 500 or answer.error is None or answer.status in (408, 425):
            outcome = Outcome.UNSURE if writes else Outcome.NOT_APPLIED
            raise NetworkError(str(answer), outcome=outcome)
        if answer.status in (404, 410):
            raise NetworkError(str(answer), outcome=Outcome.REFUSED, trouble=Trouble.GONE)
        if answer.status == 401:
            raise token_refused(answer)
        if answer.status in (400, 403):
            # A suspended account, and a bad token on Takahē, look like a refused text; the texts
            # of errors come in the server's language. A token that still works tells them apart.
            self._verified()
        raise NetworkError(str(answer), outcome=Outcome.REFUSED, trouble=Trouble.REJECTED)

    def _is_gone(self, answer: Answer) -> bool:
        """A 404 that is no JSON may be of a proxy whose server is down: then a second question."""
        if answer.status not in (404, 410):
            return False
        if answer.error is None:
            self._verified()
        return True

    def _list(self, answer: Answer, shape: SchemaValidator | None = None) -> list[Any]:
        told = answer.json(shape=shape)
        if not isinstance(told, list):
            raise not_mastodon(answer, Outcome.NOT_APPLIED)
        return told


def _mentions(statuses: list[dict[str, Any]], us: str) -> tuple[Mention, ...]:
    """Each message once, without our own, in the order they were written."""
    found: dict[str, Mention] = {}
    _note(statuses, us, found)
    return _in_order(found)


def _note(statuses: list[dict[str, Any]], us: str, found: dict[str, Mention]) -> None:
    """Adds the messages to those that were found before, each once, without our own."""
    for status in statuses:
        if text_of(record(status.get("account")).get("id")) == us:
            continue
        try:
            mention = mention_of(status, us=us)
        except UnreadableError as error:
            log.warning("Message %s is skipped: %s", text_of(status.get("id")), error)
            continue
        found[mention.event] = mention


def _in_order(found: dict[str, Mention]) -> tuple[Mention, ...]:
    # The order of notifications is not the order of writing.
    return tuple(sorted(found.values(), key=lambda one: (one.said_at, one.event)))


def _own(status: dict[str, Any]) -> Post:
    try:
        return post_of(status)
    except UnreadableError as error:
        # Whether a post is out is decided by these: better none than all but one.
        reason = f"a post of our own cannot be read: {error}"
        raise NetworkError(reason, outcome=Outcome.NOT_APPLIED) from None


def _in_path(id_: str) -> str:
    return quote(id_, safe="")
