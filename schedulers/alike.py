"""What a crowd says alike: what texts were found to ask for, so that each is understood once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, NamedTuple, TypeVar

from bot.domain.intents import Intent
from bot.domain.posts import ReplyTo
from bot.domain.stages import Stage
from bot.listening import Reading
from bot.listening.context import Context, Earlier

_LONGEST, _MANY, _READ = 200, 500, 64
"""What many say in the same words is "2", or the three lines that a shop gave its friends to post;
of so many texts it is kept what they ask for, and of fewer how they were read."""


class Asked(NamedTuple):
    """What decides what a message asks for, beside the ear that hears it, the mob's list, and what
    its writer asked for before. The last four are as in `Context`."""

    text: str
    lang: str | None
    stage: Stage
    reply_to: ReplyTo | None
    on: int | None
    winner: int | None


class Attentive(Context):
    """A conversation that notices whether it is asked what this person did before. Where it is
    not, the text asks for the same whoever says it."""

    __slots__ = ("_earlier", "minded")

    _earlier: Earlier
    minded: bool

    @property
    def earlier(self) -> Earlier:
        """What this person asked for before; that somebody wants to know is noted."""
        object.__setattr__(self, "minded", True)
        return self._earlier

    @earlier.setter
    def earlier(self, earlier: Earlier) -> None:
        object.__setattr__(self, "_earlier", earlier)
        object.__setattr__(self, "minded", False)


Key = TypeVar("Key")
Value = TypeVar("Value")


class _Latest(Generic[Key, Value]):
    """So many things by what they are of; the one kept first makes room."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Key, Value] = {}

    def get(self, key: Key) -> Value | None:
        """What is kept; None where nothing is."""
        return self._kept.get(key)

    def keep(self, key: Key, thing: Value) -> None:
        """Keeps one thing more."""
        if len(self._kept) >= self._most:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = thing

    def forget(self) -> None:
        """Lets go of all."""
        self._kept.clear()

    def __iter__(self) -> Iterator[Key]:
        return iter(self._kept)


class Readings(_Latest[tuple[str, str | None], Reading]):
    """How the latest texts were read, which is the same whatever the list: one that puts a shop
    forward is read by many, and each of them may have made the list another."""

    def __init__(self) -> None:
        super().__init__(_READ)

    def of(self, text: str, lang: str | None) -> Reading | None:
        """The reading of a text, of which only copies are to be used up."""
        return self.get((text, lang))

    def remember(self, text: str, lang: str | None, reading: Reading) -> None:
        """Keeps a reading unless the text is long."""
        if len(text) <= _LONGEST:
            self.keep((text, lang), reading)

    @property
    def texts(self) -> list[str]:
        """The texts whose readings are kept, the one kept first at the beginning."""
        return [text for text, _ in self]


class Alike(_Latest[tuple[Asked, Earlier | None], tuple[Intent, ...]]):
    """What texts ask for, until a mob's list becomes another: for everybody, or for those who
    asked for the same before."""

    def __init__(self) -> None:
        super().__init__(_MANY)

    def of(self, asked: Asked, earlier: Earlier) -> tuple[Intent, ...] | None:
        """What the text asks for of somebody who asked for this before; None where nobody knows
        yet."""
        intents = self.get((asked, None))
        return self.get((asked, earlier)) if intents is None else intents

    def remember(self, asked: Asked, earlier: Earlier | None, intents: tuple[Intent, ...]) -> None:
        """Keeps what a text asks for, of everybody where `earlier` is None, unless it is long."""
        if len(asked.text) <= _LONGEST:
            self.keep((asked, earlier), intents)

    @property
    def texts(self) -> list[str]:
        """The texts that are kept, the one kept first at the beginning."""
        return [asked.text for asked, _ in self]
