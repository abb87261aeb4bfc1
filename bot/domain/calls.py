"""What is said before there is a result: the call, the names, the ballot, the reminder to vote.

Each is made here for the calendar, which says it when it is due, and once more with the new date
where the mob gets another one while it waits to go out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.domain.ballot import candidate_key
from bot.domain.calendar import Moment
from bot.domain.facts import facts, half_way, named, public, said_once
from bot.domain.mob import Mob, Nomination, State
from bot.domain.posts import Say, Value
from bot.domain.stages import Stage
from bot.domain.standing import Tally

LIKED_ON = ("facebook",)


def call(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Say:
    """The call for nominations."""
    until = half_way(mob, max(due, now))
    return public(mob, "call", _asking(mob, tally, now), due=due, until=until)


def call_again(mob: Mob, tally: Tally, due: datetime, now: datetime) -> Say:
    """The call once more, where nobody has answered it."""
    until = half_way(mob, max(due, now))
    values = _asking(mob, tally, now)
    return public(mob, "call_again", values, due=due, until=until, under="call")


def _asking(mob: Mob, tally: Tally, now: datetime) -> dict[str, Value]:
    until = mob.moments()[Moment.BALLOT]
    return facts(mob, tally, now) | {"until": until, "theme": mob.rules.theme}


def presenting(mob: Mob, nomination: Nomination, tally: Tally, now: datetime) -> Say:
    """An approved name, to be supported under it until the ballot."""
    until = mob.moments()[Moment.BALLOT]
    values = facts(mob, tally, now) | named(nomination) | {"until": until}
    key = presented_key(nomination)
    return public(mob, "nomination", values, due=now, until=until, key=key, under="call")


def presented_key(nomination: Nomination) -> str:
    """Under which key a name is presented, and among what a mob has done."""
    return f"nomination:{nomination.number}"


def number_in(key: str) -> int:
    """The number of the nomination that such a key, or that of a candidate, is about."""
    return int(key.rpartition(":")[2].partition(".")[0])


def ballot(mob: Mob, tally: Tally, closes: datetime, now: datetime) -> Iterator[Say]:
    """The ballot, and where people vote by liking each of its shops by itself under it. Nothing
    asks for likes: Facebook hides posts that beg for them."""
    listed = tuple(map(_line, mob.ballot))
    values = facts(mob, tally, now) | {"candidates": listed, "until": closes}
    until = now + (closes - now) / 2
    yield public(mob, "ballot", values, due=now, until=until)
    for nomination in mob.ballot if mob.rules.likes else ():
        yield public(
            mob,
            "candidate",
            {"when": mob.meets_at, "candidates": (_line(nomination),)},
            due=now,
            until=until,
            key=candidate_key(nomination),
            under="ballot",
            networks=LIKED_ON,
        )


def _line(nomination: Nomination) -> tuple[Value, ...]:
    return (nomination.choice, nomination.name, nomination.place or "")


def last_call(mob: Mob, tally: Tally, closes: datetime, now: datetime) -> Say | None:
    """The reminder that the vote is about to close; None once that is too near."""
    # A ballot that opened late has its last third later than the calendar of before said.
    due = mob.moments()[Moment.LAST_CALL]
    until = due + (closes - due) / 2
    if now >= until:
        return None
    values = facts(mob, tally, now) | {"until": closes}
    return public(mob, "last_call", values, due=due, until=until, under="ballot")


def said_anew(mob: Mob, key: str, tally: Tally, now: datetime) -> Say | None:
    """What was promised under this key before the mob got its new date, with the new date; None
    where it is not true any more, or will be said again by itself."""
    found = next((say for say in _true(mob, tally, now) if _bare(say.key) == _bare(key)), None)
    if found is None:
        return None
    return replace(found, key=said_once(mob, _bare(key)), due=now)


def _bare(key: str) -> str:
    """A key without the number of its date."""
    return key.partition(".")[0]


def _true(mob: Mob, tally: Tally, now: datetime) -> Iterator[Say]:
    """All that may have been promised and is still true."""
    if mob.stage is Stage.CALLING:
        moments = mob.moments()
        yield call(mob, tally, max(now, moments[Moment.CALL]), now)
        yield call_again(mob, tally, max(now, moments[Moment.SHORTLIST]), now)
        for nomination in mob.nominations:
            if nomination.state is State.APPROVED:
                yield presenting(mob, nomination, tally, now)
    if mob.stage is Stage.BALLOTING and mob.closes is not None and now < mob.closes:
        yield from ballot(mob, tally, mob.closes, now)
        reminder = last_call(mob, tally, mob.closes, now)
        if reminder is not None:
            yield reminder
