"""The verdict on a rehearsal: was every promise kept, once, in its time, and do the sums agree?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from sqlalchemy.engine import Connection

from bot.acts.recounting import differences
from bot.domain.calendar import countdown_name
from bot.domain.facts import said_once
from bot.domain.mob import Mob
from bot.domain.stages import Stage
from bot.rehearsal.town import TownPost
from storage import posted
from storage.outbox import Promise, Rank, Sent


def faults(
    view: Connection,
    mob: Mob,
    seen: Iterable[TownPost],
    networks: Iterable[str],
    *,
    ends: Stage = Stage.CLOSED,
    expected: Iterable[str] | None = None,
) -> tuple[str, ...]:
    """What went wrong in a mob, a sentence each; none when everything went right.

    `seen` is what the town saw of the bot: the store's word for it is not enough. The mob ends in
    the stage `ends`, and the posts of the keys `expected` are out on every network (by default all
    that the calendar brings).
    """
    rows, seen = posted.of_mob(view, mob.id), tuple(seen)
    keys = tuple(_calendar_keys(mob) if expected is None else expected)
    return (
        *_ended(mob, ends),
        *_missing(keys, rows, tuple(networks)),
        *_unkept(rows),
        *_double(seen),
        *_unseen(rows, len(seen)),
        *(
            f"the recount differs: {key} is {n[0]}, counted {n[1]}"
            for key, n in differences(view, mob).items()
        ),
    )


def _ended(mob: Mob, ends: Stage) -> Iterator[str]:
    if mob.stage is not ends:
        yield f"the mob did not come to its end: it is {mob.stage}"


def _missing(
    keys: Iterable[str], rows: Iterable[Promise], networks: tuple[str, ...]
) -> Iterator[str]:
    """Every text that was to come stands on every network."""
    out = {(row.key, row.network) for row in rows if row.state is Sent.SENT}
    for key in keys:
        for network in networks:
            if (key, network) not in out:
                yield f"missing on {network}: {key}"


def _calendar_keys(mob: Mob) -> Iterator[str]:
    yield "call"
    if len(mob.ballot) > 1:
        yield from ("ballot", "last_call")
    yield from (said_once(mob, key) for key in _keys_of_the_date(mob))


def _keys_of_the_date(mob: Mob) -> Iterator[str]:
    """What is said once for each date of the mob."""
    steps = mob.rules.steps
    yield from ("announcement", "gather", "amounts", "recap")
    yield from (countdown_name(step) for step in steps.countdown)
    if steps.drinks is not None:
        yield "drinks"
    if steps.morning is not None and "morning" in mob.moments():
        yield "morning"


def _unkept(rows: Iterable[Promise]) -> Iterator[str]:
    for row in rows:
        if row.state is Sent.BLOCKED or (row.state is Sent.SKIPPED and row.rank is Rank.PUBLIC):
            yield f"{row.key} on {row.network} is {row.state}: {row.reason}"
        if row.state is Sent.SENT and not row.due <= (row.sent_at or row.due) <= row.until:
            yield f"{row.key} on {row.network} went out outside its time, at {row.sent_at}"


def _double(seen: Iterable[TownPost]) -> Iterator[str]:
    said = Counter((post.network, post.parent, post.text) for post in seen)
    for (network, _, text), times in said.items():
        if times > 1:
            yield f"said {times} times on {network}: {text[:60]}"


def _unseen(rows: Iterable[Promise], seen: int) -> Iterator[str]:
    posts = [r for r in rows if r.state is Sent.SENT and r.remote_id is not None]
    if len(posts) != seen:
        yield f"the store has {len(posts)} posts that are out, the town saw {seen}"
