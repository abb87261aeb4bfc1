"""Health: whether the bot hears and speaks, for `cashmob status`, /healthz and the watchdog."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.config import MAIL, City
from bot.domain.meanwhile import NAMES
from schedulers.pulse import Account
from storage.known import Lane, Lost

# A network that fails for less than this is only having a moment.
PATIENCE = timedelta(minutes=15)

LATELY = timedelta(minutes=5)
"""The longest that a lane at work gives no sign of life: a burst is read page after page, and any
call may take a minute."""


@dataclass(frozen=True, slots=True)
class Health:
    """Whether all is well, and a sentence for each thing that is not. No name of a shop or of a
    person stands in it."""

    well: bool
    runs: bool
    wrong: tuple[str, ...]

    @property
    def data(self) -> dict[str, Any]:
        """As programs read it."""
        return asdict(self)


def health(
    cities: Iterable[City],
    beats: Mapping[Account, datetime],
    lanes: Iterable[Lane],
    lost: Lost | None,
    now: datetime,
) -> Health:
    """How a running daemon is: by its lanes' last signs of life, by the accounts' troubles, and by
    the time that a restored database knows nothing of."""
    cities = tuple(cities)
    known = {(lane.city, lane.network): lane for lane in lanes}
    wrong = [*_silent(cities, beats, now)]
    for city in cities:
        for name in city.lanes:
            lane = known.get((city.key, name))
            if lane is not None and lane.trouble_since and now - lane.trouble_since >= PATIENCE:
                wrong.append(f"{_called(city, name)}: {lane.trouble.partition(': ')[2]}")
    if lost is not None:
        wrong.append("it has not caught up yet with what was said since the backup")
    return Health(not wrong, True, tuple(wrong))


def unread(
    cities: Iterable[City], beats: Mapping[Account, datetime], trouble: str, now: datetime
) -> Health:
    """How a running daemon is whose store cannot be read."""
    return Health(False, True, (*_silent(tuple(cities), beats, now), trouble))


def _silent(
    cities: Iterable[City], beats: Mapping[Account, datetime], now: datetime
) -> Iterator[str]:
    for city in cities:
        for name in city.lanes:
            at = beats.get((city.key, name))
            if at is None or now - at > LATELY:
                since = f"since {at:%Y-%m-%d %H:%M} UTC" if at else "at all"
                yield f"{_called(city, name)}: no sign of life {since}"


def _called(city: City, network: str) -> str:
    name = "mail" if network == MAIL else NAMES.get(network, network)
    return f"{city.name} on {name}"


AT_REST = Health(False, False, ("the bot does not run",))
"""How it is where no daemon runs."""


def alive(cities: Iterable[City], beats: Mapping[Account, datetime], now: datetime) -> bool:
    """Whether every lane gave a sign of life lately: what the watchdog is fed for."""
    return not any(_silent(cities, beats, now))
