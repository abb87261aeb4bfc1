"""The verdict on a simulated mob: the promises, each held against what the town saw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy.engine import Connection

from bot.acts.recounting import differences
from bot.domain.calendar import Moment
from bot.domain.mob import Mob
from bot.domain.standing import HELD
from storage import mobs, posted
from storage.outbox import Promise, Rank, Sent
from tests.simulator.world import World

# A post claimed in the last moment of its window may be answered, or applied, this much later.
LATE = timedelta(minutes=6)
# By so much a clock may be ahead that nobody notices.
EARLY = timedelta(seconds=101)
# After a restore the calendar is lived through in steps, and finds what it said at its own hour.
RELIVED = timedelta(minutes=25)
# What is said often and is stale soon: to miss one is no broken promise, the next one says more.
FLEETING = frozenset({"counted"})


@dataclass(slots=True)
class Found:
    """What is wrong: `broken` promises, and `missed` posts whose window was mostly an outage."""

    broken: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)


def violations(view: Connection, mob: Mob, world: World) -> Found:
    """Everything that is wrong with a mob that is over."""
    rows = posted.of_mob(view, mob.id)
    found = Found()
    found.broken += _double(world)
    found.broken += _unknown(rows, world)
    found.broken += _again(rows, world)
    found.broken += _untimely(rows, world)
    found.broken += [f"lost: {line}" for line in world.ledger.lost()]
    found.broken += [
        f"recount: {key} is {pair[0]}, counted anew {pair[1]}"
        for key, pair in differences(view, mob).items()
    ]
    found.broken += _miscounted(view, mob, world)
    for row in rows:
        _judge(row, world, found)
    return found


def _double(world: World) -> Iterator[str]:
    said = Counter((p.network, p.parent, p.text) for p in world.town.said())
    for (network, parent, text), times in said.items():
        # A reminder is said every day until it is done, in the same words and in private.
        if times > 1 and not text.startswith("@ada@"):
            yield f"said {times} times on {network} under {parent}: {text[:80]!r}"
    ours = {p.id for p in world.town.said()}
    answers = Counter((p.network, p.parent) for p in world.town.said() if p.parent not in ours)
    for (network, parent), times in answers.items():
        if times > 1 and parent is not None:
            yield f"said {times} answers on {network} to one message, {parent}"


def _unknown(rows: tuple[Promise, ...], world: World) -> Iterator[str]:
    """Every post of the bot is one row's, and every row that is sent has one post."""
    sent = [row.remote_id for row in rows if row.state is Sent.SENT and row.remote_id]
    undone = {row.remote_id for row in world.out_before if _passing(row)}
    seen = [str(post.id) for post in world.town.said() if str(post.id) not in undone - {*sent}]
    for id_, times in (Counter(seen) - Counter(sent)).items():
        text = next(p.text for p in world.town.said() if str(p.id) == id_)
        yield f"{times} post that no row knows of: {text[:80]!r}"
    for id_, times in (Counter(sent) - Counter(seen)).items():
        yield f"{times} row sent as {id_}, which the town has not"


def _again(rows: tuple[Promise, ...], world: World) -> Iterator[str]:
    """What was out before a backup was restored is the same post afterwards, and no second one."""
    now = {(row.key, row.network, row.part): row for row in rows if row.state is Sent.SENT}
    before = {(row.key, row.network, row.part, row.remote_id): row for row in world.out_before}
    for (*place, id_), row in before.items():
        same = now.get(tuple(place))
        # Names that came late may have changed their numbers, and so their keys.
        other = _passing(row) or (row.kind == "nomination" and same and same.text != row.text)
        if same is not None and not other and same.remote_id != id_:
            yield f"said again after the restore: {row.key} on {row.network}: {row.text[:60]!r}"


def _passing(row: Promise) -> bool:
    """What may be said otherwise, or no more, when the lost time is lived through: lines that are
    renewed all the time, the networks' troubles, what the organiser is asked to do again, and
    answers, of which each message has one at most."""
    return row.kind in FLEETING | {"meanwhile"} or row.rank in (Rank.ORGANISER, Rank.REPLY)


def _untimely(rows: tuple[Promise, ...], world: World) -> Iterator[str]:
    posts = {str(post.id): post for post in world.town.said()}
    before: dict[str | None, list[Promise]] = {}
    for row in world.out_before:
        before.setdefault(row.remote_id, []).append(row)
    for row in rows:
        post = posts.get(row.remote_id or "")
        # What was out before a restore had the time that it was promised for then.
        same = (row, *before.get(row.remote_id, ()))
        early = min(r.due for r in same) - (RELIVED if world.restored_at else EARLY)
        if post is not None and not early <= post.at <= max(r.until for r in same) + LATE:
            yield f"{row.key} on {row.network} stands at {post.at}, true until {row.until}"


def _judge(row: Promise, world: World, found: Found) -> None:
    if row.state in (Sent.PENDING, Sent.SENDING):
        found.broken.append(f"{row.key} on {row.network} is still {row.state}: {row.reason}")
    if row.state is Sent.BLOCKED:
        found.broken.append(f"{row.key} on {row.network} is blocked: {row.reason}")
    late = row.state is Sent.SKIPPED and row.reason == "too late to be true"
    if late and row.rank is Rank.PUBLIC and row.kind not in FLEETING:
        covered = world.covered(row.network, row.due, row.until)
        text = f"{row.key} on {row.network}, due {row.due}, until {row.until}, down {covered:.0%}"
        excused = covered >= 0.5
        (found.missed if excused else found.broken).append(f"missed: {text}")


def _miscounted(view: Connection, mob: Mob, world: World) -> Iterator[str]:
    """The tally against what people meant; a vote that waits for an organiser is not lost."""
    loaded = mobs.load(view, mob.id)
    assert loaded is not None
    tally = loaded[1]
    meant = world.ledger.counted(
        mob.closes, mob.rules.steps.grace, mob.moments().get(Moment.AMOUNTS)
    )
    kept: Counter[str] = Counter()
    for n in mob.nominations:
        kept[f"vote {n.name}"] = tally.of("votes", n.number) + tally.of(HELD, n.number)
        kept[f"nominate {n.name}"] = tally.of("nominators", n.number)
    kept["commit"], kept["commit: how many"] = tally.of("people"), tally.of("commitments")
    kept["spent"], kept["spent: how many"] = tally.of("spent"), tally.of("spenders")
    for key in sorted(meant.keys() | kept.keys()):
        if meant[key] != kept[key]:
            yield f"{key}: people meant {meant[key]}, the tally says {kept[key]}"
