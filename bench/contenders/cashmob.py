"""This program as it ships: its own network, poller, store and rules, on a city with two mobs.

    python -m bench.contenders.cashmob prepare FOLDER PORT
    python -m bench.contenders.cashmob take FOLDER          reads and stores, answers in the outbox
    python -m bench.contenders.cashmob count FOLDER         the same under callgrind, which is told
                                                            to count from the first page on
    python -m bench.contenders.cashmob answer FOLDER        the same, and sends every answer

One mob is in its ballot (the votes and commitments are its own) and another is calling (the
nominations are). The clock stands a little after the last message, so that answers are still due.
"""

from __future__ import annotations

import json
import sys
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from time import process_time

from sqlalchemy.engine import Connection

from bench import measuring, payload
from bot.acts.opening import open_network
from bot.acts.voices import speaker
from bot.config import City, Settings, load
from bot.domain.mob import Mob, Nomination, State
from bot.domain.posts import Draft, Say
from bot.domain.stages import Stage
from schedulers import daemon
from schedulers.clock import StandingClock
from schedulers.desk import Desk
from schedulers.marker import Marker
from schedulers.poller import Poller
from schedulers.understanding import Ear
from schedulers.watcher import Watcher
from schedulers.writer import Writer
from storage import facts, lanes, mobs, outbox, posted
from storage.store import Store, open_store

CITY = "graz"
_DAY = timedelta(days=1)
CLOSES = payload.T0 + 2 * _DAY
"""When the ballot closes."""
GRAZ = """
live = true
database = "bot.db"
[city.graz]
name = "Graz"
timezone = "Europe/Vienna"
country = "AT"
currency = "EUR"
languages = ["en", "de"]
spend = ["10", "20"]
[[city.graz.organisers]]
name = "Ada"
email = "ada@graz.example"
"""
"""A city and its organiser, without its networks."""
_CONFIG = (
    GRAZ
    + """
[city.graz.{network}]
base_url = "{url}"
"""
)
_MORE = {"twitter": f'user_id = "{payload.X_US}"\n'}
_SECRETS = {
    "mastodon": ("MASTODON_TOKEN",),
    "twitter": tuple(
        f"TWITTER_{part}"
        for part in ("CONSUMER_KEY", "CONSUMER_SECRET", "ACCESS_TOKEN", "ACCESS_SECRET")
    ),
}


def prepare(folder: Path, port: int) -> None:
    """For the loopback server, on Mastodon: see `prepare_on`."""
    cursor = json.dumps([str(payload.FIRST - 1)])
    prepare_on(folder, "mastodon", f"http://127.0.0.1:{port}", payload.BALLOT, cursor=cursor)


def prepare_on(
    folder: Path, network: str, url: str, ballot_post: str, *, cursor: str | None = None
) -> None:
    """A configuration, and a database with the two mobs, read up to the first message."""
    from storage.migrating import upgrade

    config = _CONFIG.format(network=network, url=url) + _MORE.get(network, "")
    folder.joinpath("config.toml").write_text(config)
    secret = folder / ".env"
    secret.write_text("".join(f"CASHMOB_GRAZ_{name}={'x' * 43}\n" for name in _SECRETS[network]))
    secret.chmod(0o600)
    settings = load(folder / "config.toml")
    upgrade(folder / "bot.db", payload.T0)
    with closing(open_store(folder / "bot.db")) as store, store.work("prepare") as work:
        city = settings.cities[CITY]
        ballot = mobs.create(work, _voting(city))
        mobs.save(work, replace(ballot, nominations=()), ballot)
        mobs.create(work, Mob(0, city.rules, Stage.CALLING, payload.T0 + 40 * _DAY, payload.T0))
        say = Say("ballot", "ballot", payload.T0 - _DAY, payload.T0 + _DAY)
        outbox.promise(work, CITY, [(ballot.id, say, network, Draft("Vote!", "en"))])
        (row,) = posted.of_mob(work, ballot.id)
        outbox.mark(work, row.id, outbox.Sent.SENT, remote_id=ballot_post)
        if cursor is not None:
            lanes.note(
                work,
                CITY,
                network,
                cursor=cursor,
                account=payload.US,
                handle="cashmob_graz",
                max_characters=500,
            )


def _voting(city: City) -> Mob:
    shops = tuple(
        Nomination(n, name, payload.T0 - 3 * _DAY, state=State.APPROVED, choice=n)
        for n, name in enumerate(payload.SHOPS[: payload.ON_BALLOT], start=1)
    )
    done = frozenset({"call", "shortlist", "ballot", "ballot_latest"})
    return Mob(
        0,
        city.rules,
        Stage.BALLOTING,
        payload.T0 + 13 * _DAY,
        payload.T0 - 9 * _DAY,
        nominations=shops,
        done=done,
        opened=payload.T0 - _DAY,
        closes=CLOSES,
    )


def votes(view: Connection) -> int:
    """How many votes are counted in the mob that is in its ballot."""
    return sum(tally.votes for _, tally in mobs.of_city(view, CITY))


def take(settings: Settings, store: Store, clock: StandingClock) -> int:
    """Every page fetched, understood, decided and stored with its answers in the outbox."""
    city = settings.cities[CITY]
    network = open_network(settings, CITY, "mastodon", now=clock.now)
    with store.work("meet") as work:
        key = facts.erasure_key(work)
        speaks = speaker(city, lanes.all_lanes(work))
    ear = Ear(CITY, "mastodon", city.languages, frozenset({"cashmob_graz"}))
    desk = Desk(ear, speaks, key, settings.waits.settle * 2, Watcher(city.watch))
    marker = Marker(Path(settings.database).with_suffix(".reading"))
    overlap = settings.waits.overlap
    return Poller(network, desk, Writer(store), clock, marker, overlap).poll()


def answer(settings: Settings, store: Store, clock: StandingClock) -> int:
    """The daemon's own rounds until nothing is due any more."""
    round_ = daemon.build(
        settings,
        store,
        clock,
        lambda city, name: open_network(settings, city.key, name, now=clock.now),
        database=Path(settings.database),
    )
    round_.quiet()
    round_.close()
    return 0


def main(what: str, folder: Path, *more: str) -> None:
    """One run, in a folder that was prepared."""
    if what == "prepare":
        return prepare(folder, int(more[0]))
    settings = load(folder / "config.toml")
    settings = settings.model_copy(update={"database": folder / "bot.db"})
    clock = StandingClock(payload.READ)
    daemon.get_ready(settings.cities.values())  # as `daemon.run` does before its first tick
    with closing(open_store(folder / "bot.db")) as store:
        if what == "count":
            measuring.count_from_here()
        began = process_time()
        news = (answer if what == "answer" else take)(settings, store, clock)
        spent = process_time() - began
    told = {"mentions": news, "cpu": spent, "memory": measuring.most_memory()}
    print(json.dumps(told))
    return None


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
