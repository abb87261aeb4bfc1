"""One TOML a language: its names, texts to say (`[say]`), and last the words to hear (`[hear]`)."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

_HEAR = re.compile(r"^(?=\[hear\])", re.MULTILINE)


@cache
def codes() -> tuple[str, ...]:
    """The languages there are, as ISO 639-1 codes in alphabetical order."""
    found = (entry.name for entry in files(__name__).iterdir() if entry.name.endswith(".toml"))
    return tuple(sorted(name.removesuffix(".toml") for name in found))


@cache
def load(code: str) -> dict[str, Any]:
    """One language's file as TOML has it, without the words to hear; KeyError when there is no
    such language."""
    return tomllib.loads(_halves(code)[0])


def to_hear(code: str) -> dict[str, Any]:
    """One language's words to hear, read anew at each call: they are many, and whoever compiles
    them need not keep them. Empty where there are none; KeyError when there is no such language."""
    words: dict[str, Any] = tomllib.loads("".join(_halves(code)[1:])).get("hear", {})
    return words


@cache
def hearable() -> tuple[str, ...]:
    """The languages that can be heard: those whose file has words to hear."""
    return tuple(code for code in codes() if len(_halves(code)) > 1)


def _halves(code: str) -> list[str]:
    """A language's file, cut where the words to hear begin."""
    if code not in codes():
        raise KeyError(code)
    text = files(__name__).joinpath(f"{code}.toml").read_text(encoding="utf-8")
    return _HEAR.split(text, maxsplit=1)
