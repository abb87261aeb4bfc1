"""The notebook: what must become of a mob, kept by the plainest means, to hold against the bot.

It knows the rules that the public and the organisers are told, and nothing of how the bot keeps
them: no intents, no rows, no decisions. All its times are whole days before or after the mob.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import product

DAY = timedelta(days=1)
GRACE = timedelta(minutes=15)
OVER = ("closed", "cancelled")


@dataclass(slots=True)
class Shop:
    """A shop put forward: `owner` is what its owner said: "", "asked", "yes" or "no"."""

    name: str
    number: int
    approved: bool = False
    owner: str = ""
    choice: int | None = None


@dataclass(slots=True)
class Message:
    """A vote: what it says, and whether it was deleted. The bot may learn of that late."""

    person: str
    said_at: datetime
    shop: str
    deleted: bool = False
    noticed: bool = True


@dataclass(slots=True)
class Notebook:
    """One mob as it must be."""

    meets: datetime | None
    date: datetime
    stage: str = "calling"
    shops: dict[str, Shop] = field(default_factory=dict)
    wishes: dict[str, str] = field(default_factory=dict)
    votes: dict[int, Message] = field(default_factory=dict)
    coming: dict[str, int] = field(default_factory=dict)
    spent: dict[str, int] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    done: set[str] = field(default_factory=lambda: {"call"})
    closes: datetime | None = None
    winner: str | None = None
    stepped_in: bool = False
    short_notice: bool = False

    # --- what people do

    def nominates(self, person: str, name: str) -> None:
        """A shop stands once, and whoever names another one has changed their mind."""
        self.shops.setdefault(name, Shop(name, len(self.shops) + 1))
        self.wishes[person] = name

    def ballot(self) -> list[Shop]:
        """The shops by their numbers."""
        listed = [s for s in self.shops.values() if s.choice is not None]
        return sorted(listed, key=lambda s: s.choice or 0)

    def results(self) -> list[dict[str, int]]:
        """The votes by shop. The last vote of a person that was said before the close counts; of
        a deleted one that the bot may not have noticed yet both are right."""
        doubtful = [n for n, m in self.votes.items() if m.deleted and not m.noticed]
        return [
            self._counted({n for n, gone in zip(doubtful, which, strict=True) if gone})
            for which in product((True, False), repeat=len(doubtful))
        ]

    def _counted(self, gone: set[int]) -> dict[str, int]:
        last: dict[str, str] = {}
        for number, vote in self.votes.items():
            out = number in gone or (vote.deleted and vote.noticed)
            if not out and self.closes is not None and vote.said_at < self.closes:
                last[vote.person] = vote.shop
        return {shop: list(last.values()).count(shop) for shop in set(last.values())}

    # --- what organisers do; each tells whether the bot must do it

    def approves(self, name: str) -> bool:
        """Not once the ballot is open without this shop."""
        shop = self.shops[name]
        if self.stage in OVER or (self.closes is not None and shop.choice is None):
            return False
        shop.approved = True
        return True

    def asks(self, name: str) -> bool:
        """Not an owner who has answered."""
        shop = self.shops[name]
        if self.stage in OVER or shop.owner in ("yes", "no"):
            return False
        shop.owner = "asked"
        return True

    def hears_yes(self, name: str, now: datetime, *, short_notice: bool) -> bool:
        """To a date that is still to come; later than a week ahead only as short notice."""
        if self.stage in ("gathering", "recapping", *OVER) or self.meets is None:
            return False
        late = now > self.meets - 7 * DAY and self.stage != "announced"
        if now >= self.meets or (late and not short_notice):
            return False
        self.shops[name].owner = "yes"
        self.short_notice |= short_notice
        return True

    def hears_no(self, name: str) -> bool:
        """At any time; the shop that was announced then has its quiet."""
        if self.stage in OVER:
            return False
        self.shops[name].owner = "no"
        if name == self.winner and self.stage in ("announced", "gathering"):
            return self.cancels()
        return True

    def chooses(self, name: str) -> bool:
        """Where people voted, their winner stays."""
        if self.stage not in ("consenting", "postponed") or not self._able(self.shops[name]):
            return False
        if self.stage == "consenting" and self.winner and any(self._counted(set()).values()):
            return False
        self._wins(name)
        return True

    def puts_off(self, to: datetime | None, now: datetime) -> bool:
        """To another day, or to none yet. Every yes was for the old date."""
        before = ("calling", "balloting", "consenting")
        if self.stage not in (*before, "announced", "postponed"):
            return False
        if to is None:
            if self.stage == "postponed":
                return False
            self._says("postponed")
            self.stage = "postponed"
        else:
            empty = self._is_empty()
            stage = "calling" if empty else self.stage
            ahead = {"calling": 12, "balloting": 8, "consenting": 8}.get(stage, 7)
            free = now
            if self.stage == "balloting" and self.closes is not None:
                free = max(now, self.closes + GRACE)
            if to - ahead * DAY <= free or to == self.meets:
                return False
            self._says({"announced": "postponed", "postponed": ""}.get(self.stage, "new_date"))
            if self.stage == "announced":
                self.stage = "postponed"
            if empty:
                self._calls_anew()
        self._has_another_date(to)
        return True

    def _is_empty(self) -> bool:
        """Whether it was put off because it has no shop to go to, before anybody could vote."""
        none = not any(self._able(shop) for shop in self.shops.values())
        return self.stage == "postponed" and self.closes is None and none

    def _calls_anew(self) -> None:
        """It begins again: nobody stands on a ballot, and nothing was said for the new date."""
        self.stage, self.winner, self.done = "calling", None, set()
        for shop in self.shops.values():
            shop.choice = None

    def _has_another_date(self, to: datetime | None) -> None:
        for shop in self.shops.values():
            shop.owner = "asked" if shop.owner == "yes" else shop.owner
        self.done &= {"call", "shortlist", "ballot", "ballot_latest", "close", "count"}
        self.meets, self.short_notice = to, False
        self.date = to or self.date

    def cancels(self) -> bool:
        """Until people have been there."""
        if self.stage in ("recapping", *OVER):
            return False
        self.stage = "cancelled"
        self._says("cancelled")
        return True

    # --- what time does

    def moments(self) -> dict[str, datetime]:
        """When something is due, in order."""
        if self.meets is None:
            return {}
        close = self.closes or self.meets - 11 * DAY
        ahead = {
            "call": 21,
            "shortlist": 16,
            "ballot": 14,
            "ballot_latest": 12,
            "consent": 8,
            "announce": 7,
        }
        after = {"gather": 0, "amounts": 1, "recap": 2}
        found = {name: self.meets - days * DAY for name, days in ahead.items()}
        found |= {"close": close, "count": close + GRACE}
        found |= {name: self.meets + days * DAY for name, days in after.items()}
        return dict(sorted(found.items(), key=lambda pair: pair[1]))

    def passes(self, now: datetime, until: datetime) -> None:
        """Time passes while the bot is awake: it is there at every moment."""
        self.wakes(now)
        while later := [at for at in self.moments().values() if now < at <= until]:
            now = min(later)
            self.wakes(now)
        self.wakes(until)

    def wakes(self, now: datetime) -> None:
        """The bot looks at its calendar: all that became due is done in order, and what is said
        is what is still true after all of it."""
        told: list[tuple[str, str, datetime]] = []
        for name, due in self.moments().items():
            if due > now or name in self.done or self.stage == "cancelled":
                continue
            if getattr(self, f"_{name}")(now, told):
                self.done.add(name)
        self._stands_in_for_a_refusal(told, now)
        self.said += [kind for kind, stage, until in told if stage == self.stage and now <= until]

    def _says(self, kind: str) -> None:
        """A change of plans is told to those who have heard of the plans."""
        if kind and "call" in self.done:
            self.said.append(kind)

    def _day(self, days: float) -> datetime:
        assert self.meets is not None
        return self.meets + days * DAY

    def _call(self, now: datetime, told: list[tuple[str, str, datetime]]) -> bool:
        """One that is late is not said twice in a breath."""
        if self.stage == "calling" and now >= self._day(-16):
            self.done.add("shortlist")
        return True

    def _shortlist(self, now: datetime, told: list[tuple[str, str, datetime]]) -> bool:
        if self.stage == "calling" and not self.shops:
            told.append(("call_again", "calling", self._day(-15)))
        return True

    def _ballot(self, now: datetime, told: list[tuple[str, str, datetime]]) -> bool:
        """Two shops or more stand on it, half a day before its close at the latest; one alone
        goes to its owner once no other name waits."""
        if self.stage != "calling":
            return True
        able = [s for s in self.shops.values() if self._able(s) and s.owner]
        waiting = any(not s.approved for s in self.shops.values())
        many = len(able) > 1
        if many and now > self._day(-11.5):
            return False
        if not able or (not many and waiting and now < self._day(-12)):
            return False
        wished = list(self.wishes.values())
        able.sort(key=lambda s: (-wished.count(s.name), s.number))
        for choice, shop in enumerate(able, start=1):
            shop.choice = choice
        if many:
            self.stage, self.closes = "balloting", self._day(-11)
            told.append(("ballot", "balloting", now + (self.closes - now) / 2))
        else:
            self.stage, self.winner = "consenting", able[0].name
        return True

    def _ballot_latest(self, now: datetime, told: list[tuple[str, str, datetime]]) -> bool:
        if not self._ballot(now, told):
            self._is_put_off(told, now)
        return True

    def _close(self, now: datetime, told: list[tuple[str, str, datetime]]) -> bool:
        for vote in self.votes.values():
            vote.noticed = True
        return True

    def _count(self, now: datetime, told: list[tuple[str, str, datetime]]) -> bool:
        if self.stage == "balloting":
            self.stage = "consenting"
            self._wins(self._next_in_line() if self._voted() else None)
        return True

    def _consent(self, now: datetime, told: list[tuple[str, str, datetime]]) -> bool:
        if self.stage == "consenting" and not self._agreed():
            self._runner_up(told, now, agreed=True)
        return True

    def _announce(self, now: datetime, told: list[tuple[str, str, datetime]]) -> bool:
        """A week ahead, two days later at most; after that an organiser says whether."""
        if self.stage not in ("consenting", "postponed"):
            return True
        late = now > self._day(-5)
        if not self._agreed() or now >= self._day(0) or (late and not self.short_notice):
            return False
        plain = self.stepped_in or not self._voted() or len(self.ballot()) < 2
        kind = "announcement_plain" if plain else "announcement"
        kind = "moved" if self.stage == "postponed" else kind
        self.stage = "announced"
        told.append((kind, "announced", self._day(-5) if not late else self._day(0)))
        return True

    def _gather(self, now: datetime, told: list[tuple[str, str, datetime]]) -> bool:
        if self.stage == "consenting":
            self._is_put_off(told, now)
        elif self.stage == "announced":
            self.stage = "gathering"
            told.append(("gather", "gathering", self._day(0) + timedelta(minutes=30)))
        return True

    def _amounts(self, now: datetime, told: list[tuple[str, str, datetime]]) -> bool:
        if self.stage == "gathering":
            self.stage = "recapping"
            told.append(("amounts", "recapping", self._day(1.5)))
        return True

    def _recap(self, now: datetime, told: list[tuple[str, str, datetime]]) -> bool:
        if self.stage == "recapping":
            self.stage = "closed"
            kind = "recap" if self.spent else "recap_quiet"
            told.append((kind, "closed", self._day(16)))
        return True

    # --- who wins

    def _able(self, shop: Shop) -> bool:
        return shop.approved and shop.owner != "no"

    def _agreed(self) -> bool:
        shop = self.shops.get(self.winner or "")
        return shop is not None and self._able(shop) and shop.owner == "yes"

    def _voted(self) -> bool:
        return any(self._counted(set()).values())

    def _ranked(self) -> list[Shop]:
        """Most votes first; of two that are level the one nominated first."""
        votes = self._counted(set())
        listed = self.ballot() or [s for s in self.shops.values() if self._able(s)]
        return sorted(listed, key=lambda s: (-votes.get(s.name, 0), s.number))

    def _next_in_line(self, *, agreed: bool = False) -> str | None:
        found = (s for s in self._ranked() if self._able(s) and (s.owner == "yes" or not agreed))
        return next((s.name for s in found), None)

    def _wins(self, name: str | None) -> None:
        self.winner = name
        if name and self._voted() and len(self.ballot()) > 1:
            self.stepped_in |= name != self._ranked()[0].name

    def _runner_up(
        self, told: list[tuple[str, str, datetime]], now: datetime, *, agreed: bool
    ) -> None:
        line = self._voted() or len(self.ballot()) < 2
        found = self._next_in_line(agreed=agreed) if line else None
        if found is None and agreed:
            self._is_put_off(told, now)
        else:
            self._wins(found)

    def _stands_in_for_a_refusal(
        self, told: list[tuple[str, str, datetime]], now: datetime
    ) -> None:
        refused = self.winner is not None and not self._able(self.shops[self.winner])
        if self.stage == "consenting" and refused:
            self._runner_up(told, now, agreed="consent" in self.done)

    def _is_put_off(self, told: list[tuple[str, str, datetime]], now: datetime) -> None:
        self.stage = "postponed"
        told.append(("postponed", "postponed", now + 2 * DAY))
