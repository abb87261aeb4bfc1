"""The moments of a mob in an organiser's words, and instants as a city's clocks show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.commands.desk import Stop

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

MOMENTS = {
    "call": "the call for nominations",
    "shortlist": "you approve the names and ask the owners",
    "ballot": "the vote opens",
    "ballot_latest": "… or at the latest now, else the mob is postponed",
    "last_call": "who has not voted is reminded of the close",
    "close": "the vote closes",
    "count": "late votes are in, the result stands",
    "consent": "a yes still missing? the runner-up is asked",
    "announce": "the winner is announced",
    "morning": "the post of the morning",
    "reveal": "the shop is named",
    "gather": "the mob meets",
    "drinks": "drinks afterwards",
    "amounts": "what did you spend?",
    "recap": "the recap, and the date of the next call",
    "nudge": "have you been back?",
}


def spelled(moments: Mapping[str, datetime], zone: ZoneInfo) -> Iterator[str]:
    """A calendar, a line a moment."""
    for name, due in moments.items():
        yield f"{due.astimezone(zone):%a %d %b %Y  %H:%M:%S}  {moment_words(name)}"


def moment_words(name: str) -> str:
    """What happens at a moment of the calendar."""
    from bot.config.durations import spell_duration

    moment, _, seconds = name.partition(" ")
    if seconds:
        return f"the countdown: {spell_duration(timedelta(seconds=int(seconds)))} to go"
    return MOMENTS[moment]


def shown(at: datetime | None, zone: ZoneInfo) -> str:
    """An instant in the city's time, with seconds only where it has some; "no date" for None."""
    if at is None:
        return "no date"
    local = at.astimezone(zone)
    return f"{local:%a %d %b %Y %H:%M:%S}" if local.second else f"{local:%a %d %b %Y %H:%M}"


def typed(wall_time: str, zone: ZoneInfo) -> datetime:
    """The instant of what an organiser typed, in the city's time; Stop where there is none."""
    from bot.config.rhythm import WallTimeError, mob_at

    try:
        return mob_at(wall_time, zone)
    except WallTimeError as wrong:
        raise Stop(f"{wrong}.") from None
