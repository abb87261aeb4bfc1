"""Reminding those who asked for it: their words are read once at each hour for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.domain.mob import Decision
from bot.domain.reminding import due, reminders
from bot.domain.standing import Tally
from storage import mentions, standings


def reminded(view: Connection, decision: Decision, tally: Tally, now: datetime) -> Decision:
    """The decision with a word to each whom an hour that has come concerns; each hour is dealt
    with once, also where nobody asked."""
    mob = decision.mob
    come = due(mob, now)
    if not come:
        return decision
    said = mentions.said_in(view, mob.id)
    people = {
        kept.person: (kept.standing, said[kept.person])
        for kept in standings.all_in(view, mob.id)
        if kept.person in said
    }
    says = tuple(say for hour in come for say in reminders(mob, hour, people, tally, now))
    done = mob.done | {hour.name for hour in come}
    return replace(decision, mob=replace(mob, done=done), says=(*decision.says, *says))
