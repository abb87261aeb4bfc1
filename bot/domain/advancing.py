"""The door of time: what becomes due in a mob as its moments pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import calls, letters
from bot.domain.ballot import (
    leader,
    next_in_line,
    numbered,
    ranking,
    shortlist,
    undecided,
)
from bot.domain.calendar import Moment, countdown_name
from bot.domain.calls import presented_key
from bot.domain.facts import (
    counted,
    facts,
    figures,
    figures_of_the_day,
    half_back,
    half_way,
    public,
    said_once,
    so_far,
    variant,
)
from bot.domain.mob import (
    BEFORE_RESULT,
    Decision,
    Mob,
    Nomination,
    Reveal,
    State,
    asked_and_yes,
    eligible,
    move,
    put,
)
from bot.domain.posts import Say, Value
from bot.domain.stages import Stage
from bot.domain.standing import SUSPECTED, Tally

COUNTED_EVERY = timedelta(minutes=10)
COUNTED_AT_LEISURE = timedelta(hours=12)
MANY_VOTES = 10
FREE_OF_CHARGE = ("mastodon", "facebook")


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
        step = _STEPS.get(moment, _countdown)
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
    return opened or _postpone(mob, tally, now)


def _last_call(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    """Reminds everybody once that the vote is about to close."""
    if mob.stage is not Stage.BALLOTING or mob.closes is None:
        return Decision(mob)
    # A ballot that opened late has its last third later than the calendar of before said.
    if now < mob.moments()[Moment.LAST_CALL]:
        return None
    say = calls.last_call(mob, tally, mob.closes, now)
    return Decision(mob, (say,) if say is not None else ())


def _count(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    """Settles who won once the grace for late reading is over. Where votes of people whom their
    network does not name decide it, or held ones could, an organiser does."""
    if mob.stage is not Stage.BALLOTING:
        return Decision(mob)
    first = leader(mob, tally)
    mob = move(mob, Stage.CONSENTING)
    if first is None or undecided(mob, tally):
        return Decision(mob)
    winner = next_in_line(mob, tally, agreed=False)
    return Decision(with_winner(mob, tally, winner))


def with_winner(mob: Mob, tally: Tally, winner: Nomination | None) -> Mob:
    """The mob with this winner, marked where people voted and it is not the one with most votes."""
    if winner is None:
        return replace(mob, winner=None)
    ranked = ranking(mob, tally)
    voted = tally.votes > 0 and len(mob.ballot) > 1
    stepped_in = voted and winner.number != ranked[0].number
    return replace(mob, winner=winner.number, stepped_in=mob.stepped_in or stepped_in)


def _consent(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    """The last hour for a yes: without one the best placed shop that agreed takes over."""
    if mob.stage is not Stage.CONSENTING:
        return Decision(mob)
    if mob.won is not None and eligible(mob.won) and asked_and_yes(mob, mob.won):
        return Decision(mob)
    return _stand_in(mob, tally, now, agreed=True)


def _stand_in(mob: Mob, tally: Tally, now: datetime, *, agreed: bool) -> Decision:
    """The next in line takes over. Where nobody voted, or the result is held for an organiser,
    the line is not the bot's to draw. When no
    shop is left an organiser chooses, and once the hour for a yes is past the mob is put off."""
    voted = tally.votes > 0 or len(mob.ballot) < 2
    held = mob.winner is None and undecided(mob, tally)
    found = next_in_line(mob, tally, agreed=agreed) if voted and not held else None
    if found is None and agreed:
        return _postpone(mob, tally, now)
    return Decision(with_winner(mob, tally, found))


def _announce(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
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


def _countdown(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    moments = mob.moments()
    name = next(n for n, at in moments.items() if at == due and n.startswith("countdown"))
    day = any(name == countdown_name(s) for s in mob.rules.steps.countdown if s.days >= 1)
    said = _public_while_announced("countdown" if day else "soon", name)(mob, tally, due, now)
    if said is None or not said.says or not day:
        return said
    return replace(said, says=(*said.says, *letters.update(mob, tally, now, moment=name)))


_Step = Callable[[Mob, Tally, datetime, datetime], "Decision | None"]


def _public_while_announced(kind: str, name: str) -> _Step:
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


def _reveal(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    if mob.rules.reveal is not Reveal.HOURS or mob.stage is not Stage.ANNOUNCED:
        return Decision(mob)
    return _public_while_announced("reveal", "reveal")(mob, tally, due, now)


def _gather(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    """The hour itself; a mob that was never announced has nobody to meet and is put off."""
    if mob.stage is Stage.CONSENTING:
        return _postpone(mob, tally, now)
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


def _drinks(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    """Where the afternoon goes on, for those who are there; an hour that is over is not told."""
    if mob.stage is not Stage.GATHERING or not mob.rules.drinks:
        return Decision(mob)
    values = facts(mob, tally, now)
    until = due + mob.rules.steps.amounts / 8
    key = said_once(mob, "drinks")
    say = public(mob, "drinks", values, due=due, until=until, key=key, under="announcement")
    return Decision(mob, (say,))


def _amounts(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    if mob.stage is not Stage.GATHERING:
        return Decision(mob)
    mob = move(mob, Stage.RECAPPING)
    say = public(mob, "amounts", facts(mob, tally, now), due=due, until=half_way(mob, due))
    return Decision(mob, (replace(say, under="announcement"),))


def _recap(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
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


def _nudge(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    if mob.stage is not Stage.CLOSED:
        return Decision(mob)
    say = public(mob, "nudge", facts(mob, tally, now), due=due, until=half_way(mob, due))
    return Decision(mob, (say,))


def _nothing(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    return Decision(mob)


_STEPS: Mapping[str, _Step] = {
    Moment.CALL: _call,
    Moment.SHORTLIST: _shortlist,
    Moment.BALLOT: _ballot,
    Moment.BALLOT_LATEST: _ballot_latest,
    Moment.LAST_CALL: _last_call,
    Moment.CLOSE: _nothing,
    Moment.COUNT: _count,
    Moment.CONSENT: _consent,
    Moment.ANNOUNCE: _announce,
    Moment.MORNING: _public_while_announced("morning", "morning"),
    Moment.REVEAL: _reveal,
    Moment.GATHER: _gather,
    Moment.DRINKS: _drinks,
    Moment.AMOUNTS: _amounts,
    Moment.RECAP: _recap,
    Moment.NUDGE: _nudge,
}


def _postpone(mob: Mob, tally: Tally, now: datetime) -> Decision:
    """The mob is put off until an organiser names a new date or finds an owner who agrees."""
    mob = move(mob, Stage.POSTPONED)
    return Decision(mob, put_off(mob, tally, now))


def put_off(mob: Mob, tally: Tally, now: datetime, *, weather: bool = False) -> tuple[Say, ...]:
    """The public word that there is no mob on the day named before, and the letters to owners."""
    to_owners = letters.called_off(mob, tally, now)
    if Moment.CALL not in mob.done:
        return to_owners
    values = facts(mob, tally, now)
    under = "announcement" if Moment.ANNOUNCE in mob.done else "call"
    until = now + timedelta(days=2)
    # One date can be put off twice: before its announcement, and once an owner agreed, after it.
    key = said_once(mob, f"postponed:{under}")
    kind = "postponed_weather" if weather else "postponed"
    said = public(mob, kind, values, due=now, until=until, key=key, under=under)
    return (said, *to_owners)


def _settle(mob: Mob, tally: Tally, now: datetime) -> Decision:
    """What waits for no moment: approved names are presented, each in a post of its own; where
    the winner's owner refused, the next in line is asked (after the last hour for a yes: one that
    has agreed); and a result that waited for held votes stands once none can change it."""
    if mob.stage is Stage.CONSENTING and mob.won is not None and not eligible(mob.won):
        return _stand_in(mob, tally, now, agreed=Moment.CONSENT in mob.done)
    if mob.stage is Stage.CONSENTING and mob.winner is None and tally.of(SUSPECTED):
        return _looked_at(mob, tally)
    if mob.stage is not Stage.CALLING or Moment.CALL not in mob.done:
        return Decision(mob)
    until = mob.moments()[Moment.BALLOT]
    says = tuple(
        calls.presenting(mob, n, tally, now)
        for n in mob.nominations
        if n.state is State.APPROVED and presented_key(n) not in mob.done and now < until
    )
    return Decision(replace(mob, done=mob.done | {say.key for say in says}), says)


def _looked_at(mob: Mob, tally: Tally) -> Decision:
    """The winner, once an organiser's decisions about held votes leave only one possible."""
    if leader(mob, tally) is None or undecided(mob, tally):
        return Decision(mob)
    return Decision(with_winner(mob, tally, next_in_line(mob, tally, agreed=False)))


def _told(mob: Mob, tally: Tally, now: datetime) -> Decision:
    """The line under the ballot that says how many votes are counted, when one is owed.

    While many arrive, one every ten minutes; where they come singly, two a day and one at the
    close, so that a small town is not drowned in arithmetic. Where a post costs money, the first
    one after the close alone.
    """
    said = (tally.votes, tally.held) == (mob.told_votes, mob.told_held)
    if mob.stage is not Stage.BALLOTING or said:
        return Decision(mob)
    final = Moment.CLOSE in mob.done and not _told_since_close(mob)
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
        networks=() if final else FREE_OF_CHARGE,
    )
    told = replace(mob, told_votes=tally.votes, told_held=tally.held, told_at=now)
    return Decision(told, (say,))


def _told_since_close(mob: Mob) -> bool:
    told, closes = mob.told_at, mob.closes
    return told is not None and closes is not None and told >= closes


def still_open(mob: Mob) -> bool:
    """Whether nominations may still join this mob."""
    return mob.stage in BEFORE_RESULT and mob.opened is None
