"""`cashmob rehearse`: a whole mob on this machine, in about a minute."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.commands.configuration import Chosen, settings_of

if TYPE_CHECKING:
    from bot.config import Settings

FOLDER = Path("rehearsal")


@click.command("rehearse")
@click.option("--seed", default=1, show_default=True, help="Another seed, another cast.")
@click.option(
    "--pace",
    default=0.3,
    show_default=True,
    help="How many seconds a day of the calendar takes; 0 is as fast as it goes.",
)
@click.option(
    "--script",
    "script_name",
    default="whole",
    show_default=True,
    metavar="NAME",
    help="Which story is told: whole, rain (put off), refusal (the owner says no), secret (only "
    "the meeting point), stuffed (the ballot), empty (nobody nominates).",
)
@click.option("--stay", is_flag=True, help="Keep the town open at the end, until Ctrl-C.")
@click.pass_obj
def rehearse(chosen: Chosen, seed: int, pace: float, script_name: str, stay: bool) -> None:
    """Play a whole mob of your city in a town on this machine: no account, no network, nobody
    is asked. Without a config.toml the example city is played."""
    from bot.commands.rehearsing import CannotRehearse, Rehearsal
    from bot.commands.screen import Screen
    from bot.rehearsal import scripts
    from schedulers import clock

    if script_name not in scripts.names():
        raise click.BadParameter(f"there are: {', '.join(scripts.names())}", param_hint="--script")
    story = scripts.script(script_name)
    settings = _settings(chosen)
    now = clock.now().replace(minute=0, second=0, microsecond=0)
    rehearsal = Rehearsal(settings, seed=seed, now=now, folder=FOLDER, pace=pace, script=story)
    with rehearsal.open() as urls:
        screen = Screen(rehearsal)
        screen.opening(urls)
        rehearsal.show = screen.show
        try:
            wrong = rehearsal.play()
        except CannotRehearse as reason:
            raise click.ClickException(str(reason)) from None
        screen.closing(wrong, FOLDER / "cashmob.db")
        if stay:
            click.pause(f"The town stays open at {', '.join(urls)}; press a key to close it.")
    if wrong:
        raise click.exceptions.Exit(1)


def _settings(chosen: Chosen) -> Settings:
    """The city's own configuration, else the example."""
    from bot.config import example_path, load

    if chosen.config_path.exists():
        return settings_of(chosen)
    return load(example_path(), env={})
