"""Help comes at once: it waits for no library that only the work itself needs."""

from __future__ import annotations

import subprocess
import sys

HEAVY = ["pydantic", "sqlmodel", "sqlalchemy", "mastodon", "tweepy", "requests", "babel", "rich"]


def test_commands_import_nothing_heavy_before_they_run() -> None:
    code = (
        "import sys, bot.commands.check, bot.commands.init; "
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
