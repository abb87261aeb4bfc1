"""Saving what was decided: the mob, the standings, and every say as rows of the outbox."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy.engine import Connection

from bot.domain.mob import Mob
from bot.domain.posts import Action, Draft, Say
from bot.speaking import Voice, speak
from storage import outbox


@dataclass(frozen=True, slots=True)
class Speaker:
    """How a city speaks: its voice on each network, and the organisers' addresses on Mastodon."""

    city: str
    voices: Mapping[str, Voice]
    organisers: tuple[str, ...] = ()

    def drafts(self, mob: Mob, say: Say) -> Iterator[tuple[Say, str, Draft]]:
        """The say in words for every network it goes to."""
        if say.action is Action.FAVOURITE and say.origin is not None:
            yield say, say.origin.network, Draft("", "", reply_to=say.origin.event)
            return
        for network in self._networks(say):
            for draft in self._words(mob, say, network):
                yield say, network, draft

    def _networks(self, say: Say) -> tuple[str, ...]:
        if say.origin is not None:
            return tuple(n for n in self.voices if n == say.origin.network)
        if say.organiser:
            return tuple(n for n in self.voices if n == "mastodon" and self.organisers)
        return tuple(self.voices)

    def _words(self, mob: Mob, say: Say, network: str) -> Iterator[Draft]:
        drafts = speak(
            say,
            self.voices[network],
            languages=mob.rules.languages,
            zone=mob.rules.zone,
            currency=mob.rules.currency,
        )
        if not say.organiser:
            yield from drafts
            return
        for address in self.organisers:
            for draft in drafts:
                after = None if draft.after is None else f"{address} {draft.after}"
                text = f"@{address.lstrip('@')} {draft.text}"
                yield replace(draft, text=text, part=f"{address} {draft.part}", after=after)


def promise(work: Connection, speaker: Speaker, mob: Mob, says: Iterable[Say]) -> None:
    """Puts all says into the outbox in one statement; those promised before stay as they are."""
    drafted = [row for say in says for row in speaker.drafts(mob, say)]
    outbox.promise(work, speaker.city, mob.id, drafted)
