"""What the grammar is told beside the text: the conversation the message stands in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from bot.domain.intents import Intent
from bot.domain.posts import ReplyTo
from bot.domain.stages import Stage

# An enumeration finds its member anew at each `Stage.CALLING`, which takes as long as reading a
# word: every rule asks for these, by names of their own.
CALLING = Stage.CALLING
BALLOTING = Stage.BALLOTING
CONSENTING = Stage.CONSENTING
ANNOUNCED = Stage.ANNOUNCED
GATHERING = Stage.GATHERING
RECAPPING = Stage.RECAPPING
CLOSED = Stage.CLOSED
TO_CALL = ReplyTo.CALL
TO_NOMINATION = ReplyTo.NOMINATION
TO_BALLOT = ReplyTo.BALLOT
TO_ANNOUNCEMENT = ReplyTo.ANNOUNCEMENT
TO_COUNTDOWN = ReplyTo.COUNTDOWN
TO_MOBDAY = ReplyTo.MOBDAY
TO_RECAP = ReplyTo.RECAP
TO_ANSWER = ReplyTo.ANSWER
TO_PERSON = ReplyTo.PERSON


@dataclass(frozen=True, slots=True)
class Candidate:
    """One entry of the ballot or, while calling, one nomination that was presented."""

    choice: int
    name: str
    aliases: tuple[str, ...] = ()
    place: str | None = None


class Earlier(NamedTuple):
    """What a person asked for in the mob before: how many heads they have promised (0: none), how
    many before they took it back, the choice of their vote, of the vote they had before and of the
    shop they put forward, whether they have told what they spent, and with how many they said that
    they come perhaps."""

    people: int = 0
    people_once: int = 0
    vote: int | None = None
    vote_once: int | None = None
    nominated: int | None = None
    spent: bool = False
    perhaps: int = 0


NOTHING = Earlier()


@dataclass(frozen=True, slots=True)
class Context:
    """The conversation: its network and stage, what is answered, and what this person did before.

    `on` is the number of the nomination that the answered post presents, `winner` the choice that
    won once there is one, `handles` the bot's own names as people type them (lower case),
    `languages` the city's, its first one first, and `earlier` what this person asked for before.
    """

    network: str
    stage: Stage
    reply_to: ReplyTo | None = None
    on: int | None = None
    candidates: tuple[Candidate, ...] = ()
    winner: int | None = None
    handles: frozenset[str] = frozenset()
    languages: tuple[str, ...] = ("en",)
    earlier: Earlier = NOTHING


class Understood(NamedTuple):
    """What a message asks for, the language it was read in, and a reason for each intent."""

    intents: tuple[Intent, ...]
    language: str
    why: tuple[str, ...] = ()
