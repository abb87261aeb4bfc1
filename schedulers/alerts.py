"""Alerts: what is broken is told to the organisers once, and again each day until it is mended."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy.engine import Connection

from bot.domain.meanwhile import NAMES
from bot.domain.posts import Say, Value
from schedulers.health import PATIENCE
from storage import mentions, pauses, posted
from storage.lanes import Lane
from storage.outbox import Promise
from storage.pauses import Pause

DAY = timedelta(days=1)

_KINDS = {"token": "alert_token", "money": "alert_money", "clock": "alert_clock"}


def alerts(work: Connection, city: str, lanes: tuple[Lane, ...], now: datetime) -> tuple[Say, ...]:
    """The alerts that are open in a city now; each is said once a day by its key."""
    mine = [lane for lane in lanes if lane.city == city]
    found = [
        _pause(pauses.last(work, city), now),
        *(_trouble(lane, now) for lane in mine),
        *(_gap(lane, now) for lane in mine),
        *_not_out(posted.not_out(work, city, now - 2 * DAY), now),
        *_aside(work, city, now),
    ]
    return tuple(say for say in found if say is not None)


def _pause(last: Pause | None, now: datetime) -> Say | None:
    """A pause is told to every organiser when it begins, each day while it lasts, and at its
    end."""
    if last is None or (not last.paused and now - last.since > DAY):
        return None
    kind = "alert_paused" if last.paused else "alert_resumed"
    return _said(kind, "", f"{last.since:%Y%m%dT%H%M%S}", last.since, now, reason=last.who)


def _trouble(lane: Lane, now: datetime) -> Say | None:
    since = lane.trouble_since
    if since is None:
        return None
    what, _, reason = lane.trouble.partition(": ")
    kind = _KINDS.get(what, "alert_network_down")
    if kind == "alert_network_down" and now - since < PATIENCE:
        return None
    return _said(kind, lane.network, f"{since:%Y%m%dT%H%M%S}", since, now, reason=reason)


def _gap(lane: Lane, now: datetime) -> Say | None:
    if lane.gap_since is None or lane.gap_until is None or now - lane.gap_until > 2 * DAY:
        return None
    key = f"{lane.gap_since:%Y%m%dT%H%M%S}"
    return _said("alert_gap", lane.network, key, lane.gap_since, now, until=lane.gap_until)


def _not_out(rows: tuple[Promise, ...], now: datetime) -> Iterator[Say]:
    """Public posts that the network refused, or that came too late to be true, in whatever
    languages. The line that says how many votes are counted is no loss: the next one says more."""
    lost = {(r.network, r.mob, r.key, r.reason): r for r in rows if r.kind != "counted"}
    for (network, mob, key, why), row in lost.items():
        what, reason = f"{mob}:{key}", f"{key}: {why}"
        yield _said("alert_post_blocked", network, what, row.due, now, reason=reason)


def _aside(work: Connection, city: str, now: datetime) -> Iterator[Say]:
    aside = [row for row in mentions.set_aside(work) if row["city"] == city]
    for network in sorted({row["network"] for row in aside}):
        rows = [row for row in aside if row["network"] == network]
        yield _said(
            "alert_setaside",
            network,
            str(len(rows)),
            now,
            now,
            reason=rows[-1]["reason"],
            count=len(rows),
        )


def _said(
    kind: str, network: str, what: str, since: datetime, now: datetime, **values: Value
) -> Say:
    day = max(0, int((now - since) / DAY))
    key = f"{kind}:{network}:{what}:{day}"
    shown = {"network": NAMES.get(network, network), "since": since, **values}
    return Say(kind, key, now, now + DAY, shown, organiser=True)
