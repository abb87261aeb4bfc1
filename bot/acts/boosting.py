"""Boosting: people's own public pictures of the day, shown to all who follow the bot on Mastodon.

Only what an organiser picked is boosted, only what everybody may read, once, and never anything of
somebody who was forgotten or blocked.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection

from bot.acts.ordering import chosen
from bot.acts.promises import promise
from bot.acts.saving import log
from bot.acts.voices import speaker
from bot.config import City
from bot.domain.calendar import instant
from bot.domain.mob import AFTERWARDS, Mob, Refusal
from bot.domain.posts import Action, Mention, Origin, Say, Visibility
from bot.domain.stages import Stage
from storage import blocks, lanes, mentions, mobs, posted
from storage.mentions import Filed, Kept
from storage.outbox import Promise
from storage.store import Store

NETWORK = "mastodon"
_TRIED_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Pictured:
    """A public post with pictures that names the bot, under its number; `boosted` already, or
    about to be."""

    number: int
    mention: Mention
    boosted: bool


@dataclass(frozen=True, slots=True)
class Boosts:
    """The mob of the day, and its posts with pictures."""

    mob: Mob
    posts: tuple[Pictured, ...]


def pictured(store: Store, city: City, mob: int | None = None) -> Boosts | Refusal:
    """What may be boosted of a mob: said since the morning of its day."""
    with store.reading() as view:
        return _found(view, city, mob)


def boost(
    store: Store,
    city: City,
    numbers: Collection[int],
    now: datetime,
    *,
    who: str,
    mob: int | None = None,
) -> tuple[Pictured, ...] | Refusal:
    """Promises a boost of each of these posts; those that were boosted before stay as they are.
    All or none: a number that is not on the list changes nothing."""
    with store.work("boost") as work:
        found = _found(work, city, mob)
        if isinstance(found, Refusal):
            return found
        listed = {post.number: post for post in found.posts}
        missing = [number for number in numbers if number not in listed]
        if missing:
            return Refusal("no_such_post", {"number": missing[0]})
        wanted = [listed[number] for number in dict.fromkeys(numbers)]
        fresh = [post for post in wanted if not post.boosted]
        says = [_say(post.mention, now) for post in fresh]
        speaks = speaker(city, lanes.of_city(work, city.key))
        promise(work, speaks, ((found.mob, say) for say in says))
        for post in fresh:
            log(work, found.mob, now, who=who, act="boost", post=post.number)
    return tuple(wanted)


def hidden(view: Connection, row: Promise) -> str | None:
    """Why a promised boost must not be made now, None where it may."""
    known = mentions.known(view, row.city, row.network, (row.origin or "",))
    filed = known.get(row.origin or "")
    if filed is None:
        return "its writer is forgotten"
    return None if _may_be_shown(filed, blocks.of_city(view, row.city)) else "it may not be shown"


def _found(view: Connection, city: City, number: int | None) -> Boosts | Refusal:
    meant = chosen(mobs.of_city(view, city.key), number)
    if isinstance(meant, Refusal):
        return meant
    mob = meant[0]
    if mob.meets_at is None or mob.stage not in AFTERWARDS | {Stage.GATHERING}:
        return Refusal("not_met_yet", {"stage": mob.stage.value})
    filed = mentions.pictured(view, city.key, NETWORK, _morning(mob.meets_at, city.zone))
    blocked = blocks.of_city(view, city.key)
    shown = {n: f.mention for n, f in filed.items() if _may_be_shown(f, blocked)}
    keys = {_key(mention) for mention in shown.values()}
    done = posted.promised(view, city.key, mob.id, keys)
    posts = (Pictured(n, mention, _key(mention) in done) for n, mention in shown.items())
    return Boosts(mob, tuple(posts))


def _may_be_shown(filed: Filed, blocked: frozenset[str]) -> bool:
    mention = filed.mention
    public = mention.visibility is Visibility.PUBLIC and mention.pictures > 0
    return public and filed.state is Kept.HEARD and mention.person not in blocked


def _morning(meets_at: datetime, zone: ZoneInfo) -> datetime:
    return instant(datetime.combine(meets_at.astimezone(zone).date(), time(0)), zone)


def _key(mention: Mention) -> str:
    return f"boost:{mention.network}:{mention.event}"


def _say(mention: Mention, now: datetime) -> Say:
    m = mention
    origin = Origin(m.network, m.event, m.name, m.lang, m.visibility)
    until = now + _TRIED_FOR
    return Say("boost", _key(m), now, until, origin=origin, action=Action.BOOST)
