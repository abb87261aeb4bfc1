"""Who wins a mob: the count, the owner's yes, who steps in, and the day that is put off."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain import letters
from bot.domain.ballot import leader, next_in_line, ranking, undecided
from bot.domain.calendar import Moment
from bot.domain.facts import facts, public, said_once
from bot.domain.mob import Decision, Mob, Nomination, asked_and_yes, eligible, move
from bot.domain.posts import Say
from bot.domain.stages import Stage
from bot.domain.standing import Tally


def count(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
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


def consent(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Decision | None:
    """The last hour for a yes: without one the best placed shop that agreed takes over."""
    if mob.stage is not Stage.CONSENTING:
        return Decision(mob)
    if mob.won is not None and eligible(mob.won) and asked_and_yes(mob, mob.won):
        return Decision(mob)
    return stand_in(mob, tally, now, agreed=True)


def stand_in(mob: Mob, tally: Tally, now: datetime, *, agreed: bool) -> Decision:
    """The next in line takes over. Where nobody voted, or the result is held for an organiser,
    the line is not the bot's to draw. When no shop is left an organiser chooses, and once the hour
    for a yes is past the mob is put off."""
    voted = tally.votes > 0 or len(mob.ballot) < 2
    held = mob.winner is None and undecided(mob, tally)
    found = next_in_line(mob, tally, agreed=agreed) if voted and not held else None
    if found is None and agreed:
        return postpone(mob, tally, now)
    return Decision(with_winner(mob, tally, found))


def looked_at(mob: Mob, tally: Tally) -> Decision:
    """The winner, once an organiser's decisions about held votes leave only one possible."""
    if leader(mob, tally) is None or undecided(mob, tally):
        return Decision(mob)
    return Decision(with_winner(mob, tally, next_in_line(mob, tally, agreed=False)))


def postpone(mob: Mob, tally: Tally, now: datetime) -> Decision:
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
