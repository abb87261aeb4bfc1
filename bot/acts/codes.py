"""One-time codes: what destroys is done only with a number that was read elsewhere.

An order by message that cannot be taken back waits. `cashmob code`, typed where the bot runs, shows
its code; sent back in the conversation, the code carries the order out. So whoever has got hold of
an organiser's account alone can destroy nothing.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from bot.listening.orders import Order
from storage import audit, waiting
from storage.store import Store
from storage.waiting import Waiting

WAITS = timedelta(hours=1)
GOOD_FOR = timedelta(minutes=10)
MOST_TRIES = 5
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Shown:
    """A code as it is shown, once: for which order, of whom, and until when it is good."""

    order: Order
    name: str
    asked_at: datetime
    code: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Wrong:
    """A code that carries nothing out: a key of the organisers' texts, and the tries left."""

    kind: str
    left: int = 0


def wait_for(
    work: Connection, city: str, order: Order, now: datetime, *, person: str, name: str
) -> datetime:
    """Lets an order wait for its code, and returns until when."""
    until = now + WAITS
    body = json.dumps(asdict(order), ensure_ascii=False, sort_keys=True)
    waiting.put(work, city, Waiting(person, name, body, now, until))
    return until


def order_of(waits: Waiting) -> Order:
    """The order that waits."""
    data = json.loads(waits.body)
    return Order(**data | {"numbers": tuple(data["numbers"])})


def show(store: Store, city: str, now: datetime, *, who: str) -> tuple[Shown, ...]:
    """A new code for each order that waits in the city; the one shown before is good no more. The
    log says that it was shown, and to whom."""
    found = []
    with store.work("code") as work:
        for waits in waiting.of_city(work, city, now):
            code = f"{secrets.randbelow(10**_DIGITS):0{_DIGITS}d}"
            salt, good_until = secrets.token_hex(16), min(now + GOOD_FOR, waits.until)
            fresh = replace(waits, salt=salt, good_until=good_until)
            waiting.put(work, city, replace(fresh, digest=_digest(city, fresh, code)))
            order = order_of(waits)
            details = {"order": order.nameless, "by": waits.name}
            audit.write(work, now, city=city, who=who, act="code", mob=order.mob, details=details)
            found.append(Shown(order, waits.name, waits.asked_at, code, good_until))
    return tuple(found)


def redeem(work: Connection, city: str, code: str, now: datetime, *, person: str) -> Order | Wrong:
    """The order that this code carries out, which then waits no longer; else what is wrong.

    After five wrong codes the order is dropped.
    """
    waits = waiting.of_person(work, city, person, now)
    if waits is None:
        return Wrong("order_code_none")
    if waits.good_until is None or now >= waits.good_until:
        return Wrong("order_code_late")
    if not hmac.compare_digest(_digest(city, waits, code), waits.digest):
        left = MOST_TRIES - waits.tries - 1
        if left:
            waiting.put(work, city, replace(waits, tries=waits.tries + 1))
            return Wrong("order_code_wrong", left)
        waiting.drop(work, city, person)
        return Wrong("order_code_spent")
    waiting.drop(work, city, person)
    return order_of(waits)


def _digest(city: str, waits: Waiting, code: str) -> str:
    """The hash of a code for this very order. A slow one: there are only a million codes."""
    bound = "|".join((waits.salt, city, waits.person, waits.asked_at.isoformat(), waits.body))
    return hashlib.scrypt(code.encode(), salt=bound.encode(), n=2**14, r=8, p=1).hex()
