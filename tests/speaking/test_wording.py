"""Dates, sums and plurals as each language writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.posts import Money
from bot.languages import codes
from bot.speaking.wording import wording

MEETS = datetime(2026, 12, 12, 10, tzinfo=UTC)

MOMENTS = {
    "de": "Samstag, 12. Dezember, 11:00 Uhr",
    "en": "Saturday 12 December, 11:00 am",
    "es": "sábado 12 de diciembre, 11:00 h",
    "fr": "samedi 12 décembre à 11 h 00",
    "it": "sabato 12 dicembre, ore 11:00",
    "ko": "12월 12일 (토) 11:00",
    "nl": "zaterdag 12 december, 11:00 uur",
    "sv": "lördag 12 december kl. 11:00",
}
EUROS = {
    "de": "10–20 €",
    "en": "€10–20",
    "es": "10–20 €",
    "fr": "10–20 €",
    "it": "10–20 €",
    "ko": "€10–20",
    "nl": "€ 10–20",
    "sv": "10–20 €",
}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("code", codes())
def test_day_and_hour_in_the_city(code: str) -> None:
    assert plain(wording(code).moment(MEETS, "Europe/Vienna", "")) == MOMENTS[code]


def test_the_forms_of_an_instant() -> None:
    said = [wording("en").moment(MEETS, "Asia/Seoul", form) for form in ("day", "hour", "short")]
    assert said == ["Saturday 12 December", "7:00 pm", "Sat 12 Dec, 7:00 pm"]


@pytest.mark.parametrize("code", codes())
def test_what_each_spends(code: str) -> None:
    low, high = Money(1000, "EUR"), Money(2000, "EUR")
    assert plain(wording(code).range(low, high, "EUR")) == EUROS[code]


@pytest.mark.parametrize(
    ("code", "money", "home", "said"),
    [
        ("en", Money(71800, "USD"), "USD", "$718"),
        ("en", Money(137354, "USD"), "USD", "$1,373.54"),
        ("en", Money(2000, "CAD"), "CAD", "$20"),
        ("en", Money(2000, "CAD"), "EUR", "CA$20"),
        ("fr", Money(2050, "CAD"), "CAD", "20,50 $"),
        ("fr", Money(130000, "EUR"), "EUR", "1 300 €"),
        ("de", Money(1999, "CHF"), "CHF", "19,99 CHF"),
        ("sv", Money(20000, "SEK"), "SEK", "200 kr"),
        ("ko", Money(20000, "KRW"), "KRW", "20,000원"),
        ("en", Money(20000, "KRW"), "KRW", "₩20,000"),
    ],
)
def test_a_sum(code: str, money: Money, home: str, said: str) -> None:
    if code in codes():
        assert plain(wording(code).sum(money, home)) == said


def test_one_sum_for_all_is_no_range() -> None:
    twenty = Money(2000, "EUR")
    assert plain(wording("fr").range(twenty, twenty, "EUR")) == "20 €"
    assert plain(wording("fr").range(Money(0, "EUR"), twenty, "EUR")) == "20 €"


@pytest.mark.parametrize(
    ("code", "number", "said"),
    [
        ("en", 1, "1 vote"),
        ("en", 1213, "1,213 votes"),
        ("fr", 0, "0 voix"),
        ("fr", 1_000_000, "1 000 000 de voix"),
    ],
)
def test_a_number_of_things(code: str, number: int, said: str) -> None:
    assert plain(wording(code).counted("votes", number)) == said


def test_a_number_may_have_its_own_words() -> None:
    said = [wording("en").counted("in_days", days) for days in (0, 1, 3)]
    assert said == ["Today", "Tomorrow", "In 3 days"]


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(hours=1), "in 1 hour"),
        (timedelta(minutes=90), "in 90 minutes"),
        (timedelta(seconds=8), "in 8 seconds"),
    ],
)
def test_the_time_that_is_left(span: timedelta, said: str) -> None:
    assert wording("en").left(span) == said
