"""What waits for an organiser, with the command to type."""

from __future__ import annotations

from tests.commands.organiser import CONFIG, Organiser, announced, balloting, called, started


def test_nothing_waits_at_first(ida: Organiser) -> None:
    assert started(ida).types("todo").stdout == "Nothing to do. Thank you!\n"


def test_what_is_not_due_yet_is_told_as_later(ida: Organiser) -> None:
    first = called(ida).types("todo").stdout.split("\n\n")[0]
    assert first.splitlines() == [
        "• (later, from Thu 26 Nov 2026 11:00) May this name stand in public for the cash mob on "
        "Saturday 12 December, 11:00 am? 1: Harbour Books, Quay Street. Please decide by "
        "Sat 28 Nov, 11:00 am.",
        "    cashmob approve 1",
    ]


def test_programs_read_the_same(ida: Organiser) -> None:
    task = called(ida).reads("todo")[0]
    assert task == {
        "city": "oxbow",
        "mob": 1,
        "kind": "approve",
        "number": 1,
        "shop": "Harbour Books",
        "place": "Quay Street",
        "since": "2026-11-26T10:00:00+00:00",
        "by": "2026-11-28T10:00:00+00:00",
        "later": True,
        "command": "cashmob approve 1",
        "meets_at": "2026-12-12T10:00:00+00:00",
    }


def test_each_command_can_be_typed_as_it_stands(ida: Organiser) -> None:
    called(ida)
    typed = []
    for _ in range(4):
        command = ida.reads("todo")[0]["command"]
        typed.append(command)
        assert ida.types(command.removeprefix("cashmob ")).exit_code == 0
    assert typed == [
        "cashmob approve 1",
        "cashmob approve 2",
        "cashmob mob ask 1 --channel visit",
        "cashmob mob ask 2 --channel visit",
    ]
    assert ida.reads("todo") == []


def test_the_winner_is_to_be_confirmed(ida: Organiser) -> None:
    balloting(ida).wait(days=4)
    assert [task["command"] for task in ida.reads("todo")] == [
        "cashmob mob consent 1 --channel phone"
    ]


def test_afterwards_the_till_is_asked_for(ida: Organiser) -> None:
    announced(ida).wait(days=8)
    assert [task["command"] for task in ida.reads("todo")] == ["cashmob mob till AMOUNT"]


def test_with_two_mobs_the_command_names_its_own(ida: Organiser) -> None:
    called(ida).types("mob start --at 2027-01-09T11:00")
    command = ida.reads("todo")[0]["command"]
    assert command == "cashmob approve 1 --mob 1"
    assert ida.types(command.removeprefix("cashmob ")).exit_code == 0


def test_with_two_cities_it_names_the_city(ida: Organiser) -> None:
    other = CONFIG.partition("[city.oxbow]")[2].replace("oxbow", "ferry").replace("Oxbow", "Ferry")
    ida.config_path.write_text(f"{CONFIG}\n[city.ferry]{other}", encoding="utf-8")
    lost = ida.types("mob start")
    assert (lost.exit_code, lost.stderr.splitlines()[-1]) == (
        2,
        "Error: Which city? Say --city with one of: oxbow, ferry",
    )
    ida.types("mob start --at 2026-12-12T11:00 --city oxbow")
    ida.at = ida.at.replace(day=22)
    ida.wait(hours=1)
    ida.hears(("rosa", "@cashmob I nominate Harbour Books"))
    assert [task["command"] for task in ida.reads("todo")] == ["cashmob approve 1 --city oxbow"]
    assert ida.reads("todo --city ferry") == []
