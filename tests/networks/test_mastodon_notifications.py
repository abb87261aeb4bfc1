"""No notification is lost: not in a rush, not when it shows up late, not on an odd server."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from bot.networks.mastodon_notifications import Batch, batches

PAGE = 4


@dataclass
class Shelf:
    """A server's notifications: an id is given first, seen when it is put on the shelf."""

    ids: list[str] = field(default_factory=list)
    asked: list[dict[str, str]] = field(default_factory=list)
    wrong: Callable[[str], list[str]] | None = None

    def put(self, *numbers: int) -> None:
        self.ids = sorted([*self.ids, *(f"{number:06}" for number in numbers)])

    def __call__(self, **bounds: str) -> Batch:
        self.asked.append(bounds)
        if "min_id" in bounds:
            found = [one for one in self.ids if one > bounds["min_id"]][:PAGE]
            if self.wrong:
                found = self.wrong(bounds["min_id"])
        elif "max_id" in bounds:
            found = [one for one in self.ids if one < bounds["max_id"]][-PAGE:]
        else:
            found = self.ids[-PAGE:]
        return Batch(found, [], None)


def poll(shelf: Shelf, cursor: str | None, overlap: int = 3) -> tuple[list[int], str]:
    """The numbers read in one poll, in the order of reading, and the cursor after it."""
    shelf.asked.clear()
    read: list[int] = []
    for batch, after in batches(shelf, cursor, overlap):
        read += [int(one) for one in batch.ids]
        cursor = after
    assert cursor is not None
    return read, cursor


def test_the_first_start_reads_one_page_and_begins_there() -> None:
    shelf = Shelf()
    shelf.put(*range(10))
    read, cursor = poll(shelf, None)
    assert (read, shelf.asked) == ([6, 7, 8, 9], [{}])
    shelf.put(10)
    assert poll(shelf, cursor)[0] == [7, 8, 9, 10]


def test_a_quiet_poll_costs_one_request() -> None:
    shelf = Shelf()
    shelf.put(*range(30))
    _, cursor = poll(shelf, '["000001"]')
    for _ in range(3):
        _, cursor = poll(shelf, cursor)
    read, _ = poll(shelf, cursor)
    assert (read, shelf.asked) == ([26, 27, 28, 29], [{}])


def test_a_rush_is_read_from_its_beginning_and_its_last_pages_again() -> None:
    shelf = Shelf()
    shelf.put(*range(12))
    read, cursor = poll(shelf, '["000001"]')
    assert read == list(range(2, 12))
    shelf.put(12)
    # Three pages again: from the end of the page before them.
    read, cursor = poll(shelf, cursor)
    assert read == list(range(2, 13))
    # The 13th made a fourth page. With nothing new, one page less each time.
    read, cursor = poll(shelf, cursor)
    assert read == list(range(6, 13))
    read, cursor = poll(shelf, cursor)
    assert read == list(range(9, 13))


def test_without_overlap_reading_goes_on_where_it_ended() -> None:
    shelf = Shelf()
    shelf.put(*range(20))
    assert poll(shelf, '["000001", "000005"]', overlap=0)[0] == list(range(6, 20))


def test_what_shows_up_late_behind_others_is_found() -> None:
    shelf = Shelf()
    shelf.put(*(n for n in range(12) if n != 5))
    read, cursor = poll(shelf, '["000001"]')
    assert 5 not in read
    shelf.put(5)
    assert 5 in poll(shelf, cursor)[0]


def test_each_page_can_be_saved_before_the_next_is_asked_for() -> None:
    shelf = Shelf()
    shelf.put(*range(20))
    pages = batches(shelf, '["000001"]', 3)
    _, cursor = next(pages)
    assert shelf.asked == [{}, {"min_id": "000001"}]
    pages.close()
    # The process died here: nothing that was not saved is skipped.
    assert poll(shelf, cursor)[0] == list(range(2, 20))


def test_an_account_that_had_no_mention_yet() -> None:
    shelf = Shelf()
    read, cursor = poll(shelf, None)
    assert (read, cursor) == ([], '[""]')
    assert poll(shelf, cursor) == ([], '[""]')
    shelf.put(*range(11))
    assert poll(shelf, cursor)[0] == list(range(11))


def test_a_min_id_that_brings_nothing_is_read_around_backwards() -> None:
    shelf = Shelf(wrong=lambda _: [])
    shelf.put(*range(11))
    read, cursor = poll(shelf, '["000001"]')
    assert (read[-10:], json.loads(cursor)[-1]) == (list(range(1, 11)), "000010")


def test_a_min_id_that_brings_the_oldest_page_is_read_around_backwards() -> None:
    shelf = Shelf(wrong=lambda _: shelf.ids[:PAGE])
    shelf.put(*range(20))
    assert set(range(10, 20)) <= set(poll(shelf, '["000009"]')[0])


def test_a_page_that_is_the_same_for_ever_ends() -> None:
    shelf = Shelf(wrong=lambda _: ["000002", "000003"])
    shelf.put(*range(20))
    assert set(poll(shelf, '["000001"]')[0]) == set(range(20))
    assert len(shelf.asked) < 10


def test_a_cursor_that_cannot_be_read_loses_nothing() -> None:
    shelf = Shelf()
    shelf.put(*range(11))
    for cursor in ("", "[]", "{}", "Hello", "[[["):
        assert poll(shelf, cursor)[0] == list(range(11))


def test_notifications_that_were_cleared_are_no_trouble() -> None:
    shelf = Shelf()
    assert poll(shelf, '["000001", "000009"]')[0] == []
    shelf.put(*range(10, 20))
    assert poll(shelf, '["000001", "000009"]')[0] == list(range(10, 20))


@given(st.lists(st.lists(st.booleans(), max_size=14), max_size=12))
def test_nothing_is_lost_while_late_ones_come_within_a_poll(polls: list[list[bool]]) -> None:
    shelf, cursor, number = Shelf(), '[""]', 0
    late: list[int] = []
    seen: set[int] = set()
    for arrivals in polls:
        shelf.put(*late)
        late = []
        for is_late in arrivals:
            number += 1
            late += [number] if is_late else []
            shelf.put(*([] if is_late else [number]))
        read, cursor = poll(shelf, cursor, overlap=5)
        seen |= set(read)
    shelf.put(*late)
    seen |= set(poll(shelf, cursor, overlap=5)[0])
    assert seen == set(range(1, number + 1))
