"""The script that somebody writes in an evening with tweepy and sqlite3.

python -m bench.contenders.evening_tweepy take|answer FOLDER PORT
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import requests
import tweepy
from requests.adapters import HTTPAdapter

from bench.contenders.evening import filed, opened, told


class _Here(HTTPAdapter):
    """Sends to the loopback server what is meant for X."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self._base = f"http://127.0.0.1:{port}"

    def send(self, request: Any, *args: Any, **more: Any) -> requests.Response:
        request.url = request.url.replace("https://api.twitter.com", self._base)
        return super().send(request, *args, **more)


def main(what: str, folder: Path, port: int) -> None:
    """Reads page after page, and with `answer` replies to each message it understood."""
    client = tweepy.Client(
        consumer_key="a", consumer_secret="b", access_token="c", access_token_secret="d"
    )
    client.session.mount("https://", _Here(port))
    db, read = opened(folder), 0
    pages = tweepy.Paginator(
        client.get_users_mentions,
        "1399999999999999999",
        max_results=100,
        tweet_fields=["created_at"],
        expansions=["author_id"],
        user_auth=True,
    )
    # The newest page comes first: read whole before the oldest is counted.
    for page in reversed(list(pages)):
        users = {user.id: user.username for user in page.includes["users"]}
        for post in reversed(page.data):
            account = users[post.author_id]
            reply = filed(db, str(post.id), account, post.text, str(post.created_at))
            if reply and what == "answer":
                client.create_tweet(text=f"@{account} {reply}", in_reply_to_tweet_id=post.id)
            read += 1
    told(read)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
