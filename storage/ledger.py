"""The ledger: what was bought on a network that charges, by month and by item."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.engine import Connection

from storage.prepared import Prepared
from storage.tables import LedgerRow

LEDGER = LedgerRow.__table__  # type: ignore[attr-defined]


def add(work: Connection, city: str, network: str, month: str, usage: Mapping[str, int]) -> None:
    """Adds what was read and written; `month` is "2026-12" by UTC, as the network bills."""
    rows = [
        {"city": city, "network": network, "month": month, "item": item, "n": n}
        for item, n in usage.items()
    ]
    if rows:
        statement = insert(LEDGER)
        names = ["city", "network", "month", "item"]
        total = LEDGER.c.n + statement.excluded.n
        work.execute(statement.on_conflict_do_update(index_elements=names, set_={"n": total}), rows)


Entry = tuple[str, str, str, str]
"""A line of the books: city, network, month, item."""


def books(view: Connection) -> dict[Entry, int]:
    """Everything that was ever bought, line by line."""
    lines = (LEDGER.c.city, LEDGER.c.network, LEDGER.c.month, LEDGER.c.item)
    return {(*row[:4],): row.n for row in view.execute(sa.select(*lines, LEDGER.c.n))}


def carry_over(work: Connection, copied: Mapping[Entry, int], after: Mapping[Entry, int]) -> None:
    """Adds what was bought in a copy of the books since it was made."""
    for (city, network, month, item), n in after.items():
        more = n - copied.get((city, network, month, item), 0)
        if more:
            add(work, city, network, month, {item: more})


def bought(work: Connection, city: str, network: str, month: str) -> dict[str, int]:
    """What was bought in a month, by item."""
    return {row["item"]: row["n"] for row in _BOUGHT.rows(work, of=city, on=network, month=month)}


_BOUGHT = Prepared(
    sa.select(LEDGER.c.item, LEDGER.c.n).where(
        LEDGER.c.city == sa.bindparam("of"),
        LEDGER.c.network == sa.bindparam("on"),
        LEDGER.c.month == sa.bindparam("month"),
    )
)
