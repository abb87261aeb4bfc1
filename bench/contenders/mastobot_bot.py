"""A bot on the framework mastobot: it stores nothing, so that it is compared on handling only.

python -m bench.contenders.mastobot_bot take|answer FOLDER PORT MESSAGES
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import mastobot

from bench.contenders.evening import told


def main(what: str, folder: Path, port: int, messages: int) -> None:
    """Handles the stream until the last message."""
    read = 0
    bot = mastobot.Bot(f"http://127.0.0.1:{port}", "x" * 43)

    @bot.on_mention(lambda _status: True, validation=mastobot.EVALUATE)  # type: ignore[misc]
    def answer(_notification: Any) -> str | None:
        nonlocal read
        read += 1
        if read >= messages:
            told(read)
            os._exit(0)
        return "Your vote counts." if what == "answer" else None

    bot.run()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
