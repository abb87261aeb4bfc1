"""A thread's answer: its messages are taken out while it comes, and none is lost on the way."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.networks.mastodon_shapes import CONTEXT
from bot.networks.mastodon_thread import Thread

REPLIES = 400
PIECE = 65_536


def reply(n: int) -> dict[str, Any]:
    """A vote that mentions two, and says what looks like the end of a message and a list."""
    return {
        "id": str(n),
        "content": f'"}},{{"id":"{n}"}}]}} "descendants":[{{"id": ' + "x" * 4_000,
        "mentions": [{"id": "1", "acct": "bot"}, {"id": "2", "acct": "ana"}],
        "account": {"id": f"9{n}", "fields": [{"name": "a"}, {"name": "b"}]},
    }


def through(answer: bytes) -> tuple[list[str], list[str], int]:
    """The ids of the replies that were taken in passing, of those left, and the bytes left."""
    taken: list[str] = []
    thread = Thread(lambda told: taken.extend(one["id"] for one in told))
    pieces = [answer[n : n + PIECE] for n in range(0, len(answer), PIECE)]
    assert [thread.write(piece) for piece in pieces] == [len(piece) for piece in pieces]
    left = thread.getvalue()
    whole = CONTEXT.validate_json(left)
    return taken, [one["id"] for one in whole["descendants"]], len(left)


EVERYBODY = [str(n) for n in range(REPLIES)]


@pytest.mark.parametrize("separators", [(",", ":"), (",", ": ")])
def test_every_reply_is_read_once_and_little_is_kept(separators: tuple[str, str]) -> None:
    answer = {"ancestors": [], "descendants": [reply(n) for n in range(REPLIES)]}
    taken, left, size = through(json.dumps(answer, separators=separators).encode())
    assert taken + left == EVERYBODY
    assert size < len(json.dumps(answer)) / 5


def test_what_stands_behind_the_replies_is_no_reply() -> None:
    answer = {"descendants": [reply(n) for n in range(REPLIES)], "ancestors": [reply(1_000)] * 100}
    taken, left, _ = through(json.dumps(answer, separators=(",", ":")).encode())
    assert taken + left == EVERYBODY


@pytest.mark.parametrize(
    "answer",
    [
        # A server that writes its lists in another way.
        json.dumps({"descendants": [reply(n) for n in range(REPLIES)]}, indent=1),
        # A message that lacks what all others begin with: it is read with the one before it.
        json.dumps(
            {"descendants": [reply(0), *({"uri": str(n)} | reply(n) for n in range(1, REPLIES))]},
            separators=(",", ":"),
        ),
    ],
    ids=["indented", "odd"],
)
def test_what_cannot_be_cut_is_left_as_it_came(answer: str) -> None:
    taken, left, size = through(answer.encode())
    assert (taken, left, size) == ([], EVERYBODY, len(answer.encode()))


def test_one_message_that_is_not_as_it_should_be_leaves_the_rest_to_the_careful_reader() -> None:
    replies = [reply(n) for n in range(REPLIES)]
    replies[20]["mentions"] = None
    answer = json.dumps({"descendants": replies}, separators=(",", ":")).encode()
    taken: list[str] = []
    thread = Thread(lambda told: taken.extend(one["id"] for one in told))
    for n in range(0, len(answer), PIECE):
        thread.write(answer[n : n + PIECE])
    left = json.loads(thread.getvalue())["descendants"]
    assert taken + [one["id"] for one in left] == EVERYBODY
