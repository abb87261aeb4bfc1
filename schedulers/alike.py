"""What a crowd says alike: what texts were found to ask for, so that each is understood once."""

from __future__ import annotations

from typing import NamedTuple

from bot.domain.intents import Intent
from bot.domain.posts import ReplyTo
from bot.domain.stages import Stage
from bot.listening import Reading
from bot.listening.context import Context

_LONGEST, _MANY, _READ = 200, 500, 64
"""What many say in the same words is "2", or the three lines that a shop gave its friends to post;
of so many texts it is kept what they ask for, and of fewer how they were read."""


class Asked(NamedTuple):
    """What decides what a message asks for, beside the ear that hears it, the mob's list, and what
    its writer promised before. The last four are as in `Context`."""

    text: str
    lang: str | None
    stage: Stage
    reply_to: ReplyTo | None
    on: int | None
    winner: int | None


class Attentive(Context):
    """A conversation that notices whether it is asked what this person promised before. Where it
    is not, the text asks for the same whoever says it."""

    __slots__ = ("_heads", "minded")

    _heads: int
    minded: bool

    @property
    def committed(self) -> int:
        """How many heads this person has promised; that somebody asked is noted."""
        object.__setattr__(self, "minded", True)
        return self._heads

    @committed.setter
    def committed(self, heads: int) -> None:
        object.__setattr__(self, "_heads", heads)
        object.__setattr__(self, "minded", False)


class Readings:
    """How the latest texts were read, which is the same whatever the list: one that puts a shop
    forward is read by many, and each of them may have made the list another."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str | None], Reading] = {}

    def of(self, text: str, lang: str | None) -> Reading | None:
        """The reading of a text, of which only copies are to be used up."""
        return self._kept.get((text, lang))

    def keep(self, text: str, lang: str | None, reading: Reading) -> None:
        """Keeps a reading unless the text is long; the one kept first makes room."""
        if len(text) > _LONGEST:
            return
        if len(self._kept) >= _READ:
            del self._kept[next(iter(self._kept))]
        self._kept[text, lang] = reading

    def forget(self) -> None:
        """Lets go of all."""
        self._kept.clear()

    @property
    def texts(self) -> list[str]:
        """The texts whose readings are kept, the one kept first at the beginning."""
        return [text for text, _ in self._kept]


class Alike:
    """What texts ask for, until a mob's list becomes another: for everybody, or for those who
    promised so many heads before."""

    def __init__(self) -> None:
        self._kept: dict[tuple[Asked, int | None], tuple[Intent, ...]] = {}

    def of(self, asked: Asked, heads: int) -> tuple[Intent, ...] | None:
        """What the text asks for of somebody who promised so many heads; None where nobody knows
        yet."""
        intents = self._kept.get((asked, None))
        return self._kept.get((asked, heads)) if intents is None else intents

    def keep(self, asked: Asked, heads: int | None, intents: tuple[Intent, ...]) -> None:
        """Keeps what a text asks for, of everybody where `heads` is None, unless it is long; the
        one kept first makes room."""
        if len(asked.text) > _LONGEST:
            return
        if len(self._kept) >= _MANY:
            del self._kept[next(iter(self._kept))]
        self._kept[asked, heads] = intents

    def forget(self) -> None:
        """Lets go of all."""
        self._kept.clear()

    @property
    def texts(self) -> list[str]:
        """The texts that are kept, the one kept first at the beginning."""
        return [asked.text for asked, _ in self._kept]
