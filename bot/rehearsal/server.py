"""The town as a process of its own, on the wall clock: `python -m bot.rehearsal.server`.

It writes the addresses of its faces to a file once they answer, and ends on SIGTERM or SIGINT.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

from bot.rehearsal.control_face import ControlFace
from bot.rehearsal.facebook_entities import PAGE
from bot.rehearsal.facebook_face import FacebookFace
from bot.rehearsal.limits import REQUESTS
from bot.rehearsal.mastodon_face import MastodonFace
from bot.rehearsal.serving import Serving
from bot.rehearsal.town import Town
from bot.rehearsal.twitter_face import USER, TwitterFace

TOKEN = "rehearsal"  # noqa: S105  opens nothing but a town in this machine's memory


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve a town until a signal ends it; its posts end with it."""
    asked = _arguments(arguments)
    town = Town(_wall_clock, asked.seed)
    faces: dict[str, Any] = {
        "mastodon": MastodonFace(town, token=asked.token, requests=asked.requests),
        "twitter": TwitterFace(town, token=asked.token, user_id=asked.user, calls=asked.requests),
        "facebook": FacebookFace(town, token=asked.token, page_id=asked.page),
    }
    over = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: over.set())
    with Serving({**faces, "control": ControlFace(town, faces)}) as serving:
        _tell(asked.port_file, serving.urls)
        over.wait()
    return 0


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.rehearsal.server", description=__doc__)
    parser.add_argument("--port-file", type=Path, required=True, help="where the addresses go")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--token", default=TOKEN, help="the token that the bot must bring; on X, the access token"
    )
    parser.add_argument(
        "--requests",
        type=int,
        default=REQUESTS,
        help="how many requests in five minutes, on X of each kind in fifteen; a mob of two "
        "minutes needs more than the usual",
    )
    parser.add_argument("--user", default=USER, help="the id of the bot's account on X")
    parser.add_argument("--page", default=PAGE, help="the id of the bot's Page on Facebook")
    return parser.parse_args(arguments)


def _tell(path: Path, urls: dict[str, str]) -> None:
    """Whole or not at all, for a reader who waits for the file."""
    draft = path.with_name(f"{path.name}.part")
    draft.write_text(json.dumps(urls), encoding="utf-8")
    os.replace(draft, path)


def _wall_clock() -> datetime:
    # A town of its own process stands outside the program, as the real networks do: it cannot be
    # handed the program's clock.
    return datetime.fromtimestamp(time.time(), UTC)  # noqa: TID251


if __name__ == "__main__":
    raise SystemExit(main())
