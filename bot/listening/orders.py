"""Orders: what an organiser writes to the bot in private to have something done."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from bot.languages import load

LANGUAGES = ("en", "fr")
"""The languages that organisers give orders in."""

DESTROYING = frozenset({"refused", "postpone", "cancel", "forget"})
"""Orders that cannot be taken back: they need a code from elsewhere."""

_ASKING = frozenset({"status", "todo", "orders", "stop"})

_MENTIONS = re.compile(r"^(?:@\S+\s*)+|(?:\s+@\S+)+\s*$")
_MOB = re.compile(r"[\s,;]*\bmob\s+(?:n[°o]\.?\s*|#)?(\d{1,9})\s*$", re.IGNORECASE)
_NUMBERS = re.compile(
    r"^(?:n[°o]\.?\s*|#)?\d{1,5}(?:[\s,;&]+(?:(?:and|et)\s+)?\d{1,5})*(?=$|[\s:,;])"
)
_ADDED = re.compile(r"^[\s]*(?:[:,;–-]\s*|(?:by|par|because|parce que)\s+)(\S.*)$", re.IGNORECASE)
_TO = re.compile(r"^(?:to|until|au|à)\s+", re.IGNORECASE)
# "Forget me" is everybody's own wish, and no order about somebody else.
_NOBODY = frozenset({"me", "it", "us", "moi", "ça", "nous"})
_SUM = re.compile(r"^[^\d\s]{0,3}\s?(\d{1,7}(?:[.,]\d{1,3})?)\s?[^\d\s]{0,3}$")
_CODE = re.compile(r"^\d[\d ]{4,8}\d$")

# How many numbers stand behind a word at most.
_COUNTS = {"approve": 9} | dict.fromkeys(
    ("hold", "reject", "choose", "asked", "agreed", "refused", "heads"), 1
)
_REASONED = frozenset({"hold", "reject", "asked", "agreed", "refused", "cancel"})


@dataclass(frozen=True, slots=True)
class Order:
    """One order: its word (a key of the tables `[orders]`), the nominations it names (or how many
    came), what stands behind them (a reason, a date, a sum, a name, a code), its mob, and the
    language it was given in."""

    word: str
    numbers: tuple[int, ...] = ()
    rest: str = ""
    mob: int | None = None
    language: str = LANGUAGES[0]

    @property
    def changes(self) -> bool:
        """Whether it does anything, and does not only ask."""
        return self.word not in _ASKING

    @property
    def destroys(self) -> bool:
        """Whether it needs a code from elsewhere."""
        return self.word in DESTROYING

    @property
    def nameless(self) -> str:
        """The order as it may be kept and sent: without the name of who is to be forgotten."""
        return replace(self, rest="").written() if self.word == "forget" else self.written()

    def written(self) -> str:
        """The order as it can be typed again."""
        word = load(self.language)["orders"][self.word][0]
        more = "".join(f" {number}" for number in self.numbers)
        joint = ": " if self.word in _REASONED else " "
        rest = f"{joint}{self.rest}" if self.rest else ""
        return f"{word}{more}{rest}" + (f" mob {self.mob}" if self.mob is not None else "")


def order_in(text: str, language: str | None = None) -> Order | None:
    """The order that a message is, the whole of it; None where it is anything else, however much
    it looks like one. `language` is tried first."""
    said = " ".join(_MENTIONS.sub("", text.strip()).split()).rstrip(".! ")
    if _CODE.fullmatch(said):
        return Order("code", rest=said.replace(" ", ""))
    first = (language or "").split("-")[0].lower()
    for code in sorted(LANGUAGES, key=lambda known: known != first):
        for phrase, word in _phrases(code):
            found = _after(said, phrase)
            order = None if found is None else _formed(word, found, code)
            if order is not None:
                return order
    return None


def words(language: str) -> Iterable[str]:
    """How the orders begin in a language, the first way of each."""
    return tuple(ways[0] for ways in load(language)["orders"].values())


@cache
def _phrases(code: str) -> tuple[tuple[str, str], ...]:
    """Every way to begin an order, the longest first, and of one length as the table has them."""
    table: dict[str, list[str]] = load(code)["orders"]
    found = [(phrase, word) for word, ways in table.items() for phrase in ways]
    order = {phrase: at for at, (phrase, _) in enumerate(found)}
    return tuple(sorted(found, key=lambda pair: (-len(pair[0].split()), order[pair[0]])))


def _after(said: str, phrase: str) -> str | None:
    """What stands behind the phrase that a message begins with."""
    found = re.match(rf"{re.escape(phrase)}(?=$|[\s:,;])", said, re.IGNORECASE)
    return None if found is None else said[found.end() :]


def _formed(word: str, after: str, language: str) -> Order | None:
    """The order, where what stands behind its word is what such an order needs."""
    named = _MOB.search(after)
    mob = None if named is None else int(named[1])
    rest = (after if named is None else after[: named.start()]).strip()
    numbers: tuple[int, ...] = ()
    listed = _NUMBERS.match(rest) if word in _COUNTS else None
    if listed is not None:
        numbers = tuple(map(int, re.findall(r"\d+", listed[0])))
        rest = rest[listed.end() :]
    if len(numbers) > _COUNTS.get(word, 0):
        return None
    told = _told(word, rest)
    return None if told is None else Order(word, numbers, told, mob, language)


def _told(word: str, rest: str) -> str | None:
    """What an order says besides its numbers; None where that is not for it."""
    if word in ("forget", "code"):
        alone = len(rest.split()) == 1 and rest.lower() not in _NOBODY
        return rest if alone else None
    if word == "till":
        found = _SUM.match(rest)
        return found[1].replace(",", ".") if found else None
    if word == "postpone":
        return _TO.sub("", rest)
    if not rest:
        return ""
    added = _ADDED.match(rest) if word in _REASONED else None
    return None if added is None else added[1]
