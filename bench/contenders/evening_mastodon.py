"""The script that somebody writes in an evening with Mastodon.py, BeautifulSoup and sqlite3.

python -m bench.contenders.evening_mastodon take|answer FOLDER PORT
"""

from __future__ import annotations

import sys
from pathlib import Path

from bs4 import BeautifulSoup
from mastodon import Mastodon

from bench.contenders.evening import filed, opened, told


def main(what: str, folder: Path, port: int) -> None:
    """Reads page after page, and with `answer` replies to each message it understood."""
    network = Mastodon(access_token="x" * 43, api_base_url=f"http://127.0.0.1:{port}")
    db, last, read = opened(folder), 1, 0
    while page := network.notifications(mentions_only=True, min_id=last, limit=80):
        for one in reversed(page):
            last, status = one.id, one.status
            text = BeautifulSoup(status.content, "html.parser").get_text()
            at, account = str(one.created_at), status.account.acct
            reply = filed(db, str(status.id), account, text, at)
            if reply and what == "answer":
                network.status_post(
                    f"@{account} {reply}", in_reply_to_id=status.id, visibility="unlisted"
                )
            read += 1
    told(read)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
