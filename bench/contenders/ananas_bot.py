"""A bot on the framework ananas: it stores nothing, so that it is compared on handling only.

python -m bench.contenders.ananas_bot take|answer FOLDER PORT MESSAGES
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from typing import Any

import ananas

from bench.contenders.evening import told

_CONFIG = """[Bot]
class=x.Bot
domain=http://127.0.0.1:{port}
client_id=a
client_secret=b
access_token={token}
"""


def main(what: str, folder: Path, port: int, messages: int) -> None:
    """Handles the stream until the last message."""
    read = 0

    class Bot(ananas.PineappleBot):  # type: ignore[misc]
        @ananas.reply  # type: ignore[misc]
        def answer(self, status: Any, user: Any) -> None:
            nonlocal read
            ananas.html_strip_tags(status["content"])
            read += 1
            if what == "answer":
                self.mastodon.status_post(
                    f"@{user['acct']} Your vote counts.",
                    in_reply_to_id=status["id"],
                    visibility=status["visibility"],
                )
            if read >= messages:
                told(read)
                os._exit(0)

    os.chdir(folder)
    config = folder / "a.cfg"
    config.write_text(_CONFIG.format(port=port, token="x" * 43))
    Bot(str(config), name="Bot")
    time.sleep(3600)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
