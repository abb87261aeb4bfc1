"""One person's standing in one mob: the fold of all that person said in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bot.domain.intents import (
    Commit,
    Companions,
    Intent,
    Nominate,
    Spent,
    Tentative,
    Unvote,
    Vote,
    Withdraw,
)
from bot.domain.posts import Origin, Visibility
from bot.domain.suspicion import Ruling, Suspicion
from bot.domain.values import value

# ISO 4217: how many decimals a currency has, where it is not two.
_NONE = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THREE = "BHD IQD JOD KWD LYD OMR TND"
DECIMALS = dict.fromkeys(_NONE.split(), 0) | dict.fromkeys(_THREE.split(), 3)


@value(frozen=True, slots=True)
class Said:
    """One message of one person as it bears on one mob.

    `read_at` is when the bot first had it. `fresh` marks what this unit of work brought; `answered`
    says that a reply of the bot went out for it.
    """

    event: str
    said_at: datetime
    read_at: datetime
    intents: tuple[Intent, ...] = ()
    network: str = ""
    name: str = ""
    lang: str | None = None
    visibility: Visibility = Visibility.PUBLIC
    fresh: bool = False
    answered: bool = False

    @property
    def origin(self) -> Origin:
        """The message as something to answer."""
        return Origin(self.network, self.event, self.name, self.lang, self.visibility)


@value(frozen=True, slots=True)
class Standing:
    """What one person stands for in one mob; the sum over all people is the tally.

    `nomination` is the shop put forward, `backs` the ones supported while the call was open,
    `vote` the one voted for. `people` are sure to come, `tentative` perhaps. `spent` is in minor
    units of the city's currency. `nameless` is a person the network does not name. A vote under
    `suspicion` counts only once an organiser has released it.
    """

    nomination: int | None = None
    backs: frozenset[int] = frozenset()
    vote: int | None = None
    people: int = 0
    tentative: int = 0
    spent: int | None = None
    nameless: bool = False
    suspicion: Suspicion | None = None


@dataclass(frozen=True, slots=True)
class Window:
    """What the fold needs to know of a mob: times, caps, currency and merged nominations.

    A vote counts when it was said from `opens` until `closes` and read until `counted`; before
    `opens` it supports a nomination. `opens` is None until there is a ballot.
    """

    opens: datetime | None
    closes: datetime
    counted: datetime
    currency: str
    max_people: int
    merged: Mapping[int, int] = field(default_factory=dict)

    def numbered(self, number: int) -> int:
        """The nomination behind a number, after all merges."""
        while number in self.merged:
            number = self.merged[number]
        return number

    def counts_vote(self, said: Said) -> bool:
        """Whether a vote was said before the close and read within the grace."""
        return self.in_time(said.said_at, said.read_at)

    def in_time(self, said_at: datetime, read_at: datetime) -> bool:
        """The same of a vote that was said and read then."""
        return said_at < self.closes and read_at <= self.counted


def minor_units(amount: Decimal, currency: str) -> int:
    """The amount in whole minor units, half rounded up: 18.905 EUR is 1891, 25000 KRW 25000."""
    scaled = amount.scaleb(DECIMALS.get(currency, 2))
    return int(scaled.quantize(Decimal(1), ROUND_HALF_UP))


def fold(
    window: Window,
    said: Iterable[Said],
    *,
    nameless: bool = False,
    suspicion: Suspicion | None = None,
) -> Standing:
    """One person's standing after all they said, taken in the order of `said_at`, then event.

    Networks number their messages upwards, so that of two ids the shorter one came first.
    """
    words = followed(window, said)
    return Standing(
        words.nomination,
        words.backs,
        words.vote,
        words.people,
        words.tentative,
        words.spent,
        nameless,
        suspicion,
    )


@dataclass(slots=True)
class Course:
    """A standing while it is folded, as far as it follows from words. `people_once` is the last
    promise that was taken back, `vote_once` the last vote that was, or that another followed."""

    nomination: int | None = None
    backs: frozenset[int] = frozenset()
    vote: int | None = None
    people: int = 0
    tentative: int = 0
    spent: int | None = None
    people_once: int = 0
    vote_once: int | None = None


def followed(window: Window, said: Iterable[Said]) -> Course:
    """What one person's words came to, and what they took back on the way."""
    course = Course()
    for message in sorted(said, key=lambda s: (s.said_at, len(s.event), s.event)):
        for intent in message.intents:
            step = _STEPS.get(type(intent))
            if step is not None:
                step(course, intent, message, window)
    return course


def refold(window: Window, said: Iterable[Said], was: Standing) -> Standing:
    """The standing of the same person, anew: what is known of the person beside their words, that
    nobody names them or that their vote is under suspicion, stays."""
    return fold(window, said, nameless=was.nameless, suspicion=was.suspicion)


def bare(standing: Standing, *, vote: bool) -> Standing:
    """What stays of a forgotten person: with `vote`, the vote as a number."""
    return Standing(
        vote=standing.vote if vote else None,
        nameless=standing.nameless,
        suspicion=standing.suspicion,
    )


def _nominate(words: Course, intent: Nominate, said: Said, window: Window) -> None:
    if intent.number is not None:
        words.nomination = window.numbered(intent.number)


def _vote(words: Course, intent: Vote, said: Said, window: Window) -> None:
    if intent.number is None:
        return
    number = window.numbered(intent.number)
    if window.opens is None or said.said_at < window.opens:
        words.backs |= {number}
    elif window.counts_vote(said):
        if words.vote != number:
            words.vote_once = words.vote or words.vote_once
        words.vote = number


def _unvote(words: Course, intent: Unvote, said: Said, window: Window) -> None:
    if window.opens is None or said.said_at < window.opens:
        words.backs = frozenset()
    elif window.counts_vote(said):
        words.vote_once, words.vote = words.vote or words.vote_once, None


def _commit(words: Course, intent: Commit, said: Said, window: Window) -> None:
    words.people, words.tentative = _capped(intent.people, window), 0


def _companions(words: Course, intent: Companions, said: Said, window: Window) -> None:
    if words.people:
        words.people = _capped(words.people + intent.more, window)


def _tentative(words: Course, intent: Tentative, said: Said, window: Window) -> None:
    words.people_once = words.people or words.people_once
    words.people, words.tentative = 0, _capped(intent.people, window)


def _withdraw(words: Course, intent: Withdraw, said: Said, window: Window) -> None:
    words.people_once = words.people or words.people_once
    words.people = words.tentative = 0


def _capped(people: int, window: Window) -> int:
    return max(1, min(people, window.max_people))


def _spent(words: Course, intent: Spent, said: Said, window: Window) -> None:
    # A sum in another currency is never converted: it stays with the message, out of the total.
    if intent.currency not in (None, window.currency):
        return
    before = (words.spent or 0) if intent.more else 0
    spent = before + minor_units(intent.amount, window.currency)
    if spent > 0:
        words.spent = spent


_Step = Callable[[Course, Any, Said, Window], None]
_STEPS: dict[type[Any], _Step] = {
    Nominate: _nominate,
    Vote: _vote,
    Unvote: _unvote,
    Commit: _commit,
    Companions: _companions,
    Tentative: _tentative,
    Withdraw: _withdraw,
    Spent: _spent,
}

Key = tuple[str, int]
UNNAMED = "unnamed"
HELD = "held"
DROPPED = "dropped"
SUSPECTED = "suspected"


_COUNTED: Mapping[Ruling | None, str] = {Ruling.HELD: HELD, Ruling.DROPPED: DROPPED}


def counts(standing: Standing) -> dict[Key, int]:
    """What one standing adds to the tally, by (what, number of the nomination or 0)."""
    found: dict[Key, int] = {}
    if standing.backs or standing.nomination:
        nominated = standing.backs | ({standing.nomination} if standing.nomination else set())
        found = {("nominators", number): 1 for number in nominated}
    if standing.vote is not None:
        where = _COUNTED.get(standing.suspicion.ruling if standing.suspicion else None, "votes")
        found[where, standing.vote] = 1
        if standing.nameless and where == "votes":
            found[UNNAMED, standing.vote] = 1
    if standing.suspicion is not None:
        found[SUSPECTED, 0] = 1
    if standing.people:
        found["commitments", 0] = 1
        found["people", 0] = standing.people
    if standing.tentative:
        found["tentative", 0] = standing.tentative
    if standing.spent is not None:
        found["spenders", 0] = 1
        found["spent", 0] = standing.spent
    return found


def difference(before: Standing, after: Standing) -> dict[Key, int]:
    """By how much the tally moves when a standing changes; what does not move is left out."""
    moves = counts(after)
    for key, n in counts(before).items():
        moves[key] = moves.get(key, 0) - n
    return {key: by for key, by in moves.items() if by}


@value(frozen=True, slots=True)
class Tally:
    """The sum of all standings of a mob, by (what, number)."""

    numbers: Mapping[Key, int] = field(default_factory=dict)

    def of(self, what: str, number: int = 0) -> int:
        """One figure, 0 where nobody moved it."""
        return self.numbers.get((what, number), 0)

    def moved(self, by: Mapping[Key, int]) -> Tally:
        """The tally after the differences of one standing."""
        if not by:
            return self
        numbers = dict(self.numbers)
        for key, n in by.items():
            numbers[key] = numbers.get(key, 0) + n
        return Tally(numbers)

    def named(self) -> Tally:
        """The tally without the votes of people whom their network does not name."""
        unnamed = {("votes", number): -n for (w, number), n in self.numbers.items() if w == UNNAMED}
        return self.moved(unnamed)

    def released(self, number: int) -> Tally:
        """The tally if all held votes for one nomination counted."""
        held = self.of(HELD, number)
        return self.moved({("votes", number): held, (HELD, number): -held} if held else {})

    @property
    def votes(self) -> int:
        """How many votes are counted for all candidates together."""
        return self._sum("votes")

    @property
    def held(self) -> int:
        """How many votes wait for an organiser and are not counted."""
        return self._sum(HELD)

    @property
    def dropped(self) -> int:
        """How many votes an organiser dropped."""
        return self._sum(DROPPED)

    def _sum(self, of: str) -> int:
        return sum(n for (what, _), n in self.numbers.items() if what == of)


def recount(standings: Iterable[Standing]) -> dict[Key, int]:
    """The tally made anew from every standing; equals the one kept by differences."""
    total: Counter[Key] = Counter()
    for standing in standings:
        total.update(counts(standing))
    return {key: n for key, n in total.items() if n}
