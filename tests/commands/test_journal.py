"""The journal tells each event on one line, and no secret."""

from __future__ import annotations

import logging
import sys

from bot.commands.journal import OneLine

SECRET = "s3cret/with=signs"


def line(message: str, error: BaseException | None = None) -> str:
    told = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord("bot", logging.INFO, __file__, 1, message, (), told)
    return OneLine([SECRET, ""]).format(record).partition(" INFO ")[2]


def test_secrets_are_blotted_out_however_they_are_written() -> None:
    assert line(f"GET /?key={SECRET}") == "GET /?key=•••"
    assert line("GET /?key=s3cret%2Fwith%3Dsigns") == "GET /?key=•••"


def test_a_traceback_is_one_line_too() -> None:
    try:
        raise ValueError(f"no token {SECRET}")
    except ValueError:
        told = line("it ends", sys.exc_info()[1])
    parts = told.split(" ⏎ ")
    assert (parts[:2], parts[-1]) == (
        ["it ends", "Traceback (most recent call last):"],
        "ValueError: no token •••",
    )
