"""The workshop: a copy of the source in which things may be broken, and its tests run there."""

from __future__ import annotations

import compileall
import importlib
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, sleep

from tests.sabotage.patch import ROOT

NEEDED = ("bot", "schedulers", "storage", "tests", "docs", "deploy", "bench")
FILES = ("pyproject.toml", "config.example.toml", "README.md", "Makefile")
_OTHERS = ("alembic.command", "hypothesis", "pydantic", "pytest", "requests", "sqlmodel", "regex")
_LEFT_OUT = shutil.ignore_patterns("__pycache__", ".*", "patches")


class Result(StrEnum):
    """How tests ended. ERROR: they could not be run, which tells nothing about them."""

    GREEN = "green"
    RED = "red"
    SLOW = "too slow"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Workshop:
    """One copy."""

    tree: Path

    def tests(self, *named: str, at_most: float, options: Sequence[str] = ()) -> Result:
        """Runs the named tests; at the first that fails the rest is not needed."""
        # Without compiled files: one written in the same second as the change before it would
        # be taken for the present one.
        alone = {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(self.tree)}
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
        try:
            done = subprocess.run(
                [*command, "--tb=no", "-m", "", *options, *named],
                cwd=self.tree,
                env={**os.environ, **alone},
                capture_output=True,
                text=True,
                timeout=at_most,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return Result.SLOW
        if done.returncode == 0:
            return Result.GREEN
        last = done.stdout.strip().rpartition("\n")[2]
        return Result.RED if done.returncode == 1 and " failed" in last else Result.ERROR

    def quick_tests(self, *named: str, at_most: float) -> Result:
        """The same in a fork of this process, which has loaded all that is not ours already: for
        hundreds of runs. Whether tests failed or could not be run is RED here."""
        _load_the_others()
        child = os.fork()
        if not child:
            code = 1
            try:
                code = self._run_here(named)
            finally:
                # Whatever happened: this is a twin of the process, and cleans up nothing of it.
                os._exit(code)
        ends = monotonic() + at_most
        while monotonic() < ends:
            pid, status = os.waitpid(child, os.WNOHANG)
            if pid:
                return Result.RED if status else Result.GREEN
            sleep(0.05)
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return Result.SLOW

    def _run_here(self, named: Sequence[str]) -> int:
        import pytest

        silence = os.open(os.devnull, os.O_WRONLY)
        for stream in (1, 2):
            os.dup2(silence, stream)
        os.chdir(self.tree)
        sys.dont_write_bytecode = True
        sys.path = [str(self.tree), *(p for p in sys.path if p not in ("", str(ROOT)))]
        for name in [n for n in sys.modules if n.partition(".")[0] in NEEDED]:
            del sys.modules[name]
        importlib.invalidate_caches()
        options = ["-x", "-p", "no:cacheprovider", "--assert=plain", "--tb=no", "-m", ""]
        return int(pytest.main([*options, *named]))

    @contextmanager
    def broken(self, *files: str) -> Iterator[None]:
        """These files may be changed; afterwards they are what they were."""
        whole = {file: (self.tree / file).read_bytes() for file in files}
        try:
            yield
        finally:
            for file, content in whole.items():
                (self.tree / file).write_bytes(content)


@contextmanager
def workshop() -> Iterator[Workshop]:
    """A copy of the source as it is now, gone afterwards."""
    with TemporaryDirectory(prefix="cashmob-workshop-") as folder:
        tree = Path(folder)
        for name in NEEDED:
            shutil.copytree(ROOT / name, tree / name, ignore=_LEFT_OUT)
        for name in FILES:
            shutil.copy(ROOT / name, tree / name)
        compileall.compile_dir(tree, quiet=2)
        yield Workshop(tree)


def _load_the_others() -> None:
    """Everything that our tests need and that is never broken here."""
    for name in _OTHERS:
        importlib.import_module(name)
