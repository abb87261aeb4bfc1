"""The people of a simulated town: they come in crowds and write what their moment asks for.

Each writes a sentence whose meaning is known here, because it was made from that meaning.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from bot.domain.mob import Mob
from bot.domain.stages import Stage
from bot.rehearsal.town import Person, TownPost
from storage.outbox import Promise
from tests.simulator.ledger import Entry, Meaning
from tests.simulator.world import World

SHOPS = (
    "Bell Books",
    "Corner Bakery",
    "Papeterie Tremblay",
    "Harbour Hardware",
    "Anna's Tailoring",
)
HOW_MANY = {1: "I'm in, just me!", 2: "count me in, we are two", 4: "count me in, we are four"}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text with its meaning, and the post it answers, if any."""

    text: str
    meaning: Meaning
    under: str | None = None
    tag: bool = True


FindPost = Callable[[str, str], Promise | None]
"""The bot's post of a key on a network, None while it is not out."""


class People:
    """Everybody who may write, and what they wrote."""

    def __init__(self, world: World, networks: tuple[str, ...], many: int) -> None:
        self._world, self._chance = world, random.Random(world.chance.random())
        self._people = [
            world.town.join(Person(f"p{i}", f"Person {i}", networks=(networks[i % len(networks)],)))
            for i in range(many)
        ]
        self._written: list[tuple[Person, TownPost]] = []

    def crowd(self, many: int, mob: Mob, find: FindPost) -> int:
        """So many people act at one moment of a mob; returns how many votes they gave."""
        return sum(self._act(self._chance.choice(self._people), mob, find) for _ in range(many))

    def forget(self) -> None:
        """What was written before is no longer edited or deleted."""
        self._written.clear()

    def _act(self, who: Person, mob: Mob, find: FindPost) -> int:
        # Nobody writes twice in one instant.
        self._world.pass_by(self._chance.uniform(0.5, 4))
        if self._chance.random() < 0.08 and self._written:
            return self._change(mob)
        phrase = self._phrase(mob)
        network = who.networks[0]
        parent = find(phrase.under, network) if phrase.under else None
        if phrase.under and parent is None:
            return 0
        if phrase.under is None and not phrase.tag:
            return 0
        reply_to = int(parent.remote_id) if parent and parent.remote_id else None
        post = self._world.town.write(
            who, phrase.text, network, reply_to=reply_to, tag=phrase.tag, language="en"
        )
        self._note(who, post, phrase)
        return int(phrase.meaning[0] == "vote")

    def _note(self, who: Person, post: TownPost, phrase: Phrase) -> None:
        tagged = self._world.town.bot.handle in post.named
        entry = Entry(who.handle, post.at, tagged, {post.text: phrase.meaning})
        self._world.ledger.entries[post.network, str(post.id)] = entry
        self._written.append((who, post))

    def _change(self, mob: Mob) -> int:
        """Somebody edits or deletes a message of their own, where its network lets them."""
        _, post = self._chance.choice(self._written)
        entry = self._world.ledger.entries[post.network, str(post.id)]
        if entry.deleted:
            return 0
        if self._chance.random() < 0.4:
            entry.deleted = True
            self._world.town.delete(post.id)
            return 0
        meaning = next(iter(entry.meanings.values()))
        phrase = self._like(meaning, mob)
        if phrase is None or phrase.meaning == meaning:
            return 0
        changed = self._world.town.edit(post.id, phrase.text)
        entry.meanings[changed.text] = phrase.meaning
        return int(phrase.meaning[0] == "vote")

    def _like(self, meaning: Meaning, mob: Mob) -> Phrase | None:
        """Another phrase of the same sort: a vote is edited into a vote."""
        if meaning[0] == "vote" and mob.ballot:
            return self._vote(mob)
        if meaning[0] == "commit":
            return self._commitment()
        return None

    def _phrase(self, mob: Mob) -> Phrase:
        if self._chance.random() < 0.1:
            return Phrase("thank you for organising this!", ("nothing", ""))
        if mob.stage is Stage.CALLING and mob.opened is None:
            return self._nomination()
        if mob.stage is Stage.BALLOTING:
            return self._vote(mob)
        if mob.stage in (Stage.ANNOUNCED, Stage.GATHERING):
            return self._commitment()
        if mob.stage is Stage.RECAPPING:
            minor = self._chance.randrange(500, 4000, 50)
            text = f"I spent {minor // 100}.{minor % 100:02d}"
            return Phrase(text, ("spent", minor), under="amounts")
        return Phrase("what a lovely idea", ("nothing", ""))

    def _nomination(self) -> Phrase:
        shop = self._chance.choice(SHOPS)
        under = self._chance.choice(("call", None))
        return Phrase(f"I nominate {shop}", ("nominate", shop), under)

    def _vote(self, mob: Mob) -> Phrase:
        chosen = self._chance.choice(mob.ballot)
        text = self._chance.choice(
            (str(chosen.choice), f"I vote for number {chosen.choice}", f"{chosen.name} please")
        )
        return Phrase(text, ("vote", chosen.name), "ballot", self._chance.random() < 0.7)

    def _commitment(self) -> Phrase:
        if self._chance.random() < 0.15:
            text = "sorry, I can't make it after all"
            return Phrase(text, ("withdraw", ""), "announcement")
        people = self._chance.choice(list(HOW_MANY))
        return Phrase(HOW_MANY[people], ("commit", people), "announcement")
