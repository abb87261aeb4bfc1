"""Notifications read in pages, so that none is lost between one poll and the next.

Servers give a notification its id before it can be seen, so one may appear behind others that
were read already: a reader that asks for what is newer than the last it saw loses those for good.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

log = logging.getLogger(__name__)

_MOST_PAGES = 50  # read backwards at most: 4,000 mentions


@dataclass(frozen=True, slots=True)
class Batch:
    """One page of notifications: its ids from oldest to newest, and what was told."""

    ids: list[str]
    told: list[dict[str, Any]]
    date: datetime | None

    def reaches(self, mark: str) -> bool:
        """Whether it goes back to that notification, so that nothing lies between."""
        return bool(self.ids) and order(self.ids[0]) <= order(mark)

    def goes_beyond(self, mark: str) -> bool:
        """Whether it holds anything newer than that notification."""
        return bool(self.ids) and order(self.ids[-1]) > order(mark)


class Fetch(Protocol):
    """Asks for one page: the newest, or with `min_id` or `max_id` that next to a notification.

    A `min_id` the server does not know may bring an empty page or a wrong one.
    """

    def __call__(self, **bounds: str) -> Batch: ...


def batches(fetch: Fetch, cursor: str | None, overlap: int) -> Iterator[tuple[Batch, str]]:
    """Pages after `cursor`, oldest first, the last `overlap` again, each with its own cursor.

    The cursor is the list of where the last pages ended ("" is the very beginning), and reading
    begins at its first. A poll that brings nothing new forgets the first, so that soon the newest
    page alone, one request, holds the whole overlap. Without a cursor the newest page is all, and
    its end is where the next poll begins.
    """
    newest = fetch()
    if cursor is None:
        yield newest, json.dumps(newest.ids[-1:] or [""])
        return
    marks = _marks(cursor)[-(overlap + 1) :]
    start = marks[0]
    if not newest.goes_beyond(marks[-1]):
        marks = marks[1:] or marks
    for batch in _from(start, newest, fetch):
        if batch.goes_beyond(marks[-1]):
            marks = [*marks, batch.ids[-1]][-(overlap + 1) :]
        yield batch, json.dumps(marks)


def order(id_: str) -> tuple[int, str]:
    """Ids are opaque, but within one server a longer one is newer, then the greater text."""
    return len(id_), id_


def _from(start: str, newest: Batch, fetch: Fetch) -> Iterator[Batch]:
    """All pages after `start`, oldest first; one that reaches back to it is enough."""
    if not newest.ids or newest.reaches(start):
        yield newest
        return
    if not start:
        yield from _backwards(start, newest, fetch)
        return
    # min_id gives the page next to it. With since_id, the middle of a rush would be lost.
    after = start
    while order(after) < order(newest.ids[-1]):
        batch = fetch(min_id=after)
        if not batch.goes_beyond(after):
            # A min_id the server does not know (it answers nothing, 500, or its very oldest
            # page), or the same page for ever.
            log.warning("Notifications cannot be read forwards from %s", after)
            yield from _backwards(after, newest, fetch)
            return
        yield batch
        after = batch.ids[-1]


def _backwards(start: str, newest: Batch, fetch: Fetch) -> Iterator[Batch]:
    pages = [newest]
    while len(pages) < _MOST_PAGES and not pages[-1].reaches(start):
        batch = fetch(max_id=pages[-1].ids[0])
        if not batch.ids or order(batch.ids[0]) >= order(pages[-1].ids[0]):
            break
        pages.append(batch)
    if len(pages) == _MOST_PAGES:
        log.warning("More than %d pages of notifications: the oldest are not read", _MOST_PAGES)
    yield from reversed(pages)


def _marks(cursor: str) -> list[str]:
    try:
        marks = json.loads(cursor)
    except ValueError:
        marks = None
    if not isinstance(marks, list) or not marks:
        log.warning("The cursor %r cannot be read; everything there is, is read", cursor)
        return [""]
    return [str(mark) for mark in marks]
