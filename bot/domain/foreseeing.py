"""What a mob would still say if all goes well: the calendar's own door, tried on a copy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.domain.advancing import advance
from bot.domain.ballot import ranking, shortlist
from bot.domain.calendar import Moment
from bot.domain.deciding import with_winner
from bot.domain.mob import (
    BEFORE_RESULT,
    Answer,
    Consent,
    Mob,
    Nomination,
    State,
    asked_and_yes,
    eligible,
    put,
)
from bot.domain.posts import Say
from bot.domain.stages import Stage
from bot.domain.standing import Tally


def foreseen(mob: Mob, tally: Tally, now: datetime, *, stand_ins: tuple[str, str]) -> list[Say]:
    """Every public text of the mob from now on, with the figures of now, in order of time.

    It is supposed that organisers approve the names that wait, that owners are asked and say yes,
    and, where nobody has voted yet, that the first on the list gets a vote. `stand_ins` are names
    for the two shops of a mob that has none yet.
    """
    says: list[Say] = []
    for instant in [now, *sorted({at for at in mob.moments().values() if at > now})]:
        mob = _without_doubts(_with_shops(mob, instant, stand_ins), tally, instant)
        tally = _voted(mob, tally)
        decision = advance(mob, tally, instant)
        mob = decision.mob
        says.extend(decision.says)
    return sorted(says, key=lambda say: say.due)


def _with_shops(mob: Mob, now: datetime, names: tuple[str, str]) -> Mob:
    """Two shops for a mob that nobody has nominated any for, once the organisers look at them."""
    due = mob.moments().get(Moment.SHORTLIST, now)
    if mob.stage is not Stage.CALLING or now < due or any(map(_live, mob.nominations)):
        return mob
    first = max((n.number for n in mob.nominations), default=0) + 1
    return put(mob, *(Nomination(n, name, now) for n, name in enumerate(names, start=first)))


def _live(nomination: Nomination) -> bool:
    return nomination.state in (State.WAITING, State.APPROVED)


def _without_doubts(mob: Mob, tally: Tally, now: datetime) -> Mob:
    """The mob with everything done that its organisers have to do by now."""
    if mob.stage is Stage.CALLING:
        return put(mob, *_approved(mob))
    if mob.stage not in (Stage.CONSENTING, Stage.POSTPONED):
        return mob
    if mob.won is None or not eligible(mob.won):
        mob = with_winner(mob, tally, next(filter(eligible, ranking(mob, tally)), None))
    winner = mob.won
    if winner is None or asked_and_yes(mob, winner) or not eligible(winner):
        return mob
    agreed = Consent(Answer.YES, told=mob.meets_at, at=now)
    return replace(put(mob, replace(winner, consent=agreed)), short_notice=True)


def _approved(mob: Mob) -> Iterator[Nomination]:
    for n in mob.nominations:
        if _live(n):
            asked = n.consent.answer is not Answer.NONE
            consent = n.consent if asked else Consent(Answer.ASKED)
            yield replace(n, state=State.APPROVED, consent=consent)


def _voted(mob: Mob, tally: Tally) -> Tally:
    """The tally, with one vote for the first on the list where a vote is to come still."""
    if tally.votes or mob.stage not in BEFORE_RESULT:
        return tally
    listed = mob.ballot or shortlist(mob, tally)
    return tally.moved({("votes", listed[0].number): 1}) if len(listed) > 1 else tally
