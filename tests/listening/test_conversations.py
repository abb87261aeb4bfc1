"""What whole conversations come to: the vote, how many come, what was spent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bench.conversations import Ends, ended, scored, wanted
from bench.understanding_report import CONVERSATIONS, rows


@pytest.mark.parametrize(
    ("part", "whole"), [("conversations", 86.5), ("conversations, unseen", 64.0)]
)
def test_the_figures_do_not_fall(part: str, whole: float) -> None:
    ends = scored(rows(CONVERSATIONS[part]))[""]
    assert ends.share(ends.whole) >= whole


def told(*messages: tuple[str, str | None, str], **end: Any) -> dict[str, Any]:
    """A conversation of phases, what is answered, and texts."""
    said = [{"phase": phase, "reply_to": to, "text": text} for phase, to, text in messages]
    return {"id": "c-1", "lang": "en", "messages": said, "end": end}


def test_a_conversation_ends_with_what_was_said_last() -> None:
    conversation = told(
        ("voting", "ballot", "2"),
        ("voting", "ballot", "no, 4"),
        ("announced", "announcement", "count me in"),
        ("announced", "answer", "my sister too"),
        ("mobday", "mobday", "spent £12.50"),
        vote=4,
        coming=2,
        spent="12.50",
    )
    assert ended(conversation) == wanted(conversation) == (4, 2, Decimal("12.50"))


def test_nothing_is_left_of_who_asked_to_be_forgotten() -> None:
    conversation = told(
        ("announced", "announcement", "count me in"),
        ("announced", None, "delete everything you have on me"),
        vote=None,
        coming=0,
        spent=None,
        forgotten=True,
    )
    assert ended(conversation) == wanted(conversation) == (None, 0, None)


def test_each_part_of_an_end_is_scored_by_itself() -> None:
    ends = Ends()
    ends.add((1, 2, None), (1, 3, None))
    ends.add((1, 2, Decimal(5)), (1, 2, Decimal(5)))
    assert ends == Ends(conversations=2, votes=2, coming=1, spent=2, whole=1)
    assert ends.share(ends.coming) == 50
