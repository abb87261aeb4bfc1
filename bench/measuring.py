"""Running a contender on a fresh folder and a fresh server, and what each run is measured by."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.request import urlopen

ROOT = Path(__file__).parent.parent
THEIRS = ROOT / "bench" / ".venv" / "bin" / "python"
_CALLGRIND = ("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null")
# This program reads the words of eight languages first: what would be left out again need not be
# counted, at fifty times the time.
_LATER = ("--instr-atstart=no",)


@dataclass(frozen=True, slots=True)
class Contender:
    """A program of the bench: its module where that is not its name, whose interpreter runs it,
    whether it stores anything, and which messages it is told (a `kind` of the server)."""

    name: str
    title: str
    ours: bool = False
    stores: bool = True
    module: str = ""
    kind: str = "mixed"

    @property
    def python(self) -> str:
        """The interpreter with its packages."""
        return sys.executable if self.ours else str(THEIRS)


CONTENDERS = (
    Contender("cashmob", "this program", ours=True),
    Contender(
        "unlike",
        "this program, no two messages alike",
        ours=True,
        module="cashmob",
        kind="unlike",
    ),
    Contender("floor", "the floor: raw HTTP, msgspec, raw sqlite3, no rules"),
    Contender("evening_mastodon", "an evening's script on Mastodon.py"),
    Contender("evening_tweepy", "an evening's script on tweepy (X)"),
    Contender("ananas_bot", "ananas", stores=False),
    Contender("mastobot_bot", "mastobot", stores=False),
)


@dataclass(frozen=True, slots=True)
class Run:
    """What one run cost, and the folder's state and the server's counts at its end. `cpu` is of the
    whole process, of a program that says so without its start."""

    cpu: float
    instructions: int
    most_memory: int
    counts: Mapping[str, int]
    state: Mapping[str, Any] | None


@contextmanager
def served(messages: int, *, latency: int = 0, kind: str = "mixed") -> Iterator[int]:
    """A server of its own, on the second core where there is one; yields its port."""
    port = _free_port()
    command = [sys.executable, "-m", "bench.server", str(port), str(messages), str(latency), kind]
    server = subprocess.Popen(
        [*_on_core(1), *command], cwd=ROOT, stdout=subprocess.PIPE, env=_environment()
    )
    try:
        assert server.stdout is not None
        server.stdout.readline()
        yield port
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


def _free_port() -> int:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        return int(unused.getsockname()[1])


def _on_core(core: int) -> list[str]:
    return ["taskset", "-c", str(core)] if (os.cpu_count() or 1) > core else []


def _environment() -> dict[str, str]:
    ours = {"PYTHONHASHSEED": "0", "NO_PROXY": "*", "PYTHONPATH": str(ROOT)}
    # A program that is installed has its bytecode beside it: so have all that are measured.
    return {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"} | ours


def run(who: Contender, messages: int, port: int, *, callgrind: bool = False) -> Run:
    """One contender takes in so many messages of the server that is up."""
    with tempfile.TemporaryDirectory(prefix="cashmob-bench-") as name:
        folder = Path(name)
        module = [who.python, "-m", f"bench.contenders.{who.module or who.name}"]
        if who.ours:
            finished([*module, "prepare", name, str(port)])
            command = [*module, "count" if callgrind else "take", name]
        else:
            command = [*module, "take", name, str(port), str(messages)]
        asked(port, "reset")
        before = [*_CALLGRIND, *(_LATER if who.ours else ())] if callgrind else []
        done = _measured([*_on_core(0), *before, *command])
        counts = asked(port, "counts")
        told = json.loads(done.out.strip().splitlines()[-1])
        took = told["mentions"]
        assert took in (messages, 0), f"{who.name} took {took} of {messages} messages"
        return Run(
            told.get("cpu", done.cpu),
            done.instructions,
            told.get("memory", 0),
            counts,
            state(who, folder),
        )


@dataclass(frozen=True, slots=True)
class _Done:
    out: str
    cpu: float
    instructions: int


def _measured(command: list[str]) -> _Done:
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=errors, env=_environment())
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        said = errors.read().decode()
        if process.returncode:
            raise RuntimeError(f"{' '.join(command)}\n{said}")
        counted = re.search(r"Collected : (\d+)", said)
        return _Done(
            out.read().decode(),
            used.ru_utime + used.ru_stime,
            int(counted[1]) if counted else 0,
        )


def instructions(command: list[str]) -> int:
    """How many a whole process takes, in user space."""
    return _measured([*_CALLGRIND, *command]).instructions


def count_from_here() -> None:
    """Lets the callgrind under which this very process runs count from now on."""
    command = ["callgrind_control", "-i", "on", str(os.getpid())]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def most_memory() -> int:
    """The most memory that this very process has had, in KiB. What the system tells of a child may
    be its parent's, from before the child became another program."""
    found = re.search(r"VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text())
    assert found is not None
    return int(found[1])


def told(command: list[str]) -> dict[str, Any]:
    """The JSON that a process prints last."""
    found: dict[str, Any] = json.loads(_measured(command).out.strip().splitlines()[-1])
    return found


def finished(command: list[str]) -> None:
    """Runs a command to its end, and shows nothing of it."""
    subprocess.run(command, cwd=ROOT, env=_environment(), check=True, stdout=subprocess.DEVNULL)


def asked(port: int, what: str) -> dict[str, int]:
    """The server's counts, or a new beginning."""
    with urlopen(f"http://127.0.0.1:{port}/_{what}") as answer:
        found: dict[str, int] = json.load(answer)
    return found


def prepared(folder: Path, port: int) -> None:
    """A configuration and a database of this program."""
    ours = [sys.executable, "-m", "bench.contenders.cashmob", "prepare", str(folder), str(port)]
    finished(ours)


def state(who: Contender, folder: Path) -> dict[str, Any] | None:
    """The final state that the gate compares; None of a contender that stores nothing."""
    if not who.stores:
        return None
    module = "cashmob" if who.ours else "evening"
    command = [who.python, "-m", "bench.states", module, str(folder)]
    done = subprocess.run(
        command, cwd=ROOT, env=_environment(), check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found
