"""A mob: its stage, calendar, candidates and rules (never the votes), and the table of stages.

Three doors lead in, each pure and each returning a `Decision`: `hear` (a person said something),
`order` (an organiser acts) and `advance` (time has passed). They stand in `hearing.py`,
`ordering.py` and `advancing.py`; what all three share is here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.calendar import Moment, Steps, calendar, last_call
from bot.domain.checklist import Tick
from bot.domain.posts import Money, Say, Value
from bot.domain.stages import Stage
from bot.domain.standing import Standing, Window
from bot.domain.values import value

# From a stage to the stages it may go to; nothing else changes a stage.
TRANSITIONS: Mapping[Stage, tuple[Stage, ...]] = {
    Stage.CALLING: (Stage.BALLOTING, Stage.CONSENTING, Stage.POSTPONED, Stage.CANCELLED),
    Stage.BALLOTING: (Stage.CONSENTING, Stage.POSTPONED, Stage.CANCELLED),
    Stage.CONSENTING: (Stage.ANNOUNCED, Stage.POSTPONED, Stage.CANCELLED),
    Stage.ANNOUNCED: (Stage.GATHERING, Stage.POSTPONED, Stage.CANCELLED),
    Stage.GATHERING: (Stage.RECAPPING, Stage.CANCELLED),
    Stage.RECAPPING: (Stage.CLOSED,),
    Stage.CLOSED: (),
    Stage.POSTPONED: (Stage.CALLING, Stage.ANNOUNCED, Stage.CANCELLED),
    Stage.CANCELLED: (),
}

ENDED = frozenset({Stage.CLOSED, Stage.CANCELLED})
BEFORE_RESULT = frozenset({Stage.CALLING, Stage.BALLOTING})
AFTERWARDS = frozenset({Stage.RECAPPING, Stage.CLOSED})
MEETING = frozenset({Stage.ANNOUNCED, Stage.GATHERING, Stage.RECAPPING, Stage.CLOSED})


class State(StrEnum):
    """What an organiser decided about a nominated name. HELD: not before a doubt is settled (a
    partisan or divisive target, say); LATER: kept for the next mob, since it is off the theme."""

    WAITING = "waiting"
    APPROVED = "approved"
    REJECTED = "rejected"
    MERGED = "merged"
    HELD = "held"
    LATER = "later"


class Answer(StrEnum):
    """What the owner said. HELD: somebody wrote as the owner, an organiser must look."""

    NONE = "none"
    ASKED = "asked"
    YES = "yes"
    NO = "no"
    HELD = "held"


class Reveal(StrEnum):
    """When the public reads the shop's name."""

    NAME = "name"
    PLACE = "meeting point"
    HOURS = "hours before"
    SPOT = "on the spot"


@dataclass(frozen=True, slots=True)
class Rules:
    """The city's rules as they were when the mob started; sums in minor units of `currency`.

    With `likes`, people whom Facebook does not name vote there by liking the comment in which a
    shop of the ballot stands, and not by what they write.
    """

    city: str
    zone: str
    currency: str
    spend_low: int
    spend_high: int
    languages: tuple[str, ...] = ("en",)
    hashtag: str = ""
    meeting_point: str = ""
    look_for: str = ""
    drinks: str = ""
    contact: str = ""
    notice: bool = False
    reveal: Reveal = Reveal.NAME
    totals: str = "hidden"
    losing_figures: bool = False
    theme: str = ""
    country: str = ""
    self_nomination: str = "mark"
    divisive: tuple[str, ...] = ()
    cool_down: timedelta = timedelta(days=365)
    erase_after: timedelta = timedelta(days=30)
    max_people: int = 10
    ballot_size: int = 9
    likes: bool = False
    steps: Steps = field(default_factory=Steps)


@dataclass(frozen=True, slots=True)
class Consent:
    """The owner's answer: who recorded it, by which channel, and that date and hour were told."""

    answer: Answer = Answer.NONE
    by: str = ""
    channel: str = ""
    told: datetime | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Nomination:
    """A shop put forward for this mob, `number` being its own number here for ever.

    The name is what was written until an organiser approved or corrected it; `choice` is its
    number on the ballot; `into` the nomination it was merged into; `shop` the known shop; `near`
    the nominations it resembles, for an organiser to merge; `flag` what else to look at; `paper`
    how many people put it forward on paper; `own` that its owner did; `ticks` are the points of
    the checklist that somebody looked at, `aliases` the other names that organisers confirmed.
    `parking`, `access` and `payment` are what the owner told of these, in the organisers' words,
    `hours` when the shop is open (`hours.py` tells in which words). The owner's letters go to
    `owner_email`, and nothing else does; `thanks` names who had the idea and agreed to be named.
    """

    number: int
    name: str
    said_at: datetime
    place: str | None = None
    state: State = State.WAITING
    into: int | None = None
    choice: int | None = None
    consent: Consent = Consent()
    shop: int | None = None
    pinned: bool = False
    near: tuple[int, ...] = ()
    flag: str = ""
    reason: str = ""
    paper: int = 0
    own: bool = False
    ticks: tuple[Tick, ...] = ()
    aliases: tuple[str, ...] = ()
    owner_email: str = ""
    thanks: str = ""
    parking: str = ""
    access: str = ""
    payment: str = ""
    hours: str = ""


def also_called(nomination: Nomination, *names: str) -> Nomination:
    """The nomination with these other names for its shop, each once."""
    known = (*nomination.aliases, *names)
    return replace(
        nomination, aliases=tuple(dict.fromkeys(n for n in known if n and n != nomination.name))
    )


@dataclass(frozen=True, slots=True)
class Mob:
    """One cash mob, from the call for nominations to the recap.

    `meets_at` is None only where an organiser put the mob off without a new date. `sequence`
    counts its dates (0 for the first). `done` names the moments already dealt with. `opened` and
    `closes` are the ballot's own times once it is open. `stepped_in` says that a runner-up stands
    in for the leader, so that this ballot's numbers are never published. `short_notice` is an
    organiser's word that this shop may be announced later than the lead. `revealed_at` is when
    an organiser gave the shop's name away before the city's rule would. `told_votes` is the number
    that the last line under the ballot gave, at `told_at`, and `told_held` how many were held then.
    `private` names the owner's figures, beside the till's total, that stay out of public texts.
    """

    id: int
    rules: Rules
    stage: Stage
    meets_at: datetime | None
    created_at: datetime
    sequence: int = 0
    nominations: tuple[Nomination, ...] = ()
    done: frozenset[str] = frozenset()
    opened: datetime | None = None
    closes: datetime | None = None
    winner: int | None = None
    stepped_in: bool = False
    short_notice: bool = False
    revealed_at: datetime | None = None
    next_call: datetime | None = None
    till: int | None = None
    till_private: bool = False
    heads: int | None = None
    sales: int | None = None
    usual_percent: int | None = None
    new_percent: int | None = None
    private: frozenset[str] = frozenset()
    told_votes: int = 0
    told_held: int = 0
    told_at: datetime | None = None
    ended_at: datetime | None = None
    # Every message of a page asks for the window, and it follows from the mob alone.
    _window: list[Window] = field(default_factory=list, init=False, compare=False, repr=False)

    @property
    def city(self) -> str:
        """The key of the city."""
        return self.rules.city

    def moments(self) -> dict[str, datetime]:
        """The calendar, in order of time; empty while there is no date. An open ballot keeps the
        close that it told, wherever the mob's date goes."""
        if self.meets_at is None:
            return {}
        found = calendar(self.meets_at, self.rules.zone, self.rules.steps)
        if self.closes is None:
            return found
        opened = self.opened or found[Moment.BALLOT]
        told = {
            Moment.LAST_CALL: last_call(opened, self.closes),
            Moment.CLOSE: self.closes,
            Moment.COUNT: self.closes + self.rules.steps.grace,
        }
        return dict(sorted((found | told).items(), key=lambda pair: pair[1]))

    def nomination(self, number: int) -> Nomination | None:
        """The nomination of that number, merges followed; None when there is none."""
        found = next((n for n in self.nominations if n.number == number), None)
        if found is not None and found.into is not None:
            return self.nomination(found.into)
        return found

    @property
    def won(self) -> Nomination | None:
        """The shop this mob goes to, once that is settled."""
        return None if self.winner is None else self.nomination(self.winner)

    @property
    def ballot(self) -> tuple[Nomination, ...]:
        """The shortlist in the order of its numbers; empty before the ballot."""
        listed = [n for n in self.nominations if n.choice is not None]
        return tuple(sorted(listed, key=lambda n: n.choice or 0))

    def window(self) -> Window:
        """What the fold of a standing needs to know of this mob."""
        if not self._window:
            self._window.append(self._looked_through())
        return self._window[0]

    def _looked_through(self) -> Window:
        closes = self.closes
        if closes is None:
            far = self.created_at + timedelta(days=3650)
            closes = self.moments().get(Moment.CLOSE, far)
        merged = {n.number: n.into for n in self.nominations if n.into is not None}
        return Window(
            opens=self.opened,
            closes=closes,
            counted=closes + self.rules.steps.grace,
            currency=self.rules.currency,
            max_people=self.rules.max_people,
            merged=merged,
        )

    def revealed(self, now: datetime) -> bool:
        """Whether the public may read the shop's name now."""
        if self.stage not in MEETING or self.meets_at is None or self.won is None:
            return False
        # No yes to this very date, a no, or somebody wrote as the owner and nobody has looked yet.
        if not asked_and_yes(self, self.won):
            return False
        if self.revealed_at is not None and now >= self.revealed_at:
            return True
        if self.rules.reveal is Reveal.PLACE:
            return self.stage in AFTERWARDS
        if self.rules.reveal is Reveal.HOURS:
            return now >= self.moments().get(Moment.REVEAL, self.meets_at)
        return self.rules.reveal is Reveal.NAME or now >= self.meets_at

    def spend(self, minor: int) -> Money:
        """A sum in the city's currency."""
        return Money(minor, self.rules.currency)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An act that is not possible now: a key of the organisers' texts, with its values."""

    kind: str
    values: Mapping[str, Value] = field(default_factory=dict)


@value(frozen=True, slots=True)
class Decision:
    """What a door decided: the mob and the standing as they are afterwards, and what to say.

    What differs from before is saved in the same transaction as the says. A refused act changes
    and says nothing. `forget` asks for everything that leads to the person to be erased.
    """

    mob: Mob
    says: tuple[Say, ...] = ()
    standing: Standing | None = None
    refused: Refusal | None = None
    forget: bool = False


def refused(mob: Mob, kind: str, **values: Value) -> Decision:
    """The mob as it was, and why the act is not possible."""
    return Decision(mob, refused=Refusal(kind, values))


class WrongStage(Exception):
    """A door tried a transition that the table does not have: a fault of the program."""


def move(mob: Mob, to: Stage, **changes: object) -> Mob:
    """The mob in another stage; WrongStage, and nothing changed, where the table forbids it."""
    if to not in TRANSITIONS[mob.stage]:
        raise WrongStage(f"mob {mob.id}: {mob.stage} does not go to {to}")
    return replace(mob, stage=to, **changes)  # type: ignore[arg-type]


def put(mob: Mob, *changed: Nomination) -> Mob:
    """The mob with these nominations in the place of those of the same number, new ones last."""
    by_number = {n.number: n for n in mob.nominations} | {n.number: n for n in changed}
    return replace(mob, nominations=tuple(by_number[k] for k in sorted(by_number)))


def asked_and_yes(mob: Mob, nomination: Nomination) -> bool:
    """Whether the bot may name this shop as the winner: the owner agreed to this very date."""
    if mob.rules.notice:
        return nomination.consent.answer not in (Answer.NO, Answer.HELD)
    consent = nomination.consent
    return consent.answer is Answer.YES and consent.told == mob.meets_at


def empty(mob: Mob) -> bool:
    """Whether the mob was put off because it has no shop to go to, before anybody could vote."""
    left = any(eligible(n) for n in mob.nominations)
    return mob.stage is Stage.POSTPONED and mob.opened is None and not left


def eligible(nomination: Nomination) -> bool:
    """Whether a shop may stand on a ballot or win: approved, and its owner did not refuse."""
    refused = nomination.consent.answer in (Answer.NO, Answer.HELD)
    return nomination.state is State.APPROVED and not refused
