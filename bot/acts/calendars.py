"""A mob as an event of people's calendars: for the public by the reveal rule, for its owner."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.facts import facts
from bot.domain.mob import AFTERWARDS, Mob, Nomination
from bot.domain.posts import Say
from bot.domain.stages import Stage
from bot.domain.standing import Tally
from bot.speaking import Voice, speak
from bot.speaking.ics import Event, Status

# A cash mob is one hour by its nature, but for those who stay for drinks.
HOUR = timedelta(hours=1)
_SURE = AFTERWARDS | {Stage.ANNOUNCED, Stage.GATHERING}


def public_event(mob: Mob, tally: Tally, now: datetime) -> Event | None:
    """The mob as anybody may have it now; None while it has no date. The shop stands in it only
    once the city's rule lets the public read its name."""
    if mob.meets_at is None:
        return None
    told = facts(mob, tally, now)
    shop, place = str(told.get("shop", "")), str(told.get("place", ""))
    at = ", ".join(part for part in (shop, place) if part)
    return Event(
        uid=uid(mob),
        sequence=mob.sequence,
        stamp=now,
        start=mob.meets_at,
        end=mob.meets_at + HOUR,
        summary=f"Cash mob: {shop}" if shop else "Cash mob",
        description=_description(mob, tally, now),
        location=mob.rules.meeting_point or at,
        status=_status(mob),
    )


def owners_event(mob: Mob, nomination: Nomination, say: Say) -> Event:
    """The mob as its owner has it: with the shop's name whatever the public may read. A letter
    that calls it off takes the date out of the calendar."""
    starts = say.values["when"]
    assert isinstance(starts, datetime)
    off = say.kind == "letter_off"
    return Event(
        uid=uid(mob),
        sequence=mob.sequence,
        stamp=say.due,
        start=starts,
        end=starts + HOUR,
        summary=f"Cash mob: {nomination.name}",
        location=", ".join(part for part in (nomination.name, nomination.place) if part),
        status=Status.CANCELLED if off else _status(mob),
    )


def uid(mob: Mob) -> str:
    """The event's name for ever, whatever its date."""
    return f"{mob.city}-{mob.id}@cashmob"


def _status(mob: Mob) -> Status:
    if mob.stage is Stage.CANCELLED:
        return Status.CANCELLED
    return Status.CONFIRMED if mob.stage in _SURE else Status.TENTATIVE


def _description(mob: Mob, tally: Tally, now: datetime) -> str:
    """What the bot would answer to "when and where", in the city's first language."""
    if mob.stage is not Stage.ANNOUNCED:
        return ""
    kind = "status_announced" if mob.revealed(now) else "status_announced_secret"
    values = facts(mob, tally, now) | {"people": 0}
    say = Say(kind, kind, now, now, values, organiser=False)
    rules = mob.rules
    spoken, zone, currency = rules.languages[:1], rules.zone, rules.currency
    drafts = speak(say, _PAPER, languages=spoken, zone=zone, currency=currency)
    return drafts[0].text


_PAPER = Voice("paper", 5000, len, False, True, False, "", False)
