"""What the bot's texts may say of a mob now: the values of a say, never more than is public."""

from __future__ import annotations

from datetime import datetime

from bot.domain.calendar import Moment
from bot.domain.mob import Mob, Nomination
from bot.domain.posts import Say, Value
from bot.domain.standing import Tally


def facts(mob: Mob, tally: Tally, now: datetime) -> dict[str, Value]:
    """The values that every text about the mob can use; the shop only once it is revealed."""
    rules = mob.rules
    values: dict[str, Value] = {
        "low": mob.spend(rules.spend_low),
        "high": mob.spend(rules.spend_high),
        "when": mob.meets_at,
        "people": tally.of("people"),
        "meeting_point": rules.meeting_point,
        "drinks": rules.drinks,
        "hashtag": rules.hashtag,
        "contact": rules.contact,
    }
    if mob.won is not None and mob.revealed(now):
        values |= named(mob.won)
    return values


def named(nomination: Nomination) -> dict[str, Value]:
    """A shop's name and place; only for names an organiser approved."""
    return {"shop": nomination.name, "place": nomination.place or ""}


def variant(kind: str, mob: Mob, now: datetime) -> str:
    """The kind's form without the shop's name, where that is still a secret."""
    return kind if mob.revealed(now) else f"{kind}_secret"


def said_once(mob: Mob, kind: str) -> str:
    """The key under which a text of this kind is said once for each date of the mob."""
    return f"{kind}.{mob.sequence}" if mob.sequence else kind


def public(
    mob: Mob, kind: str, values: dict[str, Value], *, due: datetime, until: datetime, **more: object
) -> Say:
    """A say to everybody on all networks, unique for this date of the mob."""
    key = str(more.pop("key", said_once(mob, kind)))
    return Say(kind, key, due, until, values, **more)  # type: ignore[arg-type]


def half_way(mob: Mob, due: datetime) -> datetime:
    """Until when a text due at a moment may still go out: half of the step to the next moment.

    A fraction of the step, so that it holds for a calendar of weeks and for one of seconds.
    """
    later = [at for name, at in mob.moments().items() if at > due and name != Moment.COUNT]
    return due + (min(later) - due) / 2 if later else half_back(mob, due)


def half_back(mob: Mob, due: datetime) -> datetime:
    """The same by the step before: "we meet now" is stale sooner than the next moment says."""
    earlier = [at for at in mob.moments().values() if at < due]
    return due + (due - max(earlier)) / 2
