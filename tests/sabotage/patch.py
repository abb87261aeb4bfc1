"""A patch that breaks one promise: what it breaks, the test that must notice, and the change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PATCHES = Path(__file__).parent / "patches"


class DoesNotApply(Exception):
    """The source is not what the patch was made for; the text says where."""


@dataclass(frozen=True, slots=True)
class Hunk:
    """Some lines of a file, and what stands in their place afterwards."""

    file: str
    before: str
    after: str

    def applied(self, text: str) -> str:
        """The text with the change. The lines are looked for wherever they stand, and must stand
        there once: the file may have grown above them since."""
        times = text.count(self.before)
        if times != 1:
            raise DoesNotApply(f"{self.file}: the lines to change stand there {times} times")
        return text.replace(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Patch:
    """A file of `patches/`: two lines in words, then a difference that `git apply` reads."""

    name: str
    promise: str
    test: str
    hunks: tuple[Hunk, ...]

    def apply(self, tree: Path) -> None:
        """Breaks the promise in a copy of the source."""
        for hunk in self.hunks:
            file = tree / hunk.file
            changed = hunk.applied(file.read_text(encoding="utf-8"))
            file.write_text(changed, encoding="utf-8")

    def names_a_test(self, tree: Path) -> bool:
        """Whether the test that must notice exists."""
        file, _, function = self.test.partition("::")
        found = tree / file
        return found.exists() and f"\ndef {function}(" in found.read_text(encoding="utf-8")


def patches() -> list[Patch]:
    """All patches, by name."""
    return [read(file) for file in sorted(PATCHES.glob("*.patch"))]


def read(file: Path) -> Patch:
    """One patch from its file."""
    told, _, difference = file.read_text(encoding="utf-8").partition("\ndiff --git ")
    words = dict(line.split(": ", 1) for line in told.splitlines() if ": " in line)
    return Patch(file.stem, words["Promise"], words["Test"], tuple(_hunks(difference)))


def _hunks(difference: str) -> Iterator[Hunk]:
    for part in re.split(r"^diff --git ", difference, flags=re.MULTILINE):
        name = re.search(r"^\+\+\+ b/(.+)$", part, re.MULTILINE)
        _, *changes = re.split(r"^@@ .*\n", part, flags=re.MULTILINE)
        for change in changes:
            lines = change.splitlines(keepends=True)
            before = "".join(line[1:] for line in lines if line[0] in " -")
            after = "".join(line[1:] for line in lines if line[0] in " +")
            assert name is not None
            yield Hunk(name[1], before, after)
