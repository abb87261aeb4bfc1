"""Blocking people: the bot no longer hears them, and their part in an open vote is taken out."""

from __future__ import annotations

from datetime import datetime

from bot.acts.ordering import refold
from bot.domain.mob import ENDED, Refusal
from storage import audit, blocks, mentions, mobs
from storage.store import Store


def block(
    store: Store, city: str, name: str, now: datetime, *, who: str, reason: str
) -> str | Refusal:
    """Blocks the person of this id or name, and returns the id; a Refusal where nobody of that
    name wrote, or several did. A vote that is closed already stays as it was counted."""
    with store.work("block") as work:
        found = mentions.persons_called(work, city, name)
        if len(found) != 1:
            kind = "several_people" if found else "no_such_person"
            return Refusal(kind, {"name": name, "people": ", ".join(sorted(found))})
        (person,) = found
        blocks.add(work, city, person, now)
        for mob, _ in mobs.of_city(work, city):
            if mob.stage not in ENDED and now < mob.window().closes:
                mentions.unheard(work, mob.id, person, "blocked")
                refold(work, mob)
        details = {"person": person, "reason": reason}
        audit.write(work, now, city=city, who=who, act="Block", details=details)
    return person


def unblock(store: Store, city: str, person: str, now: datetime, *, who: str, reason: str) -> None:
    """Hears a person again, from their next message on."""
    with store.work("unblock") as work:
        blocks.remove(work, city, person)
        details = {"person": person, "reason": reason}
        audit.write(work, now, city=city, who=who, act="Unblock", details=details)
