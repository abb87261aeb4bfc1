"""Pictures of the day: out with the thank-you, once, and gone with everything else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.acts.picturing import Brought, Seen, bring, take_away
from bot.domain.mob import Refusal
from bot.domain.orders import Cancel
from bot.networks import NetworkError, Outcome, Trouble
from bot.rehearsal.town import TownPost
from schedulers.housekeeping import tidy
from storage import pictures
from tests.domain.test_picturing import PLACE, exif, jpeg, png, segment
from tests.stories.telling import Tale

ALT = "six neighbours with books in front of the shop"
ALL_ASKED = Seen("asked", "none")


def brings(tale: Tale, data: bytes | None = None, alt: str = ALT, **more: Any) -> Brought | Refusal:
    """Amélie brings a picture."""
    picture = (data or jpeg(segment(0xE1, exif(1))), alt)
    given = {"seen": ALL_ASKED, "who": "Amélie", **more}
    return bring(tale.store, "saint-rivage", picture, tale.clock.now(), **given)


def kept(tale: Tale) -> list[bytes]:
    mob = tale.mob.id
    with tale.store.reading() as view:
        return [p.data for p in pictures.of_mob(view, mob)]


@pytest.fixture
def met(announced: Tale) -> Tale:
    """The day after."""
    announced.comes("amounts")
    return announced


def recap(tale: Tale) -> TownPost:
    tale.comes("recap")
    (row,) = [r for r in tale.rows() if r.kind.startswith("recap") and r.network == "mastodon"]
    return tale.town.post(int(row.remote_id or ""))


def test_the_thank_you_goes_out_with_its_pictures(met: Tale) -> None:
    assert brings(met) == Brought(1, 1, ())
    assert brings(met, png(), "the till") == Brought(1, 2, ())
    assert PLACE not in b"".join(kept(met))
    assert recap(met).pictures == (ALT, "the till")


def test_without_pictures_it_is_said_all_the_same(met: Tale) -> None:
    assert recap(met).pictures == ()


def test_a_picture_taken_away_is_not_shown(met: Tale) -> None:
    brings(met)
    brings(met, png(), "the till")
    assert take_away(met.store, "saint-rivage", 1, met.clock.now(), who="Amélie") is None
    missing = take_away(met.store, "saint-rivage", 1, met.clock.now(), who="Amélie")
    assert missing == Refusal("no_such_picture", {"number": 1})
    assert recap(met).pictures == ("the till",)


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        ({"alt": "  "}, "picture_needs_words"),
        ({"alt": "x" * 1001}, "picture_words_too_long"),
        ({"data": b"GIF89a"}, "no_picture"),
        ({"seen": Seen("not asked", "none")}, "picture_needs_consent"),
        ({"seen": Seen("asked", "not asked")}, "picture_needs_consent"),
        ({"mob": 7}, "no_such_mob"),
    ],
)
def test_a_refused_picture_leaves_nothing(met: Tale, given: dict[str, Any], kind: str) -> None:
    found = brings(met, **given)
    assert isinstance(found, Refusal)
    assert (found.kind, kept(met)) == (kind, [])


def test_four_are_enough(met: Tale) -> None:
    for _ in range(4):
        brings(met)
    assert brings(met) == Refusal("enough_pictures", {"most": 4})


def test_before_the_day_and_after_the_thank_you_there_is_none_to_bring(announced: Tale) -> None:
    assert brings(announced) == Refusal("not_met_yet", {"stage": "announced"})
    recap(announced)
    assert brings(announced) == Refusal("recap_is_out")


def test_of_a_cancelled_mob_there_are_no_pictures(announced: Tale) -> None:
    announced.orders(Cancel())
    assert brings(announced) == Refusal("no_mob")


def test_a_network_that_will_not_take_a_picture_gets_the_words(
    met: Tale, monkeypatch: pytest.MonkeyPatch
) -> None:
    brings(met)
    network = met.networks["saint-rivage", "mastodon"]
    post = network.post

    def choosy(draft: Any, *, key: str) -> Any:
        if draft.media:
            reason = "the server answered 422"
            raise NetworkError(reason, outcome=Outcome.REFUSED, trouble=Trouble.REJECTED)
        return post(draft, key=key)

    monkeypatch.setattr(network, "post", choosy)
    assert recap(met).pictures == ()


def test_pictures_go_when_people_are_let_go(met: Tale) -> None:
    brings(met)
    recap(met)
    ended = met.mob.ended_at
    assert ended is not None
    with met.store.work("tidy") as work:
        tidy(work, "saint-rivage", timedelta(days=30), ended + timedelta(days=31))
    assert kept(met) == []
