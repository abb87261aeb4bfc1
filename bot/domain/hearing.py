"""The door of the people: what a message changes in a mob, and what it is answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.advancing import still_open
from bot.domain.calendar import Moment
from bot.domain.facts import counted, facts, named, so_far
from bot.domain.intents import (
    About,
    Ask,
    Commit,
    Companions,
    Forget,
    Help,
    Intent,
    Nominate,
    OwnerRefuses,
    Spent,
    Topic,
    Vote,
)
from bot.domain.mob import (
    AFTERWARDS,
    BEFORE_RESULT,
    Decision,
    Mob,
    Nomination,
    State,
    put,
)
from bot.domain.owning import claimed, held
from bot.domain.posts import Action, Say, Value
from bot.domain.stages import Stage
from bot.domain.standing import Said, Standing, Tally, bare, fold, refold

PASSED_ON = "question_passed_on"
ABOUT, ELSEWHERE = "about_you", "about_elsewhere"
WHICH_OWNER = "owner_which"
LEFT_TO_ORGANISERS = (PASSED_ON, ELSEWHERE, WHICH_OWNER)
"""The answers that say that the organisers will answer."""

# Where a bot may write what one person alone reads.
_PRIVATE = frozenset({"mastodon"})
# An answer later than this would startle more than it helps.
ANSWER_WITHIN = timedelta(hours=24)
# One person gets at most this many answers an hour; more is a loop or a quarrel.
ANSWERS_AN_HOUR = 3
NOMINATION_WAITS = timedelta(days=30)
_SINCE_THE_DAY = AFTERWARDS | {Stage.GATHERING}


def belongs(mobs: Sequence[Mob], intents: Sequence[Intent], now: datetime) -> Mob | None:
    """Which mob a message is for that answers no post of one: spending is for the mob met last,
    a nomination for the one that is calling, all else for the one nearest its day."""
    mobs = [m for m in mobs if m.stage is not Stage.CANCELLED] or mobs
    dated = [m for m in mobs if m.meets_at is not None]
    kinds = {type(i) for i in intents}
    met = [m for m in dated if m.stage in _SINCE_THE_DAY]
    if Spent in kinds and met:
        return max(met, key=_day)
    calling = [m for m in dated if m.stage is Stage.CALLING]
    if Nominate in kinds and calling:
        return min(calling, key=_day)
    return min(dated or mobs, key=lambda m: abs(_day(m) - now), default=None)


def _day(mob: Mob) -> datetime:
    return mob.meets_at or mob.created_at


def in_its_time(mob: Mob, intent: Intent, said_at: datetime) -> bool:
    """Whether words of that time can be meant for this mob: what was said before it was started
    is not, but for a nomination of the last month, which waited for the next mob."""
    early = mob.created_at - said_at
    return early <= (NOMINATION_WAITS if isinstance(intent, Nominate) else timedelta(0))


def stage_when(mob: Mob, said_at: datetime) -> Stage:
    """The stage in which words of that time are to be understood, however late they are read or
    edited: until the amounts are asked for as on the day, from then on as afterwards. While a mob
    is put off its people stay, and may think better of it: as before it was."""
    if mob.stage is Stage.POSTPONED:
        return Stage.CONSENTING if mob.winner is None else Stage.ANNOUNCED
    if mob.stage not in _SINCE_THE_DAY:
        return mob.stage
    asked = mob.moments().get(Moment.AMOUNTS)
    if asked is None:
        return mob.stage
    if said_at < asked:
        return Stage.GATHERING
    return Stage.RECAPPING if mob.stage is Stage.GATHERING else mob.stage


def hear(
    mob: Mob, standing: Standing, said: Sequence[Said], now: datetime, *, tally: Tally
) -> Decision:
    """All that one person said in the mob, with what is fresh in it, and the answers to that.

    The standing afterwards is the fold of everything said; answers go to fresh messages only, at
    most one each, none to a message older than a day.
    """
    says: list[Say] = []
    said = list(said)
    forget = False
    for at, message in enumerate(said):
        if message.fresh:
            mob = _enter(mob, message, said)
            forget = forget or Forget in map(type, message.intents)
        if message.fresh and message.intents and now - message.said_at <= ANSWER_WITHIN:
            answer = _answer(mob, message, said, now, tally)
            says.append(answer)
            if answer.kind in LEFT_TO_ORGANISERS:
                says.append(_to_organisers(answer.kind, now))
            # Whoever writes again is answered only so often.
            if answer.kind != "read" and message is not said[-1]:
                said[at] = replace(message, answered=True)
    after = refold(mob.window(), said, standing)
    if forget:
        after = _forgotten(mob, after, now)
    return Decision(mob, tuple(says), after, forget=forget)


def _to_organisers(answered: str, now: datetime) -> Say:
    """The private word that questions wait, or an owner, once a day; it repeats nothing of
    theirs."""
    kind = "todo_owner" if answered == WHICH_OWNER else "todo_question"
    values: dict[str, Value] = {"command": "cashmob questions"}
    key = f"{kind}:{now:%Y%m%d}"
    return Say(kind, key, now, now + ANSWER_WITHIN, values, organiser=True)


def _forgotten(mob: Mob, standing: Standing, now: datetime) -> Standing:
    """What stays of a forgotten person: after the close the bare vote, as a number."""
    closed = mob.closes is not None and now >= mob.closes
    return bare(standing, vote=closed)


def _enter(mob: Mob, message: Said, said: Sequence[Said]) -> Mob:
    """New nominations join the list; an owner's word holds the shop until an organiser looks."""
    for intent in message.intents:
        if isinstance(intent, Nominate) and still_open(mob):
            mob = nominated(mob, intent, message.said_at)
        if isinstance(intent, OwnerRefuses):
            mob = held(mob, message, said)
    return mob


def nominated(mob: Mob, intent: Nominate, said_at: datetime, near: tuple[int, ...] = ()) -> Mob:
    """The mob with a new nomination on its list; unchanged where the number is there already."""
    if intent.number is None or mob.nomination(intent.number) is not None:
        return mob
    return put(
        mob,
        Nomination(
            intent.number, intent.shop, said_at, intent.place, near=near, own=bool(intent.own)
        ),
    )


def may_nominate(mob: Mob, intent: Nominate) -> bool:
    """Whether the city lets the writer put this shop forward: some let no owner do so."""
    return not (intent.own and mob.rules.self_nomination == "refuse")


def _answer(mob: Mob, message: Said, said: Sequence[Said], now: datetime, tally: Tally) -> Say:
    """One answer to one message: a reply where one is owed, else the sign that it was read."""
    recent = [s for s in said if s.answered and now - s.read_at <= timedelta(hours=1)]
    reply = None
    for intent in _by_weight(message.intents) if len(recent) < ANSWERS_AN_HOUR else ():
        reply = _REPLIES[type(intent)](mob, intent, message, said, tally, now)
        if reply is not None:
            break
    key = f"{message.network}:{message.event}"
    if reply is None:
        until = now + ANSWER_WITHIN
        origin, sign = message.origin, Action.FAVOURITE
        return Say("read", f"read:{key}", now, until, origin=origin, action=sign)
    kind, values = reply
    values = facts(mob, tally, now) | values
    return Say(kind, f"reply:{key}", now, now + ANSWER_WITHIN, values, message.origin)


_Reply = tuple[str, dict[str, Value]]


def _by_weight(intents: Sequence[Intent]) -> list[Intent]:
    """The intents that may be answered, the weightiest first (the order of `_REPLIES`)."""
    found = [i for i in intents if type(i) in _REPLIES]
    return sorted(found, key=lambda i: _ORDER.index(type(i))) if len(found) > 1 else found


def _to_owner(
    mob: Mob, intent: OwnerRefuses, message: Said, said: Sequence[Said], *_: Any
) -> _Reply:
    return ("owner_heard" if claimed(mob, message, said) else WHICH_OWNER), {}


def _to_forget(mob: Mob, intent: Forget, *_: Any) -> _Reply:
    return "forgotten", {}


def _to_about(mob: Mob, intent: About, message: Said, said: Sequence[Said], *_: Any) -> _Reply:
    """What is kept, to the writer alone; where every answer is public, the organisers' address."""
    if message.network not in _PRIVATE:
        return ELSEWHERE, {}
    return ABOUT, _kept(mob, fold(mob.window(), said))


def _kept(mob: Mob, standing: Standing) -> dict[str, Value]:
    """One person's own part in a mob, and when nothing will lead to them any more. A name that no
    organiser has looked at is only counted."""
    numbers = sorted(standing.backs | {n for n in (standing.nomination,) if n is not None})
    found = [n for n in map(mob.nomination, numbers) if n is not None]
    approved = [n for n in found if n.state is State.APPROVED]
    vote = None if standing.vote is None else mob.nomination(standing.vote)
    over = mob.ended_at or mob.moments().get(Moment.RECAP)
    return {
        "backs": tuple((n.number, n.name, None) for n in approved),
        "waiting": len(found) - len(approved),
        "voted": () if vote is None else ((vote.choice or vote.number, vote.name, None),),
        "coming": standing.people,
        "perhaps": standing.tentative,
        "own_spent": None if standing.spent is None else mob.spend(standing.spent),
        "keep_days": max(1, mob.rules.erase_after.days),
        "erased": None if over is None else over + mob.rules.erase_after,
    }


def _to_help(mob: Mob, intent: Help, *_: Any) -> _Reply:
    return "help", {}


def _to_question(
    mob: Mob, intent: Ask, message: Said, said: Sequence[Said], tally: Tally, now: datetime
) -> _Reply:
    """When, where, how many and who leads are answered from the mob; other questions are the
    organiser's."""
    if intent.topic is Topic.MONEY:
        return "answer_money", {}
    if intent.topic in _TOLD_OF_SHOP:
        return _from_owner(mob, intent.topic, now)
    if intent.topic not in _ANSWERED:
        return PASSED_ON, {}
    if mob.stage in BEFORE_RESULT:
        nominating = mob.stage is Stage.CALLING
        return ("status_calling" if nominating else "status_balloting"), {
            "until": mob.moments().get("ballot" if nominating else "close"),
            **counted(tally),
            **so_far(mob, tally, now),
        }
    if mob.stage in (Stage.CONSENTING, Stage.POSTPONED, Stage.CANCELLED):
        return f"status_{mob.stage}", {}
    met = "status_met" if mob.stage in (Stage.RECAPPING, Stage.CLOSED) else "status_announced"
    return (met if mob.revealed(now) else f"{met}_secret"), {}


def _from_owner(mob: Mob, topic: Topic, now: datetime) -> _Reply:
    """What the owner told, once the shop may be named: how to get there would give it away."""
    known = str(getattr(mob.won, topic.value)) if mob.won and mob.revealed(now) else ""
    return (_TOLD_OF_SHOP[topic], {topic.value: known}) if known else (PASSED_ON, {})


_TOLD_OF_SHOP = {
    Topic.PARKING: "answer_parking",
    Topic.ACCESS: "answer_access",
    Topic.PAYMENT: "answer_payment",
}
_ANSWERED = frozenset({Topic.WHEN, Topic.WHERE, Topic.COUNT, Topic.LEADER})


def _to_nomination(
    mob: Mob, intent: Nominate, message: Said, said: Sequence[Said], *_: Any
) -> _Reply:
    if not still_open(mob):
        return "nominations_closed", {}
    if not may_nominate(mob, intent):
        return "nomination_own", {}
    nomination = None if intent.number is None else mob.nomination(intent.number)
    if nomination is not None and len(nomination.near) > 1:
        return "which_shop", {}
    if nomination is not None and nomination.state is State.APPROVED:
        return "nomination_seconded", named(nomination)
    return "nomination_noted", {}


def _to_commitment(
    mob: Mob, intent: Commit, message: Said, said: Sequence[Said], tally: Tally, now: datetime
) -> _Reply | None:
    people = fold(mob.window(), said).people
    if not people:
        return None
    if mob.stage in BEFORE_RESULT | {Stage.CONSENTING, Stage.POSTPONED}:
        return "committed_early", {"mine": people}
    if mob.stage in (Stage.ANNOUNCED, Stage.GATHERING):
        return ("committed" if mob.revealed(now) else "committed_secret"), {"mine": people}
    return None


def _to_vote(mob: Mob, intent: Vote, message: Said, said: Sequence[Said], *_: Any) -> _Reply | None:
    """A vote is acknowledged without words; one that came too late to count is told so, once."""
    window = mob.window()
    if mob.closes is None or window.counts_vote(message):
        return None
    told = any(s.answered and not window.counts_vote(s) for s in said)
    return None if told else ("vote_late", {"closed": mob.closes})


_REPLIES: dict[type[Any], Callable[..., _Reply | None]] = {
    OwnerRefuses: _to_owner,
    Forget: _to_forget,
    About: _to_about,
    Nominate: _to_nomination,
    Ask: _to_question,
    Help: _to_help,
    Commit: _to_commitment,
    Companions: _to_commitment,
    Vote: _to_vote,
}
_ORDER = tuple(_REPLIES)
