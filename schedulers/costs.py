"""What an account that costs money has cost this month, what for, and what is still to come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from bot.acts.voices import speaker
from bot.config import City
from bot.domain.calendar import Moment
from bot.domain.links import has_link
from bot.domain.mob import Mob
from bot.domain.posts import Action
from bot.domain.stages import Stage
from bot.speaking import Voice, speak
from bot.speaking.catalogue import KINDS
from bot.speaking.preview import sample
from schedulers.budget import Budget, month_of, next_month, this_month
from storage import lanes, ledger, mobs, posted
from storage.outbox import Promise, Rank, Sent

DAY = timedelta(days=1)

# The public text that a moment of the calendar brings; a step of the countdown brings one too.
_SAID = {
    Moment.CALL: "call",
    Moment.BALLOT: "ballot",
    Moment.LAST_CALL: "last_call",
    Moment.CLOSE: "counted",
    Moment.ANNOUNCE: "announcement",
    Moment.MORNING: "morning",
    Moment.REVEAL: "reveal",
    Moment.GATHER: "gather",
    Moment.AMOUNTS: "amounts",
    Moment.RECAP: "recap",
    Moment.NUDGE: "nudge",
}
_READING = {"": "reading", "again": "second reading", "own": "looking for own posts"}


@dataclass(frozen=True, slots=True)
class Line:
    """How many of something, and what they cost together in millionths of a dollar."""

    name: str
    count: int
    cost: int


@dataclass(frozen=True, slots=True)
class Costs:
    """One account's month, in millionths of a dollar.

    `items` are the lines of the network's bill, `habits` the same money by what it was spent for.
    `scheduled` is what the calendars will still post this month, `at_this_pace` what reading and
    answering will cost if they go on as they did.
    """

    month: str
    cap: int
    items: tuple[Line, ...]
    habits: tuple[Line, ...]
    scheduled: int
    at_this_pace: int

    @property
    def spent(self) -> int:
        """This month so far."""
        return sum(line.cost for line in self.items)

    @property
    def forecast(self) -> int:
        """The whole month."""
        return self.spent + self.scheduled + self.at_this_pace


def costs(view: Connection, city: City, network: str, budget: Budget, now: datetime) -> Costs:
    """The month of an account, by the ledger, the outbox and the calendars."""
    month = month_of(now)
    bought = ledger.bought(view, city.key, network, month)
    rows = [row for row in posted.of_city(view, city.key) if row.network == network]
    sent = [row for row in rows if row.sent_at is not None and month_of(row.sent_at) == month]
    habits = (*_posts(sent, budget), *_reading(bought, budget))
    running = [mob for mob, _ in mobs.of_city(view, city.key)]
    voice = speaker(city, lanes.all_lanes(view)).voices[network]
    return Costs(
        month=month,
        cap=budget.cap or 0,
        items=tuple(_items(bought, budget)),
        habits=tuple(sorted(habits, key=lambda line: (-line.cost, line.name))),
        scheduled=_waiting(rows, budget, now) + sum(_ahead(m, voice, budget, now) for m in running),
        at_this_pace=_at_this_pace(habits, _since(running, now), now),
    )


def _items(bought: Mapping[str, int], budget: Budget) -> Iterator[Line]:
    billed: Counter[str] = Counter()
    for item, n in bought.items():
        billed[item.partition(":")[0]] += n
    for item, n in sorted(billed.items()):
        yield Line(item, n, n * budget.price(item))


def _posts(sent: list[Promise], budget: Budget) -> Iterator[Line]:
    counts: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    for row in sent:
        if row.action is Action.POST:
            habit = "answers" if row.rank is Rank.REPLY else row.kind.removesuffix("_secret")
            counts[habit] += 1
            sums[habit] += _price(row.text, budget, answer=row.rank is Rank.REPLY)
    return (Line(habit, n, sums[habit]) for habit, n in counts.items())


def _reading(bought: Mapping[str, int], budget: Budget) -> Iterator[Line]:
    counts: Counter[str] = Counter()
    sums: Counter[str] = Counter()
    for item, n in bought.items():
        thing, _, what_for = item.partition(":")
        if thing.endswith("_read"):
            counts[what_for] += n
            sums[what_for] += n * budget.price(item)
    return (Line(_READING[what], n, sums[what]) for what, n in counts.items())


def _price(text: str, budget: Budget, *, answer: bool = False) -> int:
    if has_link(text):
        return budget.price("post_with_url")
    return budget.price("reply_summoned" if answer else "post")


def _waiting(rows: list[Promise], budget: Budget, now: datetime) -> int:
    """What is promised and not out."""
    return sum(
        _price(row.text, budget, answer=row.rank is Rank.REPLY)
        for row in rows
        if row.state in (Sent.PENDING, Sent.SENDING)
        and row.action is Action.POST
        and row.due < next_month(now)
    )


def _ahead(mob: Mob, voice: Voice, budget: Budget, now: datetime) -> int:
    """What the calendar of a mob will say this month, by texts of the usual length."""
    if mob.stage in (Stage.CANCELLED, Stage.POSTPONED):
        return 0
    kinds = [
        _SAID.get(Moment(name), "") if " " not in name else "countdown"
        for name, at in mob.moments().items()
        if now < at < next_month(now) and name not in mob.done
    ]
    rules = mob.rules
    drafts = (
        draft
        for kind in kinds
        if kind
        for draft in speak(
            sample(KINDS[kind]),
            voice,
            languages=rules.languages,
            zone=rules.zone,
            currency=rules.currency,
        )
    )
    return sum(_price(draft.text, budget) for draft in drafts)


def _since(running: list[Mob], now: datetime) -> datetime:
    """Since when there was anything to read this month."""
    first = min((mob.created_at for mob in running), default=now)
    return max(first, this_month(now))


def _at_this_pace(habits: tuple[Line, ...], since: datetime, now: datetime) -> int:
    """Reading and answers, taken on to the end of the month; a first day counts as a whole one."""
    flowing = {"answers", *_READING.values()}
    so_far = sum(line.cost for line in habits if line.name in flowing)
    return int(so_far * ((next_month(now) - now) / max(DAY, now - since)))
