"""What a language file lists beside its words with a meaning: endings, particles, signs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


class Lists:
    """The short lists of a language that the grammar asks for by name; each is empty, or False,
    where the language has none. What each is for stands in `docs/add-a-language.md`."""

    def __init__(self, hear: dict[str, Any]) -> None:
        self._is_written(hear)
        self._joins_particles(hear)
        self._says_where(hear)
        self._tells_of_shops(hear)
        self._counts(hear)
        self._tells_of_people(hear)
        self._ends_verbs(hear)
        self._has_small_words(hear)

    def _is_written(self, hear: dict[str, Any]) -> None:
        self.joined: bool = hear.get("joined", False)
        self.verb_last: bool = hear.get("verb_last", False)
        self.verb_closes: bool = hear.get("verb_closes", False)
        self.noun_capitals: bool = hear.get("noun_capitals", False)
        self.script: str = hear.get("script", "")
        self.letters: frozenset[str] = frozenset(hear.get("letters", ""))
        self.short: dict[str, str] = dict(hear.get("short", {}))

    def _joins_particles(self, hear: dict[str, Any]) -> None:
        self.particles = tuple(sorted(hear.get("particles", ()), key=len))
        self.name_particles = _longest_first(hear.get("name_particles", ()))
        self.place_particles = _longest_first(hear.get("place_particles", ()))
        self.with_particles = _any_of(hear, "with_particles")
        self.name_with = _each_of(hear, "name_with")
        self.subject = _each_of(hear, "subject")
        self.topic = _each_of(hear, "topic")
        self.decided = frozenset(hear.get("decided", ()))
        self.too = _each_of(hear, "too")
        self.only = _each_of(hear, "only")
        self.anyway = [tuple(said.split()) for said in hear.get("anyway", ())]
        self.from_a = [tuple(said.split()) for said in hear.get("from_a", ())]
        self.genitive = _each_of(hear, "genitive")
        self.towards = _each_of(hear, "towards")

    def _says_where(self, hear: dict[str, Any]) -> None:
        self.regions: frozenset[str] = frozenset(hear.get("regions", "").split())
        self.place_endings = _each_of(hear, "place_endings")
        self.roads = _each_of(hear, "roads")
        self.blocks = _longest_first(hear.get("blocks", ()))

    def _tells_of_shops(self, hear: dict[str, Any]) -> None:
        self.hosts = _any_of(hear, "hosts")
        self.of_what = _any_of(hear, "of_what")
        self.of_kind = _any_of(hear, "of_kind")
        self.shop_endings = _each_of(hear, "shop_endings")
        self.describing = _each_of(hear, "describing")
        self.calling = _each_of(hear, "calling")
        self.naming = _longest_first(hear.get("naming", ()))
        self.known_by = _each_of(hear, "known_by")
        self.begging = _each_of(hear, "begging")

    def _counts(self, hear: dict[str, Any]) -> None:
        self.number_and = _any_of(hear, "joins")
        self.counters = _each_of(hear, "counters")
        self.digits: frozenset[str] = frozenset(hear.get("digits", ""))
        self.halves = _any_of(hear, "halves")
        self.cents_with = _any_of(hear, "cents_with")
        self.received = _each_of(hear, "received")

    def _tells_of_people(self, hear: dict[str, Any]) -> None:
        self.mothers = _any_of(hear, "mothers")
        self.fathers = _any_of(hear, "fathers")
        self.both = _any_of(hear, "both")
        self.among = _any_of(hear, "among")
        self.part_of = tuple(words.split() for words in hear.get("part_of", ()))

    def _ends_verbs(self, hear: dict[str, Any]) -> None:
        self.verb_endings = _each_of(hear, "verb_endings")
        self.come_endings = _each_of(hear, "come_endings")
        self.first_person = _each_of(hear, "first_person")
        self.our_verbs = tuple(ending for ending in self.first_person if len(ending) > 1)
        self.i_did = _each_of(hear, "i_did")
        self.infinitives = _each_of(hear, "infinitives")
        self.quoting = _each_of(hear, "quoting")
        self.quoted_by = _each_of(hear, "quoted_by")
        self.indirect = _each_of(hear, "indirect")

    def _has_small_words(self, hear: dict[str, Any]) -> None:
        self.of = _any_of(hear, "of")
        self.than = _any_of(hear, "than")
        self.indefinite = _any_of(hear, "indefinite")
        self.copula = _any_of(hear, "copula")
        self.tells = _any_of(hear, "tells")
        self.bids = _any_of(hear, "bids")
        self.reasons = _any_of(hear, "reasons")
        self.relatives = _any_of(hear, "relatives")
        self.clitics = _any_of(hear, "clitics")
        self.typed = tuple(words.split() for words in hear.get("typed", ()))


def _any_of(hear: dict[str, Any], name: str) -> frozenset[str]:
    """A list of which a word may be any."""
    return frozenset(hear.get(name, ()))


def _each_of(hear: dict[str, Any], name: str) -> tuple[str, ...]:
    """A list that is tried one by one, as beginnings and endings are."""
    return tuple(hear.get(name, ()))


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(words, key=len, reverse=True))
