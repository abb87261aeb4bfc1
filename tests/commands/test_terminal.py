"""On a terminal the commands ask before they undo something in public, and draw their tables."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.commands.organiser import Organiser, started

pty = pytest.importorskip("pty", reason="a terminal to type at needs a POSIX system")


def at_a_terminal(ida: Organiser, line: str, answer: str = "") -> tuple[int, str]:
    """The exit code and all that stood on the screen."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "bot", "--config", str(ida.config_path), *line.split()]
    env = {**os.environ, "TERM": "xterm"}
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=env) as running:
        os.close(theirs)
        os.write(ours, answer.encode())
        screen = b""
        while part := _read(ours):
            screen += part
    os.close(ours)
    return running.returncode, screen.decode()


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:
        # How Linux tells that nobody has the other end open any more.
        return b""


def test_it_asks_before_it_cancels(ida: Organiser) -> None:
    started(ida)
    code, screen = at_a_terminal(ida, "mob cancel --by Ida", "n\n")
    assert (code, "Cancel mob 1 (Sat 12 Dec 2026 11:00) for good? [y/N]" in screen) == (1, True)
    assert ida.reads("mob list")[0]["stage"] == "calling"
    code, screen = at_a_terminal(ida, "mob cancel --by Ida", "y\n")
    assert (code, screen.strip().endswith("Mob 1 is cancelled.")) == (0, True)


def test_yes_skips_the_question(ida: Organiser) -> None:
    started(ida)
    assert at_a_terminal(ida, "mob postpone --by Ida --yes")[0] == 0
    assert ida.reads("mob list")[0]["stage"] == "postponed"


def test_tables_are_drawn(ida: Organiser) -> None:
    started(ida)
    code, screen = at_a_terminal(ida, "mob list")
    assert (code, "\x1b[1m" in screen, "Oxbow" in screen) == (0, True, True)
