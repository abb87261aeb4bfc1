"""Whether a promised text may still go out, looked at again at the moment of sending."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendar import instant
from bot.domain.calls import number_in
from bot.domain.letters import dated
from bot.domain.mob import Answer, Mob, Nomination, State
from bot.domain.stages import Stage

_CALLING = frozenset({Stage.CALLING})
_BALLOTING = frozenset({Stage.BALLOTING})
_ANNOUNCED = frozenset({Stage.ANNOUNCED})
_ASKING = frozenset({Stage.CALLING, Stage.BALLOTING, Stage.CONSENTING, Stage.POSTPONED})

# In which stages a public text of a kind is true; a kind that is not here is true in all.
_TRUE_IN: Mapping[str, frozenset[Stage]] = {
    "call": _CALLING,
    "call_again": _CALLING,
    "nomination": _CALLING,
    "ballot": _BALLOTING,
    "candidate": _BALLOTING,
    "counted": _BALLOTING,
    "last_call": _BALLOTING,
    "announcement": _ANNOUNCED,
    "announcement_plain": _ANNOUNCED,
    "moved": _ANNOUNCED,
    "figures": _ANNOUNCED,
    "countdown": _ANNOUNCED,
    "soon": _ANNOUNCED,
    "morning": _ANNOUNCED,
    "reveal": frozenset({Stage.ANNOUNCED, Stage.GATHERING}),
    "gather": frozenset({Stage.GATHERING}),
    "drinks": frozenset({Stage.GATHERING}),
    "amounts": frozenset({Stage.RECAPPING}),
    "recap": frozenset({Stage.CLOSED}),
    "recap_quiet": frozenset({Stage.CLOSED}),
    "nudge": frozenset({Stage.CLOSED}),
    "new_date": frozenset({Stage.CALLING, Stage.BALLOTING, Stage.CONSENTING}),
    "postponed": frozenset({Stage.POSTPONED}),
    "postponed_weather": frozenset({Stage.POSTPONED}),
    "cancelled": frozenset({Stage.CANCELLED}),
    "reminder_vote": _BALLOTING,
    "reminder_mob": _ANNOUNCED,
    "letter_asked": _ASKING,
    "letter_notice": _ASKING,
    "letter_ahead": _ANNOUNCED,
    "letter_update": _ANNOUNCED,
}

# Texts that name the winner: they wait for nothing, they are dropped where the name is not public.
_NAMES_WINNER = frozenset(
    {
        "announcement",
        "announcement_plain",
        "moved",
        "figures",
        "countdown",
        "soon",
        "morning",
        "reveal",
        "gather",
        "committed",
        "status_announced",
        "status_met",
        "reminder_mob",
    }
)


def stale(mob: Mob, kind: str, key: str, now: datetime) -> str | None:
    """Why a text of this kind must not be said now, None where it may.

    Stage, date and consent are those of this moment, not those of the promise.
    """
    bare = kind.removesuffix("_secret")
    allowed = _TRUE_IN.get(bare)
    if allowed is not None and mob.stage not in allowed:
        return f"the mob is {mob.stage}"
    if kind in _NAMES_WINNER and not mob.revealed(now):
        return "the shop may not be named now"
    if bare in ("nomination", "candidate") and _not_approved(mob, key):
        return "the name is no longer approved"
    if kind.startswith("letter_") and kind != "letter_off" and dated(mob) not in key:
        return "the mob has another date"
    return None


def unwanted(nomination: Nomination | None) -> str | None:
    """Why no letter may go to the owner of this nomination, None where one may."""
    if nomination is None or not nomination.owner_email:
        return "there is no address of the owner"
    if nomination.consent.answer in (Answer.NO, Answer.HELD):
        return "the owner does not want it"
    return None


def _not_approved(mob: Mob, key: str) -> bool:
    number = number_in(key)
    found = next((n for n in mob.nominations if n.number == number), None)
    return found is None or found.state is not State.APPROVED


def quiet_until(now: datetime, zone: ZoneInfo, quiet: tuple[time, time] | None) -> datetime | None:
    """When the city's quiet hours end, None outside them; they may run over midnight."""
    if quiet is None:
        return None
    start, end = quiet
    wall = now.astimezone(zone).replace(tzinfo=None)
    at = wall.time()
    inside = start <= at < end if start <= end else at >= start or at < end
    if not inside:
        return None
    day = wall.date() if at < end else wall.date() + timedelta(days=1)
    over = instant(datetime.combine(day, end), zone)
    if over <= now:  # the clocks go back over the end: these are its second hours
        over = datetime.combine(day, end, zone).replace(fold=1).astimezone(UTC)
    return over
