"""Mobs for the stories of the rules: one in Paris, on Saturday 12 December 2026 at 11:00."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.domain.advancing import advance
from bot.domain.intents import Intent
from bot.domain.mob import Answer, Consent, Mob, Nomination, Rules, State
from bot.domain.posts import Say
from bot.domain.stages import Stage
from bot.domain.standing import Said, Tally, Window

PARIS = ZoneInfo("Europe/Paris")
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
MEETS = datetime(2026, 12, 12, 11, tzinfo=PARIS).astimezone(UTC)
"""Winter time from the call on: every moment lies at 10:00 UTC, whole days before."""
BORN = MEETS - 30 * DAY
RULES = Rules("paris", "Europe/Paris", "EUR", 1000, 2000, ("fr", "en"))
NAMES = ("Bakery", "Bookshop", "Cobbler", "Dairy", "Florist")


def before(days: float, **more: float) -> datetime:
    """The instant so many days (and hours, minutes …) before the mob."""
    return MEETS - timedelta(days=days, **more)


def after(days: float) -> datetime:
    """The instant so many days after the mob."""
    return MEETS + timedelta(days=days)


def paris(*rules: Any, stage: Stage = Stage.CALLING, **slots: Any) -> Mob:
    """The mob in Paris; `rules` takes a Rules of its own."""
    given = {"meets_at": MEETS, "created_at": BORN} | slots
    return Mob(1, *(rules or (RULES,)), stage, **given)


def with_rules(**changed: Any) -> Rules:
    """The city's rules, with some of its own."""
    return replace(RULES, **changed)


def shop(number: int, answer: Answer = Answer.ASKED, **slots: Any) -> Nomination:
    """An approved shop whose owner was asked; number 1 was nominated first."""
    told = MEETS if answer is Answer.YES else None
    given = {"consent": Consent(answer, told=told), "state": State.APPROVED} | slots
    return Nomination(number, NAMES[number - 1], before(21) + number * HOUR, **given)


def yes(number: int, **slots: Any) -> Nomination:
    """An approved shop whose owner said yes to this date."""
    return shop(number, Answer.YES, **slots)


def no(number: int, **slots: Any) -> Nomination:
    """An approved shop whose owner refused."""
    return shop(number, Answer.NO, **slots)


def on_ballot(*shops: Nomination) -> tuple[Nomination, ...]:
    """The shops with their numbers on the ballot."""
    return tuple(replace(s, choice=n) for n, s in enumerate(shops, start=1))


def voting(*shops: Nomination, **slots: Any) -> Mob:
    """The mob with its ballot open since two weeks before."""
    given = {
        "stage": Stage.BALLOTING,
        "nominations": on_ballot(*shops),
        "opened": before(14),
        "closes": before(11),
        "done": frozenset({"call", "shortlist", "ballot", "ballot_latest"}),
    }
    return paris(**(given | slots))


def chosen(winner: int | None, *shops: Nomination, **slots: Any) -> Mob:
    """The mob after the count, with that winner."""
    counted = voting().done | {"close", "count"}
    return voting(
        *shops, **({"stage": Stage.CONSENTING, "winner": winner, "done": counted} | slots)
    )


def announced(*shops: Nomination, **slots: Any) -> Mob:
    """The mob announced for the first of these shops, which said yes."""
    listed = shops or (yes(1), shop(2))
    done = chosen(1).done | {"consent", "announce"}
    return chosen(1, *listed, **({"stage": Stage.ANNOUNCED, "done": done} | slots))


def votes(*by_number: int, **more: int) -> Tally:
    """So many votes for nomination 1, 2, …; `more` are the sums of the whole mob."""
    numbers = {("votes", n): count for n, count in enumerate(by_number, start=1) if count}
    return Tally(numbers | {(what, 0): n for what, n in more.items()})


def live(mob: Mob, tally: Tally, *moments: datetime) -> tuple[Mob, list[str]]:
    """The mob looked at in each of these instants, and the kinds of what was said."""
    said: list[Say] = []
    for now in moments:
        decision = advance(mob, tally, now)
        mob = decision.mob
        said.extend(decision.says)
    return mob, kinds(said)


def kinds(says: Iterable[Say]) -> list[str]:
    """What was said, by kind."""
    return [say.kind for say in says]


def wrote(
    at: datetime, *intents: Intent, event: str = "", read: timedelta = MINUTE, **slots: Any
) -> Said:
    """A message of one person, read a minute later and not seen before."""
    given = {"network": "mastodon", "name": "ada", "fresh": True} | slots
    return Said(event or f"e{at:%d%H%M%S}", at, at + read, intents, **given)


def window(**slots: Any) -> Window:
    """What the fold knows of an open ballot."""
    given = {
        "opens": before(14),
        "closes": before(11),
        "counted": before(11) + 15 * MINUTE,
        "currency": "EUR",
        "max_people": 10,
    }
    return Window(**(given | slots))


def wall(at: datetime, zone: str = "Europe/Paris") -> datetime:
    """The naive wall time of an instant."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


NIGHT = (time(22), time(8))
