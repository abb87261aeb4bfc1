"""One TOML a language: `[hear]` holds words to hear, `[say]` texts to say, `[name]` its names."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def codes() -> tuple[str, ...]:
    """The languages there are, as ISO 639-1 codes in alphabetical order."""
    found = (entry.name for entry in files(__name__).iterdir() if entry.name.endswith(".toml"))
    return tuple(sorted(name.removesuffix(".toml") for name in found))


@cache
def load(code: str) -> dict[str, Any]:
    """One language's file as TOML has it; KeyError when there is no such language."""
    if code not in codes():
        raise KeyError(code)
    return tomllib.loads(files(__name__).joinpath(f"{code}.toml").read_text(encoding="utf-8"))
