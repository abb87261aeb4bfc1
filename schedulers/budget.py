"""The budget of an account that costs money: what was bought this month, and when to stop."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy.engine import Connection

from bot.config import City
from bot.networks import Network, NetworkError, Outcome, Trouble
from storage import ledger


@dataclass(frozen=True, slots=True)
class Budget:
    """Prices in millionths of a dollar by item, and the most that a month may cost.

    An account that costs nothing has no prices and no cap.
    """

    prices: Mapping[str, int] = field(default_factory=dict)
    cap: int | None = None

    def cost(self, usage: Mapping[str, int]) -> int:
        """What this costs, in millionths of a dollar."""
        return sum(self.price(item) * n for item, n in usage.items())

    def price(self, item: str) -> int:
        """The price of one, whatever it was bought for ("owned_read:again")."""
        return self.prices.get(item.partition(":")[0], 0)

    def check(self, view: Connection, city: str, network: str, now: datetime) -> None:
        """NetworkError, to be asked again next month, once the month's cap is reached."""
        if self.cap is None:
            return
        spent = self.cost(ledger.bought(view, city, network, month_of(now)))
        if spent >= self.cap:
            raise NetworkError(
                f"the month's cap of ${self.cap / 1_000_000:.2f} is used up",
                outcome=Outcome.NOT_APPLIED,
                trouble=Trouble.MONEY,
                retry_at=next_month(now),
            )


def budget_of(city: City, network: str) -> Budget:
    """X is the network that charges: its prices and the cap are the city's own settings."""
    if network != "twitter" or city.twitter is None:
        return Budget()
    prices = city.twitter.prices.in_millionths()
    return Budget(prices, int(city.twitter.monthly_cap_usd.scaleb(6)))


def month_of(now: datetime) -> str:
    """The month by UTC, as the network bills it."""
    return f"{now.astimezone(UTC):%Y-%m}"


def next_month(now: datetime) -> datetime:
    """The first instant of the month after, by UTC."""
    first = this_month(now)
    year, month = divmod(first.year * 12 + first.month, 12)
    return first.replace(year=year, month=month + 1)


def this_month(now: datetime) -> datetime:
    """The first instant of the month, by UTC."""
    return now.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def drained(network: Network) -> dict[str, int]:
    """What the network counted since it was last asked; nothing where it is free."""
    drain = getattr(network, "drain_usage", None)
    return drain() if drain is not None else {}
