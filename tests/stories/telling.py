"""How a story is told: people shout, days pass, organisers act, and the town hears the bot.

The real daemon runs on a clock that stands until the story lets time pass; between two instants
it is struck at every one at which something is due, as a daemon that ticks all the time would be.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bot.acts.ordering import Carried, carry_out
from bot.acts.recounting import differences
from bot.acts.starting import start
from bot.config import City, Settings
from bot.domain.mob import Mob, Refusal
from bot.domain.orders import Act, Approve, AskOwner, RecordConsent
from bot.domain.posts import Draft, Mention, Post
from bot.domain.standing import Tally
from bot.networks import Network, Page
from bot.rehearsal.direct import DirectNetwork
from bot.rehearsal.town import Person, Town, TownPost
from schedulers import daemon
from schedulers.clock import StandingClock
from schedulers.tick import Round
from storage import mobs, posted
from storage.outbox import Promise, Rank, Sent
from storage.store import Store
from tests.indoors import InTurn, fresh_store

MEETS = datetime(2026, 12, 12, 15, tzinfo=UTC)  # a Saturday, 11:00 in Moncton
BEGINS = MEETS - timedelta(days=22)

CITY: Mapping[str, Any] = {
    "name": "Saint-Rivage",
    "timezone": "America/Moncton",
    "country": "CA",
    "currency": "CAD",
    "languages": ["en"],
    "spend": ["10", "20"],
    "meeting_point": "the clock on Place du Quai",
    "organisers": [{"name": "Amélie", "mastodon": "@amelie@town.example"}],
    "mastodon": {"base_url": "https://town.example"},
}

Through = Callable[[DirectNetwork], Network]


def in_the_open(network: DirectNetwork) -> Network:
    """Nothing stands between the bot and the network."""
    return network


class Tale:
    """A town with one mob under way, of the city `saint-rivage` unless it is told otherwise."""

    def __init__(
        self,
        *,
        cities: Mapping[str, Mapping[str, Any]] | None = None,
        through: Through = in_the_open,
        database: Path | None = None,
        store: Store | None = None,
    ) -> None:
        self.clock = StandingClock(BEGINS)
        tables = {k: {**CITY, **v} for k, v in (cities or {"saint-rivage": {}}).items()}
        self.settings = Settings.model_validate({"live": True, "city": tables})
        self.towns = {key: Town(self.clock.now, seed=1) for key in tables}
        self.key = next(iter(tables))
        self.networks: dict[tuple[str, str], Network] = {
            (key, name): through(DirectNetwork(self.towns[key], name))
            for key in tables
            for name in self.settings.cities[key].networks
        }
        self.store = store or fresh_store()
        self._database = database
        self.ids = {key: self._begin(key) for key in tables}
        self.round = self._daemon()

    # --- what happens

    def shouts(
        self, who: str, text: str, *, under: str | None = None, tag: bool = True, **more: Any
    ) -> TownPost:
        """Somebody writes, perhaps under one of the bot's posts; the bot has read it afterwards."""
        post = self.writes(who, text, under=under, tag=tag, **more)
        self.minutes_pass(2)
        return post

    def writes(
        self,
        who: str,
        text: str,
        *,
        under: str | None = None,
        tag: bool = False,
        network: str = "mastodon",
        server: str | None = None,
        since: datetime | None = None,
        **more: Any,
    ) -> TownPost:
        """Somebody writes, and the bot has not looked yet."""
        person = Person(who, who.title(), networks=(network,), server=server, since=since)
        parent = self.post_of(under, network) if under else None
        reply_to = int(parent.remote_id) if parent and parent.remote_id else None
        return self.town.write(person, text, network, reply_to=reply_to, tag=tag, **more)

    def orders(self, act: Act) -> Carried:
        """An organiser acts."""
        carried = carry_out(self.store, self.city, act, self.clock.now(), who="Amélie")
        self.minutes_pass(1)
        return carried

    def names_are_approved_and_owners_asked(self) -> None:
        """The organiser's evening before the ballot."""
        for nomination in self.mob.nominations:
            self.orders(Approve(nomination.number))
            self.orders(AskOwner(nomination.number, "Amélie", "visit"))

    def owner_agrees(self, shop: str, *, short_notice: bool = False) -> Carried:
        """The owner's yes to the date as it stands."""
        when = self.mob.meets_at
        assert when is not None
        act = RecordConsent(self.number(shop), "Amélie", "visit", when, short_notice)
        return self.orders(act)

    def days_pass(self, days: float) -> None:
        """So many days go by."""
        self._go_to(self.clock.now() + timedelta(days=days))

    def minutes_pass(self, minutes: float) -> None:
        """So many minutes go by."""
        self._go_to(self.clock.now() + timedelta(minutes=minutes))

    def comes(self, moment: str, *, plus: timedelta = timedelta(minutes=1)) -> None:
        """Time goes by until a moment of the mob's calendar is a minute old."""
        self.waits_until(self.mob.moments()[moment] + plus)

    def waits_until(self, at: datetime) -> None:
        """Time goes by until then."""
        self._go_to(at)

    def sleeps_until(self, at: datetime) -> None:
        """The daemon is down until then, and starts again."""
        self.clock.set(at)
        self.restarts()

    def restarts(self) -> None:
        """The daemon ends and another one begins."""
        self.round = self._daemon()
        self.round.quiet()

    # --- what is to be seen

    @property
    def town(self) -> Town:
        """The town the story is about now."""
        return self.towns[self.key]

    @property
    def city(self) -> City:
        """Its city."""
        return self.settings.cities[self.key]

    @property
    def mob(self) -> Mob:
        """Its mob as the store has it."""
        return self._loaded()[0]

    @property
    def tally(self) -> Tally:
        """The mob's tally, which must be what a recount finds."""
        mob, tally = self._loaded()
        with self.store.reading() as view:
            assert differences(view, mob) == {}
        return tally

    def heard(self, network: str = "mastodon") -> list[str]:
        """The kinds of all the bot said in public, in the order in which the town heard it."""
        return [row.kind for row in self._out(network) if row.rank is Rank.PUBLIC]

    def answers(self, post: TownPost) -> list[str]:
        """The kinds of the bot's answers to one message."""
        return [r.kind for r in self._out(post.network) if r.origin == str(post.id)]

    def skipped(self) -> list[tuple[str, str]]:
        """What was promised and taken back, with the reason."""
        return [(r.key, r.reason) for r in self.rows() if r.state is Sent.SKIPPED]

    def rows(self) -> tuple[Promise, ...]:
        """The mob's outbox."""
        with self.store.reading() as view:
            return posted.of_mob(view, self.ids[self.key])

    def post_of(self, key: str, network: str = "mastodon") -> Promise:
        """The bot's post under that key, which must be out."""
        with self.store.reading() as view:
            found = posted.posts_out(view, self.key, network, self.ids[self.key], (key,))
        return found[-1]

    def number(self, shop: str) -> int:
        """The nomination's number of a shop."""
        return next(n.number for n in self.mob.nominations if n.name == shop)

    def votes(self) -> dict[str, int]:
        """The votes by shop, those without any left out."""
        found = {n.name: self.tally.of("votes", n.number) for n in self.mob.nominations}
        return {name: n for name, n in found.items() if n}

    # --- how

    def _begin(self, key: str) -> int:
        city = self.settings.cities[key]
        begun = start(self.store, city, MEETS, self.clock.now(), who="Amélie")
        assert not isinstance(begun, Refusal), begun
        return begun.id

    def _daemon(self) -> Round:
        return daemon.build(
            self.settings,
            self.store,
            self.clock,
            lambda city, name: self.networks[city.key, name],
            database=self._database,
            pool=InTurn(),
        )

    def _go_to(self, at: datetime) -> None:
        self.round.quiet()
        while (due := self.round.next_due(self.clock.now())) is not None and due < at:
            self.clock.set(due)
            self.round.quiet()
        self.clock.set(at)
        self.round.quiet()

    def _loaded(self) -> tuple[Mob, Tally]:
        with self.store.reading() as view:
            found = mobs.load(view, self.ids[self.key])
        assert found is not None
        return found

    def _out(self, network: str) -> list[Promise]:
        """Rows whose post the town has, in the town's order: the store's word is not enough."""
        rows = {r.remote_id: r for r in self.rows() if r.network == network and r.remote_id}
        return [rows[str(post.id)] for post in self.town.said("", network)]


class Between:
    """Stands between the bot and a network: hides messages, alters them, or fails in a call."""

    def __init__(self, network: DirectNetwork) -> None:
        self._network = network
        self.name = network.name
        self.hides: set[str] = set()
        self.alters: dict[str, Callable[[Mention], Mention]] = {}
        self.fails: dict[str, BaseException] = {}
        self.read_twice: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._network, name)

    def mentions(self, cursor: str | None, *, overlap: int) -> Iterator[Page]:
        """The mentions, as they are let through."""
        self._may("mentions")
        for page in self._network.mentions(cursor, overlap=overlap):
            yield self._through(page)

    def replies(self, post_id: str) -> Page:
        """What stands under a post, as it is let through."""
        self._may(f"replies {post_id}")
        return self._through(self._network.replies(post_id))

    def reread(self, events: tuple[str, ...]) -> Page:
        """Messages once more, as they are let through."""
        self._may("reread")
        self.read_twice += events
        return self._through(self._network.reread(events))

    def post(self, draft: Draft, *, key: str) -> Post:
        """A post, where posting works."""
        self._may("post")
        return self._network.post(draft, key=key)

    def _may(self, call: str) -> None:
        if call in self.fails:
            raise self.fails[call]

    def _through(self, page: Page) -> Page:
        shown = [m for m in page.mentions if m.event not in self.hides]
        return replace(
            page, mentions=tuple(self.alters.get(m.event, lambda m: m)(m) for m in shown)
        )


def with_something_between(**more: Any) -> tuple[Tale, Between]:
    """A tale, and what stands between the bot and its network."""
    made: list[Between] = []

    def through(network: DirectNetwork) -> Network:
        made.append(Between(network))
        return made[-1]

    tale = Tale(through=through, **more)
    return tale, made[0]


def open_a_ballot(tale: Tale) -> None:
    """Two shops are nominated and stand on the ballot: 1 Bell Books, 2 Corner Bakery."""
    tale.days_pass(2)
    tale.shouts("ada", "I nominate Bell Books")
    tale.shouts("ben", "I nominate Corner Bakery")
    tale.comes("shortlist")
    tale.names_are_approved_and_owners_asked()
    tale.comes("ballot")


def said_twice(tale: Tale) -> list[str]:
    """What the town heard more than once, in the same words at the same place."""
    said = Counter(
        (name, post.parent, post.text)
        for name in tale.city.networks
        for post in tale.town.said("", name)
    )
    return [text for (_, _, text), times in said.items() if times > 1]
