"""What a page costs: however many mentions, at most ten statements and one commit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

from storage.store import Store
from tests.stories.telling import Tale


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """Every statement sent to the database, BEGIN and COMMIT with them; one that is sent for many
    rows at once is one."""
    sent: list[str] = []

    def note(statement: str) -> None:
        words = " ".join(statement.split()[:3])
        if not (sent and words.startswith("INSERT") and sent[-1] == words):
            sent.append(words)

    with closing(store.engine.raw_connection()) as only:
        raw: Any = only.driver_connection
        raw.set_trace_callback(note)
        yield sent
        raw.set_trace_callback(None)


def the_page(sent: list[str]) -> list[str]:
    """The transaction in which the mentions were filed, BEGIN and COMMIT left out."""
    filed = sent.index("INSERT INTO mention")
    begin = max(i for i in range(filed) if sent[i].startswith("BEGIN"))
    end = sent.index("COMMIT", filed)
    return sent[begin + 1 : end]


def test_a_page_of_eighty_votes_commitments_and_thanks(voting: Tale) -> None:
    for i in range(40):
        voting.writes(f"voter{i}", str(1 + i % 2), under="ballot", tag=True)
        voting.writes(f"guest{i}", "count me in, we are two", tag=True)
    voting.clock.set(voting.clock.now() + voting.settings.waits.poll * 2)
    with statements(voting.store) as sent:
        voting.round.quiet()
    assert len(the_page(sent)) <= 10, the_page(sent)
    assert voting.votes() == {"Bell Books": 20, "Corner Bakery": 20}
    assert voting.tally.of("people") == 80


def test_a_page_of_eighty_in_which_shops_are_nominated() -> None:
    tale = Tale()
    tale.days_pass(2)
    for i in range(80):
        text = f"I nominate {('Bell Books', 'Corner Bakery')[i % 2]}" if i % 4 else "I'm in!"
        tale.writes(f"p{i}", text, under="call", tag=True)
    tale.clock.set(tale.clock.now() + tale.settings.waits.poll * 2)
    with statements(tale.store) as sent:
        tale.round.quiet()
    page = the_page(sent)
    assert len(page) <= 10, page
    assert [n.name for n in tale.mob.nominations] == ["Corner Bakery", "Bell Books"]
    assert tale.tally.of("commitments") == 20
