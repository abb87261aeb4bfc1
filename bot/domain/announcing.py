"""What the bot says of a winner, from the announcement a week ahead to the word afterwards."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.domain import letters
from bot.domain.calendar import countdown_name
from bot.domain.deciding import postpone
from bot.domain.facts import (
    facts,
    figures,
    figures_of_the_day,
    half_back,
    half_way,
    public,
    said_once,
    variant,
)
from bot.domain.mob import Decision, Mob, Reveal, asked_and_yes, eligible, move
from bot.domain.posts import Value
from bot.domain.stages import Stage
from bot.domain.standing import Tally

FREE_OF_CHARGE = ("mastodon", "facebook")
PAID_FOR = ("twitter",)


def announce(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    """Names the winner, a week ahead; never without the owner's yes to this date, and never
    later than half of the way to the countdown unless an organiser said that it may."""
    winner = mob.won
    if mob.stage not in (Stage.CONSENTING, Stage.POSTPONED):
        return Decision(mob)
    if (
        now >= _meets(mob)
        or winner is None
        or not eligible(winner)
        or not asked_and_yes(mob, winner)
    ):
        return None
    late = now > half_way(mob, due)
    if late and not mob.short_notice:
        return None
    moved = mob.stage is Stage.POSTPONED
    mob = move(mob, Stage.ANNOUNCED)
    values = facts(mob, tally, now) | _result(mob, tally)
    plain = "announcement" if "votes" in values else "announcement_plain"
    kind = variant("moved" if moved else plain, mob, now)
    if late:
        # What was to follow the announcement and is due by now would only repeat it.
        passed = {name for name, at in mob.moments().items() if due < at <= now}
        mob = replace(mob, done=mob.done | passed)
        due, until = now, now + (_meets(mob) - now) / 2
    else:
        until = half_way(mob, due)
    key = said_once(mob, "announcement")
    says = [public(mob, kind, values, due=due, until=until, key=key)]
    if kind == "announcement" and mob.rules.losing_figures:
        listed = values | {"figures": figures(mob, tally)}
        more = public(mob, "figures", listed, due=due, until=until, under="announcement")
        says.append(replace(more, networks=FREE_OF_CHARGE))
    return Decision(mob, (*says, *letters.ahead(mob, tally, now)))


def _meets(mob: Mob) -> datetime:
    assert mob.meets_at is not None
    return mob.meets_at


def _result(mob: Mob, tally: Tally) -> dict[str, Value]:
    """The winner's figures; none where a runner-up stands in, or nobody voted."""
    if mob.stepped_in or mob.winner is None or len(mob.ballot) < 2 or not tally.votes:
        return {}
    won = {"votes": tally.of("votes", mob.winner), "total": tally.votes}
    return {**won, "held": tally.held or None}


def countdown(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    """The days and the hours that are left; on days the owner hears how many are coming."""
    moments = mob.moments()
    name = next(n for n, at in moments.items() if at == due and n.startswith("countdown"))
    day = any(name == countdown_name(s) for s in mob.rules.steps.countdown if s.days >= 1)
    said = while_announced("countdown" if day else "soon", name)(mob, tally, due, now)
    if said is None or not said.says or not day:
        return said
    return replace(said, says=(*said.says, *letters.update(mob, tally, now, moment=name)))


Step = Callable[[Mob, Tally, datetime, datetime], "Decision | None"]


def while_announced(kind: str, name: str) -> Step:
    """The step that says such a word once, as long as the mob is announced."""

    def step(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
        if mob.stage is not Stage.ANNOUNCED:
            return Decision(mob)
        until = half_way(mob, due)
        say = public(
            mob,
            variant(kind, mob, now),
            facts(mob, tally, now),
            due=due,
            until=until,
            key=said_once(mob, name),
            under="announcement",
        )
        return Decision(mob, (say,))

    return step


def reveal(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    """Gives the name away where the city says at which hour."""
    if mob.rules.reveal is not Reveal.HOURS or mob.stage is not Stage.ANNOUNCED:
        return Decision(mob)
    return while_announced("reveal", "reveal")(mob, tally, due, now)


def gather(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    """The hour itself; a mob that was never announced has nobody to meet and is put off."""
    if mob.stage is Stage.CONSENTING:
        return postpone(mob, tally, now)
    if mob.stage is not Stage.ANNOUNCED:
        return Decision(mob)
    mob = move(mob, Stage.GATHERING)
    say = public(
        mob,
        variant("gather", mob, now),
        facts(mob, tally, now),
        due=due,
        until=half_back(mob, due),
        key=said_once(mob, "gather"),
        under="announcement",
    )
    return Decision(mob, (say,))


def drinks(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    """Where the afternoon goes on, for those who are there; an hour that is over is not told."""
    if mob.stage is not Stage.GATHERING or not mob.rules.drinks:
        return Decision(mob)
    values = facts(mob, tally, now)
    until = due + mob.rules.steps.amounts / 8
    key = said_once(mob, "drinks")
    say = public(mob, "drinks", values, due=due, until=until, key=key, under="announcement")
    return Decision(mob, (say,))


def amounts(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    """Asks what everybody spent."""
    if mob.stage is not Stage.GATHERING:
        return Decision(mob)
    mob = move(mob, Stage.RECAPPING)
    say = public(mob, "amounts", facts(mob, tally, now), due=due, until=half_way(mob, due))
    return Decision(mob, (replace(say, under="announcement"),))


def recap(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    """The figures, with who they come from: what people reported and the till's total are two
    numbers and are never added; nor are heads and sales, since families buy together."""
    if mob.stage is not Stage.RECAPPING:
        return Decision(mob)
    mob = move(mob, Stage.CLOSED, ended_at=now)
    values = facts(mob, tally, now) | {
        "spent": mob.spend(tally.of("spent")),
        "spenders": tally.of("spenders"),
        **figures_of_the_day(mob),
        "thanks": mob.won.thanks if mob.won is not None and mob.revealed(now) else "",
        "next_call": mob.next_call if mob.next_call and mob.next_call > now else None,
    }
    kind = "recap" if tally.of("spenders") else "recap_quiet"
    say = public(mob, kind, values, due=due, until=half_way(mob, due), under="announcement")
    return Decision(mob, (replace(say, key=said_once(mob, "recap")),))


def nudge(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    """Some weeks later: the shop is still there."""
    if mob.stage is not Stage.CLOSED:
        return Decision(mob)
    say = public(mob, "nudge", facts(mob, tally, now), due=due, until=half_way(mob, due))
    return Decision(mob, (say,))
