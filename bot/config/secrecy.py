"""Secrets: found where they must not stand, and read from where they may."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dotenv import dotenv_values

from bot.config.problems import Problem

_KEY = re.compile(r"(?i)(token|secret|passw|api_?key|bearer|credential)")
# Tokens are long and mix letters with digits; nothing that belongs in the file does.
_VALUE = re.compile(r"(?=\S*\d)(?=\S*[A-Za-z])[A-Za-z0-9_\-+=|%]{30,}")
_PASSWORD_IN_URL = re.compile(r"[a-z+0-9]+://[^/@\s]*:[^/@\s]+@")


def secrets_in(value: Any, where: tuple[str, ...] = ()) -> Iterator[Problem]:
    """Secrets that stand in config.toml itself; what was found is never repeated."""
    if isinstance(value, dict):
        for key, part in value.items():
            yield from secrets_in(part, (*where, key))
    elif isinstance(value, list):
        for n, part in enumerate(value):
            yield from secrets_in(part, (*where[:-1], f"{where[-1]}[{n}]"))
    elif isinstance(value, str) and value and _is_secret(where, value):
        yield Problem(
            ".".join(where),
            "what looks like a secret (not shown)",
            "no secret in config.toml, which people copy and share",
            _fix(where),
        )


def _is_secret(where: tuple[str, ...], value: str) -> bool:
    if where[-1].endswith("_env"):
        return bool(_VALUE.fullmatch(value)) and value != value.upper()
    return bool(_KEY.search(where[-1]) or _VALUE.fullmatch(value) or _PASSWORD_IN_URL.match(value))


def _fix(where: tuple[str, ...]) -> str:
    parts = where[1:] if where[0] == "city" else where
    name = re.sub(r"[^A-Z0-9]+", "_", "_".join(parts).upper()).removesuffix("_ENV").strip("_")
    return (
        f"move it into .env as CASHMOB_{name}=…, type chmod 600 .env, "
        "and have the network issue a new one if this file was ever shared"
    )


def environment(
    dotenv: Path, env: Mapping[str, str] | None
) -> tuple[dict[str, str], list[Problem]]:
    """The variables of .env under those of the environment, and what is wrong with the file."""
    own = dict(os.environ if env is None else env)
    try:
        mode = dotenv.stat().st_mode
        if os.name == "posix" and mode & 0o077:
            return own, [_too_open(dotenv, mode)]
        read = dotenv_values(dotenv, interpolate=False)
    except FileNotFoundError:
        return own, []
    except (OSError, UnicodeDecodeError):
        problem = Problem(str(dotenv), "a file that cannot be read", "NAME=value lines in UTF-8")
        return own, [problem]
    return {name: value for name, value in read.items() if value} | own, []


def _too_open(dotenv: Path, mode: int) -> Problem:
    return Problem(
        str(dotenv),
        f"a file that others can read (mode {stat.S_IMODE(mode):04o})",
        "a file that only you can read",
        f"type: chmod 600 {dotenv}",
    )
