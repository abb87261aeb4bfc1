"""A storm on the morning of the day: the mob is put off, gets another day, and takes place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy.engine import Connection

from bot.domain.announcing import FREE_OF_CHARGE
from bot.domain.mob import Mob
from bot.rehearsal.cues import PUT_OFF, WEEK_AFTER, At, Cue, Order
from bot.rehearsal.scripts import Opening, Script, whole
from bot.rehearsal.town import TownPost
from bot.rehearsal.verdict import faults
from storage import audit, posted
from storage.outbox import Promise, Rank, Sent

STOP = "postponed_weather"

_HALF_PAST_NINE = At("morning", "gather", 0.25)
_LATER = "14 days"


def cues(opening: Opening) -> tuple[Cue, ...]:
    """The usual plot; on the morning of the day the organiser puts it off, names another day that
    evening, and asks the owner again."""
    usual = whole.cues(opening)
    organiser = next(cue.who for cue in usual if isinstance(cue.does, Order))
    agreed = next(cue.does for cue in usual if cue.name == "consent.organiser")
    acts = {
        "storm": (_HALF_PAST_NINE, Order("postpone", {"because": "weather"})),
        "another_day": (At(PUT_OFF, WEEK_AFTER, 0.05), Order("postpone", {"later": _LATER})),
        "agreed_again": (At(PUT_OFF, WEEK_AFTER, 0.2), agreed),
    }
    return (*usual, *(Cue(f"{n}.organiser", at, organiser, act) for n, (at, act) in acts.items()))


def wrong(
    view: Connection, mob: Mob, seen: Iterable[TownPost], networks: Iterable[str]
) -> tuple[str, ...]:
    """All promises of the new date kept; the stop stands under every post that people had before
    them, the new day was told on all networks, and nobody met on the old one."""
    rows, networks = posted.of_mob(view, mob.id), tuple(networks)
    return (
        *faults(view, mob, seen, networks),
        *(fault for network in networks for fault in _not_told(rows, network)),
        *_not_anew(view, mob, rows),
    )


def _not_told(rows: Iterable[Promise], network: str) -> Iterator[str]:
    """Under which posts of a network the stop is missing; where posts cost money it stands under
    the announcement alone."""
    out = [r for r in rows if r.network == network and r.state is Sent.SENT and r.after is None]
    stops = [row for row in out if row.kind == STOP]
    if not stops:
        yield f"{network} was never told that the mob is put off"
        return
    before = [row for row in out if row.rank is Rank.PUBLIC and row.id < stops[0].id]
    if network not in FREE_OF_CHARGE:
        before = [row for row in before if row.key == "announcement"]
    under = {row.parent for row in stops}
    for row in before:
        if row.kind != "counted" and row.remote_id not in under:
            yield f"the stop is missing on {network} under {row.key}"


def _not_anew(view: Connection, mob: Mob, rows: Iterable[Promise]) -> Iterator[str]:
    said = {row.kind for row in rows if row.state is Sent.SENT}
    if "moved" not in said:
        yield "the new day was never announced"
    stages = [line for line in audit.lines(view, mob.city, mob.id) if line["act"] == "stage"]
    met = [line["at"] for line in stages if line["details"]["to"] == "gathering"]
    if met != [mob.meets_at]:
        yield f"people met at {', '.join(map(str, met)) or 'no time'}, not on the new day alone"


SCRIPT = Script("a storm: the mob is put off, gets another day, and takes place", cues, wrong)
