"""The watcher: which votes of a page are under suspicion, by themselves or with those before."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.intents import Vote
from bot.domain.mob import Mob
from bot.domain.standing import Window
from bot.domain.suspicion import Cast, Reason, Watch, alone, crowded, traces
from storage.mentions import Filed, Kept

# A mob, a shop, the reason for which votes may be alike, and what is the same in them.
_Trace = tuple[int, int, Reason, str]
Suspects = dict[tuple[int, str], Reason]
"""Why a person's vote is under suspicion, by mob and person."""

# A server votes for one shop where so large a part of its lately heard voters does.
ONE_SIDED = 0.8
# The watcher forgets what lies further back than so many times the length of a crowd.
_REMEMBERS = 2


@dataclass(slots=True)
class Watcher:
    """What one account has lately heard of votes that could be part of a crowd.

    It is kept in memory, since every page asks for it, and `recall` fills it anew after a start.
    To hear a vote twice is to hear it once.
    """

    watch: Watch = field(default_factory=Watch)
    _seen: dict[_Trace, dict[str, datetime]] = field(default_factory=dict)
    _telling: set[tuple[int, str]] = field(default_factory=set)
    _told: set[tuple[int, str]] = field(default_factory=set)
    _tidied: datetime | None = None

    def recall(self, mobs: Iterable[Mob], filed: Collection[Filed]) -> None:
        """Hears once more what was filed before the start."""
        self.suspects({mob.id: mob for mob in mobs}, filed)

    def suspects(self, mobs: Mapping[int, Mob], filed: Collection[Filed]) -> Suspects:
        """The people whose votes these make suspect: of these messages, and, where a crowd has
        come together, of those before them."""
        found: Suspects = {}
        touched: set[_Trace] = set()
        names = {
            key: tuple(n.name for n in mob.nominations if n.choice) for key, mob in mobs.items()
        }
        windows = {key: mob.window() for key, mob in mobs.items() if mob.opened is not None}
        for f in filed:
            cast = _cast(windows.get(f.mob or 0), f)
            if cast is None:
                continue
            mob = mobs[f.mob or 0]
            why = alone(self.watch, cast)
            if why is not None:
                found[mob.id, cast.person] = why
            for reason, same in traces(self.watch, cast, names[mob.id]):
                trace = (mob.id, cast.number, reason, same)
                self._seen.setdefault(trace, {})[cast.person] = cast.at
                touched.add(trace)
        own = {(f.mob or 0, f.mention.person) for f in filed}
        many = sorted(t for t in touched if len(self._seen[t]) >= self.watch.crowd)
        voters = self._voters_by_server() if many else Counter()
        for trace in many:
            for person in self._crowd(trace, voters):
                key = (trace[0], person)
                if key in own or key not in self._told:
                    found.setdefault(key, trace[2])
        self._telling = set(found)
        self._forget(touched)
        return found

    def saved(self) -> None:
        """What `suspects` last found is in the store now: those of earlier messages among them
        need not be found again."""
        self._told |= self._telling
        self._telling = set()

    def _voters_by_server(self) -> Counter[tuple[int, str]]:
        """How many were lately heard from each server in each mob, for whichever shop."""
        voters: Counter[tuple[int, str]] = Counter()
        for (mob, _, reason, same), seen in self._seen.items():
            if reason is Reason.BURST:
                voters[mob, same] += len(seen)
        return voters

    def _crowd(self, trace: _Trace, voters: Mapping[tuple[int, str], int]) -> frozenset[str]:
        """Who was together at one time, of the people alike in this. A server that many neighbours
        live on votes for many shops; one that was made for the purpose votes for one."""
        mob, _, reason, same = trace
        seen = self._seen[trace]
        if reason is Reason.BURST and len(seen) < ONE_SIDED * voters[mob, same]:
            return frozenset()
        return crowded(self.watch, ((at, who) for who, at in seen.items()))

    def _forget(self, touched: Iterable[_Trace]) -> None:
        """Keeps memory short: a crowd is together for minutes."""
        newest = max((max(self._seen[trace].values()) for trace in touched), default=None)
        if newest is None or (self._tidied and newest - self._tidied < self.watch.within):
            return
        self._tidied = newest
        oldest = newest - _REMEMBERS * self.watch.within
        for trace, seen in list(self._seen.items()):
            left = {person: at for person, at in seen.items() if at >= oldest}
            self._told -= {(trace[0], person) for person in seen.keys() - left.keys()}
            if left:
                self._seen[trace] = left
            else:
                del self._seen[trace]


def _cast(window: Window | None, filed: Filed) -> Cast | None:
    """The vote in a message, None where it has none that counts."""
    if window is None or window.opens is None or filed.state is not Kept.HEARD:
        return None
    votes = [i.number for i in filed.intents if isinstance(i, Vote) and i.number is not None]
    if (
        not votes
        or filed.mention.said_at < window.opens
        or not window.in_time(filed.mention.said_at, filed.read_at)
    ):
        return None
    m = filed.mention
    return Cast(m.person, votes[-1], m.said_at, m.text, m.account_since)
