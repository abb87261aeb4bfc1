"""The door of time: what becomes due in a mob as its moments pass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import calls
from bot.domain.announcing import (
    FREE_OF_CHARGE,
    PAID_FOR,
    Step,
    amounts,
    announce,
    countdown,
    drinks,
    gather,
    nudge,
    recap,
    reveal,
    while_announced,
)
from bot.domain.ballot import numbered, shortlist
from bot.domain.calendar import Moment
from bot.domain.calls import presented_key
from bot.domain.deciding import consent, count, looked_at, postpone, stand_in
from bot.domain.facts import counted, facts, half_way, public, so_far
from bot.domain.mob import BEFORE_RESULT, Decision, Mob, State, eligible, move, put
from bot.domain.posts import Say
from bot.domain.stages import Stage
from bot.domain.standing import SUSPECTED, Tally

COUNTED_EVERY = timedelta(minutes=10)
COUNTED_AT_LEISURE = timedelta(hours=12)
MANY_VOTES = 10


def advance(mob: Mob, tally: Tally, now: datetime) -> Decision:
    """All that has become due until `now`, moment after moment in the order of the calendar.

    A moment that has to wait (a ballot without approved names) stays undone and is looked at
    again the next time; one that is dealt with is never looked at again.
    """
    says: list[Say] = []
    for moment, due in mob.moments().items():
        if due > now:
            break
        if moment in mob.done or mob.stage is Stage.CANCELLED:
            continue
        step = _STEPS.get(moment, countdown)
        decision = step(mob, tally, due, now)
        if decision is not None:
            mob = replace(decision.mob, done=decision.mob.done | {moment})
            says.extend(decision.says)
    settled = _settle(mob, tally, now)
    told = _told(settled.mob, tally, now)
    return Decision(told.mob, (*says, *settled.says, *told.says))


def _call(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    if mob.stage is not Stage.CALLING:
        return Decision(mob)
    moments = mob.moments()
    # Without a call there is no mob: late is better than never, but then not twice in a breath.
    said = mob.done | {Moment.SHORTLIST} if now >= moments[Moment.SHORTLIST] else mob.done
    return Decision(replace(mob, done=said), (calls.call(mob, tally, due, now),))


def _shortlist(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    live = [n for n in mob.nominations if n.state in (State.WAITING, State.APPROVED)]
    if mob.stage is not Stage.CALLING or live:
        return Decision(mob)
    say = calls.call_again(mob, tally, due, due)
    # A new date may be so near that this moment of its calendar is long over.
    return Decision(mob, (say,) if now < say.until else ())


def _ballot(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    """Opens the ballot of two or more, while there is time left to vote; a single shop needs none
    and goes straight to consent."""
    if mob.stage is not Stage.CALLING:
        return Decision(mob)
    candidates = shortlist(mob, tally)
    if not candidates or (len(candidates) == 1 and _undecided(mob, now)):
        return None
    moments = mob.moments()
    if len(candidates) > 1 and now > half_way(mob, moments[Moment.BALLOT_LATEST]):
        return None
    mob = put(mob, *numbered(candidates))
    if len(candidates) == 1:
        return Decision(move(mob, Stage.CONSENTING, winner=candidates[0].number))
    closes = moments[Moment.CLOSE]
    mob = move(mob, Stage.BALLOTING, opened=now, closes=closes)
    return Decision(mob, tuple(calls.ballot(mob, tally, closes, now)))


def _undecided(mob: Mob, now: datetime) -> bool:
    """Whether names still wait for an organiser, with time left to decide."""
    waiting = any(n.state is State.WAITING for n in mob.nominations)
    return waiting and now < mob.moments()[Moment.BALLOT_LATEST]


def _ballot_latest(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    if mob.stage is not Stage.CALLING:
        return Decision(mob)
    opened = _ballot(mob, tally, due, now)
    return opened or postpone(mob, tally, now)


def _last_call(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    """Reminds everybody once that the vote is about to close."""
    if mob.stage is not Stage.BALLOTING or mob.closes is None:
        return Decision(mob)
    # A ballot that opened late has its last third later than the calendar of before said.
    if now < mob.moments()[Moment.LAST_CALL]:
        return None
    say = calls.last_call(mob, tally, mob.closes, now)
    return Decision(mob, (say,) if say is not None else ())


def _nothing(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    return Decision(mob)


_STEPS: Mapping[str, Step] = {
    Moment.CALL: _call,
    Moment.SHORTLIST: _shortlist,
    Moment.BALLOT: _ballot,
    Moment.BALLOT_LATEST: _ballot_latest,
    Moment.LAST_CALL: _last_call,
    Moment.CLOSE: _nothing,
    Moment.COUNT: count,
    Moment.CONSENT: consent,
    Moment.ANNOUNCE: announce,
    Moment.MORNING: while_announced("morning", "morning"),
    Moment.REVEAL: reveal,
    Moment.GATHER: gather,
    Moment.DRINKS: drinks,
    Moment.AMOUNTS: amounts,
    Moment.RECAP: recap,
    Moment.NUDGE: nudge,
}


def _settle(mob: Mob, tally: Tally, now: datetime) -> Decision:
    """What waits for no moment: approved names are presented, each in a post of its own; where
    the winner's owner refused, the next in line is asked (after the last hour for a yes: one that
    has agreed); and a result that waited for held votes stands once none can change it."""
    if mob.stage is Stage.CONSENTING and mob.won is not None and not eligible(mob.won):
        return stand_in(mob, tally, now, agreed=Moment.CONSENT in mob.done)
    if mob.stage is Stage.CONSENTING and mob.winner is None and tally.of(SUSPECTED):
        return looked_at(mob, tally)
    if mob.stage is not Stage.CALLING or Moment.CALL not in mob.done:
        return Decision(mob)
    until = mob.moments()[Moment.BALLOT]
    says = tuple(
        calls.presenting(mob, n, tally, now)
        for n in mob.nominations
        if n.state is State.APPROVED and presented_key(n) not in mob.done and now < until
    )
    return Decision(replace(mob, done=mob.done | {say.key for say in says}), says)


def _told(mob: Mob, tally: Tally, now: datetime) -> Decision:
    """The line under the ballot that says how many votes are counted, when one is owed.

    While many arrive, one every ten minutes; where they come singly, two a day and one at the
    close, so that a small town is not drowned in arithmetic. Where a post costs money, the first
    one after the close alone, also when the others have heard that number before.
    """
    said = (tally.votes, tally.held) == (mob.told_votes, mob.told_held)
    final = Moment.CLOSE in mob.done and not _told_since_close(mob)
    nothing_new = said and not (final and tally.votes + tally.held)
    if mob.stage is not Stage.BALLOTING or nothing_new:
        return Decision(mob)
    moved = abs(tally.votes - mob.told_votes) + abs(tally.held - mob.told_held)
    many = Moment.CLOSE in mob.done or moved >= MANY_VOTES
    since = now - (mob.told_at or mob.opened or now)
    if not final and since < (COUNTED_EVERY if many else COUNTED_AT_LEISURE):
        return Decision(mob)
    values = facts(mob, tally, now) | counted(tally) | {"up_to": now}
    values |= so_far(mob, tally, now)
    say = public(
        mob,
        "counted",
        values,
        due=now,
        until=now + COUNTED_EVERY,
        key=f"counted:{now:%Y%m%dT%H%M%S}",
        under="ballot",
        networks=PAID_FOR if said else () if final else FREE_OF_CHARGE,
    )
    told = replace(mob, told_votes=tally.votes, told_held=tally.held, told_at=now)
    return Decision(told, (say,))


def _told_since_close(mob: Mob) -> bool:
    told, closes = mob.told_at, mob.closes
    return told is not None and closes is not None and told >= closes


def still_open(mob: Mob) -> bool:
    """Whether nominations may still join this mob."""
    return mob.stage in BEFORE_RESULT and mob.opened is None
