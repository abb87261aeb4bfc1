"""The letters to a shop's owner: when one is due, and what it has to tell."""

from __future__ import annotations

from datetime import datetime

from bot.domain.facts import facts, named
from bot.domain.mob import BEFORE_RESULT, Answer, Mob, Nomination
from bot.domain.posts import Say
from bot.domain.standing import Tally


def asked(mob: Mob, nomination: Nomination, tally: Tally, now: datetime) -> tuple[Say, ...]:
    """The question whether the mob may come; in a city that asks nobody, the warning instead."""
    kind = "letter_notice" if mob.rules.notice else "letter_asked"
    return _letter(mob, nomination, kind, tally, now, key=f"{now:%Y%m%dT%H%M%S}")


def ahead(mob: Mob, tally: Tally, now: datetime) -> tuple[Say, ...]:
    """A week ahead, with the announcement: what is coming and how to be ready for it."""
    return () if mob.won is None else _letter(mob, mob.won, "letter_ahead", tally, now)


def update(mob: Mob, tally: Tally, now: datetime, *, moment: str) -> tuple[Say, ...]:
    """How many to expect now, some days before; `moment` is the countdown's."""
    if mob.won is None:
        return ()
    return _letter(mob, mob.won, "letter_update", tally, now, key=moment)


def called_off(mob: Mob, tally: Tally, now: datetime) -> tuple[Say, ...]:
    """Nobody comes on the day that was named: to every owner who was asked, and once there is a
    winner to that one alone. `mob` is as it was before."""
    return tuple(say for n in _concerned(mob) for say in _letter(mob, n, "letter_off", tally, now))


def asked_again(mob: Mob, tally: Tally, now: datetime) -> tuple[Say, ...]:
    """The same question for another day; `mob` has its new date."""
    return tuple(say for n in _concerned(mob) for say in asked(mob, n, tally, now))


def _concerned(mob: Mob) -> tuple[Nomination, ...]:
    if mob.stage in BEFORE_RESULT:
        return tuple(n for n in mob.nominations if n.consent.answer is not Answer.NONE)
    return () if mob.won is None else (mob.won,)


def dated(mob: Mob) -> str:
    """What stands in the key of every letter about this date of the mob."""
    return f":date {mob.sequence}:"


def _letter(
    mob: Mob, nomination: Nomination, kind: str, tally: Tally, now: datetime, *, key: str = ""
) -> tuple[Say, ...]:
    if not nomination.owner_email or mob.meets_at is None or mob.meets_at <= now:
        return ()
    values = facts(mob, tally, now) | named(nomination) | {"tentative": tally.of("tentative")}
    # It is of use until half of the time that is left, and then the next letter is near.
    until = now + (mob.meets_at - now) / 2
    full = f"{kind}{dated(mob)}{nomination.number}{key and ':'}{key}"
    return (Say(kind, full, now, until, values, owner_of=nomination.number),)
