"""What is wrong with a configuration: the key, what was found, what is wanted, and a hint."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right in config.toml or .env; `hint` is a whole question or sentence."""

    key: str
    found: str
    wanted: str
    hint: str = ""

    def __str__(self) -> str:
        said = f"{self.key}: found {self.found}, wanted {self.wanted}"
        return f"{said}; {self.hint}" if self.hint else said


class ConfigError(Exception):
    """The configuration cannot be used; `problems` holds everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def shown(value: Any) -> str:
    """A value as config.toml would have it, short enough for one line."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list | tuple):
        return f"[{', '.join(shown(part) for part in value)}]"
    text = f'"{value}"' if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
