"""Values as a person writes them in config.toml: each type reads one, or says what is wanted."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable
from datetime import time, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache
from importlib.resources import files
from ipaddress import ip_address
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from babel.core import get_global
from babel.numbers import get_currency_precision
from pydantic import BeforeValidator, Field, StrictInt
from pydantic_core import PydanticCustomError

from bot import languages
from bot.config.durations import parse_duration
from bot.config.rhythm import Rhythm, parse_rhythm
from bot.domain.addresses import is_address


def wanted(what: str, hint: str = "") -> PydanticCustomError:
    """The error of a value that is not what the setting wants."""
    return PydanticCustomError("wanted", "{wanted}", {"wanted": what, "hint": hint})


def did_you_mean(found: str, known: Iterable[str], *, cutoff: float = 0.6) -> str:
    """A question that names the nearest known word, or nothing when none is near."""
    folded = {word.casefold(): word for word in known}
    near = difflib.get_close_matches(found.casefold(), folded, n=1, cutoff=cutoff)
    return f'did you mean "{folded[near[0]]}"?' if near else ""


def _text(value: Any, what: str) -> str:
    if not isinstance(value, str):
        raise wanted(f"{what}, in quotes")
    return value.strip()


def _duration(value: Any) -> timedelta:
    if isinstance(value, timedelta):
        return value
    what = 'a duration such as "7d", "6h", "1h30m" or "20s"'
    try:
        return parse_duration(_text(value, what))
    except ValueError:
        raise wanted(what) from None


def _morning(value: Any) -> time | timedelta | None:
    if value == "":
        return None
    if isinstance(value, time | timedelta):
        return value
    what = 'an hour such as "09:00", a duration before the mob such as "8s", or "" for none'
    text = _text(value, what)
    try:
        return _hour(text) if ":" in text else parse_duration(text)
    except ValueError:
        raise wanted(what) from None


def _hour(text: str) -> time:
    return time.fromisoformat(text.rjust(5, "0"))


def _quiet_hours(value: Any) -> tuple[time, time] | None:
    if value == "" or isinstance(value, tuple):
        return value or None
    what = 'two hours such as "22:00-08:00", or "" for none'
    start, _, end = _text(value, what).partition("-")
    try:
        hours = _hour(start.strip()), _hour(end.strip())
    except ValueError:
        raise wanted(what) from None
    if hours[0] == hours[1]:
        raise wanted(what)
    return hours


@cache
def _usual_zones() -> frozenset[str]:
    """The zones of the list that comes with the program: to look through this machine's own means
    opening a file for each."""
    return frozenset(files("tzdata").joinpath("zones").read_text(encoding="utf-8").split())


def _zone(value: Any) -> str:
    what = 'an IANA time zone such as "Europe/Paris"'
    text = _text(value, what)
    if text not in _usual_zones() and text not in available_timezones():
        raise wanted(what, _nearest_zone(text))
    return text


def _nearest_zone(text: str) -> str:
    """Compared by the city alone: a wrong continent is a small mistake, another city is not."""
    zones = sorted(zone for zone in available_timezones() if "/" in zone)
    cities = {zone.rpartition("/")[2].casefold(): zone for zone in zones}
    found = text.rpartition("/")[2].replace(" ", "_").casefold()
    near = difflib.get_close_matches(found, cities, n=1, cutoff=0.8)
    return f'did you mean "{cities[near[0]]}"?' if near else ""


@cache
def current_currencies(country: str) -> tuple[str, ...]:
    """The ISO 4217 codes that are money in a country today, by CLDR; empty for no such country."""
    used = get_global("territory_currencies").get(country, ())
    return tuple(code for code, _start, end, tender in used if tender and end is None)


@cache
def countries() -> frozenset[str]:
    """The ISO 3166 codes of all countries, by CLDR."""
    known = get_global("territory_currencies")
    return frozenset(code for code in known if len(code) == 2 and current_currencies(code))


def _country(value: Any) -> str:
    what = 'a country\'s two letters by ISO 3166, such as "CA"'
    text = _text(value, what)
    if text not in countries():
        alias = get_global("territory_aliases").get(text.upper(), [text.upper()])[0]
        hint = f'did you mean "{alias}"?' if alias in countries() else ""
        raise wanted(what, hint)
    return text


def _currency(value: Any) -> str:
    what = 'a currency\'s three letters by ISO 4217, such as "CAD"'
    text = _text(value, what)
    known = {code for country in countries() for code in current_currencies(country)}
    if text not in known:
        # Three letters are near to many others: only a slip such as "EURO" is worth a guess.
        raise wanted(what, did_you_mean(text, known, cutoff=0.75))
    return text


def _language(value: Any) -> str:
    what = f"one of the languages the bot speaks: {', '.join(languages.codes())}"
    text = _text(value, what)
    if text not in languages.codes():
        raise wanted(what, did_you_mean(text, languages.codes()))
    return text


def _hashtag(value: Any) -> str:
    what = 'a hashtag of letters and digits, such as "CashMob"'
    tag = _text(value, what).removeprefix("#")
    if not tag.isidentifier() or tag.startswith("_"):
        raise wanted(what)
    return tag


def _server(value: Any) -> str:
    what = 'the name of a server, such as "mastodon.example"'
    name = _text(value, what).lower()
    if not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", name):
        raise wanted(what)
    return name


def _amount(value: Any) -> Decimal:
    try:
        amount = Decimal(str(value)) if isinstance(value, str | int | float | Decimal) else None
    except InvalidOperation:
        amount = None
    if amount is None or not amount.is_finite() or amount < 0:
        raise wanted('an amount such as "10" or "12.50", without a currency')
    return amount


def _spend(value: Any) -> tuple[Decimal, Decimal]:
    what = 'the least and the most to spend, such as ["10", "20"]'
    if not isinstance(value, list | tuple) or len(value) != 2:
        raise wanted(what)
    low, high = (_amount(part) for part in value)
    if not 0 < low <= high:
        raise wanted(f"{what}, the smaller first")
    return low, high


def minor_units(amount: Decimal, currency: str) -> int:
    """The amount in whole minor units (cents, or won) of its currency."""
    return int(amount.scaleb(get_currency_precision(currency)).to_integral_value())


def _rhythm(value: Any) -> Rhythm | None:
    if value == "" or isinstance(value, Rhythm):
        return value or None
    try:
        return parse_rhythm(_text(value, 'a rhythm such as "second saturday 11:00"'))
    except ValueError as error:
        raise wanted(str(error)) from None


def is_loopback(host: str) -> bool:
    """Whether a URL's host is this machine itself."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _base_url(value: Any) -> str:
    what = 'an address such as "https://mastodon.example"'
    text = _text(value, what).rstrip("/")
    try:
        parts = urlsplit(text)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise wanted(what) from None
    if not host and "." in text and parts.scheme == "":
        raise wanted(what, f'did you mean "https://{text}"?')
    if not host or parts.username or parts.password or parts.query or parts.fragment:
        raise wanted(f"{what}, with nothing before the host and nothing after the path")
    if parts.scheme == "http" and not is_loopback(host):
        raise wanted(
            "an address that begins with https:// (plain http only on this machine itself)",
            f'did you mean "https{text.removeprefix("http")}"?',
        )
    if parts.scheme not in ("http", "https"):
        raise wanted(what)
    return text


def _address(value: Any) -> str:
    what = 'an e-mail address such as "letters@oxbow.example"'
    text = _text(value, what)
    if not is_address(text):
        raise wanted(what)
    return text


def _host(value: Any) -> str:
    what = 'a server\'s name such as "mail.oxbow.example"'
    text = _text(value, what)
    if not re.fullmatch(r"[A-Za-z0-9.:-]+", text):
        raise wanted(what, "without smtp:// and without a path" if "/" in text else "")
    return text


def _variable(value: Any) -> str:
    what = 'the NAME of an environment variable, such as "CASHMOB_OXBOW_MASTODON_TOKEN"'
    text = _text(value, what)
    if not re.fullmatch(r"[A-Z_][A-Z0-9_]*", text):
        raise wanted(what, "the secret itself belongs into .env, beside config.toml")
    return text


def _account(value: Any) -> str:
    """An id that never changes. A handle may be somebody else's one day, and their orders would be
    obeyed."""
    what = 'an account\'s id, such as "https://mastodon.example/users/ida", and not a handle'
    text = _text(value, what)
    if not text or " " in text or ("@" in text and "://" not in text):
        raise wanted(what)
    return text


AccountId = Annotated[str, BeforeValidator(_account)]
Duration = Annotated[timedelta, BeforeValidator(_duration)]
Morning = Annotated[time | timedelta | None, BeforeValidator(_morning)]
QuietHours = Annotated[tuple[time, time] | None, BeforeValidator(_quiet_hours)]
Zone = Annotated[str, BeforeValidator(_zone)]
Country = Annotated[str, BeforeValidator(_country)]
Currency = Annotated[str, BeforeValidator(_currency)]
Language = Annotated[str, BeforeValidator(_language)]
Hashtag = Annotated[str, BeforeValidator(_hashtag)]
Server = Annotated[str, BeforeValidator(_server)]
Price = Annotated[Decimal, BeforeValidator(_amount)]
Spend = Annotated[tuple[Decimal, Decimal], BeforeValidator(_spend)]
WrittenRhythm = Annotated[Rhythm | None, BeforeValidator(_rhythm)]
BaseUrl = Annotated[str, BeforeValidator(_base_url)]
Variable = Annotated[str, BeforeValidator(_variable)]
Address = Annotated[str, BeforeValidator(_address)]
Host = Annotated[str, BeforeValidator(_host)]
Port = Annotated[StrictInt, Field(ge=1, le=65535)]
