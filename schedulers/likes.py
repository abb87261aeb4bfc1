"""Likes as votes: each like of a candidate's comment is a vote of somebody without a name.

A network tells how many likes a comment has, not whose they are, nor since when. So each is
numbered as it is read, new ones count from that reading on, and of those taken back the newest go:
which of them it was makes no difference to any sum. Nothing is read after the ballot's close.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.domain.ballot import candidate_key
from bot.domain.mob import Mob
from bot.domain.posts import Mention, like_of
from bot.domain.stages import Stage
from bot.networks import Liked, Network, NetworkError, Page, Trouble
from schedulers.understanding import Ear
from storage import mentions, posted
from storage.mentions import Kept

log = logging.getLogger(__name__)

MOST = 2_000
"""Likes of one comment that count: more than a small town has are bought."""

THUMB = "\N{THUMBS UP SIGN}"


@dataclass(frozen=True, slots=True)
class Listed:
    """A ballot that is out, and the comments under it in which its shops stand."""

    ballot: str
    comments: tuple[str, ...]


def voting_by_likes(mobs: Iterable[Mob], now: datetime) -> Iterator[Mob]:
    """The mobs whose likes count now."""
    for mob in mobs:
        if mob.rules.likes and mob.stage is Stage.BALLOTING and now < mob.window().closes:
            yield mob


def listed(view: Connection, ear: Ear, mob: Mob) -> Listed | None:
    """What can be liked on a network; None where nothing can (yet, or there)."""
    keys = [candidate_key(n) for n in mob.ballot]
    rows = posted.posts_out(view, ear.city, ear.network, mob.id, keys)
    out = [(row.parent, row.remote_id) for row in rows if row.parent and row.remote_id]
    return Listed(out[0][0], tuple(comment for _, comment in out)) if out else None


def counted(network: Network, standing: Listed) -> Mapping[str, int]:
    """How many likes each comment has now; of comments that are gone nothing."""
    if not isinstance(network, Liked):
        return {}
    try:
        return network.likes(standing.ballot, standing.comments)
    except NetworkError as error:
        if error.trouble is not Trouble.GONE:
            raise
        return {}


def liked(view: Connection, ear: Ear, counts: Mapping[str, int], now: datetime) -> Page:
    """What has changed since the likes were read last, as messages: new ones, and those gone."""
    new: list[Mention] = []
    gone: list[str] = []
    for comment, count in counts.items():
        filed = mentions.likes(view, ear.city, ear.network, comment)
        there = [number for number, state in filed.items() if state is not Kept.GONE]
        if count > MOST > len(there):
            log.warning("%s has %d likes, of which %d count", comment, count, MOST)
        wanted = min(count, MOST)
        first = max(filed, default=0) + 1
        numbers = range(first, first + wanted - len(there))
        new += (_like(ear.network, comment, number, now) for number in numbers)
        newest = sorted(there, reverse=True)[: max(0, len(there) - wanted)]
        gone += (like_of(comment, number) for number in newest)
    return Page(tuple(new), None, gone=tuple(gone))


def _like(network: str, comment: str, number: int, now: datetime) -> Mention:
    event = like_of(comment, number)
    return Mention(
        network, event, f"{network}:{event}", "", THUMB, now, parent=comment, nameless=True
    )
