"""What a language file lists beside its words with a meaning: endings, particles, signs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class Lists:
    """The short lists of a language that the grammar asks for by name; each is empty, or False,
    where the language has none. What each is for stands in `docs/add-a-language.md`."""

    def __init__(self, hear: dict[str, Any]) -> None:
        self.joined: bool = hear.get("joined", False)
        self.verb_last: bool = hear.get("verb_last", False)
        self.number_and: frozenset[str] = frozenset(hear.get("joins", ()))
        self.counters: tuple[str, ...] = tuple(hear.get("counters", ()))
        self.digits: frozenset[str] = frozenset(hear.get("digits", ""))
        self.describing: tuple[str, ...] = tuple(hear.get("describing", ()))
        self.name_particles: tuple[str, ...] = _longest_first(hear.get("name_particles", ()))
        self.place_particles: tuple[str, ...] = _longest_first(hear.get("place_particles", ()))
        self.calling: tuple[str, ...] = tuple(hear.get("calling", ()))
        self.regions: frozenset[str] = frozenset(hear.get("regions", "").split())
        self.place_endings: tuple[str, ...] = tuple(hear.get("place_endings", ()))
        self.particles: tuple[str, ...] = tuple(sorted(hear.get("particles", ()), key=len))
        self.with_particles: frozenset[str] = frozenset(hear.get("with_particles", ()))
        self.name_with: tuple[str, ...] = tuple(hear.get("name_with", ()))
        self.subject: tuple[str, ...] = tuple(hear.get("subject", ()))
        self.received: tuple[str, ...] = tuple(hear.get("received", ()))
        self.genitive: tuple[str, ...] = tuple(hear.get("genitive", ()))
        self.topic: tuple[str, ...] = tuple(hear.get("topic", ()))
        self.quoting: tuple[str, ...] = tuple(hear.get("quoting", ()))
        self.quoted_by: tuple[str, ...] = tuple(hear.get("quoted_by", ()))
        self.indirect: tuple[str, ...] = tuple(hear.get("indirect", ()))
        self.roads: tuple[str, ...] = tuple(hear.get("roads", ()))
        self.blocks: tuple[str, ...] = _longest_first(hear.get("blocks", ()))
        self.shop_endings: tuple[str, ...] = tuple(hear.get("shop_endings", ()))
        self.verb_endings: tuple[str, ...] = tuple(hear.get("verb_endings", ()))
        self.come_endings: tuple[str, ...] = tuple(hear.get("come_endings", ()))
        self.hosts: frozenset[str] = frozenset(hear.get("hosts", ()))
        self.of_what: frozenset[str] = frozenset(hear.get("of_what", ()))
        self.of_kind: frozenset[str] = frozenset(hear.get("of_kind", ()))
        self.known_by: tuple[str, ...] = tuple(hear.get("known_by", ()))
        self.begging: tuple[str, ...] = tuple(hear.get("begging", ()))
        self.towards: tuple[str, ...] = tuple(hear.get("towards", ()))
        self.naming: tuple[str, ...] = _longest_first(hear.get("naming", ()))
        self.script: str = hear.get("script", "")
        self.verb_closes: bool = hear.get("verb_closes", False)
        self.noun_capitals: bool = hear.get("noun_capitals", False)
        self.short: dict[str, str] = dict(hear.get("short", {}))
        self.reasons: frozenset[str] = frozenset(hear.get("reasons", ()))
        self.relatives: frozenset[str] = frozenset(hear.get("relatives", ()))
        self.clitics: frozenset[str] = frozenset(hear.get("clitics", ()))
        self.first_person: tuple[str, ...] = tuple(hear.get("first_person", ()))
        self.our_verbs: tuple[str, ...] = tuple(e for e in self.first_person if len(e) > 1)
        self.i_did: tuple[str, ...] = tuple(hear.get("i_did", ()))
        self.bids: frozenset[str] = frozenset(hear.get("bids", ()))
        self.halves: frozenset[str] = frozenset(hear.get("halves", ()))
        self.copula: frozenset[str] = frozenset(hear.get("copula", ()))
        self.than: frozenset[str] = frozenset(hear.get("than", ()))
        self.tells: frozenset[str] = frozenset(hear.get("tells", ()))
        self.indefinite: frozenset[str] = frozenset(hear.get("indefinite", ()))
        self.infinitives: tuple[str, ...] = tuple(hear.get("infinitives", ()))
        self.part_of: tuple[list[str], ...] = tuple(p.split() for p in hear.get("part_of", ()))
        self.among: frozenset[str] = frozenset(hear.get("among", ()))
        self.typed: tuple[list[str], ...] = tuple(p.split() for p in hear.get("typed", ()))
        self.both: frozenset[str] = frozenset(hear.get("both", ()))
        self.mothers: frozenset[str] = frozenset(hear.get("mothers", ()))
        self.fathers: frozenset[str] = frozenset(hear.get("fathers", ()))
        self.of: frozenset[str] = frozenset(hear.get("of", ()))
        self.cents_with: frozenset[str] = frozenset(hear.get("cents_with", ()))
        self.too: tuple[str, ...] = tuple(hear.get("too", ()))
        self.letters: frozenset[str] = frozenset(hear.get("letters", ""))


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))
