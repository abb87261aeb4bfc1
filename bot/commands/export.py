"""`cashmob export`: a folder from which anyone can recount the vote, and that names nobody."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from random import SystemRandom
from typing import TYPE_CHECKING, Any

import click

from bot.commands.configuration import Chosen
from bot.commands.desk import Stop, city_option, desk, mob_argument, refused
from bot.commands.moments import shown

if TYPE_CHECKING:
    from bot.acts.exporting import Export
    from bot.config import City
    from bot.domain.mob import Mob

README = """\
The vote for the cash mob of {city} on {when}

ballots.csv   one line for each vote that was counted
result.csv    how many votes each shop had, the winner first

To recount: open ballots.csv in any spreadsheet and count the lines of each shop, or type

    tail -n +2 ballots.csv | cut -d , -f 4- | sort | uniq -c

Each shop must have as many lines as result.csv says; all lines together are {votes} votes.
{tie}{suspicion}
What the columns mean
  serial    a number drawn by lot for this export. It leads to nobody.
  network   where the vote was cast. Networks with fewer than {few} votes are put together.
  hour      when it was cast, by the clocks of {city}; the minutes are left out on purpose.
  shop      {shops}
"""
_ALL = "the shop voted for"
_SOME = (
    "the shop that won. The figures of the others are not tied to their names:\n"
    '            they stand as "another shop 1", 2 and so on.'
)
_TIE = """\
The first shops are level: of those the one that was nominated first wins, as the ballot said.
"""
_SUSPICION = """\
Not in these files: votes under suspicion, such as those of accounts that were only days old. {held}
were held to the end and {dropped} dropped by an organiser; none of them could change who won, or
an organiser decided.
"""


@click.command("export")
@mob_argument
@click.option(
    "--out",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    metavar="DIR",
    help="A folder; it is made where it does not exist.",
)
@city_option
@click.pass_obj
def export(chosen: Chosen, mob_number: int | None, folder: Path, city_key: str | None) -> None:
    """Write an export from which anyone can recount the vote."""
    from bot.acts.exporting import export as exported
    from bot.domain.mob import Refusal

    with desk(chosen) as here:
        [(city, mob, tally), *others] = here.mobs(city_key, mob_number)
        if others:
            numbers = ", ".join(str(m.id) for m in (mob, *(m for _, m, _ in others)))
            raise Stop(f"Which mob? Say one of these numbers: {numbers}")
        with here.store.reading() as view:
            found = exported(view, mob, tally, here.now, lots=SystemRandom())
    if isinstance(found, Refusal):
        raise refused(found, city)
    _write(folder, city, mob, found)
    click.echo(f"{len(found.ballots)} ballots are in {folder}, with a README.txt on recounting.")


def _write(folder: Path, city: City, mob: Mob, found: Export) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    rows = [(b.serial, b.network, b.hour, b.shop) for b in found.ballots]
    _csv(folder / "ballots.csv", ("serial", "network", "hour", "shop"), rows)
    _csv(folder / "result.csv", ("shop", "votes"), found.sums)
    text = _readme(city, mob, found)
    (folder / "README.txt").write_text(text, encoding="utf-8")


def _readme(city: City, mob: Mob, found: Export) -> str:
    from bot.acts.exporting import FEW

    most = max(votes for _, votes in found.sums)
    level = sum(votes == most for _, votes in found.sums) > 1
    return README.format(
        city=city.name,
        when=shown(mob.meets_at, city.zone),
        votes=len(found.ballots),
        tie=_TIE if level else "",
        suspicion=_SUSPICION.format(held=found.held, dropped=found.dropped)
        if found.held or found.dropped
        else "",
        few=FEW,
        shops=_ALL if mob.rules.losing_figures else _SOME,
    )


def _csv(path: Path, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(headings)
        writer.writerows([[harmless(cell) for cell in row] for row in rows])


def harmless(cell: object) -> str:
    """A cell that no spreadsheet takes for a formula: names come from strangers."""
    text = str(cell)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
