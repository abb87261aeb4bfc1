"""The ballot: who stands on it, who leads, and the published tie-break."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace

from bot.domain.mob import Answer, Mob, Nomination, asked_and_yes, eligible
from bot.domain.standing import HELD, Tally


def shortlist(mob: Mob, tally: Tally) -> tuple[Nomination, ...]:
    """The shops that may stand, pinned ones first, then by distinct nominators, then the first
    nominated; at most as many as the city's ballot holds. On a ballot stand only shops whose
    owners were asked and did not refuse (the city's rule `notice` asks nobody)."""
    able = [n for n in mob.nominations if eligible(n) and _asked(mob, n)]
    able.sort(key=lambda n: (not n.pinned, -nominators(tally, n), n.said_at, n.number))
    return tuple(able[: mob.rules.ballot_size])


def nominators(tally: Tally, nomination: Nomination) -> int:
    """How many people are for a shop: those who wrote to the bot, and those on paper."""
    return tally.of("nominators", nomination.number) + nomination.paper


def drawn(numbers: Iterable[int], seed: str) -> int:
    """The number that the lot falls on: the one whose SHA-256 of "seed number" is the smallest, so
    that anybody can draw again and gets the same."""
    return min(numbers, key=lambda n: hashlib.sha256(f"{seed} {n}".encode()).hexdigest())


def _asked(mob: Mob, nomination: Nomination) -> bool:
    return mob.rules.notice or nomination.consent.answer is not Answer.NONE


def numbered(nominations: tuple[Nomination, ...]) -> tuple[Nomination, ...]:
    """The same nominations with their numbers on the ballot, from 1."""
    return tuple(replace(n, choice=i) for i, n in enumerate(nominations, start=1))


def candidate_key(nomination: Nomination) -> str:
    """Under which key a shop of the ballot stands by itself, where people vote by liking that."""
    return f"candidate:{nomination.number}"


def ranking(mob: Mob, tally: Tally) -> tuple[Nomination, ...]:
    """The ballot from first to last: most votes, and of two that are level the one nominated
    first (the tie-break that the ballot states)."""
    ballot = mob.ballot or tuple(n for n in mob.nominations if eligible(n))
    return tuple(sorted(ballot, key=lambda n: (-tally.of("votes", n.number), n.said_at, n.number)))


def leader(mob: Mob, tally: Tally) -> Nomination | None:
    """Who has won by votes, whoever may receive the mob; None without a vote."""
    ranked = ranking(mob, tally)
    return ranked[0] if ranked and tally.votes else None


def turned_by_unnamed(mob: Mob, tally: Tally) -> tuple[Nomination, Nomination | None] | None:
    """The winner with and without the votes of people whom their network does not name, where
    the two differ: one person may stand behind many of those."""
    first = next_in_line(mob, tally, agreed=False) if tally.votes else None
    if first is None:
        return None
    named = tally.named()
    without = next_in_line(mob, named, agreed=False) if named.votes else None
    return None if without is not None and without.number == first.number else (first, without)


def turned_by_held(mob: Mob, tally: Tally) -> tuple[Nomination | None, Nomination] | None:
    """The winner as it is counted and another one that the held votes could make, where they
    could: if all that are held for one shop were released and no others."""
    first = next_in_line(mob, tally, agreed=False) if tally.votes else None
    for other in ranking(mob, tally):
        could = next_in_line(mob, tally.released(other.number), agreed=False)
        changed = could is not None and (first is None or could.number != first.number)
        if tally.of(HELD, other.number) and could is not None and changed:
            return first, could
    return None


def undecided(mob: Mob, tally: Tally) -> bool:
    """Whether an organiser has to look at votes before there is a winner."""
    return turned_by_unnamed(mob, tally) is not None or turned_by_held(mob, tally) is not None


def next_in_line(mob: Mob, tally: Tally, *, agreed: bool) -> Nomination | None:
    """The best placed shop that can still win; with `agreed` only one whose owner said yes."""
    for nomination in ranking(mob, tally):
        current = mob.nomination(nomination.number)
        if current is None or not eligible(current):
            continue
        if not agreed or asked_and_yes(mob, current):
            return current
    return None
