"""Say to text that fits a network: pure; words come from `bot.languages`."""

from __future__ import annotations

from bot.speaking.drafting import Voice, speak
from bot.speaking.organiser import refusal, tell

__all__ = ["Voice", "refusal", "speak", "tell"]
