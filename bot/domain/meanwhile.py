"""The public word on the other networks that the bot cannot read one of them for a while."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.calendar import Moment
from bot.domain.facts import facts, public
from bot.domain.mob import Mob
from bot.domain.posts import Say
from bot.domain.stages import Stage
from bot.domain.standing import Tally

PATIENCE = timedelta(hours=1)
"""A network that is away for less has lost nobody's word: all is read when it is back."""

_BY_DAY = range(8, 22)
_LISTENING = frozenset({Stage.CALLING, Stage.BALLOTING, Stage.ANNOUNCED, Stage.GATHERING})
NAMES = {"mastodon": "Mastodon", "twitter": "X", "facebook": "Facebook", "mail": "E-mail"}


def meanwhile(
    mob: Mob, tally: Tally, away: Mapping[str, datetime | None], now: datetime
) -> tuple[Say, ...]:
    """Where to write instead, said by day, while people are asked for something.

    Once for each day on which a trouble began, however often the network comes and goes. `away`
    has each network of the city and since when it does not answer, if so.
    """
    well = tuple(network for network, since in away.items() if since is None)
    zone = ZoneInfo(mob.rules.zone)
    # Also when its hour is over: what is late at night waits for the morning, and is untrue then.
    by_day = all(at.astimezone(zone).hour in _BY_DAY for at in (now, now + PATIENCE))
    if mob.stage not in _LISTENING or Moment.CALL not in mob.done or not (well and by_day):
        return ()
    return tuple(
        public(
            mob,
            "meanwhile",
            facts(mob, tally, now) | {"network": NAMES[network], "since": since},
            due=now,
            until=now + PATIENCE,
            key=f"meanwhile:{network}:{since.astimezone(zone):%Y%m%d}",
            networks=well,
        )
        for network, since in away.items()
        if since is not None and now - since >= PATIENCE
    )
