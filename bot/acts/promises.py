"""Saving what was decided: the mob, the standings, and every say as rows of the outbox."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from bot.domain.mob import Mob
from bot.domain.posts import Draft, Say
from bot.speaking import Voice, speak
from storage import outbox


@dataclass(frozen=True, slots=True)
class Speaker:
    """How a city speaks: its voice on each network."""

    city: str
    voices: Mapping[str, Voice]

    def drafts(self, mob: Mob, say: Say) -> Iterator[tuple[int, Say, str, Draft]]:
        """The say of a mob in words for every network it goes to."""
        rules = mob.rules
        for network, voice in self.voices.items():
            if _goes_to(say, voice):
                for draft in speak(
                    say,
                    voice,
                    languages=rules.languages,
                    zone=rules.zone,
                    currency=rules.currency,
                ):
                    yield mob.id, say, network, draft


def _goes_to(say: Say, voice: Voice) -> bool:
    """An answer goes where it was asked, a private word to organisers where they have an address
    and messages are private, everything else everywhere."""
    if say.origin is not None:
        return voice.network == say.origin.network
    if say.organiser:
        return bool(voice.organisers)
    return not say.networks or voice.network in say.networks


def promise(work: Connection, speaker: Speaker, says: Iterable[tuple[Mob, Say]]) -> None:
    """Puts all says, each of its mob, into the outbox in one statement; those promised before stay
    as they are."""
    drafted = [row for mob, say in says for row in speaker.drafts(mob, say)]
    outbox.promise(work, speaker.city, drafted)
