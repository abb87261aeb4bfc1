"""How well messages were understood, against what a careful organiser would do on reading them.

exact    share of messages understood exactly: every expected intent with its slots, nothing else
false    share of messages that ask for nothing, on which the bot would have acted
harmful  share of all messages on which the bot would have done something nobody asked for
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

ACTS = {"nominate", "vote", "commit", "withdraw", "unvote", "spent", "forget"}
KNOWN = ACTS | {"status", "help", "about"}
_ARTICLES = re.compile(
    r"^(?:the|a|an|le|la|les|l'|un|une|el|los|las|il|lo|i|gli|der|die|das|de|het|'t|den|det)"
    r"(?:\s+|(?<='))"
)

Row = dict[str, Any]


def folded(name: str) -> str:
    """Case, accents, punctuation and a leading article do not make another shop."""
    text = unicodedata.normalize("NFKD", name.replace("’", "'").casefold())
    text = "".join(c for c in text if not unicodedata.combining(c)).replace("ß", "ss")
    text = _ARTICLES.sub("", unicodedata.normalize("NFC", text).strip())
    return re.sub(r"[\W_]+", "", text)


def same_shop(one: str, other: str) -> bool:
    """A trade word before or after the name ("Bäckerei Huber", "Huber") is the same shop."""
    a, b = sorted((folded(one), folded(other)), key=len)
    near = len(a) >= 0.6 * len(b) and len(a) > 2
    return a == b or (near and (b.startswith(a) or b.endswith(a)))


def _amount(value: object) -> Decimal | None:
    try:
        return Decimal(str(value)).quantize(Decimal("0.01"))
    except InvalidOperation:
        return None


def key(intent: Row) -> tuple[object, ...]:
    """What must agree for two intents to be the same (a place is scored apart)."""
    kind = intent["intent"]
    slots: dict[str, object] = {
        "nominate": folded(intent.get("shop", "")),
        "vote": intent.get("choice"),
        "commit": intent.get("people") or 1,
        "spent": _amount(intent.get("amount")),
    }
    return (kind, slots[kind]) if kind in slots else (kind,)


def _aligned(predicted: list[Row], expected: list[Row]) -> list[Row]:
    shops = [i["shop"] for i in expected if i["intent"] == "nominate"]
    out = []
    for intent in predicted:
        if intent["intent"] == "nominate":
            same = next((s for s in shops if same_shop(s, intent["shop"])), intent["shop"])
            intent = intent | {"shop": same}
        out.append(intent)
    return out


@dataclass
class Score:
    """Counts over messages; the shares are in per cent."""

    lines: int = 0
    exact_: int = 0
    silent: int = 0
    false_: int = 0
    harmful_: int = 0
    places: int = 0
    placed: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, row: Row, predicted: list[Row]) -> None:
        """Count one message."""
        want = Counter(map(key, row["expect"]))
        answer = _aligned([i for i in predicted if i["intent"] in KNOWN], row["expect"])
        got = Counter(map(key, answer))
        acted = Counter({k: n for k, n in got.items() if k[0] in ACTS})
        self.lines += 1
        self.exact_ += want == got
        self.silent += not want
        self.false_ += bool(not want and acted)
        self.harmful_ += bool(acted - want)
        if want != got:
            self.misses.append(row["id"])
        for place in (i["place"] for i in row["expect"] if i.get("place")):
            said = (i.get("place") or "" for i in answer if i["intent"] == "nominate")
            self.places += 1
            self.placed += any(folded(p) == folded(place) for p in said)

    @property
    def exact(self) -> float:
        """Per cent of messages understood exactly."""
        return 100 * self.exact_ / self.lines

    @property
    def false(self) -> float:
        """Per cent of messages asking nothing on which the bot would have acted."""
        return 100 * self.false_ / max(self.silent, 1)

    @property
    def harmful(self) -> float:
        """Per cent of messages on which the bot would have done what nobody asked."""
        return 100 * self.harmful_ / self.lines

    @property
    def place(self) -> float:
        """Per cent of said places that were found."""
        return 100 * self.placed / max(self.places, 1)
