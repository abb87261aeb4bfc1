"""Pictures in the store: each mob's by itself, in the order in which they were brought."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.acts.starting import start
from bot.config import example_path, load
from bot.domain.mob import Mob
from bot.domain.posts import Picture
from storage import pictures
from tests.indoors import fresh_store

NOW = datetime(2026, 12, 1, 12, tzinfo=UTC)


def test_each_mob_has_its_own() -> None:
    store = fresh_store()
    city = load(example_path(), env={}).cities["saint-rivage"]
    days = (NOW + timedelta(days=30), NOW + timedelta(days=60))
    mobs = [start(store, city, day, NOW, who="Ida") for day in days]
    first, second = [mob.id for mob in mobs if isinstance(mob, Mob)]
    with store.work("pictures") as work:
        for mob, data in ((first, b"\xff1"), (second, b"\xff2"), (first, b"\xff33")):
            pictures.hang(work, mob, Picture(data, "a shop"), NOW, consent="all", by="Ida")
        assert [p.data for p in pictures.of_mob(work, first)] == [b"\xff1", b"\xff33"]
        assert [(h.number, h.size, h.by) for h in pictures.listed(work, first)] == [
            (1, 2, "Ida"),
            (2, 3, "Ida"),
        ]
        assert not pictures.take_down(work, second, 2)
        assert pictures.take_down(work, first, 1)
        pictures.drop(work, second)
        assert [h.number for h in pictures.listed(work, first)] == [2]
        assert pictures.of_mob(work, second) == ()
