"""A city on a standing clock: real adapters, lanes and store over the town's faces, by HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp, Receive, Scope, Send

from bot.acts.opening import open_network
from bot.acts.ordering import carry_out
from bot.acts.starting import start
from bot.config import City, Settings, example_path, load
from bot.domain.mob import Mob, Refusal
from bot.domain.orders import Act, Approve, AskOwner, RecordConsent
from bot.domain.standing import Tally
from bot.rehearsal.facebook_face import FacebookFace
from bot.rehearsal.mastodon_face import MastodonFace
from bot.rehearsal.serving import Serving
from bot.rehearsal.town import Person, Town, TownPost
from bot.rehearsal.twitter_face import TwitterFace
from schedulers import daemon
from schedulers.clock import StandingClock
from schedulers.tick import Round
from storage import mobs, outbox, posted
from storage.migrating import upgrade
from storage.store import Store, open_store
from tests.faults import Faults, Rule

TOKEN = "a-token-of-the-town"
ALL = ("mastodon", "twitter", "facebook")


class Switch:
    """Stands before a face: while it has rules, the calls that they match break."""

    def __init__(self, face: ASGIApp) -> None:
        self._face = face
        self._broken: ASGIApp | None = None

    def breaks(self, *rules: Rule) -> None:
        """From now on; with no rule all is well again."""
        self._broken = Faults(self._face, rules) if rules else None

    def watched(self) -> list[tuple[str, str]]:
        """From now on nothing breaks, and every call is listed: its verb and path."""
        watching = Faults(self._face)
        self._broken = watching
        return watching.calls

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await (self._broken or self._face)(scope, receive, send)


@dataclass
class Place:
    """One city with a mob under way; `passes` and `until` let time go by as the daemon would."""

    settings: Settings
    clock: StandingClock
    town: Town
    store: Store
    faces: dict[str, Any]
    switches: dict[str, Switch]
    mob_id: int = 0
    pending: list[tuple[datetime, Callable[[], object]]] = field(default_factory=list)
    round: Round = field(init=False)

    def __post_init__(self) -> None:
        self.round = daemon.build(
            self.settings,
            self.store,
            self.clock,
            lambda city, name: open_network(self.settings, city.key, name, now=self.clock.now),
        )

    @property
    def city(self) -> City:
        return next(iter(self.settings.cities.values()))

    @property
    def now(self) -> datetime:
        return self.clock.now()

    @property
    def loaded(self) -> tuple[Mob, Tally]:
        with self.store.reading() as view:
            found = mobs.load(view, self.mob_id)
        assert found is not None
        return found

    @property
    def mob(self) -> Mob:
        return self.loaded[0]

    @property
    def tally(self) -> Tally:
        return self.loaded[1]

    def begin(self, meets_at: datetime) -> Mob:
        mob = start(self.store, self.city, meets_at, self.now, who="Amélie")
        assert not isinstance(mob, Refusal), mob
        self.mob_id = mob.id
        return mob

    def at(self, when: datetime, what: Callable[[], object]) -> None:
        """Something that people do at that instant."""
        self.pending.append((when, what))
        self.pending.sort(key=lambda pair: pair[0])

    def until(self, to: datetime) -> None:
        """Lets time go by: everything due happens at its instant, people's doings are read."""
        self.round.poll_soon()
        while True:
            self.round.quiet()
            due = self.round.next_due(self.now)
            own = self.pending[0][0] if self.pending else None
            later = [at for at in (due, own) if at is not None]
            if not later or min(later) > to:
                break
            self.clock.set(max(self.now, min(later)))
            self._happen()
        self.clock.set(max(self.now, to))
        self._happen()
        self.round.poll_soon()
        self.round.quiet()

    def restarts(self) -> None:
        """The daemon's process is gone, and another one begins."""
        self.round.close()
        self.__post_init__()

    def passes(self, **time: float) -> None:
        self.until(self.now + timedelta(**time))

    def _happen(self) -> None:
        happened = False
        while self.pending and self.pending[0][0] <= self.now:
            self.pending.pop(0)[1]()
            happened = True
        if happened:
            self.round.poll_soon()

    def orders(self, *acts: Act) -> None:
        for act in acts:
            carried = carry_out(self.store, self.city, act, self.now, who="Amélie")
            assert carried.refused is None, carried.refused

    def approve(self) -> None:
        """The organiser lets every name stand and asks all owners; all say yes."""
        meets_at = self.mob.meets_at
        assert meets_at is not None
        for n in self.mob.nominations:
            number = n.number
            self.orders(Approve(number), AskOwner(number, "Amélie", "visit"))
            self.orders(RecordConsent(number, "Amélie", "visit", meets_at))

    def rows(self, network: str | None = None) -> list[outbox.Promise]:
        with self.store.reading() as view:
            found = posted.of_mob(view, self.mob_id)
        return [row for row in found if network in (None, row.network)]

    def post(self, key: str, network: str) -> TownPost:
        """The bot's post of that key, as the town has it."""
        for row in self.rows(network):
            if row.key == key and row.after is None and row.remote_id is not None:
                post = self.faces[network].post(row.remote_id)
                assert isinstance(post, TownPost)
                return post
        raise AssertionError(f"{key} is not out on {network}")

    def say(
        self,
        person: str,
        text: str,
        network: str,
        *,
        under: str | None = None,
        nameless: bool = False,
    ) -> TownPost:
        """Somebody writes to the bot, or under one of its posts."""
        parent = self.post(under, network).id if under else None
        someone = Person(person, person.title(), networks=(network,), nameless=nameless)
        return self.town.write(someone, text, network, reply_to=parent)


def _id(network: str, ids: Mapping[str, str] | None) -> dict[str, str]:
    return {"user_id": ids[network]} if ids and network in ids else {}


def _changed(city: City, accounts: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    return {name: city.networks[name].model_copy(update=more) for name, more in accounts.items()}


@contextmanager
def place(
    folder: Path,
    now: datetime,
    *,
    networks: Sequence[str] = ALL,
    deadline: timedelta = timedelta(seconds=60),
    ids: Mapping[str, str] | None = None,
    accounts: Mapping[str, Mapping[str, Any]] | None = None,
    **changes: Any,
) -> Iterator[Place]:
    """The example city on these networks; `deadline` is that of a call, `ids` are the
    accounts' own where they are not those of the example, `accounts` are settings of
    the networks' tables, `changes` those of the city."""
    clock = StandingClock(now)
    town = Town(clock.now, 1)
    made: dict[str, Any] = {
        "mastodon": MastodonFace(town, token=TOKEN),
        "twitter": TwitterFace(town, token=TOKEN, **_id("twitter", ids)),
        "facebook": FacebookFace(town, token=TOKEN),
    }
    served = {network: Switch(made[network]) for network in networks}
    database = folder / "cashmob.db"
    upgrade(database, now)
    store = open_store(database)
    with Serving(served) as serving:
        settings = load(example_path(), env={}).pointed_at(serving.urls, token=TOKEN)
        cities = {
            key: city.model_copy(update=_changed(city, accounts or {}) | changes)
            for key, city in settings.cities.items()
        }
        waits = settings.waits.model_copy(update={"deadline": deadline})
        more = {"cities": cities, "waits": waits}
        settings = settings.model_copy(update=more).rooted(folder, settings._secrets)
        found = Place(settings, clock, town, store, made, served)
        try:
            yield found
        finally:
            found.round.close()
            store.close()
