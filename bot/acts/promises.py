"""Saving what was decided: the mob, the standings, and every say as rows of the outbox."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlalchemy.engine import Connection

from bot.acts.calendars import owners_event
from bot.acts.expecting import with_forecast
from bot.config import MAIL
from bot.domain.mob import Mob
from bot.domain.posts import Draft, Say
from bot.speaking import Hand, Voice, letter, speak
from bot.speaking.ics import calendar_file
from storage import outbox


@dataclass(frozen=True, slots=True)
class Speaker:
    """How a city speaks: its voice on each network, and the hand that writes its letters, where
    there is a mail server to take them."""

    city: str
    voices: Mapping[str, Voice]
    hand: Hand | None = None

    def says(self, say: Say) -> bool:
        """Whether the say goes to any network at all."""
        return any(_goes_to(say, voice) for voice in self.voices.values())

    def drafts(self, mob: Mob, say: Say) -> Iterator[tuple[int, Say, str, Draft]]:
        """The say of a mob in words for every network it goes to, or as a letter."""
        rules = mob.rules
        if say.owner_of is not None:
            if self.hand is not None:
                yield mob.id, say, MAIL, _letter(mob, say, self.hand)
            return
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


def _letter(mob: Mob, say: Say, hand: Hand) -> Draft:
    rules = mob.rules
    nomination = mob.nomination(say.owner_of or 0)
    assert nomination is not None
    calendar = calendar_file(owners_event(mob, nomination, say))
    return letter(
        say,
        hand,
        languages=rules.languages,
        zone=rules.zone,
        currency=rules.currency,
        calendar=calendar,
    )


def _goes_to(say: Say, voice: Voice) -> bool:
    """An answer goes where it was asked, a private word to organisers where they have an address
    and messages are private, everything else everywhere."""
    if say.origin is not None:
        return voice.network == say.origin.network and say.kind not in voice.unsaid
    if say.organiser:
        return bool(voice.organisers)
    return not say.networks or voice.network in say.networks


def promise(work: Connection, speaker: Speaker, says: Iterable[tuple[Mob, Say]]) -> None:
    """Puts all says, each of its mob, into the outbox in one statement; those promised before stay
    as they are."""
    drafted = [
        row
        for mob, say in says
        for row in speaker.drafts(
            mob, say if say.owner_of is None else with_forecast(work, mob, say)
        )
    ]
    outbox.promise(work, speaker.city, drafted)
