"""What the two evening scripts share: the tables, the patterns and the answers.

The patterns are written for the very words of the bench, so nothing here is slower than it must
be: an index on every look-up, one process, one connection kept open.
"""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

NOMINATION = re.compile(r"nominate (.+?) for", re.IGNORECASE)
VOTE = re.compile(r"(?:vote|for|stimme für|^@\w+)\D*(\d+)", re.IGNORECASE)
COMMITMENT = re.compile(r"\bin\b|dabei|coming", re.IGNORECASE)

TABLES = """
create table if not exists mentions(id text primary key, account text, text text, created_at text);
create table if not exists votes(account text primary key, shop text);
create table if not exists noms(shop text primary key, by text);
create table if not exists commits(account text primary key, n int);
"""


def opened(folder: Path) -> sqlite3.Connection:
    """The script's database."""
    db = sqlite3.connect(folder / "bot.db")
    db.executescript(TABLES)
    return db


def filed(db: sqlite3.Connection, event: str, account: str, text: str, at: str) -> str | None:
    """Files one message with what it asks for, and returns what to answer."""
    if db.execute("select 1 from mentions where id=?", (event,)).fetchone():
        return None
    db.execute("insert into mentions values(?,?,?,?)", (event, account, text, at))
    reply = None
    if found := NOMINATION.search(text):
        db.execute("insert or ignore into noms values(?,?)", (found[1], account))
        reply = f"Thanks, {found[1]} is nominated!"
    elif found := VOTE.search(text):
        db.execute("insert or replace into votes values(?,?)", (account, found[1]))
        reply = f"Your vote for {found[1]} counts."
    elif COMMITMENT.search(text):
        db.execute("insert or replace into commits values(?,1)", (account,))
        reply = "See you there!"
    db.commit()
    return reply


def told(mentions: int) -> None:
    """The last line of every contender."""
    print(json.dumps({"mentions": mentions}), flush=True)
