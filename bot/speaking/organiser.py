"""What organisers read at the terminal and on their desk, in English or French."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.mob import Refusal
from bot.domain.posts import Value
from bot.speaking.drafting import ORGANISERS
from bot.speaking.filling import Filling, Setting
from bot.speaking.templates import Template
from bot.speaking.wording import Wording, wording


def refusal(refused: Refusal, language: str, *, zone: str = "UTC") -> str:
    """Why an act is not possible now, and what can be done; times in the city's zone."""
    words = _wording(language)
    return _filled(words, words.refused[refused.kind], refused.values, zone)


def tell(
    kind: str, values: Mapping[str, Value], language: str, *, zone: str = "UTC", currency: str = ""
) -> str:
    """A task or an alert (a key of `[organiser]`) in full, as long as it is."""
    words = _wording(language)
    return _filled(words, words.organiser[kind], values, zone, currency)


def _wording(language: str) -> Wording:
    """Organisers read English where their language has no texts for them."""
    return wording(language if language in ORGANISERS else ORGANISERS[0])


def _filled(
    words: Wording, template: Template, values: Mapping[str, Value], zone: str, currency: str = ""
) -> str:
    filling = Filling(words, Setting(zone, currency), values)
    return template.fill(filling.write, filling.missing)
