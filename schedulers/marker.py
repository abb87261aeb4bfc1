"""A mark beside the database while a page is taken in, to know what the process died of."""

from __future__ import annotations

import json
from pathlib import Path


class Marker:
    """Counts how often the process ended while it read one account.

    A plain file, not synced: it has to outlive the process, not the machine.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._deaths, self._fatal = _left_behind(path)

    @property
    def deaths(self) -> int:
        """How often in a row the process died during a page of this account."""
        return self._deaths

    def died_of(self, event: str) -> bool:
        """Whether this very message was being read when the process died."""
        return event == self._fatal

    def enter(self, event: str | None = None) -> None:
        """From here on a page is being read; with `event` this one message of it."""
        if self._path is not None:
            self._path.write_text(json.dumps({"deaths": self._deaths + 1, "event": event}))

    def leave(self) -> None:
        """The page is saved."""
        self._deaths, self._fatal = 0, None
        if self._path is not None:
            self._path.unlink(missing_ok=True)


def _left_behind(path: Path | None) -> tuple[int, str | None]:
    if path is None or not path.exists():
        return 0, None
    try:
        found = json.loads(path.read_text())
        return int(found["deaths"]), found["event"]
    except (ValueError, KeyError, TypeError):
        # Cut off in the middle of writing: the process died, which is all we need.
        return 1, None
