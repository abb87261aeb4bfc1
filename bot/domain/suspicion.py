"""Votes under suspicion: which are looked at by an organiser before they count, and why."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from bot.domain.values import value

# Servers with tens of thousands of people, where many neighbours at once are nothing strange.
LARGE_SERVERS = (
    *("mastodon.social", "mastodon.online", "mastodon.world", "mstdn.social", "mas.to"),
    *("masto.ai", "mastodonapp.uk", "mstdn.ca", "universeodon.com", "hachyderm.io"),
    *("fosstodon.org", "infosec.exchange", "techhub.social", "mstdn.jp", "pawoo.net"),
    *("troet.cafe", "chaos.social", "piaille.fr", "mamot.fr", "mastodon.nl", "mastodon.uno"),
    *("mastodon.se", "masto.es", "planet.moe"),
)
# Shorter words than these are shared by chance: "I vote for number 3, please".
LONG_ENOUGH = 40


class Reason(StrEnum):
    """Why a vote is under suspicion."""

    NEW = "new account"
    SERVER = "server on the list"
    WORDS = "same words as others"
    YOUNG = "many young accounts at once"
    BURST = "many from one small server at once"


class Ruling(StrEnum):
    """What an organiser decided about a vote under suspicion; HELD as long as nobody did."""

    HELD = "held"
    RELEASED = "released"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One person's vote in one mob is under suspicion; `number` is its own in the mob for ever."""

    number: int
    reason: Reason
    ruling: Ruling = Ruling.HELD


@dataclass(frozen=True, slots=True)
class Watch:
    """A city's rules of suspicion.

    An account younger than `new_account` is held by itself, and so is one on `held_servers`.
    `crowd` people for one shop `within` that time of each other are held where they use the same
    words, where all their accounts are younger than `young_account`, or where all come from one
    server that is not among `known_servers` and hardly votes for any other shop. A crowd of 0 is
    never one.
    """

    new_account: timedelta = timedelta(days=7)
    young_account: timedelta = timedelta(days=30)
    crowd: int = 5
    within: timedelta = timedelta(minutes=10)
    known_servers: frozenset[str] = frozenset(LARGE_SERVERS)
    held_servers: frozenset[str] = frozenset()


@value(frozen=True, slots=True)
class Cast:
    """A vote as suspicion sees it: who, for which nomination, when, in which words, and since when
    the account is there (None where the network does not tell, and then nothing follows)."""

    person: str
    number: int
    at: datetime
    text: str
    account_since: datetime | None = None

    @property
    def server(self) -> str | None:
        """The server of a person whose id is an address of one; None for the others."""
        _, address, path = self.person.partition("://")
        return path.partition("/")[0].partition(":")[0].lower() if address else None

    def younger(self, age: timedelta) -> bool:
        """Whether the account was not yet so old when the vote was said."""
        return self.account_since is not None and self.at - self.account_since < age


def alone(watch: Watch, cast: Cast) -> Reason | None:
    """Why a vote is held whatever the others do."""
    if cast.younger(watch.new_account):
        return Reason.NEW
    return Reason.SERVER if watch.held_servers and cast.server in watch.held_servers else None


def traces(watch: Watch, cast: Cast, names: Iterable[str]) -> Iterator[tuple[Reason, str]]:
    """What a vote may share with others for the same shop: a reason and what is the same. `names`
    are those of the shops, which are nobody's own words."""
    if not watch.crowd:
        return
    words = phrase(cast.text, names)
    if words:
        yield Reason.WORDS, words
    if cast.younger(watch.young_account):
        yield Reason.YOUNG, ""
    server = cast.server
    if server is not None and server not in watch.known_servers:
        yield Reason.BURST, server


def phrase(text: str, names: Iterable[str] = ()) -> str:
    """A digest of the words of a text without numbers and the shops' names, the same however they
    are typed; "" where too little is left for two people not to write it by chance."""
    # Most votes are short, and every page is full of them.
    if _weight(text) < LONG_ENOUGH:
        return ""
    left = f" {_plain(text)} "
    for name in names:
        left = left.replace(f" {_name(name)} ", " ")
    return hashlib.sha256(left.encode()).hexdigest()[:16] if _weight(left) >= LONG_ENOUGH else ""


def _weight(text: str) -> int:
    """How much a text says, in letters; a sign of Korean, Japanese or Chinese is two."""
    if 2 * len(text) < LONG_ENOUGH:
        return 0
    return sum(2 if char >= "\u1100" else 1 for char in text if char != " ")


@lru_cache(maxsize=64)
def _name(name: str) -> str:
    return _plain(name)


def _plain(text: str) -> str:
    """Words in small letters without accents, numbers and signs, one space between them."""
    apart = unicodedata.normalize("NFD", text).casefold()
    kept = "".join(c for c in apart if not unicodedata.combining(c))
    whole = unicodedata.normalize("NFC", "".join(c if c.isalpha() else " " for c in kept))
    return " ".join(whole.split())


def crowded(watch: Watch, times: Iterable[tuple[datetime, str]]) -> frozenset[str]:
    """Of these people (when each voted), those who were with a whole crowd at one time."""
    ordered = sorted(times)
    found: set[str] = set()
    first = 0
    for last, (at, _) in enumerate(ordered):
        while at - ordered[first][0] > watch.within:
            first += 1
        if last - first + 1 >= watch.crowd:
            found.update(person for _, person in ordered[first : last + 1])
    return frozenset(found)
