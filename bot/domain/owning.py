"""An owner's word: the shop that somebody says is theirs is held until an organiser has looked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.domain.calendar import Moment
from bot.domain.intents import OwnerRefuses
from bot.domain.mob import Answer, Mob, Nomination, put
from bot.domain.standing import Said


def held(mob: Mob, message: Said, said: Sequence[Said]) -> Mob:
    """The mob with the shop held that this message of an owner is about; an organiser's record of
    a no stays as it is."""
    now_held = [
        replace(n, consent=replace(n.consent, answer=Answer.HELD))
        for n in claimed(mob, message, said)
        if n.consent.answer not in (Answer.NO, Answer.HELD)
    ]
    return put(mob, *now_held)


def claimed(mob: Mob, message: Said, said: Sequence[Said]) -> tuple[Nomination, ...]:
    """The shop that this message may hold; none where it is about no shop of the mob, or where its
    writer held another one before: with one hold a person nobody empties a ballot alone."""
    mine = _meant(mob, message)
    before = {n.number for s in said if s.said_at < message.said_at for n in _meant(mob, s)}
    return mine[:1] if not before or before & {n.number for n in mine} else ()


def _meant(mob: Mob, message: Said) -> tuple[Nomination, ...]:
    """The shops a message claims: as named, else the winner once there is one."""
    words = [i for i in message.intents if isinstance(i, OwnerRefuses)]
    named = [n for i in words for n in mob.nominations if i.shop and n.name == i.shop]
    if words and not named and mob.won is not None and _decided(mob, message.said_at):
        named = [mob.won]
    return tuple(named)


def _decided(mob: Mob, said_at: datetime) -> bool:
    """Whether there was a result to be against at that time."""
    vote_over = mob.closes or mob.moments().get(Moment.BALLOT)
    return vote_over is None or said_at >= vote_over
