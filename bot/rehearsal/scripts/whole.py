"""A mob as it goes when all goes well, with everything that people usually do."""

from __future__ import annotations

from bot.rehearsal.cast import script
from bot.rehearsal.cues import Cue
from bot.rehearsal.scripts import Opening, Script
from bot.rehearsal.verdict import faults


def cues(opening: Opening) -> tuple[Cue, ...]:
    """The plot, in the city's languages, on its networks."""
    city, likes = opening.city, opening.mob.rules.likes
    return script(city.languages, opening.seed, networks=tuple(city.networks), likes=likes)


SCRIPT = Script("a mob from the call to the recap", cues, faults)
