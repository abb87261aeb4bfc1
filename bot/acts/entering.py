"""Entering by hand who comes: a word given at the counter or on paper, with author and reason."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.engine import Connection

from bot.acts.ordering import chosen
from bot.acts.saving import log
from bot.config import City
from bot.domain.intents import Commit, Intent, Withdraw
from bot.domain.mob import AFTERWARDS, ENDED, Mob, Refusal
from bot.domain.posts import Mention, Visibility
from bot.domain.standing import Standing, refold
from storage import mentions, mobs, standings
from storage.mentions import Filed, Kept
from storage.store import Store

# Paper is a network of its own: nothing is read or sent there, and its people are counted like
# all others, so that the recount finds them.
PAPER = "paper"


def enter_commitment(
    store: Store,
    city: City,
    now: datetime,
    *,
    who: str,
    name: str,
    people: int,
    reason: str,
    mob: int | None = None,
) -> tuple[Mob, int] | Refusal:
    """Notes that somebody comes with so many people in all, or with 0 that they do not; a later
    entry under the same name takes the place of the first. Returns the mob and the people counted,
    which the city's cap may have lowered."""
    with store.work("enter") as work:
        found = chosen(mobs.of_city(work, city.key), mob)
        if isinstance(found, Refusal):
            return found
        meant = found[0]
        if meant.stage in ENDED | AFTERWARDS:
            return Refusal("mob_is_over", {"stage": meant.stage.value})
        intent = Commit(people) if people else Withdraw()
        counted = _file(work, meant, intent, now, name=name, words=f"{who}: {reason}")
        # The log is never erased from, so it does not name them.
        log(work, meant, now, who=who, act="commitment", people=people, reason=reason)
    return meant, counted


def _file(
    work: Connection, mob: Mob, intent: Intent, now: datetime, *, name: str, words: str
) -> int:
    """Files the entry as a message of its person, and folds that person anew."""
    person = f"{PAPER}:{name.casefold()}"
    event = f"{mob.id}:{person}:{now.isoformat()}"
    mention = Mention(PAPER, event, person, name, words, now, visibility=Visibility.DIRECT)
    mentions.file(work, mob.city, [Filed(mention, Kept.HEARD, now, mob.id, (intent,))])
    said = mentions.said_by(work, mob.id, (person,))[person]
    before = standings.of(work, mob.id, (person,)).get(person)
    was = before.standing if before else Standing()
    after = refold(mob.window(), said, was)
    since = before.since if before else now
    kept = standings.Kept(mob.id, person, PAPER, name, after, since)
    standings.save(work, [(was, kept)])
    return after.people
