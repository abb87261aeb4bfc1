"""Say to text that fits a network: pure; words come from `bot.languages`."""

from __future__ import annotations

from bot.speaking.drafting import Voice, speak
from bot.speaking.letters import Hand, letter, press_note
from bot.speaking.organiser import refusal, tell

__all__ = ["Hand", "Voice", "letter", "press_note", "refusal", "speak", "tell"]
