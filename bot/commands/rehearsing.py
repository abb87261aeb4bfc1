"""A rehearsal: the daemon as it is, a town on this machine, and a clock that jumps."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

from bot.acts.judging import judge, suspected
from bot.acts.opening import open_network
from bot.acts.ordering import carry_out
from bot.acts.starting import by_rhythm, start
from bot.config import City, Settings
from bot.domain.calendar import Moment, shift
from bot.domain.mob import Mob, Nomination, Refusal
from bot.domain.orders import (
    Act,
    Approve,
    AskOwner,
    CountHeads,
    CountSales,
    EnterTill,
    Merge,
    Postpone,
    RecordConsent,
    RecordRefusal,
    Reject,
    Reveal,
    ShareNew,
)
from bot.domain.stages import Stage
from bot.domain.standing import minor_units
from bot.domain.suspicion import Ruling
from bot.listening.shops import Known, Matcher
from bot.networks import Network
from bot.rehearsal.cues import PUT_OFF, WEEK_AFTER, Order
from bot.rehearsal.director import Director, Played
from bot.rehearsal.facebook_face import FacebookFace
from bot.rehearsal.mastodon_face import MastodonFace
from bot.rehearsal.scripts import Opening, Script
from bot.rehearsal.serving import Serving
from bot.rehearsal.town import Town, TownPost
from bot.rehearsal.twitter_face import TwitterFace
from schedulers import daemon
from schedulers.clock import StandingClock
from schedulers.tick import Round
from storage import mobs, posted
from storage.migrating import upgrade
from storage.outbox import Sent
from storage.store import Store, open_store

TOKEN = "rehearsal"  # noqa: S105  opens nothing but the town on this machine
TICK = timedelta(milliseconds=5)

Face = MastodonFace | TwitterFace | FacebookFace


class CannotRehearse(Exception):
    """The rehearsal cannot begin; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Step:
    """What happened at one instant, for the screen to show."""

    now: datetime
    played: tuple[Played, ...]


class Rehearsal:
    """One mob of one city as a script tells it; `show` is called after every step."""

    def __init__(
        self,
        settings: Settings,
        *,
        seed: int,
        now: datetime,
        folder: Path,
        pace: float,
        script: Script,
    ) -> None:
        self._script = script
        self._given, self._seed, self._pace = settings, seed, pace
        self.clock = StandingClock(now)
        self.town = Town(self.clock.now, seed)
        self._city = next(iter(settings.cities.values()))
        self.faces = _faces(self.town, self._city)
        self.database = folder / "cashmob.db"
        self.store = _fresh_store(self.database, now)
        self.show: Callable[[Step], None] = lambda _step: None
        self._round: Round | None = None
        self._dates: list[datetime] = []
        self._put_off: dict[str, datetime] = {}

    @contextmanager
    def open(self) -> Iterator[tuple[str, ...]]:
        """The town is there for the length of the block; yields its addresses."""
        with Serving(self.faces) as serving:
            pointed = self._given.pointed_at(serving.urls, token=TOKEN)
            # One city is played, whatever others the configuration has.
            only = {self._city.key: self._script.city(pointed.cities[self._city.key])}
            self.settings = pointed.with_cities(only)
            self.city: City = only[self._city.key]
            yield tuple(serving.urls.values())
        self.store.close()

    def play(self) -> tuple[str, ...]:
        """Runs the daemon until the story is over; what went wrong, a sentence each."""
        self.mob_id = self._start()
        cues = self._script.cues(Opening(self.mob, self.city, self._seed))
        self.director = Director(self.town, cues, self.find_post)
        self._round = daemon.build(self.settings, self.store, self.clock, self._opened)
        daemon.run(self._round, every=TICK, after_tick=self._after_tick)
        mob, bot = self.mob, self.town.bot
        with self.store.reading() as view:
            seen = [post for post in self.town.posts() if post.author == bot]
            return self._script.wrong(view, mob, seen, self.city.networks)

    def _opened(self, city: City, name: str) -> Network:
        return open_network(self.settings, city.key, name, now=self.clock.now)

    def _start(self) -> int:
        now = self.clock.now()
        meets_at = by_rhythm(self.city, now) or now + self.city.calendar.call + timedelta(days=1)
        begun = start(self.store, self.city, meets_at, now, who="rehearsal")
        if isinstance(begun, Refusal):
            raise CannotRehearse(f"the calendar leaves no room for a mob: {begun.kind}")
        return begun.id

    @property
    def mob(self) -> Mob:
        """The mob as the store has it."""
        with self.store.reading() as view:
            loaded = mobs.load(view, self.mob_id)
        assert loaded is not None
        return loaded[0]

    def _after_tick(self) -> None:
        """While anything is in hand the clock stands; when all is quiet, the next cues are played
        and the clock goes to what comes next."""
        assert self._round is not None
        if self._round.settled():
            return
        mob = self.mob
        now = self.clock.now()
        played = self.director.play(now, self._calendar(mob), self._order)
        self.show(Step(now, played))
        if played:
            self._round.poll_soon()
        elif self._over(mob):
            self._round.stopping.set()
        else:
            self._jump(mob, now)

    def _over(self, mob: Mob) -> bool:
        if not self._script.over(mob):
            return False
        with self.store.reading() as view:
            waiting = (Sent.PENDING, Sent.SENDING)
            return all(row.state not in waiting for row in posted.of_mob(view, mob.id))

    def _jump(self, mob: Mob, now: datetime) -> None:
        assert self._round is not None
        due = [self._round.next_due(now), self.director.due(self._calendar(mob))]
        later = [at for at in due if at is not None and at > now]
        if not later:
            self._round.stopping.set()
            return
        to = min(later)
        if Moment.CALL in mob.done:
            time.sleep((to - now) / timedelta(days=1) * self._pace)
        self.clock.set(to)

    def _calendar(self, mob: Mob) -> Mapping[str, datetime]:
        """The mob's moments; once it was put off also that instant and the one a week later, so
        that a story goes on where there is no date."""
        if mob.stage is Stage.POSTPONED and not self._put_off:
            now = self.clock.now()
            self._put_off = {PUT_OFF: now, WEEK_AFTER: now + timedelta(days=7)}
        if mob.meets_at is not None and mob.meets_at not in self._dates:
            self._dates.append(mob.meets_at)
        return mob.moments() | self._put_off

    def find_post(self, kind: str, network: str) -> TownPost | None:
        """The bot's newest post of a kind on a network, as the town has it: its first part."""
        key, (by, _, shop) = kind, kind.partition(":")
        if by in ("nomination", "candidate"):
            meant = self._meant(shop)
            key = f"{by}:{meant.number}" if meant else kind
        with self.store.reading() as view:
            out = posted.posts_out(view, self.city.key, network, self.mob_id, (key,))
        ids = [row.remote_id for row in out if row.remote_id is not None]
        return self.faces[network].post(ids[-1]) if ids else None

    def _order(self, order: Order) -> None:
        """The organiser's act, through the very acts of the commands."""
        if order.act == "drop":
            self._drop(order.arguments["because"])
            return
        act = self._act(order.act, order.arguments)
        if act is not None:
            carry_out(self.store, self.city, act, self.clock.now(), who="Organiser")

    def _drop(self, because: str) -> None:
        """Every vote that is held is dropped."""
        mob, now = self.mob, self.clock.now()
        with self.store.reading() as view:
            held = [s.number for s in suspected(view, mob) if s.ruling is Ruling.HELD]
        judge(self.store, self.city, held, Ruling.DROPPED, now, who="Organiser", because=because)

    def _act(self, name: str, given: Mapping[str, str]) -> Act | None:
        if name in _OF_THE_MOB:
            return _OF_THE_MOB[name](self, given)
        meant = self._meant(given["shop"])
        if meant is None:
            return None
        number, by, channel = meant.number, given.get("by", "Organiser"), given.get("channel", "")
        if name == "merge":
            into = self._meant(given["into"])
            return Merge(number, into.number) if into and into.number != number else None
        if name == "consent":
            return RecordConsent(number, by, channel, self.mob.moments()[Moment.GATHER])
        simple: dict[str, Act] = {
            "approve": Approve(number, given["shop"], given.get("place")),
            "reject": Reject(number, given.get("reason", "")),
            "ask": AskOwner(number, by, channel),
            "refuse": RecordRefusal(number, by, channel),
        }
        return simple[name]

    def _till(self, given: Mapping[str, str]) -> Act:
        return EnterTill(minor_units(Decimal(given["amount"]), self.city.currency))

    def _postpone(self, given: Mapping[str, str]) -> Act:
        """Off without a day, or to one that is so many days later than the first."""
        if "later" not in given:
            return Postpone(weather=given.get("because") == "weather")
        later = timedelta(days=int(given["later"].removesuffix(" days")))
        return Postpone(shift(self._dates[0], later, self.city.zone))

    def _reveal(self, given: Mapping[str, str]) -> Act:
        return Reveal()

    def _meant(self, shop: str) -> Nomination | None:
        """The nomination that an organiser means by a shop's name."""
        mob = self.mob
        exact = next((n for n in mob.nominations if n.name == shop), None)
        if exact is not None:
            return exact
        listed = Matcher(Known(n.number, n.name, (), n.place) for n in mob.nominations)
        match = listed.match(shop)
        return mob.nomination(match.key or (match.near[0] if match.near else 0))


_OF_THE_MOB: Mapping[str, Callable[[Rehearsal, Mapping[str, str]], Act]] = {
    "till": Rehearsal._till,
    "heads": lambda _rehearsal, given: CountHeads(int(given["figure"])),
    "sales": lambda _rehearsal, given: CountSales(int(given["figure"])),
    "new": lambda _rehearsal, given: ShareNew(int(given["figure"])),
    "postpone": Rehearsal._postpone,
    "reveal": Rehearsal._reveal,
}
"""The organiser's acts that are about no single shop."""


def _faces(town: Town, city: City) -> dict[str, Face]:
    """A face of the town for each network that the city is on."""
    faces: dict[str, Face] = {}
    if city.mastodon is not None:
        faces["mastodon"] = MastodonFace(town, token=TOKEN)
    if city.twitter is not None:
        faces["twitter"] = TwitterFace(town, token=TOKEN, user_id=city.twitter.user_id)
    if city.facebook is not None:
        faces["facebook"] = FacebookFace(town, token=TOKEN, page_id=city.facebook.page_id)
    return faces


def _fresh_store(database: Path, now: datetime) -> Store:
    """A new database; the one of the rehearsal before is overwritten, it was never real."""
    database.parent.mkdir(parents=True, exist_ok=True)
    for old in database.parent.glob(f"{database.name}*"):
        old.unlink()
    upgrade(database, now)
    return open_store(database)
