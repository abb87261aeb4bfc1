"""Nobody nominates a shop: the call is said once more, then the mob is put off."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.engine import Connection

from bot.domain.calendar import Moment
from bot.domain.mob import Mob
from bot.domain.stages import Stage
from bot.domain.tasks import tasks
from bot.rehearsal.cast import script
from bot.rehearsal.cues import Cue
from bot.rehearsal.scripts import Opening, Script
from bot.rehearsal.town import TownPost
from bot.rehearsal.verdict import faults
from storage import posted
from storage.outbox import Sent

_EXPECTED = ("call", "call_again", "postponed:call")


def cues(opening: Opening) -> tuple[Cue, ...]:
    """People ask what this is and like it; no line of theirs puts a shop forward."""
    usual = script(opening.city.languages, opening.seed, networks=tuple(opening.city.networks))
    early = (cue for cue in usual if cue.at.after == "call")
    return tuple(cue for cue in early if cue.name.startswith(("help.", "like.", "spam.")))


def wrong(
    view: Connection, mob: Mob, seen: Iterable[TownPost], networks: Iterable[str]
) -> tuple[str, ...]:
    """The call stands twice and the delay once on every network; nothing else was announced, and
    the organiser was told what can be done."""
    said = faults(view, mob, seen, networks, ends=Stage.POSTPONED, expected=_EXPECTED)
    rows = [row for row in posted.of_mob(view, mob.id) if row.state is Sent.SENT]
    more = tuple(f"there is a nomination: {n.name}" for n in mob.nominations)
    if any(row.kind.startswith(("ballot", "announcement")) for row in rows):
        more += ("a shop was voted on or announced, though there was none",)
    asked = [task.kind for task in tasks(mob, mob.moments()[Moment.BALLOT_LATEST])]
    if asked != ["todo_no_shop"]:
        more += (f"the organiser has other things to do: {', '.join(asked)}",)
    return said + more


def _put_off(mob: Mob) -> bool:
    return mob.stage is Stage.POSTPONED


SCRIPT = Script("nobody nominates a shop, and the mob is put off", cues, wrong, over=_put_off)
