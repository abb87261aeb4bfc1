"""Signing in on a Mastodon server: the OAuth code flow, for who runs the bot at a terminal.

`POST /api/v1/apps` form `client_name`, `redirect_uris`, `scopes`
    client_id, client_secret.
`GET /oauth/authorize?client_id=&redirect_uri=&response_type=code&scope=`, in the organiser's
browser
    a code, shown on the page.
`POST /oauth/token` form `grant_type=authorization_code`, `code`, `client_id`, `client_secret`,
`redirect_uri`, `scope`
    access_token.
`GET /api/v1/accounts/verify_credentials`
    id, acct.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from bot.networks import Account, NetworkError, Outcome, Trouble
from bot.networks.mastodon import SCOPES
from bot.networks.mastodon_status import record, text_of
from bot.networks.wire import Wire, WireError, check_address

# The server shows the code instead of sending the browser somewhere.
_NOWHERE = "urn:ietf:wg:oauth:2.0:oob"
_SCOPE = " ".join(SCOPES)


@dataclass(frozen=True, slots=True)
class Application:
    """The bot as the server knows it from now on; repr shows no secret."""

    id: str
    _secret: str

    def __repr__(self) -> str:
        return f"Application({self.id!r})"


class SignIn:
    """One sign-in on one server; each call raises only NetworkError. ValueError if the address
    may not be spoken to."""

    def __init__(self, base_url: str, *, deadline: timedelta) -> None:
        check_address(base_url)
        self._base = base_url.rstrip("/")
        self._wire = Wire(only=base_url, deadline=deadline)

    def register(self) -> Application:
        """Tells the server of the bot's program."""
        form = {"client_name": "cashmob", "redirect_uris": _NOWHERE, "scopes": _SCOPE}
        told = self._ask("POST", "/api/v1/apps", data=form)
        return Application(_needed(told, "client_id"), _needed(told, "client_secret"))

    def address(self, app: Application) -> str:
        """Where the organiser says yes, signed in as the bot's account."""
        query = {"client_id": app.id, "redirect_uri": _NOWHERE, "response_type": "code"}
        return f"{self._base}/oauth/authorize?{urlencode(query | {'scope': _SCOPE})}"

    def token(self, app: Application, code: str) -> str:
        """The token for the code that the server showed; a code is good once."""
        form = {
            "grant_type": "authorization_code",
            "code": code.strip(),
            "client_id": app.id,
            "client_secret": app._secret,
            "redirect_uri": _NOWHERE,
            "scope": _SCOPE,
        }
        return _needed(self._ask("POST", "/oauth/token", data=form), "access_token")

    def account(self, token: str) -> Account:
        """Whose token it is; its limits are asked for when the bot runs."""
        headers = {"Authorization": f"Bearer {token}"}
        told = self._ask("GET", "/api/v1/accounts/verify_credentials", headers=headers)
        name = text_of(told.get("acct")) or ""
        return Account(_needed(told, "id"), name, 0, told.get("bot") is True)

    def _ask(self, method: str, path: str, **parts: Any) -> Mapping[str, Any]:
        try:
            answer = self._wire.request(method, self._base + path, **parts)
        except WireError as error:
            raise NetworkError(error.reason, outcome=Outcome.NOT_APPLIED) from None
        try:
            told = record(answer.json())
        except ValueError:
            told = {}
        if answer.status_code != 200 or not told:
            # Nothing of the answer is repeated: it may hold what was sent.
            raise NetworkError(
                f"the server answered {answer.status_code} to {path}",
                outcome=Outcome.REFUSED,
                trouble=Trouble.TOKEN if answer.status_code in (400, 401) else Trouble.DOWN,
            )
        return told


def _needed(told: Mapping[str, Any], field: str) -> str:
    found = text_of(told.get(field))
    if found is None:
        raise NetworkError(f"the server named no {field}", outcome=Outcome.REFUSED)
    return found
