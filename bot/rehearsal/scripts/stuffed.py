"""Somebody stuffs the ballot: a ring of new accounts votes for the second shop in one voice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy.engine import Connection

from bot.domain.mob import Mob
from bot.domain.stages import Stage
from bot.rehearsal.cast import script
from bot.rehearsal.cues import At, Cue, Order, Shop, Write
from bot.rehearsal.scripts import Opening, Script
from bot.rehearsal.town import Person, TownPost
from bot.rehearsal.verdict import faults
from storage import audit, mobs

RING = 6
"""How many they are: with the honest votes of the second shop enough to beat the first."""

_AFTER = ("announce", "gather", "amounts")
_EXPECTED = ("call", "ballot", "last_call", "announcement")

_PLEA = {
    "en": "I vote for number {number}! Our whole family buys everything in that lovely shop",
    "fr": "Je vote pour le numéro {number} ! Toute notre famille achète tout dans ce beau magasin",
}


def cues(opening: Opening) -> tuple[Cue, ...]:
    """The usual plot until the announcement; in the middle of the vote the ring comes within five
    minutes, and after the close the organiser drops what is held."""
    usual = script(opening.city.languages, opening.seed, networks=tuple(opening.city.networks))
    second = next(cue.does for cue in usual if cue.name == "vote_name.second")
    organiser = next(cue.who for cue in usual if isinstance(cue.does, Order))
    assert isinstance(second, Write)
    assert second.shop is not None
    opens, closes = (opening.mob.moments()[m] for m in ("ballot", "close"))
    minute = timedelta(minutes=1) / (closes - opens)
    ring = (
        Cue(
            f"stuff.{n}", At("ballot", "close", 0.55 + n * minute), who, _vote(opening, second.shop)
        )
        for n, who in enumerate(_ring(opening))
    )
    dropping = Order("drop", {"because": "one voice, new accounts"})
    looked_at = Cue("drop.organiser", At("count", "consent", 0.3), organiser, dropping)
    until_then = (cue for cue in usual if cue.at.after not in _AFTER)
    return (*until_then, *ring, looked_at)


def _ring(opening: Opening) -> Iterable[Person]:
    """People of the city's first network; on Mastodon on a server of their own since yesterday."""
    network = next(iter(opening.city.networks))
    away = network == "mastodon"
    since = opening.mob.moments()["ballot"] - timedelta(days=1)
    for n in range(RING):
        yield Person(
            f"fan{n}",
            f"Fan {n}",
            networks=(network,),
            server="ring.example" if away else None,
            since=since if away else None,
        )


def _vote(opening: Opening, shop: Shop) -> Write:
    code = next((code for code in opening.city.languages if code in _PLEA), "en")
    return Write(_PLEA[code], "vote", answers="ballot", shop=shop)


def wrong(
    view: Connection, mob: Mob, seen: Iterable[TownPost], networks: Iterable[str]
) -> tuple[str, ...]:
    """All promises kept; the ring was held, told in public, and decided nothing: the shop that
    the neighbours chose has won, and only after the organiser had looked."""
    loaded = mobs.load(view, mob.id)
    assert loaded is not None
    tally = loaded[1]
    found = []
    if (tally.held, tally.dropped) != (0, RING):
        found.append(f"{tally.dropped} votes were dropped and {tally.held} are held, not {RING}, 0")
    if mob.told_held != RING:
        found.append(f"the public read of {mob.told_held} held votes, not of {RING}")
    order = [line["act"] for line in audit.lines(view, mob.city, mob.id)]
    if "dropped" not in order or "winner" not in order[order.index("dropped") :]:
        found.append("the shop was settled before anybody had looked at the held votes")
    honest = max((tally.of("votes", n.number), n.number) for n in mob.ballot)[1]
    if mob.winner != honest or mob.stepped_in:
        found.append("the shop that most neighbours voted for did not win")
    kept = faults(view, mob, seen, networks, ends=Stage.ANNOUNCED, expected=_EXPECTED)
    return (*kept, *found)


def _announced(mob: Mob) -> bool:
    return mob.stage is Stage.ANNOUNCED


SCRIPT = Script(
    "a ring of new accounts stuffs the ballot, and is not counted", cues, wrong, over=_announced
)
