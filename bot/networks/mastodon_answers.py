"""What a Mastodon-compatible server answered, before anything is made of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any

import requests
from mastodon.errors import MastodonError
from pydantic_core import SchemaValidator, from_json
from requests.structures import CaseInsensitiveDict

from bot.networks import NetworkError, Outcome, Trouble
from bot.networks.markup import clean
from bot.networks.mastodon_status import record
from bot.networks.wire import Vessel, Wire, WireError, date_of


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, headers, and a body of bytes."""

    status: int
    headers: CaseInsensitiveDict[str]
    body: bytes

    def __str__(self) -> str:
        """For the organiser: the server's own words tell best what it does not like."""
        words = " ".join((self.error or "").split())[:200]
        return f"the server answered {self.status}" + (f" ({words})" if words else "")

    @property
    def fine(self) -> bool:
        """Whether the server says that it did what was asked."""
        return 200 <= self.status < 300

    @property
    def date(self) -> datetime | None:
        """The server's clock."""
        return date_of(self.headers)

    @property
    def error(self) -> str | None:
        """The error in the form every Mastodon server gives it; None for anything else."""
        try:
            told = record(self.json()).get("error")
        except NetworkError:
            return None
        return clean(told) if isinstance(told, str) else None

    def json(
        self, otherwise: Outcome = Outcome.NOT_APPLIED, *, shape: SchemaValidator | None = None
    ) -> Any:
        """The body as JSON, where it has the `shape` only the fields that this names;
        NetworkError with that outcome when it is none."""
        try:
            return _read(self.body, shape)
        except (ValueError, RecursionError):
            raise not_mastodon(self, otherwise) from None


def _read(body: bytes, shape: SchemaValidator | None) -> Any:
    """JSON by the reader that pydantic brings, which is three times as fast; half a character,
    which it refuses, and whatever else, by the standard library's."""
    if shape is not None:
        try:
            return shape.validate_json(body)
        except ValueError:
            return _read(body, None)
    try:
        return from_json(body)
    except ValueError:
        return json.loads(body)


class Tape(Wire):
    """A session that keeps each answer as it came and hands the library an empty one.

    Mastodon.py makes objects of every field it is given, which takes a hundred times as long as
    reading the JSON; and it judges errors by rules that are not ours.
    """

    def __init__(self, *, only: str, deadline: timedelta, secret: str) -> None:
        super().__init__(only=only, deadline=deadline, secrets=(secret,))
        self._answer: Answer | None = None
        self._trouble: WireError | None = None

    def record(
        self, call: Callable[[], object], *, most: int, into: Vessel | None = None
    ) -> Answer:
        """The answer to the one request that `call` makes, written into a vessel of its own or
        that which is given. Raises only WireError."""
        self.most, self._answer, self._trouble = most, None, None
        self.into = BytesIO if into is None else lambda: into
        try:
            call()
        except MastodonError:
            # The library puts its own exception in the place of ours.
            if self._trouble is None:
                raise
            raise self._trouble from None
        answer, self._answer = self._answer, None
        assert answer is not None, "the library made no request"
        return answer

    def request(self, method: str, url: str, **options: Any) -> requests.Response:  # type: ignore[override]
        try:
            # The library asks for /api/v2/instance/, which several servers do not know.
            answer = super().request(method, url.rstrip("/"), **options)
        except WireError as trouble:
            self._trouble = trouble
            raise
        self._answer = Answer(answer.status_code, answer.headers, answer.content)
        empty = requests.Response()
        empty.status_code, empty.raw = 200, BytesIO(b"{}")
        # Without it the library would guess, at length.
        empty.encoding = "utf-8"
        return empty


def token_refused(answer: Answer) -> NetworkError:
    """The token, or its account, may do nothing any more."""
    reason = f"{answer}: the token is revoked, expired, or its account is suspended"
    return NetworkError(reason, outcome=Outcome.REFUSED, trouble=Trouble.TOKEN)


def not_mastodon(answer: Answer, outcome: Outcome) -> NetworkError:
    """Somebody else answered (a portal, a proxy), or half of the answer is missing."""
    reason = f"the server answered {answer.status}, but not with what a Mastodon server says there"
    return NetworkError(reason, outcome=outcome)
