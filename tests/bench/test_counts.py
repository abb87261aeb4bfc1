"""What taking in costs, in counts that are the same on every machine: requests, commits, rows."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bench import payload
from bench.contenders import cashmob
from bench.measuring import ROOT, asked, served
from bench.states import of_cashmob
from bot.config import load
from bot.domain.posts import Action, Draft, Say
from bot.domain.standing import Standing
from schedulers.clock import StandingClock
from storage import mobs, outbox, standings
from storage.store import Store, open_store

MESSAGES, PAGE = 400, 80


def opened(folder: Path, port: int) -> Store:
    cashmob.prepare(folder, port)
    return open_store(folder / "bot.db")


def ran(what: Callable[..., int], folder: Path, store: Store) -> None:
    settings = load(folder / "config.toml").model_copy(update={"database": folder / "bot.db"})
    what(settings, store, StandingClock(payload.READ))


def transactions(store: Store) -> list[list[str]]:
    """The statements of each transaction that commits, filled while the store is at work."""
    found: list[list[str]] = [[]]

    def sent(statement: str) -> None:
        words = " ".join(statement.split()[:3])
        if words == "COMMIT":
            found.append([])
        # What is sent for many rows at once is one statement.
        elif not (words.startswith("INSERT") and found[-1][-1:] == [words]):
            found[-1].append(words)

    sa.event.listen(store.engine, "connect", lambda raw, _record: raw.set_trace_callback(sent))
    return found


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with served(MESSAGES) as port:
        yield port


def test_a_page_is_one_request_one_commit_and_at_most_ten_statements(
    tmp_path: Path, port: int
) -> None:
    with closing(opened(tmp_path, port)) as store:
        asked(port, "reset")
        found = transactions(store)
        ran(cashmob.take, tmp_path, store)
    pages = [t for t in found if "INSERT INTO mention" in t]
    # BEGIN is none of the ten.
    assert [len(page) - 1 <= 10 for page in pages] == [True] * (MESSAGES // PAGE), pages
    counts = asked(port, "counts")
    # The newest page is asked for first, to know where to stop.
    assert counts["GET /api/v1/notifications"] == MESSAGES // PAGE + 1
    assert counts["requests"] == MESSAGES // PAGE + 2
    assert counts.get("writes", 0) == 0


def test_every_vote_nomination_and_commitment_is_counted_once(tmp_path: Path, port: int) -> None:
    with closing(opened(tmp_path, port)) as store:
        ran(cashmob.take, tmp_path, store)
        with store.reading() as view:
            ballot, calling = mobs.of_city(view, cashmob.CITY)
    votes: dict[str, int] = {}
    coming, shops = set(), set()
    for who, kind, text in payload.script(MESSAGES):
        if kind == "vote":
            votes[f"local_{who}"] = next(int(c) for c in text if c.isdigit())
        if kind == "commit":
            coming.add(f"local_{who}")
        if kind == "nominate":
            shops.add(text.removeprefix("I nominate ").partition(" for the next")[0])
    with closing(sqlite3.connect(tmp_path / "bot.db")) as db:
        assert of_cashmob(db) == {
            "votes": votes,
            "commitments": sorted(coming),
            "nominations": sorted(shops),
        }
    assert ballot[1].votes == len(votes)
    assert ballot[1].of("commitments") == len(coming)
    assert {n.name for n in calling[0].nominations} == shops


def test_every_answer_goes_out_once(tmp_path: Path) -> None:
    with served(PAGE) as port, closing(opened(tmp_path, port)) as store:
        asked(port, "reset")
        ran(cashmob.answer, tmp_path, store)
        counts = asked(port, "counts")
    with closing(sqlite3.connect(tmp_path / "bot.db")) as db:
        mine = "select state, count(*), count(distinct origin) from outbox where origin not null"
        sent = db.execute(f"{mine} group by state").fetchall()
    wanted = [kind for _, kind, _ in payload.script(PAGE) if kind != "chat"]
    assert sent == [("sent", len(wanted), len(wanted))]
    assert counts["writes"] >= len(wanted)
    assert counts["connections"] == 2  # the bot's one, and that of this question


def steps(store: Store, what: Callable[[Any], object]) -> int:
    """How many steps SQLite's machine takes for something."""
    count = 0

    def step() -> None:
        nonlocal count
        count += 1

    with store.work("steps") as work:
        raw = work.connection.driver_connection
        assert raw is not None
        raw.set_progress_handler(step, 1)
        what(work)
        raw.set_progress_handler(None, 1)
    return count


def voters(mob: int, first: int, n: int) -> list[tuple[Standing, standings.Kept]]:
    who = ((f"https://town.example/{i}", "mastodon", f"local_{i}") for i in range(first, first + n))
    return [
        (Standing(), standings.Kept(mob, *person, Standing(vote=1 + i % 9), payload.T0))
        for i, person in enumerate(who)
    ]


def test_reading_the_tally_takes_the_same_work_for_a_hundred_times_the_votes(
    tmp_path: Path,
) -> None:
    with closing(opened(tmp_path, 1)) as store:
        found = []
        for first, n in ((0, 100), (100, 9_900)):
            with store.work("vote") as work:
                standings.save(work, voters(1, first, n))
            found.append(steps(store, lambda work: mobs.of_city(work, cashmob.CITY)))
    assert found[0] == found[1]


def favourites(first: int, n: int) -> list[tuple[int, Say, str, Draft]]:
    says = (Say("read", f"read:{i}", payload.T0, payload.READ) for i in range(first, first + n))
    return [(1, replace(say, action=Action.FAVOURITE), "mastodon", Draft("", "en")) for say in says]


def test_finding_what_goes_out_next_takes_the_same_work_however_much_waits(tmp_path: Path) -> None:
    def first(work: Any) -> None:
        outbox.waiting(work, cashmob.CITY, "mastodon", payload.READ, at_most=1)

    with closing(opened(tmp_path, 1)) as store:
        found = []
        for before, n in ((0, 100), (100, 9_900)):
            with store.work("promise") as work:
                outbox.promise(work, cashmob.CITY, favourites(before, n))
            found.append(steps(store, first))
    assert found[0] == found[1]


def test_keeping_the_count_is_less_work_than_storing_the_votes(tmp_path: Path) -> None:
    with closing(opened(tmp_path, 1)) as store:
        counted = steps(store, lambda work: standings.save(work, voters(1, 0, 80)))
        # Somebody whose standing is as it was moves no tally.
        unmoved = [(kept.standing, kept) for _, kept in voters(1, 100, 80)]
        stored = steps(store, lambda work: standings.save(work, unmoved))
    assert counted <= 2 * stored


def test_a_city_on_mastodon_loads_no_other_network_and_never_alembic(
    tmp_path: Path, port: int
) -> None:
    cashmob.prepare(tmp_path, port)
    code = (
        "import sys; from pathlib import Path; from bench.contenders import cashmob\n"
        "cashmob.main('take', Path(sys.argv[1]))\n"
        "print(*sorted({m.partition('.')[0] for m in sys.modules} & set(sys.argv[2:])))\n"
        "print(*sorted(m for m in sys.modules if m.startswith('bot.networks.')))"
    )
    others = ["tweepy", "alembic", "uvicorn", "starlette", "rich", "regex", "babel", "mastodon"]
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path), *others],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    _, loaded, networks = done.stdout.splitlines()
    assert set(loaded.split()) <= {"mastodon", "babel"}
    assert not {"bot.networks.twitter", "bot.networks.facebook"} & set(networks.split())


def test_status_loads_nothing_that_writes_or_speaks(tmp_path: Path, port: int) -> None:
    """What it does without takes longer to load than all that it says."""
    cashmob.prepare(tmp_path, port)
    code = (
        "import sys; from bot.cli import cli\n"
        "cli.main(sys.argv[1].split(), standalone_mode=False)\n"
        "print(*sorted({m.partition('.')[0] for m in sys.modules} & set(sys.argv[2:])))\n"
        "print(*sorted(m for m in sys.modules if m.startswith(('bot.networks', 'bot.listening'))))"
    )
    others = ["sqlalchemy", "sqlmodel", "mastodon", "tweepy", "requests", "apscheduler", "rich"]
    done = subprocess.run(
        [sys.executable, "-c", code, f"--config {tmp_path / 'config.toml'} status", *others],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-2:] == ["", ""]
