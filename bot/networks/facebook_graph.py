"""A small client of Facebook's Graph API: calls, pages of answers, and its limits.

The token travels in the `Authorization` header alone. It is never in an address, which ends up
in logs and error texts; Facebook puts it into the address of the next page, of which therefore
only the parameters are taken.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import requests

from bot.networks import NetworkError, Outcome, Trouble
from bot.networks.facebook_refusals import GraphError, TooMuch, error_of, refusal
from bot.networks.wire import Wire, WireError, date_of

VERSION = "v26.0"

_MOST_PAGES = 200
_MOST_BYTES = 8_000_000
_NEARLY_FULL = 95
_LOOK_AGAIN = timedelta(minutes=15)
_LONGEST_PARKING = timedelta(hours=24)
_NOT_OURS = {"access_token", "appsecret_proof", "fields", "limit"}

Params = dict[str, Any]

log = logging.getLogger(__name__)


class Graph:
    """One Page's calls. Each has a total deadline and raises only NetworkError.

    Facebook counts calls against a share of the Page's life of the last 24 hours and tells in
    headers how much of it is used, in percent, and for how many minutes it will refuse. From 95
    on nothing more is read for a while; after a refusal nothing is asked at all until the time
    named, since each call would lengthen it.
    """

    def __init__(
        self, base_url: str, *, token: str, deadline: timedelta, now: Callable[[], datetime]
    ) -> None:
        self._wire = Wire(only=base_url, deadline=deadline, secrets=(token,), most=_MOST_BYTES)
        self._base = f"{base_url.rstrip('/')}/{VERSION}"
        self._token = token
        self._now = now
        self._parked: dict[bool, datetime] = {}
        self._served = VERSION
        self.server_time: datetime | None = None

    def get(self, path: str, params: Mapping[str, Any]) -> Params:
        """One object."""
        return self._call("GET", path, params=dict(params))

    def send(self, path: str, data: Mapping[str, Any], **more: Any) -> Params:
        """One write, as a form; Facebook knows no key that would make a second try harmless."""
        return self._call("POST", path, data=dict(data), **more)

    def about_token(self) -> Params:
        """What Facebook knows of the token itself."""
        body = self.send("debug_token", {"input_token": self._token, "method": "get"})
        data = body.get("data")
        return data if isinstance(data, dict) else {}

    @property
    def served(self) -> str:
        """The version that answered last."""
        return self._served

    def walk(self, path: str, params: Mapping[str, Any]) -> Iterator[Params]:
        """Every page of an edge, each when asked for; an empty one may have a next."""
        params = dict(params)
        passed: set[str] = set()
        while True:
            try:
                body = self.get(path, params)
            except TooMuch:
                if params["limit"] <= 1:
                    raise
                params["limit"] //= 2
                continue
            yield body
            onward = next_page(body)
            if onward is None:
                return
            here = json.dumps(onward, sort_keys=True)
            if here in passed or len(passed) == _MOST_PAGES:
                raise NetworkError("Facebook's pages do not end", outcome=Outcome.NOT_APPLIED)
            passed.add(here)
            params |= onward

    def _call(self, method: str, path: str, **parts: Any) -> Params:
        writing = method == "POST"
        self._stay_parked(writing)
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            answer = self._wire.request(method, f"{self._base}/{path}", headers=headers, **parts)
        except WireError as broken:
            unsure = broken.sent and writing
            outcome = Outcome.UNSURE if unsure else Outcome.NOT_APPLIED
            raise NetworkError(broken.reason, outcome=outcome) from None
        self.server_time = date_of(answer.headers) or self.server_time
        self._note_version(answer)
        minutes = self._note_usage(answer)
        body = _json(answer)
        error = error_of(body)
        if answer.status_code == 200 and error is None and isinstance(body, dict):
            return body
        raise self._refusal(answer, error, writing=writing, minutes=minutes)

    def _refusal(
        self,
        answer: requests.Response,
        error: GraphError | None,
        *,
        writing: bool,
        minutes: int,
    ) -> NetworkError:
        if error is not None:
            # A malformed token is repeated in the error that says so.
            clean = error.message.replace(self._token, "…")[:200]
            error = error._replace(message=clean)
        refused = refusal(answer, error, writing=writing, now=self._now())
        if refused.trouble is Trouble.LIMIT:
            if minutes:
                refused.retry_at = self._now() + self._span(minutes)
            self._park(refused.retry_at, reading=True, writing=True)
        else:
            self._park(refused.retry_at, reading=False, writing=True)
        return refused

    # Limits

    def _stay_parked(self, writing: bool) -> None:
        until = self._parked.get(writing)
        if until is not None and self._now() < until:
            raise NetworkError(
                f"Facebook's limit is used up, nothing is asked before {until:%H:%M} UTC",
                outcome=Outcome.NOT_APPLIED,
                trouble=Trouble.LIMIT,
                retry_at=until,
            )

    def _park(self, until: datetime | None, *, reading: bool, writing: bool) -> None:
        if until is not None:
            self._parked |= {
                which: until for which, on in ((False, reading), (True, writing)) if on
            }

    def _note_usage(self, answer: requests.Response) -> int:
        """Park reading where little is left; the minutes that Facebook names."""
        percent, minutes = usage(answer.headers)
        if percent >= _NEARLY_FULL:
            rest = self._span(minutes) if minutes else _LOOK_AGAIN
            self._park(self._now() + rest, reading=True, writing=False)
        return minutes

    def _span(self, minutes: int) -> timedelta:
        return min(timedelta(minutes=minutes), _LONGEST_PARKING)

    def _note_version(self, answer: requests.Response) -> None:
        """A version that is dead is served by another without a word but this header."""
        served = answer.headers.get("Facebook-API-Version", self._served)
        if served != self._served:
            self._served = served
            log.warning("Facebook answers as %s though asked as %s", served[:20], VERSION)


def next_page(body: Mapping[str, Any]) -> Params | None:
    """The parameters that lead on, whatever their kind (cursors or times); None at the end."""
    paging = body.get("paging")
    address = paging.get("next") if isinstance(paging, dict) else None
    if not isinstance(address, str) or not address:
        return None
    query = parse_qsl(urlsplit(address).query)
    return {name: value for name, value in query if name not in _NOT_OURS}


def usage(headers: Mapping[str, str]) -> tuple[int, int]:
    """The fullest of the limits in percent, and the longest wait in minutes.

    `X-App-Usage: {"call_count": 28, "total_cputime": 25, "total_time": 25}` and
    `X-Business-Use-Case-Usage: {"PAGE": [{"type": "pages", "call_count": 100, "total_cputime": 25,
    "total_time": 25, "estimated_time_to_regain_access": 19}]}`. Absent while little is used.
    """
    rows = [_header(headers, "X-App-Usage")]
    for listed in _header(headers, "X-Business-Use-Case-Usage").values():
        rows += [row for row in (listed if isinstance(listed, list) else ()) if row]
    percent = minutes = 0
    for row in rows:
        for name, value in row.items() if isinstance(row, dict) else ():
            if not isinstance(value, int | float):
                continue
            if name == "estimated_time_to_regain_access":
                minutes = max(minutes, int(value))
            elif name in ("call_count", "total_cputime", "total_time"):
                percent = max(percent, int(value))
    return percent, minutes


def _header(headers: Mapping[str, str], name: str) -> dict[str, Any]:
    try:
        value = json.loads(headers.get(name, "{}"))
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _json(answer: requests.Response) -> Any:
    try:
        return answer.json()
    except (ValueError, RecursionError):
        return None
