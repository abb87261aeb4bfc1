"""People's pictures of the day, listed and boosted at the terminal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.acts.voices import speaker
from bot.domain.posts import Mention
from schedulers.desk import Desk
from schedulers.intake import take_in
from schedulers.understanding import Ear
from storage.store import Store
from tests.commands.organiser import Organiser, announced


@pytest.fixture
def met(ida: Organiser) -> Organiser:
    """The mob has met, and Rosa and Noor have shown what it was like."""
    announced(ida).wait(days=7)
    ida.wait(hours=1)

    def take(store: Store) -> None:
        shown = [
            Mention(
                "mastodon",
                f"{name}-1",
                f"https://social.oxbow.example/users/{name}",
                f"@{name}",
                "@cashmob What a day!",
                ida.at + timedelta(minutes=minute),
                pictures=2,
            )
            for minute, name in enumerate(("rosa", "noor"))
        ]
        ear = Ear("oxbow", "mastodon", ("en",), frozenset({"@cashmob"}))
        with store.work("page") as work:
            desk = Desk(ear, speaker(ida.city), "key", timedelta(minutes=10))
            take_in(work, desk, shown, ida.at + timedelta(minutes=5))

    ida.with_store(take)
    ida.at += timedelta(minutes=10)
    return ida


def test_they_are_listed_and_boosted_by_number(met: Organiser) -> None:
    listed = met.types("boost").stdout.splitlines()
    assert [line for line in listed if line.startswith("    ")] == ["    @cashmob What a day!"] * 2
    assert met.types("boost 2 --by Ida").stdout == "2, by @noor, is boosted.\n"
    assert met.types("boost 2 1 --by Ida").stdout == (
        "2, by @noor, was boosted before.\n1, by @rosa, is boosted.\n"
    )
    told = met.reads("boost")
    assert [(row["number"], row["pictures"], row["boosted"]) for row in told] == [
        (1, 2, True),
        (2, 2, True),
    ]
    assert [row["action"] for row in met.reads("outbox") if row["kind"] == "boost"] == ["boost"] * 2
    assert "Ida: boosted the post with pictures number 2" in met.types("log").stdout


def test_a_number_that_is_not_there(met: Organiser) -> None:
    refused = met.types("boost 3 --by Ida")
    assert (refused.exit_code, refused.stderr) == (
        1,
        "There is no post with pictures under number 3 that may be boosted. They are listed by: "
        "cashmob boost\n",
    )


def test_before_the_mob(ida: Organiser) -> None:
    assert "has not met yet" in announced(ida).types("boost").stderr
