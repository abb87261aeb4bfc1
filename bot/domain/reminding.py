"""Reminders for those who asked for one: once before the vote closes, once before the mob."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.calendar import Moment
from bot.domain.facts import facts, said_once
from bot.domain.intents import Commit, Remind, Tentative, Withdraw
from bot.domain.mob import Mob
from bot.domain.posts import Say
from bot.domain.stages import Stage
from bot.domain.standing import Said, Standing, Tally

VOTE, MOB = "reminder_vote", "reminder_mob"
REMINDERS = frozenset({VOTE, MOB, f"{MOB}_secret"})

_DAY, _SOON = timedelta(days=1), timedelta(hours=2)
# The same in a calendar of seconds: a seventh, and an 84th, of a week's lead.
_OF_LEAD = (_DAY / timedelta(days=7), _SOON / timedelta(days=7))


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour at which those are reminded who asked since the one before; `name` is its name
    among the moments that a mob has dealt with, `until` when it is too late for it."""

    name: str
    kind: str
    at: datetime
    since: datetime | None
    until: datetime


Words = Mapping[str, tuple[Standing, Sequence[Said]]]
"""Everybody's standing in a mob, with all that they said in it."""


def hours(mob: Mob) -> tuple[Hour, ...]:
    """When people are reminded: of the vote with everybody else, or shortly before the close if
    they asked later; of the mob the day before, or two hours before it."""
    if mob.stage is Stage.BALLOTING and mob.closes is not None:
        called = mob.moments()[Moment.LAST_CALL]
        late = mob.closes - (mob.closes - called) / 8
        return _two(VOTE, (called, late), mob.closes)
    if mob.stage is Stage.ANNOUNCED and mob.meets_at is not None:
        lead = mob.meets_at - mob.moments()[Moment.ANNOUNCE]
        day, soon = (
            min(step, lead * part) for step, part in zip((_DAY, _SOON), _OF_LEAD, strict=True)
        )
        return _two(MOB, (mob.meets_at - day, mob.meets_at - soon), mob.meets_at)
    return ()


def _two(kind: str, at: tuple[datetime, datetime], until: datetime) -> tuple[Hour, ...]:
    first, second = at
    return (
        Hour(f"{kind}:first", kind, first, None, second),
        Hour(f"{kind}:second", kind, second, first, until),
    )


def due(mob: Mob, now: datetime) -> tuple[Hour, ...]:
    """The hours that have come and are not dealt with."""
    return tuple(hour for hour in hours(mob) if hour.at <= now and hour.name not in mob.done)


def reminders(mob: Mob, hour: Hour, people: Words, tally: Tally, now: datetime) -> tuple[Say, ...]:
    """One word to each who asked in time and whom it still concerns, under their own message."""
    if now >= hour.until:
        return ()
    values = facts(mob, tally, now)
    kind = hour.kind
    if kind is VOTE:
        values |= {"until": mob.closes}
    elif not mob.revealed(now):
        kind = f"{MOB}_secret"
    return tuple(
        Say(kind, f"{said_once(mob, hour.kind)}:{ask.network}:{ask.event}", now, hour.until,
            values, ask.origin)
        for ask in _asking(hour, people)
    )  # fmt: skip


def _asking(hour: Hour, people: Words) -> Iterator[Said]:
    concerned: Callable[[Standing, Sequence[Said]], bool] = _CONCERNED[hour.kind]
    for standing, said in people.values():
        ask = asked(said)
        if ask is None or not concerned(standing, said):
            continue
        if hour.since is None or ask.read_at > hour.since:
            yield ask


def asked(said: Iterable[Said]) -> Said | None:
    """The message that asked to be reminded, None where there is none or it was taken back. Asked
    twice it is the first one, so that nobody is reminded twice of one thing."""
    found = None
    for message in sorted(said, key=lambda s: s.said_at):
        for intent in message.intents:
            if isinstance(intent, Remind):
                found = None if intent.off else found or message
    return found


def _undecided(standing: Standing, said: Sequence[Said]) -> bool:
    return standing.vote is None


def _may_come(standing: Standing, said: Sequence[Said]) -> bool:
    """Whether they have not said that they cannot come."""
    last = None
    for message in sorted(said, key=lambda s: s.said_at):
        for intent in message.intents:
            if isinstance(intent, Commit | Tentative | Withdraw):
                last = intent
    return not isinstance(last, Withdraw)


_CONCERNED = {VOTE: _undecided, MOB: _may_come}
