"""The crash sweep: a real SIGKILL at every boundary that the source names, over a whole mob.

Two mobs are played undisturbed; then again with the daemon killed at one boundary after the other,
in the order in which they come, and started anew each time. What is left must be the same.
`make sweep` goes on from here: every visit of every boundary, and pairs of kills.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest

from bot.domain.calendar import shift
from tests.process import boundaries
from tests.process.script import BEGIN, END, MEETS, script
from tests.process.stepped_daemon import Stroke
from tests.process.stepping import Outcome, Stage

pytestmark = [pytest.mark.process, pytest.mark.trust]

RUNS = 3
# What happens only after two deaths over one page, which is then read message by message, or after
# a third while a message was read, which is put aside; on a machine that was asleep; and where
# reading and posting costs money.
# The acts among them take the way of every other act.
RARE = {
    "block: before commit",
    "block: after commit",
    "unblock: before commit",
    "unblock: after commit",
    "act Draw: before commit",
    "act Draw: after commit",
    "act PutForward: before commit",
    "act PutForward: after commit",
    "act Thank: before commit",
    "act Thank: after commit",
    "ledger: before commit",
    "ledger: after commit",
    "message: before commit",
    "message: after commit",
    "page end: before commit",
    "page end: after commit",
    "set aside: before commit",
    "set aside: after commit",
    "give back: before commit",
    "give back: after commit",
}
# One transaction of a command, of which the daemon knows nothing, of a network that charges, or of
# the mail, which has no timeline to look at, or after a restored copy.
_OF_OTHERS = (
    "pause",
    "enter",
    "forget",
    "ledger",
    "judge",
    "code",
    "picture",
    "give up",
    "restore",
    "catching up",
    "caught up",
)
ELSEWHERE = {f"{name}: {when} commit" for name in _OF_OTHERS for when in ("before", "after")}


@cache
def undisturbed() -> tuple[Outcome, tuple[str, ...]]:
    """What the mobs leave behind when nobody is killed, and the boundaries in order."""
    with TemporaryDirectory() as folder:
        stage = played(Path(folder), ())
        return stage.outcome(), tuple(stage.visits)


def played(folder: Path, deaths: tuple[Stroke, ...], *, sleeps: tuple[Stroke, ...] = ()) -> Stage:
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


@pytest.mark.parametrize("side", ["before", "after"])
def test_a_kill_in_each_stage_changes_nothing(side: str, tmp_path: Path) -> None:
    """At each moment the daemon dies over its decision, its claim, its call and the outcome."""
    expected, _ = undisturbed()
    names = (f"calendar: {side} commit", f"claim: {side} commit", f"send post: {side}")
    deaths = tuple(
        Stroke(name, since=at) for at in moments() for name in (*names, f"outcome: {side} commit")
    )
    stage = played(tmp_path, deaths)
    assert (stage.wrong("a"), stage.outcome()) == ((), expected)


def moments() -> tuple[datetime, ...]:
    """When mob "a" comes to a new stage, or says the next thing in it."""
    days = (-21, -14, -7, -3, 0, 1, 2)
    return tuple(shift(MEETS, timedelta(days=day), ZoneInfo("Europe/London")) for day in days)


# A machine that sleeps over a claim gives it back.
ASLEEP = (Stroke("give back: before commit"), Stroke("give back: after commit"))
NAPS = (Stroke("claim: after commit", 3), Stroke("claim: after commit"))
# A page that kills twice is read message by message.
DEADLY_PAGE = (
    Stroke("page: before commit", 35),
    Stroke("page: before commit"),
    Stroke("page end: before commit"),
    Stroke("page end: after commit"),
)
# The page is an overlap: its messages were heard, and answered, long ago.
DEADLY_OVERLAP = (
    Stroke("page: before commit", 60),
    Stroke("page: before commit"),
    Stroke("message: before commit"),
    Stroke("set aside: before commit"),
    Stroke("set aside: after commit"),
    Stroke("message: after commit"),
)


def test_what_only_happens_after_many_deaths_or_a_long_sleep_changes_nothing(
    tmp_path: Path,
) -> None:
    expected, _ = undisturbed()
    stage = played(tmp_path, (*ASLEEP, *DEADLY_PAGE, *DEADLY_OVERLAP), sleeps=NAPS)
    assert (stage.wrong("a"), stage.outcome()) == ((), expected)


def test_what_was_bought_is_written_down_by_a_daemon_that_was_killed_over_it(
    tmp_path: Path,
) -> None:
    deaths = (Stroke("ledger: before commit"), Stroke("ledger: after commit"))
    stage = Stage(tmp_path, BEGIN, deaths, network="twitter")
    stage.play(script()[:1], until=MEETS - timedelta(days=20))
    call = [post.text.partition(":")[0] for post in stage.town.said()]
    assert call == ["A cash mob"]
    assert stage.visits["ledger: after commit"] > 0
