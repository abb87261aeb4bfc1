"""Say to text that fits a network: pure; words come from `bot.languages`."""

from __future__ import annotations

from bot.speaking.drafting import Voice, speak
from bot.speaking.letters import Hand, counted, letter, method, press_note
from bot.speaking.organiser import refusal, tell

__all__ = [
    "Hand",
    "Voice",
    "counted",
    "letter",
    "method",
    "press_note",
    "refusal",
    "speak",
    "tell",
]
