"""How the mob came to its shop, told so that anybody can follow it."""

from __future__ import annotations

from tests.commands.organiser import Organiser, balloting, called


def test_the_walk_from_the_messages_to_the_winner(ida: Organiser) -> None:
    balloting(ida)
    ida.wait(days=4)
    assert ida.types("mob consent 1 --channel phone").exit_code == 0
    ida.wait(days=4)
    assert ida.types("explain").stdout.splitlines() == [
        "Oxbow, mob 1 (announced)",
        "Messages that asked for something: 6",
        "  votes that came too late: 0; messages edited: 0, deleted: 0, forgotten: 0",
        "1: Harbour Books, Quay Street, first named Sun 22 Nov 2026 11:00, 2 for it",
        "  approved by Ida, Sun 22 Nov 2026 11:00:03",
        "  its owner said yes (phone, recorded by Ida, Wed 02 Dec 2026 15:00:06)",
        "2: Thistle & Twine, Mill Street, first named Sun 22 Nov 2026 11:00:01, 1 for it",
        "  approved by Ida, Sun 22 Nov 2026 11:00:03",
        "  its owner was asked and has not answered (visit, recorded by Ida, "
        "Sun 22 Nov 2026 11:00:03)",
        "The vote: from Sat 28 Nov 2026 15:00:03 to Tue 01 Dec 2026 11:00, 3 votes",
        "  1. Harbour Books: 2 (mastodon 2)",
        "  2. Thistle & Twine: 1 (mastodon 1)",
        "The mob goes to Harbour Books.",
    ]


def test_a_runner_up_is_told_with_the_reason(ida: Organiser) -> None:
    balloting(ida)
    ida.wait(days=4)
    assert ida.types("mob refuse 1 --channel phone").exit_code == 0
    ida.wait(minutes=1)
    assert ida.types("explain").stdout.splitlines()[-2:] == [
        "Harbour Books was ahead and was passed over: its owner said no.",
        "The mob goes to Thistle & Twine, the runner-up.",
    ]
    walk = ida.reads("explain")[0]
    found = (walk["leader"], walk["winner"], walk["stepped_in"], walk["chosen"])
    assert found == (1, 2, True, None)
    assert [n["passed_over"] for n in walk["nominations"]] == ["owner_no", None]


def test_a_tie_names_the_shop_that_was_nominated_first(ida: Organiser) -> None:
    balloting(ida)
    ida.hears(("lena", "@cashmob I vote for number 2"))
    ida.wait(days=4)
    walk = ida.reads("explain")[0]
    assert (walk["level"], walk["winner"]) == ([1, 2], 1)
    assert ida.types("explain").stdout.splitlines()[-2:] == [
        "Level: Harbour Books and Thistle & Twine. Harbour Books was nominated first and is ahead.",
        "The mob goes to Harbour Books.",
    ]


def test_late_votes_and_forgotten_people_are_numbers_in_it(ida: Organiser) -> None:
    balloting(ida)
    ida.hears(("noor", "@cashmob forget me"))
    ida.wait(days=4)
    ida.hears(("lena", "@cashmob I vote for number 2"))
    walk = ida.reads("explain")[0]
    assert walk["messages"] == {
        "heard": 5,
        "late": 1,
        "edited": 0,
        "deleted": 0,
        "forgotten": 3,
    }
    assert walk["votes"] == 2


def test_merges_and_refused_names_say_who_decided(ida: Organiser) -> None:
    called(ida)
    ida.hears(("lena", "@cashmob I nominate Corner Shop, High Street"))
    assert ida.types("merge 2 1").exit_code == 0
    assert ida.types("reject 3 --reason chain").exit_code == 0
    assert ida.types("explain").stdout.splitlines()[3:] == [
        "1: Harbour Books, Quay Street, first named Sun 22 Nov 2026 11:00, 3 for it",
        "  no organiser has decided about the name",
        "2: Thistle & Twine, Mill Street, first named Sun 22 Nov 2026 11:00:01, 0 for it",
        "  merged into 1 by Ida, Sun 22 Nov 2026 11:00:04",
        "3: Corner Shop, High Street, first named Sun 22 Nov 2026 11:00:03, 1 for it",
        "  rejected by Ida, Sun 22 Nov 2026 11:00:04 (chain)",
        "There has been no vote.",
        "No shop is settled on yet.",
    ]
