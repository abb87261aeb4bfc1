"""The ledger: what people meant, kept by the plainest means, to hold against the bot's tally.

It is no part of the bot and shares no rule with it but those that the public is told: the last
vote said before the close counts, if the bot had it by the end of the grace.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.posts import Mention

Meaning = tuple[str, str | int]
"""What a text asks for: ("vote", "Bell Books"), ("commit", 3), ("nothing", "")."""


@dataclass(slots=True)
class Entry:
    """One message: who wrote it, what each of its texts means, and what the bot has of it."""

    person: str
    said_at: datetime
    tagged: bool
    meanings: dict[str, Meaning] = field(default_factory=dict)
    taken_at: datetime | None = None
    text: str = ""
    in_call: bool = False
    off: bool = False
    gone: bool = False
    deleted: bool = False


class Ledger:
    """Every message of the town, by network and number."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self.entries: dict[tuple[str, str], Entry] = {}
        self._hand: tuple[str, tuple[Mention, ...], tuple[str, ...]] = ("", (), ())
        self.closes: datetime | None = None
        self.calling, self.cancelled = True, False

    def in_hand(self, network: str, mentions: Iterable[Mention], gone: Iterable[str]) -> None:
        """A network has told the bot these; the bot has not saved them yet."""
        self._hand = (network, tuple(mentions), tuple(gone))

    def saved(self) -> None:
        """The bot has committed the page in its hand."""
        network, mentions, gone = self._hand
        for mention in mentions:
            self._taken(self.entries[network, mention.event], mention)
        for event in gone:
            entry = self.entries.get((network, event))
            if entry is not None and entry.taken_at is not None:
                entry.gone = True
        self._hand = ("", (), ())

    def _taken(self, entry: Entry, mention: Mention) -> None:
        if entry.taken_at is None:
            entry.taken_at, entry.in_call = self._now(), self.calling
            entry.off = self.cancelled
        elif entry.text != mention.text and self._is_closed(entry, mention):
            return
        entry.text = mention.text

    def _is_closed(self, entry: Entry, mention: Mention) -> bool:
        """A vote stands as it was at the close, whatever its text says later, and everything as it
        was when the mob was cancelled."""
        if self.cancelled:
            return True
        was_vote = entry.meanings[entry.text][0] == "vote"
        edited = mention.edited_at
        return bool(was_vote and self.closes and edited and edited >= self.closes)

    def counted(
        self, closes: datetime | None, grace: timedelta, asked: datetime | None
    ) -> Counter[str]:
        """What the tally must be, in words: "vote Bell Books" 12, "people" 31, "spent" 12000.

        A nomination that the bot had only when the call was over came too late for it, and who
        says that they come once the amounts are `asked` for does not; who was not there may still
        say so. What the bot had only when the mob was off counts for nothing.
        """
        total: Counter[str] = Counter()
        people: dict[str, list[tuple[datetime, str, Entry]]] = {}
        for (_, event), entry in self.entries.items():
            if entry.taken_at is not None and not entry.gone and not entry.off:
                people.setdefault(entry.person, []).append((entry.said_at, event, entry))
        for said in people.values():
            in_order = sorted(said, key=lambda s: s[:2])
            total.update(_person(in_order, closes, grace, asked))
        return Counter({key: n for key, n in total.items() if n})

    def lost(self) -> list[str]:
        """Messages to the bot that it never had, though they are there to be read."""
        return [
            f"{network} {event} by {entry.person}, said {entry.said_at}"
            for (network, event), entry in self.entries.items()
            if entry.tagged and entry.taken_at is None and not entry.deleted
        ]


def _person(
    said: list[tuple[datetime, str, Entry]],
    closes: datetime | None,
    grace: timedelta,
    asked: datetime | None,
) -> Counter[str]:
    last: dict[str, str | int] = {}
    for said_at, _, entry in said:
        what, value = entry.meanings[entry.text]
        assert entry.taken_at is not None
        if what == "vote":
            if closes and said_at < closes and entry.taken_at <= closes + grace:
                last["vote"] = value
        elif what == "nominate":
            if entry.in_call:
                last["nominate"] = value
        elif what == "commit" and asked and said_at >= asked:
            continue
        elif what == "withdraw":
            last.pop("commit", None)
        elif what != "nothing":
            last[what] = value
    total: Counter[str] = Counter()
    for what, value in last.items():
        if isinstance(value, int):
            total[what] += value
            total[f"{what}: how many"] += 1
        else:
            total[f"{what} {value}"] += 1
    return total
