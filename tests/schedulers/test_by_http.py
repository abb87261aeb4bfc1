"""Orders, pictures and boosts over the town's Mastodon, as the network itself speaks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.acts.boosting import boost
from bot.acts.codes import show
from bot.acts.picturing import Brought, Seen, bring
from bot.config.settings import Organiser
from bot.domain.posts import Visibility
from bot.domain.stages import Stage
from bot.rehearsal.mastodon_entities import SERVER
from bot.rehearsal.town import Person, TownPost
from tests.domain.test_picturing import exif, jpeg, segment
from tests.schedulers.place import Place, place

MEETS = datetime(2026, 12, 19, 15, tzinfo=UTC)
DAY = timedelta(days=1)
IDA = Organiser(name="Ida", mastodon="@ida@town.example", accounts=(f"https://{SERVER}/users/ida",))


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Place]:
    begins = MEETS - 21 * DAY - timedelta(hours=1)
    with place(tmp_path, begins, networks=("mastodon",), organisers=(IDA,)) as here:
        here.begin(MEETS)
        here.passes(hours=2)
        here.say("rosa", "I nominate Harbour Lane Books, 2 Harbour Lane", "mastodon")
        here.passes(minutes=5)
        yield here


def writes(here: Place, text: str) -> TownPost:
    """Ida writes to the bot in private, and it has read that."""
    ida = Person("ida", "Ida", networks=("mastodon",))
    post = here.town.write(ida, text, "mastodon", visibility=Visibility.DIRECT)
    here.passes(minutes=3)
    return post


def answers(here: Place, post: TownPost) -> list[tuple[str, Visibility]]:
    return [(p.text, p.visibility) for p in here.town.said() if p.parent == post.id]


def test_orders_come_and_are_answered_in_private(here: Place) -> None:
    assert answers(here, writes(here, "approve 1")) == [
        ("@ida Approved: 1, Harbour Lane Books.", Visibility.DIRECT)
    ]
    writes(here, "cancel: storm")
    (shown,) = show(here.store, here.city.key, here.now, who="ida")
    assert answers(here, writes(here, f"code {shown.code}")) == [
        ("@ida The mob is cancelled, and everybody is told.", Visibility.DIRECT)
    ]
    assert here.mob.stage is Stage.CANCELLED


def test_what_is_kept_is_told_to_the_asker_alone(here: Place) -> None:
    asked = here.say("rosa", "what do you have on me?", "mastodon")
    here.passes(minutes=3)
    ((text, visibility),) = answers(here, asked)
    assert text.startswith("@rosa For your eyes only")
    assert visibility is Visibility.DIRECT


def test_pictures_go_out_and_peoples_own_are_boosted(here: Place) -> None:
    here.until(MEETS - 16 * DAY)
    here.approve()
    here.until(MEETS + timedelta(hours=2))
    rosa = Person("rosa", "Rosa", networks=("mastodon",))
    shown = here.town.write(rosa, "What a day!", "mastodon", pictures=("the till",))
    here.passes(hours=1)
    brought = bring(
        here.store,
        here.city.key,
        (jpeg(segment(0xE1, exif(6))), "neighbours with books"),
        here.now,
        seen=Seen("asked", "none"),
        who="Ida",
    )
    assert brought == Brought(1, 1, ())
    for _ in range(2):
        boost(here.store, here.city, (1,), here.now, who="Ida")
        here.passes(minutes=3)
    assert here.town.post(shown.id).boosted_by == ("cashmob",)
    here.until(MEETS + 2 * DAY + timedelta(hours=2))
    assert here.post("recap", "mastodon").pictures == ("neighbours with books",)
