"""How the values are made that come by the dozen with every message."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

__all__ = ["value"]

if TYPE_CHECKING:
    from dataclasses import dataclass as value
else:

    def value(*, frozen: bool, slots: bool) -> Any:
        """A dataclass that nobody changes: the type checker sees to it, before the program runs.

        Where Python itself forbids it (`@dataclass(frozen=True)`), it asks at each field of each
        object whether it is the first time, which takes longer than all else about making one.
        """
        return dataclasses.dataclass(slots=slots, unsafe_hash=frozen)
