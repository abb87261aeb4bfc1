"""Facts about the database as a whole, by name: the key of its hashes, the highest clock seen."""

from __future__ import annotations

import hmac
import secrets
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from storage.prepared import Prepared
from storage.tables import FactRow

FACT = FactRow.__table__  # type: ignore[attr-defined]
ERASURE_KEY = "erasure key"


def fact(work: Connection, name: str) -> str | None:
    """One fact, None where it was never noted."""
    row = _ONE.first(work, named=name)
    return None if row is None else str(row["value"])


_ONE = Prepared(sa.select(FACT.c.value).where(FACT.c.name == sa.bindparam("named")))


def note(work: Connection, name: str, value: str) -> None:
    """Notes a fact, over what stood there."""
    statement = insert(FACT).values(name=name, value=value)
    work.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


def tombstone(key: str, network: str, event: str) -> str:
    """What stays of an erased event: HMAC-SHA256 under this database's own key, so that the event
    is known again when the network sends it once more, and cannot be guessed back."""
    digest = _begun(key).copy()
    digest.update(f"{network}:{event}".encode())
    return f"erased:{digest.hexdigest()}"


@lru_cache(maxsize=4)
def _begun(key: str) -> hmac.HMAC:
    """Every message of a page is looked for under its hash, and the key is most of the work."""
    return hmac.new(key.encode(), digestmod="sha256")


def erasure_key(work: Connection) -> str:
    """The key of this database's tombstones, made at the first use."""
    found = fact(work, ERASURE_KEY)
    if found is None:
        found = secrets.token_hex(32)
        note(work, ERASURE_KEY, found)
    return found
