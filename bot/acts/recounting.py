"""The recount: the tally made anew from every message, beside the one kept by differences."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from bot.domain.mob import Mob
from bot.domain.standing import Key, Standing, recount, refold
from storage import mentions, standings


def differences(view: Connection, mob: Mob) -> dict[Key, tuple[int, int]]:
    """Where the tally and the recount differ, as (kept, counted anew); empty where they agree."""
    said = mentions.said_in(view, mob.id)
    window = mob.window()
    folded: list[Standing] = []
    for kept in standings.all_in(view, mob.id):
        folded.append(refold(window, said.get(kept.person, ()), kept.standing))
    anew = recount(folded)
    kept_sums: dict[Key, int] = {}
    for sums in standings.by_network(view, mob.id).values():
        for key, n in sums.items():
            kept_sums[key] = kept_sums.get(key, 0) + n
    keys = anew.keys() | kept_sums.keys()
    pairs = {key: (kept_sums.get(key, 0), anew.get(key, 0)) for key in keys}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}
