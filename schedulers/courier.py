"""The courier: takes promised posts from the outbox to their network, each once.

A row is claimed in the store before the call and its outcome written after it. An outcome that is
not surely "not applied" leaves the row claimed; it is settled by reading the account's own
timeline, never by trying again.
"""

from __future__ import annotations

import logging
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from hashlib import sha256
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection

from bot.acts.boosting import hidden
from bot.acts.picturing import RECAPS
from bot.domain.allowing import quiet_until, stale, unwanted
from bot.domain.mob import Mob
from bot.domain.posts import Action, Draft, Letter, Picture, Post
from bot.networks import (
    MOST_PICTURE,
    PICTURES_A_POST,
    Boosting,
    Network,
    NetworkError,
    Outcome,
    Trouble,
)
from storage import mobs, outbox, pauses, pictures, posted, taking_back
from storage.outbox import Promise, Rank, Sent
from storage.store import Boundary
from storage.strays import leave, of_account

log = logging.getLogger(__name__)

LONGEST_WAIT = timedelta(minutes=5)
# How far back of its claim a post is looked for on the own timeline.
LOOK_BACK = timedelta(minutes=10)
# What waits for the end of the quiet hours has to be true for so long after it, or it may be lost
# to one call without an answer.
_IN_THE_MORNING = timedelta(minutes=30)
# What says nothing by itself: a shop of the ballot, without the ballot above it.
_NEVER_ALONE = frozenset({"candidate"})
_UNDER_NOTHING = "what it stands under is not out"


@dataclass(frozen=True, slots=True)
class Route:
    """One account's way out: its city, network, quiet hours, and the program's waits. `looks`: what
    was sent there can be looked up, so that what is unsure can be settled."""

    city: str
    network: str
    zone: str
    quiet: tuple[time, time] | None
    settle: timedelta
    tick: timedelta
    looks: bool = True


@dataclass(frozen=True, slots=True)
class Errand:
    """A claimed row, ready to be sent: what to answer, and whether to look before sending.

    `others` are the posts that are another row's already: a reminder of today may read like
    yesterday's.
    """

    row: Promise
    reply_to: str | None
    look_first: bool
    letter: Letter | None = None
    others: frozenset[str] = frozenset()
    pictures: tuple[Picture, ...] = ()

    @property
    def draft(self) -> Draft:
        """The row as its network takes it."""
        row = self.row
        return Draft(
            row.text,
            row.language,
            row.part,
            row.after,
            self.reply_to,
            row.visibility,
            media=self.pictures,
            letter=self.letter,
        )


@dataclass(frozen=True, slots=True)
class Report:
    """What came of an errand: a post that is out (`post` is None for a sign of reading), or the
    error that stopped it."""

    post: Post | None = None
    error: NetworkError | None = None


def claim(work: Connection, route: Route, now: datetime, *, fresh_start: bool) -> Errand | None:
    """Claims the next row that may go out now; None when nothing may.

    Rows found to be untrue by now are skipped with the reason, and rows that have to wait for
    another (a thread's part before, the end of the quiet hours) stay where they are.
    """
    ranks = _may_speak(work, route, now)
    # Mostly the first may go, and thousands of favourites wait behind it.
    for at_most in (1, 50):
        rows = outbox.waiting(work, route.city, route.network, now, at_most=at_most, ranks=ranks)
        errand = _first_ready(work, route, rows, now, fresh_start=fresh_start)
        if errand is not None or len(rows) < at_most:
            return errand
    return None


def _first_ready(
    work: Connection, route: Route, rows: Iterable[Promise], now: datetime, *, fresh_start: bool
) -> Errand | None:
    loaded: dict[int, Mob | None] = {}
    for row in rows:
        if row.mob not in loaded:
            found = mobs.load(work, row.mob)
            loaded[row.mob] = found[0] if found else None
        mob = loaded[row.mob]
        reason = _not_now(route, row, mob, now) or _not_shown(work, row)
        if reason is not None:
            outbox.mark(work, row.id, Sent.SKIPPED, reason=reason)
            continue
        held = _held_back(route, row, mob, now)
        if held is not None:
            outbox.mark(work, row.id, Sent.PENDING, next_try=held)
            continue
        if row.rank is Rank.PUBLIC and _stood_already(work, route, row, now):
            continue
        errand = _ready(work, route, row, now, fresh_start=fresh_start)
        if errand is not None:
            shown = _pictures(work, row)
            return replace(errand, letter=_addressed(row, mob), pictures=shown)
    return None


def _pictures(work: Connection, row: Promise) -> tuple[Picture, ...]:
    """The pictures that go with a recap's first part, as many as its network takes."""
    if row.kind not in RECAPS or row.after is not None:
        return ()
    most = MOST_PICTURE.get(row.network, 0)
    kept = [p for p in pictures.of_mob(work, row.mob) if len(p.data) <= most]
    return tuple(kept[:PICTURES_A_POST])


def _may_speak(work: Connection, route: Route, now: datetime) -> tuple[Rank, ...]:
    """What may go out at all: of a paused city only private words to its organisers. What becomes
    untrue meanwhile is skipped while the reason is known."""
    if pauses.paused(work, route.city) is None:
        return tuple(Rank)
    taking_back.lapse(work, route.city, route.network, now, reason=outbox.PAUSED)
    return (Rank.ORGANISER,)


def _not_now(route: Route, row: Promise, mob: Mob | None, now: datetime) -> str | None:
    if now > row.until:
        return outbox.TOO_LATE
    if mob is None:
        return None
    if row.letter is not None:
        reason = unwanted(mob.nomination(row.letter.owner_of))
        if reason is not None:
            return reason
    return stale(mob, row.kind, row.key, now)


def _not_shown(work: Connection, row: Promise) -> str | None:
    """Why somebody's post is boosted no more: its writer was forgotten or blocked since."""
    return hidden(work, row) if row.action is Action.BOOST else None


def _addressed(row: Promise, mob: Mob | None) -> Letter | None:
    """The letter with the address as it stands with the nomination at this moment."""
    if row.letter is None or mob is None:
        return None
    nomination = mob.nomination(row.letter.owner_of)
    return None if nomination is None else replace(row.letter, to=nomination.owner_email)


def _held_back(route: Route, row: Promise, mob: Mob | None, now: datetime) -> datetime | None:
    """Until when an overdue public post waits for the end of the quiet hours. One that concerns
    this very day does not wait, nor one that would be untrue by the morning: better late in the
    evening than never. What is on time is said when its calendar says so."""
    if row.rank is not Rank.PUBLIC or now - row.due <= route.settle:
        return None
    zone = ZoneInfo(route.zone)
    day = mob.meets_at.astimezone(zone).date() if mob and mob.meets_at else None
    if day == now.astimezone(zone).date():
        return None
    morning = quiet_until(now, zone, route.quiet)
    return morning if morning is not None and morning + _IN_THE_MORNING < row.until else None


def _stood_already(work: Connection, route: Route, row: Promise, now: datetime) -> bool:
    """Whether the row is a post that was made before a backup was restored: what an organiser
    orders a second time is not said a second time."""
    strays = of_account(work, route.city, route.network, now)
    if not strays:
        return False
    reply_to, wait, reason = _follows(work, row)
    found = None if wait or reason is not None else strays.pop(likeness(row.text, reply_to), None)
    if found is None:
        return False
    leave(work, route.city, route.network, strays)
    _sent(work, row, Post(found.id, row.text, found.posted_at, reply_to, found.url), reply_to, now)
    return True


def _ready(
    work: Connection, route: Route, row: Promise, now: datetime, *, fresh_start: bool
) -> Errand | None:
    reply_to, wait, reason = _follows(work, row)
    if reason is not None:
        outbox.mark(work, row.id, Sent.SKIPPED, reason=reason)
        return None
    if wait or not outbox.claim(work, row.id, now, settle_at=now + route.settle):
        return None
    look = (
        route.looks
        and row.action is Action.POST
        and (fresh_start or row.tries > 0 or now - row.due > route.settle)
    )
    others = _others(work, route, row) if look else frozenset()
    return Errand(row, reply_to, look, others=others)


def _others(work: Connection, route: Route, row: Promise) -> frozenset[str]:
    return posted.ids_out(work, route.city, route.network, row.due - LOOK_BACK)


def _follows(work: Connection, row: Promise) -> tuple[str | None, bool, str | None]:
    """What the row answers, whether it still has to wait for that, and why it must not go out.

    A thread's part goes out only after the part before; a post that stands under another stands
    alone where that one never came out, if it means anything then.
    """
    if row.origin is not None:
        return row.origin, False, None
    before = outbox.parent_of(work, row)
    if before is None:
        return None, False, None
    if before.state is Sent.SENT:
        return before.remote_id, False, None
    if before.state in (Sent.PENDING, Sent.SENDING):
        return None, True, None
    if row.after is not None:
        return None, False, "the part before is not out"
    return None, False, _UNDER_NOTHING if row.kind in _NEVER_ALONE else None


def send(network: Network, errand: Errand, boundary: Boundary) -> Report:
    """Makes the call. Nothing here touches the store, so that no transaction waits for HTTP."""
    try:
        if errand.look_first:
            found = _look(network, errand)
            if found is not None:
                return Report(found)
        boundary(f"send {errand.row.action}: before")
        post = _done(network, errand)
        boundary(f"send {errand.row.action}: after")
    except NetworkError as error:
        return Report(error=error)
    return Report(post)


def _done(network: Network, errand: Errand) -> Post | None:
    """What the row asks for; there is a post only where words go out."""
    if errand.row.action is Action.POST:
        return _post(network, errand)
    if errand.row.action is Action.FAVOURITE:
        network.acknowledge(errand.reply_to or "")
    elif isinstance(network, Boosting):
        network.boost(errand.reply_to or "")
    else:
        reason = f"{network.name} shows nobody's post to others"
        raise NetworkError(reason, outcome=Outcome.REFUSED, trouble=Trouble.REJECTED)
    return None


def _post(network: Network, errand: Errand) -> Post:
    """Posts with the pictures; where the network will not take them, the words alone."""
    key = key_of(errand.row)
    try:
        return network.post(errand.draft, key=key)
    except NetworkError as error:
        refused = error.outcome is Outcome.REFUSED and error.trouble is Trouble.REJECTED
        if not errand.pictures or not refused:
            raise
        log.warning("%s takes the post without its pictures: %s", network.name, error.reason)
    return network.post(replace(errand.draft, media=()), key=key)


def _look(network: Network, errand: Errand) -> Post | None:
    try:
        posts = network.own_posts(errand.row.due - LOOK_BACK)
    except NetworkError as error:
        # Whatever is missing, it is the timeline and not what the row answers: look again later.
        raise NetworkError(
            error.reason,
            outcome=Outcome.NOT_APPLIED,
            trouble=Trouble.DOWN if error.trouble is Trouble.GONE else error.trouble,
            retry_at=error.retry_at,
        ) from error
    return adopt((p for p in posts if p.id not in errand.others), errand.row, errand.reply_to)


def key_of(row: Promise) -> str:
    """The row's key towards its network, the same at every try."""
    return f"{row.city}|{row.mob}|{row.key}|{row.network}|{row.part}"


def record(work: Connection, route: Route, errand: Errand, report: Report, now: datetime) -> None:
    """Writes the outcome of an errand."""
    row, error = errand.row, report.error
    if error is None:
        _sent(work, row, report.post, errand.reply_to, now)
    elif error.trouble is Trouble.GONE:
        _parent_gone(work, row, error, now)
    elif error.outcome is Outcome.UNSURE and not route.looks:
        outbox.mark(work, row.id, Sent.BLOCKED, reason=error.reason)
    elif error.outcome is Outcome.UNSURE and row.action is Action.POST:
        outbox.mark(work, row.id, Sent.SENDING, next_try=now + route.settle, reason=error.reason)
    elif error.outcome is Outcome.REFUSED and error.trouble not in (Trouble.TOKEN, Trouble.MONEY):
        outbox.mark(work, row.id, Sent.BLOCKED, reason=error.reason)
    else:
        _again(work, route, row, error, now)


def _sent(
    work: Connection, row: Promise, post: Post | None, parent: str | None, now: datetime
) -> None:
    out = {"remote_id": post.id, "url": post.url} if post else {}
    outbox.mark(work, row.id, Sent.SENT, sent_at=now, parent=parent, reason="", **out)


def _parent_gone(work: Connection, row: Promise, error: NetworkError, now: datetime) -> None:
    """What was answered is gone: an answer is dropped, a public post stands alone."""
    if row.rank is Rank.PUBLIC and row.after is None and row.kind not in _NEVER_ALONE:
        outbox.stand_alone(work, row.id, now)
    else:
        outbox.mark(work, row.id, Sent.SKIPPED, reason=error.reason)


def _again(
    work: Connection, route: Route, row: Promise, error: NetworkError, now: datetime
) -> None:
    """Waits longer each time, never past five minutes, or as long as the network says."""
    wait = min(route.tick * 2 ** min(row.tries, 10), LONGEST_WAIT)
    at = error.retry_at or now + wait
    outbox.mark(work, row.id, Sent.PENDING, next_try=at, reason=error.reason)


def settle(
    work: Connection, route: Route, row: Promise, posts: Iterable[Post], now: datetime
) -> None:
    """Settles an unsure row by what stands on the own timeline: adopted, or free to be sent.

    What is not there may still come: until the claim is a whole settling old, the row waits, also
    where a restart made the program look sooner.
    """
    reply_to, _, _ = _follows(work, row)
    others = _others(work, route, row)
    found = adopt((p for p in posts if p.id not in others), row, reply_to)
    settled_at = (row.claimed_at or now) + route.settle
    if found is not None:
        _sent(work, row, found, reply_to, now)
    elif now < settled_at:
        outbox.mark(work, row.id, Sent.SENDING, next_try=settled_at)
    else:
        outbox.mark(work, row.id, Sent.PENDING, next_try=now)


def give_up(work: Connection, row: Promise) -> None:
    """Closes an unsure row of a network that cannot be looked up: rather never than twice."""
    reason = "it may have been sent before the program stopped; please ask whether it arrived"
    outbox.mark(work, row.id, Sent.BLOCKED, reason=reason)


def adopt(posts: Iterable[Post], row: Promise, reply_to: str | None) -> Post | None:
    """The post on the own timeline that is this row, by parent and normalised text."""
    wanted = normal(row.text)
    for post in posts:
        if post.parent == reply_to and normal(post.text) == wanted:
            return post
    return None


def likeness(text: str, parent: str | None) -> str:
    """What a post is known again by when its words are not kept: its place and normalised text."""
    return sha256(f"{parent}\n{normal(text)}".encode()).hexdigest()


_HANDLES = re.compile(r"^(?:@\S++\s++)++")
_LINK = re.compile(r"https?://\S+")


def normal(text: str) -> str:
    """A text without what networks change in it: leading handles, links, spaces, and characters
    that do not show."""
    plain = _LINK.sub("", unicodedata.normalize("NFC", text))
    plain = "".join(c for c in plain if unicodedata.category(c) != "Cf")
    return " ".join(_HANDLES.sub("", plain.strip()).split())
