"""Whether a promised text may still go out, and when the night is over."""

# ruff: noqa: DTZ001  wall times, some of them made aware afterwards

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from bot.domain.allowing import quiet_until, stale
from bot.domain.mob import Answer, Mob, Reveal, State
from bot.domain.stages import Stage
from tests.domain.builders import (
    HOUR,
    MEETS,
    NIGHT,
    PARIS,
    announced,
    before,
    chosen,
    paris,
    shop,
    wall,
    with_rules,
)

TRUE_IN = {
    "call": "calling",
    "call_again": "calling",
    "ballot": "balloting",
    "counted": "balloting",
    "last_call": "balloting",
    "announcement": "announced",
    "announcement_plain": "announced",
    "moved": "announced",
    "figures": "announced",
    "countdown": "announced",
    "soon": "announced",
    "morning": "announced",
    "reveal": "announced gathering",
    "gather": "gathering",
    "drinks": "gathering",
    "amounts": "recapping",
    "recap": "closed",
    "recap_quiet": "closed",
    "nudge": "closed",
    "new_date": "calling balloting consenting",
    "postponed": "postponed",
    "postponed_weather": "postponed",
    "cancelled": "cancelled",
}


@pytest.mark.parametrize("kind", TRUE_IN)
def test_each_text_goes_out_in_its_own_stages_alone(kind: str) -> None:
    allowed = [s.value for s in Stage if stale(announced(stage=s), kind, kind, MEETS) is None]
    assert allowed == TRUE_IN[kind].split()
    assert stale(announced(stage=Stage.CANCELLED), "countdown", "", MEETS) == "the mob is cancelled"


@pytest.mark.parametrize("kind", ["announcement_secret", "countdown_secret", "morning_secret"])
def test_a_text_without_the_name_keeps_the_stages_of_its_sister(kind: str) -> None:
    secret = announced(shop(1, Answer.HELD))
    assert stale(secret, kind, kind, before(3)) is None
    assert stale(announced(stage=Stage.POSTPONED), kind, kind, before(3)) == "the mob is postponed"


@pytest.mark.parametrize(
    "kind",
    [
        *("announcement", "announcement_plain", "moved", "countdown", "soon", "morning"),
        *("reveal", "committed", "status_announced"),
    ],
)
@pytest.mark.parametrize("answer", [Answer.HELD, Answer.NO, Answer.ASKED])
def test_a_name_promised_yesterday_is_not_said_once_its_owner_objects(
    kind: str, answer: Answer
) -> None:
    assert stale(announced(), kind, kind, before(3)) is None
    reason = stale(announced(shop(1, answer)), kind, kind, before(3))
    assert reason == "the shop may not be named now"


def test_afterwards_too() -> None:
    held = announced(shop(1, Answer.HELD), stage=Stage.CLOSED)
    assert stale(held, "status_met", "", MEETS) == "the shop may not be named now"
    assert stale(held, "status_met_secret", "", MEETS) is None


def test_a_secret_is_kept_at_the_moment_of_sending() -> None:
    mob = announced()
    spot = Mob(1, with_rules(reveal=Reveal.SPOT), mob.stage, MEETS, mob.created_at,
               nominations=mob.nominations, winner=1)  # fmt: skip
    assert stale(spot, "soon", "", MEETS - HOUR) == "the shop may not be named now"
    assert stale(spot, "soon", "", MEETS) is None


def test_a_name_that_was_turned_down_meanwhile_is_not_presented() -> None:
    mob = paris(nominations=(shop(1), shop(2, state=State.REJECTED), shop(3, state=State.MERGED)))
    found = [stale(mob, "nomination", f"nomination:{n}", before(18)) for n in (1, 2, 3, 4)]
    assert found == [None, *["the name is no longer approved"] * 3]
    assert stale(chosen(1, shop(1)), "nomination", "nomination:1", before(10)) is not None


def test_a_shop_that_was_turned_down_does_not_stand_under_the_ballot() -> None:
    voting = paris(stage=Stage.BALLOTING, nominations=(shop(1), shop(2, state=State.REJECTED)))
    found = [stale(voting, "candidate", f"candidate:{n}", before(13)) for n in (1, 2)]
    assert found == [None, "the name is no longer approved"]


def test_answers_that_name_nobody_are_always_true() -> None:
    for kind in ("help", "forgotten", "vote_late", "read", "todo_approve"):
        assert stale(paris(stage=Stage.CANCELLED), kind, kind, MEETS) is None


@pytest.mark.parametrize(
    ("hour", "ends"),
    [
        (datetime(2026, 12, 5, 21, 59), None),
        (datetime(2026, 12, 5, 22, 0), datetime(2026, 12, 6, 8)),
        (datetime(2026, 12, 6, 0, 0), datetime(2026, 12, 6, 8)),
        (datetime(2026, 12, 6, 7, 59), datetime(2026, 12, 6, 8)),
        (datetime(2026, 12, 6, 8, 0), None),
        (datetime(2026, 12, 31, 23, 0), datetime(2027, 1, 1, 8)),
        (datetime(2026, 3, 28, 23, 0), datetime(2026, 3, 29, 8)),
        (datetime(2026, 10, 24, 23, 0), datetime(2026, 10, 25, 8)),
    ],
)
def test_the_night_runs_over_midnight(hour: datetime, ends: datetime | None) -> None:
    found = quiet_until(hour.replace(tzinfo=PARIS), PARIS, NIGHT)
    assert (None if found is None else wall(found)) == ends


def test_a_siesta_and_a_city_that_never_sleeps() -> None:
    noon = datetime(2026, 12, 5, 12, tzinfo=PARIS)
    siesta = quiet_until(noon, PARIS, (time(12), time(14)))
    assert siesta == noon.replace(hour=14)
    assert quiet_until(noon.replace(hour=14), PARIS, (time(12), time(14))) is None
    assert quiet_until(noon, PARIS, None) is None


def test_a_night_that_ends_in_an_hour_shown_twice_ends_after_now() -> None:
    night = (time(22), time(2, 30))
    first, second = (datetime(2026, 10, 25, h, 10, tzinfo=UTC) for h in (0, 1))
    assert quiet_until(first, PARIS, night) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert quiet_until(second, PARIS, night) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_a_night_that_ends_in_a_skipped_hour_ends_after_it() -> None:
    now = datetime(2026, 3, 29, 0, 30, tzinfo=ZoneInfo("Europe/Paris"))
    found = quiet_until(now, PARIS, (time(22), time(2, 30)))
    assert found == datetime(2026, 3, 29, 1, tzinfo=UTC)
