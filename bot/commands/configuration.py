"""The configuration of a command: settings, or every problem on the screen and exit code 78."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Protocol

import click

if TYPE_CHECKING:
    from bot.config import ConfigError, Problem, Settings

EX_CONFIG = 78


class Chosen(Protocol):
    """What stands before the subcommand: `--config FILE` and `--database URL`, and the time."""

    config_path: Path
    database: str | None

    def now(self) -> datetime:
        """When the command was typed, aware, in UTC."""


class ConfigurationError(click.ClickException):
    """A configuration that cannot be used, told problem by problem without a traceback."""

    exit_code = EX_CONFIG

    def __init__(self, path: Path, error: ConfigError) -> None:
        super().__init__(str(error))
        self.path, self.problems = path, error.problems

    def show(self, file: IO[Any] | None = None) -> None:
        """Each problem on lines of its own."""
        count = len(self.problems)
        things = "one thing" if count == 1 else f"{count} things"
        click.echo(f"{self.path} has {things} to put right:", file=file or sys.stderr)
        for problem in self.problems:
            click.echo(told(problem), file=file or sys.stderr)


def told(problem: Problem) -> str:
    """One problem as a person reads it: key, found, wanted, and the hint below."""
    lines = [
        f"\n  {problem.key}",
        f"    found   {problem.found}",
        f"    wanted  {problem.wanted}",
    ]
    if problem.hint:
        lines.append(f"    → {problem.hint}")
    return "\n".join(lines)


def settings_of(chosen: Chosen) -> Settings:
    """The settings of the chosen file, with the chosen database in place of the file's own."""
    from bot.config import ConfigError, load

    try:
        settings = load(chosen.config_path)
    except ConfigError as error:
        raise ConfigurationError(chosen.config_path, error) from None
    if chosen.database is None:
        return settings
    return settings.on_database(chosen.database)
