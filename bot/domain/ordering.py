"""The door of the organisers: what each of their acts changes in a mob."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.domain import letters
from bot.domain.addresses import is_address
from bot.domain.advancing import still_open
from bot.domain.ballot import drawn, ranking
from bot.domain.calendar import Moment
from bot.domain.checklist import POINTS, Tick, ticked
from bot.domain.deciding import with_winner
from bot.domain.facts import facts, half_way, public, said_once
from bot.domain.hours import Unreadable, week
from bot.domain.mob import (
    AFTERWARDS,
    BEFORE_RESULT,
    ENDED,
    TRANSITIONS,
    Answer,
    Consent,
    Decision,
    Mob,
    Nomination,
    State,
    also_called,
    asked_and_yes,
    eligible,
    move,
    put,
    refused,
)
from bot.domain.new_date import postpone
from bot.domain.orders import (
    FIGURES,
    Act,
    Approve,
    AskOwner,
    Cancel,
    Choose,
    CompareDay,
    CountHeads,
    CountSales,
    Draw,
    EnterTill,
    Figure,
    Hold,
    KeepForNext,
    Merge,
    Postpone,
    PutForward,
    RecordConsent,
    RecordRefusal,
    Reject,
    Reveal,
    SetFacts,
    ShareNew,
    Thank,
    TickOff,
)
from bot.domain.stages import Stage
from bot.domain.standing import Tally


def order(mob: Mob, act: Act, now: datetime, *, tally: Tally) -> Decision:
    """What an organiser's act changes; a `refused` decision, and nothing changed, where the act
    is not possible now."""
    number = getattr(act, "number", None)
    if number is not None and all(n.number != number for n in mob.nominations):
        return refused(mob, "no_such_nomination", number=number)
    if mob.stage in ENDED and not isinstance(act, FIGURES):
        return refused(mob, "mob_is_over", stage=mob.stage.value)
    email = getattr(act, "email", "")
    if email and not is_address(email):
        return refused(mob, "no_address", email=email)
    return _ACTS[type(act)](mob, act, now, tally)


def _found(mob: Mob, number: int) -> Nomination:
    found = mob.nomination(number)
    assert found is not None
    return found


def _approve(mob: Mob, act: Approve, now: datetime, tally: Tally) -> Decision:
    nomination = _found(mob, act.number)
    if mob.opened is not None and nomination.choice is None:
        return refused(mob, "ballot_is_open", number=act.number)
    changed = replace(
        nomination,
        state=State.APPROVED,
        name=act.name or nomination.name,
        place=act.place if act.place is not None else nomination.place,
        pinned=nomination.pinned if act.pin is None else act.pin,
        reason="",
    )
    # As people wrote it, others will write it again.
    return Decision(put(mob, also_called(changed, nomination.name)))


_APART = {Reject: State.REJECTED, Hold: State.HELD, KeepForNext: State.LATER}


def _set_apart(mob: Mob, act: Reject | Hold | KeepForNext, now: datetime, tally: Tally) -> Decision:
    nomination = _found(mob, act.number)
    if nomination.number != act.number:
        return refused(mob, "already_merged", number=act.number, into=nomination.number)
    if nomination.choice is not None:
        return refused(mob, "already_on_ballot", number=act.number)
    state = _APART[type(act)]
    return Decision(put(mob, replace(nomination, state=state, reason=act.reason)))


def _tick_off(mob: Mob, act: TickOff, now: datetime, tally: Tally) -> Decision:
    nomination = _found(mob, act.number)
    unknown = [point for point in act.points if point not in POINTS]
    if unknown:
        return refused(mob, "no_such_point", name=unknown[0], points=", ".join(POINTS))
    ticks = tuple(t for t in nomination.ticks if t.point not in act.points)
    if not act.undo:
        ticks = ticked(ticks, *(Tick(point, act.by, now) for point in act.points))
    return Decision(put(mob, replace(nomination, ticks=ticks)))


def _merge(mob: Mob, act: Merge, now: datetime, tally: Tally) -> Decision:
    into = next((n for n in mob.nominations if n.number == act.into), None)
    merged = next(n for n in mob.nominations if n.number == act.number)
    if into is None:
        return refused(mob, "no_such_nomination", number=act.into)
    into = _found(mob, act.into)
    if into.number == merged.number:
        return refused(mob, "merge_with_itself", number=act.number)
    if merged.into is not None:
        return refused(mob, "already_merged", number=act.number, into=merged.into)
    if merged.choice is not None:
        return refused(mob, "already_on_ballot", number=act.number)
    gone = replace(merged, state=State.MERGED, into=into.number, paper=0, owner_email="")
    kept = replace(
        into,
        said_at=min(into.said_at, merged.said_at),
        pinned=into.pinned or merged.pinned,
        ticks=ticked(merged.ticks, *into.ticks),
        paper=into.paper + merged.paper,
        consent=max(into.consent, merged.consent, key=lambda c: _WEIGHT.index(c.answer)),
        owner_email=into.owner_email or merged.owner_email,
    )
    return Decision(put(mob, gone, also_called(kept, merged.name, *merged.aliases)))


# Two nominations of one shop have one owner: the weightier answer is that owner's.
_WEIGHT = (Answer.NONE, Answer.ASKED, Answer.YES, Answer.HELD, Answer.NO)


def _put_forward(mob: Mob, act: PutForward, now: datetime, tally: Tally) -> Decision:
    """Slips for a shop that is on the list already are added to it."""
    if not still_open(mob):
        return refused(mob, "nominations_are_over", stage=mob.stage.value)
    same = next((n for n in mob.nominations if act.names(n)), None)
    if same is not None:
        listed = _found(mob, same.number)
        return Decision(put(mob, replace(listed, paper=listed.paper + act.people)))
    number = max((n.number for n in mob.nominations), default=0) + 1
    return Decision(put(mob, Nomination(number, act.name, now, act.place, paper=act.people)))


def _ask_owner(mob: Mob, act: AskOwner, now: datetime, tally: Tally) -> Decision:
    nomination = _found(mob, act.number)
    if nomination.consent.answer in (Answer.YES, Answer.NO):
        return refused(mob, "owner_has_answered", shop=nomination.name)
    asked = Consent(Answer.ASKED, act.by, act.channel, mob.meets_at, now)
    email = act.email or nomination.owner_email
    changed = replace(nomination, consent=asked, owner_email=email)
    mob = put(mob, changed)
    # Typed twice, the letter still goes once; for another address or day it goes again.
    told = nomination.owner_email == email and nomination.consent.told == mob.meets_at
    return Decision(mob, () if told else letters.asked(mob, changed, tally, now))


def _consent(mob: Mob, act: RecordConsent, now: datetime, tally: Tally) -> Decision:
    """Records the yes. It is the shop's warning, so it names the very date and hour of the mob;
    later than the lead it needs the organiser's own word for it."""
    nomination = _found(mob, act.number)
    if mob.stage not in BEFORE_RESULT | {Stage.CONSENTING, Stage.POSTPONED, Stage.ANNOUNCED}:
        return refused(mob, "too_late_for_consent", stage=mob.stage.value)
    if mob.meets_at is None or mob.meets_at <= now:
        return refused(mob, "no_date_yet")
    if act.told != mob.meets_at:
        return refused(mob, "told_another_date", told=act.told, when=mob.meets_at)
    late = now > mob.moments()[Moment.ANNOUNCE]
    if late and not act.short_notice and mob.stage is not Stage.ANNOUNCED:
        return refused(mob, "later_than_lead", when=mob.meets_at, number=act.number)
    yes = Consent(Answer.YES, act.by, act.channel, act.told, now)
    email = act.email or nomination.owner_email
    mob = put(mob, replace(nomination, consent=yes, owner_email=email))
    return Decision(replace(mob, short_notice=mob.short_notice or act.short_notice))


def _refusal(mob: Mob, act: RecordRefusal, now: datetime, tally: Tally) -> Decision:
    """Records the no, after which no letter goes to them any more. The winner's no after the
    announcement cancels the mob: the shop that was named asked for quiet, and nobody else has been
    warned."""
    nomination = _found(mob, act.number)
    no = Consent(Answer.NO, act.by, act.channel, None, now)
    mob = put(mob, replace(nomination, consent=no, owner_email=""))
    if (
        mob.won is not None
        and mob.won.number == nomination.number
        and mob.stage in (Stage.ANNOUNCED, Stage.GATHERING)
    ):
        return _cancel(mob, Cancel("owner"), now, tally)
    return Decision(mob)


def _choose(mob: Mob, act: Choose, now: datetime, tally: Tally) -> Decision:
    nomination = _found(mob, act.number)
    if mob.stage not in (Stage.CONSENTING, Stage.POSTPONED):
        return refused(mob, "nothing_to_choose", stage=mob.stage.value)
    if tally.votes and mob.winner is not None and mob.stage is Stage.CONSENTING:
        return refused(mob, "people_have_voted")
    if not eligible(nomination):
        return refused(mob, "not_eligible", number=act.number)
    return Decision(with_winner(mob, tally, nomination))


def _draw(mob: Mob, act: Draw, now: datetime, tally: Tally) -> Decision:
    """The lot falls once: a second draw is only for a shop that has dropped out since."""
    if mob.stage not in (Stage.CONSENTING, Stage.POSTPONED):
        return refused(mob, "nothing_to_choose", stage=mob.stage.value)
    if tally.votes:
        return refused(mob, "people_have_voted")
    if mob.won is not None and eligible(mob.won):
        return refused(mob, "shop_is_settled", shop=mob.won.name)
    able = [n.number for n in ranking(mob, tally) if eligible(n)]
    if not able:
        return refused(mob, "nobody_to_draw")
    return Decision(with_winner(mob, tally, _found(mob, drawn(able, act.seed))))


def _cancel(mob: Mob, act: Cancel, now: datetime, tally: Tally) -> Decision:
    if Stage.CANCELLED not in TRANSITIONS[mob.stage]:
        return refused(mob, "too_late_to_cancel", stage=mob.stage.value)
    said = Moment.CALL in mob.done
    under = "announcement" if Moment.ANNOUNCE in mob.done else "call"
    after = move(mob, Stage.CANCELLED, ended_at=now)
    to_owners = letters.called_off(mob, tally, now)
    if not said:
        return Decision(after, to_owners)
    until = max(mob.meets_at or now, now) + (now - mob.created_at) / 4
    say = public(mob, "cancelled", facts(mob, tally, now), due=now, until=until, under=under)
    shopless = {k: v for k, v in say.values.items() if k not in ("shop", "place")}
    return Decision(after, (replace(say, values=shopless), *to_owners))


def _till(mob: Mob, act: EnterTill, now: datetime, tally: Tally) -> Decision:
    if mob.stage not in AFTERWARDS | {Stage.GATHERING}:
        return refused(mob, "not_met_yet", stage=mob.stage.value)
    return Decision(replace(mob, till=act.minor, till_private=act.private))


def _figure(mob: Mob, act: Figure, now: datetime, tally: Tally) -> Decision:
    if mob.stage not in AFTERWARDS | {Stage.GATHERING}:
        return refused(mob, "not_met_yet", stage=mob.stage.value)
    match act:
        case CountHeads(people):
            return Decision(replace(mob, heads=people))
        case CountSales(sales, private):
            return _owners(mob, "sales", sales, private=private)
        case CompareDay(percent, private):
            return _owners(mob, "usual_percent", percent, private=private)
        case ShareNew(percent, private):
            return _owners(mob, "new_percent", percent, private=private)


def _owners(mob: Mob, name: str, figure: int, *, private: bool) -> Decision:
    kept = mob.private | {name} if private else mob.private - {name}
    changed: dict[str, Any] = {name: figure, "private": kept}
    return Decision(replace(mob, **changed))


def _reveal(mob: Mob, act: Reveal, now: datetime, tally: Tally) -> Decision:
    """Names the shop in public at an organiser's word; the hour for it in the calendar, where the
    city has one, is dealt with."""
    if mob.stage not in (Stage.ANNOUNCED, Stage.GATHERING):
        return refused(mob, "nothing_to_reveal", stage=mob.stage.value)
    if mob.revealed(now):
        return refused(mob, "already_revealed")
    if mob.won is None or not asked_and_yes(mob, mob.won):
        return refused(mob, "owner_in_doubt")
    mob = replace(mob, revealed_at=now, done=mob.done | {Moment.REVEAL})
    values = facts(mob, tally, now)
    key = said_once(mob, "reveal")
    until = half_way(mob, now)
    say = public(mob, "reveal", values, due=now, until=until, key=key, under="announcement")
    return Decision(mob, (say,))


def _set_facts(mob: Mob, act: SetFacts, now: datetime, tally: Tally) -> Decision:
    was = _found(mob, act.number)
    spans = week(act.hours or "")
    if isinstance(spans, Unreadable):
        return refused(mob, "hours_unreadable", name=spans.part)
    now_known = replace(
        was,
        parking=was.parking if act.parking is None else act.parking,
        access=was.access if act.access is None else act.access,
        payment=was.payment if act.payment is None else act.payment,
        hours=was.hours if act.hours is None else act.hours,
    )
    return Decision(put(mob, now_known))


def _thank(mob: Mob, act: Thank, now: datetime, tally: Tally) -> Decision:
    return Decision(put(mob, replace(_found(mob, act.number), thanks=act.thanks)))


_ACTS: dict[type[Any], Callable[[Mob, Any, datetime, Tally], Decision]] = {
    Approve: _approve,
    Reject: _set_apart,
    Hold: _set_apart,
    KeepForNext: _set_apart,
    TickOff: _tick_off,
    Merge: _merge,
    PutForward: _put_forward,
    AskOwner: _ask_owner,
    RecordConsent: _consent,
    RecordRefusal: _refusal,
    Choose: _choose,
    Draw: _draw,
    Postpone: postpone,
    Cancel: _cancel,
    EnterTill: _till,
    CountHeads: _figure,
    CountSales: _figure,
    CompareDay: _figure,
    ShareNew: _figure,
    Reveal: _reveal,
    SetFacts: _set_facts,
    Thank: _thank,
}
