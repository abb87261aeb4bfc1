"""The accounts a city speaks from, one table a network, and the variables of their secrets."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, ValidationInfo, field_validator

from bot.config.written import (
    Address,
    BaseUrl,
    Host,
    Port,
    Price,
    Variable,
    is_loopback,
    wanted,
)


class Table(BaseModel):
    """A table of the file: unknown keys are refused and nothing changes once it is read."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


class Mastodon(Table):
    """An account on a Mastodon-compatible server; a content warning folds its public posts."""

    base_url: BaseUrl
    account_id: str | None = None
    content_warning: str = ""
    token_env: Variable | None = None

    def variables(self, city: str) -> dict[str, str]:
        """Each secret's role and the environment variable that holds it."""
        return {"token": self.token_env or variable(city, "MASTODON_TOKEN")}

    @property
    def account(self) -> str | None:
        """The account's id on its server, if the file names it."""
        return self.account_id


class Prices(Table):
    """What X charges in US dollars for each thing read or written, by X's list of August 2026."""

    owned_read: Price = Decimal("0.001")
    post_read: Price = Decimal("0.005")
    post: Price = Decimal("0.015")
    post_with_url: Price = Decimal("0.200")
    reply_summoned: Price = Decimal("0.010")
    media: Price = Decimal("0.015")
    media_metadata: Price = Decimal("0.005")

    def in_millionths(self) -> dict[str, int]:
        """The price of each item in millionths of a US dollar."""
        return {item: int(price.scaleb(6)) for item, price in self}


class Twitter(Table):
    """An account on X, whose app belongs to that same account; `answers` says who is answered:
    those with a question or a doubt, or also those whose word was well understood."""

    base_url: BaseUrl = "https://api.x.com"
    user_id: str
    monthly_cap_usd: Price = Decimal("5.00")
    allow_links: StrictBool = False
    answers: Literal["questions", "all"] = "questions"
    prices: Prices = Prices()
    consumer_key_env: Variable | None = None
    consumer_secret_env: Variable | None = None
    access_token_env: Variable | None = None
    access_secret_env: Variable | None = None

    def variables(self, city: str) -> dict[str, str]:
        """Each secret's role and the environment variable that holds it."""
        roles = ("consumer_key", "consumer_secret", "access_token", "access_secret")
        named: dict[str, str | None] = {role: getattr(self, f"{role}_env") for role in roles}
        return {r: name or variable(city, f"TWITTER_{r.upper()}") for r, name in named.items()}

    @property
    def account(self) -> str | None:
        """The account's id on X."""
        return self.user_id


class Facebook(Table):
    """A Facebook Page; `votes` says how people vote there whom Facebook does not name: by what
    they write, or by liking the comment in which a shop stands."""

    base_url: BaseUrl = "https://graph.facebook.com"
    page_id: str
    votes: Literal["comments", "likes"] = "comments"
    token_env: Variable | None = None

    def variables(self, city: str) -> dict[str, str]:
        """Each secret's role and the environment variable that holds it."""
        return {"token": self.token_env or variable(city, "FACEBOOK_TOKEN")}

    @property
    def account(self) -> str | None:
        """The Page's id."""
        return self.page_id


class Mail(Table):
    """The mail server that takes the letters to owners, and the address they come from.

    `security` is how the connection is guarded: from the first byte ("tls"), before the password
    is said ("starttls"), or not at all ("none"), which only a server on this machine may be.
    """

    host: Host
    security: Literal["starttls", "tls", "none"] = "starttls"
    port: Port | None = None
    user: str = ""
    sender: Address = Field(alias="from")

    @field_validator("security")
    @classmethod
    def _guarded(cls, security: str, info: ValidationInfo) -> str:
        if security == "none" and not is_loopback(info.data.get("host", "localhost")):
            raise wanted('"starttls" or "tls" ("none" only for a server on this machine itself)')
        return security

    @property
    def at(self) -> int:
        """The port: the usual one of its security, where none is given."""
        return self.port or {"starttls": 587, "tls": 465, "none": 25}[self.security]


MAIL_PASSWORD = "CASHMOB_MAIL_PASSWORD"  # noqa: S105  the name of a variable

WATCHMAN = "CASHMOB_WATCHMAN_URL"
"""The variable of the address that is called while all is well; whoever knows it could call it."""


class Health(Table):
    """How the bot is asked how it is: the port of /healthz, which only this machine reaches."""

    port: Port | None = None


Account = Mastodon | Twitter | Facebook
NETWORKS = ("mastodon", "twitter", "facebook")
MAIL = "mail"
"""The lane of the letters, beside the networks."""


def variable(city: str, what: str) -> str:
    """The environment variable for a city's secret: CASHMOB_OXBOW_MASTODON_TOKEN."""
    return f"CASHMOB_{city.upper().replace('-', '_')}_{what}"
