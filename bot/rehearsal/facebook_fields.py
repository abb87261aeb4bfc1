"""The Graph API's language of fields: `id,from,comments.limit(100){id,parent{id}}` taken apart."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_NAME = re.compile(r"\w+")
_TURN = re.compile(r"\.(\w+)\(([^()]*)\)")


class Malformed(ValueError):
    """The text is no list of fields."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field, with what its brackets say: `.limit(100)` and `{id}`."""

    name: str
    turns: dict[str, str] = field(default_factory=dict)
    inner: tuple[Field, ...] = ()


def fields(text: str) -> tuple[Field, ...]:
    """The fields that a text names; Malformed where it cannot be read."""
    return tuple(_field(part) for part in _parts(text))


def written(wanted: tuple[Field, ...]) -> str:
    """The fields as a text again."""
    return ",".join(
        one.name
        + "".join(f".{name}({value})" for name, value in one.turns.items())
        + (f"{{{written(one.inner)}}}" if one.inner else "")
        for one in wanted
    )


def _field(text: str) -> Field:
    head, brace, inner = text.partition("{")
    name = _NAME.match(head)
    if name is None or (brace and not inner.endswith("}")):
        raise Malformed(text)
    turns = _TURN.findall(head, name.end())
    if name.end() + sum(len(f".{a}({b})") for a, b in turns) != len(head):
        raise Malformed(text)
    return Field(name[0], dict(turns), fields(inner[:-1]) if brace else ())


def _parts(text: str) -> Iterator[str]:
    """The text at its commas, but not at those inside brackets."""
    depth, start = 0, 0
    for place, letter in enumerate(text):
        depth += (letter in "({") - (letter in ")}")
        if letter == "," and depth == 0:
            yield text[start:place].strip()
            start = place + 1
    if text:
        yield text[start:].strip()
