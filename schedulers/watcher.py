"""The watcher: which votes of a page are under suspicion, by themselves or with those before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.intents import Vote
from bot.domain.mob import Mob
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

    def recall(self, mobs: Iterable[Mob], filed: Iterable[Filed]) -> None:
        """Hears once more what was filed before the start."""
        self.suspects({mob.id: mob for mob in mobs}, filed)

    def suspects(self, mobs: Mapping[int, Mob], filed: Iterable[Filed]) -> Suspects:
        """The people whose votes these make suspect: of these messages, and, where a crowd has
        come together, of those before them."""
        found: Suspects = {}
        touched: set[_Trace] = set()
        for f in filed:
            mob = mobs.get(f.mob or 0)
            cast = _cast(mob, f) if mob is not None else None
            if mob is None or cast is None:
                continue
            why = alone(self.watch, cast)
            if why is not None:
                found[mob.id, cast.person] = why
            names = (n.name for n in mob.ballot)
            for reason, same in traces(self.watch, cast, names):
                trace = (mob.id, cast.number, reason, same)
                self._seen.setdefault(trace, {})[cast.person] = cast.at
                touched.add(trace)
        for trace in sorted(t for t in touched if self._all_for_one(t)):
            for person in crowded(self.watch, ((at, who) for who, at in self._seen[trace].items())):
                found.setdefault((trace[0], person), trace[2])
        self._forget(touched)
        return found

    def _all_for_one(self, trace: _Trace) -> bool:
        """A server that many neighbours live on votes for many shops; one that was made for the
        purpose votes for one."""
        mob, _, reason, same = trace
        if reason is not Reason.BURST:
            return True
        alike = {
            t: len(seen) for t, seen in self._seen.items() if (t[0], *t[2:]) == (mob, reason, same)
        }
        return alike[trace] >= ONE_SIDED * sum(alike.values())

    def _forget(self, touched: Iterable[_Trace]) -> None:
        """Keeps memory short: a crowd is together for minutes."""
        newest = max((max(self._seen[trace].values()) for trace in touched), default=None)
        if newest is None:
            return
        oldest = newest - _REMEMBERS * self.watch.within
        for trace, seen in list(self._seen.items()):
            left = {person: at for person, at in seen.items() if at >= oldest}
            if left:
                self._seen[trace] = left
            else:
                del self._seen[trace]


def _cast(mob: Mob, filed: Filed) -> Cast | None:
    """The vote in a message, None where it has none that counts."""
    said = filed.said
    if filed.state is not Kept.HEARD or mob.opened is None or said.said_at < mob.opened:
        return None
    votes = [i.number for i in filed.intents if isinstance(i, Vote) and i.number is not None]
    if not votes or not mob.window().counts_vote(said):
        return None
    m = filed.mention
    return Cast(m.person, votes[-1], m.said_at, m.text, m.account_since)
