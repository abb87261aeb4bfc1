"""Housekeeping: what was kept for a mob is let go when the mob has been over for long enough."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from bot.acts.forgetting import let_go
from storage import audit, mentions, mobs, taking_back


def tidy(work: Connection, city: str, erase_after: timedelta, now: datetime) -> None:
    """Erases who wrote what in mobs that ended longer ago than the city keeps it, and the words
    of messages that asked for nothing. The sums stay. Nobody is kept longer than they were told
    when they asked, whatever the city's file says since."""
    before = now - erase_after
    for mob in mobs.ended_before(work, city, now):
        if (mob.ended_at or now) >= now - min(erase_after, mob.rules.erase_after):
            continue
        people = let_go(work, mob)
        mobs.mark_let_go(work, mob.id)
        audit.write(
            work,
            now,
            city=city,
            who="housekeeping",
            act="erase",
            mob=mob.id,
            details={"people": people},
        )
    mentions.drop_unheard(work, city, before)
    taking_back.blank_orders(work, city, before)
