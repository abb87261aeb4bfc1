"""The locked packages: every requirement pinned inside its range, with hashes and no address."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
RUN: list[str] = PROJECT["project"]["dependencies"]
TOOLS: list[str] = [line for group in PROJECT["dependency-groups"].values() for line in group]
FILES = ["requirements.txt", "requirements-dev.txt"]

PINNED = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+)(?: ; (?P<marker>[^\\]+?))? \\$")
HASH = re.compile(r"^    --hash=sha256:[0-9a-f]{64}( \\)?$")


def lines(file: str) -> list[str]:
    text = (ROOT / file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if not line.startswith("#")]


def pins(file: str) -> dict[str, str]:
    found = filter(None, map(PINNED.match, lines(file)))
    return {canonicalize_name(pin["name"]): pin["version"] for pin in found}


@pytest.mark.parametrize(
    ("file", "requirement"),
    [("requirements.txt", line) for line in RUN]
    + [("requirements-dev.txt", line) for line in RUN + TOOLS],
)
def test_each_requirement_is_pinned_inside_its_range(file: str, requirement: str) -> None:
    wanted = Requirement(requirement)
    assert wanted.specifier.contains(pins(file)[canonicalize_name(wanted.name)])


@pytest.mark.parametrize("file", FILES)
def test_a_locked_line_is_a_pin_or_one_of_its_hashes(file: str) -> None:
    strange = [line for line in lines(file) if not PINNED.match(line) and not HASH.match(line)]
    assert strange == []


@pytest.mark.parametrize("file", FILES)
def test_each_pin_has_a_hash(file: str) -> None:
    found = lines(file)
    bare = [
        a
        for a, b in zip(found, [*found[1:], ""], strict=True)
        if PINNED.match(a) and "--hash" not in b
    ]
    assert bare == []


def test_what_runs_is_what_was_tested() -> None:
    tested = pins("requirements-dev.txt")
    running = pins("requirements.txt")
    assert {name: tested.get(name) for name in running} == running
