"""One language ready to speak: its texts compiled, its plurals, dates and sums."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from bot.domain.posts import Money
from bot.domain.standing import DECIMALS
from bot.languages import load
from bot.speaking.templates import Template, compiled

if TYPE_CHECKING:
    from babel import Locale

# "US$", "$CA": in its own country a dollar is a dollar.
_FOREIGN = re.compile(r"[A-Z]{1,2}(?=[$£¥])|(?<=[$£¥])[A-Z]{2}")


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """A language's texts, and how it writes numbers, sums and dates (CLDR, through Babel)."""

    code: str
    locale: Locale
    say: dict[str, Template]
    organiser: dict[str, Template]
    refused: dict[str, Template]
    letter: dict[str, Template]
    counts: dict[str, dict[str, str]]
    names: dict[str, Any]

    def number(self, value: int | Decimal) -> str:
        """A number with the language's separators; 1.5 has two decimals, as sums do."""
        from babel.numbers import format_decimal

        pattern = "#,##0" if value == int(value) else "#,##0.00"
        text: str = format_decimal(value, pattern, locale=self.locale)
        return _unbroken(text)

    def counted(self, phrase: str, value: int) -> str:
        """A phrase of `[say.counts]` for this number: its own form if it has one, else by CLDR."""
        return _counted(self.code, phrase, value)

    def sum(self, money: Money, home: str) -> str:
        """A sum, whole ones without decimals; `home` is the currency that needs no country."""
        return self._sum(_decimal(money), money.currency, home)

    def range(self, low: Money, high: Money, home: str) -> str:
        """ "10–20 €", with the sign once and where the language has it."""
        if low.minor in (0, high.minor):
            return self.sum(high, home)
        most = self.number(_decimal(high))
        text = self.sum(high, home)
        return text.replace(most, f"{self.number(_decimal(low))}–{most}", 1)

    def _sum(self, amount: Decimal, currency: str, home: str) -> str:
        from babel.numbers import format_currency

        own = self.names.get("money", {}).get(currency)
        if own:
            return str(own.replace("{n}", self.number(amount)))
        whole = amount == int(amount)
        pattern = self.locale.currency_formats["standard"].pattern
        text: str = format_currency(
            amount,
            currency,
            pattern.replace(".00", "") if whole else pattern,
            locale=self.locale,
            currency_digits=False,
        )
        return _unbroken(_FOREIGN.sub("", text) if currency == home else text)

    def moment(self, at: datetime, zone: str, form: str) -> str:
        """An instant in the city's wall time: `day`, `hour`, `short`, or day and hour."""
        return _moment(self.code, at, zone, form)

    def left(self, span: timedelta) -> str:
        """ "in 1 hour": a span to come, in the largest unit that tells it exactly."""
        from babel.dates import format_timedelta

        seconds = int(span.total_seconds())
        sizes = {"hour": 3600, "minute": 60}
        unit = next((u for u, size in sizes.items() if seconds % size == 0), "second")
        # With a threshold out of reach the unit asked for is the one that is used.
        text: str = format_timedelta(
            timedelta(seconds=seconds),
            granularity=unit,
            threshold=1e12,
            add_direction=True,
            locale=self.locale,
        )
        return text


def _decimal(money: Money) -> Decimal:
    return Decimal(money.minor).scaleb(-DECIMALS.get(money.currency, 2))


def _unbroken(text: str) -> str:
    """Babel's narrow space counts twice on X; the ordinary no-break space says the same."""
    return text.replace("\u202f", "\u00a0")


@lru_cache(maxsize=256)
def _counted(code: str, phrase: str, value: int) -> str:
    words = wording(code)
    forms = words.counts[phrase]
    form = forms.get(str(value)) or forms[words.locale.plural_form(value)]
    return form.replace("{n}", words.number(value))


@lru_cache(maxsize=4096)
def _moment(code: str, at: datetime, zone: str, form: str) -> str:
    from babel.dates import format_datetime

    words = wording(code)
    patterns = words.names["dates"]
    local = at.astimezone(ZoneInfo(zone))

    def written(pattern: str) -> str:
        return str(format_datetime(local, patterns[pattern], locale=words.locale))

    if form in ("day", "hour"):
        return _unbroken(written(form))
    day = written("short" if form == "short" else "day")
    joined: str = patterns["both"].replace("{day}", day).replace("{hour}", written("hour"))
    return _unbroken(joined)


# What an organiser is told again each day says its day: no two texts of a city are equal.
_ITS_DAY = "[\n({today:short})]"


@cache
def wording(code: str) -> Wording:
    """The language with this code; KeyError when there is none, ValueError for a broken text."""
    from babel import Locale

    tables = load(code)
    organiser = dict(tables.get("organiser", {}))
    refused = organiser.pop("refused", {})
    say = dict(tables["say"])
    counts = say.pop("counts", {})
    return Wording(
        code=code,
        locale=Locale.parse(tables["name"].get("locale", code)),
        say=_compiled(code, say),
        organiser=_compiled(code, {kind: text + _ITS_DAY for kind, text in organiser.items()}),
        refused=_compiled(code, refused),
        letter=_compiled(code, tables.get("letter", {})),
        counts=counts,
        names=tables["name"],
    )


def _compiled(code: str, texts: dict[str, str]) -> dict[str, Template]:
    found = {}
    for key, text in texts.items():
        try:
            found[key] = compiled(text)
        except ValueError as error:
            raise ValueError(f"{code}.toml, {key}: {error}") from None
    return found
