"""Strays: posts of ours that stand on a network and that no row knows, left over by a restore."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from storage import facts

KNOWN_FOR = timedelta(days=28)
"""Longer than a mob goes on after what is ordered for it; the same words in the mob after it are
news, and are said."""

Likeness = str
"""What a post is known again by: a digest of its words, which are not kept."""


@dataclass(frozen=True, slots=True)
class Stray:
    """Its id and its address on the network, and since when it stands there."""

    id: str
    url: str | None
    posted_at: datetime


def of_account(work: Connection, city: str, network: str, now: datetime) -> dict[Likeness, Stray]:
    """Those of one account that may still be what an organiser orders again."""
    found = json.loads(facts.fact(work, _name(city, network)) or "{}")
    strays = {k: Stray(i, url, datetime.fromisoformat(at)) for k, (i, url, at) in found.items()}
    return {k: stray for k, stray in strays.items() if now - stray.posted_at < KNOWN_FOR}


def leave(work: Connection, city: str, network: str, strays: Mapping[Likeness, Stray]) -> None:
    """Notes the strays of an account, in the place of those before."""
    kept = {k: (one.id, one.url, one.posted_at.isoformat()) for k, one in strays.items()}
    facts.note(work, _name(city, network), json.dumps(kept))


def _name(city: str, network: str) -> str:
    return f"strays of {city} on {network}"
