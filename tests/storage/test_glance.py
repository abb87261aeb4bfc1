"""A glance tells what the store tells: the same mobs, accounts, pauses, posts and messages."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.domain.stages import Stage
from storage import lanes, lost, mentions, mobs, outbox, pauses, posted
from storage.glance import glance
from storage.known import Lost, Pause
from storage.migrating import upgrade
from storage.store import Store, StoreTrouble, WrongShape, open_store
from tests.commands.organiser import CONFIG, Organiser, announced, balloting, called

NOW = datetime(2026, 11, 1, 9, tzinfo=UTC)
CITY = "oxbow"


@pytest.fixture
def ida(tmp_path: Path) -> Organiser:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG, encoding="utf-8")
    return Organiser(path, NOW)


def by_the_store(store: Store) -> dict[str, Any]:
    with store.reading() as view:
        return {
            "mobs": mobs.of_city(view, CITY) or mobs.all_of_city(view, CITY)[-1:],
            "lanes": lanes.all_lanes(view),
            "paused": pauses.paused(view, CITY),
            "lost": lost.span(view),
            "open ends": posted.open_ends(view, CITY),
            "set aside": mentions.set_aside(view),
        }


def by_a_glance(ida: Organiser) -> dict[str, Any]:
    with glance(ida.file) as found:
        assert found.is_current()
        return {
            "mobs": found.mobs(CITY),
            "lanes": found.lanes(),
            "paused": found.paused(CITY),
            "lost": found.lost(),
            "open ends": found.open_ends(CITY),
            "set aside": found.set_aside(CITY),
        }


def everything_happens(store: Store) -> None:
    """An account in trouble, a pause, lost time, a message set aside, a post that is blocked."""
    with store.work("everything") as work:
        lanes.note(work, CITY, "mastodon", handle="cashmob", read_at=NOW, trouble_since=NOW)
        pauses.note(work, CITY, Pause(True, NOW, "Ida"))
        lost.note(work, Lost(NOW.replace(hour=1), NOW))
        row = mentions.MENTION.update().where(mentions.MENTION.c.name == "@finn")
        work.execute(row.values(state="aside", reason="too long"))
        (first, *_) = posted.of_mob(work, 1)
        outbox.mark(work, first.id, outbox.Sent.BLOCKED, reason="refused")


@pytest.mark.parametrize("so_far", [called, balloting, announced])
def test_a_glance_tells_what_the_store_tells(ida: Organiser, so_far: Any) -> None:
    so_far(ida)
    ida.with_store(everything_happens)
    found = by_a_glance(ida)
    assert found == ida.with_store(by_the_store)
    assert all(found.values())


def test_of_mobs_that_are_over_the_last_is_told(ida: Organiser) -> None:
    announced(ida)

    def over(store: Store) -> None:
        with store.work("over") as work:
            ((mob, _),) = mobs.of_city(work, CITY)
            mobs.create(work, replace(mob, stage=Stage.CANCELLED, nominations=()))
            mobs.save(work, mob, replace(mob, stage=Stage.CLOSED, done=mob.done | {"nudge"}))

    ida.with_store(over)
    found = by_a_glance(ida)
    assert found == ida.with_store(by_the_store)
    assert [mob.stage for mob, _ in found["mobs"]] == [Stage.CANCELLED]


def test_a_new_database_has_nothing_to_tell(ida: Organiser) -> None:
    upgrade(ida.file, NOW)
    assert not any(by_a_glance(ida).values())


def test_nothing_can_be_changed_by_looking(ida: Organiser) -> None:
    called(ida)
    with pytest.raises(StoreTrouble), glance(ida.file) as found:
        found._raw.execute("DELETE FROM mob")
    assert by_a_glance(ida)["mobs"] == ida.with_store(by_the_store)["mobs"]


def test_one_instant_is_seen(ida: Organiser) -> None:
    called(ida)
    with glance(ida.file) as found:
        before = found.lost()
        store = open_store(ida.file)
        with store.work("later") as work:
            lost.note(work, Lost(NOW.replace(hour=1), NOW))
        store.close()
        assert (before, found.lost()) == (None, None)


def test_an_older_shape_is_not_current(ida: Organiser) -> None:
    sqlite3.connect(ida.file).execute("CREATE TABLE mob (id)").connection.close()
    with glance(ida.file) as found:
        assert not found.is_current()


def test_a_file_that_is_no_database_is_told_as_such(ida: Organiser) -> None:
    ida.file.write_text("my diary " * 500)
    with (
        pytest.raises(WrongShape, match="is no database of cashmob; it was left as it is"),
        glance(ida.file) as found,
    ):
        found.is_current()
