"""The `cashmob` command: a list of commands, each in its own file, loaded when it is called."""

from __future__ import annotations

import sys
from datetime import datetime
from importlib import import_module
from pathlib import Path

import click

from bot import __version__

# Command, the module under bot.commands that has it. A module is imported only when its command is
# called (or helped), so that `--help` stays quick: see `Commands`.
COMMANDS = {
    "run": ("running", "Run the bot for the cities of the configuration."),
    "rehearse": ("rehearse", "Play a whole mob in a town on this machine."),
    "todo": ("todo", "Say what there is to do, with the command to type."),
    "init": ("init", "Ask a few questions and write a configuration."),
    "check": ("check", "Look for anything wrong before it matters."),
    "login": ("login", "Sign the bot in on Mastodon."),
    "nominations": ("nominations", "List the shops that were put forward."),
    "approve": ("nominations", "Let a nominated name stand in public."),
    "merge": ("nominations", "Say that two nominations are one shop."),
    "reject": ("nominations", "Keep a nominated name out."),
    "block": ("block", "No longer hear a person."),
    "mob": ("mob", "Start, show, move or cancel a mob, and record an owner's answer."),
    "status": ("status", "Say where every mob stands."),
    "tally": ("tally", "Show the votes."),
    "votes": ("votes", "List the votes under suspicion, let them count or drop them."),
    "explain": ("explain", "Walk from the messages to the shop the mob goes to."),
    "export": ("export", "Write an export from which anyone can recount the vote."),
    "commitments": ("commitments", "Show who comes, on which network, with how many."),
    "reveal": ("reveal", "Give the shop's name away now, to everybody."),
    "pause": ("pausing", "Keep the bot silent until you say otherwise."),
    "resume": ("pausing", "Let a paused bot speak again."),
    "preview": ("preview", "Show every post still to come, with its time and its length."),
    "outbox": ("outbox", "Show every promised post with its state."),
    "boost": ("boost", "Boost people's own public pictures of the mob on Mastodon."),
    "code": ("code", "Show the code for an order that was given by message."),
    "photos": ("photos", "Bring pictures for the thank-you after the mob."),
    "questions": ("questions", "Show the questions that are left to the organisers."),
    "about": ("people", "Show everything that is kept about a person."),
    "forget": ("people", "Erase everything that leads to a person."),
    "log": ("log", "Show what was done, by whom and when."),
    "totals": ("totals", "Show what the mobs came to, year by year."),
    "costs": ("costs", "Say what X costs, and what for."),
    "understand": ("understand", "Say what messages ask for, and why."),
    "backup": ("backups", "Copy the database into one file, and check the copy."),
    "restore": ("backups", "Put a backup in the place of the database."),
    "db": ("db", "Look at the database, or bring it up to date."),
}


class Chosen:
    """What stands before the subcommand, and the time at which it was typed."""

    def __init__(self, config_path: Path, database: str | None) -> None:
        self.config_path, self.database = config_path, database

    def now(self) -> datetime:
        """This instant, aware, in UTC."""
        from schedulers import clock

        return clock.now()


class Commands(click.Group):
    """The list of commands, with their one line of help, without importing any of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """In the order of an organiser's work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """The command, imported now."""
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(import_module(f"bot.commands.{COMMANDS[name][0]}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """From the list above."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="cashmob")
@click.option(
    "--config",
    "config_path",
    type=click.Path(dir_okay=False, path_type=Path),
    default=Path("config.toml"),
    envvar="CASHMOB_CONFIG",
    show_default=True,
    help="The configuration.",
)
@click.option(
    "--database", envvar="CASHMOB_DATABASE", help="A database in place of the configured one."
)
@click.pass_context
def cli(ctx: click.Context, config_path: Path, database: str | None) -> None:
    """Runs cash mobs for a city: neighbours meet at one hour in one small shop and each spend a
    little there."""
    ctx.obj = Chosen(config_path, database)


def main() -> None:
    """The console script."""
    sys.exit(cli.main(standalone_mode=True))
