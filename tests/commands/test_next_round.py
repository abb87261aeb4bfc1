"""From one mob to the next: shops that lost come back, shops just visited are pointed out."""

from __future__ import annotations

import pytest

from tests.commands.organiser import CONFIG, Organiser, announced, called, started


def with_setting(ida: Organiser, line: str) -> Organiser:
    ida.config_path.write_text(CONFIG.replace("rhythm =", f"{line}\nrhythm ="))
    return ida


def met(ida: Organiser) -> Organiser:
    """The mob met at Harbour Books; Thistle & Twine had lost. The next one is started."""
    announced(ida)
    ida.wait(days=8)
    ida.wait(days=20)
    result = ida.types("mob start --at 2027-02-13T11:00")
    assert result.exit_code == 0, result.output
    ida.types("mob list")
    return ida


def names(ida: Organiser) -> list[tuple[str, str, str]]:
    return [(n["shop"], n["state"], n["flag"]) for n in ida.reads("nominations --mob 2")]


CARRIED = ("Thistle & Twine", "approved", "from the vote for the cash mob on Saturday 12 December")


def test_a_shop_that_lost_is_put_forward_again(ida: Organiser) -> None:
    assert names(met(ida)) == [CARRIED]
    owners = [t for t in ida.reads("todo") if t["mob"] == 2]
    assert [(t["kind"], t["shop"]) for t in owners] == [("ask_owner", "Thistle & Twine")]


def test_a_city_may_begin_each_mob_with_an_empty_list(ida: Organiser) -> None:
    assert names(met(with_setting(ida, "carry_over = false"))) == []


@pytest.mark.parametrize(
    ("setting", "flag"),
    [
        ('cool_down = "365d"', "a cash mob was there on Saturday 12 December"),
        ('cool_down = "30d"', ""),
    ],
)
def test_a_shop_visited_lately_is_pointed_out_when_it_is_named(
    ida: Organiser, setting: str, flag: str
) -> None:
    met(with_setting(ida, setting))
    ida.at = ida.at.replace(year=2027, month=1, day=25)
    ida.wait(hours=1)
    ida.hears(("rosa", "@cashmob I nominate Harbor Books, Quay Street"))
    assert [name[2] for name in names(ida)][1:] == [flag]
    todo = [t for t in ida.types("todo").stdout.splitlines() if "Harbor" in t]
    assert [flag in line for line in todo] == [True]


def test_a_theme_stands_in_the_call(ida: Organiser) -> None:
    with_setting(ida, 'theme = "open on Sundays"')
    started(ida).at = ida.at.replace(day=22)
    ida.wait(hours=1)
    call = next(row["text"] for row in ida.reads("outbox") if row["kind"] == "call")
    assert "This time: open on Sundays." in call


def test_a_theme_for_one_mob_alone(ida: Organiser) -> None:
    assert ida.types("mob start --at 2026-12-12T11:00 --theme Toys").exit_code == 0
    ida.at = ida.at.replace(day=22)
    ida.wait(hours=1)
    call = next(row["text"] for row in ida.reads("outbox") if row["kind"] == "call")
    assert "This time: Toys." in call


def test_a_chain_is_pointed_out_and_may_be_approved(ida: Organiser) -> None:
    """A franchise can be a family's own: an organiser decides."""
    called(ida)
    ida.hears(("lena", "@cashmob I nominate Monoprix, Quay Street"))
    flags = [n["flag"] for n in ida.reads("nominations")]
    assert flags[:2] == ["", ""]
    assert flags[2].startswith("Monoprix (")
    assert flags[2].endswith("has branches in FR")
    assert ida.types("approve 3").exit_code == 0
