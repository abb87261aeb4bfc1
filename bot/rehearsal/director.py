"""The director: lets the cast act when its cues come, as people who read what the bot published."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.rehearsal.cues import At, Cue, Delete, Like, Order, Write
from bot.rehearsal.town import NotThere, Person, Town, TownPost

FindPost = Callable[[str, str], TownPost | None]
"""The bot's post of a kind ("call", "ballot", "nomination:NAME" …) on a network, None while it is
not out there."""


@dataclass(frozen=True, slots=True)
class Played:
    """A cue that has come: the post that it made or changed, or why it could not be played."""

    cue: Cue
    post: TownPost | None = None
    missed: str | None = None


class Waiting(Exception):
    """What the cue needs is not out yet; the text says what."""


class Director:
    """Plays a script in a town; `find_post` shows it what the bot has out on each network.

    A cue that needs a post which is not out yet waits for it, and is missed when the later moment
    of the cue comes first.
    """

    def __init__(self, town: Town, cues: Iterable[Cue], find_post: FindPost) -> None:
        self._town = town
        self._find_post = find_post
        self._to_come = list(cues)
        self._tried: set[str] = set()
        self._written: dict[str, int] = {}
        for person in dict.fromkeys(cue.who for cue in self._to_come):
            town.join(person)

    @property
    def left(self) -> tuple[Cue, ...]:
        """The cues that were neither played nor missed so far, in the script's order."""
        return tuple(self._to_come)

    def due(self, calendar: Mapping[str, datetime]) -> datetime | None:
        """The next instant at which a cue comes for the first time; None when none will.

        Cues that wait for a post are not counted: they are tried again whenever `play` is called.
        """
        untried = [cue for cue in self._to_come if cue.name not in self._tried]
        return min((at for cue in untried if (at := when(cue.at, calendar))), default=None)

    def play(
        self, now: datetime, calendar: Mapping[str, datetime], order: Callable[[Order], None]
    ) -> tuple[Played, ...]:
        """Play all cues that have come by `now`, in order of time; `order` executes an act."""
        come = [(at, cue) for cue in self._to_come if (at := when(cue.at, calendar)) and at <= now]
        played = []
        for _, cue in sorted(come, key=lambda pair: pair[0]):
            self._tried.add(cue.name)
            done = self._play(cue, order, late=now >= calendar[cue.at.before])
            if done:
                self._to_come.remove(cue)
                played.append(done)
        return tuple(played)

    def _play(self, cue: Cue, order: Callable[[Order], None], *, late: bool) -> Played | None:
        try:
            return Played(cue, self._do(cue, order))
        except Waiting as reason:
            return Played(cue, missed=str(reason)) if late else None
        except NotThere:
            return Played(cue, missed="the post is gone")

    def _do(self, cue: Cue, order: Callable[[Order], None]) -> TownPost | None:
        does = cue.does
        if isinstance(does, Order):
            order(does)
            return None
        if isinstance(does, Like):
            return self._town.like(cue.who, self._seen(does.kind, home(cue.who)).id)
        if isinstance(does, Write):
            return self._write(cue, does)
        before = self._town.post(self._own(does.of))
        if isinstance(does, Delete):
            self._town.delete(before.id)
            return replace(before, deleted=True)
        return self._town.edit(before.id, self._text(does.write, home(cue.who)))

    def _write(self, cue: Cue, write: Write) -> TownPost:
        parent = self._spoken_to(write.answers, cue.who) if write.answers else None
        post = self._town.write(
            cue.who,
            self._text(write, home(cue.who)),
            home(cue.who),
            reply_to=parent.id if parent else None,
            visibility=write.visibility,
            language=cue.who.language,
            tag=write.tag,
        )
        self._written[cue.name] = post.id
        return post

    def _own(self, name: str) -> int:
        if name not in self._written:
            raise Waiting(f"{name} was not played")
        return self._written[name]

    def _seen(self, kind: str, network: str) -> TownPost:
        post = self._find_post(kind, network)
        if post is None:
            raise Waiting(f"the bot has no {kind} out on {network}")
        return post

    def _spoken_to(self, kind: str, reader: Person) -> TownPost:
        """The post of that kind, or the bot's own reply under it in the reader's language.

        Only Mastodon tells the language of a part; elsewhere people answer the post itself.
        """
        post = self._seen(kind, home(reader))
        parts = (post, *self._parts(post)) if post.network == "mastodon" else (post,)
        return next((part for part in parts if part.language == reader.language), post)

    def _parts(self, post: TownPost) -> tuple[TownPost, ...]:
        """What the bot added under a post of its own: its further parts and languages."""
        parts: list[TownPost] = []
        for below in self._town.thread(post.id):
            if below.author == self._town.bot and below.parent in {post.id, *(p.id for p in parts)}:
                parts.append(below)
        return tuple(parts)

    def _text(self, write: Write, network: str) -> str:
        if "{number}" not in write.text or write.shop is None:
            return write.text
        ballot = self._seen("ballot", network)
        texts = [post.text for post in (ballot, *self._parts(ballot))]
        number = number_on(texts, (write.shop.name, write.shop.other))
        if number is None:
            raise Waiting(f"the ballot does not name {write.shop.name}")
        return write.text.replace("{number}", str(number))


def home(person: Person) -> str:
    """The network on which a person of the cast reads and writes."""
    return person.networks[0]


def when(at: At, calendar: Mapping[str, datetime]) -> datetime | None:
    """The instant of a cue; None while the calendar has not both of its moments."""
    after, before = calendar.get(at.after), calendar.get(at.before)
    return after + (before - after) * at.part if after and before else None


def number_on(texts: Iterable[str], names: Iterable[str]) -> int | None:
    """The number that stands before a shop's name on a published ballot, None if it is not there.

    A line of the ballot begins with its number, written in any way: "2.", "2)", "2️⃣", "(2)".
    """
    wanted = [_letters(name) for name in names]
    for line in "\n".join(texts).splitlines():
        numbered = re.match(r"\W*(\d)(?!\d)", line)
        if numbered and any(name in _letters(line) for name in wanted):
            return int(numbered[1])
    return None


def _letters(text: str) -> str:
    """Only letters and digits, in small letters without accents, as the eye compares names."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in apart if char.isalnum())
