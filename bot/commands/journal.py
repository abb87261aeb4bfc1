"""The journal of the running bot: one line an event on standard error, and never a secret."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterable
from urllib.parse import quote

# These tell of every request.
_CHATTY = (
    "mastodon",
    "oauthlib",
    "requests_oauthlib",
    "tweepy",
    "urllib3",
)


class OneLine(logging.Formatter):
    """Writes an event, its traceback included, on one line with every secret blotted out."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")
        found = {form for secret in secrets if secret for form in (secret, quote(secret, safe=""))}
        # The longest first, so that a secret inside another does not leave the rest of it.
        self._secrets = sorted(found, key=len, reverse=True)

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        text = super().format(record)
        for secret in self._secrets:
            text = text.replace(secret, "•••")
        return " ⏎ ".join(line.strip() for line in text.splitlines() if line.strip())


def open_journal(secrets: Iterable[str]) -> None:
    """From here on everything that is logged goes to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(OneLine(secrets))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
    # It warns of each tick that falls into the one before, which is as it should be.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
