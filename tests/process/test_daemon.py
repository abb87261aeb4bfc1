"""The daemon on the wall clock: a whole mob, and servers that make its life hard."""

from __future__ import annotations

import subprocess
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Self

import pytest

from bot.acts.recounting import differences
from bot.domain.calendar import Moment
from bot.domain.orders import Approve, AskOwner, EnterTill, RecordConsent
from bot.domain.stages import Stage
from bot.rehearsal.mastodon_face import MastodonFace
from bot.rehearsal.serving import Serving
from bot.rehearsal.town import Town
from schedulers import clock
from storage import standings
from storage.outbox import Rank, Sent
from tests.faults import MASTODON, Drip, Fault, Faults, Hang, Html, Refuse, Reset, Rule
from tests.process.daemons import (
    CITY,
    PATIENCE,
    SECONDS,
    TOKEN,
    FarTown,
    Home,
    ended,
    far_town,
    in_seconds,
    waited_for,
)

pytestmark = pytest.mark.process

OXBOW = {"key": "oxbow", "name": "Oxbow"}
# A mob of the usual weeks, whose call is due already and may go out for days.
WEEKS = timedelta(days=20)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path)


def test_a_whole_mob_on_the_wall_clock(home: Home) -> None:
    with far_town(home.folder) as town:
        home.configured(CITY.format(**OXBOW, url=town.urls["mastodon"]) + SECONDS)
        with home.daemon() as daemon:
            waited_for(lambda: home.lane().handle, "the daemon to know its account")
            mob = home.starts(in_seconds(34))
            _play(home, town, mob)
            waited_for(lambda: home.is_out("recap"), "the recap")
            assert ended(daemon) == 0
        said = town.said()
    rows = home.promises()
    assert [row.key for row in rows if row.rank is Rank.PUBLIC and row.state is not Sent.SENT] == []
    assert {row.state for row in rows} == {Sent.SENT}
    texts = Counter((post["reply_to"], post["text"]) for post in said)
    assert [text for text, times in texts.items() if times > 1] == []
    assert len(said) == sum(row.remote_id is not None for row in rows)
    with home.store() as store, store.reading() as view:
        assert view.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert differences(view, home.mob(mob)) == {}
        assert standings.by_network(view, mob)["mastodon"] == {
            ("nominators", 1): 1,
            ("nominators", 2): 1,
            ("votes", 1): 2,
            ("votes", 2): 1,
            ("commitments", 0): 2,
            ("people", 0): 4,
            ("spenders", 0): 1,
            ("spent", 0): 1500,
        }
    assert home.mob(mob).stage is Stage.CLOSED


def _play(home: Home, town: FarTown, mob: int) -> None:
    """What the people and the organiser do, each when the bot's post is there."""
    call = _under(home, "call")
    town.writes("rosa", "I nominate Harbour Lane Books", call)
    town.writes("yvon", "I nominate Chez Anatole", call)
    waited_for(lambda: len(home.mob(mob).nominations) == 2, "both nominations")
    for number in (1, 2):
        home.orders(Approve(number))
        home.orders(AskOwner(number, "Amélie", "visit"))
    told = home.mob(mob).moments()[Moment.GATHER]
    home.orders(RecordConsent(1, "Amélie", "visit", told))
    ballot = _under(home, "ballot")
    for who, vote in (("rosa", "1"), ("yvon", "2"), ("kim", "2"), ("kim", "sorry, I meant 1")):
        town.writes(who, vote, ballot)
    announcement = _under(home, "announcement")
    town.writes("rosa", "I'm in, we are three!", announcement)
    town.writes("yvon", "count me in", announcement)
    town.writes("rosa", "I spent £15", _under(home, "amounts"))
    home.orders(EnterTill(9000))


def _under(home: Home, key: str) -> str:
    return str(waited_for(lambda: home.is_out(key), key).remote_id)


class NearTown:
    """A town in this process, with faults before its face."""

    def __init__(self, *rules: Rule) -> None:
        self.town = Town(clock.now, 1)
        self.faults = Faults(MastodonFace(self.town, token=TOKEN), rules)
        self._serving = Serving({"mastodon": self.faults})

    @property
    def url(self) -> str:
        return self._serving.urls["mastodon"]

    def __enter__(self) -> Self:
        self._serving.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._serving.__exit__(None, None, None)


def test_sigterm_waits_for_the_call_in_hand_and_no_longer(home: Home) -> None:
    with NearTown(Rule(Hang(), path="/api/v1/notifications")) as town:
        home.configured(CITY.format(**OXBOW, url=town.url))
        with home.daemon() as daemon:
            waited_for(lambda: town.faults.hits, "the call that hangs")
            # The deadline of the configuration is two seconds.
            assert ended(daemon, within=6) == 0


@pytest.mark.parametrize("fault", [Reset(), Refuse(503), Html(), Hang(), Drip()])
def test_a_server_in_trouble_is_waited_out_while_the_calendar_goes_on(
    home: Home, fault: Fault
) -> None:
    with NearTown(Rule(fault)) as town:
        home.configured(CITY.format(**OXBOW, url=town.url))
        home.starts(clock.now() + WEEKS)
        with home.daemon() as daemon:
            waited_for(lambda: home.lane().trouble.startswith("down"), "the trouble")
            # Decided, though nobody answers.
            assert [(row.key, row.state) for row in home.promises()] == [("call", Sent.PENDING)]
            town.faults.heal()
            waited_for(lambda: home.is_out("call"), "the call")
            waited_for(lambda: not home.lane().trouble, "a lane that is well")
            assert ended(daemon) == 0
        assert len(town.town.said()) == 1


def test_a_revoked_token_stops_only_its_own_account(home: Home) -> None:
    with NearTown(MASTODON["token revoked"]) as bad, NearTown() as good:
        oxbow = CITY.format(**OXBOW, url=bad.url)
        brook = CITY.format(key="brook", name="Brook", url=good.url)
        home.configured(oxbow + brook)
        for key in ("oxbow", "brook"):
            home.starts(clock.now() + WEEKS, key)
        with home.daemon() as daemon:
            waited_for(lambda: home.lane().trouble.startswith("token"), "the trouble")
            waited_for(lambda: home.is_out("call", "brook"), "the other city's call")
            assert (home.is_out("call"), home.lane("brook").trouble) == (None, "")
            bad.faults.heal()
            waited_for(lambda: home.is_out("call"), "the call")
            assert ended(daemon) == 0


def test_the_daemon_never_loads_what_only_an_upgrade_needs(home: Home) -> None:
    with NearTown() as town:
        home.configured(CITY.format(**OXBOW, url=town.url))
        done = subprocess.run(
            home.command("--once", python=("-X", "importtime")),
            env=home.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert done.returncode == 0
    assert {"sqlmodel", "mastodon"} <= loaded
    assert loaded & {"alembic", "rich", "starlette", "uvicorn", "tweepy"} == set()
