"""A letter to a shop's owner, and the note for the press: in English or French, in full."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.posts import Draft, Letter, Money, Say, Value
from bot.domain.totals import Year
from bot.speaking.drafting import ORGANISERS
from bot.speaking.filling import Filling, Setting
from bot.speaking.templates import Template
from bot.speaking.wording import wording

BETWEEN_LANGUAGES = "\n\n* * *\n\n"
# What a letter is made of, by its kind; every letter begins with whom to call and how to stop it.
_PARTS = {
    "letter_asked": ("opening", "asked", "money", "expected", "advice", "closing"),
    "letter_notice": ("opening", "notice", "money", "expected", "advice", "closing"),
    "letter_ahead": ("opening", "ahead", "expected", "advice", "money", "closing"),
    "letter_update": ("opening", "update", "expected", "closing"),
    "letter_off": ("opening_off", "off", "closing_off"),
}


@dataclass(frozen=True, slots=True)
class Hand:
    """Who writes a city's letters: the city's name, and how the organiser is reached."""

    city: str
    organiser: str
    phone: str
    email: str


def letter(
    say: Say, hand: Hand, *, languages: tuple[str, ...], zone: str, currency: str, calendar: str
) -> Draft:
    """The letter of a say, in each of the city's languages that letters are written in.

    `calendar` is the file to attach. The address is not here: it is looked up when it is sent.
    """
    assert say.owner_of is not None
    spoken = tuple(code for code in languages if code in ORGANISERS) or ORGANISERS[:1]
    values = _more(say.values, hand)
    bodies, subjects = [], []
    for code in spoken:
        filling = Filling(wording(code), Setting(zone, currency), values, say.due)
        parts = (filling.words.letter[part] for part in _PARTS[say.kind])
        bodies.append("\n\n".join(_filled(part, filling) for part in parts))
        subject = filling.words.letter[f"subject_{say.kind.removeprefix('letter_')}"]
        subjects.append(" ".join(_filled(subject, filling).split()))
    envelope = Letter(say.owner_of, subjects[0], hand.email, calendar)
    return Draft(BETWEEN_LANGUAGES.join(bodies), spoken[0], letter=envelope)


def press_note(
    values: Mapping[str, Value],
    hand: Hand,
    years: Iterable[Year],
    *,
    languages: tuple[str, ...],
    zone: str,
) -> str:
    """One page for the press: who, what, when, what came of the mobs before, whom to ask."""
    code = next((code for code in languages if code in ORGANISERS), ORGANISERS[0])
    low = values["low"]
    assert isinstance(low, Money)
    lines = counted(years, code)
    before = f"{lines}\n{method(code)}" if lines else ""
    given = _more(values, hand) | {"before": before}
    return _filled(wording(code).letter["press"], _filling(code, zone, low.currency, given))


def counted(years: Iterable[Year], language: str) -> str:
    """What was counted, a line a year; what nobody counted is left out."""
    return "\n".join(_year(year, language) for year in years)


def method(language: str) -> str:
    """How the figures of the years are counted."""
    return _filled(wording(language).letter["method"], _filling(language, "UTC", "", {}))


def _year(year: Year, code: str) -> str:
    values: dict[str, Value] = {
        **{name: getattr(year, name) for name in _COUNTS},
        "year": str(year.year),
        "till": Money(year.till, year.currency) if year.tills else None,
        "reported": Money(year.reported, year.currency) if year.spenders else None,
    }
    return _filled(wording(code).letter["year"], _filling(code, "UTC", year.currency, values))


_COUNTS = ("mobs", "heads", "heads_at", "sales", "sales_at", "tills", "spenders")


def _filling(code: str, zone: str, currency: str, values: Mapping[str, Value]) -> Filling:
    return Filling(wording(code), Setting(zone, currency), values)


def _more(values: Mapping[str, Value], hand: Hand) -> dict[str, Value]:
    """The values with the sender's, and what the till may take if so many come."""
    more: dict[str, Value] = {
        **values,
        "city": hand.city,
        "organiser": hand.organiser,
        "phone": hand.phone,
        "email": hand.email,
    }
    for name, heads, each in (("least", "fewest", "low"), ("largest", "most", "high")):
        people, sum_ = values.get(heads), values.get(each)
        if isinstance(people, int) and isinstance(sum_, Money):
            more[name] = Money(people * sum_.minor, sum_.currency)
    return more


def _filled(template: Template, filling: Filling) -> str:
    return template.fill(filling.write, filling.missing)
