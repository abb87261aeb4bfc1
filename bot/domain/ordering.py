"""The door of the organisers: one small class an act, and what each changes in a mob."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain import letters
from bot.domain.addresses import is_address
from bot.domain.advancing import put_off, still_open, with_winner
from bot.domain.ballot import drawn, ranking
from bot.domain.calendar import Moment
from bot.domain.checklist import POINTS, Tick, ticked
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
    Refusal,
    State,
    asked_and_yes,
    eligible,
    empty,
    move,
    put,
)
from bot.domain.posts import Value
from bot.domain.stages import Stage
from bot.domain.standing import Tally


@dataclass(frozen=True, slots=True)
class Approve:
    """The name may stand in public, corrected where `name` or `place` is given. With `pin` it
    stands on the ballot however few are for it; False takes that back."""

    number: int
    name: str | None = None
    place: str | None = None
    pin: bool | None = None


@dataclass(frozen=True, slots=True)
class Reject:
    """The name never becomes public; the reason stays in the audit log."""

    number: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Hold:
    """The name waits until a doubt is settled; without an approval it stands nowhere."""

    number: int
    reason: str


@dataclass(frozen=True, slots=True)
class KeepForNext:
    """The shop is not for this mob (off its theme, say) and stands on the next one's list."""

    number: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TickOff:
    """Somebody looked at these points of the shop's checklist, and they hold; with `undo` they
    are open again."""

    number: int
    points: tuple[str, ...]
    by: str
    undo: bool = False


@dataclass(frozen=True, slots=True)
class Merge:
    """Two nominations are one shop; people and votes go with it."""

    number: int
    into: int


@dataclass(frozen=True, slots=True)
class PutForward:
    """So many people put a shop forward on paper; `reason` says where the slips come from."""

    name: str
    reason: str
    place: str | None = None
    people: int = 1

    def names(self, nomination: Nomination) -> bool:
        """Whether this is the shop that the slips name."""
        return nomination.name.casefold() == self.name.casefold()


@dataclass(frozen=True, slots=True)
class AskOwner:
    """The owner has been asked and has not answered yet. With an address a letter goes to them
    now, and again when the mob is announced; without one, what was given before stays."""

    number: int
    by: str
    channel: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class RecordConsent:
    """The owner said yes to the date and hour `told`; by whom and by which channel it is known.
    To `email`, where it is given, goes the letter a week ahead."""

    number: int
    by: str
    channel: str
    told: datetime
    short_notice: bool = False
    email: str = ""


@dataclass(frozen=True, slots=True)
class RecordRefusal:
    """The owner said no, or wants it stopped."""

    number: int
    by: str
    channel: str = ""


@dataclass(frozen=True, slots=True)
class Choose:
    """Nobody voted: an organiser chooses the shop."""

    number: int


@dataclass(frozen=True, slots=True)
class Draw:
    """Nobody voted: a lot decides, by a seed with which anybody can draw again."""

    seed: str = ""


@dataclass(frozen=True, slots=True)
class Postpone:
    """The mob is put off; `to` is the new date, None while it is not known. With `weather` an
    announced one is, and people read why."""

    to: datetime | None = None
    weather: bool = False


@dataclass(frozen=True, slots=True)
class Cancel:
    """The mob will not take place."""

    reason: str = ""


@dataclass(frozen=True, slots=True)
class EnterTill:
    """The till's total as the owner gave it, in minor units; a later one corrects it. A private
    one stays out of every public text and of the totals."""

    minor: int
    private: bool = False


@dataclass(frozen=True, slots=True)
class CountHeads:
    """How many came; beside those who promised to, never added to them."""

    people: int


@dataclass(frozen=True, slots=True)
class CountSales:
    """How many sales the till made: fewer than heads, since families buy together. A private
    figure of the owner stays out of every public text and of the totals."""

    sales: int
    private: bool = False


@dataclass(frozen=True, slots=True)
class CompareDay:
    """The day's takings in percent of a normal day's, as the owner puts it."""

    percent: int
    private: bool = False


@dataclass(frozen=True, slots=True)
class ShareNew:
    """How many of a hundred customers had never been in the shop, as the owner puts it."""

    percent: int
    private: bool = False


Figure = CountHeads | CountSales | CompareDay | ShareNew
FIGURES = (EnterTill, CountHeads, CountSales, CompareDay, ShareNew)


@dataclass(frozen=True, slots=True)
class Reveal:
    """The shop's name is given away now, whatever the city's rule for it."""


@dataclass(frozen=True, slots=True)
class SetFacts:
    """What the owner told about coming, paying and opening; what is None stays as it was."""

    number: int
    parking: str | None = None
    access: str | None = None
    payment: str | None = None
    hours: str | None = None


Act = (
    Approve
    | Reject
    | Hold
    | KeepForNext
    | TickOff
    | Merge
    | PutForward
    | AskOwner
    | RecordConsent
    | RecordRefusal
    | Choose
    | Draw
    | Postpone
    | Cancel
    | EnterTill
    | Figure
    | Reveal
    | SetFacts
)


def order(mob: Mob, act: Act, now: datetime, *, tally: Tally) -> Decision:
    """What an organiser's act changes; a `refused` decision, and nothing changed, where the act
    is not possible now."""
    number = getattr(act, "number", None)
    if number is not None and all(n.number != number for n in mob.nominations):
        return _refuse(mob, "no_such_nomination", number=number)
    if mob.stage in ENDED and not isinstance(act, FIGURES):
        return _refuse(mob, "mob_is_over", stage=mob.stage.value)
    email = getattr(act, "email", "")
    if email and not is_address(email):
        return _refuse(mob, "no_address", email=email)
    return _ACTS[type(act)](mob, act, now, tally)


def _refuse(mob: Mob, kind: str, **values: Value) -> Decision:
    return Decision(mob, refused=Refusal(kind, values))


def _found(mob: Mob, number: int) -> Nomination:
    found = mob.nomination(number)
    assert found is not None
    return found


def _approve(mob: Mob, act: Approve, now: datetime, tally: Tally) -> Decision:
    nomination = _found(mob, act.number)
    if mob.opened is not None and nomination.choice is None:
        return _refuse(mob, "ballot_is_open", number=act.number)
    changed = replace(
        nomination,
        state=State.APPROVED,
        name=act.name or nomination.name,
        place=act.place if act.place is not None else nomination.place,
        pinned=nomination.pinned if act.pin is None else act.pin,
        reason="",
    )
    return Decision(put(mob, changed))


_APART = {Reject: State.REJECTED, Hold: State.HELD, KeepForNext: State.LATER}


def _set_apart(mob: Mob, act: Reject | Hold | KeepForNext, now: datetime, tally: Tally) -> Decision:
    nomination = _found(mob, act.number)
    if nomination.number != act.number:
        return _refuse(mob, "already_merged", number=act.number, into=nomination.number)
    if nomination.choice is not None:
        return _refuse(mob, "already_on_ballot", number=act.number)
    state = _APART[type(act)]
    return Decision(put(mob, replace(nomination, state=state, reason=act.reason)))


def _tick_off(mob: Mob, act: TickOff, now: datetime, tally: Tally) -> Decision:
    nomination = _found(mob, act.number)
    unknown = [point for point in act.points if point not in POINTS]
    if unknown:
        return _refuse(mob, "no_such_point", name=unknown[0], points=", ".join(POINTS))
    ticks = tuple(t for t in nomination.ticks if t.point not in act.points)
    if not act.undo:
        ticks = ticked(ticks, *(Tick(point, act.by, now) for point in act.points))
    return Decision(put(mob, replace(nomination, ticks=ticks)))


def _merge(mob: Mob, act: Merge, now: datetime, tally: Tally) -> Decision:
    into = next((n for n in mob.nominations if n.number == act.into), None)
    merged = next(n for n in mob.nominations if n.number == act.number)
    if into is None:
        return _refuse(mob, "no_such_nomination", number=act.into)
    into = _found(mob, act.into)
    if into.number == merged.number:
        return _refuse(mob, "merge_with_itself", number=act.number)
    if merged.into is not None:
        return _refuse(mob, "already_merged", number=act.number, into=merged.into)
    if merged.choice is not None:
        return _refuse(mob, "already_on_ballot", number=act.number)
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
    return Decision(put(mob, gone, kept))


# Two nominations of one shop have one owner: the weightier answer is that owner's.
_WEIGHT = (Answer.NONE, Answer.ASKED, Answer.YES, Answer.HELD, Answer.NO)


def _put_forward(mob: Mob, act: PutForward, now: datetime, tally: Tally) -> Decision:
    """Slips for a shop that is on the list already are added to it."""
    if not still_open(mob):
        return _refuse(mob, "nominations_are_over", stage=mob.stage.value)
    same = next((n for n in mob.nominations if act.names(n)), None)
    if same is not None:
        listed = _found(mob, same.number)
        return Decision(put(mob, replace(listed, paper=listed.paper + act.people)))
    number = max((n.number for n in mob.nominations), default=0) + 1
    return Decision(put(mob, Nomination(number, act.name, now, act.place, paper=act.people)))


def _ask_owner(mob: Mob, act: AskOwner, now: datetime, tally: Tally) -> Decision:
    nomination = _found(mob, act.number)
    if nomination.consent.answer in (Answer.YES, Answer.NO):
        return _refuse(mob, "owner_has_answered", shop=nomination.name)
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
        return _refuse(mob, "too_late_for_consent", stage=mob.stage.value)
    if mob.meets_at is None or mob.meets_at <= now:
        return _refuse(mob, "no_date_yet")
    if act.told != mob.meets_at:
        return _refuse(mob, "told_another_date", told=act.told, when=mob.meets_at)
    late = now > mob.moments()[Moment.ANNOUNCE]
    if late and not act.short_notice and mob.stage is not Stage.ANNOUNCED:
        return _refuse(mob, "later_than_lead", when=mob.meets_at, number=act.number)
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
        return _refuse(mob, "nothing_to_choose", stage=mob.stage.value)
    if tally.votes and mob.winner is not None and mob.stage is Stage.CONSENTING:
        return _refuse(mob, "people_have_voted")
    if not eligible(nomination):
        return _refuse(mob, "not_eligible", number=act.number)
    return Decision(with_winner(mob, tally, nomination))


def _draw(mob: Mob, act: Draw, now: datetime, tally: Tally) -> Decision:
    """The lot falls once: a second draw is only for a shop that has dropped out since."""
    if mob.stage not in (Stage.CONSENTING, Stage.POSTPONED):
        return _refuse(mob, "nothing_to_choose", stage=mob.stage.value)
    if tally.votes:
        return _refuse(mob, "people_have_voted")
    if mob.won is not None and eligible(mob.won):
        return _refuse(mob, "shop_is_settled", shop=mob.won.name)
    able = [n.number for n in ranking(mob, tally) if eligible(n)]
    if not able:
        return _refuse(mob, "nobody_to_draw")
    return Decision(with_winner(mob, tally, _found(mob, drawn(able, act.seed))))


def _postpone(mob: Mob, act: Postpone, now: datetime, tally: Tally) -> Decision:
    """Puts the mob off. With a new date the owner has to be asked again and the whole lead runs
    anew; the people who committed stay committed and hear of it. One that was put off because no
    shop was left before there was a vote calls for shops again."""
    if mob.stage is not Stage.POSTPONED and Stage.POSTPONED not in TRANSITIONS[mob.stage]:
        return _refuse(mob, "too_late_to_postpone", stage=mob.stage.value)
    if act.weather and mob.stage is not Stage.ANNOUNCED:
        kind = (
            "already_postponed" if mob.stage is Stage.POSTPONED else "weather_only_once_announced"
        )
        return _refuse(mob, kind, stage=mob.stage.value)
    if act.to is None:
        if mob.stage is Stage.POSTPONED:
            return _refuse(mob, "already_postponed")
        says = put_off(mob, tally, now, weather=act.weather)
        return Decision(_undated(move(mob, Stage.POSTPONED), None), says)
    moved = _undated(mob, act.to)
    if empty(mob):
        moved = _called_anew(moved)
    if _too_soon(mob, moved, now):
        return _refuse(mob, "date_within_lead", when=act.to)
    if act.to == mob.meets_at:
        # Typed twice, it is still said once, and no owner is asked again for nothing.
        return _refuse(mob, "same_date", when=act.to)
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


def _cancel(mob: Mob, act: Cancel, now: datetime, tally: Tally) -> Decision:
    if Stage.CANCELLED not in TRANSITIONS[mob.stage]:
        return _refuse(mob, "too_late_to_cancel", stage=mob.stage.value)
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
        return _refuse(mob, "not_met_yet", stage=mob.stage.value)
    return Decision(replace(mob, till=act.minor, till_private=act.private))


def _figure(mob: Mob, act: Figure, now: datetime, tally: Tally) -> Decision:
    if mob.stage not in AFTERWARDS | {Stage.GATHERING}:
        return _refuse(mob, "not_met_yet", stage=mob.stage.value)
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
        return _refuse(mob, "nothing_to_reveal", stage=mob.stage.value)
    if mob.revealed(now):
        return _refuse(mob, "already_revealed")
    if mob.won is None or not asked_and_yes(mob, mob.won):
        return _refuse(mob, "owner_in_doubt")
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
        return _refuse(mob, "hours_unreadable", name=spans.part)
    now_known = replace(
        was,
        parking=was.parking if act.parking is None else act.parking,
        access=was.access if act.access is None else act.access,
        payment=was.payment if act.payment is None else act.payment,
        hours=was.hours if act.hours is None else act.hours,
    )
    return Decision(put(mob, now_known))


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
    Postpone: _postpone,
    Cancel: _cancel,
    EnterTill: _till,
    CountHeads: _figure,
    CountSales: _figure,
    CompareDay: _figure,
    ShareNew: _figure,
    Reveal: _reveal,
    SetFacts: _set_facts,
}
