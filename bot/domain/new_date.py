"""A new date: what moves along with a mob, and what its owners and neighbours are told."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.domain import letters
from bot.domain.calendar import Moment
from bot.domain.deciding import put_off
from bot.domain.facts import facts, public
from bot.domain.mob import (
    BEFORE_RESULT,
    TRANSITIONS,
    Answer,
    Decision,
    Mob,
    empty,
    move,
    refused,
)
from bot.domain.orders import Postpone
from bot.domain.stages import Stage
from bot.domain.standing import Tally


def postpone(mob: Mob, act: Postpone, now: datetime, tally: Tally) -> Decision:
    """Puts the mob off. With a new date the owner has to be asked again and the whole lead runs
    anew; the people who committed stay committed and hear of it. One that was put off because no
    shop was left before there was a vote calls for shops again."""
    if mob.stage is not Stage.POSTPONED and Stage.POSTPONED not in TRANSITIONS[mob.stage]:
        return refused(mob, "too_late_to_postpone", stage=mob.stage.value)
    if act.weather and mob.stage is not Stage.ANNOUNCED:
        kind = (
            "already_postponed" if mob.stage is Stage.POSTPONED else "weather_only_once_announced"
        )
        return refused(mob, kind, stage=mob.stage.value)
    if act.to is None:
        if mob.stage is Stage.POSTPONED:
            return refused(mob, "already_postponed")
        says = put_off(mob, tally, now, weather=act.weather)
        return Decision(_undated(move(mob, Stage.POSTPONED), None), says)
    moved = _undated(mob, act.to)
    if empty(mob):
        moved = _called_anew(moved)
    if _too_soon(mob, moved, now):
        return refused(mob, "date_within_lead", when=act.to)
    if act.to == mob.meets_at:
        # Typed twice, it is still said once, and no owner is asked again for nothing.
        return refused(mob, "same_date", when=act.to)
    if mob.stage in BEFORE_RESULT | {Stage.CONSENTING}:
        decision = _redated(mob, moved, now, tally)
        to_owners = letters.called_off(mob, tally, now) + letters.asked_again(moved, tally, now)
        return replace(decision, says=(*decision.says, *to_owners))
    if moved.stage is Stage.CALLING:
        return Decision(moved)
    announced = mob.stage is Stage.ANNOUNCED
    says = put_off(mob, tally, now, weather=act.weather) if announced else ()
    says += letters.asked_again(moved, tally, now)
    stage = Stage.POSTPONED
    return Decision(moved if mob.stage is stage else replace(move(moved, stage)), says)


_NEXT_DEADLINE = {
    Stage.CALLING: Moment.BALLOT_LATEST,
    Stage.BALLOTING: Moment.CONSENT,
    Stage.CONSENTING: Moment.CONSENT,
}


def _too_soon(mob: Mob, moved: Mob, now: datetime) -> bool:
    """Whether the new date leaves no time for what is still to be done before its announcement;
    an open ballot first runs until the close that it told."""
    deadline = moved.moments()[_NEXT_DEADLINE.get(moved.stage, Moment.ANNOUNCE)]
    free = mob.window().counted if mob.stage is Stage.BALLOTING else now
    return deadline <= max(now, free)


def _undated(mob: Mob, to: datetime | None) -> Mob:
    """The mob with another date: every yes was for the old one, and what was due after the result
    is due again."""
    asked = tuple(
        replace(n, consent=replace(n.consent, answer=Answer.ASKED, told=None))
        if n.consent.answer is Answer.YES
        else n
        for n in mob.nominations
    )
    kept = mob.done & {Moment.CALL, Moment.SHORTLIST, Moment.BALLOT, Moment.BALLOT_LATEST}
    kept |= mob.done & {Moment.LAST_CALL, Moment.CLOSE, Moment.COUNT}
    kept |= frozenset(d for d in mob.done if d.startswith(("nomination:", "reminder_vote:")))
    return replace(
        mob,
        meets_at=to,
        sequence=mob.sequence + 1,
        nominations=asked,
        done=kept,
        short_notice=False,
        revealed_at=None,
    )


def _called_anew(mob: Mob) -> Mob:
    """The mob at its beginning, with its new date: names that were presented stay presented, and
    the shop that stood alone, and refused, has no number on the ballot to come."""
    presented = frozenset(d for d in mob.done if d.startswith("nomination:"))
    unlisted = tuple(replace(n, choice=None) for n in mob.nominations)
    return move(mob, Stage.CALLING, done=presented, winner=None, nominations=unlisted)


def _redated(mob: Mob, moved: Mob, now: datetime, tally: Tally) -> Decision:
    """Before the announcement the whole calendar moves along; an open ballot keeps its close."""
    if Moment.CALL not in mob.done:
        return Decision(moved)
    day = (moved.meets_at or now) - now
    say = public(
        moved,
        "new_date",
        facts(moved, tally, now),
        due=now,
        until=now + day / 4,
        under="call",
    )
    return Decision(moved, (say,))
