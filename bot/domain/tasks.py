"""What an organiser has to do now, and by when: the list behind `cashmob todo`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.ballot import turned_by_held, turned_by_unnamed
from bot.domain.calendar import Moment
from bot.domain.checklist import POINTS
from bot.domain.hours import misfits
from bot.domain.mob import (
    AFTERWARDS,
    ENDED,
    Answer,
    Mob,
    Nomination,
    State,
    asked_and_yes,
    eligible,
    empty,
)
from bot.domain.posts import Say, Value
from bot.domain.stages import Stage
from bot.domain.standing import Tally

DAY = timedelta(days=1)
NOBODY = Tally()


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: a key of the organisers' texts, since when, by when, the command to type."""

    kind: str
    since: datetime
    by: datetime | None
    command: str
    number: int = 0
    values: dict[str, Value] = field(default_factory=dict)


def tasks(mob: Mob, now: datetime, tally: Tally = NOBODY) -> tuple[Task, ...]:
    """What is to be done in a mob now, the most urgent first."""
    found = [*_names(mob), *_owners(mob), *_hours(mob), *_votes(mob, tally)]
    found += [*_result(mob, tally, now), *_afterwards(mob)]
    far = now + 3650 * DAY
    return tuple(sorted(found, key=lambda t: (t.by or far, t.kind, t.number)))


def _names(mob: Mob) -> Iterator[Task]:
    if mob.stage is not Stage.CALLING:
        return
    moments = mob.moments()
    for n in mob.nominations:
        if n.state in (State.WAITING, State.HELD):
            since = max(n.said_at, moments[Moment.SHORTLIST])
            by = moments[Moment.BALLOT]
            command = f"cashmob approve {n.number}"
            yield Task("todo_approve", since, by, command, n.number, _of(n))


def _owners(mob: Mob) -> Iterator[Task]:
    moments = mob.moments()
    for n in mob.nominations:
        if n.consent.answer is Answer.HELD and mob.stage not in ENDED:
            command = f"cashmob mob refuse {n.number}"
            yield Task("todo_held", n.said_at, None, command, n.number, _of(n))
        elif mob.stage is Stage.CALLING and not mob.rules.notice and _unasked(n):
            since = max(n.said_at, moments[Moment.SHORTLIST])
            by = moments[Moment.BALLOT]
            command = f"cashmob mob ask {n.number} --channel visit"
            yield Task("todo_ask_owner", since, by, command, n.number, _of(n))


def _hours(mob: Mob) -> Iterator[Task]:
    """Shops that are closed at the mob's hour, as long as there is time to do something."""
    moments = mob.moments()
    for found in misfits(mob):
        number = found.nomination.number
        command = f'cashmob mob facts {number} --hours "{found.nomination.hours}"'
        by = moments[Moment.CONSENT]
        yield Task(found.kind, mob.created_at, by, command, number, found.values)


def _unasked(nomination: Nomination) -> bool:
    return nomination.state is State.APPROVED and nomination.consent.answer is Answer.NONE


def _votes(mob: Mob, tally: Tally) -> Iterator[Task]:
    """While the vote is open, the votes that are held are best looked at as they come."""
    if mob.stage is Stage.BALLOTING and tally.held and mob.opened is not None:
        by = mob.window().counted
        yield Task("todo_held_votes", mob.opened, by, "cashmob votes", 0, {"count": tally.held})


def _result(mob: Mob, tally: Tally, now: datetime) -> Iterator[Task]:
    """What stands between a result and its announcement."""
    moments = mob.moments()
    if mob.stage is Stage.POSTPONED and (mob.meets_at is None or mob.meets_at <= now):
        command = "cashmob mob postpone --to DATE"
        yield Task("todo_new_date", mob.created_at, None, command)
        return
    if mob.stage is Stage.POSTPONED and not any(eligible(n) for n in mob.nominations):
        since = moments[Moment.BALLOT_LATEST]
        if empty(mob):
            yield Task("todo_no_shop", since, None, "cashmob mob postpone --to DATE")
        else:
            # Its vote is over: only another mob can have another one.
            yield Task("todo_no_shop_left", since, None, "cashmob mob cancel --reason WORDS")
        return
    if mob.stage not in (Stage.CONSENTING, Stage.POSTPONED):
        return
    by = moments[Moment.CONSENT if mob.stage is Stage.CONSENTING else Moment.ANNOUNCE]
    # After a new date the old ballot's count lies far back: nobody is reminded before it is time.
    since = max(moments[Moment.COUNT], moments[Moment.SHORTLIST])
    winner = mob.won
    if winner is None or not eligible(winner):
        yield _choice(mob, tally, since, by)
    elif not asked_and_yes(mob, winner):
        command = f"cashmob mob consent {winner.number} --channel phone"
        if now > moments[Moment.ANNOUNCE]:
            command += " --short-notice"
        yield Task("todo_confirm", since, by, command, winner.number, _of(winner))
    elif now > moments[Moment.ANNOUNCE] and not mob.short_notice:
        command = f"cashmob mob consent {winner.number} --channel phone --short-notice"
        since = moments[Moment.ANNOUNCE]
        yield Task("todo_late", since, None, command, winner.number, _of(winner))


def _choice(mob: Mob, tally: Tally, since: datetime, by: datetime) -> Task:
    """The shop is an organiser's to choose: nobody won, or only by votes of unnamed people, or
    held votes could make another one win."""
    command = "cashmob mob choose NUMBER"
    waits = mob.stage is Stage.CONSENTING and mob.winner is None
    could = turned_by_held(mob, tally) if waits else None
    if could is not None:
        counted, other = could
        doubt: dict[str, Value] = {
            "count": tally.held,
            "shop": counted.name if counted else None,
            "other": other.name,
        }
        return Task("todo_choose_held", since, by, "cashmob votes", 0, doubt)
    turned = turned_by_unnamed(mob, tally) if mob.winner is None else None
    if turned is None:
        return Task("todo_choose", since, by, command)
    first, without = turned
    values: dict[str, Value] = {"shop": first.name, "other": without.name if without else None}
    return Task("todo_choose_unnamed", since, by, command, 0, values)


def _afterwards(mob: Mob) -> Iterator[Task]:
    if mob.stage in AFTERWARDS and mob.till is None and mob.won is not None:
        moments = mob.moments()
        by = moments[Moment.RECAP]
        command = "cashmob mob till AMOUNT"
        yield Task("todo_till", moments[Moment.AMOUNTS], by, command, mob.won.number, _of(mob.won))


def _of(nomination: Nomination) -> dict[str, Value]:
    return {
        "number": nomination.number,
        "shop": nomination.name,
        "place": nomination.place or "",
        "flag": "; ".join(filter(None, (nomination.flag, nomination.reason))),
        "checked": len(nomination.ticks),
        "points": len(POINTS),
    }


def reminders(mob: Mob, now: datetime, tally: Tally = NOBODY) -> tuple[Say, ...]:
    """The private word to the organisers about each thing that is due, once a day until done."""
    says = []
    for task in tasks(mob, now, tally):
        if task.since > now or (mob.stage is Stage.CLOSED and task.by and now > task.by + 3 * DAY):
            continue
        day = int((now - task.since) / DAY)
        key = f"{task.kind}:{task.number}:{mob.sequence}:{day}"
        values: dict[str, Value] = {
            "command": task.command,
            "by": task.by,
            "when": mob.meets_at,
            **task.values,
        }
        says.append(Say(task.kind, key, now, now + DAY, values, organiser=True))
    return tuple(says)
