"""Whom the bot does not hear, and who does not vote."""

from __future__ import annotations

from tests.commands.organiser import Organiser, balloting

FINN = "https://social.oxbow.example/users/finn"


def votes(ida: Organiser) -> int:
    found: int = ida.reads("tally")[0]["votes"]
    return found


def test_who_is_blocked_is_no_longer_heard_and_their_vote_is_taken_out(ida: Organiser) -> None:
    result = balloting(ida).types("block @finn --reason spam --by Ida")
    assert result.stdout == (
        f"The bot no longer hears {FINN}. To undo: cashmob block {FINN} --undo\n"
    )
    assert votes(ida) == 2
    ida.hears(("finn", "@cashmob I vote for number 2"), ("lena", "@cashmob I vote for number 2"))
    tally = ida.reads("tally")[0]
    assert (tally["votes"], tally["recount"]["agrees"]) == (3, True)


def test_a_block_can_be_undone(ida: Organiser) -> None:
    balloting(ida).types("block @finn --reason spam --by Ida")
    ida.types(f"block {FINN} --undo --reason mistake --by Ida")
    ida.hears(("finn", "@cashmob I vote for number 2"))
    assert votes(ida) == 3


def test_after_the_close_the_counted_vote_stays(ida: Organiser) -> None:
    balloting(ida).wait(days=4)
    assert ida.types("block @finn --reason spam --by Ida").exit_code == 0
    assert votes(ida) == 3


def test_nobody_of_that_name_is_told(ida: Organiser) -> None:
    result = balloting(ida).types("block @olaf --reason spam --by Ida")
    assert (result.exit_code, result.stderr) == (
        1,
        "Nobody called @\u2060olaf has written to the bot.\n",
    )


def test_organisers_do_not_vote_but_may_come(ida: Organiser) -> None:
    balloting(ida).hears(("ida", "@cashmob I vote for number 2"))
    assert votes(ida) == 3
    ida.hears(("ida", "@cashmob I'm in"))
    assert (votes(ida), ida.reads("mob show")[0]["people"]) == (3, 1)
