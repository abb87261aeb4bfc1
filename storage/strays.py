"""Strays: posts of ours that stand on a network and that no row knows, left over by a restore."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy.engine import Connection

from storage import facts

Likeness = str
"""What a post is known again by: a digest of its words, which are not kept."""
Stray = tuple[str, str | None]
"""Its id and its address on the network."""


def of_account(work: Connection, city: str, network: str) -> dict[Likeness, Stray]:
    """Those of one account."""
    found = facts.fact(work, _name(city, network))
    return {k: (id_, url) for k, (id_, url) in json.loads(found or "{}").items()}


def leave(work: Connection, city: str, network: str, strays: Mapping[Likeness, Stray]) -> None:
    """Notes the strays of an account, in the place of those before."""
    facts.note(work, _name(city, network), json.dumps(dict(strays)))


def _name(city: str, network: str) -> str:
    return f"strays of {city} on {network}"
