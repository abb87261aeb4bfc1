"""Forgetting people: at their word, or when their mob has been over for long enough."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import uuid4

from sqlalchemy.engine import Connection

from bot.domain.intents import Vote
from bot.domain.mob import Mob
from bot.domain.posts import Mention
from bot.domain.reminding import REMINDERS
from bot.domain.standing import Said, bare
from storage import audit, facts, mentions, mobs, people, pictures, standings, taking_back
from storage.mentions import Grave
from storage.store import Store


def forget_by_hand(store: Store, city: str, person: str, now: datetime, *, who: str) -> int:
    """An organiser forgets somebody who asked for it elsewhere; returns in how many mobs they
    had been. The log says that it was done, and not whom."""
    with store.work("forget") as work:
        return forget_for(work, city, person, now, who=who)


def forget_for(work: Connection, city: str, person: str, now: datetime, *, who: str) -> int:
    """The same within a unit of work that does more than this."""
    mobs_left = len(standings.mobs_of(work, city, person))
    forget(work, city, person, now)
    audit.write(work, now, city=city, who=who, act="forget", details={"mobs": mobs_left})
    return mobs_left


def forget(work: Connection, city: str, person: str, now: datetime) -> None:
    """Takes a person out of every mob of the city, at their own word.

    Before a ballot's close the vote is taken back; after it the bare vote stays as a number, so
    that the published result still adds up. What they said they spent, and that they came, goes,
    and so do the messages that asked for nothing or belonged to no mob.
    """
    for mob_id in standings.mobs_of(work, city, person):
        loaded = mobs.load(work, mob_id)
        assert loaded is not None
        mob = loaded[0]
        closed = mob.closes is not None and now >= mob.closes
        kept = standings.of(work, mob.id, (person,))[person]
        left = replace(kept, standing=bare(kept.standing, vote=closed))
        standings.save(work, [(kept.standing, left)])
        _unname(work, mob, person, only_votes=True, votes=closed)
    _bury_the_rest(work, city, person)


def _bury_the_rest(work: Connection, city: str, person: str) -> None:
    key = facts.erasure_key(work)
    left = [filed.mention for filed in people.messages(work, city, person)]
    graves = {m.event: facts.tombstone(key, m.network, m.event) for m in left}
    for network in {m.network for m in left}:
        _silence(work, city, network, [m.event for m in left])
    people.bury(work, city, person, anonymous=f"forgotten:{uuid4().hex}", graves=graves)


def bury_message(work: Connection, city: str, mention: Mention) -> None:
    """Takes a message off the file that names whom to forget; what is left keeps it from being
    read again."""
    key = facts.erasure_key(work)
    graves = {mention.event: facts.tombstone(key, mention.network, mention.event)}
    people.bury(work, city, mention.person, anonymous=f"forgotten:{uuid4().hex}", graves=graves)


def let_go(work: Connection, mob: Mob) -> int:
    """Takes the names and words of everybody, the pictures, and the owners' addresses, out of a mob
    that is long over; all sums stay. Returns how many people were let go."""
    thanked = {n.thanks for n in mob.nominations if n.thanks}
    taking_back.unname(work, mob.id, thanked)
    mobs.forget_names(work, mob.id)
    pictures.drop(work, mob.id)
    people = [k.person for k in standings.all_in(work, mob.id) if not _is_forgotten(k.person)]
    for person in people:
        _unname(work, mob, person, only_votes=False, votes=True)
    return len(people)


def _is_forgotten(person: str) -> bool:
    return person.startswith("forgotten:")


def _unname(work: Connection, mob: Mob, person: str, *, only_votes: bool, votes: bool) -> None:
    """Leaves numbers where a person was: their events as keyed hashes, so that no poll brings
    them back, and of what they asked for only what still counts."""
    key = facts.erasure_key(work)
    said = mentions.said_by(work, mob.id, (person,)).get(person, ())
    graves = {s.event: _grave(s, key, only_votes=only_votes, votes=votes) for s in said}
    for network in {s.network for s in said}:
        _silence(work, mob.city, network, [s.event for s in said])
    anonymous = f"forgotten:{uuid4().hex}"
    mentions.erase(work, mob.id, person, anonymous=anonymous, graves=graves)
    standings.rename(work, mob.id, person, anonymous)


def _silence(work: Connection, city: str, network: str, events: list[str]) -> None:
    """Takes back the reminders that wait, and the words out of the answers that are out."""
    taking_back.unsay(work, city, network, events, REMINDERS)
    taking_back.blank_answers(work, city, network, events)


def _grave(said: Said, key: str, *, only_votes: bool, votes: bool) -> Grave:
    stays = said.intents
    if only_votes:
        stays = tuple(i for i in stays if votes and isinstance(i, Vote))
    return Grave(facts.tombstone(key, said.network, said.event), stays)
