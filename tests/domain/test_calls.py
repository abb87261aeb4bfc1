"""What waits before there is a result is said with the new date, as far as it is still true."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.domain.calls import number_in, said_anew
from bot.domain.mob import State
from tests.domain.builders import DAY, MEETS, before, paris, shop, votes, voting, yes

NOBODY = votes()


@pytest.mark.parametrize(
    ("key", "number"), [("nomination:3", 3), ("nomination:3.2", 3), ("candidate:12.1", 12)]
)
def test_a_key_tells_its_number_whatever_its_date(key: str, number: int) -> None:
    assert number_in(key) == number


def test_the_call_and_an_approved_name_while_shops_are_looked_for() -> None:
    calling = paris(nominations=(shop(1), shop(2, state=State.REJECTED)), sequence=2)
    now = before(20)
    said = {key: said_anew(calling, key, NOBODY, now) for key in ("call.1", "nomination:1")}
    assert {key: say.key if say else None for key, say in said.items()} == {
        "call.1": "call.2",
        "nomination:1": "nomination:1.2",
    }
    assert [s.values["when"] for s in said.values() if s] == [MEETS, MEETS]
    for key in ("nomination:2", "ballot", "counted:20261128T100000", "new_date.1"):
        assert said_anew(calling, key, NOBODY, now) is None


def test_an_open_ballot_until_its_close() -> None:
    mob = replace(voting(yes(1), yes(2)), meets_at=MEETS + 7 * DAY, sequence=1)
    said = said_anew(mob, "ballot", NOBODY, before(13))
    assert said is not None
    assert (said.key, said.values["until"], said.values["when"]) == (
        "ballot.1",
        mob.closes,
        MEETS + 7 * DAY,
    )
    assert said_anew(mob, "ballot", NOBODY, before(11)) is None
