"""Help comes at once: it waits for no library that only the work itself needs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from bot.cli import COMMANDS

HEAVY = ["pydantic", "sqlmodel", "sqlalchemy", "mastodon", "tweepy", "requests", "babel", "rich"]
CODE = """
import sys
from click.testing import CliRunner
from bot.cli import COMMANDS, cli
lines = [["--help"]] + [[name, "--help"] for name in {names!r}]
print([CliRunner().invoke(cli, line).exit_code for line in lines])
print([name for name in {heavy!r} if name in sys.modules])
"""


def test_help_imports_nothing_heavy() -> None:
    # The one command that needs no configuration says what it listens with, and so imports it.
    names = [name for name in COMMANDS if name != "understand"]
    code = CODE.format(names=names, heavy=HEAVY)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"{[0] * (len(names) + 1)}\n[]\n"


@pytest.mark.parametrize("module", sorted({module for module, _ in COMMANDS.values()}))
def test_every_command_of_the_list_is_there(module: str) -> None:
    from importlib import import_module

    names = [name for name, (where, _) in COMMANDS.items() if where == module]
    found = import_module(f"bot.commands.{module}")
    assert [getattr(found, name).name for name in names] == names
