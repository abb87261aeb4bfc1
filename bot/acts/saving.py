"""Saving a decision about a mob: what changed, what is taken back, what is said, and the log."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.engine import Connection

from bot.acts.promises import Speaker, promise
from bot.acts.redating import redated
from bot.acts.stopping import reach
from bot.domain.calendar import Moment
from bot.domain.mob import Decision, Mob
from bot.domain.stages import Stage
from storage import audit, mentions, mobs, taking_back

_STOPPED = frozenset({Stage.POSTPONED, Stage.CANCELLED})


def save(
    work: Connection, speaker: Speaker, before: Mob, decision: Decision, now: datetime, *, who: str
) -> Mob:
    """Writes a decision. A stop takes back every public post that waits, in this very
    transaction, and is said under all that are out; a closed ballot has all its votes read once
    more before they are counted."""
    after = decision.mob
    mobs.save(work, before, after)
    if after.stage in _STOPPED and before.stage is not after.stage:
        taking_back.skip_waiting(work, after.id, f"the mob is {after.stage}")
    if Moment.CLOSE in after.done - before.done and after.opened is not None:
        mentions.read_again_at(work, after.id, now, said_since=after.opened)
    if before.stage is not after.stage:
        log(work, after, now, who=who, act="stage", to=after.stage.value)
    if before.winner != after.winner:
        log(work, after, now, who=who, act="winner", number=after.winner)
    says = decision.says
    if after.sequence != before.sequence and after.stage not in _STOPPED:
        says = redated(work, speaker, after, says, now)
    promise(work, speaker, ((after, say) for say in says))
    reach(work, speaker, after, says)
    return after


def log(work: Connection, mob: Mob, now: datetime, *, who: str, act: str, **details: Any) -> None:
    """One line of the audit log about a mob."""
    shown: Mapping[str, Any] = {k: v for k, v in details.items() if v is not None}
    audit.write(work, now, city=mob.city, mob=mob.id, who=who, act=act, details=shown)
