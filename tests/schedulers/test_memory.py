"""What somebody asked for before they wrote a message, and what they did not."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from bot.domain.intents import Commit, Intent, Nominate, Spent, Unvote, Vote, Withdraw
from bot.domain.posts import Mention
from bot.domain.standing import Said
from bot.listening.context import NOTHING, Earlier
from schedulers.memory import Memory
from storage.mentions import Filed, Kept
from tests.domain.builders import before, voting, yes

OPEN = voting(yes(1), yes(2))
AT = before(13)


def said(event: str, *intents: Intent, minutes: int = 0) -> Said:
    """Words of ada, so many minutes after the first."""
    at = AT + timedelta(minutes=minutes)
    return Said(event, at, at, intents)


def writes(event: str, minutes: int, who: str = "ada") -> Mention:
    """A message that is to be understood."""
    at = AT + timedelta(minutes=minutes)
    return Mention("mastodon", event, who, who, "…", at)


def of_ada(*words: Said) -> Memory:
    """A memory of what she said."""
    return Memory({(OPEN.id, "ada"): words})


def test_what_was_asked_for_is_remembered_of_whoever_asked() -> None:
    memory = of_ada(said("1", Nominate("Bookshop", number=2)), said("2", Vote(2, 2), Commit(3)))
    assert memory.before(writes("9", 5), OPEN) == Earlier(people=3, vote=2, nominated=2)
    assert memory.before(writes("9", 5, who="ben"), OPEN) == NOTHING


def test_what_was_taken_back_is_remembered_as_that() -> None:
    memory = of_ada(
        said("1", Vote(1, 1), Commit(4)),
        said("2", Unvote(), minutes=1),
        said("3", Withdraw(), minutes=2),
    )
    assert memory.before(writes("9", 5), OPEN) == Earlier(people_once=4, vote_once=1)


def test_what_is_said_later_was_not_said_before() -> None:
    memory = of_ada(said("1", Commit(2)), said("2", Commit(5), minutes=10))
    assert memory.before(writes("9", 5), OPEN) == Earlier(people=2)


def test_what_a_message_was_before_its_edit_is_not_what_came_before_it() -> None:
    memory = of_ada(said("1", Commit(2)), said("2", Spent(Decimal(12)), minutes=5))
    assert memory.before(writes("2", 5), OPEN) == Earlier(people=2)


def test_a_message_of_the_same_page_is_remembered_too() -> None:
    memory = of_ada(said("1", Commit(2)))
    first = writes("2", 1)
    memory.add(Filed(first, Kept.HEARD, first.said_at, OPEN.id, (Spent(Decimal(12)),)))
    assert memory.before(writes("3", 2), OPEN) == Earlier(people=2, spent=True)
