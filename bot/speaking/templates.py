"""A text of a language file, ready to be filled.

`{shop}` is a value, `{when:day}` a value in a certain form, and what stands in square brackets is
left out where a value in it is missing: `{shop}[, {place}]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_SEGMENT = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)(?::(\w+))?\}")


@dataclass(frozen=True, slots=True)
class Slot:
    """A gap in a text: the name of its value and, where given, the form to write it in."""

    name: str
    form: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text, its gaps once more by themselves; an optional one is left out where a
    value is missing."""

    parts: tuple[str | Slot, ...]
    slots: tuple[Slot, ...]
    optional: bool


@dataclass(frozen=True, slots=True)
class Template:
    """A text cut into segments, of which `options` may be left out."""

    segments: tuple[Segment, ...]
    options: int

    @property
    def slots(self) -> tuple[Slot, ...]:
        """All gaps, in order."""
        return tuple(slot for segment in self.segments for slot in segment.slots)

    def fill(
        self, write: Callable[[Slot], str], missing: Callable[[Slot], bool], *, without: int = 0
    ) -> str:
        """The text with `write` in the gaps, the last `without` optional segments left out."""
        found: list[str] = []
        left = self.options - without
        for segment in self.segments:
            if segment.optional:
                left -= 1
                if left < 0 or any(missing(slot) for slot in segment.slots):
                    continue
            found.extend(p if isinstance(p, str) else write(p) for p in segment.parts)
        return "".join(found).strip()


def compiled(text: str) -> Template:
    """The template behind a text; ValueError where a bracket or brace is left open."""
    pieces = _SEGMENT.split(text.strip())
    segments = [_segment(piece, bool(i % 2)) for i, piece in enumerate(pieces) if piece]
    return Template(tuple(segments), sum(segment.optional for segment in segments))


def _segment(piece: str, optional: bool) -> Segment:
    parts = _parts(piece)
    return Segment(parts, tuple(part for part in parts if isinstance(part, Slot)), optional)


def _parts(piece: str) -> tuple[str | Slot, ...]:
    found: list[str | Slot] = []
    end = 0
    for slot in _SLOT.finditer(piece):
        found += [piece[end : slot.start()], Slot(slot[1], slot[2] or "")]
        end = slot.end()
    found.append(piece[end:])
    stray = [part for part in found if isinstance(part, str) and set(part) & set("{}[]")]
    if stray:
        raise ValueError(f"a bracket or brace is left open: {stray[0]!r}")
    return tuple(part for part in found if part != "")
