"""What the bot's texts may say of a mob now: the values of a say, never more than is public."""

from __future__ import annotations

from datetime import datetime

from bot.domain.ballot import ranking
from bot.domain.calendar import Moment
from bot.domain.mob import Mob, Nomination, Reveal, eligible
from bot.domain.posts import Say, Value
from bot.domain.stages import Stage
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
        "look_for": rules.look_for,
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


def counted(tally: Tally) -> dict[str, Value]:
    """How many votes are counted, and how many wait for an organiser's look, None for none."""
    return {"votes": tally.votes, "held": tally.held or None}


def so_far(mob: Mob, tally: Tally, now: datetime) -> dict[str, Value]:
    """How an open vote stands, as far as the city's rule `totals` lets the public read it.

    "order" says who leads, "live" the figures too; those of the others only where the city
    publishes the figures of shops that lose. Nothing after the close, where the leader would be a
    winner whose owner has not said yes; nothing where the shop stays a secret; nothing where a
    shop of the ballot has fallen out, whose refusal the figures would tell.
    """
    rules = mob.rules
    open_to_all = rules.totals != "hidden" and rules.reveal is Reveal.NAME
    ranked = ranking(mob, tally)
    if (
        not open_to_all
        or mob.stage is not Stage.BALLOTING
        or now >= mob.window().closes
        or not tally.votes
        or not all(eligible(n) for n in ranked)
    ):
        return {}
    values: dict[str, Value] = {"leading": ranked[0].name}
    if rules.totals == "live":
        values["figures"] = figures(mob, tally)
    return values


def figures(mob: Mob, tally: Tally) -> tuple[tuple[int, str, int], ...]:
    """Number on the ballot, name and votes, most votes first; the first shop's alone where the
    city does not publish those of the others."""
    ranked = ranking(mob, tally)
    shown = ranked if mob.rules.losing_figures else ranked[:1]
    return tuple((n.choice or n.number, n.name, tally.of("votes", n.number)) for n in shown)


def figures_of_the_day(mob: Mob) -> dict[str, Value]:
    """What was counted on the day and what the owner told, each by itself; None for what nobody
    gave, or what the owner keeps to themselves."""
    return {
        "heads": mob.heads,
        "till": None if mob.till is None or mob.till_private else mob.spend(mob.till),
        "sales": None if "sales" in mob.private else mob.sales,
        "usual_percent": None if "usual_percent" in mob.private else mob.usual_percent,
        "new_percent": None if "new_percent" in mob.private else mob.new_percent,
    }


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


# Moments within the vote, which are no next step after its opening or its close.
_BETWEEN = frozenset({Moment.LAST_CALL, Moment.COUNT})


def half_way(mob: Mob, due: datetime) -> datetime:
    """Until when a text due at a moment may still go out: half of the step to the next moment.

    A fraction of the step, so that it holds for a calendar of weeks and for one of seconds.
    """
    later = [at for name, at in mob.moments().items() if at > due and name not in _BETWEEN]
    return due + (min(later) - due) / 2 if later else half_back(mob, due)


def half_back(mob: Mob, due: datetime) -> datetime:
    """The same by the step before: "we meet now" is stale sooner than the next moment says."""
    earlier = [at for at in mob.moments().values() if at < due]
    return due + (due - max(earlier)) / 2
