"""The floor: raw HTTP, msgspec and raw sqlite3; no rules, no audit, no outbox, no languages.

python -m bench.contenders.floor take|answer FOLDER PORT
"""

from __future__ import annotations

import html
import http.client
import re
import sqlite3
import sys
from pathlib import Path
from urllib.parse import urlencode

import msgspec

from bench.contenders.evening import TABLES, told

_TAG = re.compile(r"""<(?:[^>"']|"[^"]*"|'[^']*')*>""")
_WANTED = re.compile(
    r"nominate (?P<nomination>.+?) for|(?:vote|for|stimme für|^@\w+)\D*(?P<vote>\d+)"
    r"|(?P<commitment>\bin\b|dabei|coming)",
    re.IGNORECASE,
)
_HEADERS = {"Authorization": "Bearer x"}
_FORM = _HEADERS | {"Content-Type": "application/x-www-form-urlencoded"}


class _Account(msgspec.Struct, gc=False):
    acct: str


class _Status(msgspec.Struct, gc=False):
    id: str
    content: str
    created_at: str


class _Notification(msgspec.Struct, gc=False):
    id: str
    account: _Account
    status: _Status


_decoded = msgspec.json.Decoder(list[_Notification]).decode


def _plain(content: str) -> str:
    content = content.replace("</p><p>", "\n\n").replace("<br>", "\n").replace("<br />", "\n")
    text = _TAG.sub("", content)
    return html.unescape(text) if "&" in text else text


class _Floor:
    def __init__(self, folder: Path, port: int) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port)
        self._db = sqlite3.connect(folder / "bot.db", isolation_level=None)
        self._db.execute("pragma journal_mode=wal")
        self._db.execute("pragma synchronous=full")
        self._db.executescript(TABLES + "create table cursor(name text primary key, value text);")

    def page(self, after: str) -> list[_Notification]:
        path = f"/api/v1/notifications?types[]=mention&limit=80&min_id={after}"
        self._line.request("GET", path, headers=_HEADERS)
        return _decoded(self._line.getresponse().read())

    def save(self, page: list[_Notification]) -> list[tuple[str, str, str]]:
        """Stores a page in one transaction; returns what to answer."""
        mentions, votes, shops, comes, answers = [], [], [], [], []
        for one in reversed(page):
            status, account = one.status, one.account.acct
            text = _plain(status.content)
            mentions.append((status.id, account, text, status.created_at))
            found = _WANTED.search(text)
            if found is None:
                continue
            if shop := found["nomination"]:
                shops.append((shop, account))
                answers.append((account, status.id, f"Thanks, {shop} is nominated!"))
            elif vote := found["vote"]:
                votes.append((account, vote))
                answers.append((account, status.id, f"Your vote for {vote} counts."))
            else:
                comes.append((account,))
                answers.append((account, status.id, "See you there!"))
        run = self._db.executemany
        self._db.execute("begin immediate")
        run("insert into mentions values(?,?,?,?) on conflict do nothing", mentions)
        run("insert into votes values(?,?) on conflict do update set shop=excluded.shop", votes)
        run("insert into noms values(?,?) on conflict do nothing", shops)
        run("insert into commits values(?,1) on conflict do nothing", comes)
        run(
            "insert into cursor values('m',?) on conflict do update set value=excluded.value",
            [(page[0].id,)],
        )
        self._db.execute("commit")
        return answers

    def post(self, account: str, event: str, text: str) -> None:
        form = {"status": f"@{account} {text}", "in_reply_to_id": event, "visibility": "unlisted"}
        self._line.request("POST", "/api/v1/statuses", urlencode(form), _FORM)
        self._line.getresponse().read()


def main(what: str, folder: Path, port: int) -> None:
    """Reads page after page, and with `answer` replies to each message it understood."""
    floor, after, read = _Floor(folder, port), "1", 0
    while page := floor.page(after):
        answers = floor.save(page)
        after = page[0].id
        read += len(page)
        if what == "answer":
            for answer in answers:
                floor.post(*answer)
    told(read)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
