"""The crash sweep: a real SIGKILL at every boundary that the source names, over a whole mob.

Two mobs are played undisturbed; then again with the daemon killed at one boundary after the other,
in the order in which they come, and started anew each time. What is left must be the same.
`make sweep` goes on from here: every visit of every boundary, and pairs of kills.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.process import boundaries
from tests.process.script import BEGIN, END, script
from tests.process.stepped_daemon import Stroke
from tests.process.stepping import Outcome, Stage

pytestmark = pytest.mark.process

RUNS = 6
# What happens only after two deaths over one page: it is read message by message. A third death
# while a message is read puts that message aside.
ONE_BY_ONE = (Stroke("page: before commit"), Stroke("page: before commit"))
RARE = {
    "message: before commit",
    "message: after commit",
    "page end: before commit",
    "page end: after commit",
    "set aside: before commit",
    "set aside: after commit",
    "give back: before commit",
    "give back: after commit",
}
# One transaction of a command, of which the daemon knows nothing, or of a network that charges.
ELSEWHERE = {
    f"{name}: {when} commit"
    for name in ("pause", "enter", "forget", "ledger")
    for when in ("before", "after")
}


@cache
def undisturbed() -> tuple[Outcome, tuple[str, ...]]:
    """What the mobs leave behind when nobody is killed, and the boundaries in order."""
    with TemporaryDirectory() as folder:
        stage = played(Path(folder), ())
        return stage.outcome(), tuple(stage.visits)


def played(folder: Path, deaths: tuple[Stroke, ...], *, sleeps: Stroke | None = None) -> Stage:
    """The script with these deaths in it."""
    stage = Stage(folder, BEGIN, deaths, sleeps)
    stage.play(script(), until=END)
    return stage


def test_every_boundary_of_the_source_is_come_to() -> None:
    _, visited = undisturbed()
    assert set(visited) | RARE | ELSEWHERE == set(boundaries.named())
    assert set(visited) & (RARE | ELSEWHERE) == set()


@pytest.mark.parametrize("run", range(RUNS))
def test_a_kill_at_every_boundary_changes_nothing(run: int, tmp_path: Path) -> None:
    expected, visited = undisturbed()
    stage = played(tmp_path, tuple(Stroke(name) for name in visited[run::RUNS]))
    assert (stage.wrong("a"), stage.outcome()) == ((), expected)


@pytest.mark.parametrize("name", ["page end: before commit", "page end: after commit"])
def test_a_page_that_killed_twice_is_read_message_by_message(name: str, tmp_path: Path) -> None:
    expected, _ = undisturbed()
    stage = played(tmp_path, (*ONE_BY_ONE, Stroke(name)))
    assert (stage.wrong("a"), stage.outcome()) == ((), expected)
