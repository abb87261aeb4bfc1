"""What is measured: the gate, instructions, CPU, start and rest, the tally, and many cities."""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import measuring, results
from bench import tally as reading
from bench.measuring import CONTENDERS, Contender, run, served

# Marginal cost is the difference of two runs, so that the start is its own row. What takes tens of
# millions of instructions a message is measured on fewer.
_FEW, _MANY = (20, 60), (80, 400)
# For time more of them: what a start takes is never twice the same.
_FEW_TIMED, _MANY_TIMED = (20, 120), (400, 4_000)
_HEAVY = frozenset({"evening_mastodon", "ananas_bot", "mastobot_bot"})
_ROUNDS = 5
_GATE = 400
_IDLE_MINUTES = 5


def _chosen(only: set[str]) -> list[Contender]:
    return [who for who in CONTENDERS if not only or who.name in only]


def gate(only: set[str]) -> None:
    """Every contender that stores must end with the very state of this program; and the server's
    counts of that run."""
    wanted = None
    for who in _chosen(only):
        if not who.stores:
            continue
        with served(_GATE, kind=who.kind) as port:
            done = run(who, _GATE, port)
        wanted = wanted or done.state
        right = done.state == wanted
        results.note("gate", who.name, right=right, counts=dict(done.counts), messages=_GATE)
        if not right:
            print(f"WRONG: {who.name} does not end with the state of this program")


def instructions(only: set[str]) -> None:
    """Instructions a message in user space (callgrind): the slope of two runs."""
    for who in _chosen(only):
        few, many = _FEW if who.name in _HEAVY else _MANY
        found = []
        for messages in (few, many):
            with served(messages, kind=who.kind) as port:
                found.append(run(who, messages, port, callgrind=True).instructions)
        slope = (found[1] - found[0]) / (many - few)
        results.note("instructions", who.name, each=round(slope), of=[few, many])


def cpu(only: set[str]) -> None:
    """CPU a message in interleaved rounds, this program twice (A/A): where the two differ by more
    than a tenth, the table is noise."""
    ours = CONTENDERS[0]
    players = [("again", ours), *((who.name, who) for who in _chosen(only and only | {ours.name}))]
    rounds: dict[str, list[float]] = {name: [] for name, _ in players}
    for _ in range(_ROUNDS):
        for name, who in players:
            few, many = _FEW_TIMED if who.name in _HEAVY else _MANY_TIMED
            spent = []
            for messages in (few, many):
                with served(messages, kind=who.kind) as port:
                    spent.append(run(who, messages, port).cpu)
            rounds[name].append((spent[1] - spent[0]) / (many - few) * 1e6)
    ratio = statistics.median(
        a / b for a, b in zip(rounds["again"], rounds[ours.name], strict=True)
    )
    for name, each in rounds.items():
        against = [a / b for a, b in zip(each, rounds[ours.name], strict=True)]
        results.note(
            "cpu",
            name,
            each=round(statistics.median(each)),
            least=round(min(each)),
            most=round(max(each)),
            ratio=round(statistics.median(against), 2),
            calm=0.9 <= ratio <= 1.1,
        )


_LIBRARIES = "import mastodon, tweepy, sqlmodel, apscheduler.schedulers.background, dotenv"


def start(only: set[str]) -> None:
    """`--help`, `--version`, completion and `status` against a process that only imports the five
    libraries, in instructions; and the daemon's memory."""
    python = sys.executable
    base = measuring.instructions([python, "-c", _LIBRARIES])
    results.note("start", "libraries", instructions=base)
    with tempfile.TemporaryDirectory(prefix="cashmob-bench-") as name:
        folder = Path(name)
        measuring.prepared(folder, 1)
        config = ["--config", str(folder / "config.toml")]
        asked = {
            "--help": ["--help"],
            "--version": ["--version"],
            "status": [*config, "status"],
        }
        for what, words in asked.items():
            measuring.finished([python, "-m", "bot", *words])  # the first run writes the bytecode
            found = measuring.instructions([python, "-m", "bot", *words])
            results.note("start", what, instructions=found, ratio=round(found / base, 3))
        os.environ["_CASHMOB_COMPLETE"] = "bash_complete"
        os.environ |= {"COMP_WORDS": "cashmob sta", "COMP_CWORD": "1"}
        found = measuring.instructions([python, "-c", _COMPLETE])
        results.note("start", "completion", instructions=found, ratio=round(found / base, 3))
        del os.environ["_CASHMOB_COMPLETE"]
    asking = "from bench.measuring import most_memory; print(most_memory())"
    memory: Any = measuring.told([python, "-c", f"{_LIBRARIES}; {asking}"])
    with served(_GATE) as port:
        done = run(CONTENDERS[0], _GATE, port)
    results.note(
        "start",
        "memory",
        libraries=memory,
        daemon=done.most_memory,
        ratio=round(done.most_memory / memory, 3),
    )


def money(only: set[str]) -> None:
    """What a thousand mentions cost on X, with either setting of who is answered there."""
    for way, found in measuring.told([sys.executable, "-m", "bench.money"]).items():
        results.note("money", way, **found)


def burst(only: set[str]) -> None:
    """Ten thousand votes at once: as mentions alone, and standing in the ballot's thread too."""
    for kind in ("burst", "thread"):
        with served(10_000, kind=kind) as port:
            found = measuring.told([sys.executable, "-m", "bench.burst", str(port)])
        results.note("burst", kind, **found)


def idle(only: set[str]) -> None:
    """The daemon's CPU time with three networks to read each minute and nothing new on them."""
    found = measuring.told([sys.executable, "-m", "bench.idle", str(_IDLE_MINUTES)])
    results.note("idle", "three networks", **found)


def cities(only: set[str]) -> None:
    """A hundred cities on three networks due in the same second, each a tenth of a second away."""
    with served(1, latency=100) as port:
        command = [sys.executable, "-m", "bench.cities", str(port)]
        results.note("cities", "sweep", **measuring.told(command))


def tally(only: set[str]) -> None:
    """Reading a tally, and what `status` reads, at a thousand votes and at a million."""
    results.note("tally", "read", **reading.measured())


_COMPLETE = "import sys; sys.argv = ['cashmob']; from bot.cli import main; main()"
