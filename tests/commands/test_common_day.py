"""A day common to all cities: one command, each city by its own clocks; and finding each other."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.commands.organiser import CONFIG, Organiser

SEOUL = """
[city.jongno]
name = "Jongno"
timezone = "Asia/Seoul"
country = "KR"
currency = "KRW"
languages = ["ko"]
spend = ["10000", "20000"]
[[city.jongno.organisers]]
name = "Minji"
"""


def with_two_cities(ida: Organiser) -> Organiser:
    ida.config_path.write_text(CONFIG + SEOUL, encoding="utf-8")
    return ida


def test_every_city_meets_at_eleven_by_its_own_clocks(ida: Organiser) -> None:
    told = with_two_cities(ida).types("mob start --everywhere --at 2026-12-12T11:00").stdout
    begun = [line for line in told.splitlines() if line.startswith("Mob ")]
    assert begun == [
        "Mob 1 of Oxbow meets on Sat 12 Dec 2026 11:00:",
        "Mob 2 of Jongno meets on Sat 12 Dec 2026 11:00:",
    ]
    assert [mob["meets_at"] for mob in ida.reads("mob list")] == [
        datetime(2026, 12, 12, 10, tzinfo=UTC).isoformat(),
        datetime(2026, 12, 12, 2, tzinfo=UTC).isoformat(),
    ]


def test_where_one_city_cannot_none_begins(ida: Organiser) -> None:
    with_two_cities(ida).types("mob start --city jongno --at 2026-12-12T15:00")
    refused = ida.types("mob start --everywhere --at 2026-12-12T11:00")
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert [mob["city"] for mob in ida.reads("mob list")] == ["jongno"]


def test_everywhere_is_not_one_city(ida: Organiser) -> None:
    refused = with_two_cities(ida).types("mob start --everywhere --city oxbow")
    assert (refused.exit_code, "Either --everywhere or --city" in refused.stderr) == (2, True)


def test_strangers_are_told_what_to_look_for_while_the_shop_is_a_secret(ida: Organiser) -> None:
    more = 'reveal = "meeting point"\nmeeting_point = "the fountain"\n'
    told = 'look_for = "a yellow umbrella"\n'
    for sign, cautioned in ((told, False), ("", True)):
        head, organisers = CONFIG.split("[[city", 1)
        ida.config_path.write_text(f"{head}{more}{sign}[[city{organisers}", encoding="utf-8")
        assert ("how to find each other" in ida.types("check").stdout) is cautioned
    ida.config_path.write_text(f"{head}{more}{told}[[city{organisers}", encoding="utf-8")
    ida.types("mob start --at 2026-12-12T11:00")
    post = "We are meeting now: cash mob, Saturday 12 December, 11:00 am. "
    post += "You will find us here: the fountain. Look for a yellow umbrella."
    assert post in ida.types("preview").stdout.replace("\n", " ").replace("  ", " ")
