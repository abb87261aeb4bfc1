"""`cashmob init`: a few questions, then a commented config.toml and a .env that only you read."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from bot.commands.configuration import Chosen, settings_of


@click.command()
@click.pass_obj
def init(chosen: Chosen) -> None:
    """Ask a few questions and write config.toml and .env; nothing is overwritten."""
    from bot.commands.template import filled, secrets

    path = chosen.config_path
    dotenv = path.parent / ".env"
    for file in (path, dotenv):
        if file.exists():
            raise click.ClickException(f"{file} is there already; it was left as it is")
    answers = _answers()
    _write(path, filled(answers), mode=0o644)
    _write(dotenv, secrets(answers), mode=0o600)
    settings_of(chosen)
    click.echo(f"\nWrote {path}, and {dotenv}, which only you can read.")
    click.echo("Next: `cashmob check`, then `cashmob rehearse`; it needs no account.")
    click.echo("For the real thing: put your tokens into .env and live = true into the config.")


def _write(path: Path, text: str, *, mode: int) -> None:
    """A new file with these rights from its first moment; never over one that is there."""
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        file.write(text)


def _answers() -> dict[str, Any]:
    click.echo("A few questions about your city. Everything can be changed in config.toml later.\n")
    answers = _place()
    answers |= {
        "low": _ask("What to spend, at the least", _amount, default="10"),
        "high": _ask("… and at the most", _amount, default="20"),
        "rhythm": _ask("When you meet", _read_as("WrittenRhythm"), default="second saturday 11:00"),
        "meeting_point": _ask("Where to meet before the shop (may stay empty)", default=""),
        "drinks": _ask("Where to go for drinks afterwards (may stay empty)", default=""),
        "organiser": _ask("Your name", _plain),
    }
    click.echo("\nThe accounts the bot speaks from. Leave empty what you do not have.")
    answers |= {
        "mastodon": _ask("Mastodon server (https://…)", _optional("BaseUrl"), default=""),
        "twitter": _ask("X: the account's numeric id", _digits, default=""),
        "facebook": _ask("Facebook: the Page's numeric id", _digits, default=""),
    }
    return answers


def _place() -> dict[str, Any]:
    from bot import languages
    from bot.config.written import current_currencies

    name = _ask("Name of the city", _plain)
    country = _ask("Country, in two letters (such as CA)", _read_as("Country"))
    currencies = current_currencies(country)
    spoken = ", ".join(languages.codes())
    return {
        "name": name,
        "key": _ask("Its short key in commands", _slug, default=slugged(name)),
        "country": country,
        "timezone": _ask("Time zone (such as Europe/Paris)", _read_as("Zone")),
        "currency": _ask("Currency", _read_as("Currency"), default=currencies[-1]),
        "languages": _ask(f"Languages, the public one first ({spoken})", _languages, default="en"),
    }


def _ask(
    question: str, reads: Callable[[str], Any] | None = None, default: str | None = None
) -> Any:
    """One answer; on a terminal a wrong one is asked again, from a pipe it ends the command."""

    def value(text: str) -> Any:
        try:
            return (reads or str.strip)(text.strip())
        except ValueError as error:
            wrong = click.UsageError if sys.stdin.isatty() else click.ClickException
            raise wrong(f"{question}: found {text!r}, wanted {error}") from None

    return click.prompt(question, default=default, value_proc=value, show_default=bool(default))


def _read_as(name: str) -> Callable[[str], str]:
    """Reads an answer as the setting of that type would be read; the answer itself is kept."""

    def read(text: str) -> str:
        from pydantic import TypeAdapter, ValidationError

        from bot.config import written
        from bot.config.explaining import explained

        try:
            TypeAdapter(getattr(written, name)).validate_python(text)
        except ValidationError as error:
            problem = next(explained(error))
            raise ValueError("; ".join(filter(None, (problem.wanted, problem.hint)))) from None
        return text

    return read


def _optional(name: str) -> Callable[[str], str]:
    return lambda text: _read_as(name)(text) if text else ""


def _amount(text: str) -> str:
    return _read_as("Price")(text)


def _languages(text: str) -> list[str]:
    return [_read_as("Language")(code) for code in re.split(r"[\s,]+", text)]


def _plain(text: str) -> str:
    if not text or len(text) > 60:
        raise ValueError("a name of at most sixty letters")
    return text


def _digits(text: str) -> str:
    if text and not re.fullmatch(r"\d{1,24}", text):
        raise ValueError("digits only, such as 1000000000000000042")
    return text


def _slug(text: str) -> str:
    if slugged(text) != text:
        raise ValueError(f'small letters, digits and hyphens, such as "{slugged(text)}"')
    return text


def slugged(name: str) -> str:
    """A name as a key: "Saint-Rivage sur Mer" becomes "saint-rivage-sur-mer"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].strip("-")
    return slug if slug[:1].isalpha() else f"city-{slug}".strip("-")
