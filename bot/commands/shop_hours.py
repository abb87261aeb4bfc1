"""The word to an organiser where the mob's hour does not fit the hours of a shop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from bot.commands.tables import one_line

if TYPE_CHECKING:
    from bot.domain.mob import Mob


def warn_of_hours(mob: Mob, number: int | None = None) -> None:
    """Says so where a shop the mob may go to is closed at its hour; with a number of that one."""
    for about, sentence in closed_shops(mob):
        if number in (None, about):
            click.echo(f"! {sentence}")


def closed_shops(mob: Mob) -> Iterator[tuple[int, str]]:
    """Number and sentence, in the organisers' language, for each shop whose hours do not fit."""
    from bot.domain.hours import misfits
    from bot.speaking.disarm import JOINER
    from bot.speaking.drafting import ORGANISERS
    from bot.speaking.organiser import tell

    language = next((code for code in mob.rules.languages if code in ORGANISERS), ORGANISERS[0])
    for found in misfits(mob):
        number = found.nomination.number
        values = {**found.values, "command": f"cashmob mob facts {number} --hours HOURS"}
        sentence = tell(found.kind, values, language, zone=mob.rules.zone)
        # What keeps a name from being a link is for posts; a terminal would show it as a gap.
        yield number, one_line(sentence.replace(JOINER, ""))
